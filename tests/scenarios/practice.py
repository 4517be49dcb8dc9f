"""The stories of a good practice: Lan's ward offers it, the city's office examines it, its chair publishes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from people import BINH, CITY_CENTRE, COMMITTEE, HOA, HUNG, KIEN, LAN, OANH, VAN, officer
from scenarios import UNDO, ClockIs, Given, On, Refusal, Role, Step, Story, Tales
from thongsuot.areas.practices.area import prepare
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

CITY = "ubnd.46"
TRANG = officer("Nguyễn Thu Trang", ("head", "vp.46"))
LONG = officer("Phạm Thanh Long", ("chair", CITY))
AUTHOR, EXAMINER, PUBLISHER = "officer@supporting", "head@executing", "chair@competent"
CAST = {
    "lan": (LAN, Role("officer", At.SUPPORTING)),
    "trang": (TRANG, Role("head", At.EXECUTING)),
    "long": (LONG, Role("chair", At.COMPETENT)),
}
STANDING = {
    "offered": On(2, "body", EXAMINER, At.COMPETENT),
    "revising": On(5, "body", AUTHOR, At.RECEIVING),
    "examined": On(4, "body", PUBLISHER, At.COMPETENT),
    "published": On(10, "nobody", "", At.COMPETENT),
    "declined": On(3, "nobody", "", At.COMPETENT),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
    "retired": On(10, "nobody", "", At.COMPETENT),
}
TOLD = {
    "field": "one_stop",
    "how": ["Xếp một bàn riêng cho người cao tuổi", "Gọi điện trước khi họ đến"],
    "gain": ["Chờ 40 phút còn 9 phút"],
}
NOTE = frozenset({"note"})
OFFER = Step(
    "lan", "offer", "offered", ClockIs.STARTED, TOLD, limit="10 working_day", kept=("field",),
    refused=(
        Refusal("lan", "offer", NeedsNotMet, "field", {**TOLD, "field": "cooking"}),
        Refusal("lan", "offer", NeedsNotMet, "gain", {**TOLD, "gain": [" "]}),
    ),
)  # fmt: skip
ASK_MORE = Step(
    "trang", "ask_more", "revising", ClockIs.PAUSED, {"reasons": ["Nêu rõ ai gọi điện, vào lúc nào"]}, holder="lan",
    refused=(Refusal("long", "ask_more", NotAllowed, "trưởng phòng", {"reasons": ["Chưa rõ"]}),),
)  # fmt: skip
OFFER_AGAIN = Step(
    "lan", "offer_again", "offered", ClockIs.RESUMED, {"how": ["Cán bộ tiếp nhận gọi lúc 16 giờ hôm trước"]},
    holder="trang",
)  # fmt: skip
EXAMINE = Step(
    "trang", "examine", "examined", given={"where": "Mọi trung tâm trên 100 lượt mỗi ngày", "note": "Nên quay phim."},
    optional=NOTE,
)  # fmt: skip
EXAMINE_QUIETLY = Step("trang", "examine", "examined", given={"where": "Mọi trung tâm"})
DECLINE = Step("trang", "decline", "declined", ClockIs.STOPPED, {"reasons": ["Đã công bố cách làm tương tự"]})
PUBLISH = Step(
    "long", "publish", "published", ClockIs.STOPPED, final=True,
    refused=(Refusal("lan", "publish", NotAllowed, "lãnh đạo"),),
)  # fmt: skip
RETIRE = Step("long", "retire", "retired", ClockIs.STOPPED, {"reasons": ["Quy định đã thay đổi"]}, final=True)


def _withdrawn(at: tuple[Step, ...], *, quietly: bool = False) -> Story:
    given = {} if quietly else {"note": "Chúng tôi viết lại."}
    last = Step("lan", "withdraw", "withdrawn", ClockIs.STOPPED, given, NOTE if given else frozenset(), "",
                outcome="withdrawn")  # fmt: skip
    end = (Refusal("lan", "withdraw", Impossible, "rút"),)
    return Story(f"Lan withdraws it when it is {at[-1].to}", (*at, last), end=end)


STORIES = (
    Story(
        "Lan's ward offers, Trang asks for more, Long publishes and later retires it",
        (OFFER, ASK_MORE, OFFER_AGAIN, EXAMINE, PUBLISH, RETIRE),
    ),
    Story(
        "Trang takes her examination back and declines",
        (
            OFFER,
            EXAMINE_QUIETLY,
            Step("trang", UNDO, "offered", refused=(Refusal("lan", UNDO, NotAllowed, "hoàn tác"),)),
            DECLINE,
        ),
    ),
    Story("Trang thinks better of it", (OFFER, EXAMINE, DECLINE)),
    _withdrawn((OFFER,)),
    _withdrawn((OFFER, ASK_MORE), quietly=True),
    _withdrawn((OFFER, EXAMINE)),
)


def _opening(move: str, given: Given, then: datetime) -> Opening:
    made = prepare(LAN, {"title": "Bàn tiếp nhận riêng cho người cao tuổi", **given}, None, then)
    return replace(made, move=move, given=dict(given))


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


TALES = Tales(
    kind="practice",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(OANH, KIEN, BINH),
    strangers=(HOA, VAN),
    published=frozenset({"published"}),
    places=("pvhcc.19789", COMMITTEE, "vp.46", CITY, CITY_CENTRE, "pvhcc.31825"),
    passer_by=_passer_by,
)
