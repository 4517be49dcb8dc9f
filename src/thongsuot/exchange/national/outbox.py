"""The outbox: which dossier has something to tell the portal, who sends for it, and what became of each message.

One worker at a time sends for a dossier: it claims a lease (SKIP LOCKED) in a transaction of its own, calls the portal
outside of any, and writes the outcome only while the lease is still its own. A worker that is killed leaves a lease
that ends, and a message marked uncertain: whoever comes next asks the portal before sending again.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from thongsuot.engine import sql

LEASE = timedelta(seconds=120)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
MOST_ATTEMPTS = 30
KINDS = {
    "create": "Tạo hồ sơ trên Cổng",
    "answer": "Trả lời yêu cầu từ Cổng",
    "progress": "Cập nhật tiến trình",
    "status": "Cập nhật trạng thái",
}
PLACES = {"create": 0, "answer": 1, "progress": 2, "status": 3}
A_NUMBER = 4
DEAD, WAITING = "dead", "waiting"


class LeaseLost(Exception):
    """Another worker sends for this dossier now."""


@dataclass(frozen=True)
class Dossier:
    """A dossier between us and the portal; see models.NationalDossier."""

    id: UUID
    province_code: str
    code: str | None
    foreign_id: str | None
    origin: str
    created: bool
    ours: int
    told: int
    rows: int
    lease: UUID | None


@dataclass(frozen=True)
class Message:
    """A message to be told; see models.NationalMessage."""

    dossier_id: UUID
    place: int
    kind: str
    number: int
    verb: str
    status: int
    province_code: str
    happened_at: datetime
    sequence: int
    since: datetime
    state: str
    attempts: int
    uncertain: bool
    next_at: datetime | None
    reason: str
    code: str
    decided_at: datetime | None
    decided_by: str

    @property
    def key(self) -> str:
        """Names the message for ever."""
        return f"{self.dossier_id}:{self.place}"


DOSSIER = ", ".join(f"d.{field.name}" for field in fields(Dossier))
MESSAGE = ", ".join(f"m.{field.name}" for field in fields(Message))


def place_of(number: int, kind: str) -> int:
    """Where a message stands among those of its dossier: by the entry, then creation, answer, progress, status."""
    return number * A_NUMBER + PLACES[kind]


_CLAIM = f"""
WITH f AS (SELECT id FROM exchange_national_dossier
           WHERE next_at <= %(now)s AND (leased_until IS NULL OR leased_until < %(now)s)
           ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE exchange_national_dossier d SET lease = %(lease)s, leased_until = %(until)s
FROM f WHERE d.id = f.id RETURNING {DOSSIER}
"""


def claim(now: datetime) -> Dossier | None:
    """A dossier with something due, ours alone until the lease ends."""
    with transaction.atomic():
        rows = sql.run(_CLAIM, {"now": now, "lease": uuid7(), "until": now + LEASE})
    return Dossier(*rows[0]) if rows else None


def first(dossier: Dossier, now: datetime) -> Message | None:
    """The dossier's first message that is not told, when it is due; None also behind one that is stuck."""
    rows = sql.run(
        f"SELECT {MESSAGE} FROM exchange_national_message m WHERE m.dossier_id = %s AND m.state IN ('waiting', 'dead')"
        " ORDER BY m.place LIMIT 1",
        [dossier.id],
    )
    if not rows:
        return None
    message = Message(*rows[0])
    due = message.state == WAITING and (message.next_at is None or message.next_at <= now)
    return message if due else None


def renew(dossier: Dossier, now: datetime) -> None:
    """Keep the lease for one more call. Raises LeaseLost."""
    _held(_alter(dossier, {"leased_until": now + LEASE}))


def reserve(dossier: Dossier, foreign_id: str, now: datetime) -> None:
    """Remember the portal's number before it is used. Raises LeaseLost."""
    _held(_alter(dossier, {"foreign_id": foreign_id, "leased_until": now + LEASE}))


def know(dossier: Dossier, known: dict[str, Any]) -> None:
    """Remember what the portal has of a dossier. Raises LeaseLost."""
    _held(_alter(dossier, known))


def begin(dossier: Dossier, message: Message, now: datetime) -> None:
    """Say, durably and before it happens, that a message is on its way. Raises LeaseLost."""
    with transaction.atomic():
        _held(_alter(dossier, {"leased_until": now + LEASE}))
        _set(message, {"uncertain": True})


def done(dossier: Dossier, message: Message, state: str, now: datetime, **known: Any) -> None:
    """A message is told, or need not be; `known` is what the portal now has. Raises LeaseLost."""
    with transaction.atomic():
        _held(_alter(dossier, {"told_at": now, **known} if state == "sent" else known or {"lease": dossier.lease}))
        _set(message, {"state": state, "decided_at": now, "uncertain": False})


def put_off(dossier: Dossier, message: Message, now: datetime, reason: str, *, uncertain: bool) -> None:
    """Try again later, ever later; after so many times somebody must look. Raises LeaseLost."""
    attempts = message.attempts + 1
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(message.attempts, 20))
    dead = attempts >= MOST_ATTEMPTS
    values: dict[str, Any] = {"attempts": attempts, "reason": reason, "uncertain": uncertain}
    values |= {"state": DEAD, "decided_at": now} if dead else {"next_at": now + wait}
    with transaction.atomic():
        _held(_alter(dossier, {"next_at": None if dead else now + wait}))
        _set(message, values)


def stuck(dossier: Dossier, message: Message, now: datetime, reason: str, code: str) -> None:
    """Somebody must look; what comes after it in the dossier waits. Raises LeaseLost."""
    with transaction.atomic():
        _held(_alter(dossier, {"next_at": None}))
        _set(
            message,
            {
                "attempts": message.attempts + 1, "state": DEAD, "decided_at": now, "reason": reason, "code": code,
                "uncertain": False,
            },
        )  # fmt: skip


def release(dossier: Dossier) -> None:
    """Give the lease back, and say when the dossier is due again. A lease that is not ours is left alone.

    The row is locked by a statement of its own: what the follower has added meanwhile is seen by the next one.
    """
    with transaction.atomic():
        rows = sql.run(
            "SELECT 1 FROM exchange_national_dossier WHERE id = %s AND lease = %s FOR UPDATE",
            [dossier.id, dossier.lease],
        )
        if not rows:
            return
        open_ones = sql.run(
            "SELECT state, coalesce(next_at, since) FROM exchange_national_message"
            " WHERE dossier_id = %s AND state IN ('waiting', 'dead') ORDER BY place LIMIT 1",
            [dossier.id],
        )
        due = open_ones[0][1] if open_ones and open_ones[0][0] == WAITING else None
        _alter(dossier, {"next_at": due, "lease": None, "leased_until": None})


def _alter(dossier: Dossier, values: dict[str, Any]) -> bool:
    names = ", ".join(f"{name} = %s" for name in values)
    rows = sql.run(
        f"UPDATE exchange_national_dossier SET {names} WHERE id = %s AND lease = %s RETURNING id",
        [*values.values(), dossier.id, dossier.lease],
    )
    return bool(rows)


def _held(ours: bool) -> None:
    if not ours:
        raise LeaseLost


def _set(message: Message, values: dict[str, Any]) -> None:
    names = ", ".join(f"{name} = %s" for name in values)
    sql.run(
        f"UPDATE exchange_national_message SET {names} WHERE dossier_id = %s AND place = %s",
        [*values.values(), message.dossier_id, message.place],
    )


def reload(dossier: Dossier) -> Dossier:
    """The dossier as it stands now. Raises LeaseLost."""
    rows = sql.run(
        f"SELECT {DOSSIER} FROM exchange_national_dossier d WHERE d.id = %s AND d.lease = %s",
        [dossier.id, dossier.lease],
    )
    if not rows:
        raise LeaseLost
    return Dossier(*rows[0])


def know_file(digest: bytes, foreign_id: str) -> None:
    """Remember the portal's id of a content."""
    sql.run(
        "INSERT INTO exchange_national_file (digest, foreign_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        [digest, foreign_id],
    )
