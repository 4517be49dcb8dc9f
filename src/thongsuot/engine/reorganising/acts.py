"""The life of an act before it is carried out: entered, checked, approved by a second person, or dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from uuid6 import uuid7

from thongsuot.engine import access_reorganising as doors
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.errors import Impossible, NotFound, Refused
from thongsuot.engine.reorganising import cases
from thongsuot.engine.reorganising.survey import Survey, survey
from thongsuot.register import bodies
from thongsuot.register.models import Person
from thongsuot.register.reorganising.models import Reorganisation
from thongsuot.register.reorganising.plan import Plan, from_json, to_json

STATES = {
    "draft": "Dự thảo",
    "checked": "Đã kiểm tra, chờ phê duyệt",
    "approved": "Đã phê duyệt, chờ đến ngày",
    "running": "Đang chuyển",
    "done": "Đã thực hiện",
    "undoing": "Đang hoàn tác",
    "undone": "Đã hoàn tác",
    "dropped": "Đã bỏ",
}


class NotReady(Refused):
    """The plan cannot go on as it is; `problems` say what to settle."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        shown = " ".join(problems[:5])
        rest = f" Và {len(problems) - 5} vấn đề khác." if len(problems) > 5 else ""
        super().__init__(f"Phương án còn {len(problems)} vấn đề phải xử lý: {shown}{rest}")


@dataclass(frozen=True)
class Act:
    """An act as pages and commands read it."""

    record: Reorganisation
    plan: Plan

    @property
    def id(self) -> UUID:
        return UUID(str(self.record.pk))

    @property
    def state(self) -> str:
        return STATES[self.record.state]

    @property
    def provinces(self) -> frozenset[str]:
        """The provinces that the act changes, before and after."""
        keys = {key for heir in self.plan.heirs for key in (heir.old, heir.new)}
        found = {view.province_code for key in keys if (view := bodies.body(key))}
        units = {bodies.body(f"ubnd.{code}") for code in self.plan.old_units}
        found |= {view.province_code for view in units if view}
        return frozenset(found | {unit.province_code for unit in self.plan.units})


def today() -> date:
    return timezone.localdate()


def propose(actor: Actor, plan: Plan) -> Act:
    """Enter a plan as a draft. Raises NotAllowed, and Impossible for a plan that has been entered before."""
    doors.proposing(actor)
    act = unsaved(plan, actor)
    try:
        with transaction.atomic():
            act.record.save(force_insert=True)
    except IntegrityError as error:
        raise Impossible("Phương án này đã được nhập. Mở phương án đã có thay vì nhập lại.") from error
    return act


def unsaved(plan: Plan, actor: Actor = SYSTEM) -> Act:
    """An act that is only looked at: nothing of it is written."""
    record = Reorganisation(
        id=uuid7(), digest=plan.digest, plan=to_json(plan), title=plan.title, effective_on=plan.effective_on,
        state="draft", proposed_by=actor.person, proposed_name=actor.name, proposed_at=timezone.now(),
    )  # fmt: skip
    return Act(record, plan)


def find(id: UUID) -> Act:
    """An act by its id. Raises NotFound."""
    record = Reorganisation.objects.filter(pk=id).first()
    if record is None:
        raise NotFound
    return Act(record, from_json(record.plan))


def same(plan: Plan) -> Act | None:
    """The act that was entered from this very plan and not dropped or undone."""
    record = Reorganisation.objects.filter(digest=plan.digest).exclude(state__in=["dropped", "undone"]).first()
    return Act(record, from_json(record.plan)) if record else None


def listed() -> list[Act]:
    """All acts, the latest day first."""
    rows = Reorganisation.objects.order_by("-effective_on", "-proposed_at")[:200]
    return [Act(record, from_json(record.plan)) for record in rows]


def look(act: Act) -> Survey:
    """The list before, as it stands now: the dry run. Nothing is written."""
    return survey(act.plan, act.id, today())


def check(actor: Actor, id: UUID) -> Survey:
    """Make the dry run and, when nothing blocks, mark the draft as checked. Raises NotReady with what blocks."""
    doors.proposing(actor)
    act = find(id)
    if act.record.state not in ("draft", "checked"):
        raise Impossible(f"Phương án đang ở tình trạng “{act.state}”.")
    found = look(act)
    if found.blocking:
        raise NotReady([f"{one.about}: {one.sentence}" for one in found.blocking])
    _step(act, ("draft", "checked"), state="checked", checked_at=timezone.now(), before=found.counts)
    return found


def approve(actor: Actor, id: UUID) -> Act:
    """Approve a checked act. Raises NotAllowed for its proposer and for whoever leads nothing above it."""
    act = find(id)
    doors.approving(actor, act.record.proposed_by, act.provinces)
    _step(
        act, ("checked",), state="approved", approved_by=actor.person, approved_name=actor.name,
        approved_at=timezone.now(),
    )  # fmt: skip
    return find(id)


def drop(actor: Actor, id: UUID) -> None:
    """Put aside an act that has not begun."""
    doors.proposing(actor)
    _step(find(id), ("draft", "checked", "approved"), state="dropped")


def _step(act: Act, states: tuple[str, ...], **values: Any) -> None:
    if not Reorganisation.objects.filter(pk=act.record.pk, state__in=states).update(**values):
        raise Impossible(f"Phương án đang ở tình trạng “{find(act.id).state}”.")


def due(moment: datetime) -> list[UUID]:
    """Acts that are to be worked on: approved and come to their day, or begun and not finished."""
    day = timezone.localtime(moment).date()
    rows = Reorganisation.objects.filter(state="approved", effective_on__lte=day, waits_for="")
    begun = Reorganisation.objects.filter(state__in=["running", "undoing"])
    return [*begun.values_list("id", flat=True), *rows.values_list("id", flat=True)]


@dataclass(frozen=True)
class Progress:
    total: int
    settled: int
    troubled: int


def progress(act: Act) -> Progress:
    return Progress(*cases.progress(act.id))


def person_named(login: str) -> Person | None:
    """The person behind a login, for the command line."""
    return Person.objects.filter(account__username=login).first()
