"""The table of an announcement: drafted by an officer, published by the chair or the head, taken down.

Source: the duty to publish what concerns people at commune level; no law sets a limit for approving, so the one here
is a parameter.
"""

from __future__ import annotations

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import OFFICER, At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

AUTHOR = Role(OFFICER, At.SUPPORTING)
HEAD = Role("head", At.EXECUTING)
CHAIR = Role("chair", At.COMPETENT)

BASIS = "Quy chế làm việc của cơ quan ra thông báo (chưa xác minh)"
APPROVAL = Limit(LimitUnit.WORKING_DAY, 2, basis=f"Thời gian duyệt thông báo (mức tạm đặt), {BASIS}")

STATES = (
    State("drafted", "Đã soạn, chờ duyệt", 2, queue=CHAIR),
    State("published", "Đã đăng", 10, Waits.NOBODY, terminal=True),
    State("returned", "Trả lại để soạn bản khác", 3, Waits.NOBODY, terminal=True),
    State("withdrawn", "Người soạn đã rút", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("taken_down", "Đã gỡ", 10, Waits.NOBODY, terminal=True),
)
_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)

MOVES = (
    Move("draft", "Soạn thông báo", (), "drafted", AUTHOR, clock=Clock.START, basis=BASIS),
    Move("publish", "Duyệt và đăng", ("drafted",), "published", CHAIR, clock=Clock.STOP, irrevocable=True, basis=BASIS),
    Move(
        "publish_as_head", "Trưởng phòng duyệt và đăng", ("drafted",), "published", HEAD, clock=Clock.STOP,
        irrevocable=True, basis=BASIS,
    ),
    Move(
        "send_back", "Trả lại", ("drafted",), "returned", CHAIR, needs=(_REASONS,), clock=Clock.STOP,
        outcome="returned",
    ),
    Move("withdraw", "Rút lại", ("drafted",), "withdrawn", AUTHOR, clock=Clock.STOP, outcome="withdrawn"),
    Move(
        "take_down", "Gỡ thông báo", ("published",), "taken_down", CHAIR, needs=(_REASONS,), clock=Clock.STOP,
        irrevocable=True,
    ),
)  # fmt: skip

ANNOUNCEMENT = Process(
    key="announcement",
    version=1,
    title="Thông báo cho người dân",
    product="Thông báo được đăng",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
)
