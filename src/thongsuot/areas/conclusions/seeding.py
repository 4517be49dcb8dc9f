"""The demonstration's meeting: the city with its forty communes online, concluded ten days ago. All is invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings

from thongsuot.areas.conclusions.area import prepare
from thongsuot.engine import verbs, writing
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.verbs import VIETNAM
from thongsuot.register import demo

SPACE = UUID("0b5a2c0e-7f4e-5c57-9a0b-3d6c1f2e8a41")
AGENDA = ["Kết quả giải quyết thủ tục hành chính", "Khó khăn của xã miền núi", "Nhiệm vụ tháng tới"]
MINUTES = [
    "40 xã, phường dự họp trực tuyến, không nơi nào vắng.",
    "Xã A Lưới 2 nêu đường truyền gián đoạn, thiếu công chức địa chính.",
    "Phường Thuận Hóa báo cáo thí điểm trả kết quả tại nhà.",
]


def seed_conclusion(secretary: Actor, chair: Actor) -> Case:
    """The meeting, its minutes and its notice, made once."""
    if not settings.DEMO:
        raise demo.OnlyInDemo
    found = writing.by_key(uuid5(SPACE, "conclude"))
    if found is not None:
        return found[0]
    now = datetime.now(UTC)
    held = (now - timedelta(days=14)).astimezone(VIETNAM).replace(hour=8, minute=0, second=0, microsecond=0)
    held -= timedelta(days=max(0, held.isoweekday() - 5))
    given = {
        "title": "Giao ban trực tuyến với 40 xã, phường về vận hành chính quyền địa phương 2 cấp",
        "leads": "Chủ tịch Ủy ban nhân dân thành phố",
        "agenda": AGENDA,
        "documents": ["Báo cáo tháng của Văn phòng", "Danh sách hồ sơ quá hạn"],
        "who": "every_commune",
        "meeting": "every_commune",
        "begins": held.isoformat(),
    }
    opening = prepare(secretary, given, None, held - timedelta(days=3))
    case = verbs.open(secretary, opening, key=uuid5(SPACE, "plan"))
    case = verbs.move(
        secretary, case.id, case.length, "hold", {"minutes": MINUTES, "points": 41}, key=uuid5(SPACE, "hold"),
        happened_at=held + timedelta(hours=4),
    )  # fmt: skip
    dated = held + timedelta(days=2)
    text = {"dated": dated.date().isoformat(), "text": _text(dated, now)}
    return verbs.move(
        chair, case.id, case.length, "conclude", text, key=uuid5(SPACE, "conclude"), happened_at=dated
    )  # fmt: skip


def _text(dated: datetime, now: datetime) -> list[str]:
    """The notice's words; some of what it gives is given already, the rest can be proposed from it."""
    soon, later = (f"{now + timedelta(days=days):%d/%m/%Y}" for days in (12, 30))
    return [
        f"Ngày {dated:%d/%m/%Y}, Chủ tịch Ủy ban nhân dân thành phố kết luận cuộc họp giao ban như sau:",
        "1. Đánh giá chung",
        "Sở Tư pháp đã tổ chức tốt tập huấn hộ tịch. Một số nơi báo cáo còn chậm.",
        "2. Nhiệm vụ trong thời gian tới",
        f"Sở Xây dựng hướng dẫn Ủy ban nhân dân các xã, phường cấp giấy phép xây dựng nhà ở riêng lẻ, ban hành văn bản"
        f" hướng dẫn trước ngày {soon}.",
        f"Giao Ủy ban nhân dân các xã, phường rà soát hồ sơ quá hạn, gửi báo cáo về Văn phòng Ủy ban nhân dân thành phố"
        f" trước ngày {soon}.",
        f"Ủy ban nhân dân xã A Lưới 2 lập danh sách thôn chưa có sóng di động, trình Chủ tịch Ủy ban nhân dân thành phố"
        f" xem xét trước ngày {later}.",
        "Văn phòng Ủy ban nhân dân thành phố thông báo để các đơn vị biết, thực hiện./.",
    ]
