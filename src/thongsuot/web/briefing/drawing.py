"""What a briefing's page shows of its figures: lines with their lists, the map, the chart with its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from thongsuot.measures.briefing import words
from thongsuot.measures.briefing.places import NATION, PROVINCE, Place, today
from thongsuot.measures.briefing.reading import Briefing
from thongsuot.measures.briefing.values import LISTED, Value
from thongsuot.register import bodies, formatting, units
from thongsuot.web.board import tiles
from thongsuot.web.board.charts import bars
from thongsuot.web.board.pages import provinces, short
from thongsuot.web.board.tiles import Tile
from thongsuot.web.briefing.asking import Asked
from thongsuot.web.environment import number
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _

MAPPED = "dossier.overdue"
PLACES_SHOWN = 12


@dataclass(frozen=True)
class Line:
    """A figure as a page shows it. `now` is what it is today, where that differs from what was issued."""

    key: str
    label: str
    meaning: str
    value: str
    unit: str
    before: str
    change: str
    worse: bool
    missing: bool
    address: str
    topic: str = ""
    now: str = ""


def said(one: Value, value: float | None) -> str:
    """A value in words; nothing where there is none."""
    if value is None:
        return ""
    return formatting.percent(value, 1, language()) if one.share else words.number(value, language())


def line(asked: Asked, one: Value, as_of: str, now: float | None = None, *, frozen: bool = False) -> Line:
    """A figure with its list as of the moment of the page. The list of what was asked as of now is not had again."""
    listed = one.kind in LISTED and one.value is not None and (one.dated or not frozen)
    address = asked.address("list", one.key, luc=as_of) if listed else one.address
    return Line(
        one.key, _(one.label), meaning(one), said(one, one.value) or _(words.NO_DATA),
        "" if one.share or one.value is None else _(one.unit), said(one, one.before),
        words.change(one.value, one.before, one.share), one.worse, one.value is None, address,
        _(words.TOPICS[one.section]), said(one, now),
    )  # fmt: skip


def meaning(one: Value) -> str:
    """The definition; of what is asked as of now, that too."""
    told = _(one.meaning)
    return told if one.dated else f"{told} {_('Tính đến lúc lập báo cáo.')}"


@dataclass(frozen=True)
class Share:
    """One place of a figure: its name, its value, and how long its bar is (0 to 100)."""

    name: str
    value: str
    percent: int
    address: str


def shares(asked: Asked, one: Value) -> list[Share]:
    """A figure by what stands beneath the place, the largest first."""
    top = max(one.places.values(), default=0)
    ranked = sorted(one.places.items(), key=lambda pair: (-pair[1], pair[0]))[:PLACES_SHOWN]
    return [
        Share(name_of(asked.place, code), number(value), round(100 * value / top), _address(asked, code))
        for code, value in ranked
    ]


def _address(asked: Asked, code: str) -> str:
    below = code.removeprefix("ubnd.")
    if len(below) not in (2, 5) or not below.isdigit() or asked.place.code == below:
        return ""
    return Asked(Place(below, ""), asked.chosen, asked.now).address("show")


def name_of(place: Place, key: str) -> str:
    """The name of what a figure is laid out by: a province, a commune, a body."""
    if place.tier == NATION:
        known = provinces(today()).get(key)
        return short(known.name) if known else key
    if place.tier == PROVINCE and key.isdigit():
        return communes(place.code, today()).get(key, key)
    return bodies.name_of(key).replace("Ủy ban nhân dân", "UBND")


@lru_cache(maxsize=64)
def communes(province: str, day: date) -> Mapping[str, str]:
    """The names of a province's communes by code, read once a day."""
    return {unit.code: unit.name for unit in units.communes(province, day)}


def country(asked: Asked, one: Value) -> Markup:
    """The map of a figure by province; each tile leads to that province's briefing."""
    top = max(one.places.values(), default=0)

    def tile(code: str) -> Tile:
        value, name = one.places.get(code, 0), name_of(asked.place, code)
        words_ = _("%(place)s: %(count)s %(what)s", place=name, count=number(value), what=_(one.unit))
        return Tile(name, number(value), _shade(value, top), _address(asked, code), words_)

    return Markup(tiles.draw(tile, _("Sơ đồ 34 tỉnh, thành phố: %(what)s", what=_(one.label))))  # noqa: S704 - escaped


def _shade(value: int, top: int) -> int:
    """How dark a tile is: by quarters of the largest value."""
    return -(-3 * value // top) if value and top else 0


def chart(asked: Briefing) -> Markup:
    """What was overdue at each day's end, the period before in grey."""
    now, before = [day.overdue for day in asked.days], [day.before for day in asked.days]
    told = _(
        "Hồ sơ quá hạn cuối mỗi ngày: %(now)s; kỳ trước: %(before)s",
        now=", ".join(map(number, now)), before=", ".join(map(number, before)),
    )  # fmt: skip
    return bars(now, before, max([*now, *before], default=0), told)
