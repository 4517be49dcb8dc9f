"""Which days a report covers and which period came before: pure, over many days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.measures.briefing import periods, regime
from thongsuot.measures.briefing.regime import Covered

DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))
BY_MONTHS = ("month", "quarter", "half", "nine_months", "year")


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        ("month", date(2026, 11, 14), date(2026, 10, 15), date(2026, 11, 14)),
        ("month", date(2026, 11, 15), date(2026, 11, 15), date(2026, 12, 14)),
        ("month", date(2026, 12, 15), date(2026, 12, 15), date(2027, 1, 14)),
        ("quarter", date(2026, 11, 22), date(2026, 9, 15), date(2026, 12, 14)),
        ("quarter", date(2026, 12, 15), date(2026, 12, 15), date(2027, 3, 14)),
        ("half", date(2026, 3, 1), date(2025, 12, 15), date(2026, 6, 14)),
        ("nine_months", date(2026, 9, 14), date(2025, 12, 15), date(2026, 9, 14)),
        ("year", date(2026, 12, 14), date(2025, 12, 15), date(2026, 12, 14)),
        ("year", date(2026, 12, 15), date(2026, 12, 15), date(2027, 12, 14)),
        ("week", date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 22)),
        ("day", date(2026, 11, 22), date(2026, 11, 22), date(2026, 11, 22)),
    ],
)
def test_a_day_belongs_to_the_report_with_the_decrees_cut_offs(kind: str, day: date, first: date, last: date) -> None:
    assert regime.current(kind, day) == Covered(first, last)


def test_between_the_nine_months_and_the_next_year_no_such_report_runs() -> None:
    assert regime.current("nine_months", date(2026, 9, 15)) is None
    assert regime.current("half", date(2026, 12, 14)) is None
    assert regime.latest("half", date(2026, 12, 14)) == Covered(date(2025, 12, 15), date(2026, 6, 14))
    assert regime.latest("nine_months", date(2026, 12, 20)) == Covered(date(2025, 12, 15), date(2026, 9, 14))


@given(day=DAYS, kind=st.sampled_from(regime.KINDS))
def test_what_is_owed_is_the_last_report_that_is_over(day: date, kind: str) -> None:
    owed = regime.latest(kind, day)

    assert owed.first <= owed.last < day
    assert not owed.holds(day)
    later = regime.latest(kind, owed.last + timedelta(days=1))
    assert later == owed
    assert regime.latest(kind, owed.last) != owed


@given(day=DAYS, kind=st.sampled_from(("day", "week", "month", "quarter", "year")))
def test_reports_of_these_kinds_follow_one_another_without_a_gap(day: date, kind: str) -> None:
    now = regime.current(kind, day)
    assert now is not None
    following = regime.current(kind, now.last + timedelta(days=1))

    assert following is not None
    assert following.first == now.last + timedelta(days=1)
    assert regime.latest(kind, following.first) == now


def test_a_report_by_days_has_no_last_month() -> None:
    with pytest.raises(KeyError):
        regime.ending("week", 2026, 11)


@given(day=DAYS, kind=st.sampled_from(("week", "month", "quarter", "year")))
def test_the_period_before_ends_where_this_one_begins(day: date, kind: str) -> None:
    chosen = periods.of(kind, day)

    assert chosen.first <= day <= chosen.last
    assert chosen.before().last + timedelta(days=1) == chosen.first
    assert chosen.before().end == chosen.start
    assert chosen.before().after() == chosen


@given(first=DAYS, length=st.integers(0, 365), hours=st.integers(0, 9000))
def test_two_compared_spans_are_equally_long(first: date, length: int, hours: int) -> None:
    chosen = periods.of("custom", first, first + timedelta(days=length))
    now = chosen.start + timedelta(hours=hours)
    before = chosen.before()

    assert chosen.as_of(now) - chosen.start == chosen.before_as_of(now) - before.start


@given(day=DAYS, kind=st.sampled_from(("half", "nine_months")))
def test_six_and_nine_months_are_compared_with_those_of_the_year_before(day: date, kind: str) -> None:
    chosen = periods.of(kind, day)

    assert chosen.first <= day
    assert (chosen.before().last.year, chosen.before().first.month) == (chosen.last.year - 1, 12)
    assert chosen.before().after() == chosen
    assert periods.of(kind, chosen.last) == chosen


def test_a_month_that_runs_is_compared_with_as_much_of_the_shorter_month_before_it() -> None:
    april = periods.of("month", date(2027, 4, 14))
    late = datetime(2027, 4, 14, 12, tzinfo=UTC)

    assert april.before_as_of(late) == april.before().end
    assert april.words == "tháng 4/2027 (từ 15/03/2027 đến 14/04/2027)"


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        ("quarter", date(2026, 11, 22), "quý IV/2026 (từ 15/09/2026 đến 14/12/2026)"),
        ("half", date(2026, 11, 22), "6 tháng đầu năm 2026 (từ 15/12/2025 đến 14/06/2026)"),
        ("nine_months", date(2026, 11, 22), "9 tháng đầu năm 2026 (từ 15/12/2025 đến 14/09/2026)"),
        ("year", date(2026, 12, 15), "năm 2027 (từ 15/12/2026 đến 14/12/2027)"),
        ("week", date(2026, 11, 22), "tuần từ 16/11/2026 đến 22/11/2026"),
    ],
)
def test_a_period_is_said_as_reports_say_it(kind: str, day: date, words: str) -> None:
    assert periods.of(kind, day).words == words


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("custom", date(2026, 11, 22), date(2026, 11, 21)),
        ("custom", date(2026, 1, 1), date(2027, 1, 2)),
        ("decade", date(2026, 1, 1), date(2026, 1, 2)),
        ("custom", date(1999, 1, 1), date(1999, 1, 2)),
    ],
)
def test_a_period_that_is_none_is_refused(kind: str, first: date, last: date) -> None:
    with pytest.raises(ValueError, match="Chosen"):
        periods.of(kind, first, last)
