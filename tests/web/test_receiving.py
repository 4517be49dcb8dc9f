"""Intake at the counter: the right procedure and place, papers and fee; bad input gets a sentence."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from officers import BIRTH, CERTIFY, INTAKE, hidden_of, text_of

import scanned
from thongsuot.engine import sql
from thongsuot.register import demo
from thongsuot.web.desk import counter_fields
from thongsuot.web.entrance import today

Desk = Any
PDF = scanned.pdf(scanned.page())


def cases() -> int:
    return int(sql.run("SELECT count(*) FROM engine_case")[0][0])


def carried(page: Any) -> dict[str, list[str]]:
    """Every hidden value of the check page, as a browser would send it on."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(html.unescape(value))
    return found


def test_a_procedure_is_found_without_diacritics_by_its_words_or_its_code(desk: Desk) -> None:
    lan = desk("lan")

    assert "Thủ tục đăng ký khai sinh" in text_of(lan.get("/tiep-nhan?tim=khai sinh dang ky"))
    assert BIRTH in text_of(lan.get(f"/tiep-nhan?tim={BIRTH}"))
    assert "Không có thủ tục nào khớp" in text_of(lan.get("/tiep-nhan?tim=zzzz"))


def test_the_form_shows_who_decides_by_when_and_for_how_much_before_anything_is_typed(desk: Desk) -> None:
    text = text_of(desk("lan").get(f"/tiep-nhan/{BIRTH}"))

    assert "Ủy ban nhân dân phường Thuận Hóa" in text
    assert "Trong ngày làm việc" in text
    assert "không thu" in text
    assert "chưa xác minh" in text


def test_checked_and_received_with_a_receipt_that_says_the_code_and_the_day(desk: Desk) -> None:
    lan = desk("lan")
    check = lan.post(f"/tiep-nhan/{BIRTH}", {**INTAKE, "_receive": ""})
    assert "Kiểm tra trước khi nhận" in text_of(check)
    assert cases() == 0

    answer = lan.post(f"/tiep-nhan/{BIRTH}", {**carried(check), "_receive": "receive"})
    receipt = lan.get(answer["Location"])

    code = sql.run("SELECT code FROM engine_case")[0][0]
    assert code in text_of(receipt)
    assert "Hẹn trả kết quả" in text_of(receipt)
    assert 'data-key="N"' in receipt.content.decode()
    assert re.search(r'href="/ho-so/[^"]+/mau/01/1"', receipt.content.decode())


def test_the_check_page_sent_twice_receives_once(desk: Desk) -> None:
    lan = desk("lan")
    check = lan.post(f"/tiep-nhan/{BIRTH}", {**INTAKE, "_receive": ""})
    sent = {**carried(check), "_receive": "receive"}

    first, second = lan.post(f"/tiep-nhan/{BIRTH}", sent), lan.post(f"/tiep-nhan/{BIRTH}", sent)

    assert first["Location"] == second["Location"]
    assert cases() == 1


def test_going_back_from_the_check_keeps_every_value(desk: Desk) -> None:
    lan = desk("lan")
    check = lan.post(f"/tiep-nhan/{BIRTH}", {**INTAKE, "content": "Khai sinh cho con", "_receive": ""})

    form = lan.post(f"/tiep-nhan/{BIRTH}", {**carried(check), "_review": "1"}).content.decode()

    assert 'value="Trần Văn Hùng"' in form
    assert "Khai sinh cho con</textarea>" in form
    assert 'name="co-to-khai" value="1" checked' in form


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "  ", "Nhập họ tên"),
        ("number", "123", "12 chữ số"),
        ("phone", "không có", "Nhập như 0912 345 678"),
        ("name", "x" * 201, "Rút gọn lại"),
        ("name", "Hùng\x00", "ký tự không hợp lệ"),
        ("place_code", "", "Chọn lại xã, phường"),
        ("place_code", "99999", "Chọn lại xã, phường"),
        ("sets", "0", "từ 1 đến 5"),
        ("sets", "hai", "từ 1 đến 5"),
        ("kind", "robot", "Chọn loại người nộp"),
        ("delivery", "bồ câu", "Chọn nơi nhận kết quả"),
        ("chinh-to-khai", "-1", "số từ 0 đến 999"),
        ("chinh-to-khai", "0", "Nhập số bản"),
        ("elsewhere", "Xã Không Đâu Cả", "Không có xã, phường nào"),
    ],
)
def test_bad_input_gets_a_sentence_keeps_the_rest_and_receives_nothing(
    field: str, value: str, sentence: str, desk: Desk
) -> None:
    answer = desk("lan").post(f"/tiep-nhan/{BIRTH}", {**INTAKE, field: value})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert 'value="Số 5 đường Lê Lợi"' in answer.content.decode()
    assert cases() == 0


def test_every_fault_is_told_at_once_and_leads_to_its_field(desk: Desk) -> None:
    page = desk("lan").post(f"/tiep-nhan/{BIRTH}", {**INTAKE, "name": "", "number": "1", "phone": "x"}).content.decode()

    for name in ("name", "number", "phone"):
        assert f'href="#f-{name}"' in page
        assert f'id="f-{name}"' in page


def test_a_ward_that_was_merged_is_found_by_its_old_name(desk: Desk) -> None:
    check = desk("lan").post(f"/tiep-nhan/{BIRTH}", {**INTAKE, "elsewhere": "Trúc Bạch, Hà Nội", "_receive": ""})

    assert "Ủy ban nhân dân phường Ba Đình" in text_of(check)


def test_an_old_name_of_several_places_is_chosen_by_the_officer(desk: Desk) -> None:
    lan = desk("lan")
    asked = lan.post(f"/tiep-nhan/{BIRTH}", {**INTAKE, "elsewhere": "Tân Lập", "_receive": ""})
    choices = re.findall(r'name="found" value="(\d{5})"', asked.content.decode())
    assert asked.status_code == 422
    assert len(choices) > 1

    check = lan.post(f"/tiep-nhan/{BIRTH}", {**INTAKE, "elsewhere": "Tân Lập", "found": choices[0], "_receive": ""})

    assert "Kiểm tra trước khi nhận" in text_of(check)


def test_what_is_still_missing_is_said_before_receiving_and_registering_is_offered(desk: Desk) -> None:
    lan = desk("lan")
    sent = {key: value for key, value in INTAKE.items() if not key.endswith("to-khai")}
    check = lan.post(f"/tiep-nhan/{BIRTH}", {**sent, "_receive": ""})
    assert "Còn thiếu: Giấy tờ tùy thân" in text_of(check)

    lan.post(f"/tiep-nhan/{BIRTH}", {**carried(check), "_receive": "register"})

    assert sql.run("SELECT step FROM engine_case") == [("submitted",)]


def test_a_registered_dossier_is_refused_with_reasons_and_form_03(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive(_receive="register")
    lan.make(case, "refuse", reasons=["Không thuộc thẩm quyền"], guidance="Nộp tại phường Phú Xuân")

    page = lan.get(f"/ho-so/{case}")

    assert "Bị từ chối tiếp nhận" in text_of(page)
    assert "In mẫu 03" in text_of(page)


def test_a_scan_is_kept_through_the_check_and_lies_in_the_dossier(desk: Desk) -> None:
    lan = desk("lan")
    scan = SimpleUploadedFile("Tờ khai.pdf", PDF, "application/pdf")
    check = lan.post(f"/tiep-nhan/{BIRTH}", {**INTAKE, "_receive": "", "tep-to-khai": scan})
    assert "Tờ khai.pdf" in text_of(check)

    lan.post(f"/tiep-nhan/{BIRTH}", {**carried(check), "_receive": "receive"})

    assert sql.run("SELECT name, media_type, component FROM engine_paper") == [
        ("Tờ khai.pdf", "application/pdf", "to-khai")
    ]


def test_a_file_that_is_no_scan_is_named_and_the_other_one_need_not_be_chosen_again(desk: Desk) -> None:
    lan = desk("lan")
    page = lan.get(f"/tiep-nhan/{BIRTH}")
    second = re.findall(r'name="tep-([a-z0-9-]+)"', page.content.decode())[1]
    files = {
        "tep-to-khai": SimpleUploadedFile("tốt.pdf", PDF),
        f"tep-{second}": SimpleUploadedFile("virus.pdf", b"MZ\x90\x00 not a pdf"),
    }

    answer = lan.post(f"/tiep-nhan/{BIRTH}", {**INTAKE, **files, "_receive": ""})

    assert answer.status_code == 422
    assert "“virus.pdf” không phải là PDF" in text_of(answer)
    assert "tốt.pdf" in text_of(answer)
    assert carried(answer)["_stored"]


def test_a_sealed_file_that_was_tampered_with_is_left_out(desk: Desk) -> None:
    lan = desk("lan")
    lan.receive(_stored="W10:1:x")

    assert sql.run("SELECT count(*) FROM engine_paper") == [(0,)]


def test_the_fee_of_copies_is_counted_in_what_is_copied(desk: Desk) -> None:
    page = desk("lan").get(f"/tiep-nhan/{CERTIFY}").content.decode()

    assert "Số lượng tính phí" in page


@pytest.mark.parametrize("code", ["9.999999", "x", "1.001193.000.00.00.H46"])
def test_a_procedure_that_is_not_there_gets_a_sentence(code: str, desk: Desk) -> None:
    answer = desk("lan").get(f"/tiep-nhan/{code}")

    assert answer.status_code == 409
    assert "Chọn lại trong danh sách" in text_of(answer)


def test_an_unconfirmed_procedure_is_not_received_outside_the_demonstration(desk: Desk, settings: Any) -> None:
    lan = desk("lan")
    settings.DEMO = False

    assert lan.get(f"/tiep-nhan/{BIRTH}").status_code == 409
    assert lan.post(f"/tiep-nhan/{BIRTH}", INTAKE).status_code == 409
    assert cases() == 0


def test_the_branch_officer_of_ha_noi_receives_for_the_ward_that_decides(desk: Desk) -> None:
    nga = desk("chinhanh")
    case = nga.receive(place_code=demo.HANOI_WARD)

    competent = sql.run("SELECT competent_body FROM engine_case WHERE id = %s", [case])[0][0]

    assert competent == f"ubnd.{demo.HANOI_WARD}"


def test_nam_who_is_no_intake_officer_receives_nothing(desk: Desk) -> None:
    answer = desk("nam").post(f"/tiep-nhan/{BIRTH}", INTAKE)

    assert answer.status_code == 403
    assert "Vị trí của bạn không dùng trang này" in text_of(answer)
    assert cases() == 0


def test_a_receipt_page_is_for_what_was_received_at_the_counter(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive(_receive="register")

    assert lan.get(f"/ho-so/{case}/da-nhan").status_code == 404
    assert hidden_of(lan.get(f"/tiep-nhan/{BIRTH}"))["_key"]


def test_where_the_source_has_no_clear_limit_the_officer_sets_the_day_with_a_reason(desk: Desk) -> None:
    lan = desk("lan")
    usual = counter_fields.usual(demo.WARD, today())
    unclear = next((one for one in usual if one.definition.cases[0].unclear and one.tier == 3), None)
    if unclear is None:
        pytest.skip("no procedure of the catalogue has an unclear limit")
    address = f"/tiep-nhan/{unclear.code}"
    sent = {**INTAKE, "case": unclear.definition.cases[0].key}
    assert "chưa rõ, cán bộ tiếp nhận ấn định" in text_of(lan.get(address))

    without = lan.post(address, sent)
    nonsense = lan.post(address, {**sent, "limit_days": "mười", "limit_reason": "x"})
    received = lan.post(address, {**sent, "limit_days": "10", "limit_reason": "Theo hướng dẫn của Sở"})

    for answer in (without, nonsense):
        assert answer.status_code == 422
        assert 'href="#f-limit_days"' in answer.content.decode()
    assert received.status_code == 302, text_of(received)
    assert "cán bộ tiếp nhận ấn định" in text_of(lan.get(received["Location"].removesuffix("/da-nhan")))


def test_the_list_of_procedures_is_short_and_for_this_place(desk: Desk) -> None:
    page = desk("lan").get("/tiep-nhan")

    assert 0 < page.content.decode().count("<tr data-href=") <= 50
    assert "Thủ tục đăng ký khai sinh" in text_of(desk("lan").get("/tiep-nhan?tim=khai sinh"))
