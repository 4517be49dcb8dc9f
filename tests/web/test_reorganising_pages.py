"""Quản trị enters an act for Thuận Hóa, the city's leader approves it, and both see the same list before and after."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from officers import Officer, text_of

from thongsuot.engine.reorganising import acts
from thongsuot.register.reorganising import facts

Desk = Callable[[str], Officer]
PLAN = """
kind: rename
title: Đổi tên phường Thuận Hóa
number: 12/NQ-UBTVQH16
issued_on: 2026-10-01
article: Điều 2
issuer: Ủy ban Thường vụ Quốc hội
effective_on: {day}
units:
  - {{code: "19790", name: Phường Kinh Thành, kind: phuong, province_code: "46", whole_of: ["19789"]}}
"""


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    facts.forget()


def entered(desk: Desk) -> UUID:
    answer = desk("quantri").post("/sap-xep", {"phuong-an": PLAN.format(day=acts.today().isoformat())})
    assert answer.status_code == 302, text_of(answer)
    return UUID(answer["Location"].rpartition("/")[2])


def send(officer: Officer, id: UUID, what: str, **given: str) -> Officer:
    answer = officer.post(f"/sap-xep/{id}", {"viec": what, **given})
    assert answer.status_code == 302, text_of(answer)
    return officer


def test_an_act_goes_from_the_file_to_the_report(desk: Desk) -> None:
    case = desk("lan").receive()
    id = entered(desk)
    dry = text_of(desk("quantri").get(f"/sap-xep/{id}?thu=1"))
    assert "1 hồ sơ đang giải quyết" in dry
    assert "Không cần làm gì: thời hạn và ngày hẹn trả giữ nguyên" in dry
    assert "Nguyễn Thị Lan" in dry
    send(desk("quantri"), id, "kiem-tra")
    assert "Phê duyệt" not in text_of(desk("quantri").get(f"/sap-xep/{id}"))
    send(desk("lanhdao"), id, "phe-duyet")

    send(desk("quantri"), id, "thuc-hien")

    told = text_of(desk("lanhdao").get(f"/sap-xep/{id}"))
    assert "Khớp: danh sách sau bằng danh sách trước" in told
    assert "Ủy ban nhân dân phường Kinh Thành" in told
    report = desk("lanhdao").get(f"/sap-xep/{id}/doi-chieu.xlsx")
    assert report.content[:2] == b"PK"
    page = text_of(desk("lan").get(f"/ho-so/{case}"))
    assert "Chuyển sang cơ quan mới theo sắp xếp tổ chức" in page
    assert desk("hoa").get(f"/ho-so/{case}").status_code == 404


def test_who_may_not_is_told_so(desk: Desk) -> None:
    id = entered(desk)

    assert desk("lanhdao").post("/sap-xep", {"phuong-an": PLAN}).status_code == 403
    assert desk("quantri").post(f"/sap-xep/{id}", {"viec": "phe-duyet"}).status_code == 403
    assert desk("minh").post(f"/sap-xep/{id}", {"viec": "kiem-tra"}).status_code == 403
    assert desk("lan").get(f"/sap-xep/{id}").status_code == 403
    assert desk("minh").get(f"/sap-xep/{id}/ho-so.xlsx").status_code == 404
    assert desk("quantri").get(f"/sap-xep/{id}/ho-so.xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("text", ["", "a: [", "kind: merge", "\x00", "- 1", "9" * 3000])
def test_what_is_no_plan_comes_back_with_sentences(desk: Desk, text: str) -> None:
    answer = desk("quantri").post("/sap-xep", {"phuong-an": text})

    assert answer.status_code == 422
    assert "phương án" in text_of(answer).lower()


def test_an_unknown_act_and_an_unknown_list_are_not_found(desk: Desk) -> None:
    assert desk("quantri").get(f"/sap-xep/{uuid4()}").status_code == 404
    id = entered(desk)
    assert desk("quantri").get(f"/sap-xep/{id}/khac.xlsx").status_code == 404
    assert desk("quantri").post(f"/sap-xep/{id}", {"viec": "an"}).status_code == 404
    assert desk("quantri").post(f"/sap-xep/{id}", {"viec": "hoan-tac", "ly_do": ""}).status_code == 422
