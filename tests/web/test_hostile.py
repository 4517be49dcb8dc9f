"""Values that no form of ours sends: each is answered with a sentence, never with a page that failed."""

from __future__ import annotations

import pytest
from django.test import Client
from officers import BIRTH, INTAKE, text_of

from conftest import Desk
from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.engine import forms_store

ENDLESS = "9" * 5000


@pytest.mark.parametrize(
    "address",
    [
        "/bang/co-quan/a%00b",
        "/bang/hang-cho/a%00b/x/y",
        "/bang/hang-cho/x/a%00b/y",
        "/quy-trinh/a%00b",
        "/ho-so/01a20126-6927-70af-a545-fde0cd54176b/mau/a%00b/1",
    ],
)
def test_an_address_with_a_zero_byte_is_no_address(desk: Desk, address: str) -> None:
    answer = desk("minh").get(address)

    assert answer.status_code == 404
    assert "Không có trang này" in text_of(answer)
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize(
    "asked",
    [
        "tinh=a%00b",
        "co-quan=%00",
        "phong=%00&trang=-1",
        "luc=2025-01-01T00:00:00%2B23:59",
        "luc=9999-12-31T23:59:59-23:59",
        "luc=%00",
    ],
)
def test_a_list_of_the_board_takes_odd_questions(desk: Desk, asked: str) -> None:
    answer = desk("lanhdao").get(f"/bang/danh-sach/in_process?{asked}")

    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["place_code", "found"])
@pytest.mark.parametrize("value", ["a\x00b", "\x00"])
def test_a_place_with_a_zero_byte_is_asked_again(desk: Desk, name: str, value: str) -> None:
    answer = desk("lan").post(f"/tiep-nhan/{BIRTH}", {**INTAKE, "place_code": "", name: value})

    assert answer.status_code == 422
    assert "Cần sửa trước khi gửi" in text_of(answer)


@pytest.mark.parametrize("row", ["²", ENDLESS, "-1", "", "x"])
def test_a_row_that_is_not_there_is_not_taken_away(desk: Desk, row: str) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.make(case, "hand_over")
    nam = desk("nam")
    answer = nam.post(f"/ho-so/{case}/buoc/ask_supplement", {"_remove": f"defects:{row}", "defects": ["một", "hai"]})

    assert answer.status_code == 200
    assert "một" in answer.content.decode()
    assert "hai" in answer.content.decode()


@pytest.mark.parametrize("header", ["Origin", "Referer"])
def test_a_form_from_an_address_that_is_none_gets_a_sentence(desk: Desk, header: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk("lan").cookies
    answer = strict.post("/viec/lo", {"ho_so": "<script>"}, headers={header: "http://["})

    assert answer.status_code == 403
    assert "Trang này cần được tải lại" in text_of(answer)


@pytest.mark.parametrize("text", [f"key: {ENDLESS}", "key: 2001-99-99"])
def test_a_definition_with_no_such_number_or_day_is_a_flaw(desk: Desk, text: str) -> None:
    answer = desk("quantri").post("/bieu-mau/moi/sua", {"text": text, "_publish": "1"})

    assert answer.status_code == 422
    assert "Cần sửa trước khi gửi" in text_of(answer)


def test_a_zero_byte_in_the_note_of_a_version_is_left_out(desk: Desk) -> None:
    forms_store.forget()
    catalogue.publish_shipped()
    admin = desk("quantri")
    answer = admin.post("/bieu-mau/certified-copies/sua", {"_publish": "1", "note": "sửa\x00 lại"})

    assert answer.status_code == 302, text_of(answer)
    assert "sửa lại" in admin.get("/bieu-mau/certified-copies").content.decode()
    forms_store.forget()
