"""Carrying out the plan: each step is one verb by the officer whose turn it is, under a key of its own."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from thongsuot.areas.dossiers import intake
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused
from thongsuot.register.calendar import Calendar
from thongsuot.simulation.country import House, matters
from thongsuot.simulation.lives import Dossier, plan
from thongsuot.simulation.staffing import Staff


@dataclass
class Tally:
    """What was done: dossiers, works of the table, ratings, verbs, and the sentences of the verbs that were refused."""

    dossiers: int = 0
    works: int = 0
    ratings: int = 0
    verbs: int = 0
    repeated: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Turn:
    """One step in its place among all steps of the houses that are worked on together."""

    at: datetime
    house: str
    day: date
    place: int
    step: int
    dossier: Dossier = field(compare=False)


class HouseAtWork:
    """One house living through its days: its dossiers' steps in the order in which they happen."""

    def __init__(self, house: House, days: Iterable[date], seed: int, scale: float, calendar: Calendar) -> None:
        self.house = house
        self._cases: dict[str, Case | None] = {}
        self._staff: Staff | None = None
        self._used: frozenset[UUID] = frozenset()
        self._dossiers = list(_planned(house, days, seed, scale, calendar))

    def turns(self, until: datetime) -> list[Turn]:
        """Every step up to a moment, in order."""
        found = []
        for place, dossier in enumerate(self._dossiers):
            moments = [dossier.at, *(step[0] for step in dossier.steps)]
            for step, at in enumerate(moments):
                if at > until:
                    break
                found.append(Turn(at, self.house.key, dossier.at.date(), place, step, dossier))
        self._used = recorded([turn.dossier.key(turn.step) for turn in found])
        return sorted(found)

    def take(self, turn: Turn, tally: Tally) -> None:
        """Make one step, unless an earlier run made it. A refusal ends the dossier's life and is kept."""
        if turn.dossier.key(turn.step) in self._used:
            tally.repeated += 1
            return
        dossier = turn.dossier
        case = self._cases.get(dossier.name)
        if dossier.name in self._cases and case is None:
            return
        try:
            if turn.step == 0:
                case = self._open(dossier)
                tally.dossiers += 1
            else:
                case = self._step(dossier, case or self._again(dossier), turn.step)
            self._cases[dossier.name] = case
            tally.verbs += 1
        except Refused as refusal:
            self._cases[dossier.name] = None
            tally.refused.append(f"{dossier.name}, bước {turn.step}: {refusal.sentence}")

    def _again(self, dossier: Dossier) -> Case:
        """A case that an earlier run opened: the request repeated with its key gives it back."""
        return self._open(dossier)

    def _open(self, dossier: Dossier) -> Case:
        wanted, key = application(dossier), dossier.key(0)
        if dossier.channel == "online":
            applicant = Actor(None, wanted.name, citizen=wanted.number)
            opening = intake.prepare(applicant, wanted, dossier.at, move="submit", receiving_body=self.house.counter)
            return verbs.open(applicant, opening, key=key)
        return intake.receive(self._actor("intake", self.house.counter, dossier), wanted, dossier.at, key=key)

    def _step(self, dossier: Dossier, case: Case, step: int) -> Case:
        at, role, move, given = dossier.steps[step - 1]
        key = dossier.key(step)
        if move == "claim":
            actor = self._actor(role, case.queue_body, dossier)
            return verbs.claim(actor, case.id, case.length, key=key, happened_at=at)
        place = {"intake": case.receiving_body, "chair": case.competent_body, "clerk": case.competent_body}
        actor = self._actor(role, place.get(role, case.executing_body), dossier)
        told = {**given, "receiver": dossier.applicant} if move == "hand_out" else given
        return verbs.move(actor, case.id, case.length, move, told, key=key, happened_at=at)

    def _actor(self, role: str, body: str, dossier: Dossier) -> Actor:
        if self._staff is None:
            self._staff = Staff(self.house, timezone.localdate())
        return self._staff.actor(role, body, dossier.number)


def _planned(house: House, days: Iterable[date], seed: int, scale: float, calendar: Calendar) -> Iterator[Dossier]:
    known = None
    for day in days:
        if known is None:
            known = matters(house, day)
        yield from plan(house, day, seed, scale, calendar, known)


def recorded(keys: list[UUID]) -> frozenset[UUID]:
    """The keys that stand in the journal already."""
    if not keys:
        return frozenset()
    return frozenset(row[0] for row in sql.run("SELECT key FROM engine_entry WHERE key = ANY(%s)", [keys]))


def application(dossier: Dossier) -> Application:
    """What the invented applicant brings. Numbers and addresses belong to nobody."""
    number = dossier.number
    return Application(
        procedure_code=dossier.matter.procedure_code,
        case_key=dossier.matter.case_key,
        place_code=dossier.place_code,
        name=dossier.applicant,
        number=f"0{number % 86 + 10:02d}{number:09d}",
        phone=f"09{number % 10**8:08d}",
        address=f"Số {number % 240 + 1}, tổ {number % 17 + 1} (hư cấu)",
        channel=dossier.channel,  # type: ignore[arg-type]
        delivery={"online": "online", "post": "post"}.get(dossier.channel, "counter"),
        papers={key: (originals, copies) for key, originals, copies in dossier.matter.papers},
        competence_id=dossier.matter.competence_id,
    )


def turns(houses: Iterable[HouseAtWork], until: datetime) -> Iterator[tuple[Turn, HouseAtWork]]:
    """Every step of these houses up to a moment, each in its turn, with the house whose it is."""
    at_work = {one.house.key: one for one in houses}
    for turn in heapq.merge(*(one.turns(until) for one in at_work.values())):
        yield turn, at_work[turn.house]
