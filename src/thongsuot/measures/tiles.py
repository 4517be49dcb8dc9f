"""The schematic map, our own drawing: a tile for each of the 34 provinces as they lie, with both archipelagos."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

GAP, LINE = 2, 17

#: (column, row) of each province by its code: north at the top, the sea to the right.
PLACES: Mapping[str, tuple[float, int]] = {
    "12": (0, 0), "15": (1, 0), "08": (2, 0), "04": (3, 0),
    "11": (0, 1), "14": (1, 1), "25": (2, 1), "19": (3, 1), "20": (4, 1),
    "01": (2, 2), "24": (3, 2), "22": (4, 2),
    "37": (2, 3), "33": (3, 3), "31": (4, 3),
    "38": (2, 4), "40": (2, 5), "42": (2.5, 6), "44": (3, 7), "46": (3.5, 8), "48": (4, 9), "51": (4, 10),
    "52": (4, 11), "66": (4, 12),
    "80": (1, 13), "75": (2, 13), "68": (3, 13), "56": (4, 13),
    "82": (1, 14), "79": (2, 14),
    "91": (0, 15), "92": (1, 15), "86": (2, 15), "96": (0.5, 16),
}  # fmt: skip
#: The archipelagos: name, province, place.
ISLANDS = (("Hoàng Sa", "48", (5.1, 9)), ("Trường Sa", "56", (5.1, 13)))
#: From which share of overdue work on a tile is darker; the number stands in it, so the shade never speaks alone.
STEPS = (0.05, 0.15, 0.30)
#: A share of fewer dossiers than that says little and is never shown darker than the first step.
ENOUGH = 10


@dataclass(frozen=True)
class Size:
    """How large tiles are drawn, and on how many lines a name stands."""

    kind: str
    width: int
    height: int
    lines: int

    def corner(self, column: float, row: float) -> tuple[float, float]:
        return column * (self.width + GAP), row * (self.height + GAP)


#: A desk has room for a name on one line; on a telephone the whole nation fits its width and nothing is scrolled to.
WIDE, NARROW = Size("wide", 92, 44, 1), Size("narrow", 57, 60, 2)


@dataclass(frozen=True)
class Tile:
    """What a province's tile says: its short name, the value in it, how dark it is (0 to 3) and where it leads, if it
    does (on paper it leads nowhere)."""

    name: str
    value: str
    shade: int
    address: str
    words: str


def shade(share: float | None, whole: int) -> int:
    """How dark a share of so many is: 0 for nothing or no data, up to 3."""
    found = sum(share >= step for step in STEPS) if share is not None else 0
    return found if whole >= ENOUGH else min(found, 1)


#: The look of the tiles where no style sheet reaches: on paper.
PRINTED = """<style>text{font-family:"Be Vietnam Pro";font-size:14px;fill:#1F1B18}.value{font-weight:700}
.tile rect{stroke:#8C857B;fill:#F6F3EE}.shade1 rect{fill:#EBD3D1}.shade2 rect{fill:#CF8886}.shade3 rect{fill:#9B1B1E}
.shade3 text{fill:#FFFFFF}.joined{stroke:#8C857B;fill:none;stroke-dasharray:3 3}.island rect{stroke-dasharray:3 3}
</style>"""


def shade_of(value: float, top: float) -> int:
    """How dark a count is beside the largest one: by thirds of it."""
    return -int(-3 * value // top) if value and top else 0


def printed(tile: Callable[[str], Tile], label: str) -> str:
    """The map as one SVG that stands alone."""
    drawn = _drawn(tile, label, WIDE)
    opened, rest = drawn.split(">", 1)
    return f'{opened} xmlns="http://www.w3.org/2000/svg">{PRINTED}{rest}'


def draw(tile: Callable[[str], Tile], label: str) -> str:
    """The map as SVG, once for a desk and once for a telephone: the style sheet shows one of them."""
    return "".join(_drawn(tile, label, size) for size in (WIDE, NARROW))


def _drawn(tile: Callable[[str], Tile], label: str, size: Size) -> str:
    """Each province is a link; an archipelago leads where its province does."""
    rows = max(row for _, row in PLACES.values()) + 1
    width = round(6.1 * (size.width + GAP))
    parts = [_tile(tile(code), *place, size) for code, place in PLACES.items()]
    parts += [_island(name, tile(code), place, PLACES[code], size) for name, code, place in ISLANDS]
    return (
        f'<svg class="map {size.kind}" viewBox="0 0 {width} {rows * (size.height + GAP)}" role="group"'
        f' aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


#: Tiles of places that no drawing knows, in rows by their names.
CELLS = ((Size("wide", 112, 44, 1), 5), (Size("narrow", 115, 60, 2), 3))


def grid(codes: Sequence[str], tile: Callable[[str], Tile], label: str) -> str:
    """Tiles in rows, as they come: where no outlines say how the places lie."""
    return "".join(_gridded(codes, tile, label, size, columns) for size, columns in CELLS)


def _gridded(codes: Sequence[str], tile: Callable[[str], Tile], label: str, size: Size, columns: int) -> str:
    parts = [_tile(tile(code), at % columns, at // columns, size) for at, code in enumerate(codes)]
    rows = -(-len(codes) // columns)
    return (
        f'<svg class="map {size.kind}" viewBox="0 0 {columns * (size.width + GAP)} {rows * (size.height + GAP)}"'
        f' role="group" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def _lines(name: str, size: Size) -> list[str]:
    """A name on the lines that there are: “Hồ Chí”, “Minh”."""
    words = name.split()
    if size.lines == 1 or len(words) == 1:
        return [name]
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return list(min(cuts, key=lambda cut: max(map(len, cut))))


def _text(words: str, x: float, y: float, kind: str = "") -> str:
    return f'<text{kind} x="{x + 3:.0f}" y="{y:.0f}">{escape(words)}</text>'


def _tile(tile: Tile, column: float, row: int, size: Size) -> str:
    x, y = size.corner(column, row)
    value = _text(tile.value, x, y + size.height - 8, ' class="value"')
    name = "".join(_text(words, x, y + LINE * at) for at, words in enumerate(_lines(tile.name, size), 1))
    drawn = f'<rect x="{x:.0f}" y="{y:.0f}" width="{size.width}" height="{size.height}"/>{name}{value}'
    return _leading(tile, "tile", tile.words, drawn)


def _leading(tile: Tile, kind: str, words: str, drawn: str) -> str:
    """A tile as a link, where it leads anywhere."""
    kind = f'class="{kind} shade{tile.shade}"'
    if not tile.address:
        return f"<g {kind}>{drawn}</g>"
    return f'<a href="{escape(tile.address)}" {kind} aria-label="{escape(words)}">{drawn}</a>'


def _island(name: str, tile: Tile, place: tuple[float, int], province: tuple[float, int], size: Size) -> str:
    x, y = size.corner(*place)
    from_x, from_y = size.corner(*province)
    joined = f"M{from_x + size.width:.0f} {from_y + size.height / 2:.0f}H{x:.0f}"
    said = [*_lines(name, size), *_lines(tile.name, size)]
    height = max(size.height, LINE * len(said) + 8)
    words = "".join(_text(line, x, y + LINE * at) for at, line in enumerate(said, 1))
    drawn = f'<rect x="{x:.0f}" y="{y:.0f}" width="{size.width}" height="{height}"/>{words}'
    return f'<path class="joined" d="{joined}"/>' + _leading(tile, "tile island", f"{name}: {tile.words}", drawn)
