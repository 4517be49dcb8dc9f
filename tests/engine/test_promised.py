"""A day that another system promised: kept to the minute, explained, counted on from where it stood still."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from thongsuot.engine.deadline import BadClock, BadExtension, Clock, Limit, LimitUnit, Paused, Promised, Resumed
from thongsuot.register.calendar import from_files
from thongsuot.register.working_time import VIETNAM

TIMES = from_files()
MONDAY = datetime(2026, 9, 7, 8, tzinfo=VIETNAM)
PROMISE = datetime(2026, 9, 18, 15, 30, tzinfo=VIETNAM)
KEPT = Promised(MONDAY, PROMISE, "Một cửa điện tử cũ")


@pytest.mark.parametrize("unit", [LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY, LimitUnit.WORKING_HOUR])
def test_a_promise_holds_whatever_the_limit_would_have_given(unit: LimitUnit) -> None:
    due = Clock(Limit(unit, 5), MONDAY, (KEPT,)).due(TIMES)
    assert due.moment == PROMISE
    assert "Một cửa điện tử cũ đã hẹn trả" in due.reasons[-1].text


def test_a_promise_on_a_sunday_stays_there() -> None:
    sunday = datetime(2026, 9, 20, 23, 59, tzinfo=VIETNAM)
    assert Clock(Limit(LimitUnit.WORKING_DAY, 5), MONDAY, (Promised(MONDAY, sunday, "X"),)).due(TIMES).moment == sunday


def test_a_pause_gives_back_what_was_left_of_the_promise() -> None:
    pause = Paused(MONDAY + timedelta(days=1), "chờ bổ sung")
    standing = Clock(Limit(LimitUnit.WORKING_DAY, 5), MONDAY, (KEPT, pause))
    assert standing.due(TIMES).moment is None
    after = standing.with_fact(Resumed(MONDAY + timedelta(days=8)), TIMES).due(TIMES)
    assert after.moment == PROMISE + timedelta(days=7)


def test_a_promise_is_stored_and_read_back_the_same() -> None:
    clock = Clock(Limit(LimitUnit.WORKING_DAY, 5), MONDAY, (KEPT,))
    assert Clock.from_json(clock.to_json()) == clock


def test_a_promise_before_the_start_or_during_a_pause_is_refused() -> None:
    limit = Limit(LimitUnit.WORKING_DAY, 5)
    with pytest.raises(BadClock):
        Clock(limit, MONDAY, (Promised(MONDAY - timedelta(days=1), PROMISE, "X"),)).due(TIMES)
    with pytest.raises(BadExtension):
        Clock(limit, MONDAY, (Paused(MONDAY, "chờ"), KEPT)).due(TIMES)
