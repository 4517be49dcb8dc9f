"""The charts of a briefing as data: what each bar says, in numbers and in words. `pictures` draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from thongsuot.engine import briefed
from thongsuot.engine.briefed import Section
from thongsuot.measures import tiles
from thongsuot.measures.briefing import places, words
from thongsuot.measures.briefing.dossiers import Day, Week
from thongsuot.measures.briefing.places import NATION, PROVINCE, Place
from thongsuot.measures.briefing.values import Value
from thongsuot.register import bodies, formatting, units

COLUMNS, STACKED, ROWS, MAP = "columns", "stacked", "rows", "map"
MAPPED = "dossier.overdue"
BY_PLACE = ".map"
BY_WEEK = "Hồ sơ đã giải quyết và tỷ lệ đúng hạn, 7 ngày đến ngày ghi dưới cột"
BY_FOUR_WEEKS = "Hồ sơ đã giải quyết và tỷ lệ đúng hạn, 28 ngày đến ngày ghi dưới cột"
BY_DAY = "Hồ sơ đang xử lý, quá hạn cuối mỗi ngày"
LEGENDS = (("Đúng hạn", "Quá hạn"), ("Kỳ này", "Kỳ trước"))
NOTHING, OTHERS = "không có", "các nơi khác: 0"
TEXTS = (BY_WEEK, BY_FOUR_WEEKS, BY_DAY, NOTHING, OTHERS, *LEGENDS[0], *LEGENDS[1])
"""What a page translates; figures and places have their own names."""
PLACES_SHOWN = 12
Say = Callable[[str], str]


@dataclass(frozen=True)
class Bar:
    """One bar. `other` is the part of it that is late (stacked), or the period before (columns).

    `key` is the figure whose list stands behind it, or the code of its province on the map.
    """

    label: str
    value: float
    other: float = 0
    bad: bool = False
    key: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture of a section. `legend` names the value and the other of each bar, where there are two."""

    key: str
    kind: str
    section: int
    title: str
    unit: str
    bars: tuple[Bar, ...]
    legend: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As it is frozen."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Chart:
        """One that was frozen."""
        bars = tuple(Bar(**one) for one in kept["bars"])
        return cls(**{**kept, "bars": bars, "legend": tuple(kept["legend"])})

    @property
    def placed(self) -> bool:
        """Whether its bars are places."""
        return self.key.endswith(BY_PLACE)


def share(one: Bar, language: formatting.Language = "vi") -> str:
    """The part of a stacked bar that is not late, as a share; a dash where the bar is empty."""
    return formatting.percent((one.value - one.other) / one.value, 0, language) if one.value else "–"


def text(chart: Chart, say: Say = str, language: formatting.Language = "vi") -> str:
    """The picture in words, for who does not see it: every bar with its numbers."""
    shown = [one for one in chart.bars if one.value] if chart.kind == MAP else chart.bars
    lines = "; ".join(_bar(chart, one, say, language) for one in shown) or say(NOTHING)
    others = f"; {say(OTHERS)}" if chart.kind == MAP and shown else ""
    unit = f" ({say(chart.unit)})" if chart.unit else ""
    return f"{say(chart.title)}{unit}: {lines}{others}."


def _bar(chart: Chart, one: Bar, say: Say, language: formatting.Language) -> str:
    label, value, other = say(one.label), words.number(one.value, language), words.number(one.other, language)
    if chart.kind == STACKED:
        return f"{label} {value}, {say(chart.legend[1]).lower()} {other} ({share(one, language)})"
    return f"{label} {value}" + (f", {say(chart.legend[1]).lower()} {other}" if chart.kind == COLUMNS else "")


def made(place: Place, values: Sequence[Value], days: Sequence[Day], weeks: Sequence[Week]) -> tuple[Chart, ...]:
    """The charts of a briefing that show anything: dossiers by week and day, the overdue by place, what areas declare.

    A map with nothing on it says something too.
    """
    known = {one.key: one for one in values}
    mapped = [by_place(place, known[MAPPED])] if MAPPED in known else []
    found = (_weeks(weeks), _days(days), *mapped, *_declared(known))
    return tuple(one for one in found if one.kind == MAP or any(bar.value or bar.other for bar in one.bars))


def _weeks(weeks: Sequence[Week]) -> Chart:
    bars = tuple(Bar(f"{one.last:%d/%m}", one.resolved, one.late) for one in weeks)
    title = BY_WEEK if weeks and weeks[0].days == 7 else BY_FOUR_WEEKS
    return Chart("dossier.weeks", STACKED, Section.SERVICE, title, "hồ sơ", bars, LEGENDS[0])


def _days(days: Sequence[Day]) -> Chart:
    bars = tuple(Bar(f"{one.day:%d/%m}", one.overdue, one.before) for one in days)
    return Chart("dossier.days", COLUMNS, Section.SERVICE, BY_DAY, "hồ sơ", bars, LEGENDS[1])


def _declared(known: Mapping[str, Value]) -> list[Chart]:
    """The charts of areas, where every figure of theirs has a value."""
    found = []
    for one in briefed.charts().values():
        told = [known[key] for key in one.bars if key in known and known[key].value is not None]
        if told and len(told) == len(one.bars):
            bars = tuple(Bar(value.label, value.value or 0, 0, value.bad, value.key) for value in told)
            found.append(Chart(one.key, ROWS, int(one.section), one.title, told[0].unit, bars))
    return found


def by_place(place: Place, one: Value) -> Chart:
    """A figure by what stands beneath the place: the nation's as a map, others as the longest bars."""
    counts = {**dict.fromkeys(tiles.PLACES if place.tier == NATION else (), 0), **one.places}
    named = [Bar(name_of(place, key), value, 0, one.bad, key) for key, value in counts.items()]
    if place.tier == NATION:
        return Chart(f"{one.key}{BY_PLACE}", MAP, one.section, one.label, one.unit, tuple(named))
    ranked = sorted(named, key=lambda bar: (-bar.value, bar.label))[:PLACES_SHOWN]
    return Chart(f"{one.key}{BY_PLACE}", ROWS, one.section, one.label, one.unit, tuple(ranked))


def name_of(place: Place, key: str) -> str:
    """The name of what a figure is laid out by: a province, a commune, a body."""
    if place.tier == NATION:
        return provinces(places.today()).get(key, key)
    if place.tier == PROVINCE and key.isdigit():
        return communes(place.code, places.today()).get(key, key)
    return bodies.name_of(key).replace("Ủy ban nhân dân", "UBND")


@lru_cache(maxsize=2)
def provinces(day: date) -> Mapping[str, str]:
    """The short names of the provinces by code, read once a day."""
    return {unit.code: places.short(unit.name) for unit in units.provinces(day)}


@lru_cache(maxsize=64)
def communes(province: str, day: date) -> Mapping[str, str]:
    """The names of a province's communes by code, read once a day."""
    return {unit.code: unit.name for unit in units.communes(province, day)}
