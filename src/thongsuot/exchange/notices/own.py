"""The messages that a person was sent, as part of all that is kept about her."""

from __future__ import annotations

from typing import Any

from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.own_data import Part

_SENT = f"""
SELECT c.code, n.since, n.channel, n.state, n.text FROM engine_case c JOIN exchange_notice n ON n.case_id = c.id
WHERE {access.OWN} ORDER BY n.since DESC LIMIT 5000
"""


def _rows(actor: Actor) -> list[dict[str, Any]]:
    names = ("ma", "luc", "kenh", "tinh_trang", "loi")
    rows = sql.run(_SENT, {"citizen": actor.citizen or None})
    return [dict(zip(names, row, strict=True)) for row in rows]


NOTICES = Part(
    "tin-bao", "Tin báo đã gửi cho bạn", "Báo từng bước của hồ sơ; bạn rút lại được bên dưới",
    (("ma", "Mã hồ sơ"), ("luc", "Lúc"), ("kenh", "Kênh"), ("tinh_trang", "Tình trạng"), ("loi", "Nội dung")),
    _rows,
)  # fmt: skip


def _choice(actor: Actor) -> list[dict[str, Any]]:
    rows = sql.run(
        "SELECT sms, mail, optional, language, chosen_at FROM exchange_notice_choice WHERE number = %s",
        [actor.citizen],
    )
    return [dict(zip(("sms", "thu", "tin_them", "ngon_ngu", "luc"), row, strict=True)) for row in rows]


CHOICE = Part(
    "cach-nhan-tin", "Cách bạn muốn nhận tin", "Bạn chọn; giữ đến khi bạn chọn lại",
    (("sms", "Tin nhắn"), ("thu", "Thư điện tử"), ("tin_them", "Cả tin không bắt buộc"), ("ngon_ngu", "Ngôn ngữ"),
     ("luc", "Chọn lúc")),
    _choice,
)  # fmt: skip
