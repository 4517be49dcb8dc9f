"""External statements: figures published by others with source and day, shown as such, never added to counted ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Statement:
    """One published figure. No case stands behind it: it opens no list."""

    key: str
    label: object
    value: int
    unit: object
    source: object
    on: date


REPORT = _("Báo cáo sơ kết vận hành chính quyền địa phương 2 cấp")

STATEMENTS = (
    Statement("portal_capacity", _("Năng lực thiết kế của Cổng Dịch vụ công quốc gia"), 120_000,
              _("người truy cập cùng lúc"), REPORT, date(2025, 7, 28)),
    Statement("portal_peak", _("Cao điểm tháng 7/2025 của Cổng"), 50_000,
              _("người truy cập cùng lúc"), REPORT, date(2025, 7, 28)),
    Statement("dossiers_four_months", _("Hồ sơ tiếp nhận ở 34 tỉnh, thành phố, 1/7–28/10/2025"), 14_500_000,
              _("hồ sơ"), _("Số liệu công bố cuối tháng 10/2025"), date(2025, 10, 28)),
    Statement("online_four_months", _("Trong đó nộp trực tuyến, 1/7–28/10/2025"), 12_100_000,
              _("hồ sơ"), _("Số liệu công bố cuối tháng 10/2025"), date(2025, 10, 28)),
)  # fmt: skip
