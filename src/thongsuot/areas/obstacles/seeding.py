"""A dozen obstacles of the demonstration, in different states, made through the engine's verbs. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from thongsuot.areas.obstacles import following
from thongsuot.areas.obstacles.area import raise_
from thongsuot.engine import demonstration, sql, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.verbs import VIETNAM
from thongsuot.register.demo_people import working_day

SPACE = UUID("0b0f7a52-96a4-5a3f-8f0e-6b7f0a1c2d31")
CITY = "ubnd.46"


@dataclass(frozen=True)
class Act:
    """Who made which move, how many working days ago; `until` is a day in working days from now."""

    who: str
    move: str
    ago: float
    given: Mapping[str, Any] = field(default_factory=dict)
    until: float | None = None


@dataclass(frozen=True)
class Told:
    """One obstacle: who raised it, when, what it says, and what became of it. `of` is
    its field, `follows` the place of the one that it follows."""

    who: str
    ago: float
    kind: str
    of: str
    title: str
    description: str
    cause: str
    acts: tuple[Act, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)
    follows: int | None = None


def _up(who: str, to: str, ago: float, opinion: str, move: str = "send_up", why: str = "") -> Act:
    return Act(who, move, ago, {"to": to, "opinion": [opinion], **({"why": why} if why else {})})


def _promise(who: str, ago: float, until: float, plan: str, move: str = "promise") -> Act:
    return Act(who, move, ago, {"plan": [plan]}, until)


def _answer(who: str, ago: float, number: str, answer: str, day: str, move: str = "answer") -> Act:
    return Act(who, move, ago, {"answer": [answer], "number": number, "document_day": day})


def _tales(now: datetime) -> tuple[Told, ...]:
    day = (now - timedelta(days=3)).date().isoformat()
    return (
        Told("quynh", 12, "data", "justice", "Không tra được dữ liệu khai sinh lập trước năm 2016",
             "Tra theo số quyển trong hệ thống không ra, người dân chờ thêm bốn ngày", "Sổ giấy chưa số hóa hết",
             (_up("toan", CITY, 10, "Xã không có quyền sửa dữ liệu hộ tịch"),
              _up("trang", "bo.G15", 8, "Mười hai xã của thành phố gặp như vậy", "send_on"),
              _promise("vutruong", 6, 6, "Cho dùng bản chụp sổ gốc có xác nhận", "promise_above")),
             {"article": "khoản 2 Điều 5 Nghị định 120/2025/NĐ-CP", "system": "Cơ sở dữ liệu hộ tịch điện tử",
              "responsible": "bo.G15"}),
        Told("hoa", 4, "data", "justice", "Dữ liệu khai sinh của ba xã cũ không tra được",
             "Sổ trước năm 2016 không có trong hệ thống", "Chưa chuyển dữ liệu khi sắp xếp"),
        Told("nam", 5, "data", "justice", "Tra dữ liệu khai sinh trước năm 2016 báo không có",
             "Phải gọi điện về phường cũ để hỏi", "Sổ giấy chưa số hóa",
             (Act("minh", "merge", 3),), follows=0),
        Told("huong", 15, "competence", "land", "Chưa rõ ai xác nhận hiện trạng đất khi công chức địa chính nghỉ",
             "Hai hồ sơ đang chờ chữ ký", "Nghị định chưa nói người ký thay",
             (_up("minh", CITY, 13, "Phường đã giao người làm thay nhưng văn bản không cho ký"),
              _promise("trang", 12, -2, "Hỏi Sở Nông nghiệp và Môi trường", "promise_above")),
             {"article": "Điều 10 Nghị định 151/2025/NĐ-CP"}),
        Told("lan", 6, "premises", "service", "Thiếu máy quét tại quầy số 3", "Mỗi ngày 40 hồ sơ chờ quét",
             "Máy cũ đã hỏng từ tháng 9",
             (_answer("minh", 4, "112/QĐ-UBND (minh họa)", "Mua thêm một máy quét, giao trong tuần", day),
              Act("lan", "confirm", 1, {"note": "Đã có máy."}))),
        Told("quynh", 7, "staff", "finance", "Không có công chức làm kế toán từ khi sắp xếp",
             "Một người kiêm ba việc", "Người cũ đã nghỉ theo chính sách",
             (_promise("toan", 5, 3, "Đề nghị thành phố biệt phái một kế toán"),)),
        Told("chinhanh", 0.5, "data", "digital", "Mất kết nối với hệ thống hộ tịch vào giờ cao điểm",
             "Từ 8 giờ 30 đến 10 giờ không gửi được hồ sơ", "Chưa rõ", (),
             {"system": "Hệ thống thông tin giải quyết thủ tục hành chính thành phố Hà Nội"}),
        Told("quynh", 18, "severance", "finance", "Chưa có kinh phí chi trả người không chuyên trách nghỉ việc",
             "Bốn người chưa nhận tiền", "Chưa được bổ sung dự toán",
             (_up("toan", CITY, 16, "Ngân sách xã không tự cân đối được"),
              _up("trang", "bo.G12", 14, "Thành phố đã tạm ứng một nửa", "send_on")), {"responsible": "bo.G12"}),
        Told("nam", 9, "procedure", "justice", "Mẫu trích lục in sai tên xã sau sắp xếp",
             "Tên xã cũ vẫn in ở phần nơi đăng ký", "Mẫu chưa sửa",
             (_up("minh", CITY, 8, "Phường không sửa được mẫu"),
              _up("trang", "bo.G15", 7, "Đề nghị sửa mẫu", "send_on"),
              _answer("vutruong", 2, "4521/BTP-HCTP (minh họa)", "In tên đơn vị hiện nay, ghi chú tên cũ", day,
                      "answer_above")), {"procedure": "2.000635"}),
        Told("lan", 14, "assets", "finance", "Trụ sở cũ chưa bàn giao hồ sơ nhà đất", "Chưa mở được kho lưu trữ",
             "Bên giao chưa kiểm kê xong",
             (_promise("minh", 12, 1, "Kiểm kê và bàn giao kho"),
              Act("minh", "postpone", 2, {"reasons": ["Thiếu người kiểm kê"]}, 8))),
        Told("quynh", 11, "training", "digital", "Công chức chưa biết ký số bản quét", "Ba người phải nhờ xã bên",
             "Chưa được tập huấn",
             (_answer("toan", 6, "45/KH-UBND (minh họa)", "Mở lớp ngày thứ Sáu", day),
              Act("quynh", "reopen", 1, {"reasons": ["Lớp đã hoãn, chưa ai được học"]}))),
        Told("ngoc", 24, "institution", "health", "Hai nghị định quy định khác nhau về thẩm định an toàn thực phẩm",
             "Không rõ tỉnh hay xã thẩm định cơ sở dưới 200 suất ăn", "Hai điều khoản chồng lấn",
             (_up("long", "bo.G18", 22, "Thành phố tạm giao cho Sở"),),
             {"article": "Điều 12 Nghị định 148/2025/NĐ-CP"}),
    )  # fmt: skip


def seed_obstacles(now: datetime | None = None) -> int:
    """Make them once, in one transaction; how many there are. Raises demo.OnlyInDemo without the demo flag."""
    demonstration.only()
    now = (now or datetime.now(VIETNAM)).replace(second=0, microsecond=0)
    tales = _tales(now)
    if not sql.run("SELECT 1 FROM engine_case WHERE kind = 'obstacle' LIMIT 1"):
        with transaction.atomic():
            made: list[Case] = []
            for place, told in enumerate(tales):
                made.append(_made(told, place, now, made))
            following.catch_up(now)
    return len(tales)


def _made(told: Told, place: int, now: datetime, earlier: list[Case]) -> Case:
    raiser = demonstration.of_login(told.who, now)
    given = {
        "title": told.title, "kind": told.kind, "field": told.of, "description": [told.description],
        "cause": [told.cause], **told.more,
    }  # fmt: skip
    opening = raise_(raiser, given, None, working_day(now, -told.ago))
    case = verbs.open(raiser, opening, key=uuid5(SPACE, f"{place}"))
    for step, act in enumerate(told.acts):
        said = dict(act.given)
        if act.until is not None:
            said["until"] = working_day(now, act.until).isoformat()
        if told.follows is not None:
            said["main"] = str(earlier[told.follows].id)
        key = uuid5(SPACE, f"{place}:{step}")
        at = working_day(now, -act.ago)
        case = verbs.move(
            demonstration.of_login(act.who, now), case.id, case.length, act.move, said, key=key, happened_at=at
        )
    return case
