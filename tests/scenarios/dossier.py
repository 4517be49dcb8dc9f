"""The dossier's stories: from Lan's counter at Thuận Hóa to the result, and all the ways out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from people import (
    BINH,
    CENTRE,
    CITY_CENTRE,
    COMMITTEE,
    CUC,
    GIANG,
    HANH,
    HOA,
    HUE,
    HUNG,
    KIEN,
    LAN,
    MINH,
    NAM,
    NEIGHBOUR,
    OANH,
    OFFICE,
    OTHER_OFFICE,
    QUYEN,
    THANG,
    THAO,
    TUYET,
    VAN,
    WARD,
    officer,
)
from scenarios import AMEND, ASSIGN, ATTACH, CLAIM, UNDO, ClockIs, Given, Later, On, Refusal, Role, Step, Story, Tales
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

CAST = {
    "lan": (LAN, Role("intake", At.RECEIVING)),
    "minh": (MINH, Role("specialist", At.EXECUTING)),
    "nam": (NAM, Role("specialist", At.EXECUTING)),
    "hanh": (HANH, Role("head", At.EXECUTING)),
    "binh": (BINH, Role("chair", At.COMPETENT)),
    "cuc": (CUC, Role("clerk", At.COMPETENT)),
    "hoa": (HOA, Role("intake", At.RECEIVING)),
    "giang": (GIANG, Role("intake", At.SUPPORTING)),
    "hung": (HUNG, Role("applicant", At.SUBJECT)),
    "thao": (THAO, Role("applicant", At.SUBJECT)),
    "system": (SYSTEM, Role("system", At.RECEIVING)),
}

COUNTER, DESK, HEAD = "intake@receiving", "specialist@executing", "head@executing"
CHAIR, CLERK = "chair@competent", "clerk@competent"

STANDING = {
    "submitted": On(1, "body", COUNTER, At.RECEIVING),
    "waiting_correction": On(5, "applicant", COUNTER, At.RECEIVING),
    "received": On(2, "body", COUNTER, At.RECEIVING),
    "refused": On(3, "nobody", "", At.RECEIVING),
    "processing": On(4, "body", DESK, At.COMPETENT),
    "waiting_supplement": On(5, "applicant", DESK, At.COMPETENT),
    "waiting_payment": On(6, "applicant", DESK, At.COMPETENT),
    "proposed": On(4, "body", HEAD, At.COMPETENT),
    "reviewed": On(4, "body", CHAIR, At.COMPETENT),
    "signed": On(4, "body", CLERK, At.COMPETENT),
    "numbered": On(4, "body", CLERK, At.COMPETENT),
    "sealed": On(4, "body", CLERK, At.COMPETENT),
    "done": On(9, "applicant", COUNTER, At.RECEIVING),
    "delivered": On(10, "nobody", "", At.RECEIVING),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
    "stopped": On(8, "body", CHAIR, At.COMPETENT),
    "closed": On(8, "nobody", "", At.COMPETENT),
    "revoked": On(10, "nobody", "", At.COMPETENT),
}

NOTE = frozenset({"note"})

RECEIVE = Step(
    "lan", "receive", "received", ClockIs.STARTED, {"sets": "2", "note": "Bà Thảo nộp thay chồng."}, NOTE,
    holder="lan", letter="01", limit="working_day",
    refused=(
        Refusal("lan", "receive", NeedsNotMet, "sets", {"sets": "12"}),
        Refusal("lan", "receive", NeedsNotMet, "note", {"sets": "1", "note": "x" * 1001}),
    ),
)  # fmt: skip
RECEIVE_QUIETLY = Step(
    "lan", "receive", "received", ClockIs.STARTED, {"sets": "1"}, holder="lan", letter="01", limit="working_day"
)
REGISTER = Step(
    "lan", "register", "submitted", ClockIs.STARTED, {"note": "Nộp qua bưu chính."}, NOTE,
    holder="lan", limit="working_hour",
)  # fmt: skip
ACCEPT = Step("lan", "accept", "received", ClockIs.STARTED, holder="lan", letter="01", limit="working_day")
REFUSE = Step(
    "lan", "refuse", "refused", ClockIs.STOPPED,
    {"reasons": ["Không thuộc thẩm quyền của phường"], "guidance": "Nộp tại Trung tâm PVHCC thành phố."},
    letter="03", outcome="refused",
    refused=(Refusal("lan", "refuse", NeedsNotMet, "reasons", {"reasons": ["  "], "guidance": "Nộp tại thành phố."}),),
)  # fmt: skip
HAND_OVER = Step("lan", "hand_over", "processing", letter="06", given={"note": "Kèm hai bản vẽ."}, optional=NOTE)
HAND_OVER_QUIETLY = Step("lan", "hand_over", "processing", letter="06")
MINH_CLAIMS = Step(
    "minh", CLAIM, "processing", holder="minh",
    refused=(
        Refusal("lan", CLAIM, NotAllowed, "hàng chờ"),
        Refusal("hanh", CLAIM, NotAllowed, "hàng chờ"),
    ),
)  # fmt: skip
ASK_SUPPLEMENT = Step(
    "minh", "ask_supplement", "waiting_supplement", ClockIs.PAUSED,
    {"defects": ["Thiếu bản vẽ mặt bằng móng", "Đơn chưa ký tên"]}, holder="minh", letter="02",
    refused=(Refusal("nam", "ask_supplement", NotAllowed, "người khác giữ", {"defects": ["Thiếu ảnh"]}),),
)  # fmt: skip
SUPPLEMENT_ARRIVED = Step(
    "lan", "supplement_arrived", "processing", ClockIs.RESUMED, {"brought": ["Bản vẽ mặt bằng móng"]},
    holder="minh", letter="06",
)  # fmt: skip
ASK_PAYMENT = Step(
    "minh", "ask_payment", "waiting_payment", ClockIs.PAUSED,
    {"amount": "1.250.000", "basis": "Thông báo số 12/TB-UBND"}, holder="minh",
    refused=(
        Refusal("minh", "ask_payment", NeedsNotMet, "amount", {"amount": "một triệu", "basis": "Thông báo 12"}),
        Refusal("minh", "ask_payment", NeedsNotMet, "amount", {"amount": "-1", "basis": "Thông báo 12"}),
    ),
)  # fmt: skip
PAYMENT_CONFIRMED = Step(
    "lan", "payment_confirmed", "processing", ClockIs.RESUMED, {"voucher": "0004711"}, holder="minh", letter="06"
)
PROPOSE = Step(
    "minh", "propose", "proposed", letter="06", outcome="granted", kept=("outcome",),
    given={"outcome": "granted", "summary": ["Đồng ý cấp giấy phép xây dựng nhà ở riêng lẻ."]},
    refused=(Refusal("minh", "propose", NeedsNotMet, "outcome", {"outcome": "maybe", "summary": ["Chưa rõ."]}),),
)  # fmt: skip
REVIEW = Step("hanh", "review", "reviewed", letter="06", given={"note": "Trình Chủ tịch."}, optional=NOTE)
REVIEW_QUIETLY = Step("hanh", "review", "reviewed", letter="06")
SIGN = Step(
    "binh", "sign", "signed", letter="06", given={"method": "paper"}, kept=("method",),
    refused=(Refusal("binh", "sign", NeedsNotMet, "method", {"method": "stamp"}),),
)  # fmt: skip
NUMBER = Step("cuc", "number", "numbered", holder="cuc", number="result")
SEAL = Step("cuc", "seal", "sealed", holder="cuc")
ISSUE = Step("cuc", "issue", "done", ClockIs.STOPPED, letter="06")
HAND_OUT = Step(
    "lan", "hand_out", "delivered", ClockIs.STOPPED, {"receiver": "Trần Văn Hùng", "how": "counter"}, final=True,
    refused=(Refusal("lan", "hand_out", NeedsNotMet, "how", {"receiver": "Trần Văn Hùng", "how": "pigeon"}),),
)  # fmt: skip
WITHDRAW = Step(
    "lan", "withdraw", "withdrawn", ClockIs.STOPPED, {"request": "Đơn xin rút ngày hôm nay."},
    outcome="withdrawn", final=True,
)  # fmt: skip

SUBMIT = Step(
    "hung", "submit", "submitted", ClockIs.STARTED, limit="working_hour",
    refused=(Refusal("thao", "submit", NotAllowed, "chủ hồ sơ"),),
)  # fmt: skip
LAN_ACCEPTS = Step("lan", "accept", "received", ClockIs.STARTED, letter="01", limit="working_day", holder="lan")
ASK_CORRECTION = Step(
    "lan", "ask_correction", "waiting_correction", ClockIs.PAUSED, {"defects": ["Ảnh chụp sổ đỏ mờ, chụp lại"]},
    letter="02", holder="lan",
)  # fmt: skip
CORRECT = Step(
    "hung", "correct", "submitted", ClockIs.RESUMED, {"answer": ["Đã chụp lại sổ đỏ"]}, holder="lan", final=True,
    refused=(
        Refusal("thao", "correct", NotFound, given={"answer": ["Đã chụp lại"]}),
        Refusal("lan", "correct", NotAllowed, "chủ hồ sơ", {"answer": ["Đã chụp lại"]}),
    ),
)  # fmt: skip
ANSWER = Step(
    "hung", "answer_supplement", "processing", ClockIs.RESUMED, {"answer": ["Bản vẽ mặt bằng móng"]},
    holder="minh", letter="06", final=True,
    refused=(Refusal("hung", "supplement_arrived", NotAllowed, "tiếp nhận", {"brought": ["Bản vẽ"]}),),
)  # fmt: skip
PAYMENT_ARRIVED = Step(
    "system", "payment_arrived", "processing", ClockIs.RESUMED, {"voucher": "GD-0001", "amount": "1.250.000"},
    holder="minh", letter="06", final=True,
    refused=(Refusal("hung", "payment_arrived", NotAllowed, "hệ thống", {"voucher": "GD-0001", "amount": "1"}),),
)  # fmt: skip
RATE = Step(
    "hung", "rate", "delivered", given={"stars": "4", "comment": "Cán bộ nhiệt tình."}, optional=frozenset({"comment"}),
    kept=("stars",), final=True,
    refused=(
        Refusal("hung", "rate", NeedsNotMet, "stars", {"stars": "6"}),
        Refusal("thao", "rate", NotFound, given={"stars": "1"}),
    ),
)  # fmt: skip

PROPOSE_AGAIN = replace(PROPOSE, holder="hanh", refused=())
REVIEW_AGAIN = replace(REVIEW_QUIETLY, holder="binh", refused=())
SIGN_AGAIN = replace(SIGN, holder="cuc", refused=())
TO_THE_DESK = (RECEIVE, HAND_OVER, MINH_CLAIMS)
TO_THE_HEAD = (*TO_THE_DESK, PROPOSE)
TO_THE_CHAIR = (*TO_THE_HEAD, REVIEW)
TO_THE_CLERK = (*TO_THE_CHAIR, SIGN)

CLOSED = (
    Refusal("lan", UNDO, Impossible, "hoàn tác"),
    Refusal("hanh", UNDO, Impossible, "hoàn tác"),
    Refusal("lan", ATTACH, Impossible, "kết thúc"),
    Refusal("lan", AMEND, Impossible, "kết thúc", {"phone": "0912 345 678"}),
    Refusal("lan", CLAIM, NotAllowed),
    Refusal("hanh", ASSIGN, Impossible, "kết thúc", to="nam"),
)


def _extended(at: tuple[Step, ...], step: str, holder: str = "") -> Story:
    """Hạnh apologises and extends while the case stands there, once; a date before the present one helps nobody."""
    sorry = {"until": Later(3), "reasons": ["Chờ ý kiến của Sở Xây dựng"]}
    extend = Step(
        "hanh", "extend", step, ClockIs.EXTENDED, sorry, holder=holder, letter="04", kept=("until",),
        refused=(
            Refusal("hanh", "extend", Refused, "sau hạn hiện tại", {**sorry, "until": "2026-01-05T09:00:00+07:00"}),
            Refusal("hanh", "extend", NeedsNotMet, "until", {**sorry, "until": "ngày mai"}),
            Refusal("hanh", "extend", NeedsNotMet, "until", {**sorry, "until": "2026-12-01T09:00:00"}),
        ),
    )  # fmt: skip
    again = Refusal("hanh", "extend", NotAllowed, "1 lần", {**sorry, "until": Later(9)})
    return Story(f"Hạnh extends on {step}", (*at, extend), end=(again,))


def _withdrawn(at: tuple[Step, ...], step: str) -> Story:
    return Story(f"the applicant withdraws at the counter on {step}", (*at, WITHDRAW), end=CLOSED)


def _withdrawn_online(at: tuple[Step, ...], step: str) -> Story:
    withdraw = Step(
        "hung", "withdraw_online", "withdrawn", ClockIs.STOPPED, {"request": "Tôi nộp nhầm thủ tục."},
        outcome="withdrawn", final=True,
    )  # fmt: skip
    again = Refusal("hung", "withdraw_online", Impossible, "Đã rút", {"request": "Tôi nộp nhầm."})
    return Story(f"Hùng withdraws online on {step}", (*at, withdraw), end=(again, *CLOSED))


def _paid(at: tuple[Step, ...], step: str, holder: str = "") -> Story:
    """The fee arrives while the case stands there, once; the officer goes on as before."""
    fee = {"voucher": "GD-0002", "paid": 150_000}
    pay = Step("system", "pay_fee", step, given=fee, holder=holder, kept=("paid",), final=True)
    again = Refusal("system", "pay_fee", NotAllowed, "1 lần", fee)
    return Story(f"the fee arrives on {step}", (*at, pay), end=(again,))


POST_OUT = Step(
    "lan", "post_out", "delivered", ClockIs.STOPPED, {"tracking": "RR 123 456 789 VN", "note": "Gửi bảo đảm."}, NOTE,
    final=True,
    refused=(
        Refusal("lan", "post_out", NeedsNotMet, "tracking", {"tracking": " "}),
        Refusal("lan", "hand_out", NeedsNotMet, "how", {"receiver": "Trần Văn Hùng", "how": "post"}),
    ),
)  # fmt: skip
TAKE_ONLINE = Step(
    "hung", "take_online", "delivered", ClockIs.STOPPED, {"taken": True}, final=True,
    refused=(
        Refusal("hung", "take_online", NeedsNotMet, "taken", {"taken": ""}),
        Refusal("thao", "take_online", NotFound, given={"taken": True}),
        Refusal("lan", "take_online", NotAllowed, "chủ hồ sơ", {"taken": True}),
    ),
)  # fmt: skip
GROUND, GUIDANCE = "Luật Xây dựng, Điều 103 (chưa xác minh)", frozenset({"guidance"})
WHY_STOP = {"reasons": ["Đất đang có tranh chấp tại Tòa án"], "ground": GROUND, "guidance": "Chờ bản án có hiệu lực."}


def _stop(step: str) -> Step:
    return Step(
        "binh", "stop", "stopped", ClockIs.PAUSED, WHY_STOP, GUIDANCE, holder="binh", letter="05",
        refused=(
            Refusal("hanh", "stop", NotAllowed, "lãnh đạo", WHY_STOP),
            Refusal("binh", "stop", NeedsNotMet, "ground", {**WHY_STOP, "ground": ""}),
        ),
    )  # fmt: skip


TO_THE_STOP = (*TO_THE_DESK, _stop("processing"))
RESUME = Step(
    "binh", "resume", "processing", ClockIs.RESUMED, {"reasons": ["Tòa án đã xét xử xong"]}, holder="minh", letter="06",
    refused=(
        Refusal("minh", "resume", NotAllowed, "lãnh đạo", {"reasons": ["Xong"]}),
        Refusal("hung", "withdraw_online", Impossible, "Dừng", {"request": "Tôi rút."}),
    ),
)  # fmt: skip
CLOSE_STOPPED = Step(
    "binh", "close_stopped", "closed", ClockIs.STOPPED, WHY_STOP, GUIDANCE, letter="05", outcome="stopped",
    refused=(Refusal("binh", "close_stopped", NeedsNotMet, "reasons", {"ground": GROUND}),),
)  # fmt: skip
LONG_AGO = (
    replace(RECEIVE_QUIETLY, days_ago=41), HAND_OVER_QUIETLY, MINH_CLAIMS, replace(ASK_SUPPLEMENT, days_ago=40),
)  # fmt: skip
CLOSE_UNANSWERED = Step(
    "binh", "close_unanswered", "closed", ClockIs.STOPPED, {"ground": GROUND, "guidance": "Nộp hồ sơ mới khi đủ."},
    GUIDANCE, letter="05", outcome="unanswered",
    refused=(Refusal("minh", "close_unanswered", NotAllowed, "lãnh đạo", {"ground": GROUND}),),
)  # fmt: skip
THERE = f"ubnd.{NEIGHBOUR}"
MISSENT = {"to": THERE, "reasons": ["Thửa đất thuộc phường Phú Xuân"]}
NOWHERE = (
    Refusal("lan", "pass_on", NeedsNotMet, "to", {**MISSENT, "to": COMMITTEE}),
    Refusal("lan", "pass_on", NeedsNotMet, "to", {**MISSENT, "to": "ubnd.46"}),
    Refusal("lan", "pass_on", NeedsNotMet, "to", {**MISSENT, "to": "Ủy ban phường bên"}),
    Refusal("lan", "pass_on", NeedsNotMet, "to", {**MISSENT, "to": "ubnd.00000"}),
)
PASS_ON = Step(
    "lan", "pass_on", "submitted", given=MISSENT, letter="06", final=True, refused=NOWHERE,
    elsewhere={
        "receiving_body": f"pvhcc.{NEIGHBOUR}", "executing_body": f"pkt.{NEIGHBOUR}", "competent_body": THERE,
    },
)  # fmt: skip
TRANSFER = Step(
    "binh", "transfer", "processing", given=MISSENT, letter="06", final=True,
    elsewhere={"executing_body": f"pkt.{NEIGHBOUR}", "competent_body": THERE},
    refused=(
        *(replace(one, who="binh", does="transfer") for one in NOWHERE),
        Refusal("hanh", "transfer", NotAllowed, "lãnh đạo", MISSENT),
    ),
)  # fmt: skip
WRONG_NAME = {"reasons": ["Giấy phép ghi sai tên đường"], "ground": GROUND}
REOPEN = Step(
    "binh", "reopen", "processing", ClockIs.STARTED, WRONG_NAME, holder="minh", letter="06", limit="3 working_day",
    final=True,
    refused=(
        Refusal("cuc", "reopen", NotAllowed, "lãnh đạo", WRONG_NAME),
        Refusal("binh", "reopen", NeedsNotMet, "reasons", {**WRONG_NAME, "reasons": []}),
    ),
)  # fmt: skip
REVOKE = Step(
    "binh", "revoke", "revoked", ClockIs.STOPPED,
    {**WRONG_NAME, "decision": "Số 45/QĐ-UBND ngày hôm nay", "guidance": "Nộp lại bản gốc tại quầy."}, GUIDANCE,
    letter="revocation", outcome="revoked", final=True,
    refused=(
        Refusal("binh", "revoke", NeedsNotMet, "decision", WRONG_NAME),
        Refusal("lan", "revoke", NotAllowed, "lãnh đạo", {**WRONG_NAME, "decision": "Số 45"}),
    ),
)  # fmt: skip
TO_THE_COUNTER = (*TO_THE_CLERK, NUMBER, SEAL, ISSUE)


def _quietly(step: Step) -> Step:
    """The same without what it may leave out."""
    return replace(step, given={n: v for n, v in step.given.items() if n not in step.optional}, optional=frozenset(),
                   refused=())  # fmt: skip


WAYS_OF_THE_BODY = (
    Story("Lan sends the result by post", (*TO_THE_COUNTER, POST_OUT), end=CLOSED),
    Story("Lan posts it and notes nothing", (*TO_THE_COUNTER, _quietly(POST_OUT))),
    Story("Hùng takes the electronic result at home", (*TO_THE_COUNTER, TAKE_ONLINE), end=CLOSED),
    Story("Bình stops the dossier and lets it go on", (*TO_THE_STOP, RESUME)),
    Story("Bình stops what Hạnh examines", (*TO_THE_HEAD, _quietly(_stop("proposed")))),
    Story("Bình stops what he should sign", (*TO_THE_CHAIR, _stop("reviewed"))),
    Story("Bình closes what he stopped", (*TO_THE_STOP, CLOSE_STOPPED), end=CLOSED[2:]),
    Story("Bình closes what he stopped, without guidance", (*TO_THE_STOP, _quietly(CLOSE_STOPPED))),
    Story(
        "Nobody supplements for forty days and Bình closes",
        (*LONG_AGO, CLOSE_UNANSWERED),
        end=(*CLOSED[2:], Refusal("hung", "answer_supplement", Impossible, "kết thúc", {"answer": ["Muộn"]})),
    ),
    Story("Nobody supplements and Bình has no guidance", (*LONG_AGO, _quietly(CLOSE_UNANSWERED))),
    Story(
        "Bình may not close a supplement before its term",
        (*TO_THE_DESK, ASK_SUPPLEMENT),
        end=(Refusal("binh", "close_unanswered", NotAllowed, "thời gian chờ", {"ground": GROUND}),),
    ),
    Story(
        "Lan passes on what is the neighbour's, and no longer sees it",
        (REGISTER, PASS_ON),
        end=(Refusal("lan", "accept", NotFound), Refusal("binh", "transfer", NotFound, given=MISSENT)),
    ),
    Story(
        "Bình transfers what came to the wrong ward before anybody settles it, and Lan still hands out",
        (RECEIVE_QUIETLY, TRANSFER),
        end=(
            Refusal("binh", "transfer", NotFound, given=MISSENT),
            Refusal("lan", "hand_over", Impossible, "thụ lý"),
        ),
    ),
    Story(
        "Bình transfers what Minh found to be the neighbour's",
        (*TO_THE_DESK, TRANSFER),
        end=(Refusal("hanh", "extend", NotFound, given={"until": Later(3), "reasons": ["Chờ"]}),),
    ),
    Story(
        "An error is found before the result is handed out, and corrected under a new number",
        (*TO_THE_COUNTER, REOPEN, PROPOSE_AGAIN, REVIEW_AGAIN, SIGN_AGAIN, replace(NUMBER, holder="cuc")),
        end=(Refusal("hung", "withdraw_online", Impossible, "cấp số", {"request": "Tôi rút."}),),
    ),
    Story(
        "An error is found after the result was handed out; Hùng cannot withdraw what stands",
        (*TO_THE_COUNTER, HAND_OUT, REOPEN),
        end=(
            Refusal("hung", "withdraw_online", Refused, "đính chính", {"request": "Tôi rút."}),
            Refusal("lan", "withdraw", Refused, "đính chính", {"request": "Rút."}),
            Refusal("binh", UNDO, Impossible, "hoàn tác"),
        ),
    ),
    Story(
        "Bình revokes a result that was handed out",
        (*TO_THE_COUNTER, HAND_OUT, REVOKE),
        end=(*CLOSED, Refusal("binh", "reopen", Impossible, "thu hồi", WRONG_NAME)),
    ),
    Story("Bình revokes and guides nobody", (*TO_THE_COUNTER, HAND_OUT, _quietly(REVOKE))),
)

STORIES = (
    Story(
        "Lan receives, Minh settles, Bình signs, the result is handed out",
        (*TO_THE_CLERK, NUMBER, SEAL, ISSUE, HAND_OUT),
        end=CLOSED,
    ),
    Story(
        "Lan registers what came by post, refuses it by mistake, takes that back and accepts",
        (
            REGISTER,
            REFUSE,
            Step("lan", UNDO, "submitted", holder="lan", refused=(Refusal("minh", UNDO, NotAllowed),)),
            ACCEPT,
            HAND_OVER_QUIETLY,
        ),
    ),
    Story("Lan refuses what is not the ward's", (Step("lan", "register", "submitted", ClockIs.STARTED,
          holder="lan", limit="working_hour"), REFUSE), end=CLOSED[2:]),
    Story(
        "Minh asks once for a supplement with all defects",
        (*TO_THE_DESK, ASK_SUPPLEMENT, SUPPLEMENT_ARRIVED),
        end=(Refusal("minh", "ask_supplement", NotAllowed, "1 lần", {"defects": ["Thêm một bản vẽ nữa"]}),),
    ),
    Story("Minh waits for the payment", (*TO_THE_DESK, ASK_PAYMENT, PAYMENT_CONFIRMED)),
    Story(
        "Hạnh sends back, Bình does not sign, Minh proposes to deny, nobody adds a note",
        (
            RECEIVE_QUIETLY,
            HAND_OVER_QUIETLY,
            MINH_CLAIMS,
            PROPOSE,
            Step("hanh", "send_back", "processing", given={"reasons": ["Thiếu căn cứ"]}, holder="minh", letter="06"),
            Step("minh", "propose", "proposed", given={"outcome": "denied", "summary": ["Không đủ điều kiện."]},
                 holder="hanh", letter="06", outcome="denied", kept=("outcome",)),
            REVIEW_QUIETLY,
            Step("binh", "return", "processing", given={"reasons": ["Chưa rõ lý do"]}, holder="minh", letter="06"),
            Step("minh", "propose", "proposed", given={"outcome": "denied", "summary": ["Không đủ diện tích đất."]},
                 holder="hanh", letter="06", outcome="denied", kept=("outcome",)),
            Step("hanh", "review", "reviewed", holder="binh", letter="06"),
        ),
    ),
    Story(
        "Cúc takes a number back, Minh is on leave and Nam goes on, papers and corrections come between",
        (
            RECEIVE_QUIETLY,
            Step("lan", AMEND, "received", given={"phone": "0912 345 678"}, holder="lan",
                 refused=(Refusal("lan", AMEND, Impossible, "thay đổi", {"name": "Trần Văn Hùng"}),)),
            HAND_OVER_QUIETLY,
            MINH_CLAIMS,
            Step("hanh", ASSIGN, "processing", holder="nam", to_whom="nam", refused=(
                Refusal("hanh", ASSIGN, NotAllowed, "vị trí", to="lan"),
                Refusal("hanh", ASSIGN, NotAllowed, "vị trí", to="hoa"),
                Refusal("hanh", ASSIGN, Impossible, "đúng người", to="minh"),
                Refusal("lan", ASSIGN, NotAllowed, "giao lại", to="nam"),
            )),
            Step("hanh", UNDO, "processing", holder="minh", refused=(Refusal("minh", UNDO, NotAllowed, "hoàn tác"),)),
            Step("hanh", ASSIGN, "processing", holder="nam", to_whom="nam"),
            Step("nam", ATTACH, "processing", holder="nam"),
            Step("nam", "propose", "proposed", given=PROPOSE.given, letter="06", outcome="granted", kept=("outcome",)),
            REVIEW_QUIETLY,
            SIGN,
            NUMBER,
            Step("cuc", UNDO, "signed", refused=(Refusal("nam", UNDO, NotAllowed, "hoàn tác"),)),
            NUMBER,
        ),
    ),
    _extended(TO_THE_DESK, "processing", "minh"),
    _extended(TO_THE_HEAD, "proposed"),
    _extended(TO_THE_CHAIR, "reviewed"),
    _extended(TO_THE_CLERK, "signed"),
    Story(
        "Hùng submits online, corrects once, supplements, pays, gets the result and rates",
        (
            SUBMIT, ASK_CORRECTION, CORRECT, LAN_ACCEPTS, HAND_OVER_QUIETLY, MINH_CLAIMS, ASK_SUPPLEMENT, ANSWER,
            ASK_PAYMENT, PAYMENT_ARRIVED, PROPOSE, REVIEW_QUIETLY, SIGN, NUMBER, SEAL, ISSUE, HAND_OUT, RATE,
        ),
        end=(
            Refusal("hung", "rate", NotAllowed, "1 lần", {"stars": "1"}),
            Refusal("hung", "withdraw_online", Impossible, "Đã trả", {"request": "Tôi đổi ý."}),
        ),
    ),
    Story(
        "Hùng says nothing more with his stars",
        (*TO_THE_CLERK, NUMBER, SEAL, ISSUE, HAND_OUT,
         Step("hung", "rate", "delivered", given={"stars": "5"}, kept=("stars",), final=True)),
    ),
    Story(
        "Lan asks for a correction only once and then refuses",
        (SUBMIT, ASK_CORRECTION, CORRECT, Step("lan", "refuse", "refused", ClockIs.STOPPED, REFUSE.given,
                                               letter="03", outcome="refused",
         refused=(Refusal("lan", "ask_correction", NotAllowed, "1 lần", {"defects": ["Còn mờ"]}),))),
    ),
    Story(
        "Giang at the city's centre sends it for Hùng, who stands before her, and Lan answers",
        (
            Step("giang", "submit_for", "submitted", ClockIs.STARTED, {"present": True, "note": "Đi cùng bà."}, NOTE,
                 limit="working_hour",
                 refused=(
                     Refusal("giang", "submit_for", NeedsNotMet, "present", {"present": ""}),
                     Refusal("lan", "submit_for", NotAllowed, "tiếp nhận", {"present": True}),
                     Refusal("giang", "receive", NotAllowed, "tiếp nhận", {"sets": "1"}),
                 )),
            Step("lan", "accept", "received", ClockIs.STARTED, letter="01", limit="working_day", holder="lan",
                 refused=(Refusal("giang", "accept", NotAllowed, "tiếp nhận"),)),
        ),
    ),
    Story(
        "Giang has nothing to note",
        (Step("giang", "submit_for", "submitted", ClockIs.STARTED, {"present": True}, limit="working_hour"),),
    ),
    Story("Hùng does not correct what was asked", (SUBMIT, ASK_CORRECTION, REFUSE), end=CLOSED[2:]),
    _withdrawn((SUBMIT, ASK_CORRECTION), "waiting_correction"),
    _withdrawn_online((SUBMIT,), "submitted"),
    _withdrawn_online((SUBMIT, ASK_CORRECTION), "waiting_correction"),
    _withdrawn_online((RECEIVE,), "received"),
    _withdrawn_online(TO_THE_DESK, "processing"),
    _withdrawn_online((*TO_THE_DESK, ASK_SUPPLEMENT), "waiting_supplement"),
    _withdrawn_online((*TO_THE_DESK, ASK_PAYMENT), "waiting_payment"),
    _withdrawn_online(TO_THE_HEAD, "proposed"),
    _withdrawn_online(TO_THE_CHAIR, "reviewed"),
    _paid((SUBMIT,), "submitted"),
    _paid((SUBMIT, ASK_CORRECTION), "waiting_correction", "lan"),
    _paid((RECEIVE,), "received", "lan"),
    _paid(TO_THE_DESK, "processing", "minh"),
    _paid((*TO_THE_DESK, ASK_SUPPLEMENT), "waiting_supplement", "minh"),
    _paid((*TO_THE_DESK, ASK_PAYMENT), "waiting_payment", "minh"),
    _paid(TO_THE_HEAD, "proposed"),
    _paid(TO_THE_CHAIR, "reviewed"),
    _paid(TO_THE_CLERK, "signed"),
    _paid((*TO_THE_CLERK, NUMBER), "numbered", "cuc"),
    _paid((*TO_THE_CLERK, NUMBER, SEAL), "sealed", "cuc"),
    _paid((*TO_THE_CLERK, NUMBER, SEAL, ISSUE), "done"),
    _paid(TO_THE_STOP, "stopped", "binh"),
    *WAYS_OF_THE_BODY,
    _withdrawn((REGISTER,), "submitted"),
    _withdrawn((RECEIVE,), "received"),
    _withdrawn(TO_THE_DESK, "processing"),
    _withdrawn((*TO_THE_DESK, ASK_SUPPLEMENT), "waiting_supplement"),
    _withdrawn((*TO_THE_DESK, ASK_PAYMENT), "waiting_payment"),
    _withdrawn(TO_THE_HEAD, "proposed"),
    _withdrawn(TO_THE_CHAIR, "reviewed"),
)  # fmt: skip


def opening(move: str, given: Given, happened_at: datetime) -> Opening:
    """Ông Hùng of Thuận Hóa asks for a permit to build a house."""
    return Opening(
        kind="dossier",
        move=move,
        title="Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ",
        place_code=WARD,
        province_code=HUE,
        receiving_body=CENTRE,
        supporting_body=CITY_CENTRE if move == "submit_for" else "",
        executing_body=OFFICE,
        competent_body=COMMITTEE,
        competence="Luật Xây dựng (chưa xác minh điều khoản)",
        product="Giấy phép xây dựng",
        limit=Limit(LimitUnit.WORKING_DAY, 15, basis="Luật Xây dựng"),
        subject_name="Trần Văn Hùng",
        subject={"name": "Trần Văn Hùng", "kind": "citizen", "number": "046085001234"},
        number_prefix=f"H57.{WARD}",
        happened_at=happened_at,
        procedure_code="1.013225",
        sector="G17",
        facts={"channel": "counter", "delivery": "online"},
        given=given,
    )


def passer_by(role: str, body: str) -> Actor:
    """Somebody with that role in that body who also oversees the ward, and so sees its cases."""
    return officer(f"{role} của {body}", (role, body), ("control", COMMITTEE))


TALES = Tales(
    kind="dossier",
    cast=CAST,
    standing=STANDING,
    opening=opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(KIEN, OANH, THANG),
    strangers=(HOA, VAN, TUYET, QUYEN, THAO),
    places=(CENTRE, CITY_CENTRE, OFFICE, COMMITTEE, OTHER_OFFICE, f"pkt.{NEIGHBOUR}"),
    passer_by=passer_by,
)
