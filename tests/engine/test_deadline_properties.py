"""What holds for every calendar, limit and history: order, exactness, and agreement with a walk by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from thongsuot.engine.deadline import (
    Clock,
    Due,
    Extended,
    Fact,
    Limit,
    LimitUnit,
    OnSupplement,
    Paused,
    Resumed,
    due,
    remaining_words,
    state,
)
from thongsuot.register.calendar import VIETNAM, Calendar, Day, Level, OutsideCalendar, Session

FIRST = date(2026, 1, 5)
LAST = FIRST + timedelta(days=150)
HALF_HOURS = st.integers(12, 44)
COUNTED = [LimitUnit.WORKING_DAY, LimitUnit.WORKING_HOUR, LimitUnit.CALENDAR_DAY]
EVERY_COUNT = [*COUNTED, LimitUnit.MONTH]


@dataclass(frozen=True)
class Place:
    """A made-up place: its rows, the calendar built from them, and the same days written out by hand."""

    week: dict[int, list[tuple[int, int]]]
    rows: dict[date, Day]
    calendar: Calendar

    def sessions(self, day: date) -> list[tuple[int, int]]:
        """The oracle's own reading of the rows: sessions of a day in minutes since midnight."""
        plain = self.week.get(day.isoweekday(), [])
        row = self.rows.get(day)
        if row is None:
            return plain
        if row.kind == "off":
            return []
        if row.kind == "half":
            return [session for session in plain if session[0] < 12 * 60]
        return self.week.get(row.replaces.isoweekday(), []) if row.replaces else plain

    def minutes(self, day: date) -> list[int]:
        """Every minute of a day that is worked."""
        return [minute for starts, ends in self.sessions(day) for minute in range(starts, ends)]


@st.composite
def sessions_of_a_day(draw: st.DrawFn) -> list[tuple[int, int]]:
    points = sorted(draw(st.lists(HALF_HOURS, min_size=2, max_size=6, unique=True)))
    points = points[: len(points) // 2 * 2]
    return [(points[i] * 30, points[i + 1] * 30) for i in range(0, len(points), 2)]


@st.composite
def places(draw: st.DrawFn) -> Place:
    weekdays = draw(st.lists(st.integers(1, 7), min_size=2, max_size=6, unique=True))
    week = {weekday: draw(sessions_of_a_day()) for weekday in weekdays}
    rows: dict[date, Day] = {}
    for offset in draw(st.lists(st.integers(0, 150), max_size=20, unique=True)):
        day = FIRST + timedelta(days=offset)
        kind = draw(st.sampled_from(["off", "off", "half", "working"]))
        weekday = draw(st.sampled_from(weekdays))
        replaces = FIRST + timedelta(days=weekday - 1) if kind == "working" else None
        rows[day] = Day(day, kind, f"Ngày {kind}", "căn cứ thử", replaces=replaces)  # type: ignore[arg-type]
    sessions = [
        Session(weekday, _time(starts), _time(ends), FIRST) for weekday, pairs in week.items() for starts, ends in pairs
    ]
    calendar = Calendar(Level(sessions, list(rows.values())), first_day=FIRST, last_day=LAST)
    return Place(week, rows, calendar)


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def at(minutes: int) -> datetime:
    """So many minutes after midnight of the first day."""
    return datetime.combine(FIRST, time(), VIETNAM) + timedelta(minutes=minutes)


starts = st.integers(0, 40 * 24 * 60).map(at)
later = st.integers(0, 12 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def limits(draw: st.DrawFn, units: list[LimitUnit] = EVERY_COUNT) -> Limit:
    unit = draw(st.sampled_from(units))
    most = {LimitUnit.WORKING_HOUR: 60, LimitUnit.MONTH: 2}.get(unit, 12)
    return Limit(unit, draw(st.integers(1, most)), basis="quyết định thử")


def inside(limit: Limit, start: datetime, facts: tuple[Fact, ...], place: Place) -> Due:
    """The answer, for cases that stay within the calendar."""
    try:
        return due(limit, start, facts, place.calendar)
    except OutsideCalendar:
        assume(False)
        raise


def moment(limit: Limit, start: datetime, facts: tuple[Fact, ...], place: Place) -> datetime:
    found = inside(limit, start, facts, place).moment
    assert found is not None
    return found


# The walk by hand.


def hours_by_hand(place: Place, start: datetime, hours: int) -> datetime | None:
    """Tick off working minutes one after the other."""
    left = hours * 60
    day, first = start.date(), start.hour * 60 + start.minute
    while day <= LAST:
        for minute in place.minutes(day):
            if minute >= first:
                left -= 1
                if left == 0:
                    return datetime.combine(day, time(), VIETNAM) + timedelta(minutes=minute + 1)
        day, first = day + timedelta(days=1), 0
    return None


def days_by_hand(place: Place, start: datetime, days: int) -> datetime | None:
    """Tick off the share of each day that one of its minutes is, one minute after the other."""
    left = Fraction(days)
    day, first = start.date(), start.hour * 60 + start.minute
    while day <= LAST:
        minutes = place.minutes(day)
        for minute in minutes:
            if minute < first:
                continue
            share = Fraction(1, len(minutes))
            if left <= share:
                part = timedelta(microseconds=left / share * 60_000_000 // 1)
                return datetime.combine(day, time(), VIETNAM) + timedelta(minutes=minute) + part
            left -= share
        day, first = day + timedelta(days=1), 0
    return None


def calendar_days_by_hand(place: Place, start: datetime, days: int) -> datetime | None:
    """Find the day on which the office is open for the receipt, count days, then look for an open one."""
    day, now = start.date(), start.hour * 60 + start.minute
    while not any(minute >= now for minute in place.minutes(day)):
        day, now = day + timedelta(days=1), 0
    day += timedelta(days=days)
    while day <= LAST:
        if place.minutes(day):
            return datetime.combine(day, time(), VIETNAM) + timedelta(minutes=place.minutes(day)[-1] + 1)
        day += timedelta(days=1)
    return None


@settings(max_examples=150, deadline=None)
@given(places(), limits(COUNTED), starts)
def test_the_answer_equals_a_walk_minute_by_minute(place: Place, limit: Limit, start: datetime) -> None:
    walk = {
        LimitUnit.WORKING_HOUR: hours_by_hand,
        LimitUnit.WORKING_DAY: days_by_hand,
        LimitUnit.CALENDAR_DAY: calendar_days_by_hand,
    }[limit.unit]
    assert moment(limit, start, (), place) == walk(place, start, limit.amount)


@settings(max_examples=150, deadline=None)
@given(places(), limits(), starts)
def test_the_due_moment_is_always_inside_working_time(place: Place, limit: Limit, start: datetime) -> None:
    found = moment(limit, start, (), place)
    minute = Fraction((found - datetime.combine(found.date(), time(), VIETNAM)) / timedelta(microseconds=1))
    minute /= 60_000_000
    assert any(begins <= minute <= ends for begins, ends in place.sessions(found.date()))
    assert found > start


@settings(max_examples=150, deadline=None)
@given(places(), limits(), starts, later)
def test_a_later_start_is_never_due_earlier(place: Place, limit: Limit, start: datetime, wait: timedelta) -> None:
    assert moment(limit, start, (), place) <= moment(limit, start + wait, (), place)


@settings(max_examples=100, deadline=None)
@given(places(), limits(), starts)
def test_a_longer_limit_is_never_due_earlier(place: Place, limit: Limit, start: datetime) -> None:
    longer = Limit(limit.unit, limit.amount + 1, basis=limit.basis)
    assert moment(limit, start, (), place) <= moment(longer, start, (), place)


@settings(max_examples=150, deadline=None)
@given(places(), limits(), starts, later)
def test_a_pause_of_no_length_changes_nothing(place: Place, limit: Limit, start: datetime, wait: timedelta) -> None:
    stop = start + wait
    facts = (Paused(stop, "bổ sung"), Resumed(stop))
    assert moment(limit, start, facts, place) == moment(limit, start, (), place)


@settings(max_examples=150, deadline=None)
@given(places(), limits(), starts, later, later)
def test_a_pause_never_brings_the_due_moment_forward(
    place: Place, limit: Limit, start: datetime, wait: timedelta, stands: timedelta
) -> None:
    facts = (Paused(start + wait, "bổ sung"), Resumed(start + wait + stands))
    assert moment(limit, start, facts, place) >= moment(limit, start, (), place)


@settings(max_examples=150, deadline=None)
@given(places(), limits([LimitUnit.WORKING_HOUR]), starts, later, later)
def test_minutes_worked_before_and_after_a_pause_are_the_limit(
    place: Place, limit: Limit, start: datetime, wait: timedelta, stands: timedelta
) -> None:
    stop, go = start + wait, start + wait + stands
    assume(stop <= moment(limit, start, (), place))
    end = moment(limit, start, (Paused(stop, "bổ sung"), Resumed(go)), place)
    assert worked(place, start, stop) + worked(place, go, end) == limit.amount * 60


@settings(max_examples=150, deadline=None)
@given(places(), limits([LimitUnit.WORKING_DAY]), starts, later, later)
def test_shares_of_days_before_and_after_a_pause_are_the_limit(
    place: Place, limit: Limit, start: datetime, wait: timedelta, stands: timedelta
) -> None:
    stop, go = start + wait, start + wait + stands
    assume(stop <= moment(limit, start, (), place))
    end = moment(limit, start, (Paused(stop, "bổ sung"), Resumed(go)), place)
    total = shares(place, start, stop) + shares(place, go, end)
    # A moment is a whole microsecond, so up to one of them can be missing from a share.
    assert 0 <= limit.amount - total < Fraction(1, 1_000_000)


@settings(max_examples=150, deadline=None)
@given(places(), limits(), starts, later, later)
def test_a_standing_clock_keeps_what_a_running_one_would_use(
    place: Place, limit: Limit, start: datetime, wait: timedelta, stands: timedelta
) -> None:
    stop = start + wait
    standing = inside(limit, start, (Paused(stop, "bổ sung"),), place)
    assert standing.moment is None
    assert standing.remaining is not None
    assert standing.remaining.amount >= 0
    assert (standing.remaining.amount == 0) or stop <= moment(limit, start, (), place)


def worked(place: Place, earlier: datetime, later: datetime) -> int:
    """Working minutes from one moment to another, counted one by one."""
    day, count = earlier.date(), 0
    while day <= later.date():
        midnight = datetime.combine(day, time(), VIETNAM)
        count += sum(1 for minute in place.minutes(day) if earlier <= midnight + timedelta(minutes=minute) < later)
        day += timedelta(days=1)
    return count


def shares(place: Place, earlier: datetime, later: datetime) -> Fraction:
    """Working days from one moment to another: each day one, whatever its hours."""
    day, total = earlier.date(), Fraction(0)
    while day <= later.date():
        midnight = datetime.combine(day, time(), VIETNAM)
        for begins, ends in place.sessions(day):
            lower = max(earlier, midnight + timedelta(minutes=begins))
            upper = min(later, midnight + timedelta(minutes=ends))
            if lower < upper:
                part = Fraction((upper - lower) // timedelta(microseconds=1), 60_000_000)
                total += part / len(place.minutes(day))
        day += timedelta(days=1)
    return total


# Histories of several facts.


@st.composite
def histories(draw: st.DrawFn) -> tuple[Limit, datetime, tuple[Fact, ...]]:
    """A limit of any unit, and pauses, resumes and extensions in an order that can happen."""
    limit = draw(limits())
    limit = Limit(
        limit.unit,
        limit.amount,
        on_supplement=draw(st.sampled_from(OnSupplement)),
        basis="quyết định thử",
        verified=draw(st.booleans()),
    )
    start = now = draw(starts)
    facts: list[Fact] = []
    paused = False
    for _ in range(draw(st.integers(0, 5))):
        now += draw(later) / 2
        if paused:
            facts.append(Resumed(now))
            paused = False
        elif draw(st.booleans()):
            facts.append(Paused(now, "chờ bổ sung", "Mẫu 02"))
            paused = True
        else:
            facts.append(Extended(now, now + draw(later), "cần thêm thời gian", "Mẫu 04", "Trần Văn Minh"))
    return limit, start, tuple(facts)


@settings(max_examples=200, deadline=None)
@given(places(), histories())
def test_reasons_lead_from_the_start_to_the_due_moment_without_a_gap(
    place: Place, history: tuple[Limit, datetime, tuple[Fact, ...]]
) -> None:
    limit, start, facts = history
    answer = inside(limit, start, facts, place)
    chain = answer.reasons
    assert chain[0].moved_from == start
    for before, after in pairwise(chain):
        assert after.moved_from == before.moved_to
    assert chain[-1].moved_to == answer.moment
    assert all(reason.text.endswith(".") and reason.rule for reason in chain)
    if answer.moment is not None:
        assert place.calendar.is_working(answer.moment)
        days = sum(reason.days for reason in chain)
        assert days == (answer.moment.date() - start.date()).days


@settings(max_examples=200, deadline=None)
@given(places(), histories())
def test_a_clock_survives_storage(place: Place, history: tuple[Limit, datetime, tuple[Fact, ...]]) -> None:
    clock = Clock(*history)
    back = Clock.from_json(json.loads(json.dumps(clock.to_json())))
    assert back == clock
    assert back.paused_now == clock.paused_now


@settings(max_examples=150, deadline=None)
@given(places(), histories(), later)
def test_words_and_state_agree_at_every_moment(
    place: Place, history: tuple[Limit, datetime, tuple[Fact, ...]], wait: timedelta
) -> None:
    limit, start, facts = history
    answer = inside(limit, start, facts, place)
    now = start + wait
    words, word = remaining_words(answer, now, place.calendar), state(answer, now, place.calendar)
    assert ("quá hạn" in words) == (word == "overdue")
    assert words.startswith("đang tạm dừng") == (word == "paused")
    assert words.startswith("còn ") == (word in ("on_time", "due_soon"))
