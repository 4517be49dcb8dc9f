"""Moving a case under way to another version of its process: only asked for, only where its step has a counterpart."""

from __future__ import annotations

from dataclasses import dataclass, replace

from thongsuot.engine import making
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NotAllowed
from thongsuot.engine.internal.weaving import kind_of, named_by
from thongsuot.engine.making import Change, Circumstances
from thongsuot.engine.process import Process, State
from thongsuot.register import bodies


@dataclass(frozen=True)
class Counterpart:
    """Where a case would stand in the other version, or why nowhere."""

    state: State | None
    reason: str = ""


def counterpart(case: Case, target: Process, step: str = "") -> Counterpart:
    """The step of the other version that a case's step is: the same key, or the one that somebody named."""
    here = case.table.state(case.step)
    key = step or case.step
    if key not in {state.key for state in target.states}:
        return Counterpart(None, f"Bước “{here.label}” không có trong quy trình mới. Chọn bước tương ứng.")
    there = target.state(key)
    if there not in alike(here, target):
        return Counterpart(None, f"Bước “{there.label}” không tương ứng với “{here.label}”: khác tình trạng xử lý.")
    return Counterpart(there)


def alike(here: State, target: Process) -> list[State]:
    """The steps of the other version that may stand for this one: the same status, waiting for the same."""
    same = (here.terminal, here.waits_for, here.status)
    return [state for state in target.states if (state.terminal, state.waits_for, state.status) == same]


def migrated(actor: Actor, case: Case, target: Process, step: str, now: Circumstances) -> Change:
    """The case on the other version: step, holder and answering body follow its table; clock and facts stay.

    By the head of the office that settles it or the chair of the house. Raises Impossible, NotAllowed.
    """
    office = _by_whom(actor, case)
    if not case.is_open:
        raise Impossible("Hồ sơ đã kết thúc.")
    if kind_of(target.pin) != case.kind:
        raise Impossible("Quy trình này thuộc loại việc khác.")
    named = named_by(target.pin)
    if named is not None and not _holds_for(case, *named[:2]):
        raise Impossible("Quy trình này thuộc thủ tục khác hoặc không áp dụng tại nơi giải quyết hồ sơ.")
    if target.pin == case.process:
        raise Impossible("Hồ sơ đang theo đúng quy trình này.")
    found = counterpart(case, target, step)
    if found.state is None:
        raise Impossible(found.reason)
    after = _placed(case, target, found.state)
    given = {"from": case.process, "to": target.pin, "step": [case.step, found.state.key]}
    return making.written(case, after, "migrate", "migrate", replace(now, office=office), given, {})


def _holds_for(case: Case, procedure: str, place: str) -> bool:
    body = bodies.body(case.competent_body)
    return procedure == case.procedure_code and place in ("", case.province_code, body.unit_code if body else "")


def _placed(case: Case, target: Process, state: State) -> Case:
    same_queue = state.queue is not None and (case.queue_role, case.queue_body) == (
        state.queue.name,
        case.body_at(state.queue.at),
    )
    return replace(
        case,
        process=target.pin,
        step=state.key,
        status=state.status,
        waits_for=str(state.waits_for),
        responsible_body=case.body_at(state.responsible),
        queue_role=state.queue.name if state.queue else "",
        queue_body=case.body_at(state.queue.at) if state.queue else "",
        assignee=case.assignee if same_queue else None,
    )


def may_migrate(actor: Actor, case: Case) -> bool:
    """Whether the actor heads the office that settles the case, or chairs its house."""
    return _office(actor, case) is not None


def _office(actor: Actor, case: Case) -> Office | None:
    return actor.holding("head", case.executing_body) or actor.holding("chair", case.competent_body)


def _by_whom(actor: Actor, case: Case) -> Office:
    office = _office(actor, case)
    if office is None:
        raise NotAllowed("Chỉ trưởng phòng thụ lý hoặc lãnh đạo được chuyển hồ sơ sang quy trình khác.")
    return office
