"""How many dossiers a house gets on a working day and at which moments: pure, repeatable from the seed."""

from __future__ import annotations

import math
import random
from datetime import date, datetime, timedelta

from thongsuot.register.calendar import VIETNAM, Calendar
from thongsuot.simulation import assumptions as a

ONE_DAY = timedelta(days=1)


def working_days(calendar: Calendar, first: date, last: date) -> list[date]:
    """The working days from first to last, both included."""
    days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    return [day for day in days if calendar.is_working_day(day)]


def expected(day: date, share: float, scale: float, calendar: Calendar) -> float:
    """How many dossiers that working day brings to a part of the country, on average."""
    weekday = a.WEEKDAYS[day.weekday()] if day.weekday() < len(a.WEEKDAYS) else 0.4
    after = a.AFTER_HOLIDAY.value if _after_holiday(day, calendar) else 1.0
    return a.DOSSIERS_A_WORKING_DAY.value * share * scale * weekday * after


def _after_holiday(day: date, calendar: Calendar) -> bool:
    """The working day before it is followed by a weekday that was not worked."""
    before = day - ONE_DAY
    while before > calendar.first_day and not calendar.is_working_day(before):
        if before.weekday() < len(a.WEEKDAYS):
            return True
        before -= ONE_DAY
    return False


def count(chance: random.Random, mean: float) -> int:
    """A Poisson draw."""
    if mean > 60:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, product, drawn = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        drawn += 1
    return drawn


def counter_moment(chance: random.Random, day: date, calendar: Calendar) -> datetime:
    """When somebody comes to the counter: two humps, early in the morning and early in the afternoon."""
    hours = calendar.hours_of(day)
    half = chance.random() < 0.6
    share = chance.betavariate(1.5, 2.3) / 2 + (0.0 if half else 0.5)
    return _at(day, hours.at(max(1, int(share * hours.total))))


def online_moment(chance: random.Random, day: date, calendar: Calendar) -> datetime:
    """When somebody sends it: mostly in working hours, otherwise in an evening or on a free day before them."""
    if chance.random() >= a.OUT_OF_HOURS.value:
        return counter_moment(chance, day, calendar)
    evenings = [day - ONE_DAY]
    while not calendar.is_working_day(evenings[-1]) and len(evenings) < 10:
        evenings.append(evenings[-1] - ONE_DAY)
    minutes = 18 * 60 + int(chance.betavariate(1.5, 2.2) * 330)
    return _at(chance.choice(evenings), minutes * 60_000_000 + chance.randrange(60_000_000))


def _at(day: date, clock: int) -> datetime:
    start = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
    return (start + timedelta(microseconds=clock)).replace(microsecond=0)
