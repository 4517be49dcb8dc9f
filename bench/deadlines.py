"""How many deadlines a second one process computes, reasons and sentences included.

python bench/deadlines.py [seconds]
"""

from __future__ import annotations

import random
import sys
import time
from datetime import datetime, timedelta

from machine import machine_line

from thongsuot.engine.deadline import Fact, Limit, LimitUnit, Paused, Resumed, due
from thongsuot.register.calendar import VIETNAM, Calendar, from_files

BASIS = "quyết định công bố"
YEAR_START = datetime(2026, 1, 1, tzinfo=VIETNAM)


def starts(count: int) -> list[datetime]:
    """Moments of receipt spread over 2026, day and night, the same in every run."""
    chance = random.Random(2026)
    return [YEAR_START + timedelta(minutes=chance.randrange(364 * 24 * 60)) for _ in range(count)]


def rate(limit: Limit, paused: bool, calendar: Calendar, seconds: float) -> float:
    """Deadlines a second over at least this many seconds."""
    cases: list[tuple[datetime, tuple[Fact, ...]]] = [
        (start, _pause(start) if paused else ()) for start in starts(2000)
    ]
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for start, facts in cases:
            due(limit, start, facts, calendar)
        done += len(cases)
    return done / (time.perf_counter() - began)


def _pause(start: datetime) -> tuple[Fact, ...]:
    return (
        Paused(start + timedelta(days=2), "chờ bổ sung hồ sơ", "Mẫu 02"),
        Resumed(start + timedelta(days=9)),
    )


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    began = time.perf_counter()
    calendar = from_files()
    built = (time.perf_counter() - began) * 1000
    print(machine_line())
    print(f"calendar {calendar.first_day} – {calendar.last_day} built in {built:.1f} ms")
    for name, limit, paused in (
        ("10 working days", Limit(LimitUnit.WORKING_DAY, 10, basis=BASIS), False),
        ("10 working days, one pause", Limit(LimitUnit.WORKING_DAY, 10, basis=BASIS), True),
        ("8 working hours", Limit(LimitUnit.WORKING_HOUR, 8, basis=BASIS), False),
        ("30 calendar days", Limit(LimitUnit.CALENDAR_DAY, 30, basis=BASIS), False),
    ):
        print(f"{name:30} {rate(limit, paused, calendar, seconds):>10,.0f} deadlines/s")


if __name__ == "__main__":
    main()
