"""Tasks that are not given yet: typed or proposed from a conclusion, completed, then given or dropped one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from thongsuot.areas.tasks import giving, rules
from thongsuot.areas.tasks.models import Draft
from thongsuot.engine import needs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound

OPEN, GIVEN, DROPPED = "open", "given", "dropped"
# What a draft may say; the others of a proposal (the sentence, the bodies' words) stay as they were found.
TYPED = ("person", "work", "until", "why_no_limit", "product", "acceptance", "authority")
FOUND = ("source", "body", "group", "lead_words", "helpers")
LONGEST = {
    "work": 500,
    "why_no_limit": 500,
    "product": 200,
    "acceptance": 300,
    "authority": 300,
    "person": 36,
    "until": 40,
}
MOST = 200


@dataclass(frozen=True, slots=True)
class View:
    """A draft as a page shows it."""

    id: UUID
    about: UUID | None
    values: Mapping[str, Any]
    proposed: bool
    state: str
    task: UUID | None

    @property
    def missing(self) -> tuple[str, ...]:
        return rules.missing(self.values)


def _houses(actor: Actor) -> list[str]:
    return [office.house for office in actor.offices if giving.drafter(actor)]


def keep(
    actor: Actor, drafts: Iterable[Mapping[str, Any]], about: UUID | None, now: datetime, *, proposed: bool
) -> int:
    """Keep drafts of the actor's house; how many. Proposals of a conclusion are made once: a second time adds none.

    Raises NotAllowed, NeedsNotMet.
    """
    office = giving.drafter(actor)
    if office is None or actor.person is None:
        raise NotAllowed("Vị trí của bạn không lập dự thảo nhiệm vụ.")
    rows = [
        Draft(
            id=uuid7(), house=office.house, about=about, values=_checked(values, found=proposed), proposed=proposed,
            place=place, state=OPEN, made_at=now, made_by=actor.person, changed_at=now,
        )
        for place, values in enumerate(drafts)
    ][:MOST]  # fmt: skip
    with transaction.atomic():
        if proposed and Draft.objects.filter(house=office.house, about=about, proposed=True).exists():
            return 0
        Draft.objects.bulk_create(rows)
    return len(rows)


def _checked(values: Mapping[str, Any], *, found: bool) -> dict[str, str]:
    """The values that a draft may have, as text. Raises NeedsNotMet."""
    needs.storable(dict(values))
    names = (*TYPED, *FOUND) if found else TYPED
    kept = {name: " ".join(str(values.get(name) or "").split()) for name in names}
    too_long = [name for name, value in kept.items() if len(value) > LONGEST.get(name, 4000)]
    if too_long:
        raise NeedsNotMet(
            [(name, f"Nội dung dài quá {LONGEST.get(name, 4000)} ký tự. Rút gọn lại.") for name in too_long]
        )
    return {name: value for name, value in kept.items() if value}


def of(actor: Actor, about: UUID | None) -> tuple[View, ...]:
    """The open drafts about a conclusion or a larger task, in the order of the text; those about nothing for None."""
    found = Draft.objects.filter(house__in=_houses(actor), about=about, state=OPEN).order_by("place", "made_at")
    return tuple(_view(one) for one in found[:MOST])


def _view(one: Draft) -> View:
    return View(one.id, one.about, one.values, one.proposed, one.state, one.task)


def find(actor: Actor, id: UUID) -> View:
    """Raises NotFound for one of another house."""
    one = Draft.objects.filter(id=id, house__in=_houses(actor)).first()
    if one is None:
        raise NotFound
    return _view(one)


def change(actor: Actor, id: UUID, typed: Mapping[str, Any], now: datetime) -> View:
    """Write what a person typed; what was found with it stays. Raises NotFound, Impossible, NeedsNotMet."""
    with transaction.atomic():
        one = _open(actor, id)
        kept = {name: value for name, value in one.values.items() if name in FOUND}
        one.values = {**kept, **_checked(typed, found=False)}
        one.changed_at = now
        one.save(update_fields=["values", "changed_at"])
    return _view(one)


def fill(actor: Actor, about: UUID | None, shared: Mapping[str, Any], now: datetime) -> int:
    """Write what the drafts about a conclusion share into those that do not say it yet, all or none; how many changed.

    Raises NeedsNotMet.
    """
    said = _checked(shared, found=False)
    with transaction.atomic():
        rows = Draft.objects.select_for_update().filter(house__in=_houses(actor), about=about, state=OPEN)
        changed = [one for one in rows[:MOST] if said.keys() - one.values.keys()]
        for one in changed:
            one.values, one.changed_at = {**said, **one.values}, now
        Draft.objects.bulk_update(changed, ["values", "changed_at"])
    return len(changed)


def drop(actor: Actor, id: UUID, now: datetime) -> None:
    """Say that it is no task. Raises NotFound, Impossible."""
    with transaction.atomic():
        one = _open(actor, id)
        one.state, one.changed_at = DROPPED, now
        one.save(update_fields=["state", "changed_at"])


def give(actor: Actor, id: UUID, now: datetime) -> Case:
    """Give it: the case that it becomes. Raises NeedsNotMet naming each clear that is missing, NotAllowed, NotFound."""
    with transaction.atomic():
        one = _open(actor, id)
        made = giving.give(actor, one.values, one.about, now, key=one.id)
        _given(one, made.id, now)
    return made


def give_to_many(
    actor: Actor, values: Mapping[str, Any], persons: list[str], about: UUID | None, now: datetime, *, key: UUID,
    draft: UUID | None = None,
) -> tuple[Case, ...]:  # fmt: skip
    """The same task to several; the draft it came from is over. Raises as `giving.give_to_many`."""
    with transaction.atomic():
        one = _open(actor, draft) if draft else None
        source = {"source": one.values.get("source", "")} if one else {}
        made = giving.give_to_many(actor, {**source, **values}, persons, one.about if one else about, now, key=key)
        if one is not None:
            _given(one, made[0].id, now)
    return made


def _given(one: Draft, task: UUID, now: datetime) -> None:
    one.state, one.task, one.changed_at = GIVEN, task, now
    one.save(update_fields=["state", "task", "changed_at"])


def _open(actor: Actor, id: UUID) -> Draft:
    one = Draft.objects.select_for_update().filter(id=id, house__in=_houses(actor)).first()
    if one is None:
        raise NotFound
    if one.state != OPEN:
        raise Impossible("Dự thảo này đã được giao hoặc đã bỏ.")
    return one
