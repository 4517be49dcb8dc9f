"""External statements: figures published by others with source and day, shown as such, never added to counted ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thongsuot.engine.briefed import Section
from thongsuot.register import formatting


@dataclass(frozen=True)
class Statement:
    """One published figure. No case stands behind it: it opens no list."""

    key: str
    label: str
    value: float
    unit: str
    source: str
    on: date
    section: int = Section.SERVICE


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

JULY = OCTOBER = "Báo cáo tình hình vận hành chính quyền địa phương 2 cấp"
HALF_2023 = "Báo cáo kiểm điểm chỉ đạo, điều hành tháng 7/2023"
ASSETS = "Số liệu công bố của Bộ Tài chính"
PAYOUT = "Số liệu công bố về chi trả theo NĐ 178/2024/NĐ-CP"
BRIEFED = (
    *STATEMENTS,
    Statement("centres", "Trung tâm Phục vụ hành chính công đã hoạt động, hơn", 3100, "trung tâm", OCTOBER,
              date(2025, 10, 1), Section.APPARATUS),
    Statement("online_quarter", "Hồ sơ trực tuyến đã xử lý trong 3 tháng, hơn", 7_000_000, "hồ sơ", OCTOBER,
              date(2025, 10, 1)),
    Statement("on_time_quarter", "Tỷ lệ hồ sơ xử lý đúng hạn trong 3 tháng, hơn", 91, "%", OCTOBER,
              date(2025, 10, 1)),
    Statement("connected", "Hệ thống cấp tỉnh kết nối Cổng Dịch vụ công quốc gia", 34, "trên 34 tỉnh, thành phố",
              JULY, date(2025, 7, 28)),
    Statement("guidance", "Văn bản hướng dẫn ban hành trong tháng đầu, hơn", 60, "văn bản", JULY,
              date(2025, 7, 28), Section.INSTITUTIONS),
    Statement("decrees", "Nghị định về phân cấp, phân quyền, phân định thẩm quyền", 28, "nghị định", JULY,
              date(2025, 7, 28), Section.DECENTRALISATION),
    Statement("to_local", "Thủ tục chuyển từ trung ương về địa phương", 556, "thủ tục", JULY, date(2025, 7, 28),
              Section.DECENTRALISATION),
    Statement("to_province", "Thủ tục chuyển từ cấp huyện lên cấp tỉnh", 18, "thủ tục", JULY, date(2025, 7, 28),
              Section.DECENTRALISATION),
    Statement("to_commune", "Thủ tục chuyển từ cấp huyện về cấp xã", 278, "thủ tục", JULY, date(2025, 7, 28),
              Section.DECENTRALISATION),
    Statement("abolished", "Thủ tục cấp huyện được bãi bỏ", 74, "thủ tục", JULY, date(2025, 7, 28),
              Section.DECENTRALISATION),
    Statement("properties", "Cơ sở nhà, đất dôi dư đã xử lý (65,89 % của 26.552)", 17_496, "cơ sở", ASSETS,
              date(2025, 12, 1), Section.PREMISES),
    Statement("paid", "Người đã được chi trả (99,96 % của 146.846)", 146_782, "người", PAYOUT, date(2025, 10, 14),
              Section.SEVERANCE),
    Statement("unpaid", "Người chưa được chi trả", 32_984, "người", PAYOUT, date(2025, 9, 30), Section.SEVERANCE),
    Statement("ministries_2023", "Nhiệm vụ các bộ đã hoàn thành, 6 tháng đầu năm 2023 (296 nhiệm vụ)", 35.03,
              "% kế hoạch", HALF_2023, date(2023, 7, 1), Section.TASKS),
    Statement("provinces_2023", "Nhiệm vụ các tỉnh đã hoàn thành, 6 tháng đầu năm 2023 (1.384 nhiệm vụ)", 46.09,
              "% kế hoạch", HALF_2023, date(2023, 7, 1), Section.TASKS),
    Statement("unified_2023", "Địa phương đã hợp nhất cổng dịch vụ công với hệ thống một cửa điện tử", 62,
              "trên 63 địa phương", HALF_2023, date(2023, 7, 1)),
)  # fmt: skip


@dataclass(frozen=True)
class ShareStatement:
    """A published share with what it was made of: `above` of `below`. No list stands behind it either."""

    key: str
    label: str
    above: int
    below: int
    unit: str
    source: str
    on: date

    @property
    def words(self) -> str:
        """“296 trên 845 nhiệm vụ = 35,03 %”."""
        share = formatting.percent(Decimal(self.above) / Decimal(self.below), 2)
        return f"{formatting.number(self.above)} trên {formatting.number(self.below)} {self.unit} = {share}"


REFORM_REPORT = "Báo cáo cải cách hành chính 6 tháng đầu năm 2023"
TASKS = (
    ShareStatement("tasks_ministries_2023", "Nhiệm vụ kế hoạch năm 2023 của các bộ, ngành đã hoàn thành", 296, 845,
                   "nhiệm vụ", REFORM_REPORT, date(2023, 7, 1)),
    ShareStatement("tasks_provinces_2023", "Nhiệm vụ kế hoạch năm 2023 của các địa phương đã hoàn thành", 1_384, 3_003,
                   "nhiệm vụ", REFORM_REPORT, date(2023, 7, 1)),
)  # fmt: skip
