"""Co-ordinating on a task: each body that shall help is asked by a small case of its own, and says what it thinks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.tasks.process import TASK
from thongsuot.engine import reading, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.faces import Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import (
    OFFICER,
    At,
    Clock,
    Exposure,
    Move,
    Need,
    NeedKind,
    Process,
    Role,
    State,
    Waits,
)
from thongsuot.engine.registry import Area
from thongsuot.register import bodies

ASKER = Role(OFFICER, At.RECEIVING)
HELPER = Role("head", At.EXECUTING)
BASIS = "Quy chế làm việc của cơ quan chủ trì (chưa xác minh)"
RELATION = "coordinates"
_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)

COORDINATION = Process(
    key="coordination",
    version=1,
    title="Phối hợp thực hiện nhiệm vụ",
    product="Ý kiến, số liệu phối hợp",
    states=(
        State("asked", "Chờ cơ quan phối hợp", 2, queue=HELPER, responsible=At.EXECUTING),
        State("answered", "Đã phối hợp", 10, Waits.NOBODY, responsible=At.EXECUTING, terminal=True),
        State("withdrawn", "Đã rút đề nghị", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    ),
    moves=(
        Move("ask", "Đề nghị phối hợp", (), "asked", ASKER,
             needs=(Need("until", "Trước", NeedKind.MOMENT),
                    Need("question", "Cần ý kiến, số liệu gì", NeedKind.LINES, longest=1000)),
             clock=Clock.PROMISE, basis=BASIS),
        Move("answer", "Gửi ý kiến phối hợp", ("asked",), "answered", HELPER,
             needs=(Need("opinion", "Ý kiến, số liệu", NeedKind.LINES, longest=2000),),
             clock=Clock.STOP, outcome="answered", irrevocable=True, basis=BASIS),
        Move("withdraw", "Rút đề nghị", ("asked",), "withdrawn", ASKER, needs=(_REASONS,), clock=Clock.STOP,
             outcome="withdrawn", irrevocable=True, basis=BASIS),
    ),
    legal_basis=BASIS,
)  # fmt: skip
WITH = Need("with", "Cơ quan phối hợp", NeedKind.BODY)


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The question to another body about a task that the actor's body does: the clears stand in it.

    Raises NotAllowed, NeedsNotMet.
    """
    if about is None or about.kind != TASK.key:
        raise NotAllowed("Mở trang của nhiệm vụ rồi đề nghị phối hợp từ đó.")
    to = bodies.body(str(given["with"]))
    house = to.house or to.key if to else ""
    if to is None or house == about.competent_body:
        raise NeedsNotMet([("with", "Chọn một cơ quan khác với cơ quan chủ trì.")])
    return Opening(
        kind=COORDINATION.key,
        move="ask",
        title=f"Phối hợp: {about.title}",
        place_code=to.unit_code or about.place_code,
        province_code=to.province_code or about.province_code,
        receiving_body=about.competent_body,
        executing_body=to.key,
        competent_body=house,
        competence=about.competence,
        product=COORDINATION.product,
        limit=Limit(LimitUnit.NONE, basis="thời hạn do nơi chủ trì đặt"),
        subject_name=about.code or "",
        subject={},
        number_prefix=f"PH.{to.province_code or 'TW'}",
        happened_at=at,
        facts={"task": {"code": about.code, "product": about.product, "due": _due(about)}},
        given={name: given[name] for name in ("until", "question")},
    )


def _due(task: Case) -> str:
    return f"{task.due_at.astimezone(verbs.VIETNAM):%d/%m/%Y, %H:%M}" if task.due_at else "không thời hạn"


def ask(actor: Actor, task: UUID, given: Mapping[str, Any], at: datetime, *, key: UUID | None = None) -> Case:
    """Ask one body. Raises NotFound and what `prepare` and the engine raise."""
    about = reading.case_page(actor, task, "move").case
    return verbs.open_about(actor, prepare(actor, given, about, at), task, RELATION, key=key)


def pairs(case: Case) -> Pairs:
    task = case.facts.get("task", {})
    return [("Sản phẩm của nhiệm vụ", task.get("product", "")), ("Hạn của nhiệm vụ", task.get("due", ""))]


def _offered(actor: Actor) -> bool:
    return any(one.roles & {"chair", "head", "specialist"} for one in actor.offices)


COORDINATION_AREA = Area(
    process=COORDINATION,
    exposure=Exposure.OFFICE,
    face=Face(
        slug="phoi-hop",
        noun="đề nghị phối hợp",
        title="Phối hợp thực hiện nhiệm vụ",
        subject="Cho nhiệm vụ",
        bodies=((At.RECEIVING, "Nơi chủ trì"), (At.EXECUTING, "Nơi phối hợp")),
        pairs=pairs,
        openings=(OpeningForm("ask", "Đề nghị phối hợp", (WITH,), _offered, prepare),),
        relation=RELATION,
        words={"here": "Phối hợp cho", "there": "Cơ quan phối hợp"},
    ),
)
