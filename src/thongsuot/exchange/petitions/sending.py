"""One message at a time under a lease: asked for first when it may have arrived, ever later when not, then a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast
from uuid import UUID, uuid5

from django.db import transaction

from thongsuot.areas.petitions import masking, publishing
from thongsuot.engine import reading, sql
from thongsuot.exchange.petitions.telling import OPEN311
from thongsuot.ports import national_petitions, open311_client
from thongsuot.ports.national_petitions import Letter, PersonMustLook, PetitionSystem, TryLater

IDLE = 2.0  # seconds
LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
MOST_ATTEMPTS = 20
SPACE = UUID("0b4a53a8-0a5c-54a5-8a53-7f6df6d5a1c9")
Clock = Callable[[], datetime]
Systems = Callable[["Claimed"], PetitionSystem | None]


@dataclass(frozen=True)
class Claimed:
    """A message that this worker alone may send until `until`."""

    id: UUID
    system: str
    act: str
    case_id: UUID
    province_code: str
    attempts: int
    uncertain: bool
    until: datetime

    @property
    def key(self) -> str:
        """What names it at the other side for ever."""
        return str(uuid5(SPACE, f"{self.system}:{self.case_id}:{self.act}"))


# An answer waits until its petition has arrived there.
_CLAIM = """
UPDATE petitions_message m SET next_at = %(until)s WHERE m.id = (
  SELECT w.id FROM petitions_message w WHERE w.state = 'waiting' AND NOT w.inward AND w.next_at <= %(now)s
    AND NOT (w.act = 'answer' AND EXISTS (SELECT 1 FROM petitions_message p WHERE p.case_id = w.case_id
      AND p.system = w.system AND NOT p.inward AND p.act = 'petition' AND p.state IN ('waiting', 'dead')))
  ORDER BY w.next_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING m.id, m.system, m.act, m.case_id, m.province_code, m.attempts, m.uncertain, m.next_at
"""


def now() -> datetime:
    return datetime.now(UTC)


def system_of(one: Claimed) -> PetitionSystem | None:
    """The system that a message is for, as this site is connected to it."""
    return open311_client.endpoint(one.province_code) if one.system == OPEN311 else national_petitions.system()


def send_one(systems: Systems = system_of, clock: Clock = now) -> bool | None:
    """Send what has been due longest: False when nothing is, None when its system does not work."""
    at = clock()
    with transaction.atomic():
        rows = sql.run(_CLAIM, {"now": at, "until": at + LEASE})
    if not rows:
        return False
    one = Claimed(*rows[0])
    system = systems(one)
    try:
        if system is None:
            raise PersonMustLook("Nơi này không còn được kết nối với hệ thống đó.")
        number = system.find(one.key) if one.uncertain else None
        if number is None:
            _keep(one, {"uncertain": True})
            number = system.send(compose(one))
        _end(one, "delivered", foreign_id=number, uncertain=False, reason="")
    except PersonMustLook as refusal:
        _end(one, "dead", reason=refusal.sentence, uncertain=False, attempts=one.attempts + 1)
    except TryLater as later:
        _put_off(one, at, later)
        return None
    return True


def compose(one: Claimed) -> Letter:
    """What is told: no sender, and of the text only what looks like nobody's."""
    found = reading.story(one.case_id)
    case, names = found.case, publishing.names_of(found.case)
    need = "content" if one.act == "petition" else "answer"
    told = [entry.personal[need] for entry in found.entries if need in entry.personal]
    lines = (told[0] if one.act == "petition" else told[-1]) if told else []
    return Letter(
        key=one.key,
        act=cast(Literal["petition", "answer"], one.act),
        code=str(case.code),
        about=str(case.facts.get("class", "")),
        place_code=case.place_code,
        content=tuple(masking.proposal(lines, names)),
        sent_at=case.opened_at.isoformat(),
        foreign_id=_foreign(one),
        lat=str(case.facts.get("lat", "")),
        long=str(case.facts.get("long", "")),
        service=str(case.facts.get("service", "")),
    )


def _foreign(one: Claimed) -> str:
    rows = sql.run(
        "SELECT foreign_id FROM petitions_message WHERE case_id = %s AND system = %s AND act = 'petition' LIMIT 1",
        [one.case_id, one.system],
    )
    return str(rows[0][0]) if rows else ""


def _put_off(one: Claimed, at: datetime, later: TryLater) -> None:
    """Later, each time later; after so many times somebody must look. What may have arrived stays uncertain."""
    attempts, known = one.attempts + 1, {"uncertain": one.uncertain or later.uncertain, "reason": later.sentence}
    if attempts >= MOST_ATTEMPTS:
        _end(one, "dead", attempts=attempts, **known)
        return
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(one.attempts, 20))
    _keep(one, {**known, "attempts": attempts, "next_at": at + wait})


def _end(one: Claimed, state: str, **known: Any) -> None:
    _keep(one, {"state": state, "next_at": None, **known})


def _keep(one: Claimed, values: dict[str, Any]) -> None:
    """Write down what is known, while it is still ours: a lease that ended is another's."""
    names = ", ".join(f"{name} = %s" for name in values)
    sql.run(
        f"UPDATE petitions_message SET {names} WHERE id = %s AND state = 'waiting' AND next_at = %s",
        [*values.values(), one.id, one.until],
    )
