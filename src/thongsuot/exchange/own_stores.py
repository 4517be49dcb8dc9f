"""What went into a person's own data store, as part of all that is kept about her."""

from __future__ import annotations

from typing import Any

from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.own_data import Part

_SENT = f"""
SELECT c.code, d.since, d.act, d.state, d.receipt, d.stored_id FROM engine_case c
JOIN exchange_store_delivery d ON d.case_id = c.id WHERE {access.OWN} ORDER BY d.since DESC LIMIT 5000
"""


def _rows(actor: Actor) -> list[dict[str, Any]]:
    names = ("ma", "luc", "viec", "tinh_trang", "bien_nhan", "giay_to")
    rows = sql.run(_SENT, {"citizen": actor.citizen or None})
    return [dict(zip(names, row, strict=True)) for row in rows]


DELIVERIES = Part(
    "kho-du-lieu", "Giấy tờ đã đưa vào kho dữ liệu của bạn", "Để lần sau bạn không phải nộp lại",
    (("ma", "Mã hồ sơ"), ("luc", "Lúc"), ("viec", "Việc"), ("tinh_trang", "Tình trạng"), ("bien_nhan", "Số biên nhận"),
     ("giay_to", "Mã giấy tờ trong kho")),
    _rows,
)  # fmt: skip
