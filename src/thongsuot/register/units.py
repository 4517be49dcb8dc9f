"""Questions about administrative units, each as of a day: whose code, what is there, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from thongsuot.register.models import Unit
from thongsuot.register.unit_files import Loaded, load_units
from thongsuot.register.unit_rows import (
    LIST_STARTS,
    UNIT_COLUMNS,
    Link,
    UnitRow,
    UnknownUnit,
    columns,
    followed,
)
from thongsuot.register.unit_search import Found, find

__all__ = [
    "LIST_STARTS",
    "Chapter",
    "Found",
    "Link",
    "Loaded",
    "UnitRow",
    "UnknownUnit",
    "communes",
    "districts",
    "find",
    "history",
    "load_units",
    "predecessors",
    "provinces",
    "today_of",
    "unit",
]


@dataclass(frozen=True)
class Chapter:
    """A stretch of a code's life: the unit that bore it, where it came from and what became of it."""

    unit: UnitRow
    came_from: tuple[Link, ...]
    became: tuple[Link, ...]


def unit(code: str, day: date) -> UnitRow:
    """The unit with this code on this day. Raises UnknownUnit; what is no code at all is not asked for."""
    found = _rows(Q(code=code), day) if code.isascii() and code.isdigit() else []
    if not found:
        raise UnknownUnit(code, day)
    return found[0]


def provinces(day: date) -> list[UnitRow]:
    """Provinces and centrally run cities in alphabetical order."""
    return _rows(Q(tier=1), day)


def districts(province_code: str, day: date) -> list[UnitRow]:
    """Districts in alphabetical order; none since 1/7/2025. Raises UnknownUnit for an unknown province."""
    return _inside(2, province_code, day)


def communes(province_code: str, day: date) -> list[UnitRow]:
    """Communes, wards and special zones in alphabetical order. Raises UnknownUnit for an unknown province."""
    return _inside(3, province_code, day)


def _inside(tier: int, province_code: str, day: date) -> list[UnitRow]:
    found = _rows(Q(tier=tier, province_code=province_code), day)
    if not found:
        unit(province_code, day)
    return found


def _rows(which: Q, day: date) -> list[UnitRow]:
    holds = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    found = Unit.objects.filter(which, holds).order_by("sort_key", "code")
    return [UnitRow(*values) for values in found.values_list(*UNIT_COLUMNS)]


def today_of(code: str, day_of_code: date, day: date | None = None) -> list[Link]:
    """What the unit that bore this code on `day_of_code` is on `day` (today when not given).

    One link when it is unchanged or went whole into another, several when it was divided. A day before the
    list starts is taken as the list's first day; it never looks back from the day of the code. Raises UnknownUnit
    when no unit had the code.
    """
    since = max(day_of_code, LIST_STARTS)
    unit(code, since)
    return followed([(code, since)], max(since, day or timezone.localdate()))[0]


PREDECESSORS = f"""
SELECT {columns("u")}, s."full", s.note, s.happened_on, s.legal_basis
FROM register_succession s JOIN register_unit u ON u.code = s.old_code AND u.valid_to = s.happened_on
WHERE s.new_code = %s ORDER BY s.happened_on DESC, u.tier DESC, u.sort_key, u.code
"""  # noqa: S608

SUCCESSORS = f"""
SELECT {columns("u")}, s."full", s.note, s.happened_on, s.legal_basis
FROM register_succession s JOIN register_unit u ON u.code = s.new_code AND u.valid_from = s.happened_on
WHERE s.old_code = %s ORDER BY s.happened_on DESC, u.sort_key, u.code
"""  # noqa: S608


def predecessors(code: str) -> list[Link]:
    """The units that went into the one with this code, the latest change first, communes before districts."""
    return _links(PREDECESSORS, code)


def _links(query: str, code: str) -> list[Link]:
    with connection.cursor() as cursor:
        cursor.execute(query, [code])
        found = [list(values) for values in cursor.fetchall()]
    return [Link(UnitRow.take(values), *values) for values in found]


def history(code: str) -> list[Chapter]:
    """Every unit that ever bore this code, oldest first. Raises UnknownUnit when there was none."""
    versions = Unit.objects.filter(code=code).order_by("valid_from").values_list(*UNIT_COLUMNS)
    units = [UnitRow(*values) for values in versions]
    if not units:
        raise UnknownUnit(code, timezone.localdate())
    came, went = _links(PREDECESSORS, code), _links(SUCCESSORS, code)
    return [
        Chapter(
            each,
            tuple(link for link in came if link.happened_on == each.valid_from),
            tuple(link for link in went if link.happened_on == each.valid_to),
        )
        for each in units
    ]
