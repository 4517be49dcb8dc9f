"""The tables of a complaint and of a denunciation: received with a receipt, handed to the one who handles it by law.

Neither is settled here. Source: Luật Khiếu nại 2011, Luật Tố cáo 2018; limits chưa xác minh.
"""

from __future__ import annotations

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

SENDER = Role("applicant", At.SUBJECT)
RECEPTION = Role("reception", At.RECEIVING)
SYSTEM = Role("system", At.RECEIVING)

COMPLAINT_BASIS = "Luật Khiếu nại 2011 (chưa xác minh điều khoản)"
DENUNCIATION_BASIS = "Luật Tố cáo 2018 (chưa xác minh điều khoản)"
ACCEPT = Limit(LimitUnit.CALENDAR_DAY, 10, basis=f"Thụ lý khiếu nại, {COMPLAINT_BASIS}")
FIRST_HANDLING = Limit(LimitUnit.WORKING_DAY, 7, basis=f"Xử lý ban đầu tố cáo, {DENUNCIATION_BASIS}")

CHANNELS = (("portal", "Cổng dịch vụ"), ("counter", "Trực tiếp"), ("letter", "Đơn, thư"))
_CONTENT = Need("content", "Nội dung", NeedKind.LINES, longest=2000)
_AGAINST = Need("against", "Quyết định, hành vi, hoặc người bị khiếu nại, tố cáo", NeedKind.TEXT, longest=500)
_SENT = (_CONTENT, _AGAINST)
_CHANNEL = Need("channel", "Nhận qua", NeedKind.CHOICE, choices=CHANNELS)
_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)
_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
_PASSED = (
    Need("to", "Chuyển cho cơ quan, người có thẩm quyền", NeedKind.TEXT, longest=300),
    Need("document", "Số, ngày văn bản chuyển", NeedKind.TEXT, longest=200),
    _NOTE,
)


def _states(noun: str) -> tuple[State, ...]:
    return (
        State("received", "Đã nhận, chờ xử lý đơn", 2, queue=RECEPTION, responsible=At.RECEIVING),
        State("passed", "Đã chuyển người có thẩm quyền giải quyết", 10, Waits.NOBODY, responsible=At.RECEIVING,
              terminal=True),
        State("declined", f"Không đủ điều kiện xử lý {noun}", 3, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
        State("withdrawn", "Người gửi đã rút", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    )  # fmt: skip


def _moves(noun: str, basis: str) -> tuple[Move, ...]:
    return (
        Move("submit", f"Gửi {noun}", (), "received", SENDER, needs=_SENT, clock=Clock.START, basis=basis),
        Move("submit_unsigned", "Gửi không đăng nhập", (), "received", SYSTEM, needs=_SENT, clock=Clock.START,
             basis=basis),
        Move("record", f"Ghi nhận {noun}", (), "received", RECEPTION, needs=(*_SENT, _CHANNEL), clock=Clock.START,
             keeps=("channel",), basis=basis),
        Move("pass_on", "Chuyển người có thẩm quyền", ("received",), "passed", RECEPTION, needs=_PASSED,
             clock=Clock.STOP, outcome="passed", irrevocable=True, basis=basis),
        Move("decline", "Thông báo không xử lý", ("received",), "declined", RECEPTION, needs=(_REASONS,),
             clock=Clock.STOP, outcome="declined", irrevocable=True, basis=basis),
        Move("withdraw", "Rút đơn", ("received",), "withdrawn", SENDER, needs=(_NOTE,), clock=Clock.STOP,
             outcome="withdrawn", irrevocable=True, basis=basis),
    )  # fmt: skip


COMPLAINT = Process(
    key="complaint",
    version=1,
    title="Khiếu nại",
    product="Văn bản chuyển đơn khiếu nại",
    states=_states("khiếu nại"),
    moves=_moves("khiếu nại", COMPLAINT_BASIS),
    legal_basis=COMPLAINT_BASIS,
)
DENUNCIATION = Process(
    key="denunciation",
    version=1,
    title="Tố cáo",
    product="Văn bản chuyển đơn tố cáo",
    states=_states("tố cáo"),
    moves=_moves("tố cáo", DENUNCIATION_BASIS),
    legal_basis=DENUNCIATION_BASIS,
)
PROCESSES = {one.key: one for one in (COMPLAINT, DENUNCIATION)}
LIMITS = {COMPLAINT.key: ACCEPT, DENUNCIATION.key: FIRST_HANDLING}
