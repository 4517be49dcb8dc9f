"""The table of a budget support: asked for, appraised, decided, transferred, spent in parts, settled.

Source: the chain of steps that the Government's reports use. The law on the State budget was not at hand, so its
limits are parameters and every basis says that it is not verified.
"""

from __future__ import annotations

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import OFFICER, At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

ASKER = Role(OFFICER, At.SUPPORTING)
APPRAISER = Role("head", At.EXECUTING)
PAYER = Role("specialist", At.EXECUTING)
DECIDER = Role("chair", At.COMPETENT)

BASIS = "Luật Ngân sách nhà nước và văn bản hướng dẫn (chưa xác minh điều khoản)"


def _limit(days: int, what: str) -> Limit:
    return Limit(LimitUnit.WORKING_DAY, days, basis=f"Thời gian {what} (mức tạm đặt), {BASIS}", verified=False)


APPRAISAL = _limit(15, "thẩm định")
LIMITS = (
    ("decision", _limit(10, "quyết định")), ("transfer", _limit(5, "chuyển kinh phí")),
    ("settlement", _limit(20, "duyệt quyết toán")),
)  # fmt: skip

STATES = (
    State("asked", "Đã đề nghị, chờ thẩm định", 2, queue=APPRAISER),
    State("returned", "Trả lại để bổ sung căn cứ", 5, queue=ASKER, responsible=At.RECEIVING),
    State("appraised", "Đã thẩm định, chờ quyết định", 4, queue=DECIDER),
    State("decided", "Đã quyết định, chờ chuyển kinh phí", 4, queue=PAYER),
    State("transferred", "Đã chuyển kinh phí, đang giải ngân", 4, queue=ASKER, responsible=At.RECEIVING),
    State("settling", "Đã đề nghị quyết toán", 4, queue=APPRAISER),
    State("settled", "Đã quyết toán", 10, Waits.NOBODY, terminal=True),
    State("declined", "Không hỗ trợ", 3, Waits.NOBODY, terminal=True),
    State("withdrawn", "Nơi đề nghị đã rút", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
)

SOURCES = (("central", "Ngân sách trung ương"), ("province", "Ngân sách cấp tỉnh"), ("reserve", "Dự phòng, nguồn khác"))
_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)
_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
_UNTIL = Need("until", "Hạn giải ngân", NeedKind.MOMENT)

MOVES = (
    Move(
        "ask", "Đề nghị hỗ trợ ngân sách", (), "asked", ASKER,
        needs=(Need("units", "Số đơn vị tính", NeedKind.NUMBER, required=False, least=1,
                    help="Ví dụ số đơn vị hành chính giảm do sắp xếp. Để trống nếu không tính theo định mức."),
               Need("asked", "Số tiền đề nghị", NeedKind.MONEY, least=1),
               Need("before", "Dự toán chi trước khi hỗ trợ", NeedKind.MONEY,
                    help="Dự toán chi ngân sách năm nay của nơi nhận."),
               Need("document", "Số, ngày văn bản đề nghị", NeedKind.TEXT, longest=200, official=True),
               Need("why", "Vì sao cần", NeedKind.LINES, longest=500)),
        clock=Clock.START, keeps=("units", "asked", "before", "document"), basis=BASIS,
    ),
    Move("ask_more", "Đề nghị bổ sung căn cứ", ("asked",), "returned", APPRAISER, needs=(_REASONS,), clock=Clock.PAUSE),
    Move(
        "answer", "Gửi bổ sung", ("returned",), "asked", ASKER,
        needs=(Need("answer", "Nội dung bổ sung", NeedKind.LINES, longest=500),), clock=Clock.RESUME,
    ),
    Move(
        "appraise", "Thẩm định", ("asked",), "appraised", APPRAISER,
        needs=(Need("appraised", "Số tiền thẩm định", NeedKind.MONEY, least=1),
               Need("source", "Nguồn", NeedKind.CHOICE, choices=SOURCES),
               Need("opinion", "Ý kiến thẩm định", NeedKind.TEXT, required=False, longest=1000,
                    help="Bắt buộc khi số thẩm định cao hơn định mức.")),
        clock=Clock.START, limit="decision", keeps=("appraised", "source"), basis=BASIS,
    ),
    Move("send_back", "Yêu cầu thẩm định lại", ("appraised",), "asked", DECIDER, needs=(_REASONS,), clock=Clock.START),
    Move("decline", "Không hỗ trợ", ("appraised",), "declined", DECIDER, needs=(_REASONS,), clock=Clock.STOP),
    Move(
        "decide", "Quyết định hỗ trợ", ("appraised",), "decided", DECIDER,
        needs=(Need("decided", "Số tiền quyết định", NeedKind.MONEY, least=1),
               Need("number", "Số quyết định", NeedKind.TEXT, longest=100, official=True),
               Need("decision_day", "Ngày quyết định", NeedKind.DATE)),
        clock=Clock.START, limit="transfer", keeps=("decided", "number", "decision_day"), irrevocable=True, basis=BASIS,
    ),
    Move(
        "transfer", "Đã chuyển kinh phí", ("decided",), "transferred", PAYER,
        needs=(Need("transfer_day", "Ngày chuyển", NeedKind.DATE), _UNTIL),
        clock=Clock.PROMISE, keeps=("transfer_day",), basis=BASIS,
    ),
    Move(
        "disburse", "Ghi một lần giải ngân", ("transferred",), "", ASKER,
        needs=(Need("part", "Số tiền giải ngân lần này", NeedKind.MONEY, least=1),
               Need("day", "Ngày giải ngân", NeedKind.DATE), _NOTE),
        adds=("part",),
    ),
    Move(
        "settle_up", "Đề nghị quyết toán", ("transferred",), "settling", ASKER,
        needs=(Need("unspent", "Số tiền nộp trả", NeedKind.MONEY, help="0 nếu đã giải ngân hết."), _NOTE),
        clock=Clock.START, limit="settlement", keeps=("unspent",), basis=BASIS,
    ),
    Move("spend_on", "Trả lại để giải ngân tiếp", ("settling",), "transferred", APPRAISER, needs=(_REASONS, _UNTIL),
         clock=Clock.PROMISE),
    Move("settle", "Duyệt quyết toán", ("settling",), "settled", APPRAISER, needs=(_NOTE,), clock=Clock.STOP,
         outcome="settled", irrevocable=True, basis=BASIS),
    Move("withdraw", "Rút đề nghị", ("asked", "returned", "appraised"), "withdrawn", ASKER, needs=(_NOTE,),
         clock=Clock.STOP, outcome="withdrawn"),
)  # fmt: skip

SUPPORT = Process(
    key="budget_support",
    version=1,
    title="Hỗ trợ ngân sách",
    product="Quyết toán kinh phí hỗ trợ",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
    limits=LIMITS,
)
