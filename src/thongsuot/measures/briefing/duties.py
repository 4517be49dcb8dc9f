"""Who owes which report by when, and who has not reported: nearly nobody, because the system knows.

What the system counts itself nobody has to report. Where it does not, a figure that the officer entered as an external
statement in the duty's section, dated in the days that it covers or later, is the report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from thongsuot.engine import briefed, sql
from thongsuot.measures.briefing import regime
from thongsuot.measures.briefing.regime import Covered
from thongsuot.register import units
from thongsuot.register.calendar import VIETNAM

KNOWN, FILED, WAITING, MISSING = "known", "filed", "waiting", "missing"
LABELS = {
    KNOWN: "hệ thống đã có số liệu",
    FILED: "đã nộp",
    WAITING: "chưa đến hạn",
    MISSING: "chưa báo cáo",
}


@dataclass(frozen=True)
class Duty:
    """A report that is owed. `knows` are the keys (or their beginnings) of figures that make it needless.

    `due_day` counts from the day after the covered ones; `hour` is the last one on that day.
    """

    key: str
    name: str
    receiver: str
    kind: str
    owners: str
    section: int
    knows: tuple[str, ...]
    due_day: int
    hour: int
    basis: str


@cache
def all_duties() -> tuple[Duty, ...]:
    kept = json.loads(Path(__file__).with_name("duties.json").read_text(encoding="utf-8"))
    return tuple(Duty(**{**one, "knows": tuple(one["knows"])}) for one in kept)


def covered(duty: Duty, now: datetime) -> Covered:
    """The days of the report that is owed now."""
    return regime.latest(duty.kind, now.astimezone(VIETNAM).date())


def due(duty: Duty, days: Covered) -> datetime:
    """Until when a report on those days has to be there."""
    return datetime.combine(days.last + timedelta(days=1 + duty.due_day), time(duty.hour), VIETNAM)


def known(duty: Duty, told: Mapping[str, object] | None = None) -> bool:
    """Whether the system counts what the duty asks for: every key is told by an area, or is a dossier's."""
    keys = briefed.told() if told is None else told
    return bool(duty.knows) and all(
        one.startswith("dossier.") or any(key.startswith(one) for key in keys) for one in duty.knows
    )


def state(*, knows: bool, filed: bool, due_at: datetime, now: datetime) -> str:
    if knows:
        return KNOWN
    if filed:
        return FILED
    return MISSING if now > due_at else WAITING


@dataclass(frozen=True)
class Standing:
    """One duty now: who has filed, who has not and should, and what they may still do in time."""

    duty: Duty
    days: Covered
    due_at: datetime
    states: Mapping[str, str]
    names: Mapping[str, str]

    def of(self, wanted: str) -> list[str]:
        """The codes of those in a state, in the order of their names."""
        return [code for code in self.names if self.states[code] == wanted]


_FILED = """
SELECT section, place, max(on_day) FROM measures_statement s WHERE NOT withdrawn AND on_day >= %(since)s
  AND NOT EXISTS (SELECT 1 FROM measures_statement n WHERE n.replaces = s.id) GROUP BY 1, 2
"""


def standings(now: datetime) -> list[Standing]:
    """Every duty with everybody who owes it: one statement beside the list of provinces."""
    day = now.astimezone(VIETNAM).date()
    provinces = {unit.code: unit.name for unit in units.provinces(day)}
    owed = [(duty, covered(duty, now)) for duty in all_duties()]
    since = min(days.first for _, days in owed)
    filed = {(section, place): on for section, place, on in sql.run(_FILED, {"since": since})}
    return [_standing(duty, days, provinces, filed, now) for duty, days in owed]


def _standing(
    duty: Duty, days: Covered, provinces: Mapping[str, str], filed: Mapping[tuple[int, str], date], now: datetime
) -> Standing:
    names = provinces if duty.owners == "provinces" else {"": "Văn phòng Chính phủ"}
    knows, due_at = known(duty), due(duty, days)
    states = {
        code: state(knows=knows, filed=filed.get((duty.section, code), date.min) >= days.first, due_at=due_at, now=now)
        for code in names
    }
    return Standing(duty, days, due_at, states, names)
