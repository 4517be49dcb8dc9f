"""The provinces and communes of the two tiers as a process remembers them: a page names one without a statement."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import connection

from thongsuot.register.body_rules import TWO_TIERS
from thongsuot.register.memory import Remembered


class Commune(NamedTuple):
    """A commune, ward or special zone with the province that it lies in."""

    code: str
    name: str
    province_code: str
    province: str

    @property
    def full(self) -> str:
        return f"{self.name}, {self.province}" if self.province else self.name


class _Row(NamedTuple):
    code: str
    name: str
    tier: int
    province_code: str
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class _Memory(NamedTuple):
    """Every version by its code, and all of them in alphabetical order."""

    by_code: dict[str, list[_Row]]
    ordered: list[_Row]


def _read() -> _Memory:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, name, tier, province_code, valid_from, valid_to FROM register_unit"
            " WHERE tier IN (1, 3) AND (valid_to IS NULL OR valid_to > %s) ORDER BY sort_key, code",
            (TWO_TIERS,),
        )
        rows = [_Row._make(values) for values in cursor.fetchall()]
    by_code: dict[str, list[_Row]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    return _Memory(by_code, rows)


_remembered = Remembered(_read)


def forget() -> None:
    """Drop what this process remembers of provinces and communes."""
    _remembered.forget()


def _standing(code: str, tier: int, day: date) -> _Row | None:
    rows = _remembered.get().by_code.get(code, ())
    return next((row for row in rows if row.tier == tier and row.holds_on(day)), None)


def commune(code: str, day: date) -> Commune | None:
    """The commune with this code on a day, not earlier than 1/7/2025; None for any other code."""
    row = _standing(code, 3, day)
    return Commune(row.code, row.name, row.province_code, province_name(row.province_code, day)) if row else None


def province_name(code: str, day: date) -> str:
    """A province's name on a day, empty for a code that is none."""
    row = _standing(code, 1, day)
    return row.name if row else ""


def provinces(day: date) -> list[tuple[str, str]]:
    """(code, name) of the provinces and centrally run cities, in alphabetical order."""
    return [(row.code, row.name) for row in _remembered.get().ordered if row.tier == 1 and row.holds_on(day)]


def of_province(code: str, day: date) -> list[tuple[str, str]]:
    """(code, name) of the communes of a province, in alphabetical order."""
    rows = _remembered.get().ordered
    return [(row.code, row.name) for row in rows if row.tier == 3 and row.province_code == code and row.holds_on(day)]


def how_many(day: date) -> int:
    """How many communes, wards and special zones there are on a day."""
    return sum(row.tier == 3 and row.holds_on(day) for row in _remembered.get().ordered)
