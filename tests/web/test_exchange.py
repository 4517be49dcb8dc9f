"""Hạnh controls procedures in Huế: she sees what is stuck between the city and the portal, and ends it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test.utils import CaptureQueriesContext
from officers import Officer, text_of

from thongsuot.engine import intents, sql, stamper
from thongsuot.engine.intents import Act
from thongsuot.exchange.national import reconciling, sending, telling
from thongsuot.ports.national_portal import Account, NationalPortal
from thongsuot.ports.national_twin import CLIENT, SECRET, Fault, NationalTwin, serving
from thongsuot.register.working_time import VIETNAM

Desk = Callable[[str], Officer]
NAME, NUMBER = "Trần Văn Hùng", "046190012345"
REASON = "Đã gọi đơn vị vận hành Cổng, hồ sơ được nhập tay tại đó."


class Site:
    """The city's line to the portal's twin."""

    def __init__(self, address: str, twin: NationalTwin) -> None:
        self.twin, self.portal = twin, NationalPortal(Account(address, CLIENT, SECRET))

    def send(self) -> None:
        stamper.stamp(settings.SITE)
        telling.catch_up_fully(settings.SITE)
        while sending.send_one(self.portal):
            continue

    def stuck(self, desk: Desk, fault: Fault = Fault.MISSING) -> UUID:
        """A dossier that Lan received and the portal will not take."""
        case = desk("lan").receive()
        self.twin.will("NoiHoSo", fault)
        self.send()
        return case


@pytest.fixture
def site(_peopled: None, db: None) -> Iterator[Site]:
    twin = NationalTwin()
    with serving(twin) as address:
        yield Site(address, twin)


def act(province: str = "46", **content: Any) -> UUID:
    """Something done at the portal that could not be applied."""
    held = Act("national", f"YC-{uuid4()}", "submit", "G99-1", datetime.now(UTC), content, province_code=province)
    return intents.keep(held, refused="Cổng gửi thủ tục “9.999999”, không có trong danh mục ở đây.")[0]


def test_the_list_says_what_is_stuck_why_since_when_how_often_and_whose_it_is(desk: Desk, site: Site) -> None:
    site.stuck(desk)
    page = text_of(desk("kiemsoat").get("/trao-doi"))

    assert "Tạo hồ sơ trên Cổng" in page
    assert "nội dung không hợp lệ" in page
    assert "1 lần" in page
    assert "Cần người xử lý" in page
    assert "Kiểm soát TTHC, Văn phòng" in page
    assert "Gửi lên Cổng 1" in page


def test_what_tries_again_by_itself_says_when(desk: Desk, site: Site) -> None:
    site.stuck(desk, Fault.BAD_GATEWAY)

    assert "Tự thử lại lúc" in text_of(desk("kiemsoat").get("/trao-doi"))


def test_a_message_is_shown_with_every_personal_value_masked(desk: Desk, site: Site) -> None:
    case = site.stuck(desk)
    page = text_of(desk("kiemsoat").get(f"/trao-doi/gui/{case}/4"))

    assert "T*** V*** H***" in page
    assert "1.001193" in page
    for personal in (NAME, NUMBER, "0912", "Lê Lợi"):
        assert personal not in page


def test_sent_again_it_arrives_and_is_gone_from_the_list(desk: Desk, site: Site) -> None:
    case = site.stuck(desk)
    officer = desk("kiemsoat")
    answer = officer.post(f"/trao-doi/gui/{case}/4", {"viec": "gui-lai"})
    site.send()

    assert (answer.status_code, answer["Location"]) == (302, "/trao-doi")
    assert "Không có mục nào vướng" in text_of(officer.get("/trao-doi"))
    assert [one.told for one in site.twin.dossiers.values()] == [[2]]


def test_settled_with_a_reason_it_keeps_name_and_words_and_what_waits_behind_goes_on(desk: Desk, site: Site) -> None:
    case = site.stuck(desk)
    officer = desk("kiemsoat")
    officer.post(f"/trao-doi/gui/{case}/4", {"viec": "dong", "ly_do": REASON})
    page = text_of(officer.get(f"/trao-doi/gui/{case}/4"))

    assert sql.run("SELECT state, decided_by, reason FROM exchange_national_message ORDER BY place LIMIT 1") == [
        ("settled", "Võ Minh Hạnh", REASON)
    ]
    assert "Đã xử lý, không gửi" in page
    assert "Do Võ Minh Hạnh ghi" in page
    assert sql.run("SELECT next_at IS NOT NULL FROM exchange_national_dossier") == [(True,)]


@pytest.mark.parametrize("reason", ["", "  ", "ok", "\x00", "x" * 1001])
def test_without_a_reason_nothing_is_settled_and_what_was_typed_stays(desk: Desk, site: Site, reason: str) -> None:
    case = site.stuck(desk)
    answer = desk("kiemsoat").post(f"/trao-doi/gui/{case}/4", {"viec": "dong", "ly_do": reason})

    assert answer.status_code == 422
    assert "Nêu lý do" in text_of(answer)
    assert sql.run("SELECT count(*) FROM exchange_national_message WHERE state = 'dead'") == [(1,)]


def test_all_are_sent_again_at_once(desk: Desk, site: Site) -> None:
    for _ in range(3):
        site.stuck(desk)
    act()
    answer = desk("kiemsoat").post("/trao-doi/gui-lai-tat-ca")
    site.send()

    assert answer.status_code == 302
    assert len(site.twin.dossiers) == 3
    assert sql.run("SELECT state FROM engine_intent") == [("waiting",)]


def test_an_act_is_shown_masked_replayed_or_put_aside(desk: Desk, site: Site) -> None:
    id = act(ChuHoSo=NAME, DinhDanhCHS=NUMBER, MaTTHC="9.999999")
    officer = desk("kiemsoat")
    listed = text_of(officer.get("/trao-doi?huong=nhan"))
    shown = text_of(officer.get(f"/trao-doi/nhan/{id}"))
    officer.post(f"/trao-doi/nhan/{id}", {"viec": "gui-lai"})
    waiting = intents.find(id).state
    officer.post(f"/trao-doi/nhan/{id}", {"viec": "dong", "ly_do": REASON})

    assert "Nộp hồ sơ" in listed
    assert "9.999999" in listed
    assert "9.999999" in shown
    assert NAME not in shown + listed
    assert NUMBER not in shown + listed
    assert waiting == "waiting"
    assert (intents.find(id).state, intents.find(id).decided_by) == ("settled", "Võ Minh Hạnh")


def test_what_is_done_already_is_said_and_not_done_twice(desk: Desk, site: Site) -> None:
    case = desk("lan").receive()
    site.send()
    officer = desk("kiemsoat")
    again = officer.post(f"/trao-doi/gui/{case}/4", {"viec": "gui-lai"})
    settled = officer.post(f"/trao-doi/gui/{case}/4", {"viec": "dong", "ly_do": REASON})

    assert (again.status_code, settled.status_code) == (409, 409)
    assert "đã gửi xong" in text_of(again)
    assert site.twin.calls.count("NoiHoSo") == 1


def test_control_of_one_province_sees_nothing_of_another_and_the_administrator_all(desk: Desk, site: Site) -> None:
    mine, far, nobody = act("46"), act("96"), act("")
    officer, administrator = desk("kiemsoat"), desk("quantri")

    assert officer.get(f"/trao-doi/nhan/{mine}").status_code == 200
    assert officer.get(f"/trao-doi/nhan/{far}").status_code == 404
    assert officer.post(f"/trao-doi/nhan/{far}", {"viec": "gui-lai"}).status_code == 404
    assert intents.find(far).state == "refused"
    assert "Nhận từ Cổng 1" in text_of(officer.get("/trao-doi"))
    assert "Nhận từ Cổng 3" in text_of(administrator.get("/trao-doi"))
    assert "Quản trị hệ thống" in text_of(administrator.get(f"/trao-doi/nhan/{nobody}"))


@pytest.mark.parametrize("login", ["lan", "minh", "lanhdao", "hoa"])
def test_nobody_else_enters(desk: Desk, login: str) -> None:
    assert desk(login).get("/trao-doi").status_code == 403
    assert desk(login).post("/trao-doi/gui-lai-tat-ca").status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/trao-doi?trang=0", "/trao-doi?trang=99999", "/trao-doi?trang=x&huong=%00", "/trao-doi?trang=" + "9" * 500],
)
def test_no_address_breaks_the_list(desk: Desk, address: str) -> None:
    assert desk("kiemsoat").get(address).status_code == 200


def test_a_message_that_is_not_there_is_not_found(desk: Desk, site: Site) -> None:
    case = site.stuck(desk)
    for place in ("999", "9" * 30, "0"):
        assert desk("kiemsoat").get(f"/trao-doi/gui/{case}/{place}").status_code == 404
        assert desk("kiemsoat").post(f"/trao-doi/gui/{case}/{place}", {"viec": "gui-lai"}).status_code == 404


def test_a_compared_day_shows_both_sides_and_who_differs(desk: Desk, site: Site) -> None:
    case = desk("lan").receive()
    desk("lan").receive()
    site.send()
    held = next(iter(site.twin.dossiers.values()))
    held.told.append(7)
    reconciling.compare(site.portal, datetime.now(VIETNAM).date())
    page = text_of(desk("kiemsoat").get("/trao-doi/doi-soat"))

    assert "1 hồ sơ khác nhau" in page
    assert held.code in page
    assert "Công dân yêu cầu rút hồ sơ" in page
    assert case


def test_the_pages_ask_the_database_little(desk: Desk, site: Site) -> None:
    from django.db import connection

    for _ in range(3):
        case = site.stuck(desk)
    officer = desk("kiemsoat")
    for address in ("/trao-doi", f"/trao-doi/gui/{case}/4", "/trao-doi/doi-soat"):
        officer.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(address).status_code == 200
        own = [one["sql"] for one in asked if "register_session" not in one["sql"]]
        assert len(own) <= 3, own


def test_the_menu_leads_there_for_who_looks_after_it_and_for_nobody_else(desk: Desk) -> None:
    assert b'href="/trao-doi"' in desk("kiemsoat").get("/trao-doi").content
    assert b'href="/trao-doi"' not in desk("lan").get("/viec").content


def test_what_does_not_fit_the_contract_shows_nothing_that_may_be_personal(desk: Desk, site: Site) -> None:
    raw = {"IdYeuCau": "YC-7", "Loai": "NOP", "Ten": NAME, "HoSo": {"ChuHoSo": NAME, "GhiChu": [NUMBER]}}
    held = Act("national", "YC-7#1", "unreadable", "#1", datetime.now(UTC), {"noiDung": json.dumps(raw)})
    id, _ = intents.keep(held, refused="Yêu cầu từ Cổng thiếu hoặc sai trường: ThoiDiem.")
    page = text_of(desk("quantri").get(f"/trao-doi/nhan/{id}"))

    assert "YC-7" in page
    assert "Nộp hồ sơ (NOP)" in page
    assert "T*** V*** H***" in page
    assert NAME not in page
    assert NUMBER not in page


@pytest.mark.parametrize(
    "kept", ["", "[1]", "không phải JSON", "[" * 5000, '{"ThoiDiem": "9999-12-31T23:59:59+00:00"}']
)
def test_whatever_the_portal_sent_its_page_opens(desk: Desk, site: Site, kept: str) -> None:
    held = Act("national", "YC-8#1", "unreadable", "#1", datetime.now(UTC), {"noiDung": kept})
    id, _ = intents.keep(held, refused="Yêu cầu từ Cổng không đúng dạng.")

    assert desk("quantri").get(f"/trao-doi/nhan/{id}").status_code == 200


def test_a_message_is_said_in_words_and_not_in_codes_alone(desk: Desk, site: Site) -> None:
    case = site.stuck(desk)
    officer = desk("kiemsoat")
    created, progress, status = (text_of(officer.get(f"/trao-doi/gui/{case}/{place}")) for place in (4, 6, 7))

    assert "Kênh thực hiện KenhThucHien Trực tiếp (1)" in created
    assert "Việc đã làm NoiDungXuLy Tiếp nhận tại quầy" in progress
    assert "Được tiếp nhận (2)" in status
