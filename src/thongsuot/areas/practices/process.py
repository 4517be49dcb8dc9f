"""The table of a good practice: offered by any officer, examined in the province, published for all, withdrawn.

Source: the practice of the emulation reports; no law sets a limit, so the one here is a parameter.
"""

from __future__ import annotations

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import OFFICER, At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

AUTHOR = Role(OFFICER, At.SUPPORTING)
EXAMINER = Role("head", At.EXECUTING)
PUBLISHER = Role("chair", At.COMPETENT)

BASIS = "Quy chế làm việc của cơ quan xem xét (chưa xác minh)"
EXAMINATION = Limit(LimitUnit.WORKING_DAY, 10, basis=f"Thời gian xem xét (mức tạm đặt), {BASIS}")

STATES = (
    State("offered", "Mới giới thiệu, chờ xem xét", 2, queue=EXAMINER),
    State("revising", "Trả lại để viết rõ hơn", 5, queue=AUTHOR, responsible=At.RECEIVING),
    State("examined", "Đã xem xét, chờ công bố", 4, queue=PUBLISHER),
    State("published", "Đã công bố", 10, Waits.NOBODY, terminal=True),
    State("declined", "Không công bố", 3, Waits.NOBODY, terminal=True),
    State("withdrawn", "Người giới thiệu đã rút", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("retired", "Đã thôi công bố", 10, Waits.NOBODY, terminal=True),
)

_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)
_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
FIELDS = (
    ("one_stop", "Tiếp nhận, trả kết quả"), ("digital", "Số hóa, chuyển đổi số"), ("staff", "Nhân sự, đào tạo"),
    ("people", "Phục vụ người dân"), ("finance", "Tài chính, tài sản"), ("other", "Lĩnh vực khác"),
)  # fmt: skip

MOVES = (
    Move(
        "offer", "Giới thiệu cách làm hay", (), "offered", AUTHOR,
        needs=(Need("field", "Lĩnh vực", NeedKind.CHOICE, choices=FIELDS),
               Need("how", "Làm như thế nào", NeedKind.LINES, longest=1000, help="Mỗi dòng một việc đã làm."),
               Need("gain", "Kết quả đạt được", NeedKind.LINES, longest=500, help="Trước và sau, bằng con số nếu có.")),
        clock=Clock.START, keeps=("field",), basis=BASIS,
    ),
    Move("ask_more", "Đề nghị viết rõ hơn", ("offered",), "revising", EXAMINER, needs=(_REASONS,), clock=Clock.PAUSE),
    Move(
        "offer_again", "Gửi lại", ("revising",), "offered", AUTHOR,
        needs=(Need("how", "Nội dung bổ sung", NeedKind.LINES, longest=1000),), clock=Clock.RESUME,
    ),
    Move(
        "examine", "Đề nghị công bố", ("offered",), "examined", EXAMINER,
        needs=(Need("where", "Nơi nào áp dụng được", NeedKind.TEXT, longest=500), _NOTE),
    ),
    Move(
        "decline", "Không công bố", ("offered", "examined"), "declined", EXAMINER, needs=(_REASONS,), clock=Clock.STOP,
    ),
    Move("publish", "Công bố", ("examined",), "published", PUBLISHER, clock=Clock.STOP, irrevocable=True, basis=BASIS),
    Move(
        "retire", "Thôi công bố", ("published",), "retired", PUBLISHER, needs=(_REASONS,), clock=Clock.STOP,
        irrevocable=True,
    ),
    Move(
        "withdraw", "Rút lại", ("offered", "revising", "examined"), "withdrawn", AUTHOR, needs=(_NOTE,),
        clock=Clock.STOP, outcome="withdrawn",
    ),
)  # fmt: skip

PRACTICE = Process(
    key="practice",
    version=1,
    title="Cách làm hay",
    product="Bài giới thiệu được công bố",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
)
