"""Values in words: as a person checks them before sending, and as result documents are written from them."""

from __future__ import annotations

from typing import Any

import pytest

from form_making import EVERYTHING, LAN, PLACES, TODAY, definition, field, form, section, values
from thongsuot.engine.forms_shown import address, answers, day, day_in_words, shown, words_of
from thongsuot.engine.forms_text import from_data


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("note", "Ghi chú", "Ghi chú"),
        ("day", "2026-02-05", "05/02/2026"),
        ("since", "1954-03", "03/1954"),
        ("since", "1954", "1954"),
        ("area", 120.5, "120,5 m²"),
        ("area", 1000, "1.000 m²"),
        ("fee", 1_350_026, "1.350.026\u00a0đ"),
        ("fee", 0, "0\u00a0đ"),
        ("status", "married", "Đã kết hôn"),
        ("wants", ["a", "b"], "A; B"),
        ("agrees", True, "Có"),
        ("agrees", False, "Không"),
        ("scan", {"name": "Giấy.pdf", "digest": "0" * 64, "size": 1, "media_type": "application/pdf"}, "Giấy.pdf"),
        ("note", None, ""),
        ("wants", [], ""),
        ("place", {}, ""),
    ],
)
def test_a_value_is_read_as_vietnamese_is_written(key: str, value: Any, words: str) -> None:
    assert shown(EVERYTHING.fields[key], value, PLACES) == words


def test_a_person_is_told_part_by_part() -> None:
    told = shown(EVERYTHING.fields["person"], {**LAN, "residence": {"commune": "19789"}}, PLACES)

    assert told == (
        "Họ, chữ đệm, tên: Nguyễn Thị Lan; Ngày, tháng, năm sinh: 08/03/1994; Số định danh cá nhân: 046194000123; "
        "Nơi cư trú: Phường Thuận Hóa, Thành phố Huế"
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"commune": "19789", "detail": "12 Lê Lợi"}, "12 Lê Lợi, Phường Thuận Hóa, Thành phố Huế"),
        ({"country": "Hàn Quốc", "detail": "Seoul"}, "Seoul, Hàn Quốc"),
        ({"country": "Hàn Quốc"}, "Hàn Quốc"),
        ({"commune": "99999"}, "mã 99999"),
    ],
)
def test_an_address_ends_with_its_province_or_country(value: dict[str, Any], words: str) -> None:
    assert address(value, PLACES) == words


def test_an_old_name_stands_behind_todays_and_a_historic_one_alone() -> None:
    moved = {"commune": "19789", "was": {"commune": "19800", "day": "2024-05-01"}}

    assert "Phường Thuận Hóa, Thành phố Huế (trước đây: xã cũ 19800" in address(moved, PLACES)
    assert address({"commune": "19800", "day": "2024-05-01"}, PLACES).startswith("xã cũ 19800")


@pytest.mark.parametrize(
    ("value", "figures", "words"),
    [
        ("2026-11-21", "21/11/2026", "ngày 21 tháng 11 năm 2026"),
        ("2026-02", "02/2026", "tháng 02 năm 2026"),
        ("2026-11", "11/2026", "tháng 11 năm 2026"),
        ("1941", "1941", "năm 1941"),
    ],
)
def test_a_day_is_told_as_far_as_it_is_known(value: str, figures: str, words: str) -> None:
    assert (day(value), day_in_words(value)) == (figures, words)


def test_several_persons_of_a_section_each_have_a_block_under_their_name() -> None:
    person = {"kind": "person", "asks": ["name"], "needs": ["name"]}
    both = from_data(
        definition(
            section("parents", field("mother", **person), field("father", **person), field("agrees", kind="yes_no")),
            section("alone", field("child", **person), field("note", kind="text")),
        )
    )
    given = {
        "mother": {"name": "Lan"},
        "father": {"name": "Hùng"},
        "agrees": "yes",
        "child": {"name": "An"},
        "note": "x",
    }

    assert answers(both, values(both, given), PLACES, TODAY) == [
        ("Mother", [("Họ, chữ đệm, tên", "Lan")]),
        ("Father", [("Họ, chữ đệm, tên", "Hùng")]),
        ("", [("Agrees", "Có")]),
        ("Alone", [("Họ, chữ đệm, tên", "An"), ("Note", "x")]),
    ]


def test_rows_are_told_one_after_another_and_what_was_not_answered_is_not_told() -> None:
    rows = from_data(
        definition(
            section("rows", field("note"), field("fee"), repeat={"least": 0, "most": 3, "noun": "dòng"}),
            section("end", field("story")),
        )
    )
    checked = values(rows, {"rows": [{"note": "một"}, {"note": "hai", "fee": 5}]})

    assert answers(rows, checked, PLACES, TODAY) == [
        ("Rows: dòng 1", [("Note", "một")]),
        ("Rows: dòng 2", [("Note", "hai"), ("Fee", "5\u00a0đ")]),
    ]
    assert words_of(rows, checked, PLACES) == {"rows": [{"note": "một"}, {"note": "hai", "fee": "5\u00a0đ"}]}


def test_a_result_document_gets_words_by_key_with_days_spelled_beside() -> None:
    one = form(field("person"), field("since"), field("status"))
    words = words_of(one, values(one, {"person": LAN, "since": "1954", "status": "married"}), PLACES)

    assert words["person"]["birth"] == "08/03/1994"
    assert words["person"]["birth_words"] == "ngày 08 tháng 3 năm 1994"
    assert (words["since"], words["since_words"]) == ("1954", "năm 1954")
    assert (words["status"], words["status_value"]) == ("Đã kết hôn", "married")
