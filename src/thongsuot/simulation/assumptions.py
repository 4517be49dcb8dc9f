"""What the simulated country looks like: published figures with their source, and our own assumptions named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Assumption:
    """One number of the simulation. `source` is where it was published, or "giả định" for a choice of ours."""

    value: float
    what: str
    source: str


ASSUMED = "giả định của mô phỏng"
FOUR_MONTHS = "báo cáo 1/7–28/10/2025: 14,5 triệu hồ sơ, 12,1 triệu trực tuyến, 84 ngày làm việc"

DOSSIERS_A_WORKING_DAY = Assumption(172_600, "hồ sơ nộp trong một ngày làm việc, cả nước", FOUR_MONTHS)
ONLINE_SHARE = Assumption(0.83, "tỷ lệ nộp trực tuyến", FOUR_MONTHS)
COMMUNE_SHARE = Assumption(9.1 / 12.1, "phần do cấp xã giải quyết", f"{FOUR_MONTHS}; 9,1 trên 12,1 triệu ở cấp xã")
LATE_SHARE = Assumption(0.09, "tỷ lệ giải quyết quá hạn", "báo cáo 1/10/2025: trên 91 % đúng hạn")
HO_CHI_MINH_SHARE = Assumption(
    18_000 / 172_600,
    "phần của Thành phố Hồ Chí Minh",
    "1,67 triệu hồ sơ 1/1–18/5/2026, khoảng 18.000 mỗi ngày làm việc",
)
ANSWERED_WITHIN_HOURS = Assumption(1.8, "số giờ làm việc trung bình đến khi trả lời hồ sơ trực tuyến", ASSUMED)
POST_SHARE = Assumption(0.06, "phần qua bưu chính công ích trong số hồ sơ không nộp trực tuyến", ASSUMED)
OUT_OF_HOURS = Assumption(0.18, "phần hồ sơ trực tuyến nộp buổi tối, ngày nghỉ", ASSUMED)
SUPPLEMENTS = Assumption(0.08, "tỷ lệ hồ sơ phải bổ sung", ASSUMED)
NEVER_SUPPLEMENTED = Assumption(0.15, "phần không bao giờ bổ sung trong số đó", ASSUMED)
REFUSALS = Assumption(0.03, "tỷ lệ từ chối tiếp nhận trong hồ sơ trực tuyến", ASSUMED)
WITHDRAWALS = Assumption(0.02, "tỷ lệ rút hồ sơ", ASSUMED)
EXTENSIONS = Assumption(0.02, "tỷ lệ xin lỗi và gia hạn", ASSUMED)
PAYMENTS = Assumption(0.02, "tỷ lệ chờ nghĩa vụ tài chính", ASSUMED)
SENT_BACK = Assumption(0.03, "tỷ lệ trưởng phòng trả lại", ASSUMED)
DENIED = Assumption(0.02, "tỷ lệ trả lời không đủ điều kiện", ASSUMED)
LATE_DAYS = Assumption(3.0, "số ngày làm việc quá hạn trung bình của hồ sơ quá hạn", ASSUMED)
SPREAD_OF_VOLUME = Assumption(0.8, "độ lệch chuẩn của logarit khối lượng giữa các xã cùng loại", ASSUMED)
SPREAD_OF_LATENESS = Assumption(0.9, "độ lệch chuẩn của logarit tỷ lệ quá hạn giữa các cơ quan", ASSUMED)
AFTER_HOLIDAY = Assumption(1.6, "hệ số của ngày làm việc đầu tiên sau ngày lễ", ASSUMED)

#: Monday to Friday, mean 1: Monday and Tuesday are the peaks.
WEEKDAYS = (1.30, 1.15, 0.95, 0.85, 0.75)
#: How much a phường and a đặc khu weigh beside a xã, before the spread between communes.
KINDS = {"xa": 1.0, "phuong": 2.4, "dac_khu": 0.4}
#: Of a hundred dossiers of a commune; what is not named here and has a commune as competent body weighs 1.
COMMUNE_MIX = {
    "2.000815": 26, "1.001193": 17, "2.000635": 13, "1.004873": 11, "1.000894": 7, "1.000656": 5, "1.001612": 8,
    "1.001776": 5, "1.013225": 6, "1.012812": 2,
}  # fmt: skip


def every() -> dict[str, Assumption]:
    """All of them by name, for the page that shows them."""
    return {name: value for name, value in globals().items() if isinstance(value, Assumption)}
