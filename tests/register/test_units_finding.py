"""Finding units by what people write."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from thongsuot.register import units

BEFORE, FIRST, LATER = date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 22)


@pytest.fixture(scope="module", autouse=True)
def _country(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        units.load_units()
        yield
        transaction.set_rollback(True)


def codes(text: str, day: date = LATER, limit: int = 20) -> list[str]:
    return [found.unit.code for found in units.find(text, day, limit)]


@pytest.mark.parametrize(
    "text",
    [
        "Phường Trúc Bạch (cũ)",
        "phường trúc bạch",
        "Trúc Bạch",
        "truc bach",
        "P. Trúc Bạch",
        "p.truc bach (cu)",
        "TRÚC  BẠCH",
        "Phường Trúc Bạch, Quận Ba Đình, Hà Nội",
        "Trúc Bạch, ba dinh, ha noi",
        unicodedata.normalize("NFD", "Phường Trúc Bạch"),
    ],
)
def test_lan_finds_todays_ward_by_an_old_one_however_it_is_written(text: str) -> None:
    [found] = units.find(text, LATER)
    assert (found.unit.code, found.unit.name) == ("00004", "Phường Ba Đình")
    assert found.how == "Phường Trúc Bạch (cũ), Quận Ba Đình, Thành phố Hà Nội"
    assert found.old is not None
    assert (found.old.name, found.full, found.province) == ("Phường Trúc Bạch", True, "Thành phố Hà Nội")


def test_on_a_day_before_the_change_the_old_ward_is_found_as_itself() -> None:
    [found] = units.find("Trúc Bạch", BEFORE)
    assert (found.unit.name, found.how, found.old) == ("Phường Trúc Bạch", "", None)


def test_a_name_of_the_future_is_not_found_yet() -> None:
    assert "07294" in codes("Phường Bố Hạ", LATER)
    [found] = units.find("Bố Hạ", date(2026, 9, 19))
    assert (found.unit.name, found.how) == ("Xã Bố Hạ", "")


def test_a_unit_found_by_its_own_name_is_not_found_again_by_an_old_one() -> None:
    found = units.find("Ba Đình", LATER)
    assert codes("Ba Đình")[:2] == ["00004", "16171"]
    assert [each.how for each in found if each.unit.code == "00004"] == [""]


def test_an_old_type_leads_to_the_unit_with_the_new_one() -> None:
    [found] = units.find("xã Bố Hạ", LATER)
    assert (found.unit.name, found.how) == ("Phường Bố Hạ", "Xã Bố Hạ (cũ), Tỉnh Bắc Ninh")


def test_a_type_that_no_unit_of_the_name_has_does_not_hide_it() -> None:
    assert codes("Xã Trúc Bạch") == ["00004"]


def test_every_successor_of_a_divided_commune_is_found_as_a_part() -> None:
    found = units.find("Xã Đặng Xá, Gia Lâm", LATER)
    assert [(each.unit.name, each.full) for each in found] == [("Xã Phù Đổng", False), ("Xã Thuận An", False)]
    assert "toàn bộ dân số" in found[1].note


def test_hoa_is_asked_for_the_place_when_many_bear_the_name() -> None:
    assert len(codes("Tân Lập")) > 5
    assert codes("Xã Hòa Bình, Cà Mau") == ["31891"]
    assert codes("Hòa Bình, Cà Mau")[0] == "31891"
    assert codes("Hòa Bình, Bạc Liêu")[0] == "31891"
    assert codes("Hòa Bình, Tỉnh Không Có") == []


def test_a_place_after_the_name_may_be_the_old_district_or_todays_province() -> None:
    assert codes("Phường 1, Quận 3, TP.HCM") == []
    assert codes("Phường 1, Quận 3, TP. Hồ Chí Minh") == ["27154"]
    assert codes("P1, Q3") == ["27154"]


def test_a_number_is_a_whole_name_and_not_the_beginning_of_another() -> None:
    found = {(each.old or each.unit).name for each in units.find("Phường 1", LATER, 400)}
    assert {"Phường 1", "Phường 1 Bảo Lộc"} <= found
    assert not {name for name in found if not name.startswith("Phường 1 ") and name != "Phường 1"}


def test_a_name_may_be_written_to_the_half() -> None:
    assert "00004" in codes("ba đì")
    assert codes("Phường Ba Đì")[0] == "00004"


def test_the_spelling_as_written_comes_first() -> None:
    assert codes("Kim Đông")[0] == "14698"
    assert codes("Kim Đồng")[0] == "01792"
    assert {"14698", "01792"} <= set(codes("kim dong"))


@pytest.mark.parametrize(("one", "other"), [("Hoà Bình", "Hòa Bình"), ("Giao Thuỷ", "Giao Thủy")])
def test_both_ways_to_place_a_tone_find_the_same(one: str, other: str) -> None:
    assert codes(one) == codes(other) != []


@pytest.mark.parametrize("text", ["B'Lao", "B’Lao", "blao", "Phường B'Lao"])
def test_an_apostrophe_does_not_matter(text: str) -> None:
    assert codes(text) == ["24829"]


def test_an_old_province_leads_to_todays() -> None:
    first = units.find("Hà Giang", LATER)[0]
    assert (first.unit.code, first.how) == ("08", "Tỉnh Hà Giang (cũ)")
    assert units.find("tp hồ chí minh", LATER)[0].unit.code == "79"


def test_a_former_district_leads_to_the_communes_on_its_ground() -> None:
    found = units.find("TP. Thủ Đức", LATER, 30)
    assert len(found) > 5
    assert {each.how for each in found} == {"Thành phố Thủ Đức (cũ), Thành phố Hồ Chí Minh"}


@pytest.mark.parametrize("text", ["", "   ", "(cũ)", ",", "%", "_", "x'; DROP TABLE register_unit; --", "\\"])
def test_what_names_nothing_finds_nothing(text: str) -> None:
    assert units.find(text, LATER) == []


def test_the_limit_is_kept() -> None:
    assert len(units.find("tân", LATER, 7)) == 7
    assert units.find("tân", LATER, 0) == []
