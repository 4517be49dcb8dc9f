"""When a property is handled as its decision says: days in their order, money only where its form brings any in."""

from __future__ import annotations

from datetime import date

EARNING = frozenset({"sell", "demolish", "convert", "local"})
"""Forms of handling that may bring in money; moving a property to another office never does."""


def decided_right(day: date, today: date) -> str | None:
    return "Ngày quyết định không thể sau hôm nay." if day > today else None


def finished_right(form: str, decision: date, day: date, today: date, proceeds: int | None) -> str | None:
    """Why it cannot have been handled on that day, or cannot have brought in that money."""
    if day < decision:
        return "Ngày xử lý xong không thể trước ngày quyết định."
    if day > today:
        return "Ngày xử lý xong không thể sau hôm nay."
    if proceeds and form not in EARNING:
        return "Hình thức xử lý này không thu tiền. Để trống mục tiền thu được, hoặc thay đổi hình thức xử lý."
    if form == "sell" and not proceeds:
        return "Bán, chuyển nhượng: ghi số tiền thu được."
    return None
