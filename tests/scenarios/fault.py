"""The stories of a fault: Lan meets it, the ministry's Linh promises a day and fixes it, Lan confirms or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from people import CENTRE, COMMITTEE, HOA, HUNG, KIEN, LAN, OANH, TUYET, VAN, officer
from scenarios import UNDO, ClockIs, Found, Given, Later, On, Refusal, Role, Step, Story, Tales, quietly
from thongsuot.areas.systems.area import opening_of
from thongsuot.areas.systems.holdings import SystemView
from thongsuot.engine import sql, verbs
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

LINH = officer("Cao Phương Linh", ("specialist", "bo.G15"))
SON = officer("Đinh Công Sơn", ("head", "bo.G15"))
REPORTER, OWNER = "officer@receiving", "specialist@executing"
CAST = {
    "lan": (LAN, Role("officer", At.RECEIVING)),
    "linh": (LINH, Role("specialist", At.EXECUTING)),
    "son": (SON, Role("head", At.EXECUTING)),
    "machine": (SYSTEM, Role("system", At.RECEIVING)),
}
STANDING = {
    "reported": On(2, "body", OWNER, At.COMPETENT),
    "accepted": On(4, "body", OWNER, At.COMPETENT),
    "promised": On(4, "body", OWNER, At.COMPETENT),
    "fixed": On(4, "body", REPORTER, At.RECEIVING),
    "closed": On(10, "nobody", "", At.COMPETENT),
    "joined": On(10, "nobody", "", At.COMPETENT),
    "declined": On(3, "nobody", "", At.COMPETENT),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
}
CIVIL_STATUS = SystemView(
    "ho-tich", "Hệ thống hộ tịch điện tử", "bo.G15", "ministry", "", "Cả nước", ("G15",), (), False, "", "", {}
)
SINCE = datetime(2026, 11, 20, 1, 30, tzinfo=UTC).isoformat()
TOLD = {
    "symptom": "sync",
    "since": SINCE,
    "extent": "office",
    "detail": ["Bấm gửi kết quả thì báo lỗi 500"],
    "workaround": "Ghi sổ giấy, nhập lại sau.",
}
NOTE = frozenset({"note"})
REPORT = Step(
    "lan", "report", "reported", ClockIs.STARTED, TOLD, frozenset({"detail", "workaround"}), limit="1 working_day",
    kept=("symptom", "since", "extent"),
    refused=(
        Refusal("lan", "report", NeedsNotMet, "symptom", {**TOLD, "symptom": "noise"}),
        Refusal("lan", "report", NeedsNotMet, "since", {**TOLD, "since": "hôm qua"}),
    ),
)  # fmt: skip
DETECT = Step(
    "machine", "detect", "reported", ClockIs.STARTED, {"symptom": "down", "since": SINCE}, limit="1 working_day",
    kept=("symptom", "since"),
)  # fmt: skip
ACCEPT = Step("linh", "accept", "accepted", given={"note": "Đã tái hiện được."}, optional=NOTE, holder="linh")
PROMISE = Step(
    "linh", "promise", "promised", ClockIs.PROMISED, {"until": Later(5), "note": "Trong tháng."}, NOTE, "linh",
    kept=("until",), refused=(Refusal("lan", "promise", NotAllowed, "chuyên viên", {"until": Later(5)}),),
)  # fmt: skip
PUT_OFF = Step(
    "linh", "put_off", "promised", ClockIs.EXTENDED, {"until": Later(9), "reasons": ["Phải sửa cả phía Cổng"]},
    holder="linh", final=True,
)  # fmt: skip
FIX = Step("linh", "fix", "fixed", given={"done": ["Sửa hàm gửi kết quả"]}, holder="lan")
CONFIRM = Step("lan", "confirm", "closed", ClockIs.STOPPED, {"note": "Gửi được rồi."}, NOTE)
STILL = Step("lan", "still_there", "accepted", given={"reasons": ["Hồ sơ khai sinh vẫn lỗi"]}, holder="linh")
REOPEN = Step(
    "lan", "reopen", "reported", ClockIs.STARTED, {"reasons": ["Sáng nay lại lỗi"]}, holder="linh", final=True,
    limit="1 working_day",
)  # fmt: skip
DECLINE = Step(
    "son", "decline", "declined", ClockIs.STOPPED, {"reasons": ["Lỗi đường truyền của phường"]}, outcome="declined"
)
WITHDRAW = Step("lan", "withdraw", "withdrawn", ClockIs.STOPPED, {"note": "Máy tôi hỏng."}, NOTE, outcome="withdrawn")
STORIES = (
    Story(
        "Linh promises a day, puts it off, fixes it; Lan still meets it, then not; a day later it is back",
        (REPORT, ACCEPT, PROMISE, PUT_OFF, FIX, STILL, FIX, CONFIRM, REOPEN),
    ),
    Story("Linh promises at once", (REPORT, PROMISE, FIX, CONFIRM), end=(Refusal("linh", "fix", Impossible, "sửa"),)),
    Story(
        "the machine meets silence; Linh takes her acceptance back, Sơn declines",
        (
            DETECT,
            ACCEPT,
            Step("linh", UNDO, "reported", refused=(Refusal("oanh", UNDO, NotAllowed, "hoàn tác"),)),
            DECLINE,
        ),
    ),
)


def _opening(move: str, given: Given, then: datetime) -> Opening:
    """As in life, but that another body decides than works on it, so that the two are told apart."""
    made = opening_of(
        CIVIL_STATUS, move, "Không gửi được kết quả khai sinh", then, place_code="19789", province_code="46",
        receiving=CENTRE, from_whom="Phường Thuận Hóa", concerned=[], given=given,
    )  # fmt: skip
    return replace(made, competent_body="vpcp")


def main_one() -> str:
    """The code of another open fault of the same system, which Hoa's counter reported."""
    rows = sql.run("SELECT code FROM engine_case WHERE kind = 'fault' AND title = %s AND is_open", [MAIN_TITLE])
    if rows:
        return str(rows[0][0])
    other = opening_of(
        CIVIL_STATUS, "report", MAIN_TITLE, datetime.now(UTC), place_code="31825", province_code="96",
        receiving="pvhcc.31825", from_whom="Phường Bạc Liêu", concerned=[], given=TOLD,
    )  # fmt: skip
    return verbs.open(HOA, other).code or ""


MAIN_TITLE = "Không nhận được kết quả khai sinh"
JOIN = Step(
    "linh", "join", "joined", ClockIs.STOPPED, {"main": Found(main_one)}, outcome="joined", kept=("main",),
    refused=(Refusal("linh", "join", Refused, "mã", {"main": "LOI.KHONG-CO"}),),
)  # fmt: skip
MORE = (
    Story(
        "everybody leaves out what may be left out",
        (
            quietly(REPORT, "detail", "workaround"),
            quietly(ACCEPT, "note"),
            quietly(PROMISE, "note"),
            FIX,
            quietly(CONFIRM, "note"),
        ),
    ),
    Story("Lan withdraws without a word", (REPORT, quietly(WITHDRAW, "note"))),
    Story("Linh joins it into the one that Hoa reported", (REPORT, JOIN)),
    Story("Linh joins it when she has accepted it", (REPORT, ACCEPT, JOIN)),
    Story("Linh joins it when she has promised a day", (REPORT, PROMISE, JOIN)),
    Story("Sơn declines what Linh accepted", (REPORT, ACCEPT, DECLINE)),
    Story("Sơn declines what Linh promised", (REPORT, PROMISE, DECLINE)),
    Story("Linh fixes it without a promise", (REPORT, ACCEPT, FIX, CONFIRM)),
    Story("Lan withdraws at once", (REPORT, WITHDRAW)),
    Story("Lan withdraws what is accepted", (REPORT, ACCEPT, WITHDRAW)),
    Story("Lan withdraws what is promised", (REPORT, PROMISE, WITHDRAW)),
)


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


TALES = Tales(
    kind="fault",
    cast={**CAST, "oanh": (OANH, Role("leader", At.COMPETENT))},
    standing=STANDING,
    opening=_opening,
    stories=(*STORIES, *MORE),
    applicant=HUNG,
    onlookers=(OANH, KIEN, TUYET),
    strangers=(HOA, VAN),
    published=frozenset({"reported", "accepted", "promised", "fixed"}),
    places=(CENTRE, "bo.G15", "vpcp", COMMITTEE, "vp.46", "pvhcc.31825"),
    passer_by=_passer_by,
)
