"""What the dossier's table cannot say about a move: rules over its facts, each a sentence or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thongsuot.areas.dossiers.sealing import not_issued_unsigned
from thongsuot.engine.case import Case

WITHDRAWING = frozenset({"withdraw", "withdraw_online"})


def result_stands(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """A dossier that is open again to correct its result is not withdrawn: the result is out in the world."""
    if move in WITHDRAWING and "result_number" in case.facts:
        return "Hồ sơ đã có kết quả và đang được đính chính nên không rút được. Đề nghị cơ quan thu hồi kết quả."
    return None


def paper_was_chosen(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Only who chose the electronic result takes it at home: for the others a paper lies at the counter."""
    if move == "take_online" and case.facts.get("delivery") != "online":
        return "Bạn đã chọn nhận bản giấy. Nhận tại nơi trả kết quả, hoặc qua bưu chính nếu đã đăng ký."
    return None


REFUSES = (
    paper_was_chosen,
    result_stands,
    not_issued_unsigned,
)
