"""Static files: hashed names kept for ever by browsers, served before Django is asked."""

from __future__ import annotations

import fcntl
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from whitenoise import WhiteNoise  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HASHED = r"^.+\.[0-9a-f]{12}\..+$"


@lru_cache(maxsize=256)
def address_of(name: str) -> str:
    """The hashed address of a static file, or its plain one while none have been collected (as in tests)."""
    try:
        return staticfiles_storage.url(name)
    except ValueError:
        return f"{settings.STATIC_URL}{name}"


def collect() -> Path:
    """Copy, hash and compress the static files when one is newer than the last collection. Returns their folder.

    Of several workers that start together one collects and the others wait for it.
    """
    root = Path(settings.STATIC_ROOT)
    manifest = root / "staticfiles.json"
    root.parent.mkdir(parents=True, exist_ok=True)
    with (root.parent / f"{root.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not manifest.exists() or manifest.stat().st_mtime < _newest():
            call_command("collectstatic", interactive=False, verbosity=0)
            manifest.touch()
    return root


def _newest() -> float:
    """When the newest source was last changed, in seconds since the epoch."""
    found = (
        Path(storage.path(name)).stat().st_mtime
        for finder in finders.get_finders()
        for name, storage in finder.list([])
    )
    return max(found, default=0.0)


def serving(application: WSGIApplication) -> WSGIApplication:
    """The application with its static files in front: a hashed name is kept a year, another a minute."""
    root = collect()
    fronted: WSGIApplication = WhiteNoise(
        application, root=str(root), prefix="static/", max_age=60, immutable_file_test=HASHED
    )
    return fronted
