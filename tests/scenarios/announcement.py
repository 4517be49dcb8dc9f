"""The stories of an announcement: Lan drafts for Thuận Hóa, its chair publishes, sends back or takes down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from people import BINH, CENTRE, CITY_CENTRE, COMMITTEE, HOA, HUNG, KIEN, LAN, OANH, VAN, officer
from scenarios import ClockIs, Given, On, Refusal, Role, Step, Story, Tales
from thongsuot.areas.communication.area import prepare
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

PHUC = officer("Hoàng Văn Phúc", ("head", CENTRE))
AUTHOR, HEAD, CHAIR = "officer@supporting", "head@executing", "chair@competent"
CAST = {
    "lan": (LAN, Role("officer", At.SUPPORTING)),
    "phuc": (PHUC, Role("head", At.EXECUTING)),
    "binh": (BINH, Role("chair", At.COMPETENT)),
}
STANDING = {
    "drafted": On(2, "body", CHAIR, At.COMPETENT),
    "published": On(10, "nobody", "", At.COMPETENT),
    "returned": On(3, "nobody", "", At.COMPETENT),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
    "taken_down": On(10, "nobody", "", At.COMPETENT),
}
DRAFT = Step("lan", "draft", "drafted", ClockIs.STARTED, limit="2 working_day")
PUBLISH = Step(
    "binh", "publish", "published", ClockIs.STOPPED, final=True,
    refused=(Refusal("lan", "publish", NotAllowed, "lãnh đạo"), Refusal("phuc", "publish", NotAllowed, "lãnh đạo")),
)  # fmt: skip
AS_HEAD = Step(
    "phuc", "publish_as_head", "published", ClockIs.STOPPED, final=True,
    refused=(Refusal("lan", "publish_as_head", NotAllowed, "trưởng phòng"),),
)  # fmt: skip
SEND_BACK = Step(
    "binh", "send_back", "returned", ClockIs.STOPPED, {"reasons": ["Viết lại bằng lời thường"]}, outcome="returned",
    refused=(Refusal("binh", "send_back", NeedsNotMet, "reasons", {"reasons": [" "]}),),
)  # fmt: skip
TAKE_DOWN = Step("binh", "take_down", "taken_down", ClockIs.STOPPED, {"reasons": ["Lịch đã đổi"]}, final=True)
WITHDRAW = Step("lan", "withdraw", "withdrawn", ClockIs.STOPPED, outcome="withdrawn")

STORIES = (
    Story("Lan drafts, Bình publishes and later takes it down", (DRAFT, PUBLISH, TAKE_DOWN)),
    Story(
        "The head of Lan's centre publishes it herself",
        (DRAFT, AS_HEAD),
        end=(Refusal("lan", "withdraw", Impossible, "Đã đăng"),),
    ),
    Story("Bình sends it back", (DRAFT, SEND_BACK), end=(Refusal("binh", "publish", Impossible, "Trả lại"),)),
    Story("Lan withdraws her draft", (DRAFT, WITHDRAW), end=(Refusal("binh", "publish", Impossible, "rút"),)),
)


def _opening(move: str, given: Given, then: datetime) -> Opening:
    told = {"title": "Nghỉ nhận hồ sơ chiều thứ Sáu", "text": "Chiều 27/11 trung tâm nghỉ để lắp máy mới."}
    days = {"shown_from": then.date(), "shown_until": then.date()}
    return replace(prepare(LAN, {**told, **days, **given}, None, then), move=move, given=dict(given))


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


TALES = Tales(
    kind="announcement",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(OANH, KIEN),
    strangers=(HOA, VAN),
    published=frozenset({"published"}),
    places=(CENTRE, COMMITTEE, "vp.46", CITY_CENTRE, "pvhcc.31825"),
    passer_by=_passer_by,
)
