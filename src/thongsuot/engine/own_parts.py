"""What the engine itself keeps about a person: cases, who looked, drafts, uploads, what waits, sign-ins, consents."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from thongsuot.engine import access, consents, own, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.own_data import Part, Rows

MANDATE = (
    "Giải quyết thủ tục hành chính theo luật, không cần sự đồng ý riêng (Luật 91/2025/QH15, chưa xác minh điều khoản)"
)
SAFETY = "Bảo đảm an toàn và để bạn biết ai đã xem dữ liệu của mình (Luật 91/2025/QH15, chưa xác minh điều khoản)"


STRUCTURED = frozenset({"thong_tin", "noi_dung"})


def _asked(statement: str, names: tuple[str, ...]) -> Callable[[Actor], Rows]:
    """The rows of a statement over `%(citizen)s` and `%(owner)s`, by these names."""

    def rows(actor: Actor) -> list[dict[str, Any]]:
        parameters = {"citizen": actor.citizen or None, "owner": actor.identity}
        return [
            {name: _read(name, value) for name, value in zip(names, row, strict=True)}
            for row in sql.run(statement, parameters)
        ]

    return rows


def _read(name: str, value: Any) -> Any:
    """A column of JSON arrives as its text."""
    return json.loads(value) if name in STRUCTURED and isinstance(value, str) else value


def _part(key: str, title: str, why: str, columns: tuple[tuple[str, str], ...], statement: str) -> Part:
    return Part(key, title, why, columns, _asked(statement, tuple(name for name, _ in columns)))


CASES = _part(
    "ho-so", "Hồ sơ", MANDATE,
    (("ma", "Mã hồ sơ"), ("ten", "Việc"), ("nop_luc", "Nộp lúc"), ("ket_thuc_luc", "Kết thúc lúc"),
     ("thong_tin", "Thông tin về bạn")),
    f"""SELECT c.code, c.title, c.opened_at, c.closed_at, c.subject FROM engine_case c
WHERE {access.OWN} ORDER BY c.opened_at DESC""",
)  # fmt: skip
ENTRIES = _part(
    "dien-bien", "Điều bạn và cán bộ đã ghi vào hồ sơ", MANDATE,
    (("ma", "Mã hồ sơ"), ("luc", "Lúc"), ("viec", "Việc"), ("noi_dung", "Nội dung")),
    f"""SELECT c.code, e.happened_at, e.move, p.values FROM engine_case c JOIN engine_entry e ON e.case_id = c.id
LEFT JOIN engine_personal p USING (case_id, number) WHERE {access.OWN} ORDER BY c.opened_at DESC, e.number""",
)  # fmt: skip
LOOKS = _part(
    "ai-da-xem", "Ai đã xem", SAFETY,
    (("ma", "Mã hồ sơ"), ("luc", "Lúc"), ("ai", "Vị trí"), ("co_quan", "Cơ quan"), ("xem", "Xem gì")),
    f"""SELECT c.code, r.at, coalesce(t.title, ''), coalesce(b.name, ''), r.what FROM engine_case c
JOIN engine_read r ON r.case_id = c.id LEFT JOIN register_post t ON t.id = r.post
LEFT JOIN register_body b ON b.key = t.body_id
WHERE {access.OWN} AND r.person IS NOT NULL AND {own.TOLD} ORDER BY r.at DESC LIMIT 5000""",
)  # fmt: skip
DRAFTS = _part(
    "dang-viet", "Tờ khai đang viết, chưa nộp", "Bạn lưu để viết tiếp; tự xóa vào ngày ghi bên",
    (("to_khai", "Tờ khai"), ("luu_luc", "Lưu lúc"), ("xoa_luc", "Tự xóa lúc"), ("noi_dung", "Nội dung")),
    "SELECT form, saved_at, erase_at, values FROM engine_form_draft WHERE owner = %(owner)s ORDER BY saved_at DESC",
)  # fmt: skip
UPLOADS = _part(
    "tep-tai-len", "Tệp đã tải lên, chưa nộp", "Bạn tải lên để nộp; tự xóa khi không dùng",
    (("ten", "Tên tệp"), ("luc", "Lúc"), ("byte", "Dung lượng (byte)")),
    "SELECT name, begun_at, size FROM engine_upload WHERE owner = %(owner)s AND ended_at IS NULL ORDER BY begun_at",
)  # fmt: skip
INTENTS = _part(
    "cho-ap-dung", "Việc bạn đã gửi, chờ nơi giải quyết nhận", MANDATE,
    (("viec", "Việc"), ("luc", "Lúc"), ("tinh_trang", "Tình trạng"), ("noi_dung", "Nội dung")),
    """SELECT kind, happened_at, state, content FROM engine_intent
WHERE content ->> 'number' = %(citizen)s ORDER BY happened_at DESC LIMIT 1000""",
)  # fmt: skip
SESSIONS = _part(
    "phien", "Phiên đăng nhập đang mở", SAFETY,
    (("ten", "Tên theo tài khoản định danh"), ("het_han", "Hết hạn lúc")),
    """SELECT citizen_name, expire_date FROM register_session
WHERE citizen = %(citizen)s AND expire_date > now() ORDER BY expire_date DESC""",
)  # fmt: skip
CONSENTS = Part(
    "dong-y", "Điều bạn đã đồng ý hoặc rút lại", "Ghi lại để chứng minh (Luật 91/2025/QH15, chưa xác minh điều khoản)",
    (("muc_dich", "Mục đích"), ("dong_y", "Đồng ý"), ("luc", "Lúc"), ("loi", "Lời đã hiện")),
    lambda actor: [
        {"muc_dich": one.purpose, "dong_y": one.given, "luc": one.at, "loi": one.words} for one in consents.log(actor)
    ],
)  # fmt: skip
PARTS = (CASES, ENTRIES, LOOKS, DRAFTS, UPLOADS, INTENTS, SESSIONS, CONSENTS)
