"""Who is in a dossier's stories, how it stands on each step, and what is done to it on the straight way."""

from __future__ import annotations

from dataclasses import replace

from people import BINH, CUC, GIANG, HANH, HOA, HUNG, LAN, MINH, NAM, THAO
from scenarios import AMEND, ASSIGN, ATTACH, CLAIM, UNDO, ClockIs, On, Refusal, Role, Step
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound
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
    "on_the_way": On(9, "body", "intake@supporting", At.SUPPORTING),
    "at_point": On(9, "applicant", "intake@supporting", At.SUPPORTING),
    "stopped": On(8, "body", CHAIR, At.COMPETENT),
    "closed": On(8, "nobody", "", At.COMPETENT),
    "deemed": On(9, "nobody", "", At.COMPETENT),
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
RATE_BY_CODE = Step(
    "system", "rate_by_code", "delivered", given={"stars": "3", "comment": "Chờ hơi lâu."},
    optional=frozenset({"comment"}), kept=("stars",), final=True,
    refused=(
        Refusal("hung", "rate_by_code", NotAllowed, "hệ thống", {"stars": "5"}),
        Refusal("lan", "rate_by_code", NotAllowed, "hệ thống", {"stars": "5"}),
        Refusal("system", "rate_by_code", NeedsNotMet, "stars", {"stars": "0"}),
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
