"""The rules of bodies by themselves: names inside names, provisional identifiers, what stands where."""

from __future__ import annotations

from datetime import date

import pytest

from thongsuot.register import body_rules
from thongsuot.register.body_rules import Place, bodies_of, inside, provisional_identifier, standard_name

CAO_BANG = Place("04", "Tỉnh Cao Bằng", "tinh", 1, "04", date(1900, 1, 1), None)
HANOI = Place("01", "Thành phố Hà Nội", "thanh_pho", 1, "01", date(1900, 1, 1), None)
BA_DINH = Place("00004", "Phường Ba Đình", "phuong", 3, "01", date(2025, 7, 1), None)
PHU_QUOC = Place("31105", "Đặc khu Phú Quốc", "dac_khu", 3, "91", date(2025, 7, 1), None)
XA = Place("01276", "Xã Bảo Lạc", "xa", 3, "04", date(2025, 7, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (BA_DINH, "phường Ba Đình"),
        (PHU_QUOC, "đặc khu Phú Quốc"),
        (XA, "xã Bảo Lạc"),
        (CAO_BANG, "tỉnh Cao Bằng"),
        (HANOI, "Thành phố Hà Nội"),
    ],
)
def test_a_unit_s_type_is_written_small_inside_a_body_s_name_but_for_the_cities(place: Place, name: str) -> None:
    assert inside(place.name, place.kind) == name


@pytest.mark.parametrize(
    ("kind", "place", "name"),
    [
        ("ubnd_xa", BA_DINH, "Ủy ban nhân dân phường Ba Đình"),
        ("pkt", XA, "Phòng Kinh tế xã Bảo Lạc"),
        ("pkt", BA_DINH, "Phòng Kinh tế, Hạ tầng và Đô thị phường Ba Đình"),
        ("pkt", PHU_QUOC, "Phòng Kinh tế, Hạ tầng và Đô thị đặc khu Phú Quốc"),
        ("pvhxh", XA, "Phòng Văn hóa - Xã hội xã Bảo Lạc"),
        ("so_nong_nghiep_va_moi_truong", CAO_BANG, "Sở Nông nghiệp và Môi trường tỉnh Cao Bằng"),
        ("thanh_tra", HANOI, "Thanh tra Thành phố Hà Nội"),
    ],
)
def test_a_body_is_named_by_its_kind_and_its_unit(kind: str, place: Place, name: str) -> None:
    assert standard_name(kind, place.name, place.kind) == name


@pytest.mark.parametrize("kind", ["bo", "chinh_phu", "pvhcc_chi_nhanh", "khong-co"])
def test_a_body_that_is_not_named_after_a_unit_has_no_standard_name(kind: str) -> None:
    assert standard_name(kind, BA_DINH.name, BA_DINH.kind) is None


@pytest.mark.parametrize(
    ("key", "identifier"),
    [
        ("ubnd.00004", "TAM.00004"),
        ("pvhcc.19789", "TAM.19789.PVHCC"),
        ("ubnd.46", "TAM.46"),
        ("so-tu-phap.46", "TAM.46.SOTUPHAP"),
        ("pvhcc.01.cn07", "TAM.01.PVHCC.CN07"),
        ("pvhcc.01.diem.00004", "TAM.01.PVHCC.DIEM.00004"),
        ("chinhphu", "TAM.CHINHPHU"),
        ("bo.thanh-tra-chinh-phu", "TAM.THANHTRACHINHPHU.BO"),
    ],
)
def test_a_provisional_identifier_is_made_from_the_key(key: str, identifier: str) -> None:
    assert provisional_identifier(key) == identifier


def test_bodies_begin_on_the_day_of_two_tiers_at_the_earliest_and_end_with_their_unit() -> None:
    rows = {row.key: row for row in bodies_of([CAO_BANG, XA])}
    assert rows["ubnd.04"].valid_from == date(2025, 7, 1)
    assert rows["ubnd.04"].valid_to is None
    assert {rows[key].valid_to for key in rows if key.endswith(".01276")} == {date(2027, 1, 1)}
    assert rows["bo.G15"].valid_from == date(2025, 3, 1)


def test_an_order_in_which_every_parent_comes_first_is_not_needed_but_tiers_go_down() -> None:
    tiers = [row.tier for row in bodies_of([XA, CAO_BANG, BA_DINH, HANOI])]
    assert tiers == sorted(tiers)


def test_a_ward_of_hanoi_gets_a_point_and_a_commune_of_cao_bang_a_centre() -> None:
    keys = {row.key for row in bodies_of([CAO_BANG, HANOI, XA, BA_DINH])}
    assert "pvhcc.01.diem.00004" in keys
    assert "pvhcc.00004" not in keys
    assert "pvhcc.01276" in keys
    assert {key for key in keys if ".cn" in key} == {f"pvhcc.01.cn{number:02d}" for number in range(1, 13)}


def test_a_department_of_some_provinces_stands_there_only() -> None:
    safety = next(one for one in body_rules.departments() if one.key == "so-an-toan-thuc-pham")
    assert safety.stands_in("79")
    assert not safety.stands_in("04")
    culture = next(one for one in body_rules.departments() if one.key == "so-van-hoa-the-thao-va-du-lich")
    assert culture.stands_in("04")
    assert not culture.stands_in("01")


def test_no_province_has_a_department_twice() -> None:
    for place in (CAO_BANG, HANOI, Place("79", "Thành phố Hồ Chí Minh", "thanh_pho", 1, "79", date(1900, 1, 1), None)):
        keys = [row.key for row in body_rules.province_bodies(place)]
        assert len(keys) == len(set(keys))


def test_what_no_source_shows_is_unknown_or_says_so() -> None:
    for department in body_rules.departments():
        assert department.status in ("open", "unknown")
        if department.status == "unknown":
            assert "chưa xác minh" in department.basis
