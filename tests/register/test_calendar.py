"""The calendar of a place: the shipped days checked against other sources, places that differ, and the tables.

Lan works at Ba Đình (00004, Hà Nội 01), Hoa in Cà Mau (96).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import holidays
import pytest

from thongsuot.register.calendar import (
    VIETNAM,
    BadCalendar,
    Calendar,
    Day,
    Level,
    OutsideCalendar,
    Session,
    forget,
    from_files,
    load,
    load_calendar_rows,
)
from thongsuot.register.models import CalendarDay, Unit, WorkingSession
from thongsuot.register.working_time import Hours

OVERRIDES = Path(__file__).parents[2].parent / "shared" / "data" / "vn_calendar_overrides.json"
YEAR = {"first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31)}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def session(weekday: int, starts: str, ends: str, **dates: date) -> Session:
    since = dates.get("valid_from", date(2026, 1, 1))
    return Session(weekday, time.fromisoformat(starts), time.fromisoformat(ends), since, dates.get("valid_to"))


OFFICE = [session(weekday, *pair) for weekday in range(1, 6) for pair in (("07:30", "11:30"), ("13:00", "17:00"))]


def off(day: str, name: str = "Nghỉ") -> Day:
    return Day(date.fromisoformat(day), "off", name)


# The shipped days.


def shipped() -> list[Day]:
    nation = from_files()
    span = (nation.first_day + timedelta(days=n) for n in range((nation.last_day - nation.first_day).days + 1))
    return [row for row in map(nation.day, span) if row is not None]


def test_every_holiday_of_the_common_library_is_a_free_day_here() -> None:
    for day, name in holidays.country_holidays("VN", years=range(2024, 2028), language="vi").items():
        assert not from_files().is_working_day(day), f"{day} {name}"


def test_every_free_day_here_is_known_to_the_common_library_but_one() -> None:
    library = holidays.country_holidays("VN", years=range(2024, 2028))
    unknown = {row.day for row in shipped() if row.kind == "off" and row.day not in library}
    assert unknown == {date(2026, 1, 2)}, "the swap of 2/1 and 10/1/2026"


def test_every_swapped_day_of_the_common_library_is_worked_here() -> None:
    library = holidays.country_holidays("VN", years=range(2024, 2028))
    list(library)
    swapped = {day for day in library.weekend_workdays if day.year >= 2024}
    assert swapped == {date(2024, 5, 4), date(2025, 4, 26), date(2026, 8, 22)}
    ours = {row.day for row in shipped() if row.kind == "working"}
    assert ours == swapped | {date(2026, 1, 10)}


def test_the_lunar_days_of_2027_are_those_of_the_lunar_calendar() -> None:
    names = holidays.country_holidays("VN", years=2027, language="en_US")
    assert names.get(date(2027, 2, 6)) == "Lunar New Year"
    assert "Hung Kings" in names.get(date(2027, 4, 16), "")
    by_day = {row.day: row for row in shipped()}
    assert by_day[date(2027, 2, 6)].name == "Tết Nguyên đán"
    assert by_day[date(2027, 4, 16)].name == "Giỗ Tổ Hùng Vương"


@pytest.mark.skipif(not OVERRIDES.exists(), reason="the trial data are not here")
def test_the_corrections_to_the_common_library_are_carried() -> None:
    corrections = json.loads(OVERRIDES.read_text(encoding="utf-8"))
    nation = from_files()
    for day in corrections["off"]:
        assert not nation.is_working_day(date.fromisoformat(day)), day
    for day in corrections["working"]:
        assert nation.is_working_day(date.fromisoformat(day)), day


def test_each_swap_names_a_day_that_is_free_for_it() -> None:
    for row in shipped():
        if row.kind == "working":
            assert row.replaces is not None
            freed = from_files().day(row.replaces)
            assert freed is not None
            assert (freed.kind, freed.name) == ("off", "Nghỉ hoán đổi")


def test_every_row_has_a_basis_and_only_2027_is_provisional() -> None:
    assert all(row.legal_basis and row.name for row in shipped())
    assert from_files().provisional_years == {2027}
    certain = {row.day for row in shipped() if row.day.year == 2027 and not row.provisional}
    assert {date(2027, 1, 1), date(2027, 4, 30), date(2027, 5, 1), date(2027, 9, 2)} <= certain
    assert all(row.provisional for row in shipped() if row.name == "Tết Nguyên đán" and row.day.year == 2027)


@pytest.mark.parametrize(
    ("year", "weekdays", "free", "swapped_in"), [(2024, 262, 12, 1), (2025, 261, 12, 1), (2026, 261, 14, 2)]
)
def test_the_number_of_working_days_of_a_year(year: int, weekdays: int, free: int, swapped_in: int) -> None:
    """Mondays to Fridays, less the free ones among them, and the Saturdays worked instead."""
    working_days = weekdays - free + swapped_in
    first, last = at(f"{year}-01-01T00:00"), at(f"{year}-12-31T23:59")
    assert from_files().days_at(last) - from_files().days_at(first) == working_days


def test_an_ordinary_day_has_eight_hours_and_says_that_the_place_decides() -> None:
    assert from_files().hours_of(date(2026, 11, 23)).total == 8 * 60 * 60 * 1_000_000
    with files("thongsuot.register").joinpath("data", "working_sessions.csv").open(encoding="utf-8") as lines:
        bases = {row["legal_basis"] for row in csv.DictReader(lines)}
    assert all("địa phương" in basis and "chưa xác minh" in basis for basis in bases)


def test_the_cover_ends_with_the_last_year_whose_holidays_are_recorded() -> None:
    nation = from_files()
    assert (nation.first_day, nation.last_day) == (date(2024, 1, 1), date(2027, 12, 31))
    assert nation.is_provisional(date(2026, 12, 30), date(2027, 1, 4))
    assert not nation.is_provisional(date(2026, 1, 1), date(2026, 12, 31))


# Positions and moments.


def test_a_moment_and_its_position_lead_to_one_another() -> None:
    nation = from_files()
    for text in ("2026-11-16T07:31", "2026-11-16T11:30", "2026-11-16T16:59:59.999999", "2026-08-22T10:00"):
        moment = at(text)
        assert nation.moment_of_time(nation.time_at(moment)) == moment
        assert nation.moment_of_days(nation.days_at(moment)) == moment


def test_of_two_moments_with_one_position_the_earlier_is_given() -> None:
    nation = from_files()
    assert nation.moment_of_time(nation.time_at(at("2026-11-16T13:00"))) == at("2026-11-16T11:30")
    assert nation.moment_of_days(nation.days_at(at("2026-11-16T07:30"))) == at("2026-11-13T17:00")


def test_night_weekend_and_holiday_stand_still() -> None:
    nation = from_files()
    friday, monday = at("2026-11-20T17:00"), at("2026-11-23T07:30")
    assert nation.time_at(friday) == nation.time_at(at("2026-11-21T10:00")) == nation.time_at(monday)
    assert nation.days_at(friday) == nation.days_at(monday)
    assert nation.days_at(at("2026-11-23T09:30")) - nation.days_at(monday) == Fraction(1, 4)


def test_the_next_opening_is_found_from_any_moment() -> None:
    nation = from_files()
    assert nation.opening(at("2026-11-16T09:00")) == at("2026-11-16T09:00")
    assert nation.opening(at("2026-11-16T06:00")) == at("2026-11-16T07:30")
    assert nation.opening(at("2026-11-16T11:30")) == at("2026-11-16T13:00")
    assert nation.opening(at("2026-11-23T17:00")) == at("2026-11-25T07:30")
    assert nation.opening(datetime(2026, 11, 16, 2, 0, tzinfo=UTC)) == at("2026-11-16T09:00")


def test_closing_rolls_to_the_next_working_day() -> None:
    nation = from_files()
    assert nation.closing(date(2026, 11, 16)) == at("2026-11-16T17:00")
    assert nation.closing(date(2026, 11, 24)) == at("2026-11-25T17:00")
    assert nation.next_working_day(date(2026, 8, 31)) == date(2026, 9, 3)


def test_both_ends_of_a_session_are_working_time_for_a_due_moment() -> None:
    nation = from_files()
    assert nation.is_working(at("2026-11-16T07:30"))
    assert nation.is_working(at("2026-11-16T17:00"))
    assert not nation.is_working(at("2026-11-16T12:00"))
    assert not nation.is_working(at("2026-11-24T09:00"))


def test_days_outside_are_refused_in_words_that_say_what_to_do() -> None:
    nation = from_files()
    with pytest.raises(OutsideCalendar, match=r"Ngày 31/12/2023 nằm ngoài .* \(01/01/2024 – 31/12/2027\)"):
        nation.days_at(at("2023-12-31T09:00"))
    with pytest.raises(OutsideCalendar, match="01/01/2028"):
        nation.is_working_day(date(2028, 1, 1))
    with pytest.raises(OutsideCalendar):
        nation.opening(at("2027-12-31T18:00"))
    with pytest.raises(OutsideCalendar):
        nation.moment_of_time(0)
    with pytest.raises(OutsideCalendar):
        nation.moment_of_days(Fraction(10_000))


# Swapped and half days, and hours that change.


def test_a_swapped_saturday_has_the_hours_of_the_day_that_it_replaces() -> None:
    """Friday afternoons are short here, and the Saturday that makes up for a Friday is short too."""
    sessions = [row for row in OFFICE if row.weekday != 5]
    sessions += [session(5, "07:30", "11:30"), session(5, "13:00", "15:00")]
    swap = Day(date(2026, 1, 10), "working", "Làm bù", replaces=date(2026, 1, 2))
    place = Calendar(Level(sessions, [off("2026-01-02"), swap]), **YEAR)
    assert place.closing(date(2026, 1, 10)) == at("2026-01-10T15:00")
    assert place.hours_of(date(2026, 1, 10)) == place.hours_of(date(2026, 1, 9))


def test_a_swapped_day_that_replaces_none_needs_hours_of_its_own() -> None:
    swap = Day(date(2026, 1, 10), "working", "Trực thứ Bảy")
    with pytest.raises(BadCalendar, match="Làm bù cho ngày dd/mm/yyyy"):
        Calendar(Level(OFFICE, [swap]), **YEAR)
    saturday = [*OFFICE, session(6, "08:00", "11:00")]
    assert Calendar(Level(saturday, [swap]), **YEAR).closing(date(2026, 1, 10)) == at("2026-01-10T11:00")


def test_a_half_day_keeps_the_morning_sessions_only() -> None:
    place = Calendar(Level(OFFICE, [Day(date(2026, 11, 17), "half", "Nghỉ chiều")]), **YEAR)
    assert place.closing(date(2026, 11, 17)) == at("2026-11-17T11:30")
    assert place.opening(at("2026-11-17T13:30")) == at("2026-11-18T07:30")


def test_summer_hours_hold_from_a_day_to_before_a_day() -> None:
    summer = {"valid_from": date(2026, 4, 16), "valid_to": date(2026, 10, 16)}
    monday = session(1, "07:00", "11:00", **summer)
    winter = [session(1, "07:30", "11:30", valid_to=date(2026, 4, 16))]
    winter += [session(1, "07:30", "11:30", valid_from=date(2026, 10, 16))]
    place = Calendar(Level([monday, *winter], [off("2026-12-28")]), **YEAR)
    assert place.closing(date(2026, 4, 13)) == at("2026-04-13T11:30")
    assert place.closing(date(2026, 4, 20)) == at("2026-04-20T11:00")
    assert place.closing(date(2026, 10, 12)) == at("2026-10-12T11:00")
    assert place.closing(date(2026, 10, 19)) == at("2026-10-19T11:30")


def test_the_ordinary_week_knows_no_departing_day() -> None:
    nation = from_files()
    assert nation.ordinary.is_working_day(date(2026, 11, 24))
    assert not nation.ordinary.is_working_day(date(2026, 8, 22))
    names = [row.name for row in nation.departures(date(2026, 8, 20), date(2026, 9, 2))]
    assert names == ["Làm bù cho ngày 31/08/2026", "Nghỉ hoán đổi", "Quốc khánh", "Quốc khánh"]


def test_a_holiday_on_a_free_day_departs_from_nothing_but_has_its_name() -> None:
    nation = from_files()
    assert nation.departures(date(2026, 4, 26), date(2026, 4, 26)) == []
    sunday = nation.day(date(2026, 4, 26))
    assert sunday is not None
    assert sunday.name == "Giỗ Tổ Hùng Vương"


def test_a_province_that_opens_on_saturday_still_keeps_a_holiday_on_saturday() -> None:
    province = Level([session(6, "07:30", "11:30")])
    place = Calendar(Level(OFFICE, [off("2026-05-02", "Ngày lễ")]), province, **YEAR)
    assert place.is_working_day(date(2026, 5, 9))
    assert not place.is_working_day(date(2026, 5, 2))


def test_the_nearest_tier_that_says_anything_about_a_day_counts() -> None:
    national = Level(OFFICE, [off("2026-11-24")])
    province = Level([session(1, "08:00", "12:00")], [off("2026-11-26", "Ngày giải phóng tỉnh")])
    commune = Level([], [Day(date(2026, 11, 24), "half", "Trực tiếp nhận buổi sáng")])
    place = Calendar(national, province, commune, **YEAR)
    assert place.closing(date(2026, 11, 23)) == at("2026-11-23T12:00"), "Monday is the province's"
    assert place.closing(date(2026, 11, 24)) == at("2026-11-24T11:30"), "this Tuesday is the commune's"
    assert place.closing(date(2026, 11, 25)) == at("2026-11-25T17:00"), "Wednesday is the nation's"
    assert not place.is_working_day(date(2026, 11, 26))


@pytest.mark.parametrize("pairs", [[(8, 8)], [(9, 8)], [(8, 10), (9, 11)]])
def test_sessions_that_are_empty_or_overlap_are_refused(pairs: list[tuple[int, int]]) -> None:
    with pytest.raises(BadCalendar, match="không chồng nhau"):
        Hours(pairs)


def test_a_calendar_without_days_is_refused() -> None:
    with pytest.raises(BadCalendar):
        Calendar(Level(OFFICE), first_day=date(2026, 1, 2), last_day=date(2026, 1, 1))


# The tables.


@pytest.fixture
def tables(db: None) -> Iterator[None]:
    """Empty calendar tables, whatever another loader left, and no calendar kept from before."""
    CalendarDay.objects.all().delete()
    WorkingSession.objects.all().delete()
    forget()
    yield
    forget()


def same(one: Calendar, other: Calendar) -> bool:
    day, days = one.first_day, []
    while day <= one.last_day:
        days.append(day)
        day += timedelta(days=1)
    return one.last_day == other.last_day and all(one.hours_of(d) == other.hours_of(d) for d in days)


def test_nothing_loaded_is_said_with_the_command_to_run(tables: None) -> None:
    with pytest.raises(BadCalendar, match="thongsuot load"):
        load()


def test_the_loaded_tables_make_the_calendar_of_the_files(tables: None) -> None:
    load_calendar_rows()
    assert same(load(), from_files())
    assert load().provisional_years == {2027}


def test_loading_twice_changes_nothing_and_mends_what_was_edited(tables: None) -> None:
    assert load_calendar_rows() == load_calendar_rows()
    counts = CalendarDay.objects.count(), WorkingSession.objects.count()
    CalendarDay.objects.filter(day=date(2026, 11, 24)).update(kind="half")
    load_calendar_rows()
    assert counts == (CalendarDay.objects.count(), WorkingSession.objects.count())
    assert CalendarDay.objects.get(day=date(2026, 11, 24), place_code="").kind == "off"


def test_loading_leaves_the_rows_of_a_place_alone(tables: None) -> None:
    CalendarDay.objects.create(
        day=date(2026, 11, 24), place_code="96", kind="half", name="Trực", legal_basis="Công văn 1/UBND"
    )
    load_calendar_rows()
    assert CalendarDay.objects.get(day=date(2026, 11, 24), place_code="96").kind == "half"


def saturday_in(place_code: str) -> None:
    WorkingSession.objects.create(
        place_code=place_code, weekday=6, starts=time(7, 30), ends=time(11, 30),
        valid_from=date(2026, 1, 1), recorded_on=date(2026, 1, 1), legal_basis="Quyết định 9/QĐ-UBND",
    )  # fmt: skip


def commune(code: str, province: str) -> None:
    Unit.objects.create(
        code=code, name=f"Xã {code}", kind="xa", tier=3, province_code=province, parent_code=province,
        folded="xa", sort_key="xa", valid_from=date(2025, 7, 1), recorded_on=date(2025, 7, 1),
        legal_basis="Nghị quyết 202/2025/QH15",
    )  # fmt: skip


def test_a_commune_has_its_provinces_saturday_and_another_province_has_not(tables: None) -> None:
    load_calendar_rows()
    saturday_in("01")
    commune("00004", "01")
    commune("32000", "96")
    forget()
    saturday = date(2026, 11, 21)
    assert load("00004").is_working_day(saturday), "Lan at Ba Đình"
    assert load("01").is_working_day(saturday)
    assert not load("32000").is_working_day(saturday), "Hoa in Cà Mau"
    assert not load().is_working_day(saturday)


def test_places_without_rows_of_their_own_share_one_calendar(tables: None) -> None:
    load_calendar_rows()
    assert load("00004") is load("32000") is load()


def test_a_change_is_seen_after_forget_and_not_before(tables: None) -> None:
    load_calendar_rows()
    assert not load("00004").is_working_day(date(2026, 11, 21))
    saturday_in("00004")
    assert not load("00004").is_working_day(date(2026, 11, 21))
    forget()
    assert load("00004").is_working_day(date(2026, 11, 21))


def test_a_row_of_an_unknown_kind_stops_the_calendar_and_names_the_day(tables: None) -> None:
    load_calendar_rows()
    CalendarDay.objects.filter(day=date(2026, 11, 24)).update(kind="maybe")
    with pytest.raises(BadCalendar, match="24/11/2026"):
        load()


def test_a_kept_calendar_costs_no_query(tables: None, django_assert_num_queries: pytest.FixtureRequest) -> None:
    load_calendar_rows()
    with django_assert_num_queries(2):  # type: ignore[operator]
        load("00004")
    with django_assert_num_queries(0):  # type: ignore[operator]
        load("00004")
        load("32000")
