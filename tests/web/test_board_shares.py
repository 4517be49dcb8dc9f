"""What of a ward's dossiers was digitised or used papers again: a share on the board, each with both its lists."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from officers import Desk, text_of

from thongsuot.engine import shares, sql, stamper
from thongsuot.measures import folding
from thongsuot.measures.sharing import Shared
from thongsuot.register import demo

HUE, WARD = "/bang/tinh/46", f"/bang/co-quan/ubnd.{demo.WARD}"
DIGITISED = "Tỷ lệ số hóa hồ sơ"


def bring_paper(case: UUID, origin: str) -> None:
    sql.run(
        "INSERT INTO engine_paper (id, case_id, number, province_code, component, name, media_type, size, digest,"
        " origin, facts) VALUES (%s, %s, 1, '46', '', 'Tờ khai.pdf', 'application/pdf', 9, '\\x07', %s, '{}')",
        [uuid4(), case, origin],
    )


@pytest.fixture
def three(desk: Desk) -> list[UUID]:
    """Three dossiers of Lan's counter: one scanned, one with a paper of before, one as it came on paper."""
    lan = desk("lan")
    cases = [lan.receive(name=name) for name in ("Đỗ Văn An", "Lê Thị Bình", "Hồ Thị Chi")]
    sql.run('UPDATE engine_case SET facts = facts || \'{"papers": [{"key": "don", "name": "Đơn"}]}\'')
    for case, origin in zip(cases, ("scan", "reuse"), strict=False):
        bring_paper(case, origin)
    stamper.stamp(settings.SITE)
    folding.catch_up_fully(settings.SITE)
    return cases


def addresses(page: Any, label: str) -> list[str]:
    """Where the share and what it lacks lead."""
    part = page.content.decode().split(label, 1)[1].split("</dd>", 1)[0]
    return [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', part)]


@pytest.mark.parametrize("address", [HUE, WARD])
def test_a_share_opens_the_list_of_what_is_such_and_of_what_is_not(desk: Desk, three: list[UUID], address: str) -> None:
    leader = desk("lanhdao")
    page = leader.get(address)

    assert "66,7 % 2 trên 3 hồ sơ" in text_of(page).replace(f" {DIGITISED}", "")
    assert "1 trên 3 hồ sơ" in text_of(page)
    such, not_such = (text_of(leader.get(one)) for one in addresses(page, DIGITISED))
    assert f"{DIGITISED}: " in such
    assert "2 hồ sơ, số liệu lúc" in such
    assert "phần chưa đạt" in not_such
    assert "1 hồ sơ, số liệu lúc" in not_such


def test_no_data_is_not_full_marks(desk: Desk) -> None:
    assert Shared(shares.share("digitised"), 0, 0).value is None


def test_hoa_of_ca_mau_finds_nothing_behind_the_wards_share(desk: Desk, three: list[UUID]) -> None:
    there = addresses(desk("lanhdao").get(WARD), DIGITISED)[0]
    assert "0 hồ sơ" in text_of(desk("hoa").get(there))


@pytest.mark.parametrize("key", ["khac", "received", "%00"])
def test_a_share_that_nobody_declared_is_not_there(desk: Desk, key: str) -> None:
    assert desk("lanhdao").get(f"/bang/ty-le/{key}").status_code == 404


def test_the_board_of_a_ward_costs_one_statement_more(desk: Desk, three: list[UUID]) -> None:
    leader = desk("lanhdao")
    leader.get(WARD)
    before = sql.count()
    leader.get(WARD)
    assert sql.count() - before <= 5
