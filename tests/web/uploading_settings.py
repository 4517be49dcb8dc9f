"""The site's settings with the page of `uploading_site` beside its own."""

from thongsuot.settings import *  # noqa: F403

ROOT_URLCONF = "uploading_site"
