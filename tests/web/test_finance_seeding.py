"""The demonstration's budget support and surplus premises: in every state, made once, read by who is concerned."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from officers import Officer, text_of

from thongsuot.areas.budgets import seeding as budgets
from thongsuot.areas.premises import seeding as premises
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


def test_eight_properties_are_made_once_and_the_city_s_count_of_the_week_needs_no_report(desk: Desk) -> None:
    lanhdao = desk("lanhdao")
    assert premises.seed() == premises.seed() == 8

    assert steps("premises") == {"listed": 2, "proposed": 1, "appraised": 1, "decided": 1, "handled": 3}
    assert verify.verify_site("vn").faults == ()
    shown = text_of(lanhdao.get("/cong-viec/nha-dat-doi-du?muc=all"))
    assert "Trụ sở UBND xã Hồng Kim cũ" in shown
    assert "Trụ sở UBND xã Hồng Kim cũ" not in text_of(desk("minh").get("/cong-viec/nha-dat-doi-du?muc=all"))
    case = sql.run("SELECT id FROM engine_case WHERE kind = 'premises' AND step = 'decided'")[0][0]
    page = text_of(desk("huong").get(f"/ho-so/{case}"))
    assert "310 m² sàn, 420 m² đất" in page
    assert "Xác nhận đã xử lý xong" in page
    briefing = text_of(lanhdao.get("/bao-cao?noi=46"))
    assert "Tỷ lệ đã xử lý" in briefing


def test_no_seed_without_the_demonstration(desk: Desk, settings: pytest.FixtureRequest) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    for seed in (budgets.seed, premises.seed):
        with pytest.raises(demo.OnlyInDemo):
            seed()
