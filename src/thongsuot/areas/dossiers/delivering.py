"""How a result reaches its person: what was chosen, and how far it has come; derived from the dossier, never typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from thongsuot.engine.case import Case
from thongsuot.engine.reading import CasePage

RESULT, ON_THE_WAY, AT_POINT, DELIVERED = "done", "on_the_way", "at_point", "delivered"
WITHOUT_RESULT = frozenset({"refused", "closed", "withdrawn", "revoked"})
"""Over, with nothing that could still be handed out."""
POST_MOVES = frozenset({"post_arrived", "post_came_back"})


class Delivery(StrEnum):
    """The delivery status: one of these, whatever the business status says."""

    NONE = "none"
    NEVER = "never"
    READY = "ready"
    ON_THE_WAY = "on_the_way"
    AT_POINT = "at_point"
    POSTED = "posted"
    DELIVERED = "delivered"
    RETURNED = "returned"


WORDS: Mapping[Delivery, str] = {
    Delivery.NONE: "Chưa có kết quả để trả",
    Delivery.NEVER: "Không có kết quả để trả",
    Delivery.READY: "Sẵn sàng trả",
    Delivery.ON_THE_WAY: "Đang chuyển đến điểm trả",
    Delivery.AT_POINT: "Chờ trả tại điểm đã chọn",
    Delivery.POSTED: "Bưu chính đang phát",
    Delivery.DELIVERED: "Đã trả",
    Delivery.RETURNED: "Bưu chính hoàn trả",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the result is: the status, what the applicant chose, the body where it lies, the number of the parcel."""

    status: Delivery
    chosen: str
    body: str = ""
    tracking: str = ""


def posted(facts: Mapping[str, Any]) -> int:
    """How many parcels are out: sent and not come back."""
    made = facts.get("made", {})
    return int(made.get("post_out", 0)) - int(made.get("post_came_back", 0))


def status_of(step: str, facts: Mapping[str, Any]) -> Delivery:
    """The delivery status, from what a row of a list has too."""
    if step == ON_THE_WAY:
        return Delivery.ON_THE_WAY
    if step == AT_POINT:
        return Delivery.AT_POINT
    made = facts.get("made", {})
    if step == RESULT:
        return Delivery.RETURNED if made.get("post_came_back") else Delivery.READY
    if step in WITHOUT_RESULT:
        return Delivery.NEVER
    if step != DELIVERED:
        return Delivery.NONE
    return Delivery.POSTED if posted(facts) > 0 and not made.get("post_arrived") else Delivery.DELIVERED


def standing(page: CasePage) -> Standing:
    """The delivery of a whole dossier."""
    case, status = page.case, status_of(page.case.step, page.case.facts)
    at_the_point = status in (Delivery.ON_THE_WAY, Delivery.AT_POINT)
    body = case.supporting_body if at_the_point else case.receiving_body
    tracking = ""
    if status in (Delivery.POSTED, Delivery.RETURNED):
        parcels = [one for one in page.entries if one.body["move"] == "post_out"]
        tracking = str(parcels[-1].given.get("tracking", "")) if parcels else ""
    return Standing(status, str(case.facts.get("delivery", "")), body, tracking)


# The dossier's page of its money offers these, with the amounts beside them.
ON_THE_MONEY_PAGE = frozenset({"pay_at_counter", "ask_relief", "grant_relief", "deny_relief"})


def offered(case: Case, move: str) -> bool:
    """Whether a move makes sense for this dossier on its page: what the table allows, in view of where it went."""
    if move in ON_THE_MONEY_PAGE:
        return False
    if move in ("send_originals", "send_to_point"):
        return case.supporting_body != "" or case.facts.get("delivery") == "point"
    return all(rule(case, move, {}) is None for rule in (only_what_was_posted, originals_in_turn))


def only_what_was_posted(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """The post reports only on what it was given."""
    if move in POST_MOVES and posted(case.facts) <= 0:
        return "Kết quả này không gửi qua bưu chính, hoặc bưu gửi đã hoàn trả."
    return None


def originals_in_turn(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Originals are signed for once each time they were sent; nobody signs for what did not leave."""
    made = case.facts.get("made", {})
    if move == "originals_arrived" and made.get(move, 0) >= made.get("send_originals", 0):
        return "Chưa có bản gốc nào gửi kèm bảng kê mà chưa ký nhận."
    return None
