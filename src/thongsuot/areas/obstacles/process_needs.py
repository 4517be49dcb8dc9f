"""What the moves of an obstacle ask for."""

from __future__ import annotations

from thongsuot.engine.process import Need, NeedKind
from thongsuot.register import fields

KINDS = (
    ("institution", "Thể chế"), ("competence", "Thẩm quyền"), ("staff", "Nhân sự"),
    ("budget", "Tài chính, ngân sách"), ("data", "Công nghệ thông tin, dữ liệu"), ("premises", "Cơ sở vật chất"),
    ("procedure", "Thủ tục hành chính"), ("assets", "Tài sản"), ("severance", "Chính sách với người nghỉ"),
    ("training", "Nhận thức, đào tạo"),
)  # fmt: skip

NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500, help="Mỗi dòng một lý do.")
_KIND = Need("kind", "Loại vướng mắc", NeedKind.CHOICE, choices=KINDS)
_FIELD = Need("field", "Lĩnh vực", NeedKind.CHOICE, choices=fields.CHOICES)
_DESCRIPTION = Need(
    "description", "Vướng ở đâu", NeedKind.LINES, required=False, longest=1000,
    help="Mỗi dòng một ý. Không ghi tên, số giấy tờ của người dân: hồ sơ liên quan đã được gắn kèm.",
)  # fmt: skip
OPENING = (
    _KIND,
    _FIELD,
    _DESCRIPTION,
    Need("cause", "Nguyên nhân", NeedKind.LINES, required=False, longest=500, help="Bỏ trống nếu chưa rõ."),
    Need("article", "Điều khoản liên quan", NeedKind.TEXT, required=False, longest=300, official=True,
         help="Ví dụ: khoản 2 Điều 5 Nghị định 120/2025/NĐ-CP."),
    Need("procedure", "Mã thủ tục liên quan", NeedKind.TEXT, required=False, longest=20, official=True),
    Need("system", "Hệ thống thông tin liên quan", NeedKind.TEXT, required=False, longest=200, official=True),
    Need("responsible", "Trách nhiệm của ai", NeedKind.BODY, required=False,
         help="Cơ quan để xảy ra vướng mắc. Bỏ trống nếu chưa rõ."),
    Need("solver", "Ai giải quyết được", NeedKind.BODY, required=False,
         help="Bỏ trống nếu chưa rõ: cơ quan của bạn xem trước, rồi đến tỉnh, rồi đến bộ quản lý lĩnh vực."),
    Need("proposal", "Đề xuất", NeedKind.LINES, required=False, longest=500),
)  # fmt: skip
JOINED = (_KIND, _FIELD, _DESCRIPTION)
COMMITMENT = (
    Need("until", "Cam kết tháo gỡ trước", NeedKind.MOMENT),
    Need("plan", "Sẽ làm gì", NeedKind.LINES, longest=500, help="Mỗi dòng một việc."),
)
POSTPONED = (Need("until", "Ngày mới", NeedKind.MOMENT), REASONS)
ANSWER = (
    Need("answer", "Nội dung trả lời", NeedKind.LINES, longest=2000, help="Mỗi dòng một nội dung."),
    Need("number", "Số, ký hiệu văn bản", NeedKind.TEXT, longest=100, official=True, help="Ví dụ 1234/BTP-HCTP."),
    Need("document_day", "Ngày văn bản", NeedKind.DATE),
    Need("issuer", "Cơ quan ban hành", NeedKind.BODY, required=False, help="Bỏ trống nếu là cơ quan đang giải quyết."),
    Need("link", "Địa chỉ văn bản", NeedKind.TEXT, required=False, longest=300, official=True),
)
DOCUMENT = ANSWER[1:]
UPWARD = (
    Need("to", "Chuyển đến", NeedKind.BODY),
    Need("opinion", "Ý kiến của cấp này", NeedKind.LINES, longest=1000,
         help="Vì sao cấp này không giải quyết được và đề nghị cách tháo gỡ."),
    Need("why", "Lý do chuyển vượt cấp", NeedKind.TEXT, required=False, longest=500,
         help="Chỉ ghi khi thẩm quyền thuộc thẳng cơ quan đó: nêu điều khoản."),
)  # fmt: skip
LOWER = (Need("down", "Trả về", NeedKind.BODY), REASONS)
MAIN = Need("main", "Vướng mắc chính", NeedKind.CASE, help="Việc này sẽ theo vướng mắc chính và được trả lời cùng lúc.")
