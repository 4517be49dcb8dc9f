"""The demonstration's budget support, premises and severances: in every state, once, read by who is concerned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from citizens import PHAI, Citizen, signed_in
from officers import Officer, text_of

from thongsuot.areas.budgets import seeding as budgets
from thongsuot.areas.premises import seeding as premises
from thongsuot.areas.severance import seeding as severances
from thongsuot.engine import sql, verify
from thongsuot.engine.deciding import VIETNAM
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


def test_a_basis_is_chosen_from_those_of_the_tier_and_too_large_a_payment_keeps_what_was_typed(desk: Desk) -> None:
    quynh = desk("quynh")
    budgets.seed()
    address = "/cong-viec/ho-tro-ngan-sach/mo/ask"
    form = quynh.get(address)
    told = {"title": "Xăng xe cho hai điểm tiếp nhận", "norm": "larger-area", "asked": "120.000.000",
            "before": "41.200.000.000", "document": "Tờ trình 31/TTr-UBND", "why": ["Xa 18 km"]}  # fmt: skip
    assert "địa bàn, nhiệm vụ của xã rộng hơn" in text_of(form)
    assert "đơn vị hành chính cấp tỉnh giảm" not in text_of(form), "a province asks on that"
    wrong = quynh.send(form, address, **{**told, "norm": "province-reduced", "asked": "0"})
    assert wrong.status_code == 422
    assert "“Số tiền đề nghị” phải từ 1 trở lên" in text_of(wrong)
    assert quynh.send(quynh.get(address), address, **told).status_code == 302

    case = sql.run("SELECT id FROM engine_case WHERE kind = 'budget_support' AND step = 'transferred'")[0][0]
    today = datetime.now(VIETNAM).strftime("%d/%m/%Y")
    refused = quynh.make(case, "disburse", part="1.350.000.001", day=today)
    assert refused.status_code == 409
    assert "chỉ còn 1.350.000.000 đ" in text_of(refused).replace("\xa0", " ")
    assert "1.350.000.001" in refused.content.decode()
    assert quynh.make(case, "disburse", part="1.350.000.000", day=today).status_code == 302
    page = quynh.get(f"/ho-so/{case}")
    assert "(100,0 %), còn 0 đ" in text_of(page).replace("\xa0", " ")
    assert "/buoc/settle_up" in page.content.decode()
    assert "/buoc/disburse" not in page.content.decode(), "nothing is left to spend"


def test_six_severances_are_made_once_and_a_leader_reads_no_name_and_no_sum(desk: Desk) -> None:
    nam = desk("nam")
    assert severances.seed() == severances.seed() == 6

    assert steps("severance") == {"applied": 1, "appraised": 1, "decided": 1, "funded": 1, "paid": 2}
    assert verify.verify_site("vn").faults == ()
    home = "/cong-viec/che-do-nguoi-nghi?muc=all"
    assert "Nguyễn Văn Thọ" in text_of(nam.get(home))
    case = sql.run("SELECT id FROM engine_case WHERE kind = 'severance' AND subject_name = 'Lê Thị Mận'")[0][0]
    assert "78,75 tháng lương = 843.058.125 đ" in text_of(nam.get(f"/ho-so/{case}")).replace("\xa0", " ")
    for login in ("lanhdao", "kiemsoat", "chinhphu"):
        pages = text_of(desk(login).get(home)) + text_of(desk(login).get(f"/ho-so/{case}"))
        assert "Lê Thị Mận" not in pages
        assert "843.058.125" not in pages
    assert desk("hoa").get(f"/ho-so/{case}").status_code == 404


def test_who_left_follows_it_with_the_own_e_identity_and_reads_nothing_that_offices_wrote_to_one_another(
    desk: Desk,
) -> None:
    desk("nam")
    severances.seed()
    case, number = sql.run(
        "SELECT id, subject ->> 'number' FROM engine_case WHERE kind = 'severance' AND subject_name = 'Hồ Thị Xuyến'"
    )[0]
    xuyen = signed_in(Citizen(number, "Hồ Thị Xuyến"))

    page = text_of(xuyen.get(f"/cua-toi/{case}"))
    assert "Đã có quyết định nghỉ, chờ duyệt kinh phí" in page
    assert "Theo tiêu chí của đơn vị" not in page
    assert xuyen.get("/cua-toi").status_code == 200
    assert signed_in(PHAI).get(f"/cua-toi/{case}").status_code == 404


def test_a_form_of_severance_with_a_fault_names_it_and_a_right_one_says_the_sum(desk: Desk) -> None:
    nam = desk("nam")
    address = "/cong-viec/che-do-nguoi-nghi/mo/apply"
    told = {"name": "Nguyễn Văn Thọ", "number": "046068001234", "born": "01/01/1968", "salary": "15.297.750",
            "reorganised": "01/07/2025", "left": "01/07/2025", "retiring": "01/01/2030", "insured_years": "30",
            "insured_months": "4", "leaving": "retire"}  # fmt: skip
    wrong = nam.send(nam.get(address), address, **{**told, "insured_years": "336"})
    assert wrong.status_code == 422
    assert "nhiều hơn số năm có thể làm việc" in text_of(wrong)
    assert "15.297.750" in wrong.content.decode(), "what was typed is kept"
    right = nam.send(nam.get(address), address, **told)
    assert right.status_code == 302, text_of(right)
    assert "1.350.026.438 đ" in text_of(nam.get(right["Location"])).replace("\xa0", " ")


def test_no_seed_without_the_demonstration(desk: Desk, settings: pytest.FixtureRequest) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    for seed in (budgets.seed, premises.seed, severances.seed):
        with pytest.raises(demo.OnlyInDemo):
            seed()
