"""The maps of the communes' conditions: the nation's by its provinces, a province's by its communes; their views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from thongsuot.areas.systems.conditions import ALL, ANY, LABELS, SILENT, VIEWS, Place
from thongsuot.measures import tiles
from thongsuot.measures.tiles import Tile
from thongsuot.register import communes
from thongsuot.web.board import outlines
from thongsuot.web.environment import number, url
from thongsuot.web.speech import say as _

DARKEST = 3
TYPES = ("Phường ", "Xã ", "Đặc khu ")


@dataclass(frozen=True, slots=True)
class Row:
    """A province: how many communes it has, and of those that stated, how many lack what."""

    code: str
    name: str
    total: int
    counts: Mapping[str, int]

    @property
    def address(self) -> str:
        return url("systems:province", self.code)

    def of(self, view: str) -> int:
        """How many of its communes a view shows."""
        if view == ALL:
            return self.total
        return self.total - self.counts.get(ALL, 0) if view == SILENT else self.counts.get(view, 0)


def rows(provinces: Sequence[tuple[str, str]], counts: Mapping[str, Mapping[str, int]], day: date) -> list[Row]:
    return [Row(code, name, len(communes.of_province(code, day)), counts.get(code, {})) for code, name in provinces]


def sums(found: Sequence[Row]) -> dict[str, int]:
    return {view: sum(row.of(view) for row in found) for view in VIEWS}


def names() -> dict[str, str]:
    """What the views are called."""
    short = {"seats": _("Chỗ làm việc"), "it_officer": _("Cán bộ CNTT")}
    return {
        ALL: _("Mọi xã"), ANY: _("Thiếu điều kiện"),
        **{name: short.get(name, _(label)) for name, label in LABELS.items()}, SILENT: _("Chưa khai"),
    }  # fmt: skip


def tabs(home: str, counts: Mapping[str, int]) -> list[tuple[str, str, int, str]]:
    return [(view, label, counts[view], f"{home}?xem={view}") for view, label in names().items()]


def nation(found: Sequence[Row], view: str) -> Markup:
    """Each province with how many of its communes the view shows, darker where they are a larger part of all."""
    by_code, what = {row.code: row for row in found}, ANY if view == ALL else view

    def tile(code: str) -> Tile:
        row = by_code.get(code)
        if row is None:
            return Tile(code, "", 0, "", "")
        said = row.total if view == SILENT else row.counts.get(ALL, 0)
        words = _("%(place)s: %(count)s xã", place=row.name, count=number(row.of(what)))
        value = number(row.of(what)) if said else "?"
        address = f"{row.address}?xem={view}"
        return Tile(_short(row.name), value, tiles.shade(row.of(what) / row.total, row.total), address, words)

    label = _("Sơ đồ 34 tỉnh, thành phố: %(what)s", what=names()[what].lower())
    kept = outlines.kept()
    return Markup(outlines.draw(kept, tile, label) if kept else tiles.draw(tile, label))  # noqa: S704 - both escape


def outlined(code: str) -> bool:
    """Whether it is known how the communes of this province lie."""
    return outlines.kept(code) is not None


def communes_of(code: str, found: Sequence[Place], view: str, home: str) -> Markup:
    """Each commune with how much it lacks, leading to its row: "0" where nothing is, "?" where nobody has said."""
    by_code = {one.code: one for one in found}

    def tile(code: str) -> Tile:
        one = by_code.get(code)
        if one is None:
            return Tile(code, "", 0, "", "")
        lacks = one.lacks(view)
        shade = DARKEST * bool(lacks) if view in LABELS else min(DARKEST, len(lacks))
        address = f"#xa-{code}" if one.shown(view) else f"{home}#xa-{code}"
        return Tile(_short(one.name), number(len(lacks)) if one.stated else "?", shade, address, _told(one, lacks))

    label = _("Bản đồ các xã: %(what)s", what=names()[view].lower())
    kept = outlines.kept(code)
    drawn = outlines.draw(kept, tile, label) if kept else tiles.grid(sorted(by_code), tile, label)
    return Markup(drawn)  # noqa: S704 - both escape every word that they are given


def _told(one: Place, lacks: Sequence[str]) -> str:
    if one.stated is None:
        return _("%(place)s: chưa khai", place=one.name)
    missing = ", ".join(_(LABELS[name]).lower() for name in lacks)
    return _("%(place)s: thiếu %(what)s", place=one.name, what=missing) if missing else _(
        "%(place)s: không thiếu", place=one.name
    )  # fmt: skip


def _short(name: str) -> str:
    """A name without the kind of unit that it is of."""
    return next((name.removeprefix(kind) for kind in (*TYPES, "Thành phố ", "Tỉnh ") if name.startswith(kind)), name)
