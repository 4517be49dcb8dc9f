"""What severance tells the briefing: people decided, funded, paid by a day, and who still waits."""

from __future__ import annotations

from thongsuot.engine.briefed import PLACED, Figure, Ratio, Section

_OF = f"c.kind = 'severance' AND {PLACED}"


def _by(fact: str) -> str:
    """That the day in a fact is before the end of the span."""
    return f"((c.facts ->> '{fact}')::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh') < %(as_of)s"


_DECIDED, _FUNDED, _PAID = (f"c.facts ? '{day}' AND {_by(day)}" for day in ("decision_day", "funded_day", "paid_day"))


def _figure(key: str, label: str, meaning: str, where: str, *, bad: bool = False, decide: bool = False) -> Figure:
    statement = f"SELECT c.id FROM engine_case c WHERE {_OF} AND {where}"
    return Figure(f"severance.{key}", Section.SEVERANCE, label, meaning, statement, "người", bad=bad, decide=decide)


FIGURES: tuple[Figure | Ratio, ...] = (
    _figure("applied", "Đơn xin nghỉ mới", "Ghi nhận trong kỳ.",
            "c.opened_at >= %(start)s AND c.opened_at < %(as_of)s"),
    _figure("to_decide", "Đã thẩm định, chờ quyết định nghỉ", "Chưa có quyết định nghỉ.", "c.step = 'appraised'",
            decide=True),
    _figure("decided", "Đã có quyết định nghỉ", "Lũy kế đến ngày chốt, theo ngày quyết định.", _DECIDED),
    _figure("funding", "Chờ duyệt kinh phí", "Đã có quyết định nghỉ, chưa duyệt kinh phí đến ngày chốt.",
            f"{_DECIDED} AND NOT ({_FUNDED})"),
    _figure("funded", "Đã duyệt kinh phí", "Lũy kế đến ngày chốt, theo ngày duyệt.", _FUNDED),
    _figure("paid", "Đã được chi trả", "Lũy kế đến ngày chốt, theo ngày chi trả đủ.", _PAID),
    _figure("unpaid", "Chưa được chi trả", "Đã có quyết định nghỉ, chưa được chi trả đến ngày chốt.",
            f"{_DECIDED} AND NOT ({_PAID})", bad=True),
    Ratio("severance.paid_share", Section.SEVERANCE, "Tỷ lệ đã chi trả",
          "Số người đã được chi trả trên số người đã có quyết định nghỉ, lũy kế.", "severance.paid",
          "severance.decided"),
    _figure("overdue", "Quá hạn ở bước đang chờ", "Quá hạn đánh giá, thẩm định, quyết định, duyệt kinh phí, chi trả.",
            "c.is_open AND c.due_at < %(as_of)s", bad=True),
)  # fmt: skip
