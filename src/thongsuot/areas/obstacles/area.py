"""The obstacle as the engine and the desk know it: how it is raised, what it says, where it may go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.obstacles import routing, similar
from thongsuot.areas.obstacles.answering import known_answer
from thongsuot.areas.obstacles.process import OBSTACLE, REPLY
from thongsuot.areas.obstacles.process_needs import KINDS
from thongsuot.engine import writing
from thongsuot.engine.access import OVERSEEING, WORKING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.deciding import VIETNAM
from thongsuot.engine.errors import NotAllowed, Refused
from thongsuot.engine.faces import Choices, Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Move, Need, NeedKind
from thongsuot.engine.registry import Area
from thongsuot.engine.warning_levels import IN_CHARGE, LEVELS
from thongsuot.register import bodies, fields, procedures
from thongsuot.register.houses import office_of

RELATION = "obstacle"
TITLE = Need("title", "Vướng mắc gì", NeedKind.TEXT, longest=200, help="Một câu, không ghi tên người dân.")
OPEN_TO_MERGE = frozenset({"raised", "promised", "sent_up", "promised_above", "answered"})


def offered(actor: Actor) -> bool:
    """Whether this person holds a post that works or oversees, at any tier."""
    return _office(actor) is not None


def _office(actor: Actor) -> Office | None:
    return next((one for one in actor.offices if one.roles & (WORKING | OVERSEEING)), None)


def raise_(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening at the raiser's own house, whatever tier it is of: the lowest tier looks first. Raises NotAllowed."""
    return _opening(actor, "raise", given, about, at, {})


def join(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The same matter raised from another office: it follows the one it is about. Raises NotAllowed, Refused."""
    if about is None or about.kind != OBSTACLE.key or about.step not in OPEN_TO_MERGE:
        raise Refused("Chọn một vướng mắc đang mở để gộp vào, hoặc nêu vướng mắc mới.")
    return _opening(actor, "join", given, about, at, {"main": str(about.id)})


def _opening(
    actor: Actor, move: str, given: Mapping[str, Any], about: Case | None, at: datetime, facts: Mapping[str, Any]
) -> Opening:
    office = _office(actor)
    if office is None:
        raise NotAllowed("Chỉ người đang giữ một vị trí công tác mới nêu vướng mắc.")
    procedure = str(given.get("procedure") or (about.procedure_code if about else ""))
    asked = {need.name for need in _row(move).needs}
    told = {name: value for name, value in given.items() if name in asked}
    if move == "raise" and procedure:
        told["procedure"] = procedure
    return Opening(
        kind=OBSTACLE.key,
        move=move,
        title=given["title"],
        place_code=office.unit_code,
        province_code=office.province_code,
        supporting_body=office.body,
        receiving_body=office.house,
        executing_body=office_of(office.house),
        competent_body=office.house,
        competence=routing.competence_of(office.tier),
        product=OBSTACLE.product,
        limit=REPLY,
        subject_name=office.body_name,
        subject={},
        number_prefix=f"VM.{office.province_code or 'TW'}",
        happened_at=at,
        procedure_code=procedure,
        sector=fields.BY_KEY[given["field"]].sector if given.get("field") in fields.BY_KEY else "",
        facts={**facts, "telling": similar.told_of({**given, "procedure": procedure})},
        given=told,
    )


def _row(name: str) -> Move:
    found = OBSTACLE.move(name)
    if found is None:
        raise LookupError(name)
    return found


def pairs(case: Case) -> Pairs:
    """What the obstacle says beyond its table; empty values are left out by the page."""
    facts = case.facts
    return [
        ("Loại", dict(KINDS).get(facts.get("kind", ""), "")),
        ("Lĩnh vực", dict(fields.CHOICES).get(facts.get("field", ""), "")),
        ("Điều khoản", facts.get("article", "")),
        ("Thủ tục", _procedure(facts.get("procedure", ""), case.opened_at)),
        ("Hệ thống thông tin", facts.get("system", "")),
        ("Trách nhiệm", bodies.name_of(facts["responsible"]) if facts.get("responsible") else ""),
        ("Nơi nêu đề nghị giải quyết", bodies.name_of(facts["solver"]) if facts.get("solver") else ""),
        ("Đã cam kết", promises(case)),
        ("Trả lời bằng", _document(facts)),
    ]


def _procedure(code: str, at: datetime) -> str:
    """A procedure by its code and its title, where the register has it."""
    view = procedures.procedure(code, at.astimezone(VIETNAM).date()) if code else None
    return f"{code}, {view.title}" if view else code


def filled(actor: Actor, about: Case | None, linked: Mapping[str, str]) -> Mapping[str, str]:
    """What follows for the form from the procedure or the system that somebody raises an obstacle about."""
    code = linked.get("procedure") or (about.procedure_code if about else "")
    view = procedures.procedure(code, datetime.now(VIETNAM).date()) if code else None
    if view is not None:
        body = f"bo.{view.sector}"
        field = next((one.key for one in fields.FIELDS if one.body == body), "service")
        return {"procedure": code, "kind": "procedure", "field": field}
    return {"kind": "data", "field": "digital"} if linked.get("system") else {}


def promises(case: Case) -> str:
    """The day promised first, and how often it was moved."""
    found = [fact for fact in (case.clock or {}).get("facts", ()) if fact[0] in ("promised", "extended")]
    if not found or found[0][0] != "promised":
        return ""
    days = [datetime.fromisoformat(fact[2]).strftime("%d/%m/%Y") for fact in found]
    return days[0] if len(days) == 1 else f"{days[0]}, đã lùi {len(days) - 1} lần đến {days[-1]}"


def _document(facts: Mapping[str, Any]) -> str:
    if not facts.get("number"):
        return ""
    day = date.fromisoformat(facts["document_day"]).strftime("%d/%m/%Y")
    issuer = f" của {bodies.name_of(facts['issuer'])}" if facts.get("issuer") else ""
    return f"{facts['number']} ngày {day}{issuer}"


def choices(actor: Actor, need: Need, case: Case | None) -> Choices | None:
    """The bodies and obstacles that a form offers."""
    if case is None:
        return None
    day = datetime.now().astimezone().date()
    if need.name == "main":
        return similar.for_merging(actor, case)
    if need.name == "down":
        return routing.downward(case, day)
    if need.name == "issuer":
        near = [case.competent_body, case.receiving_body, *(key for key, _ in routing.upward(case, day))]
        return [(key, bodies.name_of(key)) for key in dict.fromkeys(near)]
    return None


def fills(actor: Actor, case: Case, move: Move) -> Mapping[str, Any]:
    """What the forms say beforehand: the answer that an issued document gives, the next tier up."""
    if move.name in ("answer", "answer_above"):
        return known_answer(actor, case)
    if move.name in ("send_up", "send_on"):
        offered = routing.upward(case, datetime.now().astimezone().date())
        return {"to": offered[0][0]} if offered else {}
    return {}


def mergeable(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """A main obstacle is another one, open, that follows none itself."""
    if move not in ("merge", "merge_above"):
        return None
    main = writing.find(UUID(str(given["main"])))
    if main is None or main.kind != OBSTACLE.key or main.id == case.id:
        return "Không có vướng mắc như vậy. Chọn trong danh sách."
    if main.step not in OPEN_TO_MERGE:
        return "Vướng mắc được chọn đã gộp hoặc đã kết thúc. Chọn vướng mắc chính đang mở."
    return None


AREA = Area(
    process=OBSTACLE,
    exposure=Exposure.OFFICE,
    routing=routing.ROUTING,
    refuses=(routing.in_order, mergeable),
    warnings=(*LEVELS, *IN_CHARGE),
    face=Face(
        slug="vuong-mac",
        noun="vướng mắc",
        title="Vướng mắc",
        subject="Nơi nêu",
        bodies=(
            (At.COMPETENT, "Nơi giải quyết"), (At.EXECUTING, "Bộ phận tham mưu"),
        ),
        pairs=pairs,
        openings=(
            OpeningForm("raise", "Nêu vướng mắc", (TITLE,), offered, raise_, similar.for_opening, fills=filled),
            OpeningForm("join", "Nêu cùng một vướng mắc", (TITLE,), offered, join, listed=False),
        ),
        choices=choices,
        fills=fills,
        relation=RELATION,
        words={"here": "Nêu từ", "there": "Vướng mắc"},
    ),
)  # fmt: skip
