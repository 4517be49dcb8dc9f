"""The table of a task: given with its six clears, worked on, handed in, accepted or returned by who gave it.

The body that gives it is the case's receiving body, the one that does it its executing body, that one's house its
competent body. A chair gives tasks to the own house and below it; a head gives them within the own house, by a table
that differs in nothing else. A task is a draft until all six are there (`drafts`): no case of this kind lacks one.
"""

from __future__ import annotations

from dataclasses import replace

from thongsuot.engine.process import OFFICER, At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

ASSIGNER = Role("chair", At.RECEIVING)
HEAD = Role("head", At.RECEIVING)
DOER = Role(OFFICER, At.EXECUTING)

BASIS = "Quy chế làm việc của cơ quan giao; theo dõi nhiệm vụ theo QĐ 42/2014/QĐ-TTg (chưa xác minh)"

STATES = (
    State("doing", "Đang thực hiện", 2, queue=DOER, responsible=At.EXECUTING),
    State("returned", "Bị trả lại để làm tiếp", 2, queue=DOER, responsible=At.EXECUTING),
    State("standing", "Đang thực hiện, không thời hạn", 2, queue=DOER, responsible=At.EXECUTING),
    State("handed_in", "Đã nộp sản phẩm, chờ nơi giao nghiệm thu", 4, queue=ASSIGNER, responsible=At.EXECUTING),
    State("reported", "Đã báo cáo kết quả, chờ nơi giao nghiệm thu", 4, queue=ASSIGNER, responsible=At.EXECUTING),
    State("asking", "Xin lùi hạn, chờ nơi giao quyết định", 4, queue=ASSIGNER, responsible=At.EXECUTING),
    State("paused", "Tạm dừng", 8, queue=ASSIGNER, responsible=At.EXECUTING),
    State("done", "Đã hoàn thành", 10, Waits.NOBODY, responsible=At.EXECUTING, terminal=True),
    State("cancelled", "Không giao nữa", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
)
WORKED_ON = ("doing", "asking", "returned")
OPEN = (*WORKED_ON, "standing", "handed_in", "reported", "paused")

PERSON = Need("person", "Người chịu trách nhiệm chính", NeedKind.PERSON, help="Một người; cơ quan là nơi người đó làm.")
UNTIL = Need("until", "Hoàn thành trước", NeedKind.MOMENT)
_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500, help="Mỗi dòng một lý do.")
_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
_DOCUMENT = Need(
    "document", "Sản phẩm: số, ký hiệu văn bản hoặc tên giấy tờ đã gắn", NeedKind.TEXT, longest=300,
    help="Ví dụ 123/BC-UBND ngày 14/11/2026. Gắn tệp ở mục “Thêm giấy tờ” trước khi nộp.",
)  # fmt: skip
_WHY_OPEN = Need(
    "why_open", "Vì sao nộp khi còn nhiệm vụ con chưa xong", NeedKind.LINES, required=False, longest=500,
)  # fmt: skip

MOVES = (
    Move(
        "assign", "Giao nhiệm vụ", (), "doing", ASSIGNER, needs=(PERSON, UNTIL),
        clock=Clock.PROMISE, assigns="person", keeps=("person",), basis=BASIS,
    ),
    Move(
        "assign_open_ended", "Giao nhiệm vụ không thời hạn", (), "standing", ASSIGNER,
        needs=(PERSON, Need("reasons", "Vì sao không có thời hạn", NeedKind.LINES, longest=500)),
        assigns="person", keeps=("person",), basis=BASIS,
    ),
    Move(
        "tell", "Cập nhật tiến độ", (*WORKED_ON, "standing"), "", DOER,
        needs=(Need("percent", "Đã làm được (phần trăm)", NeedKind.NUMBER),
               Need("words", "Đang làm gì, vướng gì", NeedKind.TEXT, required=False, longest=1000)),
        keeps=("percent",), irrevocable=True, basis=BASIS,
    ),
    Move(
        "hand_in", "Nộp sản phẩm", WORKED_ON, "handed_in", DOER, needs=(_DOCUMENT, _WHY_OPEN), basis=BASIS,
    ),
    Move(
        "report", "Báo cáo kết quả", ("standing",), "reported", DOER, needs=(_DOCUMENT, _WHY_OPEN), basis=BASIS,
    ),
    Move(
        "ask_extension", "Xin lùi hạn", ("doing", "returned"), "asking", DOER,
        needs=(Need("wanted", "Xin lùi đến", NeedKind.MOMENT), _REASONS), keeps=("wanted",), basis=BASIS,
    ),
    Move(
        "accept", "Nghiệm thu, công nhận hoàn thành", ("handed_in", "reported"), "done", ASSIGNER,
        needs=(_NOTE,), clock=Clock.STOP, outcome="done", basis=BASIS,
    ),
    Move("return_back", "Trả lại", ("handed_in",), "returned", ASSIGNER, needs=(_REASONS,), basis=BASIS),
    Move("return_report", "Trả lại báo cáo", ("reported",), "standing", ASSIGNER, needs=(_REASONS,), basis=BASIS),
    Move(
        "grant", "Đồng ý lùi hạn", ("asking",), "doing", ASSIGNER,
        needs=(Need("until", "Hạn mới", NeedKind.MOMENT), _NOTE), clock=Clock.EXTEND, basis=BASIS,
    ),
    Move("refuse", "Không đồng ý lùi hạn", ("asking",), "doing", ASSIGNER, needs=(_REASONS,), basis=BASIS),
    Move(
        "set_deadline", "Đặt thời hạn", ("standing",), "doing", ASSIGNER,
        needs=(UNTIL, _NOTE), clock=Clock.PROMISE, basis=BASIS,
    ),
    Move("pause", "Tạm dừng", ("doing", "returned"), "paused", ASSIGNER, needs=(_REASONS,), clock=Clock.PAUSE,
         basis=BASIS),
    Move("resume", "Thực hiện tiếp", ("paused",), "doing", ASSIGNER, needs=(_NOTE,), clock=Clock.RESUME, basis=BASIS),
    Move(
        "cancel", "Không giao nữa", OPEN, "cancelled", ASSIGNER, needs=(_REASONS,), clock=Clock.STOP,
        outcome="cancelled", irrevocable=True, basis=BASIS,
    ),
)  # fmt: skip

TASK = Process(
    key="task",
    version=1,
    title="Nhiệm vụ",
    product="Sản phẩm của nhiệm vụ",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
)
WITHIN = replace(
    TASK,
    key=f"{TASK.key}@within",
    states=tuple(replace(one, queue=HEAD) if one.queue == ASSIGNER else one for one in STATES),
    moves=tuple(replace(one, role=HEAD) if one.role == ASSIGNER else one for one in MOVES),
)
RELATION = "task_of"
