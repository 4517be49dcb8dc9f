"""Which site is the home of a province's cases: this one, unless the operator says that it has a site of its own."""

from __future__ import annotations

from django.conf import settings


def home_of(province_code: str) -> str:
    """The site that may change the cases of a province."""
    return str(settings.HOMES.get(province_code, settings.SITE))


def is_here(province_code: str) -> bool:
    """Whether this site may; elsewhere what a person does is kept as an intent."""
    return home_of(province_code) == settings.SITE
