"""Lists as long as the figures of the reports of 7/2023, 28/7/2025 and 1/10/2025: made up, marked, each of its length.

What was published names numbers and no case. Here every number that a list can stand for gets one, of invented work
in the last half year that is over; the figures themselves are read from `measures.external`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from thongsuot.measures import external
from thongsuot.register.calendar import VIETNAM
from thongsuot.simulation.country import chance_of
from thongsuot.simulation.table import guidance, inspections, meetings, tasks
from thongsuot.simulation.table.shape import SAMPLE, SECRETARIAT, Holder, Land, Place, Work

MONTHS = 6
#: Of a hundred complete tasks, and of a hundred that are not, how many went which way. None is due after the half year.
COMPLETE = {"in_time": 62, "told": 20, "late": 12, "returned": 6}
INCOMPLETE = {"silent": 62, "refused_more": 8, "handed_in": 12, "asking": 18}
UNIFY = ("Hợp nhất Cổng dịch vụ công với hệ thống một cửa điện tử", "Báo cáo, biên bản nghiệm thu")


def half_year(until: datetime) -> tuple[date, date]:
    """The first and the last day of the last first half of a year that is over."""
    day = until.astimezone(VIETNAM).date()
    year = day.year if day >= date(day.year, 7, 1) else day.year - 1
    return date(year, 1, 1), date(year, 6, 30)


def plan(land: Land, part: Fraction = Fraction(1)) -> Iterator[Work]:
    """All lists; with a `part` each is shortened alike, for a quick look through the same code."""
    first, last = half_year(land.until)
    sessions = _sessions(land, first)
    yield from sessions
    provinces = [f"ubnd.{code}" for code in land.provinces]
    for key, doers in (("tasks_ministries_2023", land.ministries), ("tasks_provinces_2023", provinces)):
        yield from _tasks(land, external.BY_KEY[key], doers, sessions, (first, last), part)
    for key, doers in (("unified_ministries_2023", land.ministries), ("unified_provinces_2023", provinces)):
        yield from _unifying(land, external.BY_KEY[key], doers, last, part)
    yield from _documents(land, last, part)
    yield from _teams(land, last, part)


def lengths(statement: external.Statement, part: Fraction = Fraction(1)) -> tuple[int, int]:
    """How many are to be made and how many of them complete; never none of what was published."""
    complete = max(1, round(statement.value * part))
    return (complete, complete) if statement.of is None else (max(complete, round(statement.of * part)), complete)


def _place(land: Land, name: str, at: datetime) -> Place:
    full = f"reports:{land.seed}:{name}"
    chance = chance_of(full)
    return Place(full, chance, at, "", "", chance.random())


def _day(land: Land, day: date) -> datetime:
    return land.calendar.opening(datetime(day.year, day.month, day.day, tzinfo=VIETNAM))


def _sessions(land: Land, first: date) -> list[Work]:
    """The Government's monthly meetings, each at the end of the month before."""
    found = []
    for month in range(MONTHS):
        at = _day(land, date(first.year, month + 1, 1) - timedelta(days=14))
        title = f"Phiên họp Chính phủ thường kỳ, kế hoạch tháng {month + 1}/{first.year} {SAMPLE}"
        place = _place(land, f"{first}:session:{month}", at)
        found.append(meetings.meeting(land, place, SECRETARIAT, "concluded", title))
    return found


def _tasks(
    land: Land, statement: external.Statement, doers: Sequence[str], sessions: Sequence[Work],
    days: tuple[date, date], part: Fraction,
) -> Iterator[Work]:  # fmt: skip
    """So many tasks of the plan, due within the half year, so many of them complete: which ones, chance says."""
    total, complete = lengths(statement, part)
    order = chance_of("reports", land.seed, statement.key)
    done = set(order.sample(range(total), complete))
    end = land.calendar.closing(days[1])
    for number in range(total):
        session = sessions[number % len(sessions)]
        at = session.steps[-1].at + timedelta(minutes=number // len(sessions))
        place = _place(land, f"{days[0]}:{statement.key}:{number}", at)
        room = (land.calendar.days_at(end) - land.calendar.days_at(at)) - 1
        span = min(float(room), place.chance.uniform(8, 24))
        way = place.way(COMPLETE if number in done else INCOMPLETE)
        body = doers[number % len(doers)]
        yield tasks.task(land, place, SECRETARIAT, body, way, span, about=session.name, mark=statement.key)


def _unifying(
    land: Land, statement: external.Statement, doers: Sequence[str], last: date, part: Fraction
) -> Iterator[Work]:
    """One task for each portal that was to be unified: of bodies that are merged now, so their number stands in it."""
    total, complete = lengths(statement, part)
    at = _day(land, last + timedelta(days=1))
    for number in range(total):
        place = _place(land, f"{last}:{statement.key}:{number}", at + timedelta(minutes=number))
        topic = (f"{UNIFY[0]}, {statement.unit} thứ {number + 1} trên {total} của năm 2023", UNIFY[1])
        way = "in_time" if number < complete else "silent"
        body = doers[number % len(doers)]
        yield tasks.task(land, place, SECRETARIAT, body, way, 30, mark=statement.key, topic=topic)


def _documents(land: Land, last: date, part: Fraction) -> Iterator[Work]:
    """Guidance issued in a month, and decrees on powers handed down."""
    asker = Holder("specialist", SECRETARIAT)
    at = _day(land, last + timedelta(days=1))
    topics = [(field, topic) for field, known in {**guidance.LATE, **guidance.OTHERS}.items() for topic in known]
    for key, form in (("guidance", "letter"), ("decrees", "decree")):
        for number in range(lengths(external.BY_KEY[key], part)[0]):
            place = _place(land, f"{last}:{key}:{number}", at + timedelta(minutes=number))
            field, topic = topics[number % len(topics)]
            title = f"{topic}, văn bản thứ {number + 1}"
            if form == "decree":
                field, title = "staff", f"Nghị định thứ {number + 1} về phân cấp, phân quyền, phân định thẩm quyền"
            owes = SECRETARIAT if form == "decree" else ""
            yield guidance.document(land, place, asker, field, title, form, "kept", mark=key, owes=owes)


def _teams(land: Land, last: date, part: Fraction) -> Iterator[Work]:
    """The Ministry of Justice's teams on civil status, each at some provinces."""
    statement = external.BY_KEY["justice_teams"]
    provinces = [f"ubnd.{code}" for code in land.provinces]
    team, at = Holder("specialist", "bo.G15"), _day(land, last + timedelta(days=30))
    total = lengths(statement, part)[0]
    for number in range(total):
        place = _place(land, f"{last}:justice:{number}", at + timedelta(minutes=number))
        title = f"Tổ công tác số {number + 1} về hộ tịch {SAMPLE}"
        chosen = provinces[number::total] or provinces[:1]
        made = inspections.inspection(land, place, team, chosen, "concluded", title, mark=statement.key)
        yield replace(made, given={**made.given, "topics": ["Đăng ký hộ tịch trên hệ thống mới"]})
