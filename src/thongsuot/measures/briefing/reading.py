"""A briefing as it is asked now: dossiers, what areas tell and what others published, by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from thongsuot.engine.briefed import Section, Span
from thongsuot.measures import definitions
from thongsuot.measures.briefing import charts, dossiers, statements, told
from thongsuot.measures.briefing.charts import Chart
from thongsuot.measures.briefing.dossiers import PREFIX, SHARES, SHOWN
from thongsuot.measures.briefing.periods import Chosen
from thongsuot.measures.briefing.places import Place
from thongsuot.measures.briefing.statements import Statement
from thongsuot.measures.briefing.values import DOSSIERS, SHARE, Value
from thongsuot.measures.briefing.words import OTHER, TITLES
from thongsuot.measures.definitions import FIGURES, RATIOS, Period

SUMS = frozenset(PREFIX + key for key in ("total", "carried", "processed", "in_process"))
"""Figures that follow from others: a change of them would be said twice."""

LABELS = {"late": "Giải quyết quá hạn", "early": "Giải quyết trước hạn", "on_time": "Giải quyết đúng hạn"}
"""What the board says beside other figures, and the briefing alone."""


@dataclass(frozen=True)
class Part:
    """One section: its figures, and what others published on it."""

    number: int
    title: str
    values: tuple[Value, ...]
    statements: tuple[Statement, ...]
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class Briefing:
    """Figures of a place in a period, as of a moment, beside the period before."""

    place: Place
    chosen: Chosen
    as_of: datetime
    before_as_of: datetime
    values: tuple[Value, ...]
    statements: tuple[Statement, ...]
    charts: tuple[Chart, ...] = ()
    behind: int = 0

    @property
    def parts(self) -> list[Part]:
        """The twelve sections, and what was entered outside them."""
        found = []
        for number, title in TITLES.items():
            values = tuple(one for one in self.values if one.section == number)
            said = tuple(one for one in self.statements if one.section == number)
            drawn = tuple(one for one in self.charts if one.section == number)
            if number != OTHER or said:
                found.append(Part(int(number), title, values, said, drawn))
        return found

    def value(self, key: str) -> Value | None:
        return next((one for one in self.values if one.key == key), None)


def spans(place: Place, chosen: Chosen, now: datetime) -> tuple[Span, Span]:
    """The span of a period until now, and the equal one before."""
    before = chosen.before()
    return (
        Span(chosen.start, chosen.as_of(now), place.code),
        Span(before.start, chosen.before_as_of(now), place.code),
    )


def read(place: Place, chosen: Chosen, now: datetime, *, digests: bool = False) -> Briefing:
    """The briefing of a place as it stands now, whoever asks: three statements for dossiers, areas and publications,
    two for the charts, and what a figure of the kind `Told` asks itself."""
    here, before = spans(place, chosen, now)
    counted = dossiers.counted(place, [(here.start, here.as_of), (before.start, before.as_of)])
    values = _dossiers(counted)
    if digests:
        kept = dossiers.digests(place, period_of(here))
        values = [replace(one, digest=kept.get(one.key, "")) for one in values]
    values += told.values(place, here, before, digests=digests)
    days = dossiers.days(place, here.start, here.as_of, before.start)
    weeks = dossiers.weeks(place, here.start, here.as_of)
    return Briefing(
        place, chosen, here.as_of, before.as_of, tuple(sorted(values, key=lambda one: one.section)),
        tuple(statements.shown(place, chosen)),
        charts.made(place, values, days, weeks), int(counted.behind),
    )  # fmt: skip


def again(place: Place, chosen: Chosen, as_of: datetime, before_as_of: datetime) -> list[Value]:
    """The values of a briefing that was issued, asked today for the same spans."""
    here, before = Span(chosen.start, as_of, place.code), Span(chosen.before().start, before_as_of, place.code)
    counted = dossiers.counted(place, [(here.start, here.as_of), (before.start, before.as_of)])
    return [*_dossiers(counted), *told.values(place, here, before)]


def period_of(span: Span) -> Period:
    return definitions.period(span.start, span.as_of)


def _dossiers(counted: Any) -> list[Value]:
    total, before = counted.total(0), counted.total(1)
    by_place = counted.groups[0]
    found = []
    for key in SHOWN:
        one, label = FIGURES[key], LABELS.get(key, FIGURES[key].label)
        places = {place: counts[key] for place, counts in by_place.items() if place and counts[key]}
        found.append(
            Value(PREFIX + key, int(Section.SERVICE), label, one.meaning, "hồ sơ", DOSSIERS, total[key],
                  before[key], bad=one.bad, places=places)
        )  # fmt: skip
    return [*found, *(_share(key, total, before) for key in SHARES)]


def _share(key: str, total: Mapping[str, int], before: Mapping[str, int]) -> Value:
    one = RATIOS[key]
    above, below = "+".join(PREFIX + name for name in one.above), PREFIX + one.below
    return Value(
        key, int(Section.SERVICE), one.label, one.meaning, "%", SHARE, one.of(total), one.of(before),
        bad=key == "overdue_share", share_of=(above, below),
    )  # fmt: skip


def changed(values: Sequence[Value], most: int = 5) -> list[Value]:
    """What changed most, beyond what chance brings about; what `late` says and what is a sum of others is left out."""
    chosen = [one for one in values if one.weight >= 1 and not one.worse and one.key not in SUMS]
    ranked = sorted(chosen, key=lambda one: -one.weight)
    return ranked[:most]


def late(values: Sequence[Value], most: int = 5) -> list[Value]:
    """What should be nothing and is not: what grew first. What waits for a decision is said there."""
    found = [one for one in values if one.bad and not one.share and one.value and not one.decide]
    return sorted(found, key=lambda one: (not one.worse, -one.weight, -(one.value or 0)))[:most]


def to_decide(values: Sequence[Value]) -> list[Value]:
    """Figures whose cases each wait for a decision."""
    return [one for one in values if one.decide and one.value]
