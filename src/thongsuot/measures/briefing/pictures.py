"""The charts of a briefing as drawings: one SVG that the page, the PDF and (as PNG) the DOCX show alike. Pure.

Bars begin at zero; what is late is the one red, everything else grey or ink, so that it prints in grey.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from markupsafe import escape

from thongsuot.measures import tiles
from thongsuot.measures.briefing import charts, words
from thongsuot.measures.briefing.charts import MAP, STACKED, Bar, Chart, Say
from thongsuot.measures.tiles import Tile
from thongsuot.register.formatting import Language

INK, RED, GREY, LINE, RIVER = "#1F1B18", "#9B1B1E", "#D9D3C9", "#8C857B", "#0A4C66"
WIDTH, PLOT, ROW = 360, 110, 38
MOST_NUMBERED, MOST_NAMED = 10, 7
"""How many bars still have room for a number above and a name below each."""
NAME = 40
"""How wide the name of a column is."""


def drawn(chart: Chart, say: Say = str, language: Language = "vi") -> str:
    """A chart as one SVG that stands alone, without its title and its words: `charts.text` has them."""
    if chart.kind == MAP:
        return _map(chart, say, language)
    inner, height = (_rows if chart.kind == charts.ROWS else _columns)(chart, say, language)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' font-family="Be Vietnam Pro" font-size="14" fill="{INK}">{inner}</svg>'
    )


def _map(chart: Chart, say: Say, language: Language) -> str:
    bars = {bar.key: bar for bar in chart.bars}
    top = max((bar.value for bar in chart.bars), default=0)

    def tile(code: str) -> Tile:
        bar = bars[code]
        return Tile(bar.label, words.number(bar.value, language), tiles.shade_of(bar.value, top), "", "")

    return tiles.printed(tile, say(chart.title))


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    edge = f' stroke="{LINE}"' if fill == GREY else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"{edge}/>'


def _text(said: str, x: float, y: float, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(said)}</text>'


def _rows(chart: Chart, say: Say, language: Language) -> tuple[str, int]:
    """A bar under its name, its number after it."""
    top = max((bar.value for bar in chart.bars), default=0) or 1
    parts, full = [], WIDTH - 70
    for place, bar in enumerate(chart.bars):
        y, length = place * ROW, full * bar.value / top
        parts.append(_text(say(bar.label), 0, y + 14))
        parts.append(_rect(0, y + 19, length, 12, RED if bar.bad else RIVER) if bar.value else "")
        parts.append(_text(words.number(bar.value, language), length + 6, y + 30, more=' font-weight="700"'))
    height = max(1, len(chart.bars)) * ROW
    return "".join(parts) + f'<path d="M0 0V{height}" stroke="{LINE}" fill="none"/>', height


def _columns(chart: Chart, say: Say, language: Language) -> tuple[str, int]:
    """A column a moment, its name beneath; beside the period before, or with the part of it that is late."""
    colours = (GREY, RED) if chart.kind == STACKED else (RED, GREY)
    legend = "".join(
        _rect(at * 110, 1, 13, 13, colour) + _text(say(name), at * 110 + 19, 13)
        for at, (name, colour) in enumerate(zip(chart.legend, colours, strict=True))
    )
    high = 42
    top = max((max(bar.value, bar.other) for bar in chart.bars), default=0) or 1
    slot = WIDTH / max(1, len(chart.bars))
    one = _stack if chart.kind == STACKED else _beside
    every = math.ceil(len(chart.bars) / MOST_NAMED)
    parts = []
    for place, bar in enumerate(chart.bars):
        left, middle = place * slot, (place + 0.5) * slot
        parts.append(one(bar, left, slot, lambda value: PLOT * value / top, high))
        if len(chart.bars) <= MOST_NUMBERED:
            said = charts.share(bar, language) if chart.kind == STACKED else words.number(bar.value, language)
            taller = bar.value if chart.kind == STACKED else max(bar.value, bar.other)
            parts.append(_text(said.replace("\u00a0", ""), middle, high + PLOT - PLOT * taller / top - 5, "middle"))
        if (len(chart.bars) - 1 - place) % every == 0:
            within = min(max(middle, NAME / 2), WIDTH - NAME / 2)
            parts.append(_text(bar.label, within, high + PLOT + 17, "middle", ' font-size="13"'))
    base = f'<path d="M0 {high + PLOT + 0.5}H{WIDTH}" stroke="{LINE}" fill="none"/>'
    return legend + "".join(parts) + base, high + PLOT + 24


Height = Callable[[float], float]


def _stack(bar: Bar, left: float, slot: float, tall: Height, high: int) -> str:
    """On time in grey from zero, what was late in red on top of it."""
    whole, late, gap = tall(bar.value), tall(bar.other), slot * 0.15
    bottom = high + PLOT
    parts = _rect(left + gap, bottom - whole + late, slot - 2 * gap, whole - late, GREY) if whole > late else ""
    return parts + (_rect(left + gap, bottom - whole, slot - 2 * gap, late, RED) if late else "")


def _beside(bar: Bar, left: float, slot: float, tall: Height, high: int) -> str:
    """The period before as a wider grey column behind."""
    bottom, wide, narrow = high + PLOT, slot * 0.08, slot * 0.25
    parts = _rect(left + wide, bottom - tall(bar.other), slot - 2 * wide, tall(bar.other), GREY) if bar.other else ""
    return parts + (
        _rect(left + narrow, bottom - tall(bar.value), slot - 2 * narrow, tall(bar.value), RED) if bar.value else ""
    )
