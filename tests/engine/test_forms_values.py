"""One answer at a time: what people type becomes one canonical value, or a sentence that says what to do."""

from __future__ import annotations

from typing import Any

import pytest

from form_making import EVERYTHING, LAN, faults, field, form, values


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("note", "  Phường   Thuận Hóa ", "Phường Thuận Hóa"),
        ("note", "Tho\u0302ng", "Thông"),
        ("story", "Dòng một  \r\n\r\n\r\n\r\nDòng hai\n", "Dòng một\n\nDòng hai"),
        ("day", "21/11/2026", "2026-11-21"),
        ("day", "5-2-2026", "2026-02-05"),
        ("day", "2026-11-21", "2026-11-21"),
        ("since", "1954", "1954"),
        ("since", 1954, "1954"),
        ("since", "3/1954", "1954-03"),
        ("since", "8.3.1994", "1994-03-08"),
        ("area", "120,5", 120.5),
        ("area", "1.000", 1000),
        ("area", 80.25, 80.25),
        ("area", 3.0, 3),
        ("fee", "50.000 đ", 50_000),
        ("fee", 0, 0),
        ("status", "never", "never"),
        ("wants", ["b", "a", "b"], ["a", "b"]),
        ("wants", "b", ["b"]),
        ("agrees", "yes", True),
        ("agrees", False, False),
        ("place", {"commune": "19789", "detail": " 12  Lê Lợi "}, {"commune": "19789", "detail": "12 Lê Lợi"}),
        ("phone", "+84 912 345 678", "0912 345 678"),
        ("email", "Lan@VIDU.vn", "Lan@vidu.vn"),
        ("tax", "3300123456001", "3300123456-001"),
        ("firm", {"name": "Công ty Sông Hương", "tax_code": ""}, {"name": "Công ty Sông Hương"}),
    ],
)
def test_what_people_type_becomes_one_value(key: str, typed: Any, kept: Any) -> None:
    assert values(EVERYTHING, {key: typed}) == {key: kept}


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("note", "x" * 41, "tối đa 40"),
        ("note", "hỏng\x00", "ký tự không hợp lệ"),
        ("note", 12, "phải là chữ"),
        ("day", "30/2/2026", "không phải là ngày có thật"),
        ("day", "11/2026", "Nhập đủ ngày"),
        ("day", "hôm qua", "không phải là ngày có thật"),
        ("since", "2027", "không được sau hôm nay"),
        ("since", "1700", "phải từ 1850"),
        ("area", "một trăm", "phải là số"),
        ("area", "1,234", "tối đa 2 chữ số"),
        ("area", 1001, "không được quá 1.000 m²"),
        ("area", -1, "phải từ 0"),
        ("area", float("nan"), "phải là số"),
        ("area", True, "phải là số"),
        ("fee", "-5", "phải từ 0"),
        ("fee", "1,5", "số nguyên"),
        ("status", "widowed", "Chọn một trong"),
        ("wants", ["c"], "Chọn trong"),
        ("agrees", "maybe", "Chọn có hoặc không"),
        ("place", {"detail": "12 Lê Lợi"}, "Chọn tỉnh"),
        ("place", {"commune": "00000"}, "không có trong danh mục"),
        ("place", {"country": "Hàn Quốc"}, "phải là nơi ở Việt Nam"),
        ("place", "12 Lê Lợi, Huế", "Nhập lại địa chỉ"),
        ("phone", "12", "Nhập như 0912"),
        ("email", "lan@vidu", "Nhập như ten@vidu.vn"),
        ("email", "lan <lan@vidu.vn>", "Nhập như ten@vidu.vn"),
        ("tax", "123", "10 chữ số"),
        ("scan", {"name": "giấy.pdf"}, "Tải lại tệp"),
        ("scan", {"name": "a", "digest": "../../etc", "size": 1, "media_type": "x"}, "Tải lại tệp"),
    ],
)
def test_what_cannot_be_taken_is_answered_with_a_sentence(key: str, typed: Any, says: str) -> None:
    assert says in faults(EVERYTHING, {key: typed})[key]


def test_a_person_is_read_part_by_part_and_every_fault_names_its_part() -> None:
    one = form(field("person", needs=["name", "birth"], required=True))

    assert values(one, {"person": {**LAN, "number": "046 194 000 123"}})["person"]["number"] == "046194000123"
    assert faults(one, {"person": {"name": "", "birth": "31/4/1990", "number": "123"}}).keys() == {
        "person.name",
        "person.birth",
        "person.number",
    }
    assert "Người" not in faults(one, {"person": {"name": "Lan", "birth": "2030"}})["person.birth"]


def test_nobody_is_an_answer_only_where_nobody_must_be_named() -> None:
    assert values(form(field("person")), {"person": {"name": " ", "number": ""}}) == {}
    assert set(faults(form(field("person", required=True)), {"person": {}})) == {"person.name"}


def test_a_part_that_is_not_asked_is_a_fault_and_not_kept_in_silence() -> None:
    assert "không hỏi" in faults(form(field("person")), {"person": {**LAN, "sex": "female"}})["person"]


def test_an_old_commune_leads_to_todays_and_a_divided_one_is_chosen_again() -> None:
    one = form(field("place"))

    moved = values(one, {"place": {"commune": "19800", "day": "2024-05-01", "detail": "tổ 3"}})["place"]
    assert moved == {"commune": "19789", "was": {"commune": "19800", "day": "2024-05-01"}, "detail": "tổ 3"}
    sentence = faults(one, {"place": {"commune": "19801", "day": "2024-05-01"}})["place"]
    assert "Phường Thuận Hóa, Thành phố Huế; Phường Phú Xuân" in sentence


def test_a_place_of_long_ago_keeps_its_old_name_where_the_form_asks_for_history() -> None:
    one = form(field("place", historic=True))

    assert values(one, {"place": {"commune": "19801", "day": "1/5/2024"}})["place"] == {
        "commune": "19801",
        "day": "2024-05-01",
    }


def test_a_place_abroad_needs_its_country_and_a_form_that_allows_it() -> None:
    one = form(field("place", abroad=True))

    assert values(one, {"place": {"country": "Hàn Quốc", "detail": "Seoul", "commune": ""}})["place"] == {
        "country": "Hàn Quốc",
        "detail": "Seoul",
    }
