"""The announcement as the engine and the desk know it: its text, days and audience are facts, not personal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from thongsuot.areas.communication import rules
from thongsuot.areas.communication.process import ANNOUNCEMENT, APPROVAL
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.faces import Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Need, NeedKind
from thongsuot.engine.published import Audience
from thongsuot.engine.registry import Area
from thongsuot.register import formatting, procedures

NEEDS = (
    Need("title", "Tiêu đề", NeedKind.TEXT, longest=200, help="Một câu nói điều gì thay đổi với người dân."),
    Need("text", "Nội dung", NeedKind.TEXT, longest=4000,
         help="Lời thường, câu ngắn: việc gì, từ khi nào, phải làm gì, hỏi ai. Không ghi tên, số giấy tờ của ai."),
    Need("shown_from", "Đăng từ ngày", NeedKind.DATE),
    Need("shown_until", "Đăng đến hết ngày", NeedKind.DATE),
    Need("procedures", "Mã thủ tục có liên quan", NeedKind.TEXT, required=False, longest=200,
         help="Cách nhau bằng dấu phẩy, ví dụ 1.001193, 2.000815. Để trống nếu là tin chung."),
)  # fmt: skip


def _office(actor: Actor) -> Office | None:
    return next((one for one in actor.offices if one.roles & WORKING and one.province_code), None)


def offered(actor: Actor) -> bool:
    """Whether this person holds a post in a province or one of its communes."""
    return _office(actor) is not None


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening at the author's office, to be approved by its house. Raises NotAllowed, NeedsNotMet."""
    office = _office(actor)
    if office is None:
        raise NotAllowed("Chỉ người giữ vị trí ở tỉnh hoặc xã mới soạn thông báo.")
    first, last = _day(given["shown_from"]), _day(given["shown_until"])
    codes = rules.codes(given.get("procedures", ""))
    faults = rules.day_faults(first, last)
    unknown = [code for code in codes if procedures.procedure(code, at.date()) is None]
    if unknown:
        faults.append(("procedures", f"Không có thủ tục mang mã {', '.join(unknown)}."))
    if faults:
        raise NeedsNotMet(faults)
    return Opening(
        kind=ANNOUNCEMENT.key,
        move="draft",
        title=given["title"],
        place_code=office.unit_code,
        province_code=office.province_code,
        supporting_body=office.body,
        receiving_body=office.house,
        executing_body=office.body,
        competent_body=office.house,
        competence=ANNOUNCEMENT.legal_basis,
        product=ANNOUNCEMENT.product,
        limit=APPROVAL,
        subject_name=office.body_name,
        subject={},
        number_prefix=f"TB.{office.unit_code}",
        happened_at=at,
        facts={
            "text": given["text"],
            "shown_from": first.isoformat(),
            "shown_until": last.isoformat(),
            "procedures": codes,
        },
    )


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def pairs(case: Case) -> Pairs:
    facts = case.facts
    days = [formatting.day(date.fromisoformat(facts[name])) for name in ("shown_from", "shown_until") if name in facts]
    return [
        ("Nội dung", facts.get("text", "")),
        ("Đăng từ, đến", " – ".join(days)),
        ("Thủ tục có liên quan", ", ".join(facts.get("procedures", []))),
    ]


AREA = Area(
    process=ANNOUNCEMENT,
    exposure=Exposure.OFFICE,
    published={Audience.ANYBODY: frozenset({"published"})},
    face=Face(
        slug="thong-bao",
        noun="thông báo",
        title="Thông báo cho người dân",
        subject="Nơi soạn",
        bodies=((At.SUPPORTING, "Nơi soạn"), (At.COMPETENT, "Nơi duyệt, đăng")),
        pairs=pairs,
        openings=(OpeningForm("draft", "Soạn thông báo", NEEDS, offered, prepare),),
    ),
)
