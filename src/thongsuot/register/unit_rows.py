"""A unit as it comes out of the register, and how edges are followed from an old one to a later day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from django.db import connection

# The list before 1/7/2025 is held as it stood since this day; an older code is looked up in it.
LIST_STARTS = date(2025, 3, 1)


class UnknownUnit(LookupError):
    """No unit has this code on this day."""

    def __init__(self, code: str, day: date) -> None:
        self.code, self.day = code, day
        super().__init__(
            f"Không có đơn vị hành chính nào mang mã “{code}” vào ngày {vietnamese_day(day)}. "
            "Hãy kiểm tra lại mã và ngày, hoặc tìm theo tên đơn vị."
        )


@dataclass(frozen=True)
class UnitRow:
    """One version of a unit: it holds from `valid_from` until the day before `valid_to`."""

    code: str
    name: str
    kind: str
    tier: int
    province_code: str
    parent_code: str
    valid_from: date
    valid_to: date | None
    legal_basis: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @classmethod
    def take(cls, values: list[Any]) -> Self:
        """Take this row's columns off the front of a longer row of values."""
        own = values[: len(UNIT_COLUMNS)]
        del values[: len(UNIT_COLUMNS)]
        return cls(*own)


UNIT_COLUMNS = tuple(field.name for field in fields(UnitRow))


@dataclass(frozen=True)
class Link:
    """One step, or several, between an old unit and a new one; `unit` is the one at the far end."""

    unit: UnitRow
    full: bool
    note: str
    happened_on: date | None
    legal_basis: str


def vietnamese_day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def columns(alias: str) -> str:
    """A unit's columns, as UnitRow takes them, of a table in a query."""
    return ", ".join(f"{alias}.{column}" for column in UNIT_COLUMNS)


# Follows the edges in order of time from each (code, since) to the units that hold on a day. The order
# matters: a code that was given to another unit has edges of both.
TODAY = f"""
WITH RECURSIVE origin AS (
  SELECT * FROM unnest(%(codes)s::text[], %(since)s::date[]) WITH ORDINALITY AS o (code, since, number)
), path AS (
  SELECT number, code::text, since, true AS whole, ''::text AS note, NULL::date AS day, ''::text AS basis
  FROM origin
  UNION
  SELECT p.number, s.new_code, s.happened_on, p.whole AND s."full",
    concat_ws('; ', nullif(p.note, ''), nullif(s.note, '')), coalesce(p.day, s.happened_on),
    concat_ws('; ', nullif(p.basis, ''), nullif(s.legal_basis, ''))
  FROM path p JOIN register_succession s ON s.old_code = p.code AND s.happened_on = (
    SELECT min(happened_on) FROM register_succession
    WHERE old_code = p.code AND happened_on > p.since AND happened_on <= %(day)s
  )
)
SELECT DISTINCT ON (p.number, u.sort_key, u.code) p.number, {columns("u")}, p.whole, p.note, p.day, p.basis
FROM path p
JOIN register_unit u ON u.code = p.code AND u.valid_from <= %(day)s
  AND (u.valid_to IS NULL OR u.valid_to > %(day)s)
WHERE NOT EXISTS (
  SELECT FROM register_succession
  WHERE old_code = p.code AND happened_on > p.since AND happened_on <= %(day)s
)
ORDER BY p.number, u.sort_key, u.code, p.whole DESC
"""  # noqa: S608


def followed(origins: Iterable[tuple[str, date]], day: date) -> list[list[Link]]:
    """For each (code, day of the code) its successors on a day; all in one query."""
    pairs = list(origins)
    links: list[list[Link]] = [[] for _ in pairs]
    parameters: dict[str, Any] = {
        "codes": [code for code, _ in pairs],
        "since": [since for _, since in pairs],
        "day": day,
    }
    with connection.cursor() as cursor:
        cursor.execute(TODAY, parameters)
        for number, *values in cursor.fetchall():
            links[number - 1].append(Link(UnitRow.take(values), *values))
    return links
