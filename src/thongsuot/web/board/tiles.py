"""The schematic map, our own drawing: a tile for each of the 34 provinces as they lie, with both archipelagos."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import escape

WIDTH, HEIGHT, GAP = 92, 44, 2

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
class Tile:
    """What a province's tile says: its short name, the value in it, how dark it is (0 to 3) and where it leads."""

    name: str
    value: str
    shade: int
    address: str
    words: str


def shade(share: float | None, whole: int) -> int:
    """How dark a share of so many is: 0 for nothing or no data, up to 3."""
    found = sum(share >= step for step in STEPS) if share is not None else 0
    return found if whole >= ENOUGH else min(found, 1)


def draw(tile: Callable[[str], Tile], label: str) -> str:
    """The map as SVG. Each province is a link; an archipelago leads where its province does."""
    rows = max(row for _, row in PLACES.values()) + 1
    width = round(6.1 * (WIDTH + GAP))
    parts = [_tile(tile(code), *place) for code, place in PLACES.items()]
    parts += [_island(name, tile(code), place, PLACES[code]) for name, code, place in ISLANDS]
    return (
        f'<svg class="map" viewBox="0 0 {width} {rows * (HEIGHT + GAP)}" role="group" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )


def _corner(column: float, row: float) -> tuple[float, float]:
    return column * (WIDTH + GAP), row * (HEIGHT + GAP)


def _tile(tile: Tile, column: float, row: int) -> str:
    x, y = _corner(column, row)
    return (
        f'<a href="{escape(tile.address)}" class="tile shade{tile.shade}" aria-label="{escape(tile.words)}">'
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{WIDTH}" height="{HEIGHT}"/>'
        f'<text x="{x + 3:.0f}" y="{y + 17:.0f}">{escape(tile.name)}</text>'
        f'<text class="value" x="{x + 3:.0f}" y="{y + 36:.0f}">{escape(tile.value)}</text></a>'
    )


def _island(name: str, tile: Tile, place: tuple[float, int], province: tuple[float, int]) -> str:
    x, y = _corner(*place)
    from_x, from_y = _corner(*province)
    joined = f"M{from_x + WIDTH:.0f} {from_y + HEIGHT / 2:.0f}H{x:.0f}"
    return (
        f'<path class="joined" d="{joined}"/>'
        f'<a href="{escape(tile.address)}" class="tile island shade{tile.shade}"'
        f' aria-label="{escape(f"{name}: {tile.words}")}">'
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{WIDTH}" height="{HEIGHT}"/>'
        f'<text x="{x + 3:.0f}" y="{y + 17:.0f}">{escape(name)}</text>'
        f'<text x="{x + 3:.0f}" y="{y + 36:.0f}">{escape(tile.name)}</text></a>'
    )
