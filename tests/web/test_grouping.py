"""Nam keeps dossiers of one project together: named, seen, moved as one with a report, and left again."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from officers import text_of

from thongsuot.engine import sql

Desk = Any
PROJECT = "Dự án cầu Nguyễn Hoàng, đợt 1"


def code(case: UUID) -> str:
    return str(sql.run("SELECT code FROM engine_case WHERE id = %s", [case])[0][0])


def put(officer: Any, case: UUID, **given: str) -> Any:
    address = f"/ho-so/{case}/nhom"
    return officer.send(officer.get(address), address, **{"group": "moi", "name": PROJECT, **given})


def group_of(case: UUID) -> str:
    return str(sql.run("SELECT facts ->> 'group' FROM engine_case WHERE id = %s", [case])[0][0])


@pytest.fixture
def three(desk: Desk) -> tuple[Any, list[UUID]]:
    """Lan with three dossiers that she received, the first in a group."""
    lan = desk("lan")
    cases = [lan.receive(name=name) for name in ("Đỗ Văn An", "Lê Thị Bình", "Hồ Thị Chi")]
    assert put(lan, cases[0]).status_code == 302
    return lan, cases


def test_the_dossiers_page_names_its_group_and_the_group_lists_it(three: Any) -> None:
    lan, cases = three
    id = group_of(cases[0])

    assert f"Nhóm: {PROJECT}" in text_of(lan.get(f"/ho-so/{cases[0]}"))
    assert PROJECT not in text_of(lan.get(f"/ho-so/{cases[1]}"))
    assert PROJECT in text_of(lan.get("/nhom"))
    assert code(cases[0]) in text_of(lan.get(f"/nhom/{id}"))


def test_several_go_in_by_their_codes_with_a_report_of_those_that_did_not(three: Any) -> None:
    lan, cases = three
    address = f"/nhom/{group_of(cases[0])}"
    typed = "\n".join([code(cases[1]).lower(), code(cases[2]), code(cases[0]), "H99.9-999999-9999", "\x00"])

    answer = lan.send(lan.get(address), address, ma=typed)

    said = text_of(answer)
    assert "Đã thực hiện 2 trong 4 hồ sơ; 2 hồ sơ giữ nguyên" in said
    assert "Không tìm thấy hồ sơ có mã này" in said
    assert "đang ở đúng nhóm này" in said
    assert {group_of(case) for case in cases} == {group_of(cases[0])}


def test_the_group_is_handed_over_as_one_and_what_cannot_go_is_told(three: Any) -> None:
    lan, cases = three
    address = f"/nhom/{group_of(cases[0])}"
    lan.send(lan.get(address), address, ma=" ".join(code(case) for case in cases[1:]))
    lan.make(cases[2], "hand_over")
    page = lan.get(address).content.decode()
    ticked = re.findall(r'name="ho_so" value="([^"]+)"', page)
    assert len(ticked) == 3

    sent = lan.post("/viec/lo", {"_key": str(uuid4()), "tiep": address, "buoc": "hand_over", "ho_so": ticked})
    answer = lan.post(
        "/viec/lo", {"_key": str(uuid4()), "tiep": address, "buoc": "hand_over", "ho_so": ticked, "_send": "1"}
    )

    assert sent.status_code == 200
    assert "Đã thực hiện 2 trong 3 hồ sơ" in text_of(answer)
    assert f'href="{address}"' in answer.content.decode(), "back to the group"


def test_a_dossier_leaves_its_group_and_an_undo_of_its_last_step_does_not_take_it_out(three: Any) -> None:
    lan, cases = three

    answer = put(lan, cases[0], group="ra", name="")

    assert answer.status_code == 302
    assert group_of(cases[0]) == "None"
    assert PROJECT not in text_of(lan.get(f"/ho-so/{cases[0]}")).split("Diễn biến")[0]
    lan.make(cases[1], "hand_over")
    put(lan, cases[1])
    page = lan.get(f"/ho-so/{cases[1]}/hoan-tac")
    assert lan.send(page, f"/ho-so/{cases[1]}/hoan-tac").status_code == 302
    assert group_of(cases[1]) != "None"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "Nhập tên nhóm"),
        ({"name": "x" * 121}, "tối đa 120 ký tự"),
        ({"name": "\x00"}, "ký tự không hợp lệ"),
        ({"group": "ra"}, "Chọn một nhóm, hoặc lập nhóm mới"),
        ({"group": str(UUID(int=5))}, "Chọn một nhóm, hoặc lập nhóm mới"),
    ],
)
def test_a_group_that_cannot_be_is_refused_with_a_sentence(three: Any, given: dict[str, str], said: str) -> None:
    lan, cases = three

    answer = put(lan, cases[1], **given)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert group_of(cases[1]) == "None"


def test_hoa_sees_neither_the_group_nor_its_name_and_who_oversees_sees_no_name(desk: Desk, three: Any) -> None:
    _lan, cases = three
    id = group_of(cases[0])

    assert desk("hoa").get(f"/nhom/{id}").status_code == 404
    assert desk("hoa").post(f"/nhom/{id}", {"ma": code(cases[1])}).status_code == 404
    assert PROJECT not in text_of(desk("kiemsoat").get(f"/ho-so/{cases[0]}"))
    assert desk("lan").get(f"/nhom/{UUID(int=9)}").status_code == 404


def test_the_name_of_a_group_is_not_in_the_journal_nor_before_the_citizen(three: Any) -> None:
    _lan, cases = three

    bodies = sql.run("SELECT string_agg(body, ' ') FROM engine_entry WHERE case_id = %s", [cases[0]])[0][0]

    assert "cầu Nguyễn Hoàng" not in bodies
    assert group_of(cases[0]) in bodies


def test_a_group_of_three_costs_no_more_statements_than_one_of_one(three: Any) -> None:
    lan, cases = three
    address = f"/nhom/{group_of(cases[0])}"
    lan.get(address)
    with CaptureQueriesContext(connection) as one:
        lan.get(address)
    lan.send(lan.get(address), address, ma=" ".join(code(case) for case in cases[1:]))

    with CaptureQueriesContext(connection) as three_of_them:
        lan.get(address)

    assert len(three_of_them) == len(one) <= 5
