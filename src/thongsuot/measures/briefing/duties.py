"""Who owes which report by when, and who has not reported: nearly nobody, because the system knows.

What the system counts itself nobody has to report: dossiers wherever people work with it, other matters once a place's
register holds any of it. Where it does not, a figure that the officer entered as an external statement in the duty's
section, dated in the days that it covers or later, is the report. Of a place where nobody works with the system it
knows nothing, and says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from thongsuot.engine import briefed, registry, sql
from thongsuot.engine.briefed import Figure, Span
from thongsuot.engine.process import Exposure
from thongsuot.measures.briefing import regime, told
from thongsuot.measures.briefing.regime import Covered
from thongsuot.measures.definitions import day_start
from thongsuot.register import units
from thongsuot.register.calendar import VIETNAM

KNOWN, FILED, WAITING, MISSING, OUTSIDE = "known", "filed", "waiting", "missing", "outside"
LABELS = {
    KNOWN: "hệ thống đã có số liệu",
    FILED: "đã nộp",
    WAITING: "chưa đến hạn",
    MISSING: "chưa báo cáo",
    OUTSIDE: "chưa có người dùng hệ thống này, hệ thống không biết đã báo cáo hay chưa",
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


def state(*, knows: bool, filed: bool, used: bool, due_at: datetime, now: datetime) -> str:
    if knows:
        return KNOWN
    if filed:
        return FILED
    if not used:
        return OUTSIDE
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


_USED = """
SELECT b.province_code, bool_or(b.key IN ('vp.' || b.province_code, 'ubnd.' || b.province_code))
FROM register_holding h JOIN register_post p ON p.id = h.post_id JOIN register_body b ON b.key = p.body_id
WHERE b.province_code <> '' AND h.valid_from <= %(day)s AND (h.valid_to IS NULL OR h.valid_to > %(day)s) GROUP BY 1
"""


def standings(now: datetime) -> list[Standing]:
    """Every duty with everybody who owes it: a statement for what was filed, for where people work with the system, and
    for each duty that an area counts."""
    day = now.astimezone(VIETNAM).date()
    provinces = {unit.code: unit.name for unit in units.provinces(day)}
    owed = [(duty, covered(duty, now)) for duty in all_duties()]
    since = min(days.first for _, days in owed)
    filed = {(section, place): on for section, place, on in sql.run(_FILED, {"since": since})}
    used: dict[str, bool] = dict(sql.run(_USED, {"day": day}))
    return [_standing(duty, days, provinces, filed, used, now) for duty, days in owed]


def _standing(
    duty: Duty, days: Covered, provinces: Mapping[str, str], filed: Mapping[tuple[int, str], date],
    used: Mapping[str, bool], now: datetime,
) -> Standing:  # fmt: skip
    """`used` are the provinces where anybody works with the system, and whether somebody who could report does."""
    names = provinces if duty.owners == "provinces" else {"": "Văn phòng Chính phủ"}
    due_at, holding = due(duty, days), _holding(duty, days, set(used)) if known(duty) else set()
    states = {
        code: state(
            knows=code in holding, filed=filed.get((duty.section, code), date.min) >= days.first,
            used=used.get(code, False), due_at=due_at, now=now,
        )
        for code in names
    }  # fmt: skip
    return Standing(duty, days, due_at, states, names)


def _holding(duty: Duty, days: Covered, used: set[str]) -> set[str]:
    """The provinces whose register holds anything that the duty asks for; of dossiers, all where it is used."""
    figures = [
        one for key, one in briefed.told().items()
        if isinstance(one, Figure) and any(key.startswith(beginning) for beginning in duty.knows)
    ]  # fmt: skip
    if not figures:
        return used
    span = Span(day_start(days.first), day_start(days.last + timedelta(days=1)))
    asked = " UNION ".join(f"SELECT province_code FROM ({told.cases_of(one.statement)}) x" for one in figures)
    sealed = {"sealed": registry.exposed(Exposure.SEALED)}
    return {code for (code,) in sql.run(asked, {**span.parameters(), **sealed})}
