"""What is not taken from home: another's draft, what is not done, what was switched off, sent twice, or hostile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from applicants import BIRTH, MEDIATION, THUAN_HOA, Applicant, pdf
from citizens import HANH, VINH
from django.test import Client
from filling_in import inputs_of
from officers import Officer, text_of

from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.engine import forms_places, forms_store, sql
from thongsuot.engine.forms import Field
from thongsuot.register import communes

Desk = Callable[[str], Officer]
PAGES = (
    "", "noi", "cho-ai", "phan/requester_part", "giay-to", "giay-to/giay-chung-sinh", "nhan", "kiem-tra", "in",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _forms(desk: Desk) -> Iterator[None]:
    for one in (forms_store, forms_places.COUNTRY, communes):
        one.forget()
    catalogue.publish_shipped()
    yield
    for one in (forms_store, forms_places.COUNTRY, communes):
        one.forget()


@pytest.fixture
def hanh() -> Applicant:
    return Applicant(HANH)


@pytest.fixture
def ready(hanh: Applicant) -> Applicant:
    """Hạnh has everything for a birth registration and stands before the last button."""
    hanh.begin(BIRTH)
    hanh.birth()
    return hanh


def dossiers() -> int:
    return int(sql.run("SELECT count(*) FROM engine_case WHERE subject ->> 'number' = %s", [HANH.number])[0][0])


def test_another_persons_draft_is_not_there(ready: Applicant) -> None:
    vinh = Applicant(VINH)
    for page in PAGES:
        assert vinh.client.get(ready.at(page)).status_code == 404, page
    for page in ("nop", "xoa", "moi", "cho-ai", "giay-to/giay-chung-sinh", "noi"):
        assert vinh.client.post(ready.at(page), {"tep": pdf("x.pdf"), "declared": "1"}).status_code == 404, page
    assert ready.get().status_code == 200
    assert dossiers() == 0


def test_nobody_and_an_officer_are_asked_to_sign_in_as_themselves(ready: Applicant, desk: Desk) -> None:
    for who in (Client(), desk("lan")):
        for page in PAGES:
            assert "/cong-dan/dang-nhap" in who.get(ready.at(page))["Location"], page
        assert who.get(f"/nop/{BIRTH}").status_code == 302


def test_a_draft_of_the_counter_is_no_application(hanh: Applicant) -> None:
    from thongsuot.areas.dossiers.forms.prefill import Identity
    from thongsuot.web.eform import drafts

    identity = Identity(name=HANH.name, number=HANH.number)
    draft = drafts.begin(HANH.actor, catalogue.shipped()["birth"], identity, BIRTH)
    assert hanh.client.get(f"/nop/don/{draft.id}").status_code == 404


def test_what_is_not_offered_online_says_where_to_go(hanh: Applicant) -> None:
    answer = hanh.client.get(f"/nop/{MEDIATION}?xa={THUAN_HOA}")
    text = text_of(answer)

    assert answer.status_code == 409
    assert "Thủ tục này chưa nộp trực tuyến được." in text
    assert "Nộp tại: " in text
    assert "phường Thuận Hóa" in text
    assert hanh.client.post(f"/nop/{MEDIATION}", {"place.commune": THUAN_HOA}).status_code == 409


def test_an_unknown_procedure_is_said_to_be_unknown(hanh: Applicant) -> None:
    for code in ("9.999999", "x", "1.001193" * 40, "%00", "%F0%9F%98%80"):
        assert hanh.client.get(f"/nop/{code}").status_code == 404, code


def test_what_the_centre_has_not_switched_on_is_not_begun(hanh: Applicant, settings: Any) -> None:
    settings.DEMO = False
    page = hanh.client.get(f"/nop/{BIRTH}?xa={THUAN_HOA}")
    answer = hanh.client.post(f"/nop/{BIRTH}", inputs_of(page))

    assert answer.status_code == 422
    assert "chưa bật thủ tục này" in text_of(answer)
    assert forms_store.drafts(HANH.actor) == []


def test_what_was_switched_off_meanwhile_is_not_sent_and_nothing_is_lost(ready: Applicant, settings: Any) -> None:
    settings.DEMO = False
    tasks = text_of(ready.get())
    assert "chưa bật thủ tục này" in tasks
    assert "Những gì bạn đã khai vẫn được giữ." in tasks
    answer = ready.client.post(ready.at("nop"), {"declared": "1", "_version": "1"})
    assert answer.status_code == 422
    assert dossiers() == 0

    settings.DEMO = True
    assert ready.sent()


def test_a_wanted_paper_is_brought_or_its_lack_explained(hanh: Applicant, desk: Desk) -> None:
    hanh.begin(BIRTH)
    hanh.birth(papers=False)
    refused = hanh.send()
    assert refused.status_code == 422
    assert "Tải lên “Giấy chứng sinh" in text_of(refused)
    assert f'href="{hanh.at("giay-to/giay-chung-sinh")}"' in refused.content.decode()
    silent = hanh.fill("giay-to/giay-chung-sinh", none="1", why=" ")
    assert "Ghi lý do bạn chưa có giấy này." in text_of(silent)
    assert hanh.fill("giay-to/giay-chung-sinh", none="1", why="x" * 201).status_code == 422
    assert dossiers() == 0

    hanh.done("giay-to/giay-chung-sinh", none="1", why="Bệnh viện chưa cấp")
    assert "chưa có: Bệnh viện chưa cấp" in text_of(hanh.get("giay-to"))
    made = hanh.sent()
    assert "Giấy tờ người nộp cho biết chưa có" in text_of(desk("lan").get(f"/ho-so/{made}"))
    assert "Bệnh viện chưa cấp" in text_of(desk("lan").get(f"/ho-so/{made}"))


def test_a_file_takes_the_place_of_the_reason_why_there_was_none(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    hanh.done("giay-to/giay-chung-sinh", none="1", why="Bệnh viện chưa cấp")
    hanh.done("giay-to/giay-chung-sinh", none="1", why="Bệnh viện chưa cấp", tep=pdf("Giấy chứng sinh.pdf"))

    text = text_of(hanh.get("giay-to"))
    assert "đã có 1 tệp" in text
    assert "Bệnh viện chưa cấp" not in text


def test_an_unfinished_part_is_named_with_the_way_to_it(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    hanh.done("cho-ai", acting="own")
    page = hanh.get("kiem-tra")
    assert "Nhập mục “Nơi sinh”." in text_of(page)
    assert f"{hanh.at('phan/child_part')}#f-birth_place" in page.content.decode()
    assert "Nộp hồ sơ" not in text_of(page)

    assert hanh.send().status_code == 422
    assert dossiers() == 0


def test_without_the_declaration_it_is_not_sent(ready: Applicant) -> None:
    answer = ready.send(declared="")
    assert answer.status_code == 422
    assert "Đọc lời cam đoan" in text_of(answer)
    assert dossiers() == 0


def test_pressed_twice_it_is_one_dossier(ready: Applicant) -> None:
    page = inputs_of(ready.get("kiem-tra"))
    first, second = (ready.client.post(ready.at("nop"), {**page, "declared": "1"}) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert dossiers() == 1
    for page_of in PAGES[:-1]:
        assert ready.get(page_of)["Location"] == first["Location"], page_of


def test_an_answer_that_was_lost_on_the_way_is_asked_for_again_and_makes_no_second_dossier(ready: Applicant) -> None:
    first = ready.sent()
    # The server ended between the dossier and the draft's mark.
    sql.run("UPDATE engine_form_draft SET about = about - 'sent' WHERE id = %s", [ready.id])

    assert ready.sent() == first
    assert dossiers() == 1

    sql.run("UPDATE engine_form_draft SET about = about - 'sent' WHERE id = %s", [ready.id])
    ready.done("nhan", delivery="online", phone="0987 654 321")
    changed = ready.send()
    assert changed.status_code == 422
    assert "đã được nộp trước đó" in text_of(changed)
    assert dossiers() == 1


def test_the_draft_goes_within_the_hour_and_is_then_said_to_be_gone(ready: Applicant) -> None:
    ready.sent()
    gone = "SELECT erase_at < now() + interval '61 minutes' FROM engine_form_draft WHERE id = %s"
    assert sql.run(gone, [ready.id])[0][0]
    sql.run("UPDATE engine_form_draft SET erase_at = now() - interval '1 minute' WHERE id = %s", [ready.id])

    answer = ready.client.post(ready.at("nop"), {"declared": "1"})
    assert answer.status_code == 404
    assert "đã nộp, đã xóa, hết hạn lưu" in text_of(answer)


def test_what_another_window_changed_is_looked_at_again_before_it_is_sent(ready: Applicant) -> None:
    seen = inputs_of(ready.get("kiem-tra"))
    ready.done("nhan", delivery="counter", phone="0912 345 678")
    answer = ready.client.post(ready.at("nop"), {**seen, "declared": "1"})

    assert answer.status_code == 422
    assert "vừa được sửa ở một cửa sổ khác" in text_of(answer)
    assert "Bản giấy, đến lấy tại nơi tiếp nhận" in text_of(answer)
    assert dossiers() == 0
    assert ready.sent()


def test_a_newer_form_is_gone_over_to_with_every_answer_that_it_still_asks_for(ready: Applicant) -> None:
    old = catalogue.shipped()["birth"]
    extra = Field.model_validate({"key": "hospital_note", "label": "Ghi chú của bệnh viện", "kind": "text"})
    sections = [
        one.model_copy(update={"fields": (*one.fields, extra)}) if one.key == "extract_part" else one
        for one in old.sections
    ]
    rest = old.model_dump(exclude={"sections", "version"}, by_alias=True)
    newer = type(old).model_validate({**rest, "version": 2, "sections": sections})
    forms_store.publish(newer, valid_from=date(2026, 1, 1), by=None)

    assert "vừa có bản mới" in text_of(ready.get())
    refused = ready.send()
    assert refused.status_code == 422
    assert "Tờ khai đã có bản mới" in text_of(refused)
    assert ready.client.post(ready.at("moi")).status_code == 302
    tasks = text_of(ready.get())
    assert "Bản sao Giấy khai sinh còn 1 mục" in tasks
    assert inputs_of(ready.get("phan/child_part"))["child.name"] == "Trần Minh An"
    ready.done("phan/extract_part", copies_wanted="no", hospital_note="Không")
    assert ready.sent()


def test_an_unknown_case_or_place_is_asked_for_again(hanh: Applicant) -> None:
    death = "1.000656"
    page = inputs_of(hanh.client.get(f"/nop/{death}?xa={THUAN_HOA}&th=khong-co"))
    for case in ("", "khong-co", "x" * 5000, "\x00"):
        answer = hanh.client.post(f"/nop/{death}", {**page, "case": case})
        assert answer.status_code == 422, case
        assert "Chọn trường hợp của bạn." in text_of(answer)
    for commune in ("", "99999", "46", "x" * 5000, "\x00", "１９７８９"):
        answer = hanh.client.post(f"/nop/{death}", {**page, "case": "dung-han", "place.commune": commune})
        assert answer.status_code == 422, commune
    assert forms_store.drafts(HANH.actor) == []


HOSTILE = ["\x00", "x" * 20_000, "9" * 400, "<script>alert(1)</script>", "' OR 1=1 --", "🙂" * 300, "\ud800"]


@pytest.mark.parametrize("value", HOSTILE[:-1])
@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("noi", ("place.commune", "place.province", "place.find", "case", "competence", "_find", "_look")),
        ("cho-ai", ("acting", "person.name", "_take", "_ask", "_add", "_remove")),
        ("nhan", ("delivery", "phone", "email", "post_address.commune", "_take")),
        ("phan/child_part", ("child.name", "child.birth", "birth_place.commune", "_shown", "_take")),
        ("giay-to/giay-chung-sinh", ("why", "none", "again", "tep-id", "_remove")),
        ("nop", ("_version", "declared", "_key")),
    ],
)
def test_hostile_values_get_a_sentence_and_no_failed_page(
    ready: Applicant, page: str, names: tuple[str, ...], value: str
) -> None:
    for name in names:
        answer = ready.client.post(ready.at(page), {name: value, "declared": "1", "_version": "x"} | {name: value})
        assert answer.status_code in (200, 302, 404, 409, 422), (name, answer.status_code)
        assert "<script>alert" not in answer.content.decode()
    assert ready.get().status_code == 200
    assert dossiers() == 0


def test_a_component_or_a_section_that_is_none_is_not_there(ready: Applicant) -> None:
    for page in ("giay-to/khong-co", "giay-to/giay-to-tuy-than", "phan/khong_co", "phan/for_whom", "so-luong"):
        assert ready.get(page).status_code == 404, page
    assert ready.client.post(ready.at("giay-to/khong-co"), {"tep": pdf("x.pdf")}).status_code == 404


def test_an_upload_of_somebody_else_is_not_taken(ready: Applicant) -> None:
    from thongsuot.engine import uploads

    theirs = uploads.begin(VINH.actor, "Của Vinh.pdf", 12, b"%PDF-1.4 abc")
    for id in (theirs.id, uuid4(), "x"):
        answer = ready.client.post(ready.at("giay-to/giay-chung-sinh"), {"tep-id": str(id)})
        assert answer.status_code == 422
        assert "Không tìm thấy tệp đang gửi" in text_of(answer)
    mine = uploads.begin(HANH.actor, "Của Hạnh.pdf", 12, b"%PDF-1.4 xyz")
    assert ready.client.post(ready.at("giay-to/giay-chung-sinh"), {"tep-id": str(mine.id)}).status_code == 302
    assert "Của Hạnh.pdf" in text_of(ready.get("giay-to/giay-chung-sinh"))
