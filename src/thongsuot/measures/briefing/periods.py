"""The period of a briefing and the one before it, of the same length. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from thongsuot.measures.definitions import day_start
from thongsuot.register import formatting

KINDS = ("week", "month", "custom")
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
        """The period of the same kind before this one; of a custom one, as many days."""
        last = self.first - timedelta(days=1)
        first = last.replace(day=1) if self.kind == "month" else last - timedelta(days=self.days - 1)
        return Chosen(self.kind, first, last)

    def after(self) -> Chosen:
        first = self.last + timedelta(days=1)
        return month(first) if self.kind == "month" else Chosen(self.kind, first, first + timedelta(days=self.days - 1))

    def before_as_of(self, now: datetime) -> datetime:
        """Up to when the period before is counted: as far as this one has run, never beyond its end."""
        before = self.before()
        return min(before.end, before.start + (self.as_of(now) - self.start)) if now < self.end else before.end

    @property
    def words(self) -> str:
        """“tuần từ 16/11/2026 đến 22/11/2026”, “tháng 11/2026”, “từ … đến …”."""
        if self.kind == "month":
            return f"tháng {self.first.month}/{self.first.year}"
        span = f"từ {formatting.day(self.first)} đến {formatting.day(self.last)}"
        return f"tuần {span}" if self.kind == "week" else span


def week(day: date) -> Chosen:
    """Monday to Sunday around a day."""
    first = day - timedelta(days=day.weekday())
    return Chosen("week", first, first + timedelta(days=6))


def month(day: date) -> Chosen:
    first = day.replace(day=1)
    return Chosen("month", first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def of(kind: str, first: date, last: date | None = None) -> Chosen:
    """The period of a kind around a day; a custom one to `last`. Raises ValueError for what is none or too far away."""
    if not FIRST_YEAR <= first.year <= (last or first).year < FIRST_YEAR + 100:
        raise ValueError(f"Chosen: {first}, {last}")
    if kind == "week":
        return week(first)
    if kind == "month":
        return month(first)
    return Chosen(kind, first, last or first)
