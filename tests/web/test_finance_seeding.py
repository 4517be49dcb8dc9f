"""The demonstration's budget support: in every state, made once, read by who is concerned."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from officers import Officer, text_of

from thongsuot.areas.budgets import seeding as budgets
from thongsuot.engine import sql, verify
from thongsuot.register import demo

Desk = Callable[[str], Officer]


def steps(kind: str) -> dict[str, int]:
    return dict(sql.run("SELECT step, count(*) FROM engine_case WHERE kind = %s GROUP BY step", [kind]))


def test_five_supports_are_made_once_and_read_by_their_communes_city_and_the_nation_alone(desk: Desk) -> None:
    home = "/cong-viec/ho-tro-ngan-sach?muc=all"
    toan, thai = desk("toan"), desk("thai")
    assert budgets.seed() == budgets.seed() == 5

    assert steps("budget_support") == {"asked": 2, "appraised": 1, "transferred": 1, "settled": 1}
    assert verify.verify_site("vn").faults == ()
    mountain = text_of(toan.get(home))
    assert "Đường truyền và máy quét" in mountain
    assert "Thuê chỗ làm việc" not in mountain, "the ward's own"
    assert "Thuê chỗ làm việc" in text_of(thai.get(home))
    assert "Giảm" not in text_of(desk("hoa").get(home)), "Cà Mau has none"
    case = sql.run("SELECT id FROM engine_case WHERE kind = 'budget_support' AND step = 'transferred'")[0][0]
    page = text_of(toan.get(f"/ho-so/{case}")).replace("\xa0", " ")
    assert "1.650.000.000 đ trên 3.000.000.000 đ (55,0 %), còn 1.350.000.000 đ" in page
    assert "41.200.000.000 đ trước khi hỗ trợ, 44.200.000.000 đ sau khi hỗ trợ" in page


def test_no_seed_without_the_demonstration(desk: Desk, settings: pytest.FixtureRequest) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(demo.OnlyInDemo):
        budgets.seed()
