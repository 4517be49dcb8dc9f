"""What every form that changes something carries: the key that makes a retry harmless and the version it saw."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.http import HttpRequest
from uuid6 import uuid7


def sent_key(request: HttpRequest) -> UUID:
    """The form's own key; a form without one (a script, an old page) gets a new one and no protection."""
    try:
        return UUID(request.POST.get("_key", ""))
    except ValueError:
        return uuid7()


def key_of_one(key: UUID, *parts: str) -> UUID:
    """The key of one dossier in a batch: the same batch sent twice does each dossier once."""
    return uuid5(key, "/".join(parts))


def sent_version(request: HttpRequest) -> int:
    """The version of the dossier that the form's reader saw; 0, which is always stale, when it says none."""
    given = request.POST.get("_version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
