"""A province by its service points: Huế's leader sees who helped whom, and every number opens its list."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from officers import Officer, text_of

from thongsuot.engine import sql, stamper
from thongsuot.measures import folding
from thongsuot.register import bodies, demo

Desk = Callable[[str], Officer]
WHERE, POINT = "/bang/tinh/46/diem", f"pvhcc.{demo.MOUNTAIN}"


@pytest.fixture
def helped(desk: Desk) -> datetime:
    """Three dossiers of Thuận Hóa; two were taken in by the mountain commune's counter."""
    cases = [desk("lan").receive() for _ in range(3)]
    stamper.stamp(settings.SITE)
    folding.catch_up_fully(settings.SITE)
    sql.run("UPDATE measures_stretch SET supported_by = %s WHERE case_id = ANY(%s) RETURNING 1", [POINT, cases[:2]])
    return datetime.now(UTC)


def numbers(page: str) -> list[tuple[str, int]]:
    """(address, number) of every number that leads to a list."""
    found = re.findall(r'<a href="(/bang/danh-sach/[^"]+)">([\d.]+)<span', page)
    return [(unescape(address), int(value.replace(".", ""))) for address, value in found]


def test_the_point_and_the_body_stand_each_in_its_table_and_every_number_opens_exactly_its_list(
    desk: Desk, helped: datetime
) -> None:
    leader = desk("lanhdao")
    page = leader.get(WHERE)
    text = text_of(page)
    assert bodies.name_of(POINT) in text
    assert "Điểm phục vụ đã hỗ trợ" in text
    assert "Cơ quan nhận hồ sơ từ nơi khác" in text
    found = numbers(page.content.decode())
    assert [number for address, number in found if "/supported" in address] == [2]
    assert [number for address, number in found if "/from_elsewhere" in address] == [2]
    for address, number in found:
        shown = len(re.findall(r'<tr data-href="/ho-so/', leader.get(address).content.decode()))
        assert shown == number, address


def test_the_province_leads_there_and_another_province_is_not_there(desk: Desk, helped: datetime) -> None:
    assert f'href="{WHERE}"' in desk("lanhdao").get("/bang/tinh/46").content.decode()
    for code in ("01", "%00", "9" * 500, "x"):
        assert desk("lanhdao").get(f"/bang/tinh/{code}/diem").status_code == 404
    assert desk("hoa").get(WHERE).status_code == 404


def test_where_nobody_helped_it_says_so(desk: Desk) -> None:
    assert text_of(desk("lanhdao").get(WHERE)).count("Không có hồ sơ nào như vậy") == 2


def test_the_page_asks_the_database_twice(desk: Desk, helped: datetime) -> None:
    leader = desk("lanhdao")
    leader.get(WHERE)
    with CaptureQueriesContext(connection) as asked:
        assert leader.get(WHERE).status_code == 200
    assert len([one for one in asked if "register_session" not in one["sql"]]) <= 3


def test_the_workbook_of_a_number_is_of_the_same_dossiers(desk: Desk, helped: datetime) -> None:
    answer = desk("lanhdao").get(f"/xuat/so-lieu?so-lieu=supported&diem={POINT}&luc={helped.isoformat()}")
    assert answer.status_code in (200, 302)
