"""What the dossier's table cannot say about a move: rules over its facts, each a sentence or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thongsuot.areas.dossiers.delivering import only_what_was_posted, originals_in_turn
from thongsuot.areas.dossiers.outside import held_elsewhere
from thongsuot.areas.dossiers.sealing import not_issued_unsigned
from thongsuot.engine import case_rules
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


def supplement_was_asked(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """A second request is allowed once the first was made, one at a time: nobody allows it beforehand."""
    ask = case.table.move("ask_supplement") if move == "allow_supplement" else None
    if ask is not None and case_rules.made(case, ask) < case_rules.bound(case, ask):
        return "Hồ sơ vẫn còn lượt yêu cầu bổ sung, chưa cần cho phép thêm."
    return None


def relief_fits(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """No relief takes more off than was asked."""
    if move != "grant_relief":
        return None
    asked = dict.fromkeys(("fee", "charge"), 0)
    for fee in case.facts.get("fees", ()):
        asked[fee.get("purpose", "fee")] += fee["amount"] or 0
    if any(int(given[f"{purpose}_less"]) > sum_ for purpose, sum_ in asked.items()):
        return "Số tiền được giảm nhiều hơn số phải nộp. Kiểm tra lại."
    return None


REFUSES = (
    held_elsewhere,
    only_what_was_posted,
    originals_in_turn,
    relief_fits,
    paper_was_chosen,
    result_stands,
    supplement_was_asked,
    not_issued_unsigned,
)
