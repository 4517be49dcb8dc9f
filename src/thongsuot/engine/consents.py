"""What a person agreed to apart from what the law mandates, for one purpose each, and what she took back."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from uuid6 import uuid7

from thongsuot.engine import sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound


@dataclass(frozen=True)
class Purpose:
    """Something that is asked apart. `words` are shown and kept with the answer; `unasked` holds until she answers."""

    key: str
    title: str
    words: str
    unasked: bool


NOTICES = Purpose(
    "notices",
    "Tin báo về hồ sơ qua điện thoại, thư điện tử",
    "Gửi tin báo từng bước của hồ sơ đến số điện thoại, thư điện tử tôi đã ghi trong hồ sơ. Không đồng ý thì vẫn xem"
    " được trên trang này; giấy tờ theo luật vẫn được gửi.",
    unasked=True,
)
PURPOSES = (NOTICES,)


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of hers."""

    purpose: str
    given: bool
    words: str
    at: datetime


def owner_of(number: str) -> bytes:
    """Under which a person's answers stand: keyed, so that the log names nobody."""
    return hmac.new(settings.SECRET_KEY.encode(), f"consent:{number}".encode(), hashlib.sha256).digest()


def say(actor: Actor, purpose: str, now: datetime, *, given: bool) -> None:
    """Agree to a purpose, or take it back. Raises NotAllowed, NotFound for an unknown purpose."""
    if not actor.citizen:
        raise NotAllowed("Chỉ người đăng nhập bằng tài khoản định danh điện tử trả lời được mục này.")
    words = next((one.words for one in PURPOSES if one.key == purpose), None)
    if words is None:
        raise NotFound
    sql.run(
        "INSERT INTO engine_consent (id, owner, purpose, given, words, at) VALUES (%s, %s, %s, %s, %s, %s)",
        [uuid7(), owner_of(actor.citizen), purpose, given, words, now],
    )


def log(actor: Actor) -> list[Said]:
    """All that somebody answered, the last first."""
    rows = sql.run(
        "SELECT purpose, given, words, at FROM engine_consent WHERE owner = %s ORDER BY at DESC, id DESC LIMIT 200",
        [owner_of(actor.citizen)],
    )
    return [Said(*row) for row in rows]


def stands(number: str, purpose: Purpose) -> bool:
    """Whether the person with that number agrees now: her last answer, else what holds until she is asked."""
    rows = sql.run(
        "SELECT given FROM engine_consent WHERE owner = %s AND purpose = %s ORDER BY at DESC, id DESC LIMIT 1",
        [owner_of(number), purpose.key],
    )
    return bool(rows[0][0]) if rows else purpose.unasked
