"""Filling in a form at the desk without a script: begin with what is known, one section a page, check, print."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from officers import Officer, text_of

import scanned
from thongsuot.areas.dossiers.forms import catalogue, sources
from thongsuot.engine import forms_places, forms_store, sql
from thongsuot.engine.actor import Actor
from thongsuot.ports.twin import Mood
from thongsuot.register.sessions import CITIZEN, SessionStore
from thongsuot.web.eform import drafts, filling

DRAFT = re.compile(r"/to-khai/([0-9a-f-]{36})")
LAN_NUMBER = "046194000123"
Desk = Callable[[str], Officer]


@pytest.fixture(autouse=True)
def _forms(_peopled: None, db: None) -> Iterator[None]:
    forms_store.forget()
    forms_places.COUNTRY.forget()
    catalogue.publish_shipped()
    yield
    forms_store.forget()
    forms_places.COUNTRY.forget()


@pytest.fixture
def lan(desk: Desk) -> Officer:
    return desk("lan")


def begin(who: Officer, key: str, number: str = LAN_NUMBER, **more: str) -> UUID:
    answer = who.post(f"/to-khai/moi/{key}", {"name": "Nguyễn Thị Lan", "number": number, **more})
    assert answer.status_code == 302, text_of(answer)
    found = DRAFT.search(answer["Location"])
    assert found
    return UUID(found[1])


def shown_of(answer: Any) -> str:
    found = re.search(r'name="_shown" value="([^"]*)"', answer.content.decode())
    assert found
    return found[1]


def send(who: Officer, id: UUID, section: str, **typed: Any) -> Any:
    """Open a section and send it with what is typed over what stands in it."""
    address = f"/to-khai/{id}/phan/{section}"
    page = who.get(address)
    assert page.status_code == 200, text_of(page)
    return who.post(address, {**inputs_of(page), **{key.replace("__", "."): value for key, value in typed.items()}})


def inputs_of(page: Any) -> dict[str, Any]:
    """What a browser would send of a page's form, buttons aside."""
    html = page.content.decode().split("<main", 1)[1]
    found: dict[str, Any] = dict(re.findall(r'<input class="input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', html))
    found |= dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    found |= dict(re.findall(r'type="radio"[^>]*? name="([^"]+)" value="([^"]*)" checked', html))
    for name, options in re.findall(r'<select [^>]*?name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found |= dict(re.findall(r'<textarea [^>]*?name="([^"]+)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL))
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_the_forms_are_listed_and_only_for_who_is_signed_in(lan: Officer) -> None:
    assert "Tờ khai đăng ký khai sinh" in text_of(lan.get("/to-khai"))
    assert Officer().get("/to-khai").status_code == 302
    assert "không có" in text_of(lan.get("/to-khai/moi/ghost")).lower()


def test_a_form_begins_with_what_is_known_and_says_from_where(lan: Officer) -> None:
    id = begin(lan, "marital-status")
    page = lan.get(f"/to-khai/{id}/phan/person_part")
    text = text_of(page)

    assert "Cơ sở dữ liệu quốc gia về dân cư" in text
    assert "hệ thống minh họa, dữ liệu hư cấu" in text
    assert inputs_of(page)["person.number"] == LAN_NUMBER
    assert "Đã có sẵn" in text_of(lan.get(f"/to-khai/{id}"))


def test_a_number_that_is_none_is_told_before_anything_is_begun(lan: Officer) -> None:
    answer = lan.post("/to-khai/moi/birth", {"name": "", "number": "123"})

    assert answer.status_code == 422
    assert "Nhập họ tên" in text_of(answer)
    assert "12 chữ số" in text_of(answer)
    assert 'value="123"' in answer.content.decode()


def test_faults_lead_to_their_fields_and_what_was_typed_stays(lan: Officer) -> None:
    id = begin(lan, "birth", number="")
    answer = send(lan, id, "requester_part", requester__name="", requester__birth="31/2/1990", phone="12")
    html = answer.content.decode()

    assert answer.status_code == 422
    for name in ("requester.name", "requester.birth", "requester.residence", "phone", "relation"):
        assert f'href="#f-{name}"' in html, name
        assert f'id="f-{name}"' in html, name
    assert 'value="31/2/1990"' in html
    assert inputs_of(lan.get(f"/to-khai/{id}/phan/requester_part"))["requester.birth"] == "31/2/1990", "kept"


def test_an_answer_brings_the_questions_that_depend_on_it(lan: Officer) -> None:
    id = begin(lan, "birth")
    assert "Số Giấy chứng sinh" not in text_of(lan.get(f"/to-khai/{id}/phan/child_part"))

    answer = send(lan, id, "child_part", birth_proof="certificate")

    assert answer.status_code == 200
    assert "có thêm câu hỏi" in text_of(answer)
    assert "birth_proof_number" in shown_of(answer)


def test_a_commune_is_chosen_after_its_province_and_found_by_its_old_name(lan: Officer) -> None:
    id = begin(lan, "birth", number="")
    looked = send(lan, id, "child_part", birth_place__province="46", _look="birth_place")
    assert "Phường Thuận Hóa" in text_of(looked)
    assert "Phường Ba Đình" not in text_of(looked)

    found = send(lan, id, "child_part", birth_place__find="Phường Vĩnh Ninh, Huế", _find="birth_place")
    chosen = inputs_of(found)["birth_place.commune"]
    assert found.status_code == 200
    assert chosen or "Phường Thuận Hóa" in text_of(found)
    missed = send(lan, id, "child_part", birth_place__find="Xã Không Có Ở Đâu", _find="birth_place")
    assert "Không có xã, phường nào tên như vậy" in text_of(missed)


def test_rows_are_added_and_removed_by_buttons_that_send_the_form(lan: Officer) -> None:
    id = begin(lan, "certified-copies")
    added = send(lan, id, "originals", originals__0__original_name="Bằng đại học", _add="originals")
    assert inputs_of(added)["originals._rows"] == "2"
    assert inputs_of(added)["originals.0.original_name"] == "Bằng đại học"

    removed = lan.post(f"/to-khai/{id}/phan/originals", {**inputs_of(added), "_remove": "originals:0"})
    assert inputs_of(removed)["originals._rows"] == "1"
    assert inputs_of(removed)["originals.0.original_name"] == ""


def _fill_copies(who: Officer) -> UUID:
    id = begin(who, "certified-copies")
    assert send(who, id, "requester_part", electronic="no").status_code == 302
    row = {"original_name": "Bằng đại học", "original_language": "vietnamese", "pages": "1", "copies_each": "3"}
    typed = {f"originals__0__{key}": value for key, value in row.items()}
    assert send(who, id, "originals", **typed).status_code == 302
    return id


def test_lan_fills_a_form_checks_it_prints_it_and_goes_to_the_counter(lan: Officer) -> None:
    id = _fill_copies(lan)
    wrong = send(lan, id, "total_part", copies_total="4")
    assert "phải bằng tổng số bản" in text_of(wrong)
    assert "phải bằng tổng số bản" in text_of(lan.get(f"/to-khai/{id}/kiem-tra"))
    right = send(lan, id, "total_part", copies_total="3")

    assert right["Location"] == f"/to-khai/{id}/kiem-tra"
    checked = lan.get(right["Location"])
    assert "Bằng đại học" in text_of(checked)
    assert f"/tiep-nhan/2.000815?ban-khai={id}" in checked.content.decode()
    pdf = lan.get(f"/to-khai/{id}/in")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in pdf["Cache-Control"]


def test_the_whole_form_stands_on_one_page_for_the_counter(lan: Officer) -> None:
    id = begin(lan, "certified-copies")
    page = lan.get(f"/to-khai/{id}/toan-bo")
    typed = {
        "electronic": "no", "originals.0.original_name": "Bảng điểm", "originals.0.original_language": "vietnamese",
        "originals.0.pages": "2", "originals.0.copies_each": "2", "copies_total": "2",
    }  # fmt: skip
    answer = lan.post(f"/to-khai/{id}/toan-bo", {**inputs_of(page), **typed})

    assert answer.status_code == 302, text_of(answer)
    assert "Cần khai nốt" not in text_of(lan.get(answer["Location"]))


def test_a_draft_is_its_owners_alone(lan: Officer, desk: Desk) -> None:
    id = _fill_copies(lan)
    hoa = desk("hoa")

    for address in ("", "/phan/originals", "/toan-bo", "/kiem-tra", "/in"):
        assert hoa.get(f"/to-khai/{id}{address}").status_code == 404, address
    assert hoa.post(f"/to-khai/{id}/xoa").status_code == 404
    assert "Bằng đại học" not in text_of(hoa.get("/to-khai"))
    assert lan.get(f"/to-khai/{id}").status_code == 200
    assert lan.post(f"/to-khai/{id}/xoa").status_code == 302
    assert lan.get(f"/to-khai/{id}").status_code == 404


def test_what_a_source_says_otherwise_stands_beside_and_is_taken_only_by_its_button(lan: Officer) -> None:
    id = begin(lan, "marital-status")
    changed = send(lan, id, "person_part", person__name="Nguyễn Thị Lan Anh", status="never")
    page = lan.get(f"/to-khai/{id}/phan/person_part")
    assert "Khác với điều đã khai" in text_of(page), text_of(changed)
    assert inputs_of(page)["person.name"] == "Nguyễn Thị Lan Anh", "the person's own value stands"

    take = re.search(r'name="_take" value="(person\|port:[^"]+)"', page.content.decode())
    assert take
    send(lan, id, "person_part", _take=take[1])
    after = inputs_of(lan.get(f"/to-khai/{id}/phan/person_part"))
    assert after["person.name"] != "Nguyễn Thị Lan Anh"


def test_a_source_that_is_down_is_named_and_its_questions_stay_asked(lan: Officer) -> None:
    id = begin(lan, "marital-status", number="046194000199")
    text = text_of(lan.get(f"/to-khai/{id}"))

    assert "Cơ sở dữ liệu quốc gia về dân cư: không kết nối được; các mục vẫn phải khai." in text
    assert inputs_of(lan.get(f"/to-khai/{id}/phan/person_part"))["person.ethnicity"] == ""


def test_a_slow_source_does_not_hold_the_page(lan: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = sources.PORTS.population.twin  # type: ignore[attr-defined]
    monkeypatch.setitem(slow.moods, "23", Mood(delay=3))
    monkeypatch.setattr("thongsuot.areas.dossiers.forms.prefill.find.__kwdefaults__", {
        **__import__("thongsuot.areas.dossiers.forms.prefill", fromlist=["find"]).find.__kwdefaults__, "timeout": 0.05,
    })  # fmt: skip
    id = begin(lan, "marital-status")

    assert "chưa trả lời kịp" in text_of(lan.get(f"/to-khai/{id}"))


def test_the_other_parent_is_looked_up_by_their_own_number(lan: Officer) -> None:
    id = begin(lan, "birth", number="")
    send(lan, id, "child_part", birth_proof="pledge")
    asked = send(lan, id, "parents_part", mother__number=LAN_NUMBER, _ask="mother")

    assert "Cơ sở dữ liệu quốc gia về dân cư" in text_of(asked)
    assert "Lấy theo nguồn này" in text_of(asked)


CERTIFY = "2.000815"
RECEIVED = re.compile(r"/ho-so/([0-9a-f-]{36})")


def _ready(who: Officer) -> UUID:
    id = _fill_copies(who)
    assert send(who, id, "total_part", copies_total="3").status_code == 302
    return id


def _receive(who: Officer, id: UUID, **changed: str) -> Any:
    page = who.get(f"/tiep-nhan/{CERTIFY}?ban-khai={id}")
    assert page.status_code == 200, text_of(page)
    return who.post(f"/tiep-nhan/{CERTIFY}", {**inputs_of(page), "_receive": "receive", **changed})


def test_a_filled_form_is_received_at_the_counter_with_its_answers(lan: Officer) -> None:
    id = _ready(lan)
    page = lan.get(f"/tiep-nhan/{CERTIFY}?ban-khai={id}")
    assert "Nhận kèm tờ khai điện tử: Phiếu yêu cầu chứng thực" in text_of(page)
    assert inputs_of(page)["name"] == "Nguyễn Thị Lan"
    assert inputs_of(page)["number"] == LAN_NUMBER

    answer = _receive(lan, id)
    assert answer.status_code == 302, text_of(answer)
    found = RECEIVED.search(answer["Location"])
    assert found
    case = sql.run("SELECT subject, facts FROM engine_case WHERE id = %s", [found[1]])[0]
    subject, facts = (json.loads(one) if isinstance(one, str) else one for one in case)
    assert subject["form"]["originals"][0]["original_name"] == "Bằng đại học"
    assert facts["form"]["pin"] == "certified-copies@1"
    assert facts["reused"]["fields"]
    declaration = lan.get(f"/ho-so/{found[1]}/mau/declaration/1")
    assert declaration.content[:5] == b"%PDF-"


def test_a_request_sent_twice_makes_one_dossier_and_the_draft_goes_soon(lan: Officer) -> None:
    id = _ready(lan)
    page = lan.get(f"/tiep-nhan/{CERTIFY}?ban-khai={id}")
    sent = {**inputs_of(page), "_receive": "receive"}

    first, second = (lan.post(f"/tiep-nhan/{CERTIFY}", sent)["Location"] for _ in range(2))

    assert first == second
    assert sql.run("SELECT erase_at < now() + interval '61 minutes' FROM engine_form_draft WHERE id = %s", [id])[0][0]


def test_a_form_that_is_not_ready_or_not_ones_own_or_of_another_procedure_is_not_received(
    lan: Officer, desk: Desk
) -> None:
    begun = begin(lan, "certified-copies")
    assert lan.get(f"/tiep-nhan/{CERTIFY}?ban-khai={begun}").status_code == 409
    ready = _ready(lan)
    assert lan.get(f"/tiep-nhan/1.001193?ban-khai={ready}").status_code == 409
    assert desk("hoa").get(f"/tiep-nhan/{CERTIFY}?ban-khai={ready}").status_code == 404
    assert "Khai tờ khai điện tử" in text_of(lan.get(f"/tiep-nhan/{CERTIFY}"))


def test_a_paper_handed_in_once_is_used_again_and_counted(lan: Officer) -> None:
    scan = SimpleUploadedFile("Căn cước.pdf", scanned.sound())
    page = lan.get(f"/tiep-nhan/{CERTIFY}?ban-khai={_ready(lan)}")
    component = re.search(r'name="tep-([^"]+)"', page.content.decode())
    assert component
    first = lan.post(f"/tiep-nhan/{CERTIFY}", {**inputs_of(page), f"tep-{component[1]}": scan, "_receive": "receive"})
    assert first.status_code == 302, text_of(first)

    id = _ready(lan)
    tasks = lan.get(f"/to-khai/{id}")
    digest = re.search(r'name="giay-to" value="([0-9a-f]{64})"', tasks.content.decode())
    assert digest, text_of(tasks)
    lan.post(f"/to-khai/{id}/giay-to", {"giay-to": [digest[1], "f" * 64]})
    answer = _receive(lan, id)
    found = RECEIVED.search(answer["Location"])
    assert found
    papers = sql.run("SELECT origin, name FROM engine_paper WHERE case_id = %s", [found[1]])
    assert papers == [("reuse", "Căn cước.pdf")]
    facts = sql.run("SELECT facts ->> 'reused' FROM engine_case WHERE id = %s", [found[1]])[0][0]
    (one,) = json.loads(facts)["papers"]
    assert one["component"] == component[1]
    assert one["from"]


def test_a_citizens_draft_is_about_themselves_and_the_desks_door_stays_closed_to_them(lan: Officer) -> None:
    hung = Officer()
    session = SessionStore()
    session[CITIZEN] = ["046090004567", "Trần Văn Hùng"]
    session.save()
    hung.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    assert hung.get("/to-khai").status_code == 302, "the portal has a door of its own"

    citizen = Actor(None, "Trần Văn Hùng", citizen="046090004567")
    request = HttpRequest()
    request.POST = QueryDict(f"name=Nguyễn Thị Lan&number={LAN_NUMBER}")  # type: ignore[assignment]
    identity, faults = filling.applicant(request, citizen)
    assert (identity.name, identity.number, faults) == ("Trần Văn Hùng", "046090004567", [])

    draft = drafts.begin(citizen, catalogue.shipped()["birth"], identity, "1.001193")
    assert drafts.load(citizen, draft.id).values["requester"]["number"] == "046090004567"
    assert lan.get(f"/to-khai/{draft.id}").status_code == 404
