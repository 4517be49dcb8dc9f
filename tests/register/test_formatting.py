"""Days, moments, money and numbers as people in Vietnam read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.register import formatting as f
from thongsuot.register.working_time import VIETNAM

NOON_IN_HANOI = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
LATE_IN_LONDON = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)


def test_a_day_has_two_figures_for_day_and_month() -> None:
    assert f.day(date(2026, 11, 21)) == "21/11/2026"
    assert f.day(date(2026, 2, 5)) == "05/02/2026"


def test_a_day_in_english_cannot_be_read_month_first() -> None:
    assert f.day(date(2026, 2, 5), "en") == "5 Feb 2026"


def test_a_moment_is_written_in_vietnams_time() -> None:
    assert f.moment(NOON_IN_HANOI) == "21/11/2026, 12:00"
    assert f.moment(NOON_IN_HANOI, "en") == "21 Nov 2026, 12:00"


def test_the_day_of_a_moment_is_its_day_in_vietnam_not_in_london() -> None:
    assert f.day(LATE_IN_LONDON) == "21/11/2026"
    assert f.weekday(LATE_IN_LONDON) == "thứ Bảy"
    assert f.day_in_words(LATE_IN_LONDON) == "ngày 21 tháng 11 năm 2026"


@pytest.mark.parametrize("write", [f.local, f.day, f.clock, f.moment, f.moment_in_words, f.weekday])
def test_a_moment_without_time_zone_is_refused(write: object) -> None:
    with pytest.raises(ValueError, match="time zone"):
        write(datetime(2026, 11, 21, 12))  # type: ignore[operator]


def test_official_words_put_a_zero_before_small_days_and_before_the_first_two_months_only() -> None:
    assert f.day_in_words(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert f.day_in_words(date(2026, 3, 5)) == "ngày 05 tháng 3 năm 2026"
    assert f.day_in_words(date(2026, 10, 30)) == "ngày 30 tháng 10 năm 2026"


def test_a_moment_in_words() -> None:
    moment = datetime(2026, 11, 21, 14, 30, tzinfo=VIETNAM)
    assert f.moment_in_words(moment) == "14 giờ 30 phút ngày 21 tháng 11 năm 2026"
    assert f.moment_in_words(moment, "en") == "14:30 on 21 November 2026"


def test_every_weekday_has_its_word() -> None:
    week = [f.weekday(date(2026, 11, 16 + offset)) for offset in range(7)]
    assert week == ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
    assert f.weekday(date(2026, 11, 22), "en") == "Sunday"


def test_numbers_have_dots_for_thousands_and_a_comma_for_decimals() -> None:
    assert f.number(1_350_026) == "1.350.026"
    assert f.number(1350.4, 1) == "1.350,4"
    assert f.number(1350.4, 1, "en") == "1,350.4"
    assert f.number(7) == "7"


def test_halves_are_rounded_up_as_written_not_as_binary() -> None:
    assert f.number(0.125, 2) == "0,13"
    assert f.number(2.675, 2) == "2,68"
    assert f.number(Decimal("2.5")) == "3"


def test_nothing_is_never_written_as_minus_nothing() -> None:
    assert f.number(-0.04, 1) == "0,0"
    assert f.number(-1234.5, 1) == "-1.234,5"


def test_money_stays_on_one_line_with_its_unit() -> None:
    assert f.money(1_350_026) == "1.350.026\u00a0đ"
    assert f.money(0) == "0\u00a0đ"
    assert f.money(1_350_026, "en") == "VND\u00a01,350,026"


def test_a_share_becomes_a_percentage() -> None:
    assert f.percent(0.9684) == "96,8\u00a0%"
    assert f.percent(1, 0) == "100\u00a0%"
    assert f.percent(0.9684, 1, "en") == "96.8%"


def test_small_counts_have_two_figures() -> None:
    assert f.counted(5, "ngày làm việc") == "05 ngày làm việc"
    assert f.counted(120, "loại giấy tờ") == "120 loại giấy tờ"


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_written_number_reads_back_as_itself(value: int) -> None:
    assert int(f.number(value).replace(".", "")) == value
    assert int(f.number(value, language="en").replace(",", "")) == value


@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_a_written_moment_reads_back_as_itself(moment: datetime) -> None:
    back = datetime.strptime(f.moment(moment), "%d/%m/%Y, %H:%M").replace(tzinfo=VIETNAM)
    assert 0 <= (moment - back).total_seconds() < 60
