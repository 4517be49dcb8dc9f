"""Correcting an applicant's details at the desk: the fields of intake, old values kept, refused as intake refuses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from officers import hidden_of, text_of

from thongsuot.areas.dossiers import correcting
from thongsuot.engine import sql, writing
from thongsuot.engine.errors import NeedsNotMet

Desk = Any
AS_RECEIVED = {
    "kind": "citizen",
    "name": "Trần Văn Hùng",
    "number": "046190012345",
    "phone": "0912 345 678",
    "address": "Số 5 đường Lê Lợi",
    "email": "",
    "representative": "",
}


def subject(case: UUID) -> dict[str, Any]:
    found = writing.find(case)
    assert found is not None
    return dict(found.subject)


def correct(officer: Any, case: UUID, **changed: str) -> Any:
    where = f"/ho-so/{case}/nguoi-nop"
    return send(officer, officer.get(where), case, **changed)


def send(officer: Any, page: Any, case: UUID, **changed: str) -> Any:
    return officer.post(f"/ho-so/{case}/nguoi-nop", {**AS_RECEIVED, **hidden_of(page), **changed})


def test_the_page_is_reached_from_the_dossier_and_shows_what_it_says_now(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()

    assert f'href="/ho-so/{case}/nguoi-nop"' in lan.get(f"/ho-so/{case}").content.decode()
    page = lan.get(f"/ho-so/{case}/nguoi-nop").content.decode()

    for value in ("Trần Văn Hùng", "046190012345", "0912 345 678", "Số 5 đường Lê Lợi"):
        assert f'value="{value}"' in page


def test_lan_corrects_name_and_phone_and_the_story_shows_old_and_new(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()

    answer = correct(lan, case, name="Trần  Văn Hưng", phone="0987654321", address="")

    assert answer.status_code == 302, text_of(answer)
    assert subject(case)["name"] == "Trần Văn Hưng"
    assert sql.run("SELECT subject_name, length FROM engine_case WHERE id = %s", [case]) == [("Trần Văn Hưng", 2)]
    story = text_of(lan.get(f"/ho-so/{case}"))
    assert "Sửa thông tin người nộp" in story
    assert "Họ tên, tên tổ chức: Trần Văn Hùng → Trần Văn Hưng" in story
    assert "Số điện thoại: 0912 345 678 → 0987 654 321" in story
    assert "Địa chỉ: Số 5 đường Lê Lợi → để trống" in story
    assert "Số định danh, mã số thuế:" not in story


def test_a_second_correction_tells_the_value_that_the_first_one_brought(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    correct(lan, case, phone="0987654321")
    correct(lan, case, phone="0909 090 909")

    story = text_of(lan.get(f"/ho-so/{case}"))

    assert "Số điện thoại: 0987 654 321 → 0909 090 909" in story
    assert "Số điện thoại: 0912 345 678 → 0987 654 321" in story


def test_what_intake_refuses_is_refused_here_and_nothing_typed_is_lost(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()

    answer = correct(lan, case, name=" ", number="12", phone="số của vợ")

    said = text_of(answer)
    assert answer.status_code == 422
    for fault in ("Nhập họ tên người nộp", "12 chữ số", "Số điện thoại chưa đúng"):
        assert fault in said
    assert 'value="số của vợ"' in answer.content.decode()
    assert subject(case)["number"] == "046190012345"


@pytest.mark.parametrize("changed", [{"name": "x" * 5000}, {"name": "Hùng\x00"}, {"kind": "robot"}, {"kind": ""}])
def test_hostile_values_get_a_sentence(desk: Desk, changed: dict[str, str]) -> None:
    lan = desk("lan")
    case = lan.receive()

    assert correct(lan, case, **changed).status_code == 422
    assert subject(case)["name"] == "Trần Văn Hùng"


def test_nothing_changed_is_said_and_not_recorded(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()

    answer = correct(lan, case)

    assert answer.status_code == 409
    assert "Không có gì thay đổi" in text_of(answer)
    assert sql.run("SELECT length FROM engine_case WHERE id = %s", [case]) == [(1,)]


def test_who_was_faster_is_told_and_the_correction_can_be_sent_again(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    page = lan.get(f"/ho-so/{case}/nguoi-nop")
    lan.make(case, "hand_over")

    answer = send(lan, page, case, phone="0987654321")

    assert answer.status_code == 409
    assert "Chuyển xử lý" in text_of(answer)
    assert 'value="0987654321"' in answer.content.decode()
    assert hidden_of(answer)["_version"] == "2"
    assert send(lan, answer, case, phone="0987654321").status_code == 302


def test_the_same_form_sent_twice_corrects_once(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    page = lan.get(f"/ho-so/{case}/nguoi-nop")

    for _ in range(2):
        assert send(lan, page, case, phone="0987654321").status_code == 302

    assert sql.run("SELECT length FROM engine_case WHERE id = %s", [case]) == [(2,)]


def test_hoa_finds_nothing_and_who_oversees_sees_that_it_was_corrected_but_no_value(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    correct(lan, case, phone="0987654321")

    assert desk("hoa").get(f"/ho-so/{case}/nguoi-nop").status_code == 404
    overseer = desk("kiemsoat")
    assert overseer.get(f"/ho-so/{case}/nguoi-nop").status_code == 403
    story = text_of(overseer.get(f"/ho-so/{case}"))
    assert "Sửa thông tin người nộp Số điện thoại" in story
    assert "0987" not in story
    assert "0912" not in story


def test_a_closed_dossier_is_not_corrected(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.make(case, "withdraw", request="Ông Hùng xin rút")

    assert lan.get(f"/ho-so/{case}/nguoi-nop").status_code == 403
    assert f"/ho-so/{case}/nguoi-nop" not in lan.get(f"/ho-so/{case}").content.decode()


def test_of_a_dossier_sent_online_the_confirmed_identity_stays(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    sql.run('UPDATE engine_case SET facts = facts || \'{"channel": "online"}\' WHERE id = %s RETURNING 1', [case])

    page = lan.get(f"/ho-so/{case}/nguoi-nop")
    assert 'name="number"' not in page.content.decode()
    assert "đã được xác thực" in text_of(page)

    answer = correct(lan, case, name="Kẻ khác", number="046190099999", phone="0987654321")

    assert answer.status_code == 302
    assert (subject(case)["name"], subject(case)["number"]) == ("Trần Văn Hùng", "046190012345")
    assert subject(case)["phone"] == "0987 654 321"


def test_values_are_what_intake_would_keep_an_emptied_one_empty_and_faults_come_together(desk: Desk) -> None:
    case = writing.find(desk("lan").receive())
    assert case is not None
    kept = {name: value for name, value in case.subject.items() if name in correcting.FIELDS}

    assert correcting.values(case, correcting.known(case)) == (kept, "Trần Văn Hùng")
    new, _name = correcting.values(case, correcting.typed(case, {"phone": "", "email": "hung@example.vn"}))
    assert new == {**kept, "phone": "", "email": "hung@example.vn"}
    with pytest.raises(NeedsNotMet) as unmet:
        correcting.values(case, correcting.typed(case, {"name": "", "number": "1"}))
    assert [name for name, _ in unmet.value.faults] == ["name", "number"]


def test_the_form_costs_few_statements(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.get(f"/ho-so/{case}/nguoi-nop")

    with CaptureQueriesContext(connection) as asked:
        lan.get(f"/ho-so/{case}/nguoi-nop")

    assert len(asked) <= 4, [one["sql"][:80] for one in asked]
