"""Finds units by what people write: without diacritics, by old names, with a district or province behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from thongsuot.register.folding import fold, spelled, tidy, without_type
from thongsuot.register.unit_rows import UnitRow, columns, followed

# Enough for the most common names ("Phường 1", "Tân Lập") in every place that had one.
CANDIDATES = 400

_FORMERLY = re.compile(r"\(\s*(?:cũ|cu)\s*\)", re.IGNORECASE)
_SHORT = re.compile(r"^(tp|tx|tt|[pqxh])(?:\.\s*|\s+|(?=\d))(?=\S)", re.IGNORECASE)
_LONG = {
    "p": "phường",
    "q": "quận",
    "h": "huyện",
    "x": "xã",
    "tp": "thành phố",
    "tx": "thị xã",
    "tt": "thị trấn",
}


@dataclass(frozen=True)
class Found:
    """A unit of the day asked for; `how` names the old unit that led to it, empty when its own name did.

    `full` is false when only a part of the old unit is in this one.
    """

    unit: UnitRow
    province: str
    how: str = ""
    full: bool = True
    note: str = ""
    old: UnitRow | None = None


@dataclass(frozen=True)
class _Candidate:
    row: UnitRow
    district: str
    province: str

    def place(self) -> str:
        return ", ".join(part for part in (self.district, self.province) if part)


@dataclass(frozen=True)
class _Wish:
    """What was written: the name, and the places named after it."""

    name: str
    places: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> _Wish:
        parts = [_spelt_out(part) for part in re.split(r"[,;]", _FORMERLY.sub(" ", text))]
        name, *places = [part for part in parts if part] or [""]
        return cls(name, tuple(places))


def _spelt_out(part: str) -> str:
    return _SHORT.sub(lambda found: _LONG[found[1].lower()] + " ", tidy(part))


# A unit's last day until the one asked for decides which district and province stand behind its name.
MATCHING = f"""
SELECT {columns("u")}, coalesce(d.name, ''), coalesce(p.name, '')
FROM register_unit u
CROSS JOIN LATERAL (SELECT least(%(day)s::date, u.valid_to - 1) AS day) last
LEFT JOIN register_unit d ON d.tier = 2 AND d.code = u.parent_code
  AND d.valid_from <= last.day AND (d.valid_to IS NULL OR d.valid_to > last.day)
LEFT JOIN register_unit p ON u.tier > 1 AND p.code = u.province_code
  AND p.valid_from <= last.day AND (p.valid_to IS NULL OR p.valid_to > last.day)
WHERE u.valid_from <= %(day)s AND strpos(' ' || u.folded || ' ', ' ' || %(text)s) > 0
ORDER BY right(u.folded, length(%(name)s)) = %(name)s DESC, length(u.folded), u.valid_to DESC NULLS FIRST, u.code
LIMIT {CANDIDATES}
"""  # noqa: S608


def find(text: str, day: date, limit: int = 20) -> list[Found]:
    """Units of `day` by a present or a former name; one found by its present name comes once, with no `how`.

    "Trúc Bạch", "p. truc bach (cũ)" and "Phường Trúc Bạch, Quận Ba Đình, Hà Nội" find Phường Ba Đình. Of a
    divided unit every successor is found. A type word that fits no unit ("Xã Ba Đình") does not count.
    """
    wish = _Wish.read(text)
    if not fold(wish.name) or limit < 1:
        return []
    candidates = _matching(fold(wish.name), day)
    if not candidates and fold(without_type(wish.name)) != fold(wish.name):
        candidates = _matching(fold(without_type(wish.name)), day)
    candidates.sort(key=lambda each: _rank(each.row, wish.name, day))
    found = _found(candidates, day)
    return list(_once(each for each in found if _is_at(each, wish.places)))[:limit]


def _begun(folded: str) -> str:
    """A name may be written to the half, a number may not: "Phường 1" is not the beginning of "Phường 11"."""
    return folded + " " if folded[-1:].isdigit() else folded


def _matching(folded: str, day: date) -> list[_Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(MATCHING, {"text": _begun(folded), "name": folded, "day": day})
        values = [list(row) for row in cursor.fetchall()]
    return [_Candidate(UnitRow.take(each), *each) for each in values]


def _rank(row: UnitRow, name: str, day: date) -> tuple[bool, bool, bool, bool, int, int, str]:
    """First the whole name, then the spelling as written, then present before former, then larger units."""
    plain, wanted = fold(row.name, strip_type=True), fold(name)
    whole = fold(row.name) == wanted or plain in (wanted, fold(without_type(name)))
    marked = fold(name) != tidy(name).lower()
    as_written = not marked or spelled(name) in spelled(row.name)
    rest = (not plain.startswith(wanted), row.tier, len(plain), row.code)
    return not whole, not as_written, not row.holds_on(day), *rest


def _found(candidates: list[_Candidate], day: date) -> list[tuple[Found, _Candidate]]:
    """Each candidate with the units of the day that it is or became."""
    former = [each for each in candidates if not each.row.holds_on(day)]
    origins = [(each.row.code, each.row.valid_from) for each in former]
    successors = dict(zip(origins, followed(origins, day), strict=True))
    names = _province_names(day)
    found = []
    for each in candidates:
        row = each.row
        if row.holds_on(day):
            found.append((Found(row, names.get(row.province_code, "") if row.tier > 1 else ""), each))
            continue
        how = ", ".join(part for part in (f"{row.name} (cũ)", each.place()) if part)
        for link in successors[row.code, row.valid_from]:
            province = names.get(link.unit.province_code, "") if link.unit.tier > 1 else ""
            found.append((Found(link.unit, province, how, link.full, link.note, row), each))
    return found


def _province_names(day: date) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, name FROM register_unit WHERE tier = 1 AND valid_from <= %(day)s"
            " AND (valid_to IS NULL OR valid_to > %(day)s)",
            {"day": day},
        )
        return dict(cursor.fetchall())


def _is_at(found: tuple[Found, _Candidate], places: tuple[str, ...]) -> bool:
    """Whether every place named after the unit is one it lies in, then or now."""
    hit, candidate = found
    around = "".join(f" {fold(name)} " for name in (candidate.district, candidate.province, hit.province))
    return all(f" {_place(place)}" in around for place in places)


def _place(text: str) -> str:
    """The proper name only, as the type changes with time; but a numbered district needs its type."""
    name = fold(text, strip_type=True)
    return _begun(fold(text) if name.isdigit() else name)


def _once(found: Iterable[tuple[Found, _Candidate]]) -> Iterator[Found]:
    """Each unit once for each old name, and not by an old one when its own name is found too."""
    hits = [hit for hit, _ in found]
    present = {hit.unit.code for hit in hits if not hit.how}
    seen: set[tuple[str, str]] = set()
    for hit in hits:
        key = (hit.unit.code, hit.how)
        if key not in seen and (not hit.how or hit.unit.code not in present):
            seen.add(key)
            yield hit
