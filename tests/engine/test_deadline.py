"""When matters are due at the counter: the boundary cases of the law and of real offices.

Lan receives at Ba Đình, Minh decides there. The calendar is the national one that is shipped.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from thongsuot.engine.deadline import (
    AlreadyPaused,
    BadClock,
    BadExtension,
    BadLimit,
    Clock,
    Due,
    Extended,
    Fact,
    Limit,
    LimitUnit,
    NotPaused,
    OnSupplement,
    Paused,
    Resumed,
    Scale,
    answer_within,
    due,
    remaining_words,
    soon_from,
    state,
)
from thongsuot.register.calendar import VIETNAM, Calendar, Day, Level, OutsideCalendar, Session, from_files

BASIS = "Quyết định công bố của Chủ tịch UBND thành phố"
NATION = from_files()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def days(amount: int, on_supplement: OnSupplement = OnSupplement.PAUSE) -> Limit:
    return Limit(LimitUnit.WORKING_DAY, amount, on_supplement=on_supplement, basis=BASIS, verified=True)


def hours(amount: int) -> Limit:
    return Limit(LimitUnit.WORKING_HOUR, amount, basis=BASIS)


def same_day(cutoff: time | None = time(15)) -> Limit:
    return Limit(LimitUnit.SAME_DAY, cutoff=cutoff, basis=BASIS)


def asked(stop: str, go: str | None = None) -> tuple[Fact, ...]:
    """Minh asks Lan's applicant for a supplement, and perhaps it comes."""
    pause = Paused(at(stop), "chờ bổ sung giấy tờ", "Mẫu 02")
    return (pause, Resumed(at(go))) if go else (pause,)


def moment(limit: Limit, start: str, *facts: Fact, calendar: Calendar = NATION) -> datetime | None:
    answer = due(limit, at(start), facts, calendar)
    chained(answer, at(start))
    return answer.moment


def chained(answer: Due, start: datetime) -> None:
    assert answer.reasons[0].moved_from == start
    assert answer.reasons[-1].moved_to == answer.moment
    assert all(after.moved_from == before.moved_to for before, after in pairwise(answer.reasons))


def rules(answer: Due) -> list[str]:
    return [reason.rule for reason in answer.reasons]


# Working days.


def test_three_working_days_end_at_the_same_hour_of_the_third_day_after() -> None:
    assert moment(days(3), "2026-11-16T09:00") == at("2026-11-19T09:00")


def test_a_limit_that_ends_on_a_day_boundary_is_due_at_the_end_of_the_earlier_day() -> None:
    assert moment(days(3), "2026-11-16T07:30") == at("2026-11-18T17:00")
    assert moment(days(5), "2026-11-16T07:30") == at("2026-11-20T17:00"), "Friday, not Monday morning"


def test_a_dossier_received_at_midnight_of_the_first_begins_with_that_morning() -> None:
    assert moment(days(1), "2026-12-01T00:00:00") == at("2026-12-01T17:00")


def test_the_last_instant_of_a_session_is_already_outside_it() -> None:
    assert moment(days(1), "2026-11-20T17:00:00") == at("2026-11-23T17:00")
    assert moment(days(1), "2026-11-20T16:59:00") == at("2026-11-23T16:59")
    by_month = Limit(LimitUnit.CALENDAR_DAY, 1, basis=BASIS)
    assert moment(by_month, "2026-11-20T17:00:00") == at("2026-11-25T17:00"), "received Monday, 24/11 is free"


def test_a_submission_at_lunch_begins_at_one_and_says_so() -> None:
    answer = due(hours(1), at("2026-11-16T12:10"), (), NATION)
    assert answer.moment == at("2026-11-16T14:00")
    assert rules(answer) == ["received_out_of_hours", "limit"]
    assert answer.reasons[0].text == (
        "Nhận ngoài giờ làm việc lúc 12:10 thứ Hai 16/11/2026: tính từ 13:00 thứ Hai 16/11/2026."
    )


def test_the_day_of_vietnamese_culture_is_not_counted_and_is_named() -> None:
    answer = due(days(3), at("2026-11-23T09:00"), (), NATION)
    assert answer.moment == at("2026-11-27T09:00")
    limit, holiday = answer.reasons
    assert limit.text == (
        f"Thời hạn 3 ngày làm việc theo {BASIS}, tính từ 09:00 thứ Hai 23/11/2026: đến 09:00 thứ Năm 26/11/2026."
    )
    assert holiday.text == (
        "Không tính 1 ngày nghỉ: Ngày Văn hóa Việt Nam 24/11/2026; hạn là 09:00 thứ Sáu 27/11/2026."
    )
    assert (holiday.days, holiday.named, holiday.basis) == (1, (date(2026, 11, 24),), "Nghị quyết 80-NQ/TW")


def test_a_provision_that_nobody_checked_is_shown_as_unchecked() -> None:
    checked = due(days(3), at("2026-11-16T09:00"), (), NATION).reasons[0].text
    unchecked = due(hours(3), at("2026-11-16T09:00"), (), NATION).reasons[0].text
    assert "chưa xác minh" not in checked
    assert f"{BASIS} (chưa xác minh)" in unchecked


def test_lan_receives_at_1505_before_the_national_day_and_the_break_is_skipped() -> None:
    answer = due(days(1), at("2026-08-28T15:05"), (), NATION)
    assert answer.moment == at("2026-09-03T15:05")
    assert "3 ngày nghỉ: Nghỉ hoán đổi 31/08/2026, Quốc khánh 01–02/09/2026" in answer.reasons[-1].text


def test_a_swapped_saturday_counts_as_a_working_day() -> None:
    """22/8/2026 is worked for 31/8: Friday to Saturday is one working day."""
    answer = due(days(1), at("2026-08-21T10:00"), (), NATION)
    assert answer.moment == at("2026-08-22T10:00")
    assert answer.reasons[-1].text.startswith("Tính thêm ngày làm việc 22/08/2026")
    assert answer.reasons[-1].days == -2, "earlier than in an ordinary week"


def test_the_swap_of_january_2026_that_the_common_library_misses_is_known() -> None:
    assert moment(days(1), "2025-12-31T10:00") == at("2026-01-05T10:00")
    assert moment(days(1), "2026-01-09T10:00") == at("2026-01-10T10:00")


def test_tet_2026_is_one_run_of_days_in_one_reason() -> None:
    answer = due(days(2), at("2026-02-13T09:00"), (), NATION)
    assert answer.moment == at("2026-02-24T09:00")
    assert "5 ngày nghỉ: Tết Nguyên đán 16–20/02/2026" in answer.reasons[-1].text


def test_tet_2024_names_its_days_across_the_weekend() -> None:
    answer = due(days(1), at("2024-02-07T09:00"), (), NATION)
    assert answer.moment == at("2024-02-15T09:00")
    assert "5 ngày nghỉ: Tết Nguyên đán 08–14/02/2024" in answer.reasons[-1].text


def test_a_run_over_the_end_of_the_year_passes_new_years_day() -> None:
    answer = due(days(2), at("2026-12-31T09:00"), (), NATION)
    assert answer.moment == at("2027-01-05T09:00")
    assert "Tết Dương lịch 01/01/2027" in answer.reasons[1].text


def test_a_due_moment_in_a_year_not_yet_decided_is_marked() -> None:
    answer = due(days(2), at("2026-12-31T09:00"), (), NATION)
    assert answer.provisional
    assert rules(answer)[-1] == "provisional"
    assert "2027 chưa được quyết định chính thức" in answer.reasons[-1].text
    assert not due(days(2), at("2026-12-21T09:00"), (), NATION).provisional


def test_a_moment_outside_the_calendar_is_refused_with_what_to_do() -> None:
    for limit, start in ((days(3), "2023-12-29T09:00"), (days(3), "2027-12-30T09:00")):
        with pytest.raises(OutsideCalendar, match="Hãy bổ sung ngày nghỉ và giờ làm việc"):
            due(limit, at(start), (), NATION)
    with pytest.raises(OutsideCalendar, match="29/12/2023"):
        due(days(3), at("2023-12-29T09:00"), (), NATION)


@pytest.mark.parametrize("unit", [LimitUnit.MONTH, LimitUnit.CALENDAR_DAY, LimitUnit.WORKING_DAY])
def test_an_absurd_limit_is_outside_the_calendar_and_nothing_worse(unit: LimitUnit) -> None:
    with pytest.raises(OutsideCalendar):
        due(Limit(unit, 10**7), at("2026-11-16T09:00"), (), NATION)


def test_any_time_zone_names_the_same_instant_and_none_names_nothing() -> None:
    there = at("2026-11-16T09:00")
    expected = due(days(3), there, (), NATION)
    assert due(days(3), there.astimezone(UTC), (), NATION) == expected
    assert due(days(3), there.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")), (), NATION) == expected
    with pytest.raises(ValueError, match="time zone"):
        due(days(3), datetime(2026, 11, 16, 9), (), NATION)


# A place with Saturday mornings and half days.


def weekly(*pairs: tuple[str, str], weekdays: range = range(1, 6)) -> list[Session]:
    return [
        Session(weekday, time.fromisoformat(starts), time.fromisoformat(ends), date(2026, 1, 1))
        for weekday in weekdays
        for starts, ends in pairs
    ]


def place(*rows: Day, saturday: bool = False) -> Calendar:
    sessions = weekly(("07:30", "11:30"), ("13:00", "17:00"))
    if saturday:
        sessions += weekly(("07:30", "11:30"), weekdays=range(6, 7))
    return Calendar(Level(sessions, rows), first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))


def test_a_half_day_is_a_whole_working_day_with_fewer_hours() -> None:
    """A quarter of Monday's eight hours used means a quarter of the half day's four is left free."""
    half = place(Day(date(2026, 11, 17), "half", "Nghỉ chiều tổ chức hội nghị", "Quyết định 5/QĐ-UBND"))
    assert moment(days(1), "2026-11-16T09:30", calendar=half) == at("2026-11-17T08:30")
    assert moment(days(2), "2026-11-16T09:30", calendar=half) == at("2026-11-18T09:30")
    answer = due(days(1), at("2026-11-16T09:30"), (), half)
    assert "chỉ tính buổi sáng 1 ngày" in answer.reasons[-1].text.lower()


def test_hours_pass_over_the_free_afternoon_of_a_half_day() -> None:
    half = place(Day(date(2026, 11, 17), "half", "Nghỉ chiều"))
    assert moment(hours(8), "2026-11-16T13:00", calendar=half) == at("2026-11-17T11:30")
    assert moment(hours(9), "2026-11-16T13:00", calendar=half) == at("2026-11-18T08:30")


def test_a_saturday_morning_is_one_working_day_where_the_province_opens_it() -> None:
    assert moment(days(1), "2026-11-20T09:30", calendar=place(saturday=True)) == at("2026-11-21T08:30")
    assert moment(days(1), "2026-11-20T09:30", calendar=place()) == at("2026-11-23T09:30")


# The same day.


def test_a_same_day_matter_before_the_cutoff_is_due_when_the_office_closes() -> None:
    assert moment(same_day(), "2026-11-16T08:00") == at("2026-11-16T17:00")
    assert moment(same_day(), "2026-11-16T15:00:00") == at("2026-11-16T17:00"), "at three is not after three"


def test_a_same_day_matter_after_three_is_due_on_the_next_working_day() -> None:
    answer = due(same_day(), at("2026-11-16T15:05"), (), NATION)
    assert answer.moment == at("2026-11-17T17:00")
    assert rules(answer) == ["cutoff", "limit"]


def test_received_at_1505_before_a_holiday_it_is_due_on_the_first_day_after() -> None:
    answer = due(same_day(), at("2026-11-23T15:05"), (), NATION)
    chained(answer, at("2026-11-23T15:05"))
    assert answer.moment == at("2026-11-25T17:00")
    assert answer.reasons[0].text == (
        "Nhận sau 15:00 nên tính từ 07:30 thứ Tư 25/11/2026 (không tính 1 ngày nghỉ: Ngày Văn hóa Việt Nam 24/11/2026)."
    )


def test_a_same_day_matter_on_a_half_day_is_due_at_noon() -> None:
    half = place(Day(date(2026, 11, 17), "half", "Nghỉ chiều"))
    assert moment(same_day(), "2026-11-17T09:00", calendar=half) == at("2026-11-17T11:30")
    assert moment(same_day(), "2026-11-17T14:00", calendar=half) == at("2026-11-18T17:00")


def test_a_same_day_matter_sent_at_night_is_due_the_next_day() -> None:
    assert moment(same_day(), "2026-11-16T22:00") == at("2026-11-17T17:00")
    assert moment(same_day(None), "2026-11-16T16:50") == at("2026-11-16T17:00")


def test_a_pause_before_the_first_counted_moment_uses_nothing() -> None:
    """After the cut-off the clock begins tomorrow: an hour of this afternoon is neither used nor won."""
    facts = asked("2026-11-16T16:00", "2026-11-16T16:30")
    assert moment(same_day(), "2026-11-16T15:30", *facts) == at("2026-11-17T17:00")


# Calendar days and months.


def calendar_days(amount: int) -> Limit:
    return Limit(LimitUnit.CALENDAR_DAY, amount, basis=BASIS)


def months(amount: int) -> Limit:
    return Limit(LimitUnit.MONTH, amount, basis=BASIS)


def test_the_receiving_day_is_not_counted_and_the_last_day_lasts_until_closing() -> None:
    assert moment(calendar_days(10), "2026-11-02T09:00") == at("2026-11-12T17:00")


def test_a_last_day_on_a_sunday_rolls_to_monday_and_cites_the_civil_code() -> None:
    answer = due(calendar_days(6), at("2026-11-09T09:00"), (), NATION)
    assert answer.moment == at("2026-11-16T17:00")
    rolled = answer.reasons[-1]
    assert rolled.text == (
        "Ngày cuối của thời hạn là Chủ nhật 15/11/2026 (nghỉ hằng tuần) nên hạn chuyển sang 17:00 thứ Hai 16/11/2026."
    )
    assert (rolled.days, rolled.basis) == (1, "Bộ luật Dân sự 2015, Điều 148 khoản 5")


def test_a_last_day_on_a_holiday_names_the_holiday() -> None:
    answer = due(calendar_days(10), at("2026-11-13T09:00"), (), NATION)
    assert answer.moment == at("2026-11-23T17:00")
    answer = due(calendar_days(11), at("2026-11-13T09:00"), (), NATION)
    assert answer.moment == at("2026-11-25T17:00")
    assert "(Ngày Văn hóa Việt Nam)" in answer.reasons[-1].text


def test_a_weekend_receipt_is_received_on_monday() -> None:
    assert moment(calendar_days(10), "2026-11-07T09:00") == at("2026-11-19T17:00")


def test_a_month_from_the_31st_ends_on_the_last_day_of_a_short_month() -> None:
    assert moment(months(1), "2026-03-31T09:00") == at("2026-05-04T17:00"), "30/4, 1/5 and a weekend"
    assert moment(months(1), "2025-10-31T09:00") == at("2025-12-01T17:00"), "30/11/2025 is a Sunday"
    assert moment(months(2), "2025-12-30T09:00") == at("2026-03-02T17:00"), "28/2/2026 is a Saturday"


def test_a_pause_of_calendar_days_moves_by_the_days_it_lasted() -> None:
    facts = asked("2026-11-04T10:00", "2026-11-09T10:00")
    answer = due(calendar_days(10), at("2026-11-02T09:00"), facts, NATION)
    assert answer.moment == at("2026-11-17T17:00")
    standing = due(calendar_days(10), at("2026-11-02T09:00"), facts[:1], NATION)
    assert standing.remaining is not None
    assert (standing.remaining.scale, standing.remaining.amount) == (Scale.CALENDAR_DAYS, Fraction(8))


def test_a_paused_limit_in_calendar_days_that_ends_on_a_weekend_rolls_with_a_reason() -> None:
    answer = due(calendar_days(10), at("2026-11-02T09:00"), asked("2026-11-04", "2026-11-06T10:00"), NATION)
    chained(answer, at("2026-11-02T09:00"))
    assert answer.moment == at("2026-11-16T17:00")
    assert rules(answer) == ["limit", "paused", "rolled"]


# Pauses.


def test_a_supplement_over_a_weekend_keeps_the_unused_part_exactly() -> None:
    facts = asked("2026-11-13T15:00", "2026-11-16T10:00")
    assert moment(hours(16), "2026-11-12T15:00", *facts) == at("2026-11-17T10:00")
    assert moment(days(3), "2026-11-12T15:00", *facts) == at("2026-11-18T10:00")


def test_while_paused_there_is_no_due_moment_but_what_remains_is_kept() -> None:
    answer = due(days(3), at("2026-11-12T09:30"), asked("2026-11-13T15:00"), NATION)
    chained(answer, at("2026-11-12T09:30"))
    assert answer.moment is None
    assert answer.paused
    assert answer.remaining is not None
    assert answer.remaining.amount == Fraction(3) - Fraction(12, 8)
    assert answer.remaining.words() == "1,5 ngày làm việc"
    assert answer.reasons[-1].text == (
        "Tạm dừng từ 15:00 thứ Sáu 13/11/2026 (chờ bổ sung giấy tờ); còn lại 1,5 ngày làm việc."
    )


def test_hours_that_remain_are_kept_in_minutes() -> None:
    answer = due(hours(8), at("2026-11-16T07:30"), asked("2026-11-16T10:50"), NATION)
    assert answer.remaining is not None
    assert (answer.remaining.scale, answer.remaining.amount) == (Scale.WORKING_TIME, Fraction(280))
    assert answer.remaining.words() == "4 giờ 40 phút làm việc"


def test_reset_begins_anew_where_pause_goes_on() -> None:
    facts = asked("2026-11-13T09:00", "2026-11-16T09:00")
    assert moment(days(3), "2026-11-12T09:00", *facts) == at("2026-11-18T09:00")
    reset = due(days(3, OnSupplement.RESET), at("2026-11-12T09:00"), facts, NATION)
    assert reset.moment == at("2026-11-19T09:00")
    assert rules(reset) == ["limit", "restarted"]
    assert "thời hạn tính lại từ đầu kể từ 09:00 thứ Hai 16/11/2026" in reset.reasons[-1].text


def test_a_reset_by_an_answer_at_night_begins_the_next_morning() -> None:
    facts = asked("2026-11-13T09:00", "2026-11-16T21:00")
    assert moment(days(1, OnSupplement.RESET), "2026-11-12T14:00", *facts) == at("2026-11-17T17:00")


def test_a_same_day_matter_answered_after_the_cutoff_is_reset_to_the_next_day() -> None:
    limit = Limit(LimitUnit.SAME_DAY, cutoff=time(15), on_supplement=OnSupplement.RESET, basis=BASIS)
    assert moment(limit, "2026-11-16T09:00", *asked("2026-11-16T10:00", "2026-11-16T14:00")) == at("2026-11-16T17:00")
    assert moment(limit, "2026-11-16T09:00", *asked("2026-11-16T10:00", "2026-11-16T16:00")) == at("2026-11-17T17:00")


def test_two_pauses_add_up() -> None:
    facts = (
        *asked("2026-11-03T09:00", "2026-11-04T09:00"),
        *asked("2026-11-05T09:00", "2026-11-09T09:00"),
    )
    assert moment(days(5), "2026-11-02T09:00", *facts) == at("2026-11-12T09:00")


def test_a_resume_across_the_national_day_says_which_days_the_new_run_leaves_out() -> None:
    answer = due(days(3), at("2026-08-25T09:00"), asked("2026-08-26T09:00", "2026-08-28T09:00"), NATION)
    assert answer.moment == at("2026-09-04T09:00")
    assert "(không tính 3 ngày nghỉ: Nghỉ hoán đổi 31/08/2026, Quốc khánh" in answer.reasons[-1].text


def test_a_pause_after_the_due_moment_does_not_undo_that_it_was_late() -> None:
    answer = due(days(3), at("2026-11-02T09:00"), asked("2026-11-09T09:00", "2026-11-12T09:00"), NATION)
    assert answer.moment == at("2026-11-05T09:00")
    assert "trước đó đã quá hạn nên hạn không đổi" in answer.reasons[-1].text
    standing = due(days(3), at("2026-11-02T09:00"), asked("2026-11-09T09:00"), NATION)
    assert standing.remaining is not None
    assert standing.remaining.amount == 0
    assert standing.reasons[-1].text.endswith("đã quá hạn.")


def test_a_pause_within_one_weekend_changes_nothing_and_says_why() -> None:
    facts = asked("2026-11-14T09:00", "2026-11-15T09:00")
    answer = due(days(3), at("2026-11-12T09:00"), facts, NATION)
    assert answer.moment == at("2026-11-17T09:00")
    assert "không có thời gian làm việc nào trôi qua" in answer.reasons[-1].text


# Extensions.


def promised(when: str, until: str) -> Extended:
    return Extended(at(when), at(until), "cần xác minh thực địa", "Mẫu 04", "Trần Văn Minh")


def test_an_extension_sets_the_new_moment_and_keeps_both_dates() -> None:
    answer = due(days(3), at("2026-11-09T09:00"), (promised("2026-11-11T15:00", "2026-11-17T16:00"),), NATION)
    chained(answer, at("2026-11-09T09:00"))
    assert answer.moment == at("2026-11-17T16:00")
    assert answer.reasons[-1].text == (
        "Gia hạn từ 09:00 thứ Năm 12/11/2026 đến 16:00 thứ Ba 17/11/2026 (cần xác minh thực địa); "
        "người quyết định: Trần Văn Minh."
    )
    assert (answer.reasons[-1].moved_from, answer.reasons[-1].basis) == (at("2026-11-12T09:00"), "Mẫu 04")


@pytest.mark.parametrize("limit", [days(3), hours(24), calendar_days(3), months(1)])
def test_a_pause_after_an_extension_keeps_what_the_extension_left(limit: Limit) -> None:
    facts = (
        promised("2026-11-11T15:00", "2026-12-17T16:00"),
        *asked("2026-12-16T16:00", "2026-12-21T16:00"),
    )
    assert moment(limit, "2026-11-09T09:00", *facts) == at("2026-12-22T16:00")


def test_an_extension_to_the_start_of_a_session_survives_a_pause_of_no_length() -> None:
    facts = (promised("2026-11-11T15:00", "2026-11-17T13:00"), *asked("2026-11-12T09:00", "2026-11-12T09:00"))
    assert moment(days(3), "2026-11-09T09:00", *facts) == at("2026-11-17T13:00")


def test_a_promised_day_that_became_a_holiday_later_rolls_to_the_next() -> None:
    """The promise was good when it was made; the notice that made 24/11 free came afterwards."""
    facts = (promised("2026-11-11T15:00", "2026-11-24T16:00"),)
    answer = due(days(3), at("2026-11-09T09:00"), facts, NATION)
    chained(answer, at("2026-11-09T09:00"))
    assert answer.moment == at("2026-11-25T17:00")
    assert rules(answer)[-2:] == ["extended", "rolled"]


# The clock of a case.


def test_a_clock_takes_a_pause_a_resume_and_an_extension_in_turn() -> None:
    clock = Clock(days(3), at("2026-11-09T09:00"))
    paused = clock.with_fact(Paused(at("2026-11-10T09:00"), "chờ thuế"), NATION)
    assert paused.paused_now
    assert not clock.paused_now
    running = paused.with_fact(Resumed(at("2026-11-12T09:00")), NATION)
    assert running.due(NATION).moment == at("2026-11-16T09:00")
    extended = running.with_fact(promised("2026-11-13T09:00", "2026-11-18T17:00"), NATION)
    assert extended.due(NATION).moment == at("2026-11-18T17:00")
    assert len(clock.facts) == 0


def test_a_clock_refuses_to_pause_twice_or_to_resume_what_runs() -> None:
    clock = Clock(days(3), at("2026-11-09T09:00"))
    with pytest.raises(NotPaused, match="đang chạy"):
        clock.with_fact(Resumed(at("2026-11-10T09:00")), NATION)
    paused = clock.with_fact(Paused(at("2026-11-10T09:00"), "chờ thuế"), NATION)
    with pytest.raises(AlreadyPaused, match="đang tạm dừng"):
        paused.with_fact(Paused(at("2026-11-10T10:00"), "chờ bổ sung"), NATION)


@pytest.mark.parametrize(
    ("until", "message"),
    [
        ("2026-11-12T09:00", "phải sau hạn hiện tại"),
        ("2026-11-11T16:00", "phải sau hạn hiện tại"),
        ("2026-11-24T09:00", "không nằm trong giờ làm việc"),
        ("2026-11-18T12:00", "không nằm trong giờ làm việc"),
        ("2026-11-21T09:00", "không nằm trong giờ làm việc"),
    ],
)
def test_an_extension_must_be_later_and_in_working_time(until: str, message: str) -> None:
    clock = Clock(days(3), at("2026-11-09T09:00"))
    with pytest.raises(BadExtension, match=message):
        clock.with_fact(promised("2026-11-11T15:00", until), NATION)


def test_a_paused_clock_and_one_without_a_limit_cannot_be_extended() -> None:
    fact = promised("2026-11-11T15:00", "2026-11-18T16:00")
    paused = Clock(days(3), at("2026-11-09T09:00"), asked("2026-11-10T09:00"))
    with pytest.raises(BadExtension, match="tạm dừng"):
        paused.with_fact(fact, NATION)
    endless = Clock(Limit(LimitUnit.NONE), at("2026-11-09T09:00"))
    with pytest.raises(BadExtension, match="không có thời hạn"):
        endless.with_fact(fact, NATION)


def test_facts_out_of_order_are_refused() -> None:
    clock = Clock(days(3), at("2026-11-09T09:00"))
    with pytest.raises(BadClock, match="thứ tự thời gian"):
        clock.with_fact(Paused(at("2026-11-08T09:00"), "trước khi nhận"), NATION)


def test_a_matter_without_a_limit_says_so_and_can_still_stand_still() -> None:
    endless = due(Limit(LimitUnit.NONE, basis=BASIS), at("2026-11-09T09:00"), (), NATION)
    assert endless.moment is None
    assert endless.reasons[0].text == f"Không quy định thời hạn theo {BASIS}."
    assert state(endless, at("2026-11-10T09:00"), NATION) == "none"
    standing = due(Limit(LimitUnit.NONE), at("2026-11-09T09:00"), asked("2026-11-10T09:00"), NATION)
    assert state(standing, at("2026-11-11T09:00"), NATION) == "paused"


# Limits and clocks as they are stored.


@pytest.mark.parametrize("limit", [days(3), hours(8), same_day(), same_day(None), months(2), Limit(LimitUnit.NONE)])
def test_a_limit_survives_storage(limit: Limit) -> None:
    assert Limit.from_json(limit.to_json()) == limit


@pytest.mark.parametrize(
    "stored",
    [
        {"unit": "fortnight", "amount": 1},
        {"unit": "working_day", "amount": 3, "colour": "red"},
        {"unit": "working_day", "amount": "3"},
        {"unit": "working_day", "amount": True},
        {"unit": "working_day", "amount": 2.5},
        {"unit": "working_day", "amount": 0},
        {"unit": "working_day"},
        {"amount": 3},
        {"unit": "working_day", "amount": 3, "cutoff": "15:00"},
        {"unit": "same_day", "cutoff": "ba giờ"},
        {"unit": "same_day", "cutoff": 15},
        {"unit": "same_day", "amount": 2},
        {"unit": "none", "amount": 1},
        {"unit": "working_day", "amount": 3, "on_supplement": "forget"},
        {"unit": "working_day", "amount": 3, "verified": "yes"},
        {"unit": "working_day", "amount": 3, "basis": None},
        {"unit": ["working_day"], "amount": 3},
        [],
        "working_day",
    ],
)
def test_a_limit_that_is_not_understood_is_refused(stored: object) -> None:
    with pytest.raises(BadLimit):
        Limit.from_json(stored)


def stored_clock(**changes: object) -> dict[str, object]:
    clock = Clock(days(3), at("2026-11-09T09:00"), asked("2026-11-10T09:00")).to_json()
    return {**clock, **changes}


def test_a_stored_clock_is_compact_and_readable() -> None:
    assert stored_clock()["facts"] == [["paused", "2026-11-10T09:00:00+07:00", "chờ bổ sung giấy tờ", "Mẫu 02"]]
    assert Clock.from_json(stored_clock()).paused_now


@pytest.mark.parametrize(
    "stored",
    [
        stored_clock(colour="red"),
        stored_clock(start="2026-11-09T09:00:00"),
        stored_clock(start=5),
        stored_clock(start="hôm qua"),
        stored_clock(facts=None),
        stored_clock(facts=[["paused", "2026-11-10T09:00:00+07:00"]]),
        stored_clock(facts=[["jumped", "2026-11-10T09:00:00+07:00"]]),
        stored_clock(facts=[["resumed", "2026-11-10T09:00:00+07:00"]]),
        stored_clock(facts=[[5]]),
        None,
    ],
)
def test_a_stored_clock_that_makes_no_sense_is_refused(stored: object) -> None:
    with pytest.raises(BadClock):
        Clock.from_json(stored)


def test_a_reason_can_be_stored_beside_the_case() -> None:
    reason = due(days(3), at("2026-11-23T09:00"), (), NATION).reasons[-1].to_json()
    assert (reason["rule"], reason["days"], reason["named"]) == ("holidays", 1, ["2026-11-24"])
    assert reason["moved_to"] == "2026-11-27T09:00:00+07:00"


# What is said about it.


@pytest.mark.parametrize(
    ("now", "words", "word"),
    [
        ("2026-11-16T09:00", "còn 6 ngày làm việc, đến 16:30 thứ Tư 25/11/2026", "on_time"),
        ("2026-11-20T16:30", "còn 2 ngày làm việc, đến 16:30 thứ Tư 25/11/2026", "on_time"),
        ("2026-11-23T16:29", "còn 1 ngày làm việc, đến 16:30 thứ Tư 25/11/2026", "on_time"),
        ("2026-11-23T16:30", "còn 1 ngày làm việc, đến 16:30 thứ Tư 25/11/2026", "due_soon"),
        ("2026-11-24T09:00", "còn 7 giờ 30 phút làm việc, đến 16:30 thứ Tư 25/11/2026", "due_soon"),
        ("2026-11-25T16:00", "còn 30 phút làm việc, đến 16:30 thứ Tư 25/11/2026", "due_soon"),
        ("2026-11-25T16:30", "còn dưới 1 phút, đến 16:30 thứ Tư 25/11/2026", "due_soon"),
        ("2026-11-25T16:30:10", "vừa quá hạn, hạn là 16:30 thứ Tư 25/11/2026", "overdue"),
        ("2026-11-25T17:00", "quá hạn 30 phút làm việc", "overdue"),
        ("2026-11-26T16:30", "quá hạn 1 ngày làm việc", "overdue"),
        ("2026-12-01T09:00", "quá hạn 3 ngày làm việc", "overdue"),
    ],
)
def test_what_is_left_is_said_in_working_time(now: str, words: str, word: str) -> None:
    answer = due(days(6), at("2026-11-16T16:30"), (), NATION)
    assert answer.moment == at("2026-11-25T16:30")
    assert remaining_words(answer, at(now), NATION) == words
    assert state(answer, at(now), NATION) == word


def test_how_soon_is_soon_can_be_chosen() -> None:
    answer = due(days(2), at("2026-11-16T16:30"), (), NATION)
    now = at("2026-11-18T14:00")
    assert state(answer, now, NATION) == "due_soon"
    assert state(answer, now, NATION, soon_minutes=60) == "on_time"
    assert soon_from(at("2026-11-18T16:30"), NATION, 60) == at("2026-11-18T15:30")
    assert soon_from(at("2024-01-02T08:00"), NATION, 600) == at("2024-01-01T00:00"), "not before the calendar"


def test_what_stands_still_is_said_to_stand_still() -> None:
    standing = due(days(3), at("2026-11-12T09:30"), asked("2026-11-13T15:00"), NATION)
    assert remaining_words(standing, at("2026-12-01T09:00"), NATION) == "đang tạm dừng, còn 1,5 ngày làm việc"
    late = due(days(3), at("2026-11-02T09:00"), asked("2026-11-09T09:00"), NATION)
    assert remaining_words(late, at("2026-12-01T09:00"), NATION) == "đang tạm dừng"


def test_an_online_submission_is_answered_within_eight_working_hours() -> None:
    assert answer_within(at("2026-11-16T10:00"), NATION).moment == at("2026-11-17T10:00")
    night = answer_within(at("2026-11-20T23:30"), NATION)
    assert night.moment == at("2026-11-23T17:00")
    assert rules(night) == ["received_out_of_hours", "limit"]
    assert answer_within(at("2026-11-16T10:00"), NATION, working_hours=2).moment == at("2026-11-16T13:30")


def test_the_deadline_needs_no_django() -> None:
    """It is pure: importing it, and computing with the shipped calendar, loads no framework."""
    program = (
        "import sys; from thongsuot.engine.deadline import due; "
        "from thongsuot.register.calendar import from_files; from_files(); "
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
