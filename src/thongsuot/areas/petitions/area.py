"""The petition as the engine and the desk know it: its rules, where it may go, how it is taken down and shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from thongsuot.areas.petitions import competence, ordered, publishing, sending, similar, terms
from thongsuot.areas.petitions.process import CLASSES, FIELD, GROUNDS, PETITION, TTHC
from thongsuot.areas.petitions.sending import Petition
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.deadline_words import moment_words
from thongsuot.engine.faces import Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Move, Need, NeedKind
from thongsuot.engine.published import Audience
from thongsuot.engine.registry import Area
from thongsuot.register import bodies
from thongsuot.register.working_time import VIETNAM

MERGE = next(move.label for move in PETITION.moves if move.name == "merge")
TAKEN_DOWN = (
    Need("name", "Họ tên người phản ánh", NeedKind.TEXT, False, longest=200, help="Để trống nếu không nêu tên."),
    Need("phone", "Số điện thoại", NeedKind.TEXT, False, longest=20),
    Need("email", "Thư điện tử", NeedKind.TEXT, False, longest=200),
    Need("address", "Địa chỉ nhận trả lời", NeedKind.TEXT, False, longest=300),
    Need("place", "Mã xã, phường nơi xảy ra việc", NeedKind.TEXT, False, longest=5,
         help="Để trống nếu việc ở chính xã, phường này."),
    Need("body", "Cơ quan của người bị phản ánh", NeedKind.BODY, False, help="Chỉ khi phản ánh hành vi."),
)  # fmt: skip


def offered(actor: Actor) -> bool:
    return any("reception" in office.roles for office in actor.offices)


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening of what is said at the counter or by telephone."""
    office = sending.reception_of(actor)

    def text(name: str) -> str:
        return str(given.get(name) or "")

    petition = Petition(
        about=given["class"],
        place_code=text("place") or office.unit_code,
        content=tuple(given["content"]),
        answer_by=given["answer_by"],
        where=text("where"),
        dossier=text("dossier"),
        body=text("body"),
        name=text("name"),
        phone=text("phone"),
        email=text("email"),
        address=text("address"),
        channel=given["channel"],
    )
    return sending.record(actor, petition, at)


def in_time(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """An extension ends at the longest time that the class may take, counted from the day it was received."""
    if move != "extend":
        return None
    day = case.opened_at.astimezone(VIETNAM).date()
    held = terms.on(str(case.facts.get("class", TTHC)), day)
    last = case.opened_at + timedelta(days=held.longest_days + 1)
    if datetime.fromisoformat(given["until"]) <= last:
        return None
    return f"Vụ việc phức tạp được trả lời trong {held.longest_days} ngày: chậm nhất {moment_words(last)}."


def once(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """The sender says once how satisfied they are, by whichever way."""
    if move in ("rate", "rate_unsigned") and "stars" in case.facts:
        return "Câu trả lời này đã được đánh giá."
    return None


def reachable(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Nobody can be asked who left no name: what they sent is stored, or answered as it is."""
    if move == "ask_more" and not case.number:
        return "Người gửi không đăng nhập nên không bổ sung tại đây được. Gọi điện hỏi rồi ghi chú, hoặc lưu."
    return None


def pairs(case: Case) -> Pairs:
    facts = case.facts
    about = str(facts.get("about_body", ""))
    alike = similar.how_many(case)
    return [
        ("Có thể cùng một việc", f"{alike} phản ánh đang mở: xem ở “{MERGE}”" if alike else ""),
        ("Phân loại", dict(CLASSES).get(str(facts.get("class", "")), "")),
        ("Nhận qua", sending.channel_words(str(facts.get("channel", "portal")))),
        ("Cơ quan của người bị phản ánh", bodies.name_of(about) if about else ""),
        ("Người bị phản ánh", "Đã ghi; người này không được xử lý" if facts.get("accused") else ""),
        ("Người gửi", "Không nêu tên: không có nghĩa vụ trả lời" if facts.get("anonymous") else ""),
        ("Vì sao không trả lời", dict(GROUNDS).get(str(facts.get("ground", "")), "")),
        ("Thông tin cho kiểm tra", "Có" if facts.get("hint") else ""),
        ("Mức hài lòng", f"{facts['stars']} sao" if "stars" in facts else ""),
        ("Tọa độ", f"{facts['lat']}, {facts['long']}" if facts.get("class") == FIELD and "lat" in facts else ""),
    ]


def fills(actor: Actor, case: Case, row: Move) -> Mapping[str, Any]:
    """What the forms say when they are opened: what the sender told, and for publishing the text with names hidden."""
    if row.name not in ("accept", "forward", "merge"):
        return publishing.proposal(actor, case, row)
    asked = {need.name for need in row.needs}
    return {name: case.facts[name] for name in ("class", "about_body") if name in asked and name in case.facts}


FACE = Face(
    slug="phan-anh-kien-nghi",
    noun="phản ánh, kiến nghị",
    title="Phản ánh, kiến nghị",
    subject="Người gửi",
    bodies=((At.RECEIVING, "Nơi tiếp nhận"), (At.EXECUTING, "Đơn vị trả lời"), (At.COMPETENT, "Cơ quan trả lời")),
    pairs=pairs,
    openings=(OpeningForm("record", "Ghi nhận phản ánh, kiến nghị", TAKEN_DOWN, offered, prepare),),
    choices=competence.choices,
    fills=fills,
)
AREA = Area(
    process=PETITION,
    published={Audience.ANYBODY: frozenset({"published"})},
    refuses=(competence.rightly_sent, publishing.publishable, in_time, once, reachable, similar.mergeable),
    routing=competence.ROUTING,
    face=FACE,
    orders=ordered.ordered,
    retimes=terms.retimed,
    bars=competence.barred,
)
