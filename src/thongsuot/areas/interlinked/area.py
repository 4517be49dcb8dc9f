"""The interlinked request as the engine knows it: its table, and which parts may be sent again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thongsuot.areas.interlinked import rules, working
from thongsuot.areas.interlinked.process import INTERLINKED
from thongsuot.engine.case import Case
from thongsuot.engine.registry import Area

RESENDING = frozenset({"resend", "resend_at_counter"})


def sent_again_alone(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Only a part that failed or was withdrawn is sent again, and only where nothing that it waits for is missing."""
    if move not in RESENDING:
        return None
    found = working.request(case)
    if found.given_up:
        return "Bạn đã rút cả yêu cầu này. Nộp yêu cầu mới, hoặc nộp riêng từng thủ tục."
    if rules.may_resend(found.parts, found.plan().stands, str(given["part"])):
        return None
    return "Phần này đang được giải quyết, đã có kết quả, hoặc còn chờ phần khác. Xem lại tình trạng từng phần."


AREA = Area(process=INTERLINKED, refuses=(sent_again_alone,))
