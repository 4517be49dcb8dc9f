"""The stories of a budget support: Minh's ward asks, Thái's department appraises, Long decides, Linh transfers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from people import BINH, COMMITTEE, HOA, HUNG, KIEN, MINH, OANH, OFFICE, VAN, officer
from scenarios import UNDO, ClockIs, Given, Later, On, Refusal, Role, Step, Story, Tales, quietly
from thongsuot.areas.budgets.area import prepare
from thongsuot.engine.actor import Actor
from thongsuot.engine.deciding import VIETNAM
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

CITY, FINANCE = "ubnd.46", "so-tai-chinh.46"
THAI = officer("Đỗ Quang Thái", ("head", FINANCE))
LINH = officer("Phan Mỹ Linh", ("specialist", FINANCE))
LONG = officer("Phạm Thanh Long", ("chair", CITY))
ASKER, APPRAISER, PAYER, DECIDER = "officer@supporting", "head@executing", "specialist@executing", "chair@competent"
CAST = {
    "minh": (MINH, Role("officer", At.SUPPORTING)),
    "thai": (THAI, Role("head", At.EXECUTING)),
    "linh": (LINH, Role("specialist", At.EXECUTING)),
    "long": (LONG, Role("chair", At.COMPETENT)),
}
STANDING = {
    "asked": On(2, "body", APPRAISER, At.COMPETENT),
    "returned": On(5, "body", ASKER, At.RECEIVING),
    "appraised": On(4, "body", DECIDER, At.COMPETENT),
    "decided": On(4, "body", PAYER, At.COMPETENT),
    "transferred": On(4, "body", ASKER, At.RECEIVING),
    "settling": On(4, "body", APPRAISER, At.COMPETENT),
    "settled": On(10, "nobody", "", At.COMPETENT),
    "declined": On(3, "nobody", "", At.COMPETENT),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
}
_NOW = datetime.now(VIETNAM)
TODAY, TOMORROW = _NOW.date().isoformat(), (_NOW + timedelta(days=1)).date().isoformat()
NOTE = frozenset({"note"})
TOLD = {
    "units": 3,
    "asked": 2_000_000_000,
    "before": 45_000_000_000,
    "document": "Tờ trình 12/TTr-UBND ngày 3/11/2026",
    "why": ["Địa bàn rộng gấp ba, phải thuê chỗ làm việc cho hai bộ phận"],
}
ASK = Step(
    "minh", "ask", "asked", ClockIs.STARTED, TOLD, frozenset({"units"}), limit="15 working_day",
    kept=("units", "asked", "before", "document"),
    refused=(
        Refusal("minh", "ask", NeedsNotMet, "asked", {**TOLD, "asked": "nhiều"}),
        Refusal("minh", "ask", NeedsNotMet, "asked", {**TOLD, "asked": 0}),
        Refusal("minh", "ask", NeedsNotMet, "units", {**TOLD, "units": -1}),
    ),
)  # fmt: skip
ASK_WITHOUT_NORM = replace(quietly(ASK, "units"), kept=("asked", "before", "document"))
ASK_MORE = Step("thai", "ask_more", "returned", ClockIs.PAUSED, {"reasons": ["Gửi hợp đồng thuê"]}, holder="minh")
ANSWER = Step("minh", "answer", "asked", ClockIs.RESUMED, {"answer": ["Hợp đồng 04/HĐ"]}, holder="thai")
APPRAISED = {"appraised": 1_800_000_000, "source": "province", "opinion": "Giảm phần sửa chữa."}
APPRAISE = Step(
    "thai", "appraise", "appraised", ClockIs.STARTED, APPRAISED, frozenset({"opinion"}), limit="10 working_day",
    kept=("appraised", "source"),
    refused=(
        Refusal("linh", "appraise", NotAllowed, "trưởng phòng", APPRAISED),
        Refusal("thai", "appraise", Refused, "không quá số đề nghị", {**APPRAISED, "appraised": 2_000_000_001}),
        Refusal("thai", "appraise", NeedsNotMet, "appraised", {**APPRAISED, "appraised": 0}),
    ),
)  # fmt: skip
AGAIN = replace(quietly(APPRAISE, "opinion"), holder="long")
SEND_BACK = Step(
    "long", "send_back", "asked", ClockIs.STARTED, {"reasons": ["Tính lại diện tích thuê"]}, holder="thai",
    limit="15 working_day",
)  # fmt: skip
DECIDED = {"decided": 1_500_000_000, "number": "2210/QĐ-UBND", "decision_day": TODAY}
DECIDE = Step(
    "long", "decide", "decided", ClockIs.STARTED, DECIDED, limit="5 working_day", final=True,
    kept=("decided", "number", "decision_day"),
    refused=(
        Refusal("thai", "decide", NotAllowed, "lãnh đạo", DECIDED),
        Refusal("long", "decide", Refused, "không quá số thẩm định", {**DECIDED, "decided": 1_800_000_001}),
        Refusal("long", "decide", Refused, "sau hôm nay", {**DECIDED, "decision_day": TOMORROW}),
    ),
)  # fmt: skip
TRANSFERRED = {"transfer_day": TODAY, "until": Later(20)}
TRANSFER = Step(
    "linh", "transfer", "transferred", ClockIs.PROMISED, TRANSFERRED, holder="minh", kept=("transfer_day",),
    refused=(
        Refusal("linh", "transfer", Refused, "trước ngày quyết định", {**TRANSFERRED, "transfer_day": "2026-01-05"}),
        Refusal("linh", "transfer", Refused, "sau hôm nay", {**TRANSFERRED, "transfer_day": TOMORROW}),
    ),
)  # fmt: skip
PART = {"part": 1_200_000_000, "day": TODAY, "note": "Thuê nhà, máy quét"}
DISBURSE = Step(
    "minh", "disburse", "transferred", given=PART, optional=NOTE, holder="minh", added=("part",),
    refused=(
        Refusal("minh", "disburse", Refused, "chỉ còn", {**PART, "part": 1_500_000_001}),
        Refusal("minh", "disburse", NeedsNotMet, "part", {**PART, "part": 0}),
        Refusal("minh", "disburse", Refused, "trước ngày chuyển", {**PART, "day": "2026-01-05"}),
        Refusal("minh", "disburse", Refused, "sau hôm nay", {**PART, "day": TOMORROW}),
        Refusal("linh", "disburse", NotAllowed, "", PART),
    ),
)  # fmt: skip
DISBURSE_MORE = replace(
    quietly(DISBURSE, "note"), given={"part": 200_000_000, "day": TODAY},
    refused=(Refusal("minh", "disburse", Refused, "chỉ còn", {**PART, "part": 300_000_001}),),
)  # fmt: skip
SETTLE_UP = Step(
    "minh", "settle_up", "settling", ClockIs.STARTED, {"unspent": 300_000_000, "note": "Hết việc"}, NOTE,
    holder="thai", limit="20 working_day", kept=("unspent",),
    refused=(Refusal("minh", "settle_up", Refused, "phải là", {"unspent": 299_999_999}),),
)  # fmt: skip
SPEND_ON = Step(
    "thai", "spend_on", "transferred", ClockIs.PROMISED, {"reasons": ["Còn hóa đơn"], "until": Later(20)},
    holder="minh",
)  # fmt: skip
SETTLE_UP_AGAIN = replace(quietly(SETTLE_UP, "note"), given={"unspent": 100_000_000})
SETTLE = Step(
    "thai", "settle", "settled", ClockIs.STOPPED, {"note": "Khớp sổ Kho bạc"}, NOTE, outcome="settled", final=True,
    refused=(Refusal("minh", "settle", NotAllowed, "trưởng phòng"),),
)  # fmt: skip
SETTLE_QUIETLY = quietly(SETTLE, "note")
DECLINE = Step("long", "decline", "declined", ClockIs.STOPPED, {"reasons": ["Xã tự cân đối được"]})


def _withdrawn(*at: Step, said: bool) -> Story:
    last = Step("minh", "withdraw", "withdrawn", ClockIs.STOPPED, {"note": "Đã có nguồn khác."} if said else {},
                NOTE if said else frozenset(), outcome="withdrawn")  # fmt: skip
    end = (Refusal("minh", "withdraw", Impossible, "rút"),)
    return Story(f"Minh withdraws it when it is {at[-1].to}", (*at, last), end=end)


STORIES = (
    Story(
        "Minh's ward gets less than it asked for, spends it in two parts and hands the rest back",
        (
            ASK, ASK_MORE, ANSWER, APPRAISE, SEND_BACK, AGAIN, DECIDE, TRANSFER, DISBURSE, SETTLE_UP, SPEND_ON,
            DISBURSE_MORE, SETTLE_UP_AGAIN, SETTLE,
        ),
        end=(Refusal("minh", "disburse", Impossible, "", PART),),
    ),
    Story(
        "Long and Linh settle another one quickly, a part having been taken back",
        (
            ASK_WITHOUT_NORM, quietly(APPRAISE, "opinion"), DECIDE, TRANSFER, DISBURSE,
            Step("minh", UNDO, "transferred", holder="minh"),
            DISBURSE, SETTLE_UP, SETTLE_QUIETLY,
        ),
    ),
    Story("Long declines", (ASK, APPRAISE, DECLINE)),
    _withdrawn(ASK, said=True),
    _withdrawn(ASK, ASK_MORE, said=False),
    _withdrawn(ASK, APPRAISE, said=False),
)  # fmt: skip


def _opening(move: str, given: Given, then: datetime) -> Opening:
    form = {"title": "Thuê chỗ làm việc sau sắp xếp", "norm": "larger-area"}
    made = prepare(MINH, {**form, **given}, None, then)
    return replace(made, move=move, given=dict(given))


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


TALES = Tales(
    kind="budget_support",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(OANH, KIEN, BINH),
    strangers=(HOA, VAN),
    places=(OFFICE, COMMITTEE, "vp.46", CITY, FINANCE, "pvhcc.31825"),
    passer_by=_passer_by,
)
