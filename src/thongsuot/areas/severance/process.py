"""The table of one severance: applied for, assessed by its unit, appraised, decided, funded, paid on a day.

Source: the pipeline that the published figures count (decided, in approval, approved, paid). What no text at hand
sets is a parameter whose basis says that it is not verified.
"""

from __future__ import annotations

from thongsuot.areas.severance.rules import EMPLOYEE, OFFICIAL, RETIRE
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

CLERK = Role("specialist", At.RECEIVING)
HEAD = Role("head", At.RECEIVING)
APPRAISER = Role("specialist", At.EXECUTING)
FUNDER = Role("head", At.EXECUTING)
DECIDER = Role("chair", At.COMPETENT)

BASIS = "Nghị định 178/2024/NĐ-CP, sửa đổi bởi Nghị định 67/2025/NĐ-CP (thẩm quyền, thời hạn chưa xác minh)"


def _limit(days: int, what: str) -> Limit:
    return Limit(LimitUnit.WORKING_DAY, days, basis=f"Thời gian {what} (mức tạm đặt), {BASIS}", verified=False)


ASSESSMENT = _limit(7, "đơn vị đánh giá")
LIMITS = (
    ("appraisal", _limit(10, "thẩm định")), ("decision", _limit(5, "quyết định")),
    ("funding", _limit(15, "duyệt kinh phí")), ("payout", _limit(12, "chi trả")),
)  # fmt: skip

LEAVING = (
    (RETIRE, "Nghỉ hưu trước tuổi"), (OFFICIAL, "Thôi việc (cán bộ, công chức)"),
    (EMPLOYEE, "Thôi việc (viên chức, người lao động)"),
)  # fmt: skip
SOURCES = (
    ("central", "Ngân sách trung ương"), ("local", "Ngân sách địa phương"), ("own", "Nguồn của đơn vị"),
)  # fmt: skip

STATES = (
    State("applied", "Đã nộp đơn, chờ đơn vị đánh giá", 2, queue=HEAD, responsible=At.RECEIVING),
    State("assessed", "Đơn vị đồng ý, chờ thẩm định", 4, queue=APPRAISER, responsible=At.EXECUTING),
    State("returned", "Trả lại để bổ sung hồ sơ", 5, queue=CLERK, responsible=At.RECEIVING),
    State("appraised", "Đã thẩm định, chờ quyết định nghỉ", 4, queue=DECIDER),
    State("decided", "Đã có quyết định nghỉ, chờ duyệt kinh phí", 4, queue=FUNDER, responsible=At.EXECUTING),
    State("funded", "Đã duyệt kinh phí, chờ chi trả", 4, queue=CLERK, responsible=At.RECEIVING),
    State("paid", "Đã chi trả", 10, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("kept", "Không giải quyết nghỉ", 3, Waits.NOBODY, terminal=True),
    State("withdrawn", "Người nộp đơn đã rút", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
)

_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)
_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)

MOVES = (
    Move(
        "apply", "Ghi nhận đơn xin nghỉ", (), "applied", CLERK,
        needs=(Need("leaving", "Nghỉ theo diện", NeedKind.CHOICE, choices=LEAVING),), clock=Clock.START,
        keeps=("leaving",), basis=BASIS,
    ),
    Move("assess", "Đồng ý cho nghỉ", ("applied",), "assessed", HEAD,
         needs=(Need("opinion", "Đánh giá theo tiêu chí", NeedKind.TEXT, longest=1000),), clock=Clock.START,
         limit="appraisal", basis=BASIS),
    Move("keep", "Không cho nghỉ", ("applied",), "kept", HEAD, needs=(_REASONS,), clock=Clock.STOP),
    Move("ask_more", "Trả lại để bổ sung", ("assessed",), "returned", APPRAISER, needs=(_REASONS,), clock=Clock.PAUSE),
    Move("answer", "Gửi bổ sung", ("returned",), "assessed", CLERK,
         needs=(Need("answer", "Nội dung bổ sung", NeedKind.LINES, longest=500),), clock=Clock.RESUME),
    Move("appraise", "Thẩm định", ("assessed",), "appraised", APPRAISER,
         needs=(Need("checked", "Đã đối chiếu số tiền với hồ sơ lương, bảo hiểm", NeedKind.CONFIRM), _NOTE),
         clock=Clock.START, limit="decision", basis=BASIS),
    Move("ask_again", "Yêu cầu thẩm định lại", ("appraised",), "assessed", DECIDER, needs=(_REASONS,),
         clock=Clock.START, limit="appraisal"),
    Move("not_agree", "Không giải quyết", ("appraised",), "kept", DECIDER, needs=(_REASONS,), clock=Clock.STOP),
    Move(
        "decide", "Quyết định nghỉ", ("appraised",), "decided", DECIDER,
        needs=(Need("number", "Số quyết định", NeedKind.TEXT, longest=100, official=True),
               Need("decision_day", "Ngày quyết định", NeedKind.DATE)),
        clock=Clock.START, limit="funding", keeps=("number", "decision_day"), irrevocable=True, basis=BASIS,
    ),
    Move(
        "fund", "Duyệt kinh phí", ("decided",), "funded", FUNDER,
        needs=(Need("source", "Nguồn", NeedKind.CHOICE, choices=SOURCES),
               Need("funded_day", "Ngày duyệt kinh phí", NeedKind.DATE)),
        clock=Clock.START, limit="payout", keeps=("source", "funded_day"), basis=BASIS,
    ),
    Move(
        "pay", "Đã chi trả đủ", ("funded",), "paid", CLERK,
        needs=(Need("paid_day", "Ngày chi trả", NeedKind.DATE),
               Need("voucher", "Số chứng từ", NeedKind.TEXT, longest=100, official=True),
               Need("full", "Đã chi trả đủ số tiền của quyết định", NeedKind.CONFIRM)),
        clock=Clock.STOP, keeps=("paid_day", "voucher"), outcome="paid", irrevocable=True, basis=BASIS,
    ),
    Move("withdraw", "Rút đơn", ("applied", "assessed", "returned", "appraised"), "withdrawn", CLERK, needs=(_NOTE,),
         clock=Clock.STOP, outcome="withdrawn"),
)  # fmt: skip

SEVERANCE = Process(
    key="severance",
    version=1,
    title="Chi trả chế độ cho người nghỉ",
    product="Quyết định nghỉ và chứng từ chi trả",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
    limits=LIMITS,
)
