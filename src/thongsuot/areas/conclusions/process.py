"""The table of a meeting: planned, held, concluded by a notice; put off or called off before it is held."""

from __future__ import annotations

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import OFFICER, At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

SECRETARY = Role(OFFICER, At.EXECUTING)
CHAIR = Role("chair", At.COMPETENT)

BASIS = "Quy chế làm việc; QĐ 45/2018/QĐ-TTg về chế độ họp (chưa xác minh điều khoản)"
# How soon after a meeting its conclusion is notified. A parameter: no article of it was verified.
NOTICE = Limit(LimitUnit.WORKING_DAY, 5, basis=f"Thời hạn ra thông báo kết luận (mức tạm đặt), {BASIS}", verified=False)

STATES = (
    State("planned", "Đã lên lịch", 1, queue=SECRETARY, responsible=At.EXECUTING),
    State("held", "Đã họp, chờ thông báo kết luận", 4, queue=CHAIR, responsible=At.EXECUTING),
    State("concluded", "Đã có thông báo kết luận", 10, Waits.NOBODY, terminal=True),
    State("called_off", "Không họp", 7, Waits.NOBODY, responsible=At.EXECUTING, terminal=True),
)
_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)
KINDS = (
    ("weekly", "Phiên họp hằng tuần"),
    ("steering", "Phiên họp Ban Chỉ đạo"),
    ("every_commune", "Hội nghị trực tuyến đến cấp xã"),
    ("working", "Cuộc họp làm việc"),
)
WHEN = Need("begins", "Họp lúc", NeedKind.MOMENT)

MOVES = (
    Move("plan", "Lên lịch họp", (), "planned", SECRETARY,
         needs=(Need("meeting", "Loại cuộc họp", NeedKind.CHOICE, choices=KINDS), WHEN), keeps=("meeting", "begins"),
         basis=BASIS),
    Move("put_off", "Đổi ngày họp", ("planned",), "", SECRETARY, needs=(WHEN, _REASONS), keeps=("begins",),
         basis=BASIS),
    Move("call_off", "Không họp nữa", ("planned",), "called_off", SECRETARY, needs=(_REASONS,), clock=Clock.STOP,
         outcome="called_off", irrevocable=True, basis=BASIS),
    Move("hold", "Ghi biên bản cuộc họp", ("planned",), "held", SECRETARY,
         needs=(Need("minutes", "Biên bản", NeedKind.LINES, longest=5000,
                     help="Dán cả biên bản vào đây; mỗi đoạn một ý kiến, một diễn biến."),
                Need("points", "Số điểm cầu tham dự", NeedKind.NUMBER, required=False)),
         clock=Clock.START, keeps=("points",), basis=BASIS),
    Move("conclude", "Ban hành thông báo kết luận", ("held",), "concluded", CHAIR,
         needs=(Need("dated", "Ngày thông báo", NeedKind.DATE),
                Need("text", "Nội dung kết luận", NeedKind.LINES, longest=5000,
                     help="Dán nguyên văn thông báo vào đây, giữ các đoạn, số mục."),
                ),
         clock=Clock.STOP, keeps=("dated",), numbers="notice", outcome="concluded", irrevocable=True, basis=BASIS),
)  # fmt: skip

MEETING = Process(
    key="meeting",
    version=1,
    title="Cuộc họp và kết luận",
    product="Thông báo kết luận",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
)
