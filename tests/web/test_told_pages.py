"""What an officer was told, on the page: counted in the frame of every page, read by opening, chosen how by mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from officers import Officer, text_of

from thongsuot.areas.tasks import charges, giving
from thongsuot.engine import actor as actors
from thongsuot.engine import sql, stamper, sweep, verbs
from thongsuot.engine.actor import Actor
from thongsuot.exchange.notices.officers import reading, telling
from thongsuot.register.models import Account, Person

Desk = Callable[[str], Officer]


@pytest.fixture(autouse=True)
def begun(desk: Desk, settings: Any) -> None:
    follow()


def follow() -> None:
    stamper.stamp("vn")
    while telling.catch_up("vn"):
        continue


def actor(login: str) -> Actor:
    person = Account.objects.values_list("person_id", flat=True).get(username=login)
    return actors.load(person, datetime.now(UTC).astimezone(verbs.VIETNAM).date())


def given(login: str = "toan", giver: str = "long", work: str = "Lập danh sách thôn chưa có mạng") -> UUID:
    now = datetime.now(UTC)
    values = {
        "person": str(actor(login).person), "work": work, "product": "Danh sách", "acceptance": "Văn phòng nhận",
        "authority": "Kế hoạch của thành phố", "until": (now + timedelta(days=9)).isoformat(),
    }  # fmt: skip
    return giving.give(actor(giver), values, None, now).id


def count_of(page: Any) -> str:
    found = re.search(r'thong-bao"[^>]*>Thông báo(?: \(<b>(\d+\+?)</b>)?', page.content.decode())
    assert found is not None
    return found.group(1) or ""


def test_toan_sees_on_every_page_that_something_came_reads_it_and_it_is_gone(desk: Desk) -> None:
    case = given()
    follow()
    toan = desk("toan")
    assert count_of(toan.get("/viec")) == "1"
    assert count_of(desk("hoa").get("/viec")) == ""
    page = toan.get("/thong-bao")
    shown = text_of(page)
    for words in ("Việc chờ bạn", "NV.46", "Lập danh sách thôn chưa có mạng", "Giao nhiệm vụ. Đang thực hiện"):
        assert words in shown
    opened = toan.get(f"/thong-bao/{case}")
    assert (opened.status_code, opened["Location"]) == (302, f"/ho-so/{case}")
    assert count_of(toan.get("/viec")) == ""
    assert "Bạn đã đọc hết" in text_of(toan.get("/thong-bao?muc=moi"))
    assert "Việc đã đến bạn" in text_of(toan.get("/thong-bao"))


def test_the_count_costs_no_statement_and_the_page_two(desk: Desk) -> None:
    toan = desk("toan")
    toan.get("/thong-bao")
    costs = []
    for comes in (False, True):
        if comes:
            given()
            follow()
        for address in ("/khac", "/thong-bao"):
            before = sql.count()
            toan.get(address)
            costs.append(sql.count() - before)
    assert costs[:2] == [1, 3], "nothing is there: the choice is asked for apart"
    assert costs[2:] == [1, 2]


def test_all_is_marked_read_at_once_and_only_ones_own(desk: Desk) -> None:
    given()
    given("minh")
    follow()
    toan = desk("toan")
    assert toan.send(toan.get("/thong-bao"), "/thong-bao").status_code == 302

    assert count_of(toan.get("/viec")) == ""
    assert count_of(desk("minh").get("/viec")) == "1"
    assert desk("minh").get("/thong-bao/00000000-0000-7000-8000-000000000000").status_code == 302


def test_fifty_stand_on_a_page_and_the_rest_on_the_second(desk: Desk) -> None:
    toan = actor("toan")
    things = [
        telling.Thing(given(), str(number), "task", "work", "assign", None, (toan.person,) if toan.person else ())
        for number in range(1, reading.PAGE + 3)
    ]
    telling.keep(things, datetime.now(UTC))
    page = desk("toan").get("/thong-bao")

    assert page.content.decode().count('<a class="code"') == reading.PAGE
    assert "1–50 trong 52" in text_of(page)
    assert desk("toan").get("/thong-bao?trang=2").content.decode().count('<a class="code"') == 2
    assert desk("toan").get("/thong-bao?trang=9").status_code == 302


def test_viet_who_is_in_charge_of_a_luoi_is_told_by_name_what_is_late_there(desk: Desk) -> None:
    viet = actor("lanhdao")
    assert viet.person is not None
    charges.put(actor("long"), viet.person, "20044", "", datetime.now(UTC).date(), "Quyết định phân công")
    case = given()
    due = sql.run("SELECT due_at FROM engine_case WHERE id = %s", [case])[0][0]
    sweep.sweep(due + timedelta(days=5))
    page = desk("lanhdao").get("/thong-bao")

    assert "Quá hạn, nơi bạn phụ trách" in text_of(page)
    assert count_of(page) == "1"
    assert count_of(desk("kiemsoat").get("/thong-bao")) == ""
    assert desk("lanhdao").get(f"/thong-bao/{case}").status_code == 302
    assert desk("lanhdao").get(f"/ho-so/{case}").status_code == 200


def test_a_late_obstacle_there_is_his_too_on_the_list_and_by_notice(desk: Desk) -> None:
    viet = actor("lanhdao")
    assert viet.person is not None
    charges.put(actor("long"), viet.person, "20044", "", datetime.now(UTC).date(), "Quyết định phân công")
    quynh, address = desk("quynh"), "/cong-viec/vuong-mac/mo/raise"
    typed = {"title": "Thiếu máy quét tại quầy", "kind": "premises", "field": "service", "_alike": "1",
             "description": ["Bốn mươi hồ sơ chờ"], "cause": ["Máy hỏng"], "proposal": [""]}  # fmt: skip
    assert quynh.send(quynh.get(address), address, **typed).status_code == 302
    case, due = sql.run("SELECT id, due_at FROM engine_case WHERE kind = 'obstacle'")[0]
    sweep.sweep(due + timedelta(days=9))

    assert "Thiếu máy quét tại quầy" in text_of(desk("lanhdao").get("/thong-bao"))
    assert "Thiếu máy quét" not in text_of(desk("lanhdao").get("/nhiem-vu/phu-trach")), "it is not late yet"
    sql.run("UPDATE engine_case SET due_at = now() - interval '3 days' WHERE id = %s", [case])
    assert "Thiếu máy quét tại quầy" in text_of(desk("lanhdao").get("/nhiem-vu/phu-trach"))


def test_an_officer_says_where_and_when_letters_come(desk: Desk) -> None:
    quynh = desk("quynh")
    page = quynh.get("/thong-bao")
    assert "Chưa có thông báo nào" in text_of(page)
    wrong = quynh.send(page, "/thong-bao", thu="daily", dia_chi="quynh.aluoi")
    assert wrong.status_code == 422
    assert "Địa chỉ thư điện tử chưa đúng" in text_of(wrong)
    assert quynh.send(page, "/thong-bao", thu="hourly", dia_chi="").status_code in (409, 422)
    assert quynh.send(page, "/thong-bao", thu="daily", dia_chi=" quynh@aluoi2.hue.gov.vn ").status_code == 302

    assert [one.email for one in Person.objects.filter(account__username="quynh")] == ["quynh@aluoi2.hue.gov.vn"]
    assert reading.mine(actor("quynh")).mail == "daily"
    assert 'value="daily" checked' in quynh.get("/thong-bao").content.decode()
