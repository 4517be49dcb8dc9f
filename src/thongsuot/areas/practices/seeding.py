"""The demonstration's good practices: three published ones, and who took them over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from thongsuot.areas.practices import adopting
from thongsuot.areas.practices.area import prepare
from thongsuot.engine import actor as actors
from thongsuot.engine import demonstration, sql, verbs
from thongsuot.register import demo, people

SPACE = UUID("5b1f0d3c-98f2-5c60-8f5b-6a1f3c0b7d24")
PRACTICES = (
    (
        "Bàn riêng cho người cao tuổi, gọi điện hẹn giờ trước khi đến",
        "people",
        ["Xếp một bàn gần cửa, có ghế và kính lão", "Cán bộ gọi điện hẹn giờ từ chiều hôm trước",
         "Đoàn viên giúp điền tờ khai"],
        ["Người trên 70 tuổi chờ 40 phút, nay còn 9 phút", "Số lần phải đến giảm từ 2,1 còn 1,2"],
    ),
    (
        "Chụp giấy tờ ngay tại quầy, trả lại bản gốc trong 5 phút",
        "digital",
        ["Mỗi quầy một máy chụp gắn sẵn", "Ký số bản chụp trước mặt người nộp"],
        ["Hồ sơ được số hóa khi tiếp nhận từ 38% lên 91%", "Không còn giữ giấy tờ gốc qua đêm"],
    ),
    (
        "Trực giúp nhau: hai xã gần nhau đổi người nhận hồ sơ khi thiếu",
        "staff",
        ["Hai trung tâm lập chung một lịch trực", "Người trực thay được cấp vị trí có ngày bắt đầu, ngày kết thúc"],
        ["Không buổi nào đóng quầy vì thiếu người trong hai tháng"],
    ),
)  # fmt: skip
ADOPTERS = ((demo.FAR_WARD, "Áp dụng sáng thứ Hai và thứ Năm"), (demo.HANOI_WARD, ""))


def seed_practices(now: datetime | None = None) -> int:
    """Offer, examine and publish them once; how many are published."""
    demonstration.only()
    now = now or datetime.now(UTC)
    day = now.date()
    lan, head, chair = (demonstration.holder(*seat, now) for seat in SEATS)
    for place, (title, field, how, gain) in enumerate(PRACTICES):
        offer = prepare(lan, {"title": title, "field": field, "how": how, "gain": gain}, None, now - timedelta(hours=3))
        case = verbs.open(lan, offer, key=_key(place, "offer"))
        if case.length > 1:
            continue
        case = verbs.move(head, case.id, 1, "examine", {"where": "Mọi trung tâm có trên 50 lượt mỗi ngày"},
                          key=_key(place, "examine"))  # fmt: skip
        verbs.move(chair, case.id, case.length, "publish", key=_key(place, "publish"))
        for code, note in ADOPTERS[: 2 - place]:
            held = people.holders(f"pvhcc.{code}", "intake", day)
            if held:
                adopting.adopt(actors.load(held[0].person, day), case.id, note, now)
    return int(sql.run("SELECT count(*) FROM engine_case WHERE kind = 'practice' AND step = 'published'")[0][0])


SEATS = ((f"pvhcc.{demo.WARD}", "intake"), ("vp.46", "head"), ("ubnd.46", "chair"))


def _key(place: int, step: str) -> UUID:
    return uuid5(SPACE, f"{place}:{step}")
