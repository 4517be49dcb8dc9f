"""What a briefing's page shows of its figures: lines with their lists, charts and the map with their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup, escape

from thongsuot.measures import tiles
from thongsuot.measures.briefing import pictures, words
from thongsuot.measures.briefing.charts import MAP, PLACES_SHOWN, STACKED, Bar, Chart, share, text
from thongsuot.measures.briefing.places import Place
from thongsuot.measures.briefing.values import LISTED, Value
from thongsuot.measures.tiles import Tile
from thongsuot.register import formatting
from thongsuot.web.briefing.asking import Asked
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _


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


def _before(one: Value) -> str:
    """The value before; the unit stands beside the value alone, but for a percentage."""
    told = said(one, one.before)
    return f"{told} %" if told and one.unit == "%" and not one.share else told


def line(asked: Asked, one: Value, as_of: str, now: float | None = None, *, frozen: bool = False) -> Line:
    """A figure with its list as of the moment of the page. The list of what was asked as of now is not had again."""
    listed = one.kind in LISTED and one.value is not None and (one.dated or not frozen)
    address = asked.address("list", one.key, luc=as_of) if listed else one.address
    return Line(
        one.key, _(one.label), meaning(one), said(one, one.value) or _(words.NO_DATA),
        "" if one.share or one.value is None else _(one.unit), _before(one),
        words.change(one.value, one.before, one.share), one.worse, one.value is None, address,
        _(words.TOPICS[one.section]), said(one, now),
    )  # fmt: skip


def meaning(one: Value) -> str:
    """The definition; of what is asked as of now, that too."""
    told = _(one.meaning)
    return told if one.dated else f"{told} {_('Tính đến lúc lập báo cáo.')}"


@dataclass(frozen=True)
class Picture:
    """A chart as a page shows it: the drawing, its words, and its numbers as a table whose first column may lead on."""

    key: str
    title: str
    drawing: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]


def picture(asked: Asked, one: Chart, lines: Mapping[str, Line] | None = None) -> Picture:
    """A chart with its table; the map's tiles lead to the places' briefings, bars of figures to their lists."""
    value, (now, other) = partial(words.number, language=language()), (*one.legend, "", "")[:2]
    columns = (_(now) if one.kind != STACKED else _("Đã giải quyết"), _(other)) if other else (_(one.unit),)
    more = (_("Tỷ lệ đúng hạn"),) if one.kind == STACKED else ()
    rows = tuple(
        (
            _(bar.label),
            _where(asked, one, bar, lines or {}),
            (value(bar.value), *((value(bar.other),) if other else ()), *((share(bar, language()),) if more else ())),
        )
        for bar in _listed(one)
    )
    return Picture(one.key, _(one.title), _drawn(asked, one), ("", *columns, *more), rows)


def _listed(one: Chart) -> Sequence[Bar]:
    """The bars of a table: of the map the places that have any, the most first."""
    if one.kind != MAP:
        return one.bars
    return sorted((bar for bar in one.bars if bar.value), key=lambda bar: -bar.value)[:PLACES_SHOWN]


def _drawn(asked: Asked, one: Chart) -> Markup:
    """The same drawing as on paper with its words; the nation's map as the board's, whose tiles lead on."""
    if one.kind == MAP:
        return country(asked, one)
    drawn = pictures.drawn(one, _, language())
    opened, rest = drawn.split(">", 1)
    told = escape(text(one, _, language()))
    return Markup(f'{opened} class="picture" role="img" aria-label="{told}">{rest}')  # noqa: S704 - both are escaped


def _where(asked: Asked, one: Chart, bar: Bar, lines: Mapping[str, Line]) -> str:
    """The list behind a bar's figure, or the briefing of its place."""
    return lines[bar.key].address if bar.key in lines else _address(asked, bar.key)


def _address(asked: Asked, code: str) -> str:
    below = code.removeprefix("ubnd.")
    if len(below) not in (2, 5) or not below.isdigit() or asked.place.code == below:
        return ""
    return Asked(Place(below, ""), asked.chosen, asked.now).address("show")


def country(asked: Asked, one: Chart) -> Markup:
    """The map of a figure by province; each tile leads to that province's briefing."""
    bars = {bar.key: bar for bar in one.bars}
    top = max((bar.value for bar in one.bars), default=0)

    def tile(code: str) -> Tile:
        bar = bars[code]
        value = words.number(bar.value, language())
        told = _("%(place)s: %(count)s %(what)s", place=bar.label, count=value, what=_(one.unit))
        return Tile(bar.label, value, tiles.shade_of(bar.value, top), _address(asked, code), told)

    return Markup(tiles.draw(tile, _(one.title)))  # noqa: S704 - escaped
