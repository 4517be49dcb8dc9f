"""Real outlines for the map: read from a TopoJSON file, simplified to SVG paths, kept beside the site's data."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from markupsafe import escape

from thongsuot.measures.tiles import Tile
from thongsuot.register import communes
from thongsuot.web.entrance import today

FILE, COMMUNES = "boundaries.json", "boundaries-communes"
#: The archipelagos are named on the map: name, longitude and latitude of the words, beside the islands.
ISLANDS = (("Hoàng Sa", 112.0, 17.6), ("Trường Sa", 114.3, 11.9))
PROVINCE, COMMUNE = 2, 5
"""How long the codes are by which a unit is known to be one."""
WIDTH = 520
Point = tuple[float, float]


class BadBoundaries(ValueError):
    """A file that is no TopoJSON of coded units; the message says what is missing."""


@dataclass(frozen=True)
class Outline:
    """A unit's outline as an SVG path, with the point at which its value is written."""

    code: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Outlines:
    """All outlines of one import, in a box of one width."""

    height: float
    source: str
    units: tuple[Outline, ...]
    names: tuple[tuple[str, float, float], ...] = ()


def import_file(path: Path) -> list[Outlines]:
    """Keep the outlines of a TopoJSON: the nation's by its provinces, each province's by its communes, as it has them.

    Raises BadBoundaries.
    """
    topology = _topology(path)
    of_communes = communes_of(topology, path.name)
    found = [] if of_communes and not _coded(topology, PROVINCE) else [from_topology(topology, path.name)]
    for one in found:
        _keep(one, Path(settings.VAR) / FILE)
    for province, one in of_communes.items():
        _keep(one, _place(province))
    return [*found, *of_communes.values()]


def _topology(path: Path) -> Any:
    try:
        octets = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return json.loads(octets)
    except (OSError, ValueError, EOFError) as error:
        raise BadBoundaries(f"Không đọc được {path.name}: {error}") from error


def _place(province: str) -> Path:
    """Where the outlines of a province's communes are kept, by its two-digit code; the nation's for none."""
    known = province.isascii() and province.isdigit() and len(province) == PROVINCE
    return Path(settings.VAR) / COMMUNES / f"{province}.json" if known else Path(settings.VAR) / FILE


def _keep(found: Outlines, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")
    fresh.replace(target)


def kept(province: str = "") -> Outlines | None:
    """The outlines that were imported last, of the provinces or of the communes of one; or None."""
    target = _place(province)
    try:
        return _read(str(target), target.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=36)
def _read(path: str, changed: int) -> Outlines:
    stored = json.loads(Path(path).read_text(encoding="utf-8"))
    units = tuple(Outline(**one) for one in stored["units"])
    names = tuple((name, x, y) for name, x, y in stored["names"])
    return Outlines(stored["height"], stored["source"], units, names)


def from_topology(topology: Any, source: str) -> Outlines:
    """The outlines of every coded unit in a TopoJSON object. Raises BadBoundaries."""
    coded = _coded(topology, PROVINCE)
    if not coded:
        raise BadBoundaries("Không có đơn vị nào mang mã hai chữ số (tỉnh) hay năm chữ số (xã) ở properties.code.")
    return _outlined(coded, list(_arcs(topology)), source)


def communes_of(topology: Any, source: str) -> dict[str, Outlines]:
    """The outlines of the communes of each province; a commune says its own (`p`), or today's register does."""
    by_province: dict[str, dict[str, Any]] = {}
    day = today()
    for code, geometry in _coded(topology, COMMUNE).items():
        known = communes.commune(code, day)
        province = str(geometry["properties"].get("p", "")) or (known.province_code if known else "")
        if province:
            by_province.setdefault(province, {})[code] = geometry
    arcs = list(_arcs(topology)) if by_province else []
    return {province: _outlined(coded, arcs, source) for province, coded in by_province.items()}


def _coded(topology: Any, length: int) -> dict[str, Any]:
    """The units whose codes are so long. Raises BadBoundaries for what is no TopoJSON."""
    if not isinstance(topology, dict) or topology.get("type") != "Topology" or not topology.get("objects"):
        raise BadBoundaries("Tệp không phải TopoJSON (thiếu type “Topology” hoặc objects).")
    geometries = [one for group in topology["objects"].values() for one in group.get("geometries", [])]
    coded = {str(one.get("properties", {}).get("code", "")): one for one in geometries}
    return {code: one for code, one in coded.items() if len(code) == length}


def _outlined(coded: Mapping[str, Any], arcs: list[list[Point]], source: str) -> Outlines:
    shapes = {code: list(_rings(one, arcs)) for code, one in coded.items()}
    project, height = _projection([point for rings in shapes.values() for ring in rings for point in ring])
    units = tuple(_outline(code, [list(map(project, ring)) for ring in rings]) for code, rings in shapes.items())
    named = [(name, *project((east, north))) for name, east, north in ISLANDS]
    names = tuple((name, round(x, 1), round(y, 1)) for name, x, y in named if 0 <= x <= WIDTH and 0 <= y <= height)
    return Outlines(height, source, units, names)


def _arcs(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """Every arc as longitudes and latitudes; in a quantised file each point is the step from the one before."""
    transform = topology.get("transform")
    for arc in topology["arcs"]:
        if transform is None:
            yield [(x, y) for x, y, *_ in arc]
            continue
        (scale_x, scale_y), (from_x, from_y) = transform["scale"], transform["translate"]
        x, y, points = 0, 0, []
        for step_x, step_y, *_ in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + from_x, y * scale_y + from_y))
        yield points


def _rings(geometry: dict[str, Any], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    """The outer and inner rings of a polygon or of several."""
    several = {"Polygon": [geometry.get("arcs", [])], "MultiPolygon": geometry.get("arcs", [])}
    for polygon in several.get(geometry.get("type", ""), []):
        for ring in polygon:
            points: list[Point] = []
            for number in ring:
                piece = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += piece if not points else piece[1:]
            yield points


def _projection(points: Sequence[Point]) -> tuple[Callable[[Point], Point], float]:
    """Degrees to the map's own units, keeping shapes near the middle latitude; and the map's height."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * squeeze)

    def project(point: Point) -> Point:
        return (point[0] - west) * squeeze * scale, (north - point[1]) * scale

    return project, (north - south) * scale


def _outline(code: str, rings: list[list[Point]]) -> Outline:
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    x = sum(point[0] for point in largest) / len(largest)
    y = sum(point[1] for point in largest) / len(largest)
    return Outline(code, "".join(filter(None, map(_path, rings))), round(x, 1), round(y, 1))


def _area(ring: Sequence[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _path(ring: Sequence[Point]) -> str:
    """A ring with points nearer than half a unit left out; the smallest islands stay as a dot that can be seen."""
    kept = [ring[0]]
    for point in ring[1:]:
        if math.dist(point, kept[-1]) >= 0.5:
            kept.append(point)
    if len(kept) < 3:
        x, y = ring[0]
        return f"M{x - 1:.1f} {y - 1:.1f}h2v2h-2z"
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "z"


def draw(outlines: Outlines, tile: Callable[[str], Tile], label: str) -> str:
    """The map as SVG: each unit is a link with its value in it."""
    parts = []
    for unit in outlines.units:
        told = tile(unit.code)
        parts.append(
            f'<a href="{escape(told.address)}" class="tile shade{told.shade}" aria-label="{escape(told.words)}">'
            f'<title>{escape(told.words)}</title><path d="{unit.path}"/>'
            f'<text class="value middle" x="{unit.x}" y="{unit.y}">{escape(told.value)}</text></a>'
        )
    parts += [f'<text x="{x}" y="{y}">{escape(name)}</text>' for name, x, y in outlines.names]
    return (
        f'<svg class="map real" viewBox="-4 -4 {WIDTH + 8} {outlines.height + 8:.0f}" role="group"'
        f' aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )
