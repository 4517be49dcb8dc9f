"""The period of a briefing and the one that it is compared with. Pure.

Months and what is made of them are cut as reports are: from the 15th to the 14th (`regime`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from thongsuot.measures.briefing import regime
from thongsuot.measures.definitions import day_start
from thongsuot.register import formatting

BY_MONTHS = ("month", "quarter", "half", "nine_months", "year")
KINDS = ("week", *BY_MONTHS, "custom")
QUARTERS = ("", "I", "II", "III", "IV")
LONGEST = 366
FIRST_YEAR = 2025


@dataclass(frozen=True)
class Chosen:
    """From the first day to the last, both in it."""

    kind: str
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.last < self.first or (self.last - self.first).days >= LONGEST:
            raise ValueError(self)

    @property
    def start(self) -> datetime:
        return day_start(self.first)

    @property
    def end(self) -> datetime:
        return day_start(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def as_of(self, now: datetime) -> datetime:
        """Up to when it is counted: its end, or now while it runs. Never before its start."""
        return max(self.start, min(self.end, now))

    def before(self) -> Chosen:
        """The period of the same kind before this one, of 6 and 9 months the year before's; of a custom one, as many
        days."""
        if self.kind in BY_MONTHS:
            return self._months(regime.MONTHS.get(self.kind, 12))
        last = self.first - timedelta(days=1)
        return Chosen(self.kind, last - timedelta(days=self.days - 1), last)

    def after(self) -> Chosen:
        if self.kind in BY_MONTHS:
            return self._months(-regime.MONTHS.get(self.kind, 12))
        return Chosen(self.kind, self.last + timedelta(days=1), self.last + timedelta(days=self.days))

    def _months(self, back: int) -> Chosen:
        found = regime.ending(self.kind, *regime.months_back(self.last.year, self.last.month, back))
        return Chosen(self.kind, found.first, found.last)

    def before_as_of(self, now: datetime) -> datetime:
        """Up to when the period before is counted: as far as this one has run, never beyond its end."""
        before = self.before()
        return min(before.end, before.start + (self.as_of(now) - self.start)) if now < self.end else before.end

    @property
    def words(self) -> str:
        """“tuần từ 16/11/2026 đến 22/11/2026”, “tháng 11/2026 (từ 15/10/2026 đến 14/11/2026)”, “từ … đến …”."""
        span = f"từ {formatting.day(self.first)} đến {formatting.day(self.last)}"
        year, month = self.last.year, self.last.month
        named = {
            "month": f"tháng {month}/{year}", "quarter": f"quý {QUARTERS[-(-month // 3)]}/{year}",
            "half": f"6 tháng đầu năm {year}", "nine_months": f"9 tháng đầu năm {year}", "year": f"năm {year}",
        }.get(self.kind)  # fmt: skip
        if named:
            return f"{named} ({span})"
        return f"tuần {span}" if self.kind == "week" else span


def week(day: date) -> Chosen:
    """Monday to Sunday around a day."""
    first = day - timedelta(days=day.weekday())
    return Chosen("week", first, first + timedelta(days=6))


def of(kind: str, first: date, last: date | None = None) -> Chosen:
    """The period of a kind around a day, or the last one before it; a custom one to `last`.

    Raises ValueError for what is none or too far away.
    """
    if not FIRST_YEAR <= first.year <= (last or first).year < FIRST_YEAR + 100:
        raise ValueError(f"Chosen: {first}, {last}")
    if kind == "week":
        return week(first)
    if kind in BY_MONTHS:
        found = regime.current(kind, first) or regime.latest(kind, first)
        return Chosen(kind, found.first, found.last)
    return Chosen(kind, first, last or first)
