"""Hạnh asks once for her child at the portal; Lan takes one in at the counter; both see where every part stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from citizens import HANH, PHUONG, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from following_cases import PDF, Desk
from officers import hidden_of, text_of

from thongsuot.areas.interlinked import errands, following
from thongsuot.areas.interlinked.models import Part
from thongsuot.engine import stamper
from thongsuot.register import demo
from thongsuot.web.portal.frame import PLACE_COOKIE

NEW = "/lien-thong/sinh-con/nop"
CHILD = {
    "child": "Nguyễn Minh An", "born": "10/11/2026", "sex": "female", "mother": "Nguyễn Thị Hạnh, 046188001976",
    "home": "12 Lê Lợi", "clinic": "Trạm y tế phường Thuận Hóa", "phone": "0912345678", "sure": "1",
}  # fmt: skip
LAND = {
    "parcel": "Thửa 12, tờ 5", "certificate": "CS 123456", "ground": "sale", "other_side": "Phan Thị Tư", "sure": "1",
}  # fmt: skip


def at_home(who: Any = HANH) -> Client:
    client = signed_in(who)
    client.cookies[PLACE_COOKIE] = demo.WARD
    return client


def send(client: Client, address: str = NEW, **given: Any) -> Any:
    page = client.get(address)
    assert page.status_code == 200, text_of(page)
    return client.post(address, {**hidden_of(page), **(CHILD if address == NEW else LAND), **given})


def hers(client: Client, address: str = NEW, **given: Any) -> UUID:
    answer = send(client, address, **given)
    assert answer.status_code == 302, text_of(answer)
    return UUID(answer["Location"].rsplit("/", 1)[1])


def follow() -> None:
    stamper.stamp("vn")
    following.follow("vn")


@pytest.fixture(autouse=True)
def _twins(settings: Any, tmp_path: Any) -> None:
    settings.DEMO, settings.VAR = True, tmp_path


def test_a_search_in_her_own_words_finds_the_bundle(desk: Desk) -> None:
    for words in ("sinh con", "khai sinh lien thong", "khai sinh"):
        assert 'href="/lien-thong/sinh-con"' in Client().get("/thu-tuc", {"q": words}).content.decode(), words
    assert "/lien-thong/" not in Client().get("/thu-tuc", {"q": "chứng thực bản sao"}).content.decode()
    page = text_of(Client().get("/lien-thong/sinh-con"))
    assert "Bắt đầu khi có kết quả: Khai sinh" in page
    assert "Mỗi thủ tục thu riêng" in page
    assert Client().get("/lien-thong").status_code == 200
    assert Client().get("/lien-thong/khong-co").status_code == 404


def test_she_asks_once_and_has_one_page_with_all_parts(desk: Desk) -> None:
    hanh = at_home()
    file = SimpleUploadedFile("Giấy chứng sinh.pdf", PDF, "application/pdf")
    case = hers(hanh, **{"giay-giay-chung-sinh": file})
    page = hanh.get(f"/cua-toi/lien-thong/{case}")
    text = text_of(page)
    assert "Đã nộp." in text
    assert "0 trên 3 phần đã kết thúc." in text
    assert text.count("Bắt đầu khi có kết quả: Khai sinh") == 2
    child = Part.objects.get(parent=case).child
    assert f'href="/cua-toi/{child}"' in page.content.decode()
    birth = hanh.get(f"/cua-toi/{child}")
    assert f'href="/cua-toi/lien-thong/{case}"' in birth.content.decode()
    assert "Giấy chứng sinh.pdf" in text_of(birth)
    assert hanh.get(f"/cua-toi/{case}")["Location"] == f"/cua-toi/lien-thong/{case}"
    assert "Sinh con: khai sinh" in text_of(hanh.get("/cua-toi"))
    assert at_home(PHUONG).get(f"/cua-toi/lien-thong/{case}").status_code == 404
    assert hanh.get(f"/cua-toi/lien-thong/{child}").status_code == 404


def test_pressing_the_button_twice_makes_one_request(desk: Desk) -> None:
    hanh = at_home()
    page = hanh.get(NEW)
    given = {**hidden_of(page), **CHILD}
    assert hanh.post(NEW, given)["Location"] == hanh.post(NEW, given)["Location"]
    assert Part.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"child": ""}, "Nhập mục “Họ, chữ đệm"),
        ({"sex": "x"}, "Chọn một trong các câu trả lời"),
        ({"born": "hôm qua"}, "Ngày sinh của trẻ"),
        ({"sure": ""}, "Đánh dấu vào ô này"),
        ({"phone": "một hai ba"}, "Số điện thoại"),
        ({"mother": "\x00"}, "ký tự không hợp lệ"),
        ({"home": "a" * 5000}, "dài quá"),
    ],
)
def test_a_fault_is_told_beside_its_question_and_what_was_typed_stays(
    desk: Desk, given: dict[str, str], told: str
) -> None:
    answer = send(at_home(), **given)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert "Trạm y tế phường Thuận Hóa" in answer.content.decode()
    assert Part.objects.count() == 0


def test_without_a_place_she_is_asked_for_it_and_without_signing_in_to_sign_in(desk: Desk) -> None:
    assert "Chọn xã, phường" in text_of(signed_in(HANH).get(NEW))
    assert signed_in(HANH).post(NEW, CHILD).status_code == 200
    assert Client().get(NEW).status_code in (302, 200)
    assert Part.objects.count() == 0
    assert at_home().get("/lien-thong/khong-co/nop").status_code == 404


def test_withdrawing_all_asks_why_and_says_what_it_means(desk: Desk) -> None:
    hanh = at_home()
    case = hers(hanh)
    address = f"/cua-toi/lien-thong/{case}/rut"
    page = hanh.get(address)
    assert "Phần đã có kết quả giữ nguyên" in text_of(page)
    assert hanh.post(address, {**hidden_of(page), "request": " "}).status_code == 422
    assert at_home(PHUONG).get(address).status_code == 404
    assert hanh.post(address, {**hidden_of(page), "request": "Chuyển nhà"}).status_code == 302
    assert "Đã rút" in text_of(hanh.get(f"/cua-toi/lien-thong/{case}"))
    assert hanh.get(address).status_code == 409


def test_a_part_that_was_refused_says_why_and_is_sent_again_by_one_button(desk: Desk) -> None:
    hanh = at_home()
    case = hers(hanh)
    child = Part.objects.get(parent=case).child
    assert child
    answer = desk("lan").make(child, "refuse", reasons=["Giấy chứng sinh bị mờ"], guidance="Chụp lại rồi gửi lại")
    assert answer.status_code == 302, text_of(answer)
    follow()
    page = hanh.get(f"/cua-toi/lien-thong/{case}")
    assert "Giấy chứng sinh bị mờ" in text_of(page)
    assert text_of(page).count("Không bắt đầu vì chưa có kết quả: Khai sinh.") == 2
    form = {"_version": hidden_of(page)["_version"], "_key": hidden_of(page)["_key"], "part": "birth"}
    assert hanh.post(f"/cua-toi/lien-thong/{case}/gui-lai", {**form, "part": "residence"}).status_code == 409
    assert hanh.post(f"/cua-toi/lien-thong/{case}/gui-lai", form).status_code == 302
    assert Part.objects.filter(parent=case, part="birth").count() == 2


def test_the_desk_links_request_and_parts_and_shows_whose_delay_it_is(desk: Desk) -> None:
    hanh = at_home()
    case = hers(hanh, "/lien-thong/dat-dai-thue/nop")
    tax = Part.objects.get(parent=case, part="tax").child
    lan = desk("lan")
    page = lan.get(f"/ho-so/{case}")
    assert "Khai thuế sử dụng đất" in text_of(page)
    assert "Hệ thống quản lý thuế" in text_of(page)
    overview = lan.get("/cong-viec/lien-thong")
    assert "Đất đai và thuế" in text_of(overview)
    ministry = desk("kiemsoat")
    assert ministry.get(f"/ho-so/{tax}").status_code == 200
    assert f'href="/ho-so/{case}"' in ministry.get(f"/ho-so/{tax}").content.decode()
    where = ministry.get("/lien-thong-dang-o-dau")
    assert "Hệ thống quản lý thuế" in text_of(where)
    there = ministry.get("/lien-thong-dang-o-dau", {"noi": "system:tax"})
    assert f'href="/ho-so/{tax}"' in there.content.decode()
    errands.work_one(Part.objects.get(child=tax).since)
    assert "không giữ phần nào" in text_of(ministry.get("/lien-thong-dang-o-dau", {"noi": "\x00" * 3 + "x" * 999}))
    assert "Không có phần nào đang mở" in text_of(desk("hoa").get("/lien-thong-dang-o-dau"))
    assert desk("hoa").get(f"/ho-so/{case}").status_code == 404


def test_lan_takes_a_request_in_by_one_form(desk: Desk) -> None:
    lan = desk("lan")
    address = "/cong-viec/lien-thong/mo/take_in_sinh_con"
    page = lan.get(address)
    assert page.status_code == 200, text_of(page)
    typed = {**hidden_of(page), **CHILD, "name": HANH.name, "number": HANH.number, "present": "1"}
    assert lan.post(address, {**typed, "number": ""}).status_code == 422
    answer = lan.post(address, typed)
    assert answer.status_code == 302, text_of(answer)
    follow()
    case = UUID(answer["Location"].rsplit("/", 1)[1])
    assert [one.part for one in Part.objects.filter(parent=case)] == ["birth"]
    assert "0 trên 3 phần" in text_of(at_home().get(f"/cua-toi/lien-thong/{case}"))
    assert desk("minh").get(address).status_code == 403


def test_the_page_asks_the_database_little_however_many_parts(desk: Desk) -> None:
    hanh = at_home()
    one, two = hers(hanh), hers(hanh, "/lien-thong/dat-dai-thue/nop")
    counts = []
    for case in (one, two):
        hanh.get(f"/cua-toi/lien-thong/{case}")
        with CaptureQueriesContext(connection) as asked:
            hanh.get(f"/cua-toi/lien-thong/{case}")
        counts.append(len([each for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]))
    assert counts[0] == counts[1] <= 5, counts
