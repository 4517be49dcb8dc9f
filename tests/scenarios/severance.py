"""The stories of a severance: Hùng leaves, Nhi records it, Thu agrees, Diệu checks, Long decides, Phúc funds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from people import BINH, CITY_CENTRE, COMMITTEE, HOA, HUNG, KIEN, OANH, SECRETARIAT, VAN, officer
from scenarios import ClockIs, Given, On, Refusal, Role, Step, Story, Tales, quietly
from thongsuot.areas.severance.area import prepare
from thongsuot.engine.actor import Actor
from thongsuot.engine.deciding import VIETNAM
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

CITY, HOME_AFFAIRS = "ubnd.46", "so-noi-vu.46"
NHI = officer("Phan Yến Nhi", ("specialist", SECRETARIAT))
THU = officer("Lê Thị Thu", ("head", SECRETARIAT))
DIEU = officer("Trần Thị Diệu", ("specialist", HOME_AFFAIRS))
PHUC = officer("Hồ Văn Phúc", ("head", HOME_AFFAIRS))
LONG = officer("Phạm Thanh Long", ("chair", CITY))
CLERK, HEAD, APPRAISER = "specialist@receiving", "head@receiving", "specialist@executing"
FUNDER, DECIDER = "head@executing", "chair@competent"
CAST = {
    "nhi": (NHI, Role("specialist", At.RECEIVING)),
    "thu": (THU, Role("head", At.RECEIVING)),
    "dieu": (DIEU, Role("specialist", At.EXECUTING)),
    "phuc": (PHUC, Role("head", At.EXECUTING)),
    "long": (LONG, Role("chair", At.COMPETENT)),
}
STANDING = {
    "applied": On(2, "body", HEAD, At.RECEIVING),
    "assessed": On(4, "body", APPRAISER, At.EXECUTING),
    "returned": On(5, "body", CLERK, At.RECEIVING),
    "appraised": On(4, "body", DECIDER, At.COMPETENT),
    "decided": On(4, "body", FUNDER, At.EXECUTING),
    "funded": On(4, "body", CLERK, At.RECEIVING),
    "paid": On(10, "nobody", "", At.RECEIVING),
    "kept": On(3, "nobody", "", At.COMPETENT),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
}
_NOW = datetime.now(VIETNAM)
TODAY, TOMORROW = _NOW.date().isoformat(), (_NOW + timedelta(days=1)).date().isoformat()
NOTE = frozenset({"note"})
# What the form asks beside the move: the worked example of early retirement.
FORM = {
    "name": HUNG.name,
    "number": HUNG.citizen,
    "born": "1968-01-01",
    "salary": 15_297_750,
    "reorganised": "2025-07-01",
    "left": "2025-07-01",
    "retiring": "2030-01-01",
    "insured_years": 30,
    "insured_months": 4,
}
APPLY = Step(
    "nhi", "apply", "applied", ClockIs.STARTED, {"leaving": "retire"}, limit="7 working_day", kept=("leaving",),
    refused=(Refusal("nhi", "apply", NeedsNotMet, "leaving", {"leaving": "holiday"}),),
)  # fmt: skip
ASSESS = Step(
    "thu", "assess", "assessed", ClockIs.STARTED, {"opinion": "Đúng tiêu chí, không phải người cần giữ lại."},
    limit="10 working_day",
    refused=(Refusal("nhi", "assess", NotAllowed, "trưởng phòng", {"opinion": "Được"}),),
)  # fmt: skip
KEEP = Step("thu", "keep", "kept", ClockIs.STOPPED, {"reasons": ["Người duy nhất làm địa chính"]})
ASK_MORE = Step("dieu", "ask_more", "returned", ClockIs.PAUSED, {"reasons": ["Thiếu bản in quá trình đóng"]},
                holder="nhi")  # fmt: skip
ANSWER = Step("nhi", "answer", "assessed", ClockIs.RESUMED, {"answer": ["Đã gắn bản in"]}, holder="dieu")
APPRAISE = Step(
    "dieu", "appraise", "appraised", ClockIs.STARTED, {"checked": True, "note": "Khớp sổ."}, NOTE,
    limit="5 working_day",
    refused=(
        Refusal("dieu", "appraise", NeedsNotMet, "checked", {"checked": "no"}),
        Refusal("phuc", "appraise", NotAllowed, "", {"checked": True}),
    ),
)  # fmt: skip
ASK_AGAIN = Step(
    "long", "ask_again", "assessed", ClockIs.STARTED, {"reasons": ["Xem lại ngày đủ tuổi"]}, holder="dieu",
    limit="10 working_day",
)  # fmt: skip
NOT_AGREE = Step("long", "not_agree", "kept", ClockIs.STOPPED, {"reasons": ["Đơn vị đang thiếu người"]})
DECIDED = {"number": "512/QĐ-UBND", "decision_day": TODAY}
DECIDE = Step(
    "long", "decide", "decided", ClockIs.STARTED, DECIDED, limit="15 working_day", kept=("number", "decision_day"),
    final=True,
    refused=(
        Refusal("thu", "decide", NotAllowed, "lãnh đạo", DECIDED),
        Refusal("long", "decide", Refused, "sau hôm nay", {**DECIDED, "decision_day": TOMORROW}),
    ),
)  # fmt: skip
FUNDED = {"source": "local", "funded_day": TODAY}
FUND = Step(
    "phuc", "fund", "funded", ClockIs.STARTED, FUNDED, holder="nhi", limit="12 working_day",
    kept=("source", "funded_day"),
    refused=(
        Refusal("phuc", "fund", Refused, "bước liền trước", {**FUNDED, "funded_day": "2026-01-05"}),
        Refusal("phuc", "fund", Refused, "sau hôm nay", {**FUNDED, "funded_day": TOMORROW}),
        Refusal("dieu", "fund", NotAllowed, "trưởng phòng", FUNDED),
    ),
)  # fmt: skip
PAID = {"paid_day": TODAY, "voucher": "UNC 88", "full": True}
PAY = Step(
    "nhi", "pay", "paid", ClockIs.STOPPED, PAID, kept=("paid_day", "voucher"), outcome="paid", final=True,
    refused=(
        Refusal("nhi", "pay", NeedsNotMet, "full", {**PAID, "full": "half"}),
        Refusal("nhi", "pay", Refused, "bước liền trước", {**PAID, "paid_day": "2026-01-05"}),
        Refusal("nhi", "pay", Refused, "sau hôm nay", {**PAID, "paid_day": TOMORROW}),
        Refusal("phuc", "pay", NotAllowed, "", PAID),
    ),
)  # fmt: skip


def _withdrawn(*at: Step, said: bool) -> Story:
    last = Step("nhi", "withdraw", "withdrawn", ClockIs.STOPPED, {"note": "Ở lại làm việc."} if said else {},
                NOTE if said else frozenset(), outcome="withdrawn")  # fmt: skip
    end = (Refusal("nhi", "withdraw", Impossible, "rút"),)
    return Story(f"Hùng stays after all when it is {at[-1].to}", (*at, last), end=end)


STORIES = (
    Story(
        "Hùng's papers are completed and looked at twice, then it is decided, funded and paid",
        (
            APPLY, ASSESS, ASK_MORE, ANSWER, APPRAISE, ASK_AGAIN, replace(quietly(APPRAISE, "note"), holder="long"),
            DECIDE, FUND, PAY,
        ),
        end=(Refusal("nhi", "pay", Impossible, "", PAID),),
    ),
    Story("Thu keeps him", (APPLY, KEEP)),
    Story("Long does not agree", (APPLY, ASSESS, quietly(APPRAISE, "note"), NOT_AGREE)),
    _withdrawn(APPLY, said=True),
    _withdrawn(APPLY, ASSESS, said=False),
    _withdrawn(APPLY, ASSESS, ASK_MORE, said=False),
    _withdrawn(APPLY, ASSESS, APPRAISE, said=False),
)  # fmt: skip


def _opening(move: str, given: Given, then: datetime) -> Opening:
    made = prepare(NHI, {**FORM, **given}, None, then)
    return replace(made, move=move, given=dict(given))


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, masked, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


TALES = Tales(
    kind="severance",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(OANH, KIEN),
    strangers=(HOA, VAN, BINH),
    places=(SECRETARIAT, COMMITTEE, "vp.46", CITY, HOME_AFFAIRS, CITY_CENTRE, "pvhcc.31825"),
    passer_by=_passer_by,
)
