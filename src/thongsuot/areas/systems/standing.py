"""How the systems stand now: open faults of each, who met them, what is promised, how it answers. For all to see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from thongsuot.areas.systems import holdings, probing
from thongsuot.areas.systems.holdings import SystemView
from thongsuot.areas.systems.process import FAULT, SYMPTOMS
from thongsuot.engine import access, sql

DAYS = 30


@dataclass(frozen=True, slots=True)
class FaultView:
    """An open fault without the reporter's words: what kind, since when, how many met it, by when it is to be gone."""

    id: UUID
    code: str
    step: str
    symptom: str
    since: datetime
    promised: datetime | None
    people: int
    bodies: int
    title: str

    @property
    def words(self) -> str:
        return dict(SYMPTOMS).get(self.symptom, "Lỗi khác")

    def late(self, now: datetime) -> bool:
        return self.promised is not None and self.promised < now and self.step == "promised"


@dataclass(frozen=True, slots=True)
class Standing:
    """One system, its open faults, the oldest first, and the share of each day on which it answered."""

    system: SystemView
    faults: tuple[FaultView, ...] = ()
    days: tuple[tuple[date, float], ...] = ()
    state: str = field(default="")

    @property
    def answered(self) -> float | None:
        """The mean of the days, in percent."""
        return sum(share for _day, share in self.days) / len(self.days) if self.days else None

    @property
    def people(self) -> int:
        return sum(one.people for one in self.faults)


_OPEN = f"""
SELECT c.facts ->> 'system', c.id, c.code, c.step, c.facts ->> 'symptom', (c.facts ->> 'since')::timestamptz,
  CASE WHEN c.step = 'promised' THEN c.due_at END,
  1 + (SELECT count(DISTINCT w.person) FROM systems_witness w WHERE w.fault = c.id)
    + (SELECT count(*) FROM engine_case j WHERE j.kind = 'fault' AND j.step = 'joined' AND j.facts ->> 'main' = c.code),
  (SELECT count(DISTINCT b) FROM (SELECT c.receiving_body AS b UNION ALL
     SELECT w.body FROM systems_witness w WHERE w.fault = c.id) t), c.title
FROM engine_case c WHERE {access.PUBLISHED} AND (%(key)s = '' OR c.facts ->> 'system' = %(key)s)
ORDER BY c.opened_at
"""
STATES = {"down": "Không vào được", "faulty": "Có lỗi", "fine": "Bình thường"}


def now_of(key: str, today: date) -> list[Standing]:
    """All systems, or the one with this key, as they stand: three statements."""
    systems = holdings.every() if not key else [one for one in (holdings.find(key),) if one]
    faults: dict[str, list[FaultView]] = {}
    for system, *row in sql.run(_OPEN, {"key": key, **access.published(FAULT.key, None)}):
        faults.setdefault(system, []).append(FaultView(*row))
    shares = probing.availability(today - timedelta(days=DAYS - 1), today)
    return [
        Standing(one, tuple(faults.get(one.key, ())), tuple(shares.get(one.key, ())), _state(faults.get(one.key, [])))
        for one in systems
    ]


def _state(faults: list[FaultView]) -> str:
    if any(one.symptom == "down" and one.step != "fixed" for one in faults):
        return "down"
    return "faulty" if any(one.step != "fixed" for one in faults) else "fine"
