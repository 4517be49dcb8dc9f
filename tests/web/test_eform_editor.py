"""The editor of forms: administrators alone, a change is a new version, what is unknown is an error at its place."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from officers import Officer, text_of

from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.engine import forms_places, forms_store

Desk = Callable[[str], Officer]
EDIT = "/bieu-mau/birth/sua"


@pytest.fixture(autouse=True)
def _forms(_peopled: None, db: None) -> Iterator[None]:
    forms_store.forget()
    forms_places.COUNTRY.forget()
    catalogue.publish_shipped()
    yield
    forms_store.forget()


@pytest.fixture
def admin(desk: Desk) -> Officer:
    return desk("quantri")


def text_in(page: Any) -> str:
    found = re.search(r"<textarea [^>]*>\n(.*?)</textarea>", page.content.decode(), re.DOTALL)
    assert found
    return html.unescape(found[1])


def test_only_administrators_come_in(desk: Desk, admin: Officer) -> None:
    assert admin.get("/bieu-mau").status_code == 200
    for address in ("/bieu-mau", "/bieu-mau/birth", EDIT):
        assert desk("lan").get(address).status_code == 403
        assert Officer().get(address).status_code == 302
    assert desk("lan").post(EDIT, {"text": "x", "_publish": "1"}).status_code == 403


def test_the_list_and_a_version_show_who_published_and_the_definition(admin: Officer) -> None:
    listed = text_of(admin.get("/bieu-mau"))
    assert "Tờ khai đăng ký khai sinh" in listed
    assert "đi kèm phần mềm" in listed
    assert "chưa xác minh" in listed

    shown = text_of(admin.get("/bieu-mau/birth"))
    assert "key: birth" in shown
    assert forms_store.versions("birth")[0].digest in shown
    assert admin.get("/bieu-mau/ghost").status_code == 404


def test_a_change_is_shown_previewed_and_published_as_a_new_version(admin: Officer) -> None:
    text = text_in(admin.get(EDIT)).replace("label: Cơ sở y tế nơi sinh", "label: Tên cơ sở y tế nơi sinh")
    checked = admin.post(EDIT, {"text": text, "since": "01/12/2026"})
    shown = text_of(checked)
    assert checked.status_code == 200
    assert "Công bố sẽ thành phiên bản 2" in shown
    assert "Trường birth_facility › label sửa Cơ sở y tế nơi sinh Tên cơ sở y tế nơi sinh" in shown
    assert "Tên cơ sở y tế nơi sinh" in shown

    answer = admin.post(EDIT, {"text": text, "since": "01/12/2026", "note": "Gọi đúng tên", "_publish": "1"})

    assert answer.status_code == 302, text_of(answer)
    first, second = forms_store.versions("birth")
    assert (second.form.version, second.valid_from, second.note) == (2, date(2026, 12, 1), "Gọi đúng tên")
    assert second.person_name
    assert first.form.fields["birth_facility"].label == "Cơ sở y tế nơi sinh"
    assert "Gọi đúng tên" in text_of(admin.get("/bieu-mau/birth"))
    assert catalogue.publish_shipped() == [], "the officers' version stands before the file"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("kind: phone", "kind: telepathy", "fields[1] phone › kind"),
        ("op: equals", "op: resembles", "phép “resembles” không có"),
        ("field: birth_proof", "field: ghost", "không có trường “ghost”"),
        ("of: population.person", "of: population.salary", "không có nguồn “port:population.salary”"),
        ("result: birth_certificate", "result: medal", "không có văn bản kết quả “medal”"),
        ("key: birth\n", "key: born\n", "khóa của biểu mẫu không đổi được"),
        ("key: birth\n", "key: birth\nkey: birth\n", "ghi hai lần"),
        ("key: birth\n", "key: birth\nscript: x\n", "script: mục này không có"),
    ],
)
def test_what_is_unknown_is_an_error_with_its_place_and_nothing_is_published(
    admin: Officer, old: str, new: str, place: str
) -> None:
    text = text_in(admin.get(EDIT)).replace(old, new, 1)
    answer = admin.post(EDIT, {"text": text, "since": "01/12/2026", "_publish": "1"})

    assert answer.status_code == 422
    assert place in html.unescape(text_of(answer))
    assert text_in(answer).strip() == text.strip(), "what was typed stays"
    assert len(forms_store.versions("birth")) == 1


def test_a_day_that_is_none_and_a_procedure_that_has_a_form_are_refused(admin: Officer) -> None:
    text = text_in(admin.get(EDIT))
    assert admin.post(EDIT, {"text": text, "since": "hôm nay", "_publish": "1"}).status_code == 422

    taken = text_in(admin.get("/bieu-mau/moi/sua")).replace("procedures: []", 'procedures: ["1.001193"]')
    answer = admin.post("/bieu-mau/moi/sua", {"text": taken, "since": "01/12/2026", "_publish": "1"})
    assert answer.status_code == 422
    assert "thủ tục 1.001193 đã có biểu mẫu birth" in text_of(answer)


def test_a_new_form_begins_from_an_example_and_is_used_at_once(admin: Officer, desk: Desk) -> None:
    text = text_in(admin.get("/bieu-mau/moi/sua")).replace("key: ten-bieu-mau", "key: don-khac")
    sent = {"text": text, "since": "01/01/2026", "_publish": "1", "note": "Đã dùng bản giấy từ đầu năm"}
    answer = admin.post("/bieu-mau/moi/sua", sent)

    assert answer["Location"] == "/bieu-mau/don-khac"
    assert desk("lan").get("/to-khai/moi/don-khac").status_code == 200
    again = admin.post("/bieu-mau/moi/sua", sent)
    assert "khóa này đã có biểu mẫu" in text_of(again)


def changed_birth(admin: Officer, label: str) -> str:
    return text_in(admin.get(EDIT)).replace("label: Cơ sở y tế nơi sinh", f"label: {label}")


def test_a_past_day_is_published_only_with_its_reason_said_beside_the_field(admin: Officer) -> None:
    text = changed_birth(admin, "Tên cơ sở y tế")
    sent = {"text": text, "since": "01/10/2026", "_publish": "1"}

    refused = admin.post(EDIT, sent)

    assert refused.status_code == 422
    assert 'href="#f-note"' in refused.content.decode()
    assert "Ngày có hiệu lực đã qua. Ghi rõ lý do" in text_of(refused)
    assert 'value="01/10/2026"' in refused.content.decode(), "what was typed stays"
    assert text_in(refused).strip() == text.strip()
    assert len(forms_store.versions("birth")) == 1

    assert admin.post(EDIT, {**sent, "note": "Thông tư áp dụng từ 01/10"}).status_code == 302
    assert forms_store.versions("birth")[1].note == "Thông tư áp dụng từ 01/10"
    assert "Thông tư áp dụng từ 01/10" in text_of(admin.get("/bieu-mau/birth"))


def test_no_version_begins_before_the_newest_one(admin: Officer) -> None:
    first = {"text": changed_birth(admin, "Tên cơ sở y tế"), "since": "01/12/2199", "_publish": "1"}
    assert admin.post(EDIT, first).status_code == 302
    text = text_in(admin.get(EDIT)).replace("label: Tên cơ sở y tế", "label: Nơi sinh")

    refused = admin.post(EDIT, {"text": text, "since": "30/11/2199", "note": "Sớm hơn", "_publish": "1"})

    assert refused.status_code == 422
    assert "Phiên bản trước có hiệu lực từ 01/12/2199" in text_of(refused)
    assert "Không trước 01/12/2199" in text_of(refused)
    assert len(forms_store.versions("birth")) == 2
    assert admin.post(EDIT, {"text": text, "since": "01/12/2199", "_publish": "1"}).status_code == 302
