"""What surplus premises tell the briefing: handled of all, by use, planned, late: the weekly count nobody reports."""

from __future__ import annotations

from thongsuot.areas.premises.process import USES
from thongsuot.engine.briefed import PLACED, Figure, Ratio, Section

_NOW = f"c.kind = 'premises' AND {PLACED} AND c.step <> 'struck'"
_THEN = f"{_NOW} AND c.opened_at < %(as_of)s"


def _by(fact: str) -> str:
    """That the day in a fact is before the end of the span: what is counted stands on that day."""
    return f"((c.facts ->> '{fact}')::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh') < %(as_of)s"


_HANDLED = f"c.step = 'handled' AND {_by('handled_day')}"


def _figure(key: str, label: str, meaning: str, where: str, *, bad: bool = False, decide: bool = False) -> Figure:
    statement = f"SELECT c.id FROM engine_case c WHERE {where}"
    return Figure(f"premises.{key}", Section.PREMISES, label, meaning, statement, "cơ sở", bad=bad, decide=decide)


FIGURES: tuple[Figure | Ratio, ...] = (
    _figure("all", "Cơ sở nhà, đất phải xử lý", "Đã kê khai đến ngày chốt, trừ cơ sở đưa khỏi danh sách.",
            _THEN),
    _figure("handled", "Đã xử lý xong", "Có biên bản bàn giao hoặc hợp đồng, ngày xử lý xong trước ngày chốt.",
            f"{_THEN} AND {_HANDLED}"),
    Ratio("premises.handled_share", Section.PREMISES, "Tỷ lệ đã xử lý",
          "Đã xử lý xong trên tổng số phải xử lý.", "premises.handled", "premises.all"),
    _figure("left", "Chưa xử lý xong", "Phải xử lý, chưa có biên bản bàn giao hoặc hợp đồng đến ngày chốt.",
            f"{_THEN} AND NOT ({_HANDLED})"),
    _figure("planned", "Đã có quyết định và đơn vị quản lý",
            "Đã có quyết định hình thức xử lý kèm đơn vị quản lý, kể cả đã xử lý xong.",
            f"{_THEN} AND c.step IN ('decided', 'handled') AND {_by('decision_day')}"),
    _figure("unplanned", "Chưa lập phương án", "Đã kê khai, nơi đang giữ chưa lập phương án.",
            f"{_NOW} AND c.step = 'listed'", bad=True),
    _figure("to_decide", "Phương án chờ quyết định", "Đã thẩm định, chưa có quyết định.",
            f"{_NOW} AND c.step = 'appraised'", decide=True),
    _figure("overdue", "Quá hạn", "Quá hạn lập, thẩm định, quyết định phương án hoặc quá hạn thực hiện.",
            f"{_NOW} AND c.is_open AND c.due_at < %(as_of)s", bad=True),
    *(_figure(f"handled_{key}", f"Đã xử lý: {label[:1].lower()}{label[1:]}", f"Đã xử lý xong, loại cơ sở: {label}.",
              f"{_THEN} AND {_HANDLED} AND c.facts ->> 'use' = '{key}'") for key, label in USES[:4]),
)  # fmt: skip
