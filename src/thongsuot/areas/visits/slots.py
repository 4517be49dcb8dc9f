"""The times that can be booked on a day: whole slots inside the sessions of that day. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from thongsuot.register.calendar import Calendar
from thongsuot.register.working_time import VIETNAM

AHEAD = timedelta(days=14)
NOTICE = timedelta(minutes=30)
"""A time is booked no later than so long before it, and no more than so many days ahead."""


def of_day(calendar: Calendar, day: date, minutes: int) -> list[datetime]:
    """The beginnings of the day's slots; none on a day that is not worked. Raises OutsideCalendar."""
    midnight, length = datetime.combine(day, time(), VIETNAM), timedelta(minutes=minutes)
    found = []
    for starts, ends, _before in calendar.hours_of(day).sessions:
        at = midnight + timedelta(microseconds=starts)
        while at + length <= midnight + timedelta(microseconds=ends):
            found.append(at)
            at += length
    return found


def days(calendar: Calendar, now: datetime) -> list[date]:
    """The working days on which a time may still be booked, today first. A calendar that ends sooner ends it."""
    first = now.astimezone(VIETNAM).date()
    found = []
    for ahead in range(AHEAD.days + 1):
        day = first + timedelta(days=ahead)
        try:
            if calendar.is_working_day(day):
                found.append(day)
        except ValueError:
            break
    return found


def bookable(starts_at: datetime, now: datetime) -> bool:
    return now + NOTICE <= starts_at <= now + AHEAD + timedelta(days=1)
