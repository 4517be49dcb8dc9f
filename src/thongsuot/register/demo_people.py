"""The demonstration's people by their logins, and the working days on which they did things."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from uuid import UUID

from thongsuot.register import calendar, demo
from thongsuot.register.models import Account


class NobodyThere(LookupError):
    """The demonstration has no such login."""


def of_login(login: str) -> UUID:
    """The id of the person behind a login. Raises NobodyThere."""
    found = Account.objects.filter(username=login, demo=True).values_list("person_id", flat=True).first()
    if found is None:
        raise NobodyThere(login)
    return found


def working_day(now: datetime, days: float) -> datetime:
    """So many working days from now, within working hours: not all at the same hour, the order of days kept."""
    times = calendar.load(demo.WARD)
    hour = Fraction(1 + int(abs(days) * 7) % 5, 8)
    return times.moment_of_days(times.days_at(now) + Fraction(days).limit_denominator(16) - hour)
