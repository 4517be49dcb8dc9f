"""The life of a task: given with its six clears, told of, handed in, accepted, returned, extended, late or silent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from thongsuot.simulation.table.shape import SAMPLE, Beat, Holder, Land, Place, Work, steps

# A day of these tables is the whole time that the task was given.
WAYS = {
    "in_time": (Beat("hand_in", 0.4, 0.95), Beat("accept", 0.05, 0.2)),
    "told": (Beat("tell", 0.2, 0.4), Beat("tell", 0.1, 0.2), Beat("hand_in", 0.1, 0.3), Beat("accept", 0.05, 0.2)),
    "late": (Beat("tell", 0.5, 0.8), Beat("hand_in", 0.6, 1.0), Beat("accept", 0.05, 0.2)),
    "extended": (Beat("ask_extension", 0.6, 0.9, until=0.8), Beat("grant", 0.05, 0.09, until=0.6),
                 Beat("hand_in", 0.1, 0.4), Beat("accept", 0.05, 0.2)),
    "refused_more": (Beat("ask_extension", 0.6, 0.9, until=0.8), Beat("refuse", 0.05, 0.09)),
    "returned": (Beat("hand_in", 0.5, 0.7), Beat("return_back", 0.05, 0.1), Beat("hand_in", 0.1, 0.15),
                 Beat("accept", 0.02, 0.04)),
    "asking": (Beat("tell", 0.4, 0.6), Beat("ask_extension", 0.2, 0.35, until=0.8)),
    "handed_in": (Beat("hand_in", 0.7, 0.98),),
    "silent": (),
    "cancelled": (Beat("cancel", 0.2, 0.6),),
}  # fmt: skip
COMPLETE = ("in_time", "told", "late", "extended", "returned")
TOPICS = (
    ("Rà soát hồ sơ quá hạn, gửi văn bản xin lỗi đến từng người", "Báo cáo, danh sách hồ sơ"),
    ("Bố trí đủ người làm việc tại Trung tâm Phục vụ hành chính công", "Quyết định bố trí"),
    ("Khắc phục mất kết nối giữa hệ thống một cửa và hệ thống chuyên ngành", "Báo cáo kết quả"),
    ("Ban hành văn bản hướng dẫn tài chính, kế toán cho cấp xã", "Văn bản hướng dẫn"),
    ("Hướng dẫn tách, hợp thửa đất khi không còn cấp huyện", "Văn bản hướng dẫn"),
    ("Sửa quy định còn yêu cầu giấy tờ đã có trong cơ sở dữ liệu", "Dự thảo văn bản sửa đổi"),
    ("Lập phương án sử dụng trụ sở dôi dư sau sắp xếp", "Phương án"),
    ("Tập huấn công chức cấp xã về nhiệm vụ mới được giao", "Kế hoạch, danh sách học viên"),
    ("Công bố, công khai thủ tục đã được phân cấp", "Quyết định công bố"),
    ("Chi trả đủ chế độ cho người nghỉ do sắp xếp", "Báo cáo chi trả"),
)


def task(
    land: Land, place: Place, giver: str, body: str, way: str, days: float, *, about: str = "", mark: str = "",
    topic: tuple[str, str] | None = None,
) -> Work:  # fmt: skip
    """A task that the head of a body answers for, to be done within some working days."""
    work, product = topic or place.chance.choice(TOPICS)
    given = {
        "person": Holder("chair", body),
        "work": f"{work} {SAMPLE}",
        "product": product,
        "acceptance": "Nơi giao đối chiếu sản phẩm với số liệu trên hệ thống",
        "authority": "Quy chế làm việc của nơi giao; nơi làm tự quyết trong phạm vi nhiệm vụ",
        "until": land.closing(place.at, days),
    }
    done = tuple(steps(land, WAYS[way], place.at, place.chance, _told, days))
    return Work(place.name, "task", "assign", place.at, Holder("chair", giver), given, done, about, mark)


def _told(beat: Beat, at: datetime, until: str) -> dict[str, Any]:
    if beat.move == "ask_extension":
        return {"wanted": until, "reasons": ["Chờ ý kiến của cơ quan phối hợp."]}
    fixed: dict[str, dict[str, Any]] = {
        "tell": {"percent": 45, "words": "Đã có dự thảo, đang lấy ý kiến."},
        "hand_in": {"document": f"{at:%d%H%M}/BC {SAMPLE}"},
        "grant": {"until": until},
        "refuse": {"reasons": ["Việc đã được lùi ngày ở phiên trước."]},
        "return_back": {"reasons": ["Báo cáo chưa nêu kết quả của từng nơi."]},
        "cancel": {"reasons": ["Đã giao trong kế hoạch khác."]},
    }
    return fixed.get(beat.move, {})
