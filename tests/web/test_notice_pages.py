"""The pages of notices: what Kiên must see to, and the screen that stands for telephones in a demonstration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from officers import Officer, text_of

from sent_at_once import at_once
from thongsuot.engine import sql, stamper
from thongsuot.exchange.notices import sending, telling

Desk = Callable[[str], Officer]


def tell(rounds: int = 1) -> None:
    from django.conf import settings

    stamper.stamp(settings.SITE)
    telling.catch_up(settings.SITE)
    while sending.send_one(datetime.now(UTC)):
        continue


@pytest.fixture
def received(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """Lan, who received a dossier whose telephone is reached and one whose telephone is not."""
    at_once(monkeypatch)
    lan = desk("lan")
    tell()
    lan.receive()
    lan.receive(phone="0912 340 000")
    tell()
    return lan


def key() -> str:
    sql.run("UPDATE exchange_notice SET state = 'dead', attempts = 12 WHERE state = 'waiting'")
    case, number = sql.run("SELECT case_id, number FROM exchange_notice WHERE state = 'dead'")[0]
    return f"{case}:{number}:sms"


def test_anyone_at_the_demonstration_sees_what_would_have_been_sent(received: Officer) -> None:
    page = text_of(Client().get("/tin-nhan/minh-hoa"))

    assert "không gửi tin thật" in page
    assert "đã tiếp nhận, hẹn trả kết quả" in page
    assert "…678" in page
    assert "0912" not in page
    assert "Hùng" not in page


def test_in_earnest_there_is_no_such_screen(received: Officer, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]

    assert Client().get("/tin-nhan/minh-hoa").status_code == 404


def test_control_sends_a_stuck_notice_again(received: Officer, desk: Desk) -> None:
    kiem = desk("kiemsoat")
    assert "Đang tự thử lại" in text_of(kiem.get("/tin-nhan"))
    told = {"tin": key(), "viec": "gui-lai"}
    assert "Đang tự thử lại" not in text_of(kiem.get("/tin-nhan"))
    assert text_of(kiem.get("/tin-nhan")).count("Cần người xử lý") == 2

    assert kiem.post("/tin-nhan", told).status_code == 302
    assert sql.run("SELECT count(*) FROM exchange_notice WHERE state = 'waiting'") == [(1,)]


def test_control_writes_down_that_the_person_was_told_otherwise(received: Officer, desk: Desk) -> None:
    kiem, told = desk("kiemsoat"), {"tin": key(), "viec": "dong", "ly_do": ""}

    short = kiem.post("/tin-nhan", told)
    assert (short.status_code, "Nêu lý do" in text_of(short)) == (422, True)
    assert kiem.post("/tin-nhan", {**told, "ly_do": "Đã gọi điện lúc 9 giờ"}).status_code == 302
    assert "Không có tin nào vướng" in text_of(kiem.get("/tin-nhan"))
    again = kiem.post("/tin-nhan", {**told, "ly_do": "Đã gọi điện lúc 9 giờ"})
    assert (again.status_code, "đã được xử lý" in text_of(again)) == (409, True)


@pytest.mark.parametrize(
    "named",
    [
        "",
        "x",
        "::",
        "00000000-0000-7000-8000-000000000000:1:sms",
        "00000000-0000-7000-8000-000000000000:99999999999999999999:sms",
        "\x00:1:fax",
        "²:²:sms",
    ],
)
def test_a_notice_that_is_none_is_not_found(named: str, desk: Desk) -> None:
    answer = desk("kiemsoat").post("/tin-nhan", {"tin": named, "viec": "gui-lai"})

    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["", "0", "-1", "²", "9" * 40, "\x00"])
def test_a_page_that_is_none_is_the_first(page: str, desk: Desk) -> None:
    assert desk("kiemsoat").get("/tin-nhan", {"trang": page}).status_code == 200


def test_the_list_costs_one_statement_beside_who_asks(received: Officer, desk: Desk) -> None:
    kiem = desk("kiemsoat")
    key()
    kiem.get("/tin-nhan")
    before = sql.count()
    kiem.get("/tin-nhan")

    assert sql.count() - before <= 2
