"""The stories of an inspection: Trang's office sends a team, which goes, concludes and follows up, or never goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from people import BINH, CITY_CENTRE, COMMITTEE, HOA, HUNG, KIEN, OANH, VAN, officer
from scenarios import UNDO, ClockIs, Given, On, Refusal, Role, Step, Story, Tales, quietly
from thongsuot.areas.inspections.area import prepare
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

TRANG = officer("Nguyễn Thu Trang", ("head", "vp.46"))
TEAM = "officer@receiving"
CAST = {"trang": (TRANG, Role("officer", At.RECEIVING))}
STANDING = {
    "planned": On(2, "body", TEAM, At.COMPETENT),
    "under_way": On(4, "body", TEAM, At.COMPETENT),
    "concluded": On(4, "body", TEAM, At.COMPETENT),
    "followed_up": On(10, "nobody", "", At.COMPETENT),
    "cancelled": On(7, "nobody", "", At.COMPETENT),
}
TOLD = {
    "decision": "1234/QĐ-UBND",
    "decided_on": "2026-11-02",
    "leader": "Phạm Thanh Long, Phó Chủ tịch",
    "members": ["Võ Bảo Ngọc, chuyên viên Văn phòng"],
    "topics": ["Tiếp nhận và trả kết quả", "Phần mềm hộ tịch"],
    "plan": "Mỗi xã nửa ngày.",
    "first_day": "2026-11-23",
    "last_day": "2026-11-27",
}
KEPT = ("decided_on", "first_day", "last_day")
OPTIONAL = frozenset({"members", "plan"})
NOTE = frozenset({"note"})
DECIDE = Step(
    "trang", "decide", "planned", ClockIs.STARTED, TOLD, OPTIONAL, limit="60 working_day", kept=KEPT, holder="trang",
    refused=(
        Refusal("trang", "decide", NeedsNotMet, "decision", {**TOLD, "decision": " "}),
        Refusal("trang", "decide", NeedsNotMet, "topics", {**TOLD, "topics": []}),
    ),
)  # fmt: skip
LATER = Step(
    "trang", "reschedule", "planned", final=True, kept=("first_day", "last_day"),
    given={"first_day": "2026-12-01", "last_day": "2026-12-03", "reasons": ["Mưa lũ"]},
)  # fmt: skip
LONGER = replace(LATER, to="under_way")
BEGIN = Step("trang", "begin", "under_way", given={"note": "Bắt đầu ở xã A Lưới 2."}, optional=NOTE)
NOTICE = {"notice": "88/TB-UBND", "noticed_on": "2026-11-30"}
CONCLUDE = Step(
    "trang", "conclude", "concluded", kept=("noticed_on",),
    given={**NOTICE, "summary": ["Hai xã thiếu máy quét"]},
    refused=(Refusal("trang", "conclude", NeedsNotMet, "summary", NOTICE),),
)  # fmt: skip
CLOSE = Step("trang", "close", "followed_up", ClockIs.STOPPED, {"note": "Đã khắc phục hết."}, NOTE)
CANCEL = Step("trang", "cancel", "cancelled", ClockIs.STOPPED, {"reasons": ["Trùng đoàn của Bộ"]}, outcome="cancelled")

STORIES = (
    Story(
        "Trang leaves out what may be left out",
        (
            quietly(DECIDE, "members", "plan"), replace(quietly(BEGIN, "note"), holder="trang"),
            replace(CONCLUDE, holder="trang"), quietly(CLOSE, "note"),
        ),
    ),
    Story(
        "Trang's team goes later, concludes and follows up",
        (
            DECIDE, replace(LATER, holder="trang"), replace(BEGIN, holder="trang"), replace(LONGER, holder="trang"),
            replace(CONCLUDE, holder="trang"), CLOSE,
        ),
        end=(Refusal("trang", "begin", Impossible, "Bắt đầu"),),
    ),
    Story(
        "Trang takes the beginning back and cancels",
        (
            DECIDE,
            replace(BEGIN, holder="trang"),
            Step("trang", UNDO, "planned", holder="trang", refused=(Refusal("oanh", UNDO, NotAllowed, "hoàn tác"),)),
            CANCEL,
        ),
    ),
)  # fmt: skip


def _opening(move: str, given: Given, then: datetime) -> Opening:
    asked = {"title": "Kiểm tra tiếp nhận hồ sơ", "places": ["Ủy ban nhân dân phường Thuận Hóa"], **TOLD}
    made = prepare(TRANG, asked, None, then)
    return replace(made, move=move, given=dict(given))


def passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.19753"), ("control", "ubnd.46"))


TALES = Tales(
    kind="inspection",
    cast={**CAST, "oanh": (OANH, Role("leader", At.COMPETENT))},
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(OANH, KIEN, BINH),
    strangers=(HOA, VAN),
    places=("vp.46", COMMITTEE, "pvhcc.19789", CITY_CENTRE, "pvhcc.31825"),
    passer_by=passer_by,
)
