"""Rows of the dossier's table for where people are, not where the body is: other counters, the post, other systems.

A person may hand in and fetch at a counter of another place (phi địa giới hành chính). That counter is the dossier's
supporting body; the centre of the competent body receives, and the competent body is found from the matter's place.
"""

from __future__ import annotations

from thongsuot.engine.process import At, Clock, Move, Need, NeedKind, Role, State, Waits

INTAKE = Role("intake", At.RECEIVING)
HELPER = Role("intake", At.SUPPORTING)
SYSTEM = Role("system", At.RECEIVING)
BASIS = "NĐ 118/2025/NĐ-CP (chưa xác minh điều khoản)"
UNDER_WAY = ("received", "processing")
SETS = tuple((str(number), f"{number:02d} bộ") for number in range(1, 6))

_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
_LIST = Need("list", "Bảng kê bản gốc", NeedKind.LINES, longest=300, help="Mỗi dòng một giấy tờ và số lượng.")
_CARRIER = Need("carrier", "Người, đơn vị chuyển", NeedKind.TEXT, longest=200, help="Họ tên, hoặc số hiệu bưu gửi.")
_CHECKED = Need(
    "checked", "Đối chiếu với bảng kê", NeedKind.CHOICE, choices=(("whole", "Đủ"), ("short", "Thiếu, ghi ở ghi chú"))
)
_HELD = Need(
    "held",
    "Ai giữ bước này",
    NeedKind.CHOICE,
    choices=(("there", "Hệ thống có thẩm quyền"), ("here", "Trả về đây giải quyết")),
)

STATES = (
    State(
        "on_the_way", "Kết quả đang chuyển đến điểm trả", 9, queue=HELPER, responsible=At.SUPPORTING,
        returns_to_holder=False,
    ),
    State(
        "at_point", "Kết quả chờ trả tại điểm đã chọn", 9, Waits.APPLICANT, queue=HELPER, responsible=At.SUPPORTING,
        returns_to_holder=False,
    ),
)  # fmt: skip

OPENINGS = (
    Move(
        "receive_for", "Tiếp nhận cho nơi khác giải quyết", (), "received", HELPER,
        needs=(Need("sets", "Số bộ hồ sơ", NeedKind.CHOICE, choices=SETS), _NOTE),
        clock=Clock.START, letter="01", basis=BASIS,
    ),
)  # fmt: skip

AT_POINTS = (
    Move(
        "send_originals", "Gửi bản gốc kèm bảng kê", UNDER_WAY, "", HELPER,
        needs=(_LIST, _CARRIER), irrevocable=True, at_most=2, basis=BASIS,
    ),
    Move(
        "originals_arrived", "Ký nhận bản gốc theo bảng kê", UNDER_WAY, "", INTAKE,
        needs=(_CHECKED, _NOTE), irrevocable=True, at_most=2, basis=BASIS,
    ),
    Move(
        "send_to_point", "Chuyển kết quả về điểm trả", ("done",), "on_the_way", INTAKE,
        needs=(Need("to", "Điểm trả kết quả", NeedKind.BODY, help="Nơi người nộp chọn để nhận kết quả."), _CARRIER),
        letter="06", irrevocable=True, routes="to", basis=BASIS,
    ),
    Move(
        "result_at_point", "Ký nhận kết quả để trả", ("on_the_way",), "at_point", HELPER,
        needs=(_NOTE,), letter="06", irrevocable=True, basis=BASIS,
    ),
    Move(
        "hand_out_at_point", "Trả kết quả tại điểm", ("at_point",), "delivered", HELPER,
        needs=(Need("receiver", "Họ tên người nhận kết quả", NeedKind.TEXT, longest=200),),
        clock=Clock.STOP, irrevocable=True, basis=BASIS,
    ),
    Move(
        "send_back_result", "Gửi lại nơi tiếp nhận", ("on_the_way", "at_point"), "done", HELPER,
        needs=(Need("reasons", "Lý do", NeedKind.LINES, longest=500),), letter="06", irrevocable=True, basis=BASIS,
    ),
)  # fmt: skip

BY_POST = (
    Move(
        "post_arrived", "Bưu chính báo đã phát", ("delivered",), "", INTAKE,
        needs=(Need("receiver", "Họ tên người nhận kết quả", NeedKind.TEXT, longest=200),),
        irrevocable=True, at_most=1, basis=BASIS,
    ),
    Move(
        "post_came_back", "Bưu chính hoàn trả", ("delivered",), "done", INTAKE,
        needs=(Need("reasons", "Lý do", NeedKind.LINES, longest=500),), irrevocable=True, at_most=1, basis=BASIS,
    ),
)  # fmt: skip

# What a system says that owns a stage (register/authorities.py): mirrored here, and nobody here moves that stage.
MIRRORED = (
    Move(
        "outside_said", "Hệ thống có thẩm quyền xác nhận", ("processing",), "", SYSTEM,
        needs=(Need("state", "Tình trạng tại hệ thống đó", NeedKind.TEXT, longest=300),
               Need("reference", "Mã tại hệ thống đó", NeedKind.TEXT, longest=100), _HELD),
        keeps=("held",), irrevocable=True, basis=BASIS,
    ),
    Move(
        "settled_outside", "Hệ thống có thẩm quyền đã giải quyết", ("processing",), "done", SYSTEM,
        needs=(Need("outcome", "Kết quả", NeedKind.CHOICE,
                    choices=(("granted", "Giải quyết theo đề nghị"), ("denied", "Không đủ điều kiện"))),
               Need("number", "Số tại hệ thống đó", NeedKind.TEXT, longest=100)),
        clock=Clock.STOP, letter="06", keeps=("outcome",), irrevocable=True, basis=BASIS,
    ),
)  # fmt: skip

MOVES = (*OPENINGS, *AT_POINTS, *BY_POST, *MIRRORED)
