"""Hạnh applies from home, from the procedure to the receipt, without a script; Lan and Hoa see what concerns them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from applicants import BA_DINH, BAC_LIEU, BIRTH, CHILD, EXTRACT, THUAN_HOA, Applicant, pdf
from citizens import HANH, VINH
from django.db import connection
from django.test.utils import CaptureQueriesContext
from filling_in import inputs_of
from officers import Officer, text_of

from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.engine import forms_places, forms_store, sql
from thongsuot.register import communes, competences, procedures
from thongsuot.register.models import Competence, Procedure

Desk = Callable[[str], Officer]
ODD = "9.000001"


@pytest.fixture(autouse=True)
def _forms(desk: Desk) -> Iterator[None]:
    for one in (forms_store, forms_places.COUNTRY, communes):
        one.forget()
    catalogue.publish_shipped()
    yield
    for one in (forms_store, forms_places.COUNTRY, communes, procedures, competences):
        one.forget()


@pytest.fixture
def hanh() -> Applicant:
    return Applicant(HANH)


@pytest.fixture
def odd() -> str:
    """A procedure without a form of its own, with one paper that is wanted and a declaration of its ministry."""
    row = Procedure.objects.get(code=BIRTH)
    papers = [
        {"key": "don", "name": "Đơn đề nghị cấp lại theo mẫu của bộ"},
        {"key": "anh", "name": "Ảnh cửa hàng", "required": "no"},
    ]
    cases = [{**row.definition["cases"][0], "papers": papers}]
    row.pk, row.code, row.title, row.online = None, ODD, "Cấp lại giấy chứng nhận đã mất", "full"
    row.definition = {**row.definition, "cases": cases}
    row.save(force_insert=True)
    for power in Competence.objects.filter(procedure_code=BIRTH):
        power.pk, power.procedure_code = None, ODD
        power.save(force_insert=True)
    procedures.forget()
    competences.forget()
    return ODD


def stored(id: UUID) -> dict[str, Any]:
    names = ("step", "code", "receiving_body", "place_code", "subject", "facts", "subject_name")
    row = sql.run(f"SELECT {', '.join(names)} FROM engine_case WHERE id = %s", [id])[0]
    found = dict(zip(names, row, strict=True))
    return {
        name: json.loads(one) if name in ("subject", "facts") and isinstance(one, str) else one
        for name, one in found.items()
    }


def test_hanh_registers_a_birth_and_holds_a_receipt(hanh: Applicant, desk: Desk) -> None:
    hanh.begin(BIRTH)
    tasks = text_of(hanh.get())
    assert "Phường Thuận Hóa, Thành phố Huế" in tasks
    assert "Người được khai sinh chưa làm" in tasks
    assert "Kiểm tra và nộp khi các phần trên đã xong" in tasks

    hanh.birth()
    tasks = text_of(hanh.get())
    assert "chưa làm" not in tasks
    assert "Giấy tờ đã đủ" in tasks

    checked = text_of(hanh.get("kiem-tra"))
    for words in ("Trần Minh An", "Trung tâm Phục vụ hành chính công phường Thuận Hóa", "đã có 1 tệp", "không thu"):
        assert words in checked, words
    made = hanh.sent()
    receipt = text_of(hanh.client.get(f"/cua-toi/{made}/da-nop"))
    case = stored(made)
    for words in (case["code"], "trong 08 giờ làm việc, chậm nhất lúc", "Không phải nộp", "0912 345 678"):
        assert words in receipt, words
    assert "<svg" in hanh.client.get(f"/cua-toi/{made}/da-nop").content.decode()

    assert (case["step"], case["receiving_body"], case["subject_name"]) == ("submitted", "pvhcc.19789", HANH.name)
    assert case["subject"]["number"] == HANH.number
    assert case["subject"]["form"]["child"]["name"] == "Trần Minh An"
    assert (case["facts"]["channel"], case["facts"]["delivery"]) == ("online", "online")
    assert {one["key"] for one in case["facts"]["papers"]} == {"mau-dien-tu", "giay-chung-sinh"}
    papers = sql.run("SELECT component, name, origin FROM engine_paper WHERE case_id = %s", [made])
    assert papers == [("giay-chung-sinh", "Giấy chứng sinh.pdf", "upload")]
    assert "Nguyễn Thị Hạnh" in text_of(desk("lan").get(f"/ho-so/{made}"))


def test_what_the_state_knows_is_not_asked_again_and_says_from_where(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    page = hanh.get("phan/requester_part")

    assert inputs_of(page)["requester.name"] == HANH.name
    assert inputs_of(page)["requester.residence.commune"] == THUAN_HOA
    assert "Đã lấy, không phải khai lại. Cơ sở dữ liệu quốc gia về dân cư" in text_of(page)
    assert "Đã có sẵn 1 mục" in text_of(hanh.get())
    papers = text_of(hanh.get("giay-to")).split("Không phải nộp")[1]
    for words in (
        "Đã xác thực khi bạn đăng nhập",
        "Lập từ tờ khai",
        "Lấy từ Cơ sở dữ liệu quốc gia",
        "Chỉ cần khi nộp tại quầy",
    ):
        assert words in papers, words


def test_the_commune_of_the_matter_receives_it_wherever_the_applicant_lives(hanh: Applicant, desk: Desk) -> None:
    hanh.begin(BIRTH, BAC_LIEU)
    hanh.birth()
    case = stored(made := hanh.sent())

    assert (case["receiving_body"], case["place_code"]) == ("pvhcc.31825", BAC_LIEU)
    assert desk("hoa").get(f"/ho-so/{made}").status_code == 200
    assert desk("lan").get(f"/ho-so/{made}").status_code == 404


def test_the_commune_that_was_chosen_before_is_offered_and_another_can_be_found_by_name(hanh: Applicant) -> None:
    hanh.client.cookies["noi-den"] = THUAN_HOA
    page = hanh.client.get(f"/nop/{BIRTH}")
    assert inputs_of(page)["place.commune"] == THUAN_HOA

    found = hanh.client.post(f"/nop/{BIRTH}", {**inputs_of(page), "place.find": "Trúc Bạch, Hà Nội", "_find": "place"})
    assert found.status_code == 200
    assert inputs_of(found)["place.commune"] == BA_DINH, "the ward that took it over"


def test_a_procedure_without_a_form_is_applied_for_with_the_general_one(hanh: Applicant, odd: str, desk: Desk) -> None:
    hanh.begin(odd)
    hanh.done("cho-ai", acting="own")
    hanh.done("phan/requester_part")
    assert "Nhập mục “Bạn đề nghị giải quyết việc gì”" in text_of(hanh.fill("phan/request_part"))
    assert hanh.done("phan/request_part", request="Cấp lại giấy chứng nhận đã mất").endswith("/giay-to")
    assert "Đơn đề nghị cấp lại theo mẫu của bộ chưa tải lên" in text_of(hanh.get("giay-to")), (
        "ours is not the ministry's"
    )
    hanh.done("giay-to/don", tep=pdf("Đơn.pdf"))
    hanh.done("nhan", delivery="counter", phone="0912345678", email="hanh@vidu.vn")
    case = stored(made := hanh.sent())

    assert case["subject"]["form"]["request"] == "Cấp lại giấy chứng nhận đã mất"
    assert case["facts"]["form"]["pin"] == "general@1"
    assert [one["key"] for one in case["facts"]["papers"]] == ["don"]
    declaration = desk("lan").get(f"/ho-so/{made}/mau/declaration/1")
    assert declaration.content[:5] == b"%PDF-"


def test_whoever_acts_for_another_names_them_and_brings_the_authorisation(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    hanh.birth()
    hung = {"person.name": "Trần Văn Hùng", "person.number": "046090004567"}
    hanh.done("cho-ai", {"acting": "person", **hung})
    papers = text_of(hanh.get("giay-to"))
    assert "Văn bản ủy quyền" in papers
    refused = hanh.send()
    assert refused.status_code == 422
    assert "Tải lên “Văn bản ủy quyền" in text_of(refused)

    hanh.done("giay-to/uy-quyen", tep=pdf("Ủy quyền.pdf"))
    case = stored(hanh.sent())
    assert case["subject"]["behalf"] == "Trần Văn Hùng, 046090004567"
    assert (case["subject"]["name"], case["subject"]["number"]) == (HANH.name, HANH.number)


def test_an_organisations_messenger_brings_its_letter_even_where_the_procedure_names_none(
    hanh: Applicant, odd: str
) -> None:
    hanh.begin(odd)
    typed = {"organisation.name": "Công ty Sông Hương", "organisation.tax_code": "3301999990"}
    hanh.done("cho-ai", {"acting": "organisation", **typed})

    assert "Văn bản ủy quyền hoặc giấy giới thiệu chưa tải lên" in text_of(hanh.get("giay-to"))


def test_where_the_fee_is_counted_one_says_how_many_and_sees_the_sum(hanh: Applicant) -> None:
    asked = hanh.client.post(f"/nop/{EXTRACT}", inputs_of(hanh.client.get(f"/nop/{EXTRACT}?xa={THUAN_HOA}")))
    assert "Nơi này có nhiều cơ quan cùng giải quyết được" in text_of(asked)
    bodies = re.findall(r'name="competence" value="(\d+)"', asked.content.decode())
    assert len(bodies) > 1
    hanh.begin(EXTRACT, competence=bodies[0])
    assert "8.000 đ" in text_of(hanh.get("kiem-tra"))
    hanh.done("phan/copies_part", copies="3")

    assert "24.000 đ" in text_of(hanh.get("kiem-tra"))
    assert hanh.get("so-luong").status_code == 404, "the form has asked how many: it is not asked again"


def test_where_the_form_does_not_say_how_many_a_page_of_its_own_asks(hanh: Applicant, odd: str) -> None:
    row, extract = Procedure.objects.get(code=odd), Procedure.objects.get(code=EXTRACT)
    fees = extract.definition["cases"][0]["fees"]
    row.definition = {**row.definition, "cases": [{**row.definition["cases"][0], "fees": fees}]}
    row.save()
    procedures.forget()
    hanh.begin(odd)
    assert hanh.fill("so-luong", units="0").status_code == 422
    hanh.done("so-luong", units="3")

    assert "24.000 đ" in text_of(hanh.get("kiem-tra"))


def test_no_count_is_asked_where_the_fee_is_for_the_dossier(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    assert hanh.get("so-luong").status_code == 404


def test_back_loses_nothing_and_goes_to_the_page_before(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    page = hanh.get("phan/child_part")
    typed = {**inputs_of(page), "child.name": "Trần Minh An", "child.birth": "31/2/2026"}
    answer = hanh.client.post(hanh.at("phan/child_part"), {**typed, "_back": "1"})

    assert answer["Location"] == hanh.at("phan/requester_part")
    again = inputs_of(hanh.get("phan/child_part"))
    assert (again["child.name"], again["child.birth"]) == ("Trần Minh An", "31/2/2026")


def test_pages_lead_one_to_the_next_up_to_the_last_look(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    assert hanh.done("cho-ai", acting="own") == hanh.at("phan/requester_part")
    hanh.birth()
    assert hanh.done("phan/extract_part", copies_wanted="no") == hanh.at("giay-to")
    assert f'href="{hanh.at("nhan")}"' in hanh.get("giay-to").content.decode()
    assert hanh.done("nhan", delivery="online", phone="0912 345 678") == hanh.at("kiem-tra")
    back = hanh.client.post(hanh.at("nhan"), {**inputs_of(hanh.get("nhan")), "_back": "1"})
    assert back["Location"] == hanh.at("giay-to")


def test_a_result_by_post_wants_an_address(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    refused = hanh.fill("nhan", delivery="post", phone="0912 345 678")
    assert "Nhập mục “Địa chỉ nhận qua bưu điện”" in text_of(refused)
    where = {"post_address.province": "46", "post_address.commune": THUAN_HOA, "post_address.detail": "12 Lê Lợi"}
    hanh.done("nhan", {"delivery": "post", "phone": "0912 345 678", **where})
    hanh.birth()
    hanh.done("nhan", {"delivery": "post", "phone": "0912 345 678", **where})

    assert stored(hanh.sent())["subject"]["address"] == "12 Lê Lợi, Phường Thuận Hóa, Thành phố Huế"


def test_a_paper_handed_in_before_is_used_again(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    hanh.birth()
    first = stored(hanh.sent())
    hanh.begin(BIRTH)
    page = hanh.get("giay-to/giay-chung-sinh").content.decode()
    assert "Giấy bạn đã có, không phải nộp lại" in page
    paper = page.split('name="own" value="')[1][:36]
    hanh.done("giay-to/giay-chung-sinh", own=[paper])
    hanh.birth(papers=False)
    made = hanh.sent()

    assert sql.run("SELECT origin, name FROM engine_paper WHERE case_id = %s", [made]) == [
        ("reuse", "Giấy chứng sinh.pdf")
    ]
    assert stored(made)["facts"]["reused"]["papers"] == [{"component": "giay-chung-sinh", "from": first["code"]}]


def test_files_are_added_removed_and_each_is_checked_by_its_content(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    page = "giay-to/giay-chung-sinh"
    bad = hanh.client.post(hanh.at(page), {"tep": [pdf("Trang 1.pdf"), pdf("lạ.pdf", b"MZ khong phai")]})
    assert bad.status_code == 422
    assert "“lạ.pdf” không phải là PDF" in text_of(bad)
    shown = text_of(hanh.get(page))
    assert "Trang 1.pdf" in shown, "the good one of the two is kept"
    id = hanh.get(page).content.decode().split('name="_remove" value="')[1][:36]

    assert hanh.client.post(hanh.at(page), {"_remove": id}).status_code == 302
    assert "Trang 1.pdf" not in text_of(hanh.get(page))


def test_place_and_case_can_be_chosen_again_and_nothing_is_lost(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    hanh.birth()
    hanh.done("noi", {"place.province": "96", "place.commune": BAC_LIEU})

    assert stored(hanh.sent())["receiving_body"] == "pvhcc.31825"


def test_what_was_begun_is_offered_to_be_gone_on_with_and_can_be_erased(hanh: Applicant) -> None:
    id = hanh.begin(BIRTH)
    page = hanh.client.get(f"/nop/{BIRTH}")
    assert f"/nop/don/{id}" in page.content.decode()
    assert "Bạn đang khai dở" in text_of(page)

    assert hanh.client.post(hanh.at("xoa")).status_code == 302
    assert hanh.get().status_code == 404
    assert "Bạn đang khai dở" not in text_of(hanh.client.get(f"/nop/{BIRTH}"))


def test_the_declaration_can_be_read_as_pdf_before_it_is_sent(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    answer = hanh.get("in")

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def statements(captured: Any) -> list[str]:
    return [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"] and one["sql"] not in ("BEGIN", "COMMIT")]


def test_pages_and_sending_ask_the_database_little(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    hanh.birth()
    hanh.sent()  # what a process remembers is remembered now
    hanh.begin(BIRTH)
    hanh.birth()
    counted = {}
    for page in ("", "cho-ai", "phan/child_part", "giay-to", "giay-to/giay-chung-sinh", "nhan", "kiem-tra"):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert hanh.get(page).status_code == 200
        counted[page] = len(statements(captured))
    assert max(counted.values()) <= 1 + 3, counted
    page = hanh.get("kiem-tra")
    with CaptureQueriesContext(connection) as captured:
        answer = hanh.client.post(hanh.at("nop"), {**inputs_of(page), "declared": "1"})
    assert answer.status_code == 302
    assert len(statements(captured)) <= 1 + 6, statements(captured)
    with CaptureQueriesContext(connection) as captured:
        hanh.client.get(answer["Location"])
    assert len(statements(captured)) <= 1 + 3


def test_the_receipt_is_its_senders_alone(hanh: Applicant, desk: Desk) -> None:
    hanh.begin(BIRTH)
    hanh.birth()
    made = hanh.sent()

    assert Applicant(VINH).client.get(f"/cua-toi/{made}/da-nop").status_code == 404
    assert desk("lan").get(f"/cua-toi/{made}/da-nop").status_code == 302
    at_the_counter = desk("lan").receive(name=HANH.name, number=HANH.number)
    assert hanh.client.get(f"/cua-toi/{at_the_counter}/da-nop").status_code == 404


def test_a_part_that_nobody_touched_is_not_called_done_and_one_that_may_stay_empty_says_so(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    assert "Cha và mẹ chưa làm" in text_of(hanh.get())
    hanh.birth()
    hanh.done("phan/child_part", {**CHILD, "birth_proof": "abandoned"})
    assert "Cha và mẹ" not in text_of(hanh.get()), "nobody is asked for the parents of a foundling"


def test_the_telephone_of_the_form_stands_in_the_field_for_contact(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    hanh.done("phan/requester_part", relation="mother", phone="0987 654 321")

    assert inputs_of(hanh.get("nhan"))["phone"] == "0987 654 321"


def test_the_mother_who_applies_says_that_is_me_and_types_nothing_again(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    hanh.done("phan/child_part", CHILD)
    page = hanh.get("phan/parents_part")
    assert 'name="_self" value="mother"' in page.content.decode()
    pressed = hanh.client.post(hanh.at("phan/parents_part"), {**inputs_of(page), "_self": "mother"})
    assert pressed["Location"] == f"{hanh.at('phan/parents_part')}#f-mother"

    after = hanh.get("phan/parents_part")
    said = inputs_of(after)
    assert (said["mother.name"], said["mother.number"]) == (HANH.name, HANH.number)
    assert (said["mother.nationality"], said["mother.residence.commune"]) == ("Việt Nam", THUAN_HOA)
    assert 'name="_self" value="mother"' not in after.content.decode()
    assert "Đã lấy, không phải khai lại. Cơ sở dữ liệu quốc gia về dân cư" in text_of(after)
    hanh.done("phan/parents_part")


def test_only_a_person_of_the_form_can_be_oneself_and_at_a_counter_nobody_is(hanh: Applicant, desk: Desk) -> None:
    hanh.begin(BIRTH)
    for path in ("child_part", "relation", "khong_co", "x" * 5000):
        answer = hanh.client.post(hanh.at("phan/parents_part"), {"_self": path})
        assert answer.status_code == 200, path
    assert "Đây là tôi" not in text_of(hanh.get("phan/child_part")), "no database is asked about a child"
    lan = desk("lan")
    begun = lan.post("/to-khai/moi/birth", {"name": HANH.name, "number": HANH.number})
    assert "Đây là tôi" not in text_of(lan.get(f"{begun['Location']}/phan/parents_part"))
