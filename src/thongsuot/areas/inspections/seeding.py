"""The demonstration's inspections: the city's team in two communes, the ministry's in one, with what they found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from thongsuot.areas.inspections import area, recording
from thongsuot.engine import demonstration, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.register import demo
from thongsuot.register.models import LoadedFile

SPACE = UUID("7c1f8f5c-8a52-5b7e-9a3c-5d3b8f9f0e21")
MARK = "demo-inspections"
MOUNTAIN, WARD = f"ubnd.{demo.MOUNTAIN}", f"ubnd.{demo.WARD}"
CITY_TEAM = {
    "title": "Kiểm tra vận hành Trung tâm Phục vụ hành chính công cấp xã",
    "decision": "2815/QĐ-UBND", "leader": "Phạm Thanh Long, Chủ tịch Ủy ban nhân dân thành phố",
    "members": ["Nguyễn Thu Trang, Trưởng phòng Tổng hợp", "Võ Bảo Ngọc, chuyên viên"],
    "topics": ["Tiếp nhận, trả kết quả", "Thiết bị, đường truyền", "Bố trí người làm việc"],
    "plan": "Mỗi nơi nửa ngày, kết luận trong tuần.", "places": [WARD, MOUNTAIN],
}  # fmt: skip
MINISTRY_TEAM = {
    "title": "Kiểm tra công tác hộ tịch và phần mềm hộ tịch điện tử",
    "decision": "1906/QĐ-BTP", "leader": "Đinh Công Sơn, Vụ trưởng",
    "members": ["Cao Phương Linh, chuyên viên"], "topics": ["Đăng ký khai sinh, khai tử", "Đồng bộ dữ liệu hộ tịch"],
    "places": [WARD],
}  # fmt: skip
FOUND: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("city", WARD, "Số thứ tự gọi chậm, người chờ trung bình 40 phút vào sáng thứ Hai",
     {"severity": "moderate", "field": "one_stop", "where": "Quầy số 2"}),
    ("city", MOUNTAIN, "Đường truyền mất nhiều giờ mỗi tuần, hồ sơ phải ghi giấy rồi nhập lại",
     {"severity": "serious", "field": "systems", "where": "Trung tâm Phục vụ hành chính công xã"}),
    ("city", MOUNTAIN, "Chưa có cán bộ công nghệ thông tin, máy quét hỏng từ tháng 9",
     {"severity": "moderate", "field": "staff"}),
    ("ministry", WARD, "Kết quả khai sinh trên Cổng không nhập được vào phần mềm hộ tịch",
     {"severity": "serious", "field": "civil_status", "provision": "Luật Hộ tịch 60/2014/QH13 (chưa xác minh điều)"}),
)  # fmt: skip


def seed(now: datetime | None = None) -> int:
    """Make the two teams and their findings, once; how many cases. Raises demo.OnlyInDemo."""
    demonstration.only()
    now = now or datetime.now(UTC)
    with transaction.atomic():
        _, new = LoadedFile.objects.get_or_create(name=MARK, defaults={"digest": "", "loaded_at": timezone.now()})
        if not new:
            return 0
        teams = {
            "city": (
                head := demonstration.holder("vp.46", "head", now),
                _team(head, CITY_TEAM, now - timedelta(days=9)),
            ),
            "ministry": (
                head := demonstration.holder("bo.G15", "head", now),
                _team(head, MINISTRY_TEAM, now - timedelta(days=6)),
            ),
        }
        for number, (team, place, title, given) in enumerate(FOUND):
            actor, inspection = teams[team]
            at = now - timedelta(days=4, hours=number)
            found = recording.record(
                actor, f"{inspection.id} {place}", title, given, (), at, key=uuid5(SPACE, f"{MARK}:{number}")
            )
            _follow(found, number, now)
    return len(teams) + len(FOUND)


def _team(actor: Actor, asked: dict[str, Any], at: datetime) -> Case:
    day = at.astimezone(verbs.VIETNAM).date()
    days = {"decided_on": day, "first_day": day + timedelta(days=1), "last_day": day + timedelta(days=12)}
    given = {**asked, **{name: value.isoformat() for name, value in days.items()}}
    case = verbs.open(actor, area.prepare(actor, given, None, at))
    return verbs.move(actor, case.id, case.length, "begin", {}, happened_at=at + timedelta(days=1))


def _follow(found: Case, number: int, now: datetime) -> None:
    """The ward has answered one and reported another; the mountain commune's still wait."""
    if number not in (0, 3):
        return
    head = demonstration.holder(f"vp.{demo.WARD}", "head", now)
    until = (now + timedelta(days=5)).isoformat()
    case = verbs.move(
        head, found.id, found.length, "answer", {"measures": ["Mở thêm một quầy buổi sáng"], "until": until},
        happened_at=now - timedelta(days=2),
    )  # fmt: skip
    if number == 0:
        verbs.move(head, case.id, case.length, "report", {"done": ["Đã mở quầy số 3 từ 7 giờ 30"]})
