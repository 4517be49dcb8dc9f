"""The stories of a meeting: Ngọc plans it, writes what was said, and Long's conclusion is notified."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from people import BINH, HOA, HUNG, LAN, VAN, officer
from scenarios import UNDO, ClockIs, Given, On, Refusal, Role, Step, Story, Tales
from thongsuot.areas.conclusions.area import prepare
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

CITY = "ubnd.46"
NGOC = officer("Võ Bảo Ngọc", ("specialist", "vp.46"))
LONG = officer("Phạm Thanh Long", ("chair", CITY))
CAST = {
    "ngoc": (NGOC, Role("officer", At.EXECUTING)),
    "long": (LONG, Role("chair", At.COMPETENT)),
    "lan": (LAN, Role("intake", At.RECEIVING)),
}
SECRETARY, CHAIR = "officer@executing", "chair@competent"
STANDING = {
    "planned": On(1, "body", SECRETARY, At.EXECUTING),
    "held": On(4, "body", CHAIR, At.EXECUTING),
    "concluded": On(10, "nobody", "", At.COMPETENT),
    "called_off": On(7, "nobody", "", At.EXECUTING),
}
PLANNED = {"meeting": "every_commune", "begins": "2026-11-23T08:00:00+07:00"}
LATER = {"begins": "2026-11-24T08:00:00+07:00", "reasons": ["Trùng lịch họp Hội đồng nhân dân."]}
MINUTES = {"minutes": ["40 xã, phường dự họp trực tuyến.", "Sở Nội vụ báo cáo."], "points": "41"}
CONCLUSION = {"dated": "2026-11-25", "text": ["Giao Sở Nội vụ tổng hợp, báo cáo trước ngày 30/11/2026."]}
PLAN = Step(
    "ngoc", "plan", "planned", given=PLANNED, holder="ngoc", kept=("meeting", "begins"),
    refused=(
        Refusal("ngoc", "plan", NeedsNotMet, "meeting", {**PLANNED, "meeting": "picnic"}),
        Refusal("ngoc", "plan", NeedsNotMet, "begins", {**PLANNED, "begins": "2026-11-23T08:00:00"}),
        Refusal("lan", "plan", NotAllowed, "vị trí", PLANNED),
    ),
)  # fmt: skip
HOLD = Step("ngoc", "hold", "held", ClockIs.STARTED, {**MINUTES, "points": 41}, frozenset({"points"}),
            limit="5 working_day", kept=("points",), holder="",
            refused=(Refusal("long", "conclude", Impossible, "lên lịch", CONCLUSION),))  # fmt: skip
CONCLUDE = Step("long", "conclude", "concluded", ClockIs.STOPPED, CONCLUSION, outcome="concluded", number="notice",
                kept=("dated",), final=True,
                refused=(Refusal("ngoc", "conclude", NotAllowed, "lãnh đạo", CONCLUSION),))  # fmt: skip
PUT_OFF = Step("ngoc", "put_off", "planned", given=LATER, holder="ngoc", kept=("begins",))
CALL_OFF = Step("ngoc", "call_off", "called_off", ClockIs.STOPPED, {"reasons": ["Đã giải quyết bằng văn bản."]},
                outcome="called_off", final=True)  # fmt: skip
STORIES = (
    Story("Ngọc plans, puts off and records it, Long concludes", (PLAN, PUT_OFF, HOLD, CONCLUDE),
          end=(Refusal("ngoc", "hold", Impossible, "thông báo", MINUTES),)),
    Story("nobody counts the points", (PLAN, replace(HOLD, given={"minutes": ["Họp tại phòng số 1."]},
                                                     optional=frozenset(), kept=(), refused=()),
                                       Step("ngoc", UNDO, "planned", holder="ngoc"))),
    Story("it is called off", (PLAN, CALL_OFF), end=(Refusal("ngoc", "put_off", Impossible, "Không họp", LATER),)),
)  # fmt: skip
TYPED = {
    "title": "Giao ban trực tuyến với 40 xã, phường",
    "leads": "Chủ tịch Ủy ban nhân dân thành phố",
    "agenda": ["Kết quả tuần", "Nhiệm vụ tuần tới"],
    "who": "every_commune",
}


def _opening(move: str, given: Given, then: datetime) -> Opening:
    made = prepare(NGOC, {**TYPED, **given}, None, then)
    return replace(made, move=move, given=dict(given))


def _passer_by(role: str, place: str) -> Actor:
    return officer(f"Người qua đường {role} {place}", (role, place), ("leader", "vpcp"))


TALES = Tales(
    kind="meeting",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(),
    strangers=(HOA, VAN, BINH),
    places=("vp.46", CITY, "ubnd.19789", "pvhcc.46", "pvhcc.31825"),
    passer_by=_passer_by,
)
