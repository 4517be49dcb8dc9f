"""Hạnh controls procedures in Huế: she sees which dossiers wait in vain for another body's system, and asks again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from officers import Officer, text_of

from thongsuot.engine import sql

Desk = Callable[[str], Officer]
WHERE = "/trao-doi/he-thong-khac"
REASON = "Hệ thống thông tin đăng ký, quản lý hộ tịch điện tử không kết nối được."
NOWHERE = "01a20126-6927-70af-a545-fde0cd54176b"


def waits_in_vain(desk: Desk, state: str = "dead", attempts: int = 30, hours: int = 0, province: str = "46") -> UUID:
    """A dossier that Lan received and the ministry's system did not take; it should have been asked `hours` ago."""
    case = desk("lan").receive()
    sql.run(
        "INSERT INTO exchange_stage (case_id, province_code, system, reference, said, state, attempts, reason, next_at)"
        " VALUES (%s, %s, 'ho_tich', '', '', %s, %s, %s, clock_timestamp() - %s * interval '1 hour') RETURNING 1",
        [case, province, state, attempts, REASON if attempts else "", hours],
    )
    return case


def standing(case: UUID) -> tuple[Any, ...]:
    return sql.run("SELECT state, attempts FROM exchange_stage WHERE case_id = %s", [case])[0]


def test_it_says_whose_system_it_is_what_is_the_matter_and_who_must_look(desk: Desk) -> None:
    waits_in_vain(desk)
    page = text_of(desk("kiemsoat").get(WHERE))

    assert "hộ tịch điện tử không kết nối được" in page
    assert "Bộ Tư pháp" in page
    assert "Cần người xử lý" in page
    assert "Kiểm soát TTHC, Văn phòng" in page
    assert "30 lần" in page


def test_the_exchange_leads_there(desk: Desk) -> None:
    assert f'href="{WHERE}"' in desk("kiemsoat").get("/trao-doi").content.decode()


def test_a_system_that_is_not_connected_needs_a_person_too_and_one_just_sent_does_not(desk: Desk) -> None:
    waits_in_vain(desk, "waiting", 0, hours=2)
    assert "chưa nối với hệ thống đó" in text_of(desk("kiemsoat").get(WHERE))
    sql.run("UPDATE exchange_stage SET next_at = clock_timestamp() RETURNING 1", [])
    assert "Không có hồ sơ nào vướng" in text_of(desk("kiemsoat").get(WHERE))


def test_asked_again_it_waits_anew_and_is_not_asked_twice(desk: Desk) -> None:
    case, officer = waits_in_vain(desk), desk("kiemsoat")
    first = officer.post(WHERE, {"ho_so": str(case)})
    second = officer.post(WHERE, {"ho_so": str(case)})

    assert (first.status_code, first["Location"]) == (302, WHERE)
    assert standing(case) == ("waiting", 0)
    assert second.status_code == 409
    assert "đang chờ đến lượt" in text_of(second)


def test_all_are_asked_again_at_once(desk: Desk) -> None:
    some = [waits_in_vain(desk), waits_in_vain(desk, "waiting", 4)]
    desk("kiemsoat").post(WHERE)

    assert [standing(case) for case in some] == [("waiting", 0)] * 2


def test_another_provinces_are_not_there_and_stay_as_they_are(desk: Desk) -> None:
    case, officer = waits_in_vain(desk, province="96"), desk("kiemsoat")

    assert "Không có hồ sơ nào vướng" in text_of(officer.get(WHERE))
    assert officer.post(WHERE, {"ho_so": str(case)}).status_code == 404
    officer.post(WHERE)
    assert standing(case) == ("dead", 30)
    assert "Cần người xử lý" in text_of(desk("quantri").get(WHERE))


@pytest.mark.parametrize("text", ["\x00", "9" * 5000, "x", NOWHERE])
def test_a_dossier_that_is_none_is_not_found(desk: Desk, text: str) -> None:
    assert desk("kiemsoat").post(WHERE, {"ho_so": text}).status_code == 404


@pytest.mark.parametrize("login", ["lan", "minh", "lanhdao", "hoa"])
def test_nobody_else_enters(desk: Desk, login: str) -> None:
    assert desk(login).get(WHERE).status_code == 403
    assert desk(login).post(WHERE).status_code == 403


def test_the_page_asks_the_database_little(desk: Desk) -> None:
    for _ in range(3):
        waits_in_vain(desk)
    officer = desk("kiemsoat")
    officer.get(WHERE)
    with CaptureQueriesContext(connection) as asked:
        assert officer.get(f"{WHERE}?trang=2").status_code == 200
    assert len([one for one in asked if "register_session" not in one["sql"]]) <= 3
