"""The demonstration's petitions: ten in different states at Phường Thuận Hóa and xã A Lưới 2, one of them published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from thongsuot.areas.petitions import sending
from thongsuot.areas.petitions.process import FIELD
from thongsuot.areas.petitions.sending import Petition
from thongsuot.engine import demonstration, sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.register import demo

SPACE = UUID("8f0f1c56-1c43-5d0a-8a86-5f2be0a7d913")
HANH = Actor(None, "Nguyễn Thị Hạnh", citizen="046188001976")
WARD, MOUNTAIN = demo.WARD, demo.MOUNTAIN


@dataclass(frozen=True)
class Planned:
    """One petition and how far it has come: the moves made since, in their order."""

    days_ago: int
    petition: Petition
    moves: tuple[str, ...] = ()
    signed: bool = False


def _about(about: str, place: str, *content: str, **more: Any) -> Petition:
    return Petition(about, place, content, "portal", **more)


PLANNED = (
    Planned(1, _about("TTHC", WARD, "Nộp đăng ký khai sinh trực tuyến vẫn bị hỏi bản giấy sổ hộ khẩu cũ",
                      "Đề nghị bỏ yêu cầu này"), signed=True),
    Planned(0, _about("FIELD", WARD, "Đèn đường trước chợ tắt ba đêm nay", where="Chợ An Cựu")),
    Planned(2, _about("FIELD", WARD, "Nắp cống bị vỡ, xe máy dễ sa bánh", where="Kiệt 12 đường Lê Lợi",
                      name="Trần Văn Lộc", phone="0912 345 670"), ("accept",)),
    Planned(9, _about("TTHC", WARD, "Chờ xác nhận tình trạng hôn nhân quá ngày hẹn hai lần"), ("accept", "draft"),
            signed=True),
    Planned(12, _about("TTHC", WARD, "Phường chỉ nhận chứng thực buổi sáng, người đi làm không đến được",
                       "Tôi là Nguyễn Thị Hạnh, số 0905 111 222, đề nghị mở thêm chiều thứ bảy"),
            ("accept", "draft", "approve", "sign", "rate", "publish"), signed=True),
    Planned(20, _about("FIELD", WARD, "Bãi rác tự phát cuối đường chưa dọn", where="Cuối đường Phan Đình Phùng"),
            ("accept", "draft", "approve")),
    Planned(3, _about("TTHC", WARD, "Làm ăn chán quá"), ("store",)),
    Planned(4, _about("STAFF", WARD, "Cán bộ ở quầy nói trống không, bảo về chứ không hướng dẫn",
                      body=f"pvhcc.{WARD}", name="Lê Thị Hoa", phone="0935 222 111")),
    Planned(1, _about("TTHC", MOUNTAIN, "Người già ở thôn xa không đi được ra trung tâm xã để nhận kết quả")),
    Planned(8, _about("FIELD", MOUNTAIN, "Cầu treo thôn bị hỏng ván, trẻ em đi học nguy hiểm",
                      where="Cầu treo thôn A Roàng", name="Hồ Văn Bình", phone="0977 888 999")),
)  # fmt: skip
ANSWER = [
    "Từ tuần này phường nhận chứng thực cả chiều thứ tư và sáng thứ bảy.",
    "Cảm ơn bạn đã góp ý.",
]
DONE = ["Phường đã giao tổ công trình đô thị xử lý, xong trong tuần này."]


def seed(now: datetime | None = None) -> int:
    """Send them and work on them as the ward does; once. How many there are. Raises OnlyInDemo."""
    demonstration.only()
    if sql.run("SELECT 1 FROM engine_case WHERE kind = 'petition' LIMIT 1"):
        return 0
    now = now or datetime.now(UTC)
    for number, planned in enumerate(PLANNED):
        at = now - timedelta(days=planned.days_ago, hours=2)
        sender = HANH if planned.signed else None
        case = sending.send(sender, planned.petition, at, key=uuid5(SPACE, str(number))).case
        for step, move in enumerate(planned.moves, start=1):
            case = _made(case, move, number, min(now, at + timedelta(days=step)))
    return len(PLANNED)


def _made(case: Case, move: str, number: int, at: datetime) -> Case:
    actor, given = MOVES[move](case, at)
    key = uuid5(SPACE, f"{number}:{move}")
    return verbs.move(actor, case.id, case.length, move, given, key=key, happened_at=at)


Made = tuple[Actor, dict[str, Any]]


def _accept(case: Case, at: datetime) -> Made:
    given = {"class": case.facts["class"], "office": f"vp.{case.place_code}"}
    return demonstration.holder(f"vp.{case.place_code}", "reception", at), given


def _store(case: Case, at: datetime) -> Made:
    given = {"ground": "insufficient", "reasons": ["Không nêu việc gì, ở đâu"], "hint": True}
    return demonstration.holder(f"vp.{case.place_code}", "reception", at), given


def _answer(case: Case) -> list[str]:
    return DONE if case.facts["class"] == FIELD else ANSWER


def _publish(case: Case, at: datetime) -> Made:
    question = ["Phường chỉ nhận chứng thực buổi sáng, người đi làm không đến được", "Đề nghị mở thêm chiều thứ bảy"]
    given = {"question_public": question, "answer_public": ANSWER, "checked": True}
    return demonstration.holder(f"vp.{case.place_code}", "reception", at), given


MOVES: dict[str, Callable[[Case, datetime], Made]] = {
    "accept": _accept,
    "store": _store,
    "draft": lambda case, at: (
        demonstration.holder(f"vp.{case.place_code}", "specialist", at),
        {"answer": _answer(case)},
    ),
    "approve": lambda case, at: (demonstration.holder(f"vp.{case.place_code}", "head", at), {}),
    "sign": lambda case, at: (demonstration.holder(f"ubnd.{case.place_code}", "chair", at), {}),
    "rate": lambda case, at: (HANH, {"stars": "5", "comment": "Nhanh hơn tôi nghĩ."}),
    "publish": _publish,
}
