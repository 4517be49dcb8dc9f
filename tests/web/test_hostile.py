"""Values that no form of ours sends: each is answered with a sentence, never with a page that failed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from applicants import Applicant
from citizens import HANH, VINH
from django.test import Client
from filling_in import inputs_of
from following_cases import asked_for_more, code_of, step_of
from officers import BIRTH, INTAKE, Desk, text_of

from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.engine import forms_places, forms_store
from thongsuot.register import communes

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


# A citizen who tampers.


@pytest.fixture
def hanh(desk: Desk) -> Iterator[Applicant]:
    """Hạnh with an application for a birth registration under way."""
    for one in (forms_store, forms_places.COUNTRY, communes):
        one.forget()
    catalogue.publish_shipped()
    one = Applicant(HANH)
    one.begin(BIRTH)
    yield one
    for kept in (forms_store, forms_places.COUNTRY, communes):
        kept.forget()


DRAFT_PAGES = (
    *("", "noi", "cho-ai", "phan/requester_part", "giay-to", "giay-to/giay-chung-sinh", "nhan", "kiem-tra", "in"),
    *("moi", "xoa", "nop"),
)
CASE_PAGES = ("", "da-nop", "bo-sung", "rut", "danh-gia", "ai-da-xem", "nop-tien", "mau/01/1", "mau/02/3")


def test_another_persons_application_is_not_there_by_any_address_or_method(hanh: Applicant) -> None:
    vinh = Applicant(VINH).client
    for page in DRAFT_PAGES:
        for answer in (vinh.get(hanh.at(page)), vinh.post(hanh.at(page), {"declared": "1", "_version": "1"})):
            assert answer.status_code in (404, 405), (page, answer.status_code)
            assert HANH.name not in answer.content.decode()
    assert hanh.get().status_code == 200, "it is still hers, and as it was"


def test_another_persons_dossier_is_not_there_by_any_address_or_method(desk: Desk) -> None:
    case = asked_for_more(desk)
    vinh = Applicant(VINH).client
    for page in CASE_PAGES:
        address = f"/cua-toi/{case}" + (f"/{page}" if page else "")
        for answer in (vinh.get(address), vinh.post(address, {"_version": "3", "request": "Đổi ý"})):
            assert answer.status_code in (404, 405), (page, answer.status_code)
            assert HANH.name not in answer.content.decode()
    assert step_of(case) == "waiting_supplement"


@pytest.mark.parametrize("move", ["sign", "propose", "hand_out", "payment_arrived", "supplement", "claim"])
def test_an_officers_move_is_nothing_that_a_citizen_can_post(desk: Desk, move: str) -> None:
    case = asked_for_more(desk)
    hanh = Applicant(HANH).client
    page = hanh.get(f"/cua-toi/{case}/bo-sung")

    by_the_desk = hanh.post(f"/ho-so/{case}/buoc/{move}", {"_version": "3", "method": "paper"})
    hanh.post(f"/cua-toi/{case}/bo-sung", {**inputs_of(page), "_move": move, "tra-loi-1": "Một", "tra-loi-2": "Hai"})

    assert by_the_desk.status_code in (302, 401, 403, 404)
    assert step_of(case) == "processing", "her own answer was taken, whatever move the form named"


@pytest.mark.parametrize("commune", ["\x00", "a\x00b", ENDLESS, "²", "'; --", "-1"])
def test_a_commune_that_is_none_is_asked_again(hanh: Applicant, commune: str) -> None:
    answer = hanh.fill("phan/child_part", **{"birth_place.commune": commune, "birth_place.province": "46"})

    assert answer.status_code == 422
    assert "Hệ thống gặp lỗi" not in text_of(answer)
    assert hanh.get("phan/child_part").status_code == 200, "what was kept opens again"


@pytest.mark.parametrize("version", ["", "\x00", "-1", "²", ENDLESS, "x", "1"])
def test_a_version_that_is_none_or_old_withdraws_nothing(desk: Desk, version: str) -> None:
    case = asked_for_more(desk)
    hanh = Applicant(HANH).client
    page = hanh.get(f"/cua-toi/{case}/rut")
    typed = {**inputs_of(page), "request": "Đổi ý", "sure": "1"}
    answer = hanh.post(f"/cua-toi/{case}/rut", {**typed, "_version": version})

    assert answer.status_code == 409
    assert step_of(case) == "waiting_supplement"


@pytest.mark.parametrize("key", ["", "\x00", "-1", "²", ENDLESS, "x"])
def test_a_key_that_is_none_is_no_key_and_no_failure(desk: Desk, key: str) -> None:
    case = asked_for_more(desk)
    hanh = Applicant(HANH).client
    typed = {**inputs_of(hanh.get(f"/cua-toi/{case}/rut")), "request": "Đổi ý", "sure": "1", "_key": key}

    assert hanh.post(f"/cua-toi/{case}/rut", typed).status_code in (302, 422)
    assert hanh.post(f"/cua-toi/{case}/rut", typed).status_code in (302, 409, 422)
    assert step_of(case) in ("withdrawn", "waiting_supplement")


@pytest.mark.parametrize("header", [{}, {"Origin": "https://noi-khac.example"}])
def test_a_form_from_elsewhere_withdraws_nothing(desk: Desk, header: dict[str, str]) -> None:
    case = asked_for_more(desk)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = Applicant(HANH).client.cookies
    answer = strict.post(f"/cua-toi/{case}/rut", {"request": "Đổi ý", "sure": "1", "_version": "3"}, headers=header)

    assert answer.status_code == 403
    assert step_of(case) == "waiting_supplement"


ELSEWHERE = ["//noi-khac.example", "/\\noi-khac.example", "https://noi-khac.example", "/\t/noi-khac.example"]


@pytest.mark.parametrize("to", [*ELSEWHERE, "///noi-khac.example", "javascript:alert(1)", "http:/noi-khac.example"])
def test_a_way_back_never_leaves_this_site(desk: Desk, to: str) -> None:
    hanh = Applicant(HANH).client
    for address in ("/ngon-ngu/en", "/cong-dan/dang-nhap", "/noi-den"):
        answer = hanh.get(f"{address}?chon=19789&tiep={quote(to)}")
        assert not urlsplit(answer.headers.get("Location", "")).netloc
        assert "noi-khac" not in answer.headers.get("Location", "")
    answer = hanh.post("/lon", {"viec": "bat", "tiep": to})
    assert answer["Location"] == "/"


def test_a_forged_sender_does_not_lengthen_the_row_of_codes(desk: Desk) -> None:
    """Without a proxy before it the site believes no X-Forwarded-For: one dossier gets three codes, from anywhere."""
    code, answers = code_of(asked_for_more(desk)), []
    for n in range(4):
        client = Client(headers={"X-Forwarded-For": f"10.0.0.{n}"})
        answers.append(client.post("/tra-cuu", {"ma": code}).status_code)
    assert answers[-1] == 429


# Rights, money, archive, leave, reorganising: addresses and forms that no page of ours makes.

NOWHERE = "01a20126-6927-70af-a545-fde0cd54176b"
ODD = ("%00", "a%00b", "-1", "0", "99999", ENDLESS[:500], "%C2%B2", "x", "2026-99-99", NOWHERE)
PAGES_OF = {
    "lan": ("/nhom", "/yeu-cau-sua", "/ban-quet-chua-ky", f"/nhom/{NOWHERE}", f"/ho-so/{NOWHERE}/tien",
            f"/ho-so/{NOWHERE}/nhom", f"/yeu-cau-sua/{NOWHERE}", f"/yeu-cau-sua/{NOWHERE}/tep/999999999999"),
    "nam": ("/vang-mat", f"/vang-mat/chuyen-viec/{NOWHERE}", f"/ho-so/{NOWHERE}/lay-y-kien"),
    "van": ("/luu-tru", "/luu-tru/xoa", "/doi-soat", "/doi-soat/tep", f"/doi-soat/{NOWHERE}"),
    "kiemsoat": ("/luot-xem-dieu-tra", "/kho-du-lieu", "/trao-doi/he-thong-khac", "/tin-nhan"),
    "quantri": ("/sap-xep", f"/sap-xep/{NOWHERE}", f"/sap-xep/{NOWHERE}/ho-so.xlsx", "/tin-nhan/mau",
                "/tin-nhan/mau/a%00b/vi", "/tin-nhan/mau/receive/vi", "/tin-nhan/mau/receive/%00"),
}  # fmt: skip
ASKED = ("trang", "muc", "tim", "tu", "den", "ngay", "ma", "tinh", "nguoi", "thu", "nhom")
OFFICERS_PAGES = [(login, address) for login, addresses in PAGES_OF.items() for address in addresses]


@pytest.mark.parametrize(("login", "address"), OFFICERS_PAGES)
def test_odd_questions_and_addresses_get_a_page_or_a_sentence(desk: Desk, login: str, address: str) -> None:
    officer, failed = desk(login), []
    officer.raise_request_exception = False
    for value in ODD:
        asked = "&".join(f"{name}={value}" for name in ASKED)
        status = officer.get(f"{address}?{asked}").status_code
        if status not in (200, 302, 400, 403, 404, 422):
            failed.append((value[:20], status))
    assert failed == []


POSTED = ("viec", "ho-so", "ho_so", "ngay", "basis", "field", "wanted", "grant", "answer", "who", "deputy", "since",
          "last", "ma", "person", "from", "until", "to", "giay", "ly_do", "khoan", "relief", "tinh", "subject", "sms",
          "group", "codes", "name", "body", "question", "binding", "days", "payment", "amount", "phuong-an", "xac-nhan",
          "_version", "_key")  # fmt: skip
DEEDS = ("", "dong", "gui-lai", "kiem-tra", "phe-duyet", "refund", "collect", "duyet")


@pytest.mark.parametrize(("login", "address"), OFFICERS_PAGES)
def test_forms_full_of_nonsense_get_a_sentence(desk: Desk, login: str, address: str) -> None:
    officer, failed = desk(login), []
    officer.raise_request_exception = False
    for value, deeds in (
        ("\x00", DEEDS),
        (ENDLESS, DEEDS[:3]),
        ("²", DEEDS[:1]),
        (NOWHERE, DEEDS),
        ("31/02/2026", ("",)),
    ):
        for deed in deeds:
            sent = {**dict.fromkeys(POSTED, value), **({"viec": deed} if deed else {})}
            if (status := officer.post(address, sent).status_code) >= 500:
                failed.append((value[:20], deed, status))
    assert failed == []


CITIZENS = (
    *("du-lieu", "du-lieu/dong-y", "du-lieu/ban-sao", f"du-lieu/ban-sao/{NOWHERE}", "giay-to", "tin-nhan"),
    *("giay-to/kho/a%00b", f"giay-to/kho/{NOWHERE}", f"{NOWHERE}/nop-tien", f"{NOWHERE}/mien-giam"),
    *(f"{NOWHERE}/bien-lai/{NOWHERE}", f"{NOWHERE}/sua-thong-tin", f"{NOWHERE}/ai-da-xem", f"lien-thong/{NOWHERE}"),
)


@pytest.mark.parametrize("page", CITIZENS)
def test_a_citizens_pages_take_nonsense_with_a_sentence(desk: Desk, page: str) -> None:
    client, failed = Applicant(HANH).client, []
    client.raise_request_exception = False
    named = ("purpose", "sms", "mail", "optional", "language", "cach", "tep", *POSTED)
    for value in ODD:
        failed += [value] * (client.get(f"/cua-toi/{page}?trang={value}&muc={value}").status_code >= 500)
    for text in ("\x00", ENDLESS, "²", NOWHERE):
        failed += [text] * (client.post(f"/cua-toi/{page}", dict.fromkeys(named, text)).status_code >= 500)
    assert failed == []


@pytest.mark.parametrize("page", ["nop-tien", "mien-giam", "sua-thong-tin"])
def test_the_forms_of_her_own_dossier_take_nonsense_with_a_sentence(desk: Desk, page: str) -> None:
    case = asked_for_more(desk)
    client, failed = Applicant(HANH).client, []
    client.raise_request_exception = False
    for text in ("\x00", "a\x00b", ENDLESS, "²", NOWHERE, ""):
        for field in ("phone", "name", "address", text):
            sent = {**dict.fromkeys(POSTED, text), "field": field}
            failed += [(text, field)] * (client.post(f"/cua-toi/{case}/{page}", sent).status_code >= 500)
    assert failed == []
