"""The working calendar of a place: its sessions and the days that depart from the week."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from thongsuot.register.working_time import (
    VIETNAM,
    BadCalendar,
    Hours,
    OutsideCalendar,
    WorkingTime,
    clock_of,
)

__all__ = [
    "VIETNAM", "BadCalendar", "Calendar", "Day", "Level", "OutsideCalendar", "Session",
    "forget", "from_files", "load", "load_calendar_rows",
]  # fmt: skip

Kind = Literal["off", "working", "half"]
_KINDS = ("off", "working", "half")
_MAKES_UP_FOR = re.compile(r"làm bù cho ngày (\d{2})/(\d{2})/(\d{4})", re.IGNORECASE)


@dataclass(frozen=True)
class Session:
    """Part of a working day on one weekday (1 Monday … 7 Sunday), from a day to before a day."""

    weekday: int
    starts: time
    ends: time
    valid_from: date
    valid_to: date | None = None
    legal_basis: str = ""


@dataclass(frozen=True)
class Day:
    """A day that departs from the week.

    `off` is not worked, `half` is worked in the morning only, `working` is worked with the hours of the day
    that it `replaces` (with its own weekday's hours when it replaces none).
    """

    day: date
    kind: Kind
    name: str
    legal_basis: str = ""
    provisional: bool = False
    replaces: date | None = None


@dataclass(frozen=True)
class Level:
    """What one tier says: the nation, a province or a commune."""

    sessions: Sequence[Session] = ()
    days: Sequence[Day] = ()


class Calendar(WorkingTime):
    """Working time of one place. `ordinary` is the same place's week with no departing day.

    Levels are given from the nation down. For one weekday, and for one day, the nearest level that says
    anything is the one that counts. `provisional_years` have at least one day that is not decided yet.
    """

    def __init__(self, *levels: Level, first_day: date, last_day: date) -> None:
        week = _Week(levels)
        span = range(first_day.toordinal(), last_day.toordinal() + 1)
        plain = [week.hours(date.fromordinal(ordinal)) for ordinal in span]
        hours = list(plain)
        departing: dict[date, Day] = {}
        for level in levels:
            departing.update((row.day, row) for row in level.days if first_day <= row.day <= last_day)
        for row in departing.values():
            index = row.day.toordinal() - span.start
            hours[index] = _departed(row, plain[index], week)
        super().__init__(first_day, hours)
        self.ordinary = WorkingTime(first_day, plain)
        self.provisional_years = frozenset(row.day.year for row in departing.values() if row.provisional)
        self._departures = sorted(
            (row for row in departing.values() if self.hours_of(row.day) != self.ordinary.hours_of(row.day)),
            key=lambda row: row.day,
        )
        self._departure_days = [row.day for row in self._departures]
        self._named = departing

    def departures(self, first: date, last: date) -> list[Day]:
        """The days from first to last, both included, whose hours are not those of the week."""
        return self._departures[bisect_left(self._departure_days, first) : bisect_right(self._departure_days, last)]

    def day(self, day: date) -> Day | None:
        """What is recorded about this day, if it departs from the week or is a holiday on a free day."""
        return self._named.get(day)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether a run between these days passes through a year that is not decided yet."""
        return any(first.year <= year <= last.year for year in self.provisional_years)


class _Week:
    """The hours of each weekday, computed once between two days on which sessions change."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self._levels = [level.sessions for level in reversed(levels)]
        sessions = [session for rows in self._levels for session in rows]
        ends = {session.valid_to for session in sessions if session.valid_to}
        self._changes = sorted({session.valid_from for session in sessions} | ends)
        self._known: dict[tuple[int, int], Hours] = {}

    def hours(self, day: date, weekday: int | None = None) -> Hours:
        """The hours of this day, or those that another weekday has at this time of the year."""
        key = (bisect_right(self._changes, day), weekday or day.isoweekday())
        if key not in self._known:
            self._known[key] = self._compute(day, key[1])
        return self._known[key]

    def _compute(self, day: date, weekday: int) -> Hours:
        for sessions in self._levels:
            found = [
                (clock_of(session.starts), clock_of(session.ends))
                for session in sessions
                if session.weekday == weekday
                and session.valid_from <= day
                and (session.valid_to is None or day < session.valid_to)
            ]
            if found:
                return Hours(found)
        return Hours()


def _departed(row: Day, plain: Hours, week: _Week) -> Hours:
    if row.kind == "off":
        return Hours()
    if row.kind == "half":
        return plain.morning()
    hours = week.hours(row.day, row.replaces.isoweekday()) if row.replaces else plain
    if not hours.total:
        raise BadCalendar(
            f"Ngày làm việc {row.day:%d/%m/%Y} không có giờ làm việc: "
            "hãy ghi tên ngày là “Làm bù cho ngày dd/mm/yyyy” để lấy giờ của ngày được thay."
        )
    return hours


# Rows in files.


def _day(day: date, kind: str, name: str, legal_basis: str, provisional: bool) -> Day:
    """One row, checked. The day that a swapped day replaces is read from its name, as the notice words it."""
    if kind not in _KINDS:
        raise BadCalendar(f"Ngày {day:%d/%m/%Y}: loại “{kind}” không có; chỉ dùng off, working, half.")
    found = _MAKES_UP_FOR.search(name) if kind == "working" else None
    replaces = date(int(found[3]), int(found[2]), int(found[1])) if found else None
    return Day(day, cast(Kind, kind), name, legal_basis, provisional, replaces)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files("thongsuot.register").joinpath("data", name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _file_level() -> Level:
    days = [
        _day(date.fromisoformat(r["day"]), r["kind"], r["name"], r["legal_basis"], r["provisional"] == "true")
        for r in _rows("calendar_days.csv")
    ]
    sessions = [
        Session(
            int(r["weekday"]), time.fromisoformat(r["starts"]), time.fromisoformat(r["ends"]),
            date.fromisoformat(r["valid_from"]),
            date.fromisoformat(r["valid_to"]) if r["valid_to"] else None, r["legal_basis"],
        )
        for r in _rows("working_sessions.csv")
    ]  # fmt: skip
    return Level(sessions, days)


def _cover(national: Level) -> tuple[date, date]:
    """From the first day with sessions to the end of the last year whose holidays are recorded."""
    if not national.sessions or not national.days:
        raise BadCalendar("Chưa nạp lịch làm việc toàn quốc: hãy chạy “thongsuot load”.")
    last_year = max(row.day.year for row in national.days)
    return min(session.valid_from for session in national.sessions), date(last_year, 12, 31)


def _calendar(levels: Iterable[Level]) -> Calendar:
    national, *nearer = levels
    first_day, last_day = _cover(national)
    return Calendar(national, *nearer, first_day=first_day, last_day=last_day)


@cache
def from_files() -> Calendar:
    """The national calendar as shipped, without a database."""
    return _calendar([_file_level()])


# Rows in the database. Models are imported inside the functions: the rest of this module, and the deadline
# built on it, stays usable where Django is not set up.


@cache
def _levels() -> dict[str, Level]:
    from thongsuot.register.models import CalendarDay, WorkingSession

    sessions: dict[str, list[Session]] = {"": []}
    days: dict[str, list[Day]] = {"": []}
    for row in WorkingSession.objects.all():
        session = Session(row.weekday, row.starts, row.ends, row.valid_from, row.valid_to, row.legal_basis)
        sessions.setdefault(row.place_code, []).append(session)
    for entry in CalendarDay.objects.all():
        day = _day(entry.day, entry.kind, entry.name, entry.legal_basis, entry.provisional)
        days.setdefault(entry.place_code, []).append(day)
    return {place: Level(sessions.get(place, ()), days.get(place, ())) for place in sessions.keys() | days.keys()}


@cache
def _provinces() -> dict[str, str]:
    """The province of each commune of today."""
    from thongsuot.register.models import Unit

    units = Unit.objects.filter(tier=3, valid_to=None)
    return dict(units.values_list("code", "province_code"))


@cache
def _of_chain(places: tuple[str, ...]) -> Calendar:
    return _calendar(_levels()[place] for place in places)


def load(place_code: str = "") -> Calendar:
    """The calendar of a commune, a province or (empty) the nation, kept in this process until `forget()`.

    A commune's rows override its province's, and those the nation's. Places with no rows of their own share
    one calendar. Raises BadCalendar when nothing is loaded or a row is wrong.
    """
    own = _levels()
    tiers = [place_code]
    if len(place_code) > 2 and any(len(place) == 2 for place in own):
        tiers = [_provinces().get(place_code, ""), place_code]
    return _of_chain(("", *(place for place in tiers if place and place in own)))


def forget() -> None:
    """Read the tables again at the next `load`; call it after a change of calendar rows."""
    for kept in (_levels, _provinces, _of_chain):
        kept.cache_clear()


def load_calendar_rows() -> int:
    """Bring the national rows of the data files into the tables; running it again changes nothing more.

    Returns the number of rows in the files. Rows that a place added are left alone.
    """
    from django.db import transaction

    from thongsuot.register.models import CalendarDay

    days = [
        CalendarDay(
            day=date.fromisoformat(r["day"]), place_code=r["place_code"], kind=r["kind"], name=r["name"],
            legal_basis=r["legal_basis"], provisional=r["provisional"] == "true",
        )
        for r in _rows("calendar_days.csv")
    ]  # fmt: skip
    sessions = list(_rows("working_sessions.csv"))
    with transaction.atomic():
        CalendarDay.objects.bulk_create(
            days,
            update_conflicts=True,
            unique_fields=["day", "place_code"],
            update_fields=["kind", "name", "legal_basis", "provisional"],
        )
        for row in sessions:
            _upsert_session(row)
    forget()
    return len(days) + len(sessions)


def _upsert_session(row: dict[str, str]) -> None:
    from thongsuot.register.models import WorkingSession

    WorkingSession.objects.update_or_create(
        place_code=row["place_code"],
        weekday=int(row["weekday"]),
        starts=time.fromisoformat(row["starts"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        defaults={
            "ends": time.fromisoformat(row["ends"]),
            "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            "recorded_on": date.fromisoformat(row["recorded_on"]),
            "legal_basis": row["legal_basis"],
        },
    )
