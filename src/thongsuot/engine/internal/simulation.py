"""How a dossier received at a moment would go: when each step is due, who holds it, what if somebody is away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from thongsuot.engine import deadline
from thongsuot.engine.internal.definition import Internal, Step
from thongsuot.engine.process import At, Process, Role
from thongsuot.register.calendar import Calendar


@dataclass(frozen=True)
class Holder:
    """Somebody who carries a role in a body."""

    person: UUID
    name: str
    title: str


Find = Callable[[str, str, date], Sequence[Holder]]
"""Body, role, day → who carries it then."""


@dataclass(frozen=True)
class Bodies:
    """The three bodies of an imagined dossier."""

    receiving: str
    executing: str
    competent: str

    def at(self, at: At) -> str:
        return {At.RECEIVING: self.receiving, At.EXECUTING: self.executing, At.COMPETENT: self.competent}.get(at, "")


@dataclass(frozen=True)
class Planned:
    """One step: from when to when, who holds it; `gap` says what to do when nobody does."""

    step: Step
    role: Role | None
    body: str
    starts: datetime
    due: datetime
    holders: tuple[Holder, ...]
    away: tuple[Holder, ...]
    gap: str = ""


@dataclass(frozen=True)
class Simulation:
    """The whole run. `due` is the legal limit's moment, None where the law sets none; `ends` the plan's own."""

    steps: tuple[Planned, ...]
    starts: datetime
    ends: datetime
    due: deadline.Due
    gaps: tuple[str, ...]

    @property
    def in_time(self) -> bool:
        return self.due.moment is None or self.ends <= self.due.moment


def simulate(
    internal: Internal,
    process: Process,
    bodies: Bodies,
    starts: datetime,
    calendar: Calendar,
    find: Find,
    away: Collection[UUID] = (),
) -> Simulation:
    """Run the plan from a moment. Steps fill their whole time, so the end is the latest that the plan allows.

    `away` are people who are not there: a step goes to the next holder of its role, or has a gap with a name.
    Raises OutsideCalendar for days that the calendar does not cover.
    """
    position = calendar.days_at(calendar.opening(starts))
    steps: list[Planned] = []
    at = calendar.opening(starts)
    for state, step in _placed(internal, process):
        position += step.span.days if step.span else Fraction(0)
        ends = calendar.moment_of_days(position) if step.span else at
        role = process.state(state).queue
        steps.append(_planned(step, role, bodies, at, ends, find, away))
        at = ends
    gaps = tuple(dict.fromkeys(one.gap for one in steps if one.gap))
    return Simulation(tuple(steps), starts, at, deadline.due(internal.limit, starts, (), calendar), gaps)


def _placed(internal: Internal, process: Process) -> list[tuple[str, Step]]:
    """Each step with the key of its state: the first on a state has that state's own."""
    seen: set[str] = set()
    placed = []
    for step in internal.steps:
        key = step.key if step.on in seen else step.on
        seen.add(step.on)
        placed.append((key if key in {state.key for state in process.states} else step.on, step))
    return placed


def _planned(
    step: Step, role: Role | None, bodies: Bodies, starts: datetime, due: datetime, find: Find, away: Collection[UUID]
) -> Planned:
    body = bodies.at(role.at) if role else ""
    everybody = tuple(find(body, role.name, due.date())) if role and body else ()
    here = tuple(one for one in everybody if one.person not in away)
    gone = tuple(one for one in everybody if one.person in away)
    return Planned(step, role, body, starts, due, here, gone, _gap(step, here, gone))


def _gap(step: Step, here: Sequence[Holder], gone: Sequence[Holder]) -> str:
    if here:
        return ""
    if gone:
        names = ", ".join(f"{one.name} ({one.title})" for one in gone)
        return f"“{step.label}”: {names} vắng và chưa ai được ủy quyền làm thay."
    return f"“{step.label}”: chưa có ai giữ vị trí này."
