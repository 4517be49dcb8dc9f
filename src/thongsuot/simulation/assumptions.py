"""What the simulated country looks like: published figures with their source, and our own assumptions named."""

from __future__ import annotations

from collections.abc import Mapping
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

REPORT = "báo cáo 28/7/2025 và 1/10/2025"

# The Government's table. What is opened in a week, in the whole country.
MEETINGS_A_WEEK = Assumption(1 + 34, "cuộc họp: Chính phủ mỗi tuần một phiên; mỗi tỉnh, thành phố một phiên giao ban",
                             f"{REPORT}: Chính phủ họp hằng tuần; phần của tỉnh là {ASSUMED}")  # fmt: skip
TASKS_A_MEETING = Assumption(6, "nhiệm vụ giao sau một cuộc họp", ASSUMED)
OBSTACLES_A_WEEK = Assumption(830, "vướng mắc: mỗi xã, phường một việc trong bốn tuần", ASSUMED)
GUIDANCE_A_WEEK = Assumption(15, "văn bản được đề nghị", f"{REPORT}: trên 60 văn bản trong tháng đầu")
INSPECTIONS_A_WEEK = Assumption(34, "đoàn, tổ kiểm tra: mỗi tỉnh, thành phố một đoàn", f"{REPORT}: hàng chục đoàn")
FAULTS_A_WEEK = Assumption(330, "lỗi hệ thống được báo: một phần mười số xã", ASSUMED)
PETITIONS_A_WEEK = Assumption(3_300, "phản ánh, kiến nghị: mỗi xã, phường một việc", ASSUMED)
ANNOUNCEMENTS_A_WEEK = Assumption(830, "thông báo cho người dân: mỗi xã một thông báo trong bốn tuần", ASSUMED)
LEAST_A_WEEK = Assumption(4, "số việc ít nhất mỗi loại trong một tuần, để tỷ lệ nhỏ vẫn thấy các cách diễn ra", ASSUMED)
WEEKS_BEFORE = Assumption(5, "số tuần trước ngày đầu mà việc điều hành đã bắt đầu", ASSUMED)
FINDINGS = Assumption(3, "phát hiện của một đoàn kiểm tra", ASSUMED)
RATED = Assumption(0.3, "phần hồ sơ đã trả kết quả được đánh giá", ASSUMED)
STARS = (48, 32, 12, 5, 3)
LATE_FIELDS = Assumption(0.6, "phần văn bản được đề nghị thuộc tài chính - kế toán, đất đai, giáo dục",
                         f"{REPORT} nêu ba lĩnh vực chậm; con số là {ASSUMED}")  # fmt: skip

# Of a hundred cases of each kind, how many go which way: choices of ours, every one. The ways are in `table`.
MEETING_WAYS = {"concluded": 92, "put_off": 5, "called_off": 3}
TASK_WAYS = {
    "in_time": 42, "told": 12, "late": 9, "extended": 8, "refused_more": 3, "returned": 7, "asking": 4, "handed_in": 5,
    "silent": 8, "cancelled": 2,
}  # fmt: skip
OBSTACLE_WAYS = {
    "own_tier": 24, "kept": 12, "broken": 8, "postponed": 6, "province": 18, "ministry": 12, "waiting_above": 7,
    "sent_down": 3, "lapsed": 4, "reopened": 3, "unanswered": 3,
}  # fmt: skip
JOINED = Assumption(0.15, "phần vướng mắc được xã khác nêu cùng", ASSUMED)
GUIDANCE_WAYS = {"kept": 34, "postponed": 14, "drafting": 22, "consulting": 12, "undated": 12, "declined": 6}
LATE_GUIDANCE_WAYS = {"kept": 14, "postponed": 14, "drafting": 34, "consulting": 8, "undated": 28, "declined": 2}
INSPECTION_WAYS = {"concluded": 60, "followed_up": 15, "under_way": 20, "cancelled": 5}
FINDING_WAYS = {
    "remedied": 44, "sent_back": 10, "remedying": 18, "became_obstacle": 12, "unanswered": 10, "dropped": 6,
}  # fmt: skip
FAULT_WAYS = {
    "kept": 46, "late": 16, "still_there": 8, "promised": 14, "unanswered": 8, "declined": 5, "put_off": 3,
}  # fmt: skip
PETITION_WAYS = {
    "answered": 52, "published": 12, "late": 9, "extended": 4, "working": 11, "unread": 4, "stored": 6, "revised": 2,
}  # fmt: skip
PETITION_CLASSES = {"FIELD": 55, "TTHC": 36, "STAFF": 9}
ANNOUNCEMENT_WAYS = {"published": 86, "sent_back": 5, "waiting": 6, "withdrawn": 3}


def every() -> dict[str, Assumption]:
    """All of them by name, for the page that shows them."""
    return {name: value for name, value in globals().items() if isinstance(value, Assumption)}


def ways() -> dict[str, Mapping[str, int]]:
    """For each kind of the Government's table, how many of a hundred go which way."""
    return {name: value for name, value in globals().items() if name.endswith("_WAYS")}
