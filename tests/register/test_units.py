"""Questions about units as of a day, asked of the loaded list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from thongsuot.register import units
from thongsuot.register.folding import sort_key, without_type
from thongsuot.register.unit_rows import followed

BEFORE = date(2025, 6, 30)
FIRST = date(2025, 7, 1)
DONG_NAI = date(2026, 4, 30)
QUANG_NINH = date(2026, 9, 1)
BAC_NINH = date(2026, 9, 20)
LATER = date(2026, 11, 22)

COMMUNES = {
    "01": 126, "04": 56, "08": 124, "11": 45, "12": 38, "14": 75, "15": 99, "19": 92, "20": 65, "22": 54, "24": 99,
    "25": 148, "31": 114, "33": 104, "37": 129, "38": 166, "40": 130, "42": 69, "44": 78, "46": 40, "48": 94,
    "51": 96, "52": 135, "56": 65, "66": 102, "68": 124, "75": 95, "79": 168, "80": 96, "82": 102, "86": 124,
    "91": 102, "92": 103, "96": 64,
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _country(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole list, loaded once for this module's questions and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        units.load_units()
        yield
        transaction.set_rollback(True)


def names(found: list[units.UnitRow] | list[units.Link]) -> list[str]:
    return [each.unit.name if isinstance(each, units.Link) else each.name for each in found]


def everywhere(day: date) -> list[units.UnitRow]:
    return [commune for province in units.provinces(day) for commune in units.communes(province.code, day)]


@pytest.mark.parametrize(
    ("day", "provinces", "communes"),
    [
        (BEFORE, {"tinh": 57, "thanh_pho": 6}, {"xa": 7692, "phuong": 1726, "thi_tran": 617}),
        (FIRST, {"tinh": 28, "thanh_pho": 6}, {"xa": 2621, "phuong": 687, "dac_khu": 13}),
        (date(2026, 4, 29), {"tinh": 28, "thanh_pho": 6}, {"xa": 2621, "phuong": 687, "dac_khu": 13}),
        (DONG_NAI, {"tinh": 27, "thanh_pho": 7}, {"xa": 2611, "phuong": 697, "dac_khu": 13}),
        (QUANG_NINH, {"tinh": 26, "thanh_pho": 8}, {"xa": 2611, "phuong": 697, "dac_khu": 13}),
        (date(2026, 9, 19), {"tinh": 26, "thanh_pho": 8}, {"xa": 2611, "phuong": 697, "dac_khu": 13}),
        (BAC_NINH, {"tinh": 25, "thanh_pho": 9}, {"xa": 2599, "phuong": 709, "dac_khu": 13}),
        (LATER, {"tinh": 25, "thanh_pho": 9}, {"xa": 2599, "phuong": 709, "dac_khu": 13}),
    ],
)
def test_the_country_is_counted_as_of_the_day(day: date, provinces: dict[str, int], communes: dict[str, int]) -> None:
    assert Counter(each.kind for each in units.provinces(day)) == provinces
    assert Counter(each.kind for each in everywhere(day)) == communes


@pytest.mark.parametrize("day", [FIRST, LATER])
def test_each_province_has_its_communes(day: date) -> None:
    found = {province.code: len(units.communes(province.code, day)) for province in units.provinces(day)}
    assert found == COMMUNES
    assert sum(found.values()) == 3321


def test_districts_are_there_until_the_last_day_and_not_after() -> None:
    before = [each for province in units.provinces(BEFORE) for each in units.districts(province.code, BEFORE)]
    assert len(before) == 696
    assert units.districts("01", FIRST) == []


@pytest.mark.parametrize(
    ("code", "before", "since"),
    [
        ("24", "Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"),
        ("44", "Tỉnh Quảng Bình", "Tỉnh Quảng Trị"),
        ("52", "Tỉnh Bình Định", "Tỉnh Gia Lai"),
        ("15", "Tỉnh Yên Bái", "Tỉnh Lào Cai"),
        ("80", "Tỉnh Long An", "Tỉnh Tây Ninh"),
        ("82", "Tỉnh Tiền Giang", "Tỉnh Đồng Tháp"),
        ("91", "Tỉnh Kiên Giang", "Tỉnh An Giang"),
        ("00004", "Phường Trúc Bạch", "Phường Ba Đình"),
    ],
)
def test_a_code_used_again_means_another_unit_the_day_after(code: str, before: str, since: str) -> None:
    assert units.unit(code, BEFORE).name == before
    assert units.unit(code, FIRST).name == since


def test_a_province_becomes_a_city_on_the_day_of_its_resolution() -> None:
    assert units.unit("24", date(2026, 9, 19)).name == "Tỉnh Bắc Ninh"
    city = units.unit("24", BAC_NINH)
    assert (city.name, city.kind, city.legal_basis) == ("Thành phố Bắc Ninh", "thanh_pho", "Nghị quyết 39/2026/QH16")
    assert units.unit("07294", BAC_NINH).name == "Phường Bố Hạ"
    assert units.unit("07294", date(2026, 9, 19)).name == "Xã Bố Hạ"


@pytest.mark.parametrize(
    ("code", "day"), [("99999", LATER), ("27", LATER), ("001", FIRST), ("00004", date(2025, 2, 28)), ("", LATER)]
)
def test_an_unknown_code_is_refused_with_what_to_do(code: str, day: date) -> None:
    with pytest.raises(units.UnknownUnit) as refusal:
        units.unit(code, day)
    assert f"“{code}” vào ngày {day.day}/{day.month}/{day.year}" in str(refusal.value)
    assert "Hãy kiểm tra lại mã và ngày" in str(refusal.value)
    assert (refusal.value.code, refusal.value.day) == (code, day)


def test_the_communes_of_a_province_that_is_gone_are_refused_not_empty() -> None:
    assert len(units.communes("27", BEFORE)) > 100
    with pytest.raises(units.UnknownUnit):
        units.communes("27", FIRST)
    with pytest.raises(units.UnknownUnit):
        units.districts("27", FIRST)


def test_lists_stand_in_vietnamese_order_by_proper_name() -> None:
    assert names(units.provinces(LATER))[:5] == [
        "Tỉnh An Giang",
        "Thành phố Bắc Ninh",
        "Tỉnh Cà Mau",
        "Tỉnh Cao Bằng",
        "Thành phố Cần Thơ",
    ]
    hanoi = names(units.communes("01", LATER))
    assert hanoi == sorted(hanoi, key=lambda name: sort_key(without_type(name)))
    assert hanoi[:2] == ["Xã An Khánh", "Phường Ba Đình"]
    assert hanoi.index("Phường Dương Nội") < hanoi.index("Xã Đa Phúc") < hanoi.index("Phường Đống Đa")


def test_an_old_ward_leads_to_the_one_it_went_into() -> None:
    [link] = units.today_of("00013", BEFORE, LATER)
    assert (link.unit.code, link.unit.name, link.full) == ("00004", "Phường Ba Đình", True)
    assert (link.note, link.happened_on) == ("Nhập toàn bộ", FIRST)
    assert "19/2025/QĐ-TTg" in link.legal_basis


def test_a_divided_ward_leads_to_each_of_its_successors() -> None:
    links = units.today_of("00016", BEFORE, LATER)
    assert names(links) == ["Phường Ba Đình", "Phường Ngọc Hà"]
    assert {link.full for link in links} == {False}


def test_where_the_people_of_a_divided_commune_went_is_said() -> None:
    links = units.today_of("00556", BEFORE, LATER)
    notes = {link.unit.name: link.note for link in links}
    assert notes["Xã Thuận An"] == "Nhập một phần diện tích, toàn bộ dân số"
    assert notes["Xã Phù Đổng"] == "Nhập một phần diện tích"


def test_edges_are_followed_in_the_order_of_time() -> None:
    """24 was Bắc Giang, went into Bắc Ninh, which was made a city under the same code."""
    assert names(units.today_of("24", BEFORE, FIRST)) == ["Tỉnh Bắc Ninh"]
    [link] = units.today_of("24", BEFORE, LATER)
    assert link.unit.name == "Thành phố Bắc Ninh"
    assert link.note == "Nhập toàn bộ; Thành lập thành phố"
    assert link.legal_basis == "Nghị quyết 202/2025/QH15; Nghị quyết 39/2026/QH16"
    assert link.happened_on == FIRST


def test_an_old_code_is_never_mistaken_for_the_unit_that_bears_it_now() -> None:
    assert names(units.today_of("27", BEFORE, LATER)) == ["Thành phố Bắc Ninh"]
    assert names(units.today_of("44", BEFORE, LATER)) == ["Tỉnh Quảng Trị"]
    assert names(units.today_of("77", BEFORE, LATER)) == ["Thành phố Hồ Chí Minh"]
    assert names(units.today_of("00004", FIRST, LATER)) == ["Phường Ba Đình"]


def test_a_unit_that_did_not_change_is_its_own_successor() -> None:
    [link] = units.today_of("00004", LATER, LATER)
    assert (link.unit.code, link.full, link.note, link.happened_on) == ("00004", True, "", None)


def test_an_island_district_without_communes_became_a_special_zone() -> None:
    [link] = units.today_of("755", BEFORE, LATER)
    assert (link.unit.name, link.full) == ("Đặc khu Côn Đảo", True)
    assert link.unit.province_code == "79"


def test_a_district_leads_to_the_communes_on_its_ground() -> None:
    links = units.today_of("001", BEFORE, LATER)
    assert {"Phường Ba Đình", "Phường Ngọc Hà", "Phường Giảng Võ"} <= set(names(links))


def test_a_code_on_a_paper_older_than_the_list_is_looked_up_in_the_list() -> None:
    assert names(units.today_of("00013", date(2012, 3, 4), LATER)) == ["Phường Ba Đình"]
    with pytest.raises(units.UnknownUnit):
        units.today_of("99999", date(2012, 3, 4), LATER)


def test_a_code_that_nobody_bore_on_that_day_has_no_successors() -> None:
    assert units.unit("26732", FIRST).name == "Đặc khu Côn Đảo"
    with pytest.raises(units.UnknownUnit):
        units.today_of("26732", BEFORE, LATER)


def test_a_code_is_never_followed_back_in_time() -> None:
    [link] = units.today_of("00004", FIRST, BEFORE)
    assert link.unit.name == "Phường Ba Đình"


def test_today_is_the_day_of_the_clock_when_none_is_given() -> None:
    assert names(units.today_of("00013", BEFORE)) == ["Phường Ba Đình"]


def test_every_old_unit_leads_to_units_of_today() -> None:
    provinces = units.provinces(BEFORE)
    districts = [each for province in provinces for each in units.districts(province.code, BEFORE)]
    old = [*provinces, *districts, *everywhere(BEFORE)]
    links = followed([(each.code, BEFORE) for each in old], LATER)
    assert len(links) == 63 + 696 + 10_035
    assert all(links)
    assert {link.unit.code for found in links for link in found if link.unit.tier == 3} == {
        each.code for each in everywhere(LATER)
    }


def test_predecessors_come_latest_first_and_communes_before_districts() -> None:
    links = units.predecessors("07294")
    assert names(links)[0] == "Xã Bố Hạ"
    assert links[0].happened_on == BAC_NINH
    assert "Thị trấn Bố Hạ" in names(links)
    assert names(links)[-1] == "Huyện Yên Thế"
    assert "Phường Trúc Bạch" in names(units.predecessors("00004"))
    assert names(units.predecessors("24")) == ["Tỉnh Bắc Ninh", "Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"]
    assert units.predecessors("99999") == []


def test_the_history_of_a_code_tells_each_unit_that_bore_it() -> None:
    township, commune, ward = units.history("07294")
    assert [each.unit.name for each in (township, commune, ward)] == ["Thị trấn Bố Hạ", "Xã Bố Hạ", "Phường Bố Hạ"]
    assert township.came_from == ()
    assert names(list(township.became)) == ["Xã Bố Hạ"]
    assert set(names(list(commune.came_from))) >= {"Thị trấn Bố Hạ", "Xã Đông Sơn", "Xã Hương Vĩ"}
    assert names(list(commune.became)) == ["Phường Bố Hạ"]
    assert names(list(ward.came_from)) == ["Xã Bố Hạ"]
    assert ward.became == ()


def test_a_code_that_never_was_has_no_history() -> None:
    with pytest.raises(units.UnknownUnit):
        units.history("99999")


def test_questions_take_few_queries() -> None:
    for most, ask in (
        (1, lambda: units.unit("00004", LATER)),
        (1, lambda: units.communes("79", LATER)),
        (2, lambda: units.today_of("00016", BEFORE, LATER)),
        (1, lambda: units.predecessors("00004")),
        (3, lambda: units.history("00004")),
        (3, lambda: units.find("Tân Lập", LATER, 50)),
    ):
        with CaptureQueriesContext(connection) as made:
            ask()
        assert len(made) <= most, made.captured_queries
