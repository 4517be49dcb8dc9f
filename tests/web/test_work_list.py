"""The work list: what waits for this officer and nobody else's work, due first, counted in tabs."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from thongsuot.engine import sql

Desk = Any


def rows(page: Any) -> list[str]:
    """The dossiers that a list shows, by id, in its order."""
    import re

    return re.findall(r'<tr data-href="/ho-so/([0-9a-f-]{36})"', page.content.decode())


def test_lan_finds_what_she_received_and_nam_finds_it_in_his_queue_once_handed_over(desk: Desk) -> None:
    lan, nam = desk("lan"), desk("nam")
    case = lan.receive()
    assert rows(lan.get("/viec")) == [str(case)]
    assert rows(nam.get("/viec?muc=queue")) == []

    lan.make(case, "hand_over")

    assert rows(lan.get("/viec")) == []
    assert rows(nam.get("/viec?muc=queue")) == [str(case)]
    assert rows(nam.get("/viec")) == []


def test_hoa_in_bac_lieu_sees_nothing_of_thuan_hoa(desk: Desk) -> None:
    case = desk("lan").receive()
    hoa = desk("hoa")

    assert all(rows(hoa.get(f"/viec?muc={tab}")) == [] for tab in ("mine", "queue", "overdue", "all"))
    assert rows(hoa.get("/tim?tim=Trần Văn Hùng")) == []
    assert hoa.get(f"/ho-so/{case}").status_code == 404


def test_the_counts_of_the_tabs_are_those_of_their_rows(desk: Desk) -> None:
    lan = desk("lan")
    for name in ("An", "Bình", "Chi"):
        lan.receive(name=name)
    lan.receive(name="Dung", _receive="register")

    counts = json.loads(lan.get("/viec/dem").content)

    for tab, count in counts.items():
        assert len(rows(lan.get(f"/viec?muc={tab}"))) == count, tab
    assert counts["mine"] == 4


def test_an_unchanged_count_costs_no_body_and_a_changed_one_is_told(desk: Desk) -> None:
    lan = desk("lan")
    first = lan.get("/viec/dem")

    same = lan.get("/viec/dem", headers={"if-none-match": first["ETag"]})
    lan.receive()
    changed = lan.get("/viec/dem", headers={"if-none-match": first["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    assert json.loads(changed.content)["mine"] == json.loads(first.content)["mine"] + 1


def test_two_officers_with_equal_counts_do_not_share_an_etag(desk: Desk) -> None:
    assert desk("lan").get("/viec/dem")["ETag"] != desk("hoa").get("/viec/dem")["ETag"]


def test_what_is_due_first_stands_first(desk: Desk) -> None:
    lan = desk("lan")
    later, sooner = lan.receive(), lan.receive()
    _due(later, "2026-12-01 10:00+07")
    _due(sooner, "2026-11-25 10:00+07")

    assert rows(lan.get("/viec")) == [str(sooner), str(later)]


def _due(case: UUID, moment: str) -> None:
    sql.run("UPDATE engine_case SET due_at = %s WHERE id = %s", [moment, case])


@pytest.mark.parametrize(
    "query", ["?muc=../etc", "?trang=-3", "?trang=99999999999", "?trang=x", "?muc=all&trang=0", "?trang=²"]
)
def test_a_list_with_a_strange_address_is_still_the_list(query: str, desk: Desk) -> None:
    lan = desk("lan")
    lan.receive()

    page = lan.get(f"/viec{query}", follow=True)

    assert page.status_code == 200
    assert len(rows(page)) == 1


def test_a_page_past_the_end_leads_to_the_last_one(desk: Desk) -> None:
    lan = desk("lan")
    lan.receive()

    answer = lan.get("/viec?muc=all&trang=7")

    assert (answer.status_code, answer["Location"]) == (302, "/viec?muc=all&trang=1")


def test_an_empty_list_says_where_work_comes_from(desk: Desk) -> None:
    page = desk("nam").get("/viec").content.decode()

    assert "Bạn không giữ hồ sơ nào" in page
    assert "Hàng chờ của tôi" in page


def test_columns_that_an_officer_chose_are_kept_and_the_code_always_stays(desk: Desk) -> None:
    lan = desk("lan")
    lan.receive()
    assert "Người nộp</th>" in lan.get("/viec").content.decode()

    lan.post("/viec/cot", {"cot": ["due", "mã độc"], "tiep": "/viec"})
    page = lan.get("/viec").content.decode()

    assert "Hạn trả</th>" in page
    assert "Mã hồ sơ</th>" in page
    assert "Người nộp</th>" not in page


def test_who_only_oversees_is_led_to_the_board_and_finds_dossiers_with_names_masked(desk: Desk) -> None:
    desk("lan").receive(name="Trần Văn Hùng")
    hanh = desk("kiemsoat")

    home = hanh.get("/viec", follow=True)
    page = hanh.get("/tim")

    assert home.redirect_chain[-1][0].startswith("/bang")
    assert "T*** V*** H***" in page.content.decode()
    assert "Trần Văn Hùng" not in page.content.decode()


def test_a_whole_code_opens_its_dossier_and_a_part_of_a_name_finds_it(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    code = sql.run("SELECT code FROM engine_case WHERE id = %s", [case])[0][0]

    assert lan.get(f"/tim?tim={code.lower()}")["Location"] == f"/ho-so/{case}"
    assert rows(lan.get("/tim?tim=văn hùng")) == [str(case)]
    assert rows(lan.get("/tim?tim=%25")) == rows(lan.get("/tim?tim=%00%00%25")) == []


def test_hanh_cannot_find_by_a_name_that_she_may_not_see(desk: Desk) -> None:
    desk("lan").receive(name="Trần Văn Hùng")

    assert rows(desk("kiemsoat").get("/tim?tim=Hùng")) == []


def statements(officer: Any, address: str) -> tuple[int, int]:
    """How many statements a list takes, and how many rows it shows."""
    before = sql.count()
    page = officer.get(address)
    return sql.count() - before, len(rows(page))


def test_a_list_of_fifty_takes_two_statements_with_the_one_that_finds_the_officer(desk: Desk) -> None:
    lan = desk("lan")
    for place in range(12):
        lan.receive(name=f"Người {place}")
    lan.get("/viec?muc=all")

    assert statements(lan, "/viec?muc=all") == (2, 12)


def test_the_first_page_of_work_takes_one_statement_more_for_all_warnings_however_many_rows(desk: Desk) -> None:
    lan = desk("lan")
    lan.receive(name="Người đầu")
    lan.get("/viec")
    assert statements(lan, "/viec") == (3, 1)

    for place in range(11):
        lan.receive(name=f"Người {place}")

    assert statements(lan, "/viec") == (3, 12)
