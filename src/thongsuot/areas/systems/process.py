"""The table of a fault: reported by an officer or a probe, promised a day by the system's owner, fixed, confirmed."""

from __future__ import annotations

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import OFFICER, At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

REPORTER = Role(OFFICER, At.RECEIVING)
OWNER = Role("specialist", At.EXECUTING)
HEAD = Role("head", At.EXECUTING)
SYSTEM = Role("system", At.RECEIVING)

BASIS = "Quy chế vận hành hệ thống của cơ quan chủ quản (chưa xác minh)"
ACCEPTING = Limit(LimitUnit.WORKING_DAY, 1, basis=f"Thời gian tiếp nhận báo lỗi (mức tạm đặt), {BASIS}")

SYMPTOMS = (
    ("down", "Không vào được"), ("slow", "Chậm, treo"), ("sign_in", "Không đăng nhập được"),
    ("sync", "Không gửi, nhận được dữ liệu giữa các hệ thống"), ("data", "Sai hoặc thiếu dữ liệu"),
    ("signing", "Lỗi ký số"), ("missing", "Thiếu chức năng"), ("other", "Lỗi khác"),
)  # fmt: skip
EXTENTS = (
    ("person", "Chỉ một máy hoặc một người"),
    ("office", "Cả cơ quan tôi"),
    ("wide", "Nhiều nơi cùng gặp"),
)

STATES = (
    State("reported", "Đã báo, chờ cơ quan chủ quản tiếp nhận", 2, queue=OWNER),
    State("accepted", "Đã tiếp nhận, chưa hẹn ngày sửa", 4, queue=OWNER),
    State("promised", "Đã hẹn ngày sửa xong", 4, queue=OWNER),
    State("fixed", "Báo đã sửa, chờ người báo xác nhận", 4, queue=REPORTER, responsible=At.RECEIVING),
    State("closed", "Đã sửa xong", 10, Waits.NOBODY, terminal=True),
    State("joined", "Đã ghép vào lỗi khác", 10, Waits.NOBODY, terminal=True),
    State("declined", "Không phải lỗi của hệ thống này", 3, Waits.NOBODY, terminal=True),
    State("withdrawn", "Người báo đã rút", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
)
_WITH_OWNER = ("reported", "accepted", "promised")
_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)
_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
_UNTIL = Need("until", "Sửa xong trước", NeedKind.MOMENT, help="Ngày, giờ mà nơi báo trông vào.")
_SYMPTOM = Need("symptom", "Hiện tượng", NeedKind.CHOICE, choices=SYMPTOMS)
_SINCE = Need("since", "Bị từ lúc nào", NeedKind.MOMENT)

MOVES = (
    Move(
        "report", "Báo lỗi hệ thống", (), "reported", REPORTER,
        needs=(_SYMPTOM, _SINCE, Need("extent", "Phạm vi", NeedKind.CHOICE, choices=EXTENTS),
               Need("detail", "Mô tả", NeedKind.LINES, longest=500, required=False,
                    help="Bấm vào đâu, hệ thống báo gì. Không ghi thông tin của người dân."),
               Need("workaround", "Đang làm tạm thế nào", NeedKind.TEXT, required=False, longest=300)),
        clock=Clock.START, keeps=("symptom", "since", "extent"), basis=BASIS,
    ),
    Move(
        "detect", "Máy thăm dò không thấy trả lời", (), "reported", SYSTEM, needs=(_SYMPTOM, _SINCE),
        clock=Clock.START, keeps=("symptom", "since"), basis=BASIS,
    ),
    Move("accept", "Tiếp nhận báo lỗi", ("reported",), "accepted", OWNER, needs=(_NOTE,)),
    Move(
        "promise", "Hẹn ngày sửa xong", ("reported", "accepted"), "promised", OWNER, needs=(_UNTIL, _NOTE),
        clock=Clock.PROMISE, keeps=("until",), basis=BASIS,
    ),
    Move(
        "put_off", "Lùi ngày hẹn", ("promised",), "", OWNER, needs=(_UNTIL, _REASONS), clock=Clock.EXTEND,
        irrevocable=True, basis=BASIS,
    ),
    Move(
        "fix", "Báo đã sửa", ("accepted", "promised"), "fixed", OWNER,
        needs=(Need("done", "Đã sửa gì", NeedKind.LINES, longest=500),),
    ),
    Move("confirm", "Xác nhận đã hết lỗi", ("fixed",), "closed", REPORTER, needs=(_NOTE,), clock=Clock.STOP),
    Move("still_there", "Vẫn còn lỗi", ("fixed",), "accepted", REPORTER, needs=(_REASONS,)),
    Move(
        "reopen", "Lỗi lại xuất hiện", ("closed",), "reported", REPORTER, needs=(_REASONS,), clock=Clock.START,
        irrevocable=True, basis=BASIS,
    ),
    Move(
        "join", "Ghép vào lỗi giống", _WITH_OWNER, "joined", OWNER,
        needs=(Need("main", "Mã lỗi chính", NeedKind.TEXT, longest=60, official=True),), clock=Clock.STOP,
        keeps=("main",), outcome="joined",
    ),
    Move(
        "decline", "Không phải lỗi của hệ thống này", _WITH_OWNER, "declined", HEAD, needs=(_REASONS,),
        clock=Clock.STOP, outcome="declined",
    ),
    Move(
        "withdraw", "Rút báo lỗi", _WITH_OWNER, "withdrawn", REPORTER, needs=(_NOTE,), clock=Clock.STOP,
        outcome="withdrawn",
    ),
)  # fmt: skip

FAULT = Process(
    key="fault",
    version=1,
    title="Lỗi hệ thống thông tin",
    product="Hệ thống chạy lại bình thường",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
)
