"""The table of a reception day: planned and shown to everybody, held with how many came, or called off with the reason.

Source: Luật Tiếp công dân 2013 (the chair of a commune at least one day a week, of a province one day a month); the
articles are not verified. What people said there is a petition, a complaint or a denunciation of its own.
"""

from __future__ import annotations

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

RECEPTION = Role("reception", At.RECEIVING)

BASIS = "Luật Tiếp công dân 2013 (chưa xác minh điều khoản)"
# No clock runs by it: a day is due when it ends.
UNUSED = Limit(LimitUnit.WORKING_DAY, 1, basis=BASIS)
CHAIR = "chair"
RECEIVERS = ((CHAIR, "Chủ tịch"), ("deputy", "Phó Chủ tịch, được ủy quyền"))

STATES = (
    State("planned", "Đã xếp lịch, chờ đến ngày", 4, queue=RECEPTION, responsible=At.RECEIVING),
    State("held", "Đã tiếp", 10, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("cancelled", "Không tiếp", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
)
PLAN = (
    Need("by", "Người tiếp", NeedKind.CHOICE, choices=RECEIVERS),
    Need("begins", "Bắt đầu", NeedKind.MOMENT),
    Need("until", "Kết thúc", NeedKind.MOMENT, help="Trong cùng một ngày làm việc."),
    Need("where", "Nơi tiếp", NeedKind.TEXT, longest=200, official=True),
    Need("register", "Đăng ký thế nào", NeedKind.TEXT, longest=300, official=True,
         help="Điện thoại, quầy, hay đến trực tiếp. Mọi người đều đọc được."),
)  # fmt: skip
MOVES = (
    Move("plan", "Xếp lịch tiếp công dân", (), "planned", RECEPTION, needs=PLAN, clock=Clock.PROMISE,
         keeps=tuple(need.name for need in PLAN), basis=BASIS),
    Move(
        "hold", "Ghi kết quả buổi tiếp", ("planned",), "held", RECEPTION,
        needs=(Need("received_by", "Ai đã tiếp", NeedKind.CHOICE, choices=RECEIVERS),
               Need("people", "Số lượt người đến", NeedKind.NUMBER),
               Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)),
        clock=Clock.STOP, keeps=("received_by", "people"), outcome="held", basis=BASIS,
    ),
    Move(
        "cancel", "Không tiếp được, báo người dân", ("planned",), "cancelled", RECEPTION,
        needs=(Need("why", "Lý do, và tiếp bù ngày nào", NeedKind.TEXT, longest=300, official=True,
                    help="Mọi người đều đọc được."),),
        clock=Clock.STOP, keeps=("why",), outcome="cancelled", basis=BASIS,
    ),
)  # fmt: skip

RECEPTION_DAY = Process(
    key="reception_day",
    version=1,
    title="Lịch tiếp công dân",
    product="Sổ tiếp công dân",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
)
