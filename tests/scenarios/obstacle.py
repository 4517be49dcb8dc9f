"""The stories of an obstacle: Lan's ward raises it, its chair, the city and the ministry each have their say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from people import BINH, BODIES, CENTRE, CITY_CENTRE, COMMITTEE, HOA, HUNG, KIEN, LAN, OANH, SECRETARIAT, VAN, officer
from scenarios import UNDO, ClockIs, Found, Given, Later, On, Refusal, Role, Step, Story, Tales
from thongsuot.areas.obstacles.area import raise_
from thongsuot.engine import sql, verbs
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At
from thongsuot.engine.verbs import VIETNAM

CITY, MINISTRY = "ubnd.46", "bo.G15"
# Trang and Sơn oversee the city and the field besides, so that a refusal is the table's and not the door's.
TRANG = officer("Nguyễn Thu Trang", ("head", "vp.46"), ("control", "vp.46"))
SON = officer("Đinh Công Sơn", ("head", MINISTRY), ("leader", MINISTRY))
LEADER, OFFICE, RAISER = "chair@competent", "head@executing", "officer@supporting"
CAST = {
    "lan": (LAN, Role("officer", At.SUPPORTING)),
    "binh": (BINH, Role("chair", At.COMPETENT)),
    "trang": (TRANG, Role("head", At.EXECUTING)),
    "son": (SON, Role("head", At.EXECUTING)),
    "system": (SYSTEM, Role("system", At.RECEIVING)),
}
STANDING = {
    "raised": On(2, "body", LEADER, At.COMPETENT),
    "promised": On(4, "body", LEADER, At.COMPETENT),
    "sent_up": On(2, "body", OFFICE, At.COMPETENT),
    "promised_above": On(4, "body", OFFICE, At.COMPETENT),
    "merged": On(8, "body", LEADER, At.COMPETENT),
    "answered": On(9, "body", RAISER, At.RECEIVING),
    "closed": On(10, "nobody", "", At.COMPETENT),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
}
TITLE = "Không tra được dữ liệu hộ tịch lập trước năm 2016"
MAIN_TITLE = "Dữ liệu hộ tịch lập trước năm 2016 không tra được"
TOLD = {
    "kind": "data",
    "field": "justice",
    "description": ["Tra theo số quyển không ra", "Phải gọi điện về tỉnh"],
    "cause": ["Sổ giấy chưa số hóa hết"],
    "article": "khoản 2 Điều 5 Nghị định 120/2025/NĐ-CP",
    "procedure": "2.000635",
    "system": "Cơ sở dữ liệu hộ tịch điện tử",
    "responsible": MINISTRY,
    "solver": CITY,
    "proposal": ["Cho phép xã dùng bản chụp sổ gốc"],
}
MAYBE = frozenset(TOLD) - {"kind", "field"}
KEPT = ("kind", "field", "article", "procedure", "system", "responsible", "solver")
DOCUMENT = {
    "number": "1234/BTP-HCTP",
    "document_day": "2026-11-20",
    "issuer": MINISTRY,
    "link": "https://moj.gov.vn/1234",
}
ANSWERED_BY = ("number", "document_day", "issuer", "link")
OPTIONAL_DOCUMENT = frozenset({"issuer", "link"})
NOTE = frozenset({"note"})
ANSWER = {"answer": ["Được dùng bản chụp sổ gốc có xác nhận"], **DOCUMENT}
PLAN = {"until": Later(5), "plan": ["Số hóa xong các quyển năm 2010 đến 2015"]}
AT_CITY = {"executing_body": "vp.46", "competent_body": CITY}
AT_MINISTRY = {"executing_body": MINISTRY, "competent_body": MINISTRY}
AT_WARD = {"executing_body": SECRETARIAT, "competent_body": COMMITTEE}


def main_one() -> str:
    """The id of another obstacle of the ward that is open, raised when there is none."""
    rows = sql.run("SELECT id FROM engine_case WHERE title = %s ORDER BY id LIMIT 1", [MAIN_TITLE])
    if rows:
        return str(rows[0][0])
    given = {"title": MAIN_TITLE, **TOLD}
    return str(verbs.open(LAN, raise_(LAN, given, None, datetime.now(VIETNAM))).id)


MAIN = {"main": Found(main_one)}
RAISE = Step(
    "lan", "raise", "raised", ClockIs.STARTED, TOLD, MAYBE, limit="5 working_day", kept=KEPT,
    refused=(
        Refusal("lan", "raise", NeedsNotMet, "kind", {**TOLD, "kind": "weather"}),
        Refusal("lan", "raise", NeedsNotMet, "field", {**TOLD, "field": ""}),
    ),
)  # fmt: skip
PROMISE = Step("binh", "promise", "promised", ClockIs.PROMISED, PLAN, holder="binh")
POSTPONE = Step(
    "binh", "postpone", "promised", ClockIs.EXTENDED, {"until": Later(3), "reasons": ["Máy quét hỏng"]}, holder="binh",
    refused=(Refusal("trang", "postpone", NotAllowed, "lãnh đạo", {"until": Later(3), "reasons": ["Chưa xong"]}),),
)  # fmt: skip
ANSWERED = Step(
    "binh", "answer", "answered", ClockIs.STOPPED, ANSWER, OPTIONAL_DOCUMENT, "lan", outcome="answered",
    kept=ANSWERED_BY,
)  # fmt: skip
CONFIRM = Step(
    "lan", "confirm", "closed", ClockIs.STOPPED, {"note": "Đã tra được."}, NOTE, outcome="confirmed",
    refused=(
        Refusal("binh", "confirm", NotAllowed, "người giữ vị trí"),
        Refusal("system", "lapse", NotAllowed, "Chưa hết thời gian"),
    ),
)  # fmt: skip
UP = {"to": CITY, "opinion": ["Xã không có quyền sửa dữ liệu hộ tịch"], "why": "Điều 5 giao thẳng cho tỉnh"}
SEND_UP = Step(
    "binh", "send_up", "sent_up", ClockIs.STARTED, UP, frozenset({"why"}), limit="5 working_day", final=True,
    elsewhere=AT_CITY,
    refused=(
        Refusal("binh", "send_up", NeedsNotMet, "opinion", {"to": CITY}),
        Refusal("binh", "send_up", Refused, "vượt cấp", {"to": MINISTRY, "opinion": ["Không giải quyết được"]}),
        Refusal("binh", "send_up", NeedsNotMet, "to", {"to": "ubnd.31825", "opinion": ["Nhờ xã bạn"]}),
    ),
)  # fmt: skip
SEND_UP_LATER = replace(SEND_UP, given={"to": CITY, "opinion": ["Không kịp"]}, optional=frozenset(), refused=())
SEND_ON = Step(
    "trang", "send_on", "sent_up", ClockIs.STARTED, {**UP, "to": MINISTRY}, frozenset({"why"}), limit="5 working_day",
    final=True, elsewhere=AT_MINISTRY,
    refused=(
        Refusal("binh", "send_on", NotAllowed, "trưởng phòng", {**UP, "to": MINISTRY}),
        Refusal("trang", "send_on", Refused, "Không chuyển xuống", {"to": COMMITTEE, "opinion": ["Xã tự làm"]}),
    ),
)  # fmt: skip
PROMISE_ABOVE = Step("son", "promise_above", "promised_above", ClockIs.PROMISED, PLAN, holder="son")
POSTPONE_ABOVE = Step(
    "son", "postpone_above", "promised_above", ClockIs.EXTENDED, {"until": Later(3), "reasons": ["Chờ ý kiến bộ khác"]},
    holder="son",
)  # fmt: skip
ANSWER_ABOVE = replace(ANSWERED, who="son", does="answer_above")
RETURN_DOWN = Step(
    "trang", "return_down", "raised", ClockIs.STARTED, {"down": COMMITTEE, "reasons": ["Xã làm được theo Điều 5"]},
    limit="5 working_day", final=True, elsewhere=AT_WARD,
    refused=(
        Refusal("trang", "return_down", Refused, "cấp thấp hơn", {"down": MINISTRY, "reasons": ["Bộ làm"]}),
    ),
)  # fmt: skip
REOPEN = Step("lan", "reopen", "raised", ClockIs.STARTED, {"reasons": ["Vẫn không tra được quyển năm 2012"]},
              holder="binh", limit="5 working_day", outcome="reopened", final=True)  # fmt: skip
MERGE = Step(
    "binh", "merge", "merged", ClockIs.PAUSED, MAIN, kept=("main",), holder="binh",
    refused=(
        Refusal("binh", "merge", Refused, "Không có vướng mắc", {"main": "00000000-0000-0000-0000-000000000000"}),
        Refusal("binh", "merge", NeedsNotMet, "main", {"main": "VM.46"}),
    ),
)  # fmt: skip
ANSWER_WITH = Step("system", "answer_with", "answered", ClockIs.STOPPED, DOCUMENT, OPTIONAL_DOCUMENT, "lan",
                   outcome="answered", kept=ANSWERED_BY, final=True)  # fmt: skip
HAND = Step("binh", "hand_to_office", "sent_up", given={"note": "Văn phòng xem"}, optional=NOTE)
WITHDRAW = Step("lan", "withdraw", "withdrawn", ClockIs.STOPPED, {"note": "Đã tự tra được"}, NOTE, outcome="withdrawn")
JOIN = Step("lan", "join", "merged", given={name: TOLD[name] for name in ("kind", "field", "description")},
            optional=frozenset({"description"}),
            kept=("kind", "field"))  # fmt: skip


def _quiet(step: Step) -> Step:
    """The step with what it insists on, and nothing more."""
    given = {name: value for name, value in step.given.items() if name not in step.optional}
    kept = tuple(name for name in step.kept if name in given)
    return replace(step, given=given, kept=kept, optional=frozenset(), refused=())


def _long_ago(step: Step, days: int) -> Step:
    return replace(step, days_ago=days, refused=())


STORIES = (
    Story("Bình promises, moves the day, answers, Lan confirms, then opens it again",
          (RAISE, PROMISE, POSTPONE, ANSWERED, CONFIRM, REOPEN)),
    Story(
        "the ward cannot, the city gives its opinion, the ministry promises and answers",
        (RAISE, SEND_UP, SEND_ON, PROMISE_ABOVE, POSTPONE_ABOVE, ANSWER_ABOVE, CONFIRM),
        end=(Refusal("lan", "confirm", Impossible, "bước"),),
    ),
    Story("the ministry promised and finds that the Government's office must decide",
          (RAISE, SEND_UP, SEND_ON, PROMISE_ABOVE,
           replace(_quiet(SEND_ON), who="son", given={"to": "vpcp", "opinion": ["Hai bộ có ý kiến khác nhau"]},
                   elsewhere={"executing_body": "vpcp", "competent_body": "vpcp"}))),
    Story("Bình promised and finds that he cannot", (RAISE, PROMISE, SEND_UP_LATER)),
    Story("Bình answers at once, Lan is not helped", (_quiet(RAISE), _quiet(ANSWERED), REOPEN)),
    Story("the city answers at once", (RAISE, SEND_UP, replace(_quiet(ANSWER_ABOVE), who="trang"))),
    Story("the city gives it back", (RAISE, SEND_UP, RETURN_DOWN)),
    Story("it follows the main one and is answered with it", (RAISE, MERGE, ANSWER_WITH, _quiet(CONFIRM))),
    Story("the main one was answered in few words", (RAISE, MERGE, _quiet(ANSWER_WITH))),
    Story("Bình hands it to his office without a word", (RAISE, _quiet(HAND))),
    Story("it follows the main one, which is withdrawn",
          (RAISE, MERGE, Step("system", "carry_on", "raised", ClockIs.STARTED, holder="binh", limit="5 working_day",
                               final=True))),
    Story("Bình takes the merging back", (RAISE, MERGE, Step("binh", UNDO, "raised"))),
    Story("Bình hands it to his office, which merges it",
          (RAISE, HAND, replace(MERGE, who="huong", does="merge_above", refused=()))),
    Story("Lan says that her office has the same one", (JOIN, replace(WITHDRAW, clock=ClockIs.STOPPED))),
    Story("Lan says no more than that", (replace(JOIN, given={"kind": "data", "field": "justice"}),)),
    Story("Lan withdraws it", (RAISE, _quiet(WITHDRAW))),
    Story(
        "the city promises, answers, and its chair promises again when Lan is not helped",
        (RAISE, SEND_UP, replace(PROMISE_ABOVE, who="trang", holder="trang"),
         replace(_quiet(ANSWER_ABOVE), who="trang"), replace(REOPEN, holder=""),
         replace(PROMISE, who="long", holder="long")),
    ),
    Story("the city merges it",
          (RAISE, SEND_UP, replace(MERGE, who="trang", does="merge_above", holder="", refused=()))),
    Story(
        "Hương's office has it again when it was opened again",
        (RAISE, HAND, replace(PROMISE_ABOVE, who="huong", holder="huong"), replace(_quiet(ANSWER_ABOVE), who="huong"),
         REOPEN, replace(HAND, holder="huong")),
    ),
    Story("Lan withdraws it from the city", (RAISE, SEND_UP, WITHDRAW)),
    Story(
        "nobody says anything after the answer, and Lan opens it again",
        (_long_ago(RAISE, 45), _long_ago(ANSWERED, 40),
         Step("system", "lapse", "closed", ClockIs.STOPPED, outcome="lapsed", final=True),
         REOPEN, _quiet(ANSWERED), CONFIRM),
    ),
)  # fmt: skip


def _opening(move: str, given: Given, then: datetime) -> Opening:
    made = raise_(LAN, {"title": TITLE, **given}, None, then)
    return replace(made, move=move, given=dict(given), facts={"main": main_one()} if move == "join" else made.facts)


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


HUONG = officer("Phan Thị Hương", ("head", SECRETARIAT))
LONG = officer("Phạm Thanh Long", ("chair", CITY), ("control", "vp.46"))
CAST["long"] = (LONG, Role("chair", At.COMPETENT))
CAST["huong"] = (HUONG, Role("head", At.EXECUTING))
TALES = Tales(
    kind="obstacle",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(OANH, KIEN),
    strangers=(HOA, VAN),
    places=(CENTRE, SECRETARIAT, COMMITTEE, "vp.46", CITY, CITY_CENTRE, MINISTRY, "pvhcc.31825"),
    passer_by=_passer_by,
)
assert {MINISTRY, CITY} <= set(BODIES)
