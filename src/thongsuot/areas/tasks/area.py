"""The task as the engine and the desk know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from thongsuot.areas.tasks import giving, reading
from thongsuot.areas.tasks.process import RELATION, TASK, WITHIN
from thongsuot.areas.tasks.rules import Progress
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotAllowed
from thongsuot.engine.faces import Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Need, NeedKind
from thongsuot.engine.registry import Area
from thongsuot.engine.verbs import VIETNAM
from thongsuot.engine.warning_levels import IN_CHARGE, LEVELS

WORK = Need("work", "Việc phải làm", NeedKind.TEXT, longest=500, help="Một câu bắt đầu bằng động từ.")
PRODUCT = Need("product", "Sản phẩm", NeedKind.TEXT, longest=200, help="Ví dụ: báo cáo, dự thảo nghị định.")
ACCEPTANCE = Need("acceptance", "Nghiệm thu thế nào", NeedKind.TEXT, longest=300, help="Ai nhận, đạt yêu cầu gì.")
AUTHORITY = Need("authority", "Thẩm quyền", NeedKind.TEXT, longest=300,
                 help="Căn cứ, điều khoản; việc nào do nơi làm tự quyết, việc nào phải trình.")  # fmt: skip
CLEARS = (WORK, PRODUCT, ACCEPTANCE, AUTHORITY)


def offered(actor: Actor) -> bool:
    return giving.giver(actor) is not None


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening that the kit's form makes; a reason in lines is the draft's one reason."""
    reasons = given.get("reasons") or ()
    values = {**given, "why_no_limit": "; ".join(reasons)}
    return giving.prepare(actor, values, about, at)


def choices(actor: Actor, need: Need, case: Case | None) -> Sequence[tuple[str, str]] | None:
    """The people to whom the actor may give tasks."""
    office = giving.giver(actor)
    if need.name != "person":
        return None
    if office is None:
        raise NotAllowed(giving.NOT_GIVEN)
    today = datetime.now(UTC).astimezone(VIETNAM).date()
    return [(str(one.person), one.words) for one in giving.below(office, today)]


def pairs(case: Case) -> Pairs:
    """What a task says beyond its table; a percentage counts only while it is worked on."""
    facts = case.facts
    percent = facts.get("percent")
    rolled = reading.progress_of(case, datetime.now(UTC))
    return [
        ("Nhiệm vụ con", _rolled(rolled) if rolled else ""),
        ("Nghiệm thu", facts.get("acceptance", "")),
        ("Tiến độ nơi làm báo", f"{percent} %" if percent is not None and case.is_open else ""),
        ("Nguồn", facts.get("source", "")),
        ("Hạn xin lùi đến", _moment(facts.get("wanted")) if case.step == "asking" else ""),
        ("Hạn ban đầu", _first(case)),
    ]


def _rolled(parts: Progress) -> str:
    late = f", {parts.late} chậm" if parts.late else ""
    return f"{parts.done} trên {parts.total} đã hoàn thành{late}"


def _first(case: Case) -> str:
    """The day first set, where another one holds now: both are kept and shown."""
    facts: list[Any] = (case.clock or {}).get("facts", [])
    moved = any(one[0] == "extended" for one in facts)
    return _moment(facts[0][2]) if moved and facts[0][0] == "promised" else ""


def _moment(text: str | None) -> str:
    return f"{datetime.fromisoformat(text).astimezone(VIETNAM):%d/%m/%Y, %H:%M}" if text else ""


AREA = Area(
    process=TASK,
    others=(WITHIN,),
    exposure=Exposure.OFFICE,
    refuses=(giving.children_first, giving.sensible),
    warnings=(*LEVELS, *IN_CHARGE),
    face=Face(
        slug="nhiem-vu",
        noun="nhiệm vụ",
        title="Nhiệm vụ",
        subject="Nơi giao",
        bodies=((At.RECEIVING, "Nơi giao, nghiệm thu"), (At.EXECUTING, "Nơi thực hiện"),
                (At.COMPETENT, "Cơ quan chịu trách nhiệm")),
        pairs=pairs,
        openings=(
            OpeningForm("assign", "Giao nhiệm vụ", CLEARS, offered, prepare),
            OpeningForm("assign_open_ended", "Giao nhiệm vụ không thời hạn", CLEARS, offered, prepare),
        ),
        choices=choices,
        relation=RELATION,
        words={"here": "Thuộc", "there": "Nhiệm vụ"},
    ),
)  # fmt: skip
