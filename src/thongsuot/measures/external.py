"""External statements: figures published by others with source and day, shown as such, never added to counted ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Statement:
    """One published figure. No case stands behind it: it opens no list."""

    key: str
    label: str
    value: int
    unit: str
    source: str
    on: date


REPORT = "Báo cáo sơ kết vận hành chính quyền địa phương 2 cấp"

STATEMENTS = (
    Statement("portal_capacity", "Năng lực thiết kế của Cổng Dịch vụ công quốc gia", 120_000,
              "người truy cập cùng lúc", REPORT, date(2025, 7, 28)),
    Statement("portal_peak", "Cao điểm tháng 7/2025 của Cổng", 50_000,
              "người truy cập cùng lúc", REPORT, date(2025, 7, 28)),
    Statement("dossiers_four_months", "Hồ sơ tiếp nhận ở 34 tỉnh, thành phố, 1/7–28/10/2025", 14_500_000,
              "hồ sơ", "Số liệu công bố cuối tháng 10/2025", date(2025, 10, 28)),
    Statement("online_four_months", "Trong đó nộp trực tuyến, 1/7–28/10/2025", 12_100_000,
              "hồ sơ", "Số liệu công bố cuối tháng 10/2025", date(2025, 10, 28)),
)  # fmt: skip
