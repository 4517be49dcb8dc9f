"""The ways of a dossier on the desk's pages: the right body is chosen, what ended opens again, nothing dead-ends."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from officers import text_of

from thongsuot.engine import sql

Desk = Any
WHY = {"reasons": ["Thửa đất thuộc phường khác"]}
GROUND = {"reasons": ["Ghi sai tên đường"], "ground": "Luật Hộ tịch (chưa xác minh)"}


def column(case: UUID, name: str) -> str:
    return str(sql.run(f"SELECT {name} FROM engine_case WHERE id = %s", [case])[0][0])


@pytest.fixture
def delivered(desk: Desk) -> tuple[Any, Any, UUID]:
    lan, nam, thu, minh, van = (desk(one) for one in ("lan", "nam", "thu", "minh", "van"))
    case = lan.receive()
    lan.make(case, "hand_over")
    nam.make(case, "propose", outcome="granted", summary=["Đăng ký khai sinh"])
    thu.make(case, "review")
    minh.make(case, "sign", method="paper")
    for name in ("number", "seal", "issue"):
        van.send(van.get(f"/ho-so/{case}"), f"/ho-so/{case}/buoc/{name}")
    return lan, minh, case


def test_minh_chooses_the_right_body_from_a_list_and_is_told_where_the_dossier_went(desk: Desk) -> None:
    lan, minh = desk("lan"), desk("minh")
    case = lan.receive()
    page = minh.get(f"/ho-so/{case}/buoc/transfer")
    offered = re.findall(r'<option value="(ubnd\.\d+)"', page.content.decode())

    assert "Thời hạn không tính lại" in text_of(page)
    assert column(case, "competent_body") not in offered
    assert len(offered) > 10
    answer = minh.make(case, "transfer", to=offered[0], **WHY)

    assert answer.status_code in (302, 303)
    assert answer["Location"] == "/viec" or "ho-so" not in answer["Location"]
    assert column(case, "competent_body") == offered[0]
    assert minh.get(f"/ho-so/{case}").status_code == 404
    assert "Chuyển đến cơ quan" in text_of(lan.get(f"/ho-so/{case}"))


def test_a_body_that_has_no_power_is_refused_beside_its_field(desk: Desk) -> None:
    lan, minh = desk("lan"), desk("minh")
    case = lan.receive()
    for wrong in ("", "ubnd.46", "xyz", "\x00", "x" * 200):
        answer = minh.make(case, "transfer", to=wrong, **WHY)
        assert answer.status_code == 422, wrong
        assert 'href="#f-to"' in answer.content.decode()
    assert column(case, "step") == "received"


def test_what_was_delivered_offers_its_correction_to_the_chair_alone(delivered: Any) -> None:
    lan, minh, case = delivered
    lan.make(case, "post_out", tracking="RR 123 456 789 VN")

    assert "Mở lại để đính chính kết quả" in text_of(minh.get(f"/ho-so/{case}"))
    assert "Thu hồi kết quả đã trả" in text_of(minh.get(f"/ho-so/{case}"))
    assert "Mở lại để đính chính" not in text_of(lan.get(f"/ho-so/{case}"))
    assert "RR 123 456 789 VN" in text_of(lan.get(f"/ho-so/{case}"))
    minh.make(case, "reopen", **GROUND)
    assert column(case, "step") == "processing"


def test_a_stop_reads_as_paused_and_as_waiting_for_the_chair(desk: Desk) -> None:
    lan, minh = desk("lan"), desk("minh")
    case = lan.receive()
    lan.make(case, "hand_over")
    minh.make(case, "stop", **GROUND)

    text = text_of(minh.get(f"/ho-so/{case}"))
    assert "Tạm dừng" in text
    assert "In mẫu 05" in text
    assert "Tiếp tục giải quyết" in text
    assert minh.get(f"/ho-so/{case}/mau/05/3").status_code == 200
