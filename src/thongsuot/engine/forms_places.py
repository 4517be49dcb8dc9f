"""Communes for forms: which stand today, what an older one became, without a query for each answer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.utils import timezone

from thongsuot.engine import sql
from thongsuot.register import units
from thongsuot.register.memory import Remembered


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of a day with its province; `full` is false for one that got only a part of an older one."""

    code: str
    name: str
    province_code: str
    province: str
    full: bool = True

    @property
    def words(self) -> str:
        return f"{self.name}, {self.province}"


class Places(Protocol):
    """What a form asks about communes."""

    def today(self, code: str) -> Commune | None:
        """The commune that bears the code today."""

    def on(self, code: str, day: date) -> Commune | None:
        """The commune that bore the code on a day."""

    def became(self, code: str, day: date) -> tuple[Commune, ...]:
        """What stands today where the commune of that day stood."""


@dataclass
class FewPlaces:
    """Places from a list, for previews and tests: no database."""

    communes: dict[str, Commune]
    old: dict[tuple[str, str], tuple[Commune, ...]] = field(default_factory=dict)
    since: date = date(2025, 7, 1)

    def today(self, code: str) -> Commune | None:
        return self.communes.get(code)

    def on(self, code: str, day: date) -> Commune | None:
        if day >= self.since:
            return self.today(code)
        return next((Commune(code, f"xã cũ {code}", "", "") for old, _ in self.old if old == code), None)

    def became(self, code: str, day: date) -> tuple[Commune, ...]:
        if day >= self.since:
            found = self.today(code)
            return (found,) if found else ()
        return self.old.get((code, day.isoformat()), self.old.get((code, ""), ()))


class Country:
    """The register's communes; today's are remembered by the process, older ones are looked up."""

    def __init__(self, clock: Callable[[], date] = timezone.localdate) -> None:
        self._clock = clock
        self._today = Remembered(lambda: _communes(self._clock()))

    def forget(self) -> None:
        self._today.forget()

    def today(self, code: str) -> Commune | None:
        return self._today.get().get(code)

    def on(self, code: str, day: date) -> Commune | None:
        since = max(day, units.LIST_STARTS)
        try:
            row = units.unit(code, since)
            province = units.unit(row.province_code, since).name
        except units.UnknownUnit:
            return None
        name = row.name
        if row.parent_code and row.parent_code != row.province_code:
            with contextlib.suppress(units.UnknownUnit):
                name = f"{name}, {units.unit(row.parent_code, since).name}"
        return Commune(row.code, name, row.province_code, province)

    def became(self, code: str, day: date) -> tuple[Commune, ...]:
        try:
            links = units.today_of(code, day, self._clock())
        except units.UnknownUnit:
            return ()
        known = self._today.get()
        found = ((known.get(link.unit.code), link.full) for link in links)
        return tuple(Commune(c.code, c.name, c.province_code, c.province, full) for c, full in found if c)

    def provinces(self) -> list[tuple[str, str]]:
        """(code, name) of today's provinces, for a list to choose from."""
        return [(row.code, row.name) for row in units.provinces(self._clock())]

    def communes(self, province_code: str) -> list[tuple[str, str]]:
        """(code, name) of today's communes of a province, in alphabetical order."""
        return [(one.code, one.name) for one in self._today.get().values() if one.province_code == province_code]


_EVERY = """
SELECT u.code, u.name, u.province_code, p.name FROM register_unit u
JOIN register_unit p ON p.tier = 1 AND p.code = u.province_code
  AND p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
WHERE u.tier = 3 AND u.valid_from <= %(day)s AND (u.valid_to IS NULL OR u.valid_to > %(day)s)
ORDER BY u.sort_key, u.code
"""


def _communes(day: date) -> dict[str, Commune]:
    """Today's communes by code, in alphabetical order."""
    return {row[0]: Commune(*row) for row in sql.run(_EVERY, {"day": day})}


COUNTRY = Country()
