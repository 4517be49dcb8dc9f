"""The journal: how an entry is made, hashed and chained. Nothing here touches the database."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

GENESIS = b""


def _written(value: Any) -> str:
    if isinstance(value, date | datetime | UUID):
        return str(value) if isinstance(value, UUID) else value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


# Made once: `json.dumps` with options makes an encoder at every call.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_written)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `body` is the canonical JSON text whose bytes `hash` covers; it names the previous entry's hash."""

    case_id: UUID
    number: int
    site: str
    province_code: str
    verb: str
    move: str
    person: UUID | None
    happened_at: datetime
    recorded_at: datetime
    key: UUID | None
    body: str
    hash: bytes
    salt: bytes
    personal: dict[str, Any]


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same value gives the same bytes on every site."""
    return _ENCODER.encode(value)


def digest(salt: bytes, name: str, value: Any) -> str:
    """The salted digest of one personal value, which stands in the chain in its place."""
    return hashlib.sha256(b"\x00".join((salt, name.encode(), canonical(value).encode()))).hexdigest()


def hashed(body: str) -> bytes:
    return hashlib.sha256(body.encode()).digest()


def entry(
    *,
    case_id: UUID,
    number: int,
    previous: bytes,
    site: str,
    province_code: str,
    verb: str,
    move: str,
    who: Mapping[str, Any],
    happened_at: datetime,
    recorded_at: datetime,
    key: UUID | None,
    request: str,
    content: Mapping[str, Any],
    personal: Mapping[str, Any],
    salt: bytes = b"",
) -> Entry:
    """Make the entry that follows `previous`. `content` is what changed and what was given, free of personal values."""
    salt = salt or os.urandom(16)
    body = canonical(
        {
            "case": str(case_id),
            "number": number,
            "previous": previous.hex(),
            "site": site,
            "province": province_code,
            "verb": verb,
            "move": move,
            "who": dict(who),
            "happened": happened_at.isoformat(),
            "recorded": recorded_at.isoformat(),
            "key": str(key) if key else None,
            "request": request,
            **content,
            "personal": {name: digest(salt, name, value) for name, value in personal.items()},
        }
    )
    person = who.get("person")
    return Entry(
        case_id,
        number,
        site,
        province_code,
        verb,
        move,
        UUID(person) if person else None,
        happened_at,
        recorded_at,
        key,
        body,
        hashed(body),
        salt,
        dict(personal),
    )


def request_digest(verb: str, *parts: Any) -> str:
    """What a retried request must equal to be the same request; made of what was sent, before it is checked.

    Keyed by the site's secret: what was sent is personal, and the digest stays in the chain.
    """
    made = canonical([verb, *parts]).encode(errors="surrogatepass")
    return hmac.new(settings.SECRET_KEY.encode(), made, hashlib.sha256).hexdigest()
