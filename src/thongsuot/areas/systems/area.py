"""The fault of an information system as the engine and the desk know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from thongsuot.areas.systems import holdings, joining
from thongsuot.areas.systems.holdings import SystemView
from thongsuot.areas.systems.process import ACCEPTING, EXTENTS, FAULT, SYMPTOMS
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.deciding import VIETNAM
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.faces import Choices, Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Need, NeedKind
from thongsuot.engine.published import Audience
from thongsuot.engine.registry import Area
from thongsuot.register import bodies, procedures

RELATION = "fault_about"
# A body is what a form lets one choose from the area's own list: here the list is that of systems.
WHICH = Need(
    "system", "Hệ thống bị lỗi", NeedKind.BODY,
    help="Lỗi có thể đã được báo: xem trang của hệ thống, ở đó chỉ cần bấm “Tôi cũng gặp”.",
)  # fmt: skip
PROCEDURES = Need(
    "procedures", "Thủ tục bị ảnh hưởng", NeedKind.LINES, required=False, longest=20,
    help="Mỗi dòng một mã thủ tục, ví dụ 1.001193. Để trống nếu là mọi thủ tục.",
)  # fmt: skip
TITLE = Need("title", "Lỗi gì", NeedKind.TEXT, longest=200, help="Một câu, không ghi tên hay số giấy tờ của người dân.")

PAGES = (
    ("Hệ thống thông tin", "/he-thong"),
    ("Điều kiện của xã", "/dieu-kien"),
    ("Tình trạng các hệ thống", "/tinh-trang-he-thong"),
)


def offered(actor: Actor) -> bool:
    return any(office.roles & WORKING for office in actor.offices)


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening from the reporter's office to the system's owner. Raises NotAllowed, NeedsNotMet."""
    office = next((one for one in actor.offices if one.roles & WORKING), None)
    if office is None:
        raise NotAllowed("Chỉ người đang giữ vị trí làm việc mới báo lỗi hệ thống.")
    system = holdings.find(given["system"])
    if system is None:
        raise NeedsNotMet([("system", "Chọn hệ thống trong danh sách.")])
    if datetime.fromisoformat(str(given["since"])) > at:
        raise NeedsNotMet([("since", "Thời điểm bị lỗi không thể sau lúc này.")])
    concerned = _procedures(given.get("procedures") or (), about, at)
    return opening_of(
        system, "report", given["title"], at,
        place_code=office.unit_code, province_code=office.province_code, receiving=office.body,
        from_whom=office.body_name, concerned=concerned,
        given={need.name: given[need.name] for need in FAULT.openings[0].needs if need.name in given},
    )  # fmt: skip


def _procedures(typed: Sequence[str], about: Case | None, at: datetime) -> list[str]:
    """The codes of the procedures concerned: of the case that it is about, and those named. Raises NeedsNotMet."""
    day = at.astimezone(VIETNAM).date()
    named = [code.strip() for code in typed]
    if unknown := [code for code in named if procedures.procedure(code, day) is None]:
        raise NeedsNotMet([("procedures", f"Không có thủ tục mang mã {', '.join(unknown)}. Kiểm tra lại.")])
    first = [about.procedure_code] if about is not None and about.procedure_code else []
    return list(dict.fromkeys([*first, *named]))


def opening_of(
    system: SystemView,
    move: str,
    title: str,
    at: datetime,
    *,
    place_code: str,
    province_code: str,
    receiving: str,
    from_whom: str,
    concerned: list[str],
    given: Mapping[str, Any],
    facts: Mapping[str, Any] | None = None,
) -> Opening:
    """The opening of a fault, whoever found it."""
    return Opening(
        kind=FAULT.key,
        move=move,
        title=title,
        place_code=place_code,
        province_code=province_code,
        receiving_body=receiving,
        executing_body=system.owner,
        competent_body=system.owner,
        competence=FAULT.legal_basis,
        product=FAULT.product,
        limit=ACCEPTING,
        subject_name=from_whom,
        subject={},
        number_prefix=f"LOI.{system.key.upper()}",
        happened_at=at,
        procedure_code=concerned[0] if concerned else "",
        sector=system.owner.removeprefix("bo.") if system.owner.startswith("bo.") else "",
        facts={"system": system.key, "system_name": system.name, "procedures": concerned, **(facts or {})},
        given=given,
    )


def choices(actor: Actor, need: Need, case: Case | None) -> Choices | None:
    if need.name != WHICH.name:
        return None
    near = {office.province_code for office in actor.offices}
    mine = [one for one in holdings.every() if one.kind == "ministry" or one.province_code in near]
    return [(one.key, one.name) for one in mine]


def filled(actor: Actor, about: Case | None, linked: Mapping[str, str]) -> dict[str, Any]:
    """Who reports a fault mostly met it just now."""
    now = datetime.now(VIETNAM)
    return {"since": (now.strftime("%d/%m/%Y"), now.strftime("%H:%M"))}


def along(case: Case) -> dict[str, str]:
    """What a fault says of the obstacle that is raised because of it."""
    return {"title": case.title, "system": str(case.facts.get("system_name", ""))}


def pairs(case: Case) -> Pairs:
    facts = case.facts
    more = joining.witnesses(case.id)
    return (
        ("Hệ thống", facts.get("system_name", "")),
        ("Cơ quan chủ quản", bodies.name_of(case.executing_body)),
        ("Hiện tượng", dict(SYMPTOMS).get(facts.get("symptom", ""), "")),
        ("Phạm vi", dict(EXTENTS).get(facts.get("extent", ""), "")),
        ("Bao nhiêu người gặp", str(1 + more)),
        ("Thủ tục bị ảnh hưởng", "; ".join(facts.get("procedures", ()))),
        ("Đã ghép vào lỗi", facts.get("main", "")),
    )


AREA = Area(
    process=FAULT,
    exposure=Exposure.OFFICE,
    published={Audience.ANYBODY: frozenset(state.key for state in FAULT.states if not state.terminal)},
    refuses=(joining.only_into_an_open_one,),
    face=Face(
        slug="loi-he-thong",
        noun="lỗi hệ thống",
        title="Lỗi hệ thống thông tin",
        subject="Nơi báo",
        bodies=((At.EXECUTING, "Cơ quan chủ quản hệ thống"),),
        pairs=pairs,
        openings=(
            OpeningForm("report", "Báo lỗi hệ thống", (WHICH, TITLE, PROCEDURES), offered, prepare, fills=filled),
        ),
        choices=choices,
        along=along,
        pages=PAGES,
        relation=RELATION,
        words={"here": "Lỗi gặp khi làm", "there": "Lỗi hệ thống"},
    ),
)
