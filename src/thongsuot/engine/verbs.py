"""The verbs: the only way in which a case changes. Each is one function and one transaction.

Lock order: the case's row first; a counter's row last and only by a verb that draws a number. Nothing outside
the database is called inside; what must follow (letters, messages) reads the journal after commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from uuid6 import uuid7

from thongsuot.engine import access, deciding, erasing, groups, making, needs, numbering, undoing, writing
from thongsuot.engine import actor as actors
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.adopting import adopt
from thongsuot.engine.case import Case
from thongsuot.engine.deadline_facts import BadClock
from thongsuot.engine.deciding import VIETNAM
from thongsuot.engine.erasing import Decision
from thongsuot.engine.errors import Impossible, KeyReused, NotAllowed, NotFound, Refused, StaleCase
from thongsuot.engine.internal import moving
from thongsuot.engine.making import Change, Circumstances, Opening, Paper
from thongsuot.engine.process import OFFICER, Exposure
from thongsuot.engine.registry import UnknownKind, barred, exposure_of, hindered, process_of
from thongsuot.register.working_time import OutsideCalendar

KEY_CONSTRAINT = "entry_key_once"
GROUP = groups.FACT


def open(actor: Actor, opening: Opening, *, key: UUID | None = None) -> Case:
    """Open a case. Repeated with its key it gives the same case again.

    Raises NotAllowed when no post of the actor carries the opening's role at the receiving body, NeedsNotMet,
    KeyReused, and Refused for a moment outside the calendar.
    """
    planned = deciding.opening(actor, opening, datetime.now(UTC), key)
    id = uuid7()

    def work() -> Case:
        change = planned.change(id, numbering.draw(*planned.series), settings.SITE)
        writing.write(change, new=True)
        return change.case

    return _once(work, actor, key, planned.now.request)


def move(
    actor: Actor,
    case_id: UUID,
    seen: int,
    name: str,
    given: Mapping[str, Any] | None = None,
    *,
    key: UUID | None = None,
    happened_at: datetime | None = None,
    papers: tuple[Paper, ...] = (),
) -> Case:
    """Make a move of the case's table. `seen` is the version that the caller saw.

    Raises NotFound, StaleCase, Impossible, NotAllowed, NeedsNotMet, KeyReused, and Refused with the sentence of
    the clock or the area's own rule. Nothing is written then.
    """

    def change(case: Case, now: Circumstances) -> Change:
        made = deciding.moved(case, name, given or {}, now, numbering.draw, papers)
        if sentence := hindered(case, name):
            raise Refused(sentence)
        return made

    return _act(actor, case_id, seen, change, key, deciding.move_wanted(name, given or {}, papers), happened_at)


def claim(
    actor: Actor, case_id: UUID, seen: int, *, key: UUID | None = None, happened_at: datetime | None = None
) -> Case:
    """Take a case from a queue. Raises NotAllowed when it is not in one of the actor's queues or already taken."""
    return _act(actor, case_id, seen, deciding.claimed, key, ["claim"], happened_at)


def assign(actor: Actor, case_id: UUID, seen: int, to: UUID | None, *, key: UUID | None = None) -> Case:
    """Give a case to a person of its queue, or back to the queue with `to` empty.

    By whoever holds it, or by the head of the office, the chair of the house or the intake of the same counter.
    """
    day = _today()
    target = actors.load(to, day) if to is not None else None

    def change(case: Case, now: Circumstances) -> Change:
        office = _assigning(actor, case)
        if target is not None and target.holding(case.queue_role, case.queue_body) is None:
            raise NotAllowed("Người được giao không giữ vị trí làm bước này. Chọn người khác.")
        if target is not None and (sentence := barred(target, case)):
            raise NotAllowed(sentence)
        if case.assignee == to:
            raise Impossible("Hồ sơ đang ở đúng người đó.")
        after = replace(case, assignee=to)
        given = {"to": str(to) if to else None, "name": target.name if target else None}
        return making.written(case, after, "assign", "assign", _by(now, office), given, {})

    return _act(actor, case_id, seen, change, key, ["assign", str(to)])


def _assigning(actor: Actor, case: Case) -> Office:
    if not case.is_open:
        raise Impossible("Hồ sơ đã kết thúc.")
    holder = case.assignee is not None and case.assignee == actor.person
    for role, body in (
        ("head", case.executing_body),
        ("chair", case.competent_body),
        (case.queue_role if holder or case.queue_role == "intake" else "", case.queue_body),
    ):
        office = actor.holding(role, body) if role else None
        if office is not None:
            return office
    raise NotAllowed("Chỉ người đang giữ hồ sơ, trưởng phòng hoặc lãnh đạo được giao lại.")


def attach(
    actor: Actor,
    case_id: UUID,
    seen: int,
    papers: tuple[Paper, ...],
    *,
    key: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Case:
    """Add papers to an open case, by an officer who works on it, or by the system with what it knows of them."""
    if facts and not actor.system:
        raise NotAllowed("Chỉ hệ thống ghi được các dữ kiện này.")

    def change(case: Case, now: Circumstances) -> Change:
        if actor.system and not case.is_open:
            raise Impossible("Hồ sơ đã kết thúc.")
        office = None if actor.system else _working(actor, case)
        names = making.names(papers)
        after = replace(case, facts={**case.facts, **facts}) if facts else case
        return making.written(case, after, "attach", "attach", _by(now, office), {}, names, papers=papers)

    if not papers:
        raise Refused("Chọn ít nhất một giấy tờ.")
    wanted = ["attach", [paper.digest.hex() for paper in papers]]
    return _act(actor, case_id, seen, change, key, wanted)


def amend(
    actor: Actor, case_id: UUID, seen: int, subject: Mapping[str, Any], name: str, *, key: UUID | None = None
) -> Case:
    """Correct what a case says of its subject; the old values stay with the entries that brought them."""

    def change(case: Case, now: Circumstances) -> Change:
        office = _working(actor, case)
        needs.storable([dict(subject), name])
        merged = {**case.subject, **subject}
        if merged == case.subject and name == case.subject_name:
            raise Impossible("Không có gì thay đổi.")
        after = replace(case, subject=merged, subject_name=name)
        changed = {key: value for key, value in subject.items() if case.subject.get(key) != value}
        personal = {**changed, **({"subject_name": name} if name != case.subject_name else {})}
        return making.written(case, after, "amend", "amend", _by(now, office), {"fields": sorted(personal)}, personal)

    return _act(actor, case_id, seen, change, key, ["amend", dict(subject), name])


def relate(actor: Actor, case_id: UUID, seen: int, other: UUID, kind: str, *, key: UUID | None = None) -> Case:
    """Say that two cases belong together. The other one must be visible to the actor too."""

    def change(case: Case, now: Circumstances) -> Change:
        office = None if actor.system else _working(actor, case)
        found = writing.find(other)
        if found is None or other == case_id or access.sight(actor, found) is Sight.NONE:
            raise NotFound
        writing.relate(case.id, other, kind, case.length + 1)
        given = {"other": str(other), "kind": kind}
        return making.written(case, case, "relate", "relate", _by(now, office), given, {})

    return _act(actor, case_id, seen, change, key, ["relate", str(other), kind])


def group(actor: Actor, case_id: UUID, seen: int, to: UUID | None, *, key: UUID | None = None) -> Case:
    """Put a case into a group of cases that are worked on together, or take it out with `to` empty."""

    def change(case: Case, now: Circumstances) -> Change:
        office = _working(actor, case)
        wanted = str(to) if to else None
        if case.facts.get(GROUP) == wanted:
            raise Impossible("Hồ sơ đang ở đúng nhóm này." if to else "Hồ sơ không ở nhóm nào.")
        facts = {name: value for name, value in case.facts.items() if name != GROUP}
        after = replace(case, facts={**facts, GROUP: wanted} if wanted else facts)
        return making.written(case, after, "group", "group", _by(now, office), {"group": wanted}, {})

    if to is not None and not groups.exists(actor, to):
        raise NotFound
    return _act(actor, case_id, seen, change, key, ["group", str(to)])


def undo(actor: Actor, case_id: UUID, seen: int, *, key: UUID | None = None) -> Case:
    """Take back the case's last step with an entry that compensates it: step, holder, clock, dates and facts.

    A number that the step drew is voided and never given again. By the person who made the step, or the head of
    the office or chair of the house; never past an irrevocable move or the opening.
    """

    def change(case: Case, now: Circumstances) -> Change:
        return undoing.undone(actor, case, now, writing.entries(case.id))

    return _act(actor, case_id, seen, change, key, ["undo"])


def migrate(actor: Actor, case_id: UUID, seen: int, pin: str, step: str = "", *, key: UUID | None = None) -> Case:
    """Move a case to another published version of its process; `step` names the counterpart where keys differ.

    Its clock, papers and facts stay. Raises what `internal.moving.migrated` raises, and Impossible for an unknown pin.
    """
    try:
        target = process_of(pin)
    except UnknownKind as error:
        raise Impossible("Không có phiên bản quy trình này.") from error

    def change(case: Case, now: Circumstances) -> Change:
        return moving.migrated(actor, case, target, step, now)

    return _act(actor, case_id, seen, change, key, ["migrate", pin, step])


def erase(actor: Actor, case_id: UUID, seen: int, decision: Decision, *, key: UUID | None = None) -> Case:
    """Erase what a closed case keeps of persons, by a decision that somebody else proposed. See engine.erasing.

    Raises Impossible for an open or an erased case, NotAllowed for who may not approve, Refused while it must be kept.
    """

    def change(case: Case, now: Circumstances) -> Change:
        return erasing.erased(actor, case, now, decision)

    wanted = ["erase", str(decision.id), decision.basis]
    return _act(actor, case_id, seen, change, key, wanted, then=lambda case: erasing.forget(case.id))


def _working(actor: Actor, case: Case) -> Office:
    if not case.is_open:
        raise Impossible("Hồ sơ đã kết thúc.")
    if sentence := barred(actor, case):
        raise NotAllowed(sentence)
    for role, body in (
        ("intake", case.receiving_body),
        ("specialist", case.executing_body),
        ("head", case.executing_body),
        ("chair", case.competent_body),
        ("clerk", case.competent_body),
    ):
        office = actor.holding(role, body)
        if office is not None:
            return office
    if exposure_of(case.process) is Exposure.OFFICE:
        for body in filter(None, (case.receiving_body, case.executing_body, case.competent_body, case.supporting_body)):
            if (office := actor.holding(OFFICER, body)) is not None:
                return office
    raise NotAllowed("Bạn chỉ xem được hồ sơ này.")


def open_about(actor: Actor, opening: Opening, about: UUID, relation: str, *, key: UUID | None = None) -> Case:
    """Open a case that belongs with another one which the actor sees: both, or neither. Raises what `open` does."""
    with transaction.atomic():
        made = open(actor, opening, key=key)
        return relate(actor, made.id, made.length, about, relation) if made.length == 1 else made


def _act(
    actor: Actor,
    case_id: UUID,
    seen: int,
    change: Callable[[Case, Circumstances], Change],
    key: UUID | None,
    wanted: list[Any],
    happened_at: datetime | None = None,
    then: Callable[[Case], None] = lambda case: None,
) -> Case:
    """Lock the case, let `change` decide, write what it made. The one path of every verb but `open`.

    `then` is what else the same transaction does.
    """
    request = deciding.asked(actor, case_id, *wanted)

    def work() -> Case:
        case, used = writing.lock(case_id, key)
        if case is None or access.sight(actor, case) is Sight.NONE:
            raise NotFound
        if used:
            raise _Repeated
        if case.length != seen:
            if key is not None and writing.by_key(key):
                raise _Repeated  # the same request was at work while this one waited for the lock
            raise StaleCase(seen, case.length)
        made = change(case, deciding.circumstances(actor, case, datetime.now(UTC), happened_at, key, request))
        writing.write(made, new=False)
        then(made.case)
        return made.case

    return _once(work, actor, key, request)


class _Repeated(Exception):
    """The key was used by an earlier request."""


def _once(work: Callable[[], Case], actor: Actor, key: UUID | None, request: str) -> Case:
    """Run in one transaction; a request that comes again with its key gets what the first one made."""
    try:
        with transaction.atomic():
            return work()
    except _Repeated:
        pass
    except (BadClock, OutsideCalendar) as error:
        raise Refused(str(error)) from error
    except IntegrityError as error:
        if key is None or KEY_CONSTRAINT not in str(error):
            raise
    return _earlier(actor, key, request)


def _earlier(actor: Actor, key: UUID | None, request: str) -> Case:
    found = writing.by_key(key) if key else None
    if found is None or found[1] != request or found[2] != actor.person:
        raise KeyReused
    return found[0]


def _by(now: Circumstances, office: Office | None) -> Circumstances:
    return replace(now, office=office)


def _today() -> date:
    return datetime.now(VIETNAM).date()


__all__ = [
    "VIETNAM",
    "adopt",
    "amend",
    "assign",
    "attach",
    "claim",
    "erase",
    "group",
    "migrate",
    "move",
    "open",
    "relate",
    "undo",
]
