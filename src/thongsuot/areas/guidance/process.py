"""The table of a document owed: asked for, promised, drafted, with opinions, issued, repealed.

Source: Luật Ban hành văn bản quy phạm pháp luật 2025 for the order of drafting; it sets no limit to say when a document
will come, so the one here is a parameter.
"""

from __future__ import annotations

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import OFFICER, At, Clock, Move, Need, NeedKind, Process, Role, State, Waits
from thongsuot.register import fields

ASKER = Role(OFFICER, At.SUPPORTING)
HEAD = Role("head", At.EXECUTING)
DRAFTER = Role("specialist", At.EXECUTING)
ISSUER = Role("chair", At.COMPETENT)

BASIS = "Luật 64/2025/QH15 về ban hành văn bản quy phạm pháp luật (chưa xác minh điều khoản)"
REPLY = Limit(LimitUnit.WORKING_DAY, 10, basis=f"Thời gian cho biết ngày ban hành (mức tạm đặt), {BASIS}")

STATES = (
    State("owed", "Chưa cho biết ngày ban hành", 2, queue=HEAD),
    State("drafting", "Đang soạn thảo", 4, queue=DRAFTER),
    State("consulting", "Đang lấy ý kiến", 4, queue=DRAFTER),
    State("submitted", "Chờ ký ban hành", 4, queue=ISSUER),
    State("issued", "Đã ban hành", 10, Waits.NOBODY, terminal=True),
    State("repealed", "Đã hết hiệu lực", 10, Waits.NOBODY, terminal=True),
    State("declined", "Không ban hành", 3, Waits.NOBODY, terminal=True),
    State("withdrawn", "Nơi đề nghị đã rút", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
)
FORMS = (
    ("law", "Luật, nghị quyết của Quốc hội"), ("decree", "Nghị định"), ("circular", "Thông tư"),
    ("decision", "Quyết định"), ("letter", "Công văn hướng dẫn"), ("provincial", "Văn bản của tỉnh, thành phố"),
)  # fmt: skip
COMMUNES, PROVINCES, WAITING = "communes", "provinces", "waiting"
AUDIENCES = (
    (COMMUNES, "Mọi tỉnh và mọi xã trong phạm vi của cơ quan ban hành"),
    (PROVINCES, "Các tỉnh, thành phố"),
    (WAITING, "Những nơi đã nêu vướng mắc này"),
)

_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500, help="Mỗi dòng một lý do.")
_ISSUE = (
    Need("number", "Số, ký hiệu", NeedKind.TEXT, longest=100, official=True, help="Ví dụ 05/2026/TT-BTP."),
    Need("issued_day", "Ngày ban hành", NeedKind.DATE),
    Need("effective_day", "Ngày có hiệu lực", NeedKind.DATE),
    Need("expires_day", "Ngày hết hiệu lực đã ấn định", NeedKind.DATE, required=False,
         help="Chỉ ghi khi văn bản tự ấn định."),
    Need("articles", "Điều khoản được hướng dẫn, sửa đổi", NeedKind.TEXT, longest=500, official=True),
    Need("contradicts", "Trái hoặc chồng lấn với", NeedKind.TEXT, required=False, longest=500, official=True,
         help="Số, điều khoản của văn bản khác; bỏ trống nếu không có."),
    Need("link", "Địa chỉ văn bản", NeedKind.TEXT, required=False, longest=300, official=True),
    Need("audience", "Ai phải đọc", NeedKind.CHOICE, choices=AUDIENCES),
)  # fmt: skip

MOVES = (
    Move(
        "owe", "Ghi văn bản nợ", (), "owed", ASKER,
        needs=(Need("form", "Loại văn bản", NeedKind.CHOICE, choices=FORMS),
               Need("field", "Lĩnh vực", NeedKind.CHOICE, choices=fields.CHOICES),
               Need("topic", "Cần hướng dẫn hoặc sửa đổi điều gì", NeedKind.LINES, longest=1000),
               Need("article", "Điều khoản đang vướng", NeedKind.TEXT, required=False, longest=300, official=True)),
        clock=Clock.START, keeps=("form", "field", "article"), basis=BASIS,
    ),
    Move(
        "promise", "Cam kết ngày ban hành", ("owed",), "drafting", HEAD,
        needs=(Need("until", "Ban hành trước", NeedKind.MOMENT), _NOTE), clock=Clock.PROMISE,
    ),
    Move(
        "postpone", "Lùi ngày ban hành", ("drafting", "consulting", "submitted"), "", HEAD,
        needs=(Need("until", "Ngày mới", NeedKind.MOMENT), _REASONS), clock=Clock.EXTEND,
    ),
    Move(
        "consult", "Gửi lấy ý kiến dự thảo", ("drafting",), "consulting", DRAFTER,
        needs=(Need("asked", "Đã gửi lấy ý kiến ai", NeedKind.LINES, longest=300),
               Need("draft", "Địa chỉ dự thảo", NeedKind.TEXT, required=False, longest=300, official=True)),
        keeps=("draft",), basis=BASIS,
    ),
    Move(
        "gather", "Đã tổng hợp ý kiến", ("consulting",), "drafting", DRAFTER,
        needs=(Need("opinions", "Ý kiến và tiếp thu, giải trình", NeedKind.LINES, longest=1000),), basis=BASIS,
    ),
    Move("submit", "Trình ký", ("drafting",), "submitted", HEAD, needs=(_NOTE,)),
    Move("return_draft", "Trả lại để soạn lại", ("submitted",), "drafting", ISSUER, needs=(_REASONS,)),
    Move(
        "issue", "Ban hành", ("submitted",), "issued", ISSUER, needs=_ISSUE, clock=Clock.STOP,
        keeps=tuple(need.name for need in _ISSUE), outcome="issued", irrevocable=True, basis=BASIS,
    ),
    Move(
        "decline", "Không ban hành", ("owed", "drafting"), "declined", HEAD, needs=(_REASONS,), clock=Clock.STOP,
        outcome="declined",
    ),
    Move(
        "withdraw", "Rút đề nghị", ("owed",), "withdrawn", ASKER, needs=(_NOTE,), clock=Clock.STOP,
        outcome="withdrawn",
    ),
    Move(
        "repeal", "Ghi hết hiệu lực", ("issued",), "repealed", ISSUER,
        needs=(Need("by", "Bị thay thế, bãi bỏ bởi", NeedKind.TEXT, longest=200, official=True),),
        clock=Clock.STOP, keeps=("by",), irrevocable=True, basis=BASIS,
    ),
)  # fmt: skip

GUIDANCE = Process(
    key="guidance",
    version=1,
    title="Văn bản hướng dẫn",
    product="Văn bản được ban hành",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
)
