"""Doing the planned work: each step one verb by whoever's turn it is, in the order of time, under a key of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from thongsuot.engine import registry, verbs, writing
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused, StaleCase
from thongsuot.engine.making import Opening
from thongsuot.engine.process import OFFICER, Role
from thongsuot.measures.external import FACT
from thongsuot.simulation.country import chance_of
from thongsuot.simulation.staffing import Officers
from thongsuot.simulation.table.shape import Holder, Work
from thongsuot.simulation.working import Tally, recorded

UNMARKED = "yes"


class Overtaken(Exception):
    """The site did something by itself meanwhile, after which the planned step makes no sense."""


class Doing:
    """The works of a run, done up to a moment. A refusal ends a work's life and is kept in the tally."""

    def __init__(self, works: Sequence[Work], day: date) -> None:
        self._works = {work.name: work for work in works}
        self._officers = Officers(day)
        self._cases: dict[str, Case | None] = {}

    def turns(self, until: datetime) -> list[tuple[datetime, str, int]]:
        """Every step up to a moment, in order, as (when, whose, which)."""
        found = []
        for work in self._works.values():
            moments = [work.at, *(step.at for step in work.steps)]
            found += [(at, work.name, step) for step, at in enumerate(moments) if at <= until]
        return sorted(found)

    def done(self, until: datetime) -> Iterator[Tally]:
        """Make every step that no earlier run made; what was done since it was last told, about once a second."""
        turns = self.turns(until)
        keys = [self._works[name].key(step) for _, name, step in turns]
        known = recorded(keys)
        tally, told = Tally(), time.monotonic()
        for (_, name, step), key in zip(turns, keys, strict=True):
            if key in known:
                tally.repeated += 1
            else:
                self._take(self._works[name], step, tally)
            if time.monotonic() - told > 1:
                yield tally
                tally, told = Tally(), time.monotonic()
        yield tally

    def _take(self, work: Work, step: int, tally: Tally) -> None:
        if work.name in self._cases and self._cases[work.name] is None:
            return
        try:
            case = self._step(work, self._known(work.name), step) if step else self._open(work)
            self._cases[work.name] = case
            tally.verbs += 1
            tally.works += step == 0
        except Overtaken:
            self._cases[work.name] = None
        except (Refused, LookupError) as refusal:
            self._cases[work.name] = None
            sentence = refusal.sentence if isinstance(refusal, Refused) else str(refusal)
            tally.refused.append(f"{work.name}, bước {step}: {sentence}")

    def _known(self, name: str) -> Case:
        """A case that was opened; by an earlier run, found by its key. Raises LookupError."""
        case = self._cases.get(name)
        if case is None:
            found = writing.by_key(self._works[name].key(0)) if name in self._works else None
            if found is None:
                raise LookupError(f"Chưa có việc {name}.")
            case = self._cases[name] = found[0]
        return case

    def _open(self, work: Work) -> Case:
        actor = SYSTEM if work.who.role == "system" else self._officers.actor(work.who.role, work.who.body, _pick(work))
        about = self._known(work.about) if work.about else None
        opening = (work.opens or _by_form)(actor, replace(work, given=self._filled(work.given)), about)
        opening = replace(opening, facts={**opening.facts, FACT: work.mark or UNMARKED})
        if about is None or not work.relates:
            return verbs.open(actor, opening, key=work.key(0))
        face = registry.area(work.kind).face
        relation = face.relation if face else work.kind
        return verbs.open_about(actor, opening, about.id, relation, key=work.key(0))

    def _step(self, work: Work, case: Case, step: int) -> Case:
        """Make a step. Raises Overtaken, Refused, LookupError."""
        try:
            return self._moved(work, case, step)
        except StaleCase:
            # The site's own work beside this run: what is silent for long lapses, what follows another is answered.
            now = writing.find(case.id)
            row = case.table.move(work.steps[step - 1].move)
            if now is None or row is None or now.step not in row.sources:
                raise Overtaken from None
            return self._moved(work, now, step)

    def _moved(self, work: Work, case: Case, step: int) -> Case:
        planned = work.steps[step - 1]
        row = case.table.move(planned.move)
        if row is None:
            raise LookupError(f"Không có bước {planned.move}.")
        queue = case.table.state(case.step).queue
        if case.assignee is not None and queue == row.role:
            actor = self._officers.person(case.assignee)
        else:
            actor = self._who(work, case, row.role)
        given = self._filled(planned.given)
        return verbs.move(actor, case.id, case.length, row.name, given, key=work.key(step), happened_at=planned.at)

    def _who(self, work: Work, case: Case, role: Role) -> Actor:
        """Who makes a move: the system, whoever carries its role; of any officers the one who opened the case."""
        if role.name == "system":
            return SYSTEM
        body = case.body_at(role.at)
        if role.name != OFFICER:
            return self._officers.actor(role.name, body, _pick(work))
        if work.who.role != "system":
            opener = self._officers.actor(work.who.role, work.who.body, _pick(work))
            if opener.holding(OFFICER, body) is not None:
                return opener
        return self._officers.any_of(body, _pick(work))

    def _filled(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What is given, with the people that it names by their posts."""
        return {
            name: str(self._officers.actor(one.role, one.body, 0).person) if isinstance(one, Holder) else one
            for name, one in given.items()
        }


def _pick(work: Work) -> int:
    """Which of several who could: the same for all steps of a work, in every run."""
    return chance_of("pick", work.name).randrange(10**6)


def _by_form(actor: Actor, work: Work, about: Case | None) -> Opening:
    """The opening that the form of the kind makes of these values."""
    face = registry.area(work.kind).face
    form = next((one for one in face.openings if one.move == work.move), None) if face else None
    if form is None:
        raise LookupError(f"Không có cách mở {work.kind}, {work.move}.")
    return form.prepare(actor, work.given, about, work.at)
