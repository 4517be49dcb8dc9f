"""Hoa's counter takes in what is Thuận Hóa's, page by page, until Hạnh has her result; the four statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import citizens
import pytest
from officers import BIRTH, CASE_ADDRESS, INTAKE, Officer, text_of

from thongsuot.engine import sql
from thongsuot.register import demo, procedures

Desk = Callable[[str], Officer]
HERS = {**INTAKE, "name": citizens.HANH.name, "number": citizens.HANH.number, "place_code": demo.WARD}
ADDRESS = f"/tiep-nhan/{BIRTH}"


def count() -> int:
    return int(sql.run("SELECT count(*) FROM engine_case")[0][0])


def four(desk: Desk, who: str, case: UUID | str) -> str:
    text = text_of(desk(who).get(f"/ho-so/{case}"))
    return text[text.index("Bốn trạng thái") :][:700]


def test_four_statuses_stand_beside_each_other_and_change_apart(desk: Desk) -> None:
    case = desk("lan").receive()
    shown = four(desk, "lan", case)
    for words in ("Nghiệp vụ", "2. Được tiếp nhận", "Nhóm báo cáo: đang xử lý", "Tài chính", "Trả kết quả",
                  "Chưa có kết quả để trả", "Đồng bộ", "Chưa nối với Cổng"):  # fmt: skip
        assert words in shown, words
    sql.run(
        "INSERT INTO exchange_national_dossier (id, province_code, origin, created, ours, told, rows, changed_on,"
        " quality, quality_message) VALUES (%s, '46', 'here', true, 2, 2, 1, now()::date, '', '')", [case],
    )  # fmt: skip
    insert = (
        "INSERT INTO exchange_national_message (dossier_id, place, kind, number, verb, status, province_code,"
        " happened_at, sequence, since, state, attempts, uncertain, reason, code, decided_by)"
        " VALUES (%s, %s, %s, 1, 'open', 2, '46', now(), 1, now(), %s, %s, false, '', '', '')"
    )
    sql.run(insert, [case, 4, "create", "sent", 0])
    assert "Cổng đã xác nhận đến mục 1. Cổng đang ghi: Được tiếp nhận" in four(desk, "lan", case)
    sql.run(insert, [case, 7, "status", "waiting", 3])
    assert "đã thử 3 lần" in four(desk, "lan", case)
    sql.run("UPDATE exchange_national_message SET state = 'dead' WHERE dossier_id = %s AND place = 7", [case])
    assert "người xử lý: Kiểm soát TTHC" in four(desk, "lan", case)
    assert "2. Được tiếp nhận" in four(desk, "lan", case)


@pytest.fixture
def anywhere(desk: Desk) -> Iterator[None]:
    """The published version of this procedure lets any counter of the country receive it."""
    sql.run("UPDATE register_procedure SET non_territorial = true WHERE code = %s", [BIRTH])
    procedures.forget()
    yield
    procedures.forget()


@pytest.mark.usefixtures("anywhere")
def test_hoa_takes_it_in_for_thuan_hoa_and_gives_the_receipt_and_later_the_result(desk: Desk) -> None:
    hoa, lan = desk("hoa"), desk("lan")
    check = text_of(hoa.post(ADDRESS, {**HERS, "_receive": ""}))
    assert "Nơi khác giải quyết: tiếp nhận tại đây" in check
    without = hoa.post(ADDRESS, {**HERS, "_receive": "for"})
    assert without.status_code == 422
    assert "Quét giấy tờ" in text_of(without)
    sent = {**{name: value for name, value in HERS.items() if not name.startswith("co-")}, "_receive": "for"}
    answer = hoa.post(ADDRESS, sent)
    assert answer.status_code == 302, text_of(answer)
    found = CASE_ADDRESS.search(answer["Location"])
    assert found
    case = UUID(found[1])
    assert hoa.get(answer["Location"]).status_code == 200
    assert hoa.get(f"/ho-so/{case}/mau/01/1").status_code == 200
    for words in ("Nơi giữ phí, lệ phí", "Nơi hỗ trợ nộp", "chưa xác minh"):
        assert words in text_of(lan.get(f"/ho-so/{case}"))
    assert hoa.get(f"/ho-so/{case}/buoc/hand_over").status_code != 200
    bundle = {"list": "Giấy khai sinh, 01 bản chính", "carrier": "EMS 000 111"}
    assert hoa.make(case, "send_originals", **bundle).status_code == 302
    assert lan.make(case, "originals_arrived", checked="whole").status_code == 302
    told = text_of(citizens.signed_in(citizens.HANH).get(f"/cua-toi/{case}"))
    assert "gửi bản gốc của bạn đến nơi giải quyết" in told
    assert "ký nhận bản gốc của bạn" in told

    sql.run("UPDATE engine_case SET status = 9, step = 'done', waits_for = 'applicant', queue_role = 'intake',"
            " queue_body = receiving_body, assignee = NULL, resolved_at = now() WHERE id = %s", [case])  # fmt: skip
    page = text_of(lan.get(f"/ho-so/{case}/buoc/send_to_point"))
    assert "Điểm đến ký nhận rồi trả kết quả" in page
    back = lan.make(case, "send_to_point", to=f"pvhcc.{demo.FAR_WARD}", carrier="Bưu điện")
    assert back.status_code == 302, text_of(back)
    assert "Đang chuyển đến điểm trả" in four(desk, "lan", case)
    assert hoa.make(case, "result_at_point").status_code == 302
    told = text_of(citizens.signed_in(citizens.HANH).get(f"/cua-toi/{case}"))
    assert "Kết quả chờ bạn nhận tại Trung tâm Phục vụ hành chính công phường Bạc Liêu" in told
    assert lan.get(f"/ho-so/{case}/buoc/hand_out_at_point").status_code != 200
    assert hoa.make(case, "hand_out_at_point", receiver="Nguyễn Thị Hạnh").status_code == 302
    assert "10. Đã trả kết quả" in four(desk, "hoa", case)


@pytest.mark.parametrize("changed", [{"delivery": "point"}, {"delivery": "point", "return_to": "x\x00" * 50}])
def test_a_point_must_be_one(desk: Desk, changed: dict[str, Any]) -> None:
    answer = desk("lan").post(ADDRESS, {**HERS, **changed})
    assert answer.status_code == 422
    assert "Chọn điểm phục vụ" in text_of(answer)
    assert count() == 0


def test_hoa_in_another_province_is_not_offered_it_but_may_help_online(desk: Desk) -> None:
    check = text_of(desk("hoa").post(ADDRESS, {**HERS, "_receive": ""}))
    assert "Nơi khác giải quyết" not in check
    assert "nộp hộ" in check
    refused = desk("hoa").post(ADDRESS, {**HERS, "_receive": "for"})
    assert refused.status_code == 422
    assert "khác tỉnh" in text_of(refused)
    assert count() == 0


def test_lan_at_her_own_counter_is_offered_nothing_else(desk: Desk) -> None:
    check = text_of(desk("lan").post(ADDRESS, {**HERS, "_receive": ""}))
    assert "Nơi khác giải quyết" not in check
    refused = desk("lan").post(ADDRESS, {**HERS, "_receive": "for"})
    assert "chính quầy của bạn" in text_of(refused)
    assert count() == 0
