"""The ways of a dossier as Hạnh reads them at home: stopped, gone to the right body, revoked; taken at home."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from citizens import HANH, signed_in
from following_cases import DELIVERED, ISSUED, SIGNED, Desk, asked_for_more, go, hers, send, step_of, to_nam
from officers import text_of

GROUND = {"reasons": ["Đang có tranh chấp tại Tòa án"], "ground": "Luật Hộ tịch (chưa xác minh)"}
GRANTED = {"outcome": "granted", "summary": ["Đăng ký khai sinh theo đề nghị."]}


def ready(desk: Desk, **changed: str) -> UUID:
    case = hers(desk, **changed)
    to_nam(desk, case)
    go(desk, case, ("nam", "propose", GRANTED), *SIGNED, *ISSUED)
    return case


def test_hanh_takes_the_electronic_result_at_home_and_need_not_come(desk: Desk) -> None:
    case, hanh = ready(desk, delivery="online"), signed_in(HANH)
    address = f"/cua-toi/{case}/nhan-ket-qua"
    assert address in hanh.get(f"/cua-toi/{case}").content.decode()

    page = hanh.get(address)
    wrong = send(hanh, page, address)
    assert (wrong.status_code, step_of(case)) == (422, "done")
    assert send(hanh, hanh.get(address), address, taken="1").status_code == 302

    text = text_of(hanh.get(f"/cua-toi/{case}"))
    assert step_of(case) == "delivered"
    assert "Bạn nhận kết quả bản điện tử." in text
    assert "Kết quả" in text, "what was taken stays there"
    assert "Kết quả chưa có, hoặc đã được trả" in text_of(hanh.get(address))


def test_whoever_chose_paper_is_offered_no_such_button_and_refused_at_its_address(desk: Desk) -> None:
    case, hanh = ready(desk), signed_in(HANH)
    address = f"/cua-toi/{case}/nhan-ket-qua"
    assert address not in hanh.get(f"/cua-toi/{case}").content.decode()
    answer = send(hanh, hanh.get(address), address, taken="1")
    assert answer.status_code in (403, 409, 422)
    assert "bản giấy" in text_of(answer)
    assert step_of(case) == "done"


def test_a_stop_says_who_stopped_why_and_offers_its_form(desk: Desk) -> None:
    case, hanh = hers(desk), signed_in(HANH)
    to_nam(desk, case)
    go(desk, case, ("minh", "stop", {**GROUND, "guidance": "Chờ bản án có hiệu lực."}))

    text = text_of(hanh.get(f"/cua-toi/{case}"))
    for words in ("đã dừng giải quyết hồ sơ", "Đang có tranh chấp tại Tòa án", "Chờ bản án có hiệu lực.", "Mẫu 05"):
        assert words in text
    assert "Đang chờ bạn" not in text
    assert "Rút hồ sơ" not in text

    go(desk, case, ("minh", "close_stopped", GROUND))
    text = text_of(hanh.get(f"/cua-toi/{case}"))
    assert "đã dừng và kết thúc hồ sơ" in text
    assert "có kết quả" not in text.lower().replace("không có kết quả", "")
    assert "Không có kết quả để trả Xem trên Cổng quốc gia" in text, "nor where it would be handed out"


def test_a_supplement_is_not_closed_before_its_term_and_hanh_still_answers(desk: Desk) -> None:
    case = asked_for_more(desk)
    refused = desk("minh").get(f"/ho-so/{case}/buoc/close_unanswered")
    assert refused.status_code == 403
    assert "Chưa hết thời gian chờ" in text_of(refused)
    assert "Bổ sung hồ sơ" in text_of(signed_in(HANH).get(f"/cua-toi/{case}"))


@pytest.mark.parametrize("hidden", ["Mã kiểm tra của tệp"])
def test_a_revoked_result_is_not_shown_as_a_result(desk: Desk, hidden: str) -> None:
    case, hanh = ready(desk), signed_in(HANH)
    go(desk, case, *DELIVERED)
    assert hidden in text_of(hanh.get(f"/cua-toi/{case}"))
    revoked: dict[str, Any] = {**GROUND, "decision": "Số 45/QĐ-UBND", "guidance": "Nộp lại bản gốc."}
    go(desk, case, ("minh", "revoke", revoked))

    text = text_of(hanh.get(f"/cua-toi/{case}"))
    assert hidden not in text
    assert "đã thu hồi kết quả" in text
    assert "Số 45/QĐ-UBND" in text
    assert "Thông báo thu hồi kết quả giải quyết" in text


def test_what_goes_to_the_right_body_says_where_and_keeps_its_day(desk: Desk) -> None:
    case, hanh = hers(desk), signed_in(HANH)
    before = text_of(hanh.get(f"/cua-toi/{case}")).partition("Hẹn trả kết quả:")[2][:60]
    go(desk, case, ("minh", "transfer", {"to": "ubnd.19753", "reasons": ["Thuộc phường Phú Xuân"]}))

    text = text_of(hanh.get(f"/cua-toi/{case}"))
    assert "chuyển hồ sơ đến đúng cơ quan có thẩm quyền" in text
    assert "phường Phú Xuân" in text
    assert before
    assert before in text
