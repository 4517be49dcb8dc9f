"""The consultation's table: one body asks another on a dossier, which answers by its own clock.

The asker's office is the case's receiving body, the consulted one its executing body. The dossier's own clock goes on:
only the law stops that, never a question.
"""

from __future__ import annotations

from thongsuot.engine.process import At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

ASKER = Role("specialist", At.RECEIVING)
ANSWERER = Role("specialist", At.EXECUTING)
HEAD = Role("head", At.EXECUTING)
SYSTEM = Role("system", At.RECEIVING)

BASIS = "NĐ 118/2025/NĐ-CP (chưa xác minh điều khoản về phối hợp)"
REQUIRED, OPTIONAL = "required", "optional"
PROCEED, WAIT = "proceed", "wait"
BINDING = (
    (REQUIRED, "Bắt buộc: chưa có ý kiến thì chưa trình kết quả"),
    (OPTIONAL, "Tham khảo: hồ sơ vẫn trình được"),
)
OUTCOMES = (("agree", "Thống nhất"), ("partly", "Thống nhất một phần"), ("disagree", "Không thống nhất"))
SILENCE = (
    (PROCEED, "Cơ quan hỏi được giải quyết tiếp"),
    (WAIT, "Cơ quan hỏi tiếp tục chờ, hoặc rút yêu cầu"),
)

STATES = (
    State("asked", "Chờ cơ quan phối hợp trả lời", 4, queue=ANSWERER, responsible=At.EXECUTING, share=70),
    State("answered", "Chờ trưởng phòng duyệt ý kiến", 4, queue=HEAD, responsible=At.EXECUTING, share=30),
    State("returned", "Đã có ý kiến", 10, Waits.NOBODY, responsible=At.EXECUTING, terminal=True),
    State("declined", "Từ chối cho ý kiến", 3, Waits.NOBODY, responsible=At.EXECUTING, terminal=True),
    State("withdrawn", "Đã rút yêu cầu", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
)
OPEN = ("asked", "answered")

_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500, help="Mỗi dòng một lý do, nêu căn cứ.")
_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)

MOVES = (
    Move(
        "ask", "Lấy ý kiến", (), "asked", ASKER,
        needs=(Need("question", "Nội dung cần ý kiến", NeedKind.LINES, longest=1000,
                    help="Mỗi dòng một nội dung. Không ghi thông tin cá nhân ngoài phần cần thiết."),
               Need("binding", "Tính chất", NeedKind.CHOICE, choices=BINDING)),
        clock=Clock.START, keeps=("binding",), basis=BASIS,
    ),
    Move(
        "answer", "Trình ý kiến", ("asked",), "answered", ANSWERER,
        needs=(Need("outcome", "Ý kiến", NeedKind.CHOICE, choices=OUTCOMES),
               Need("opinion", "Nội dung trả lời", NeedKind.LINES, longest=2000, help="Mỗi dòng một nội dung.")),
        basis=BASIS,
    ),
    Move("send_back", "Trả lại chuyên viên", ("answered",), "asked", HEAD, needs=(_REASONS,), basis=BASIS),
    Move(
        "approve", "Duyệt và gửi ý kiến", ("answered",), "returned", HEAD,
        needs=(_NOTE,), clock=Clock.STOP, irrevocable=True, basis=BASIS,
    ),
    Move(
        "decline", "Từ chối cho ý kiến", OPEN, "declined", HEAD,
        needs=(_REASONS,), clock=Clock.STOP, outcome="declined", irrevocable=True, basis=BASIS,
    ),
    Move("remind", "Nhắc trả lời", OPEN, "", ASKER, needs=(_NOTE,), irrevocable=True, basis=BASIS),
    Move(
        "withdraw", "Rút yêu cầu ý kiến", OPEN, "withdrawn", ASKER,
        needs=(_REASONS,), clock=Clock.STOP, outcome="withdrawn", irrevocable=True, basis=BASIS,
    ),
    Move(
        "silence", "Ghi nhận không trả lời trong hạn", OPEN, "", SYSTEM,
        needs=(Need("allows", "Quy định cho phép", NeedKind.CHOICE, choices=SILENCE),),
        keeps=("allows",), at_most=1, irrevocable=True, basis=BASIS,
    ),
)  # fmt: skip

CONSULTATION = Process(
    key="consultation",
    version=1,
    title="Lấy ý kiến cơ quan phối hợp",
    product="Văn bản trả lời ý kiến",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
)
