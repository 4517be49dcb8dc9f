"""The stories of a surplus property: Minh's ward holds it, Thái's department appraises, Long decides, it is handled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from people import BINH, COMMITTEE, HOA, HUNG, KIEN, MINH, OANH, OFFICE, VAN, officer
from scenarios import UNDO, ClockIs, Given, Later, On, Refusal, Role, Step, Story, Tales, quietly
from thongsuot.areas.premises.area import prepare
from thongsuot.engine.actor import Actor
from thongsuot.engine.deciding import VIETNAM
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

CITY, FINANCE = "ubnd.46", "so-tai-chinh.46"
THAI = officer("Đỗ Quang Thái", ("head", FINANCE))
LONG = officer("Phạm Thanh Long", ("chair", CITY))
HOLDER, APPRAISER, DECIDER = "officer@supporting", "head@executing", "chair@competent"
CAST = {
    "minh": (MINH, Role("officer", At.SUPPORTING)),
    "thai": (THAI, Role("head", At.EXECUTING)),
    "long": (LONG, Role("chair", At.COMPETENT)),
}
STANDING = {
    "listed": On(2, "body", HOLDER, At.RECEIVING),
    "proposed": On(4, "body", APPRAISER, At.COMPETENT),
    "appraised": On(4, "body", DECIDER, At.COMPETENT),
    "decided": On(4, "body", HOLDER, At.RECEIVING),
    "handled": On(10, "nobody", "", At.RECEIVING),
    "struck": On(7, "nobody", "", At.COMPETENT),
}
_NOW = datetime.now(VIETNAM)
TODAY, TOMORROW = _NOW.date().isoformat(), (_NOW + timedelta(days=1)).date().isoformat()
NOTE = frozenset({"note"})
TOLD = {
    "use": "office",
    "former": "UBND xã Phú Mậu, thành phố Huế (cũ)",
    "floor": 640,
    "land": 1_250,
    "value": 2_150_000_000,
    "condition": "worn",
    "papers": "Giấy chứng nhận BA 123456",
}
MAYBE = frozenset({"value", "papers"})
LIST = Step(
    "minh", "list", "listed", ClockIs.STARTED, TOLD, MAYBE, "minh", limit="20 working_day", kept=tuple(TOLD),
    refused=(
        Refusal("minh", "list", NeedsNotMet, "use", {**TOLD, "use": "castle"}),
        Refusal("minh", "list", NeedsNotMet, "land", {**TOLD, "land": 0}),
        Refusal("minh", "list", NeedsNotMet, "floor", {**TOLD, "floor": "rộng"}),
    ),
)  # fmt: skip
LIST_BRIEFLY = replace(quietly(LIST, *MAYBE), kept=tuple(name for name in TOLD if name not in MAYBE))
PROPOSED = {"form": "transfer", "purpose": "Trạm y tế phường", "note": "Dân đã quen đến đây."}
PROPOSE = Step(
    "minh", "propose", "proposed", ClockIs.STARTED, PROPOSED, NOTE, limit="15 working_day", kept=("form", "purpose"),
    holder="", refused=(
        Refusal("thai", "propose", NotAllowed, "", PROPOSED),
        Refusal("minh", "propose", NeedsNotMet, "form", {**PROPOSED, "form": "forget"}),
    ),
)  # fmt: skip
SELL = replace(quietly(PROPOSE, "note"), given={"form": "sell", "purpose": "Thu ngân sách"})
RETURN = Step(
    "thai", "return", "listed", ClockIs.STARTED, {"reasons": ["Thiếu bản vẽ"]}, holder="minh", limit="20 working_day",
)  # fmt: skip
APPRAISE = Step(
    "thai", "appraise", "appraised", ClockIs.STARTED, {"opinion": "Phù hợp quy hoạch."}, limit="10 working_day",
    refused=(Refusal("long", "appraise", NotAllowed, "trưởng phòng", {"opinion": "Được"}),),
)  # fmt: skip
SEND_BACK = Step(
    "long", "send_back", "listed", ClockIs.STARTED, {"reasons": ["Hỏi ngành y tế trước"]}, holder="minh",
    limit="20 working_day",
)  # fmt: skip
DECIDED = {
    "form": "transfer", "number": "118/QĐ-UBND", "decision_day": TODAY, "manager": COMMITTEE, "until": Later(30),
}  # fmt: skip
DECIDE = Step(
    "long", "decide", "decided", ClockIs.PROMISED, DECIDED, holder="minh", final=True,
    kept=("form", "number", "decision_day", "manager"),
    refused=(
        Refusal("thai", "decide", NotAllowed, "lãnh đạo", DECIDED),
        Refusal("long", "decide", Refused, "sau hôm nay", {**DECIDED, "decision_day": TOMORROW}),
        Refusal("long", "decide", Refused, "Không có cơ quan", {**DECIDED, "manager": "ubnd.99999"}),
    ),
)  # fmt: skip
EXTEND = Step(
    "long", "extend", "decided", ClockIs.EXTENDED, {"reasons": ["Chờ đo đạc lại"], "until": Later(10)}, holder="minh",
    refused=(Refusal("minh", "extend", NotAllowed, "lãnh đạo", {"reasons": ["Bận"], "until": Later(10)}),),
)  # fmt: skip
RECONSIDER = Step(
    "long", "reconsider", "listed", ClockIs.STARTED, {"reasons": ["Không ai nhận"]}, holder="minh", final=True,
    limit="20 working_day",
)  # fmt: skip
HANDED = {"record": "BB 07/2026", "handled_day": TODAY, "note": "Đủ chìa khóa, hồ sơ."}
FINISH = Step(
    "minh", "finish", "handled", ClockIs.STOPPED, HANDED, NOTE, kept=("record", "handled_day"), outcome="handled",
    refused=(
        Refusal("minh", "finish", Refused, "không thu tiền", {**HANDED, "proceeds": 5}),
        Refusal("minh", "finish", Refused, "trước ngày quyết định", {**HANDED, "handled_day": "2026-01-05"}),
        Refusal("minh", "finish", Refused, "sau hôm nay", {**HANDED, "handled_day": TOMORROW}),
        Refusal("long", "finish", NotAllowed, "", HANDED),
    ),
)  # fmt: skip
SOLD = {"record": "HĐ 31/2026", "handled_day": TODAY, "proceeds": 4_800_000_000}
FINISH_SALE = Step(
    "minh", "finish", "handled", ClockIs.STOPPED, SOLD, frozenset(), outcome="handled",
    kept=("record", "handled_day", "proceeds"),
    refused=(Refusal("minh", "finish", Refused, "ghi số tiền thu được", {**SOLD, "proceeds": 0}),),
)  # fmt: skip
STRIKE = Step("long", "strike", "struck", ClockIs.STOPPED, {"reasons": ["Kê khai hai lần"]}, outcome="struck")


def _again(step: Step, holder: str) -> Step:
    return replace(step, holder=holder, refused=())


STORIES = (
    Story(
        "An old office is returned, sent back, decided, given to the health station and handed over",
        (
            LIST, PROPOSE, RETURN, _again(PROPOSE, "thai"), APPRAISE, SEND_BACK,
            _again(quietly(PROPOSE, "note"), "thai"), _again(APPRAISE, "long"), DECIDE, EXTEND, FINISH,
        ),
        end=(Refusal("minh", "finish", Impossible, "", HANDED),),
    ),
    Story(
        "Nobody takes it, so it is sold",
        (
            LIST_BRIEFLY, SELL, APPRAISE, DECIDE, RECONSIDER, _again(SELL, "thai"), _again(APPRAISE, "long"),
            replace(DECIDE, given={**DECIDED, "form": "sell"}, refused=()), FINISH_SALE,
            Step("minh", UNDO, "decided", holder="minh"), FINISH_SALE,
        ),
    ),
    Story("It was listed twice", (LIST, STRIKE)),
    Story("It was listed twice, as one sees when it is proposed", (LIST, PROPOSE, STRIKE)),
    Story("It was listed twice, as Long sees", (LIST, PROPOSE, APPRAISE, STRIKE)),
)  # fmt: skip


def _opening(move: str, given: Given, then: datetime) -> Opening:
    made = prepare(MINH, {"title": "Trụ sở UBND xã Phú Mậu cũ", **given}, None, then)
    return replace(made, move=move, given=dict(given))


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


TALES = Tales(
    kind="premises",
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
