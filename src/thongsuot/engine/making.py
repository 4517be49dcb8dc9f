"""What a verb makes of a case: pure functions from the row before to the row after and its journal entry.

The verbs and the bulk loader share them, so a case that was loaded equals one that was worked on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from thongsuot.engine import case as cases
from thongsuot.engine import case_rules, deadline, journal
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case, changed
from thongsuot.engine.case_rules import ALLOWED, MADE, RULES, WAITS, CaseRules
from thongsuot.engine.needs import Given
from thongsuot.engine.paper_facts import NOTHING, PaperFacts
from thongsuot.engine.process import Clock, Move, Process
from thongsuot.engine.retiming import Retimed
from thongsuot.engine.routing import Route, rerouted
from thongsuot.register.calendar import Calendar


@dataclass(frozen=True)
class Paper:
    """A paper brought by a verb; its content already lies in the paper store under `digest` (SHA-256)."""

    id: UUID
    name: str
    media_type: str
    size: int
    digest: bytes
    component: str = ""
    origin: str = "upload"
    facts: PaperFacts = NOTHING

    def recorded(self) -> dict[str, Any]:
        """What the journal says of it: all but its name, which may be personal, and why a bad scan was kept."""
        facts = self.facts.recorded()
        return {
            "id": str(self.id),
            "digest": self.digest.hex(),
            "size": self.size,
            "type": self.media_type,
            "component": self.component,
            "origin": self.origin,
            **({"facts": facts} if facts else {}),
        }


@dataclass(frozen=True)
class Opening:
    """What an area knows of a case that is to be opened: the clears, and what every list needs.

    `limit` is the legal limit by which the case is due. `number_prefix` begins its code and names its series.
    `happened_at` is when the person came or pressed the button; the clock starts then. `process` pins the case to a
    published version other than the area's own. `rules` are what its own law sets otherwise than the table.
    """

    kind: str
    move: str
    title: str
    place_code: str
    province_code: str
    receiving_body: str
    executing_body: str
    competent_body: str
    competence: str
    product: str
    limit: deadline.Limit
    subject_name: str
    subject: Mapping[str, Any]
    number_prefix: str
    happened_at: datetime
    procedure_code: str = ""
    process: str = ""
    sector: str = ""
    supporting_body: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    rules: CaseRules = case_rules.NONE


# What the portal's codes of the states of waiting say about a pause.
CAUSES = {5: deadline.Cause.SUPPLEMENT, 6: deadline.Cause.PAYMENT, 8: deadline.Cause.STOP}


@dataclass(frozen=True)
class Change:
    """The outcome of a verb, ready to be written in one statement."""

    case: Case
    entry: journal.Entry
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True)
class Circumstances:
    """Who acts by which post, when, with which calendar and under which key, and what it finds out about its limits."""

    actor: Actor
    office: Office | None
    recorded_at: datetime
    happened_at: datetime
    calendar: Calendar
    key: UUID | None
    request: str
    retimed: Retimed | None = None

    def who(self) -> dict[str, Any]:
        """The actor as the journal keeps it: names as they were on the day; of the subject, nothing personal."""
        if self.actor.citizen:
            return {"person": None, "name": "", "subject": True}
        found: dict[str, Any] = {"person": str(self.actor.person) if self.actor.person else None}
        found["name"] = self.actor.name
        if self.office is not None:
            found |= {"post": str(self.office.post), "title": self.office.title, "body": self.office.body}
            if self.office.acting_for:
                found["for"] = str(self.office.acting_for)
        return found


def opened(
    process: Process, move: Move, opening: Opening, given: Given, now: Circumstances, *, id: UUID, code: str, site: str
) -> Change:
    """The first entry of a case and its row."""
    rules = opening.rules.to_json()
    blank = Case(
        id=id,
        kind=opening.kind,
        process=process.pin,
        site=site,
        step="",
        status=0,
        waits_for="",
        is_open=True,
        length=0,
        head=journal.GENESIS,
        code=code,
        title=opening.title,
        procedure_code=opening.procedure_code,
        sector=opening.sector,
        place_code=opening.place_code,
        province_code=opening.province_code,
        receiving_body=opening.receiving_body,
        supporting_body=opening.supporting_body,
        executing_body=opening.executing_body,
        competent_body=opening.competent_body,
        responsible_body="",
        queue_body="",
        queue_role="",
        assignee=None,
        competence=opening.competence,
        product=opening.product or process.product,
        outcome="",
        subject_name=opening.subject_name,
        subject=dict(opening.subject),
        facts={**opening.facts, "limit": opening.limit.to_json(), **({RULES: rules} if rules else {})},
        clock=None,
        opened_at=now.happened_at,
        changed_at=now.recorded_at,
        due_at=None,
        warn_at=None,
        sweep_at=None,
        resolved_at=None,
        closed_at=None,
    )
    after = _placed(blank, move, given, now)
    personal = {**given.personal, **names(opening.papers), "subject": dict(opening.subject)}
    personal["subject_name"] = opening.subject_name
    return written(None, after, "open", move.name, now, given.plain, personal, papers=opening.papers)


def moved(
    case: Case,
    move: Move,
    given: Given,
    now: Circumstances,
    number: str = "",
    papers: tuple[Paper, ...] = (),
    route: Route | None = None,
) -> Change:
    """A move of the table made: step, holder, clock, outcome and, with a route, the bodies follow the row."""
    facts = {**case.facts, **(now.retimed.facts(case.facts) if now.retimed else {})}
    if number:
        facts |= _numbered(facts, f"{move.numbers}_number", number)
    after = _placed(changed(case, facts=facts), move, given, now, route)
    personal = {**given.personal, **names(papers)}
    return written(case, after, "move", move.name, now, given.plain, personal, papers=papers)


def _numbered(facts: Mapping[str, Any], name: str, number: str) -> dict[str, Any]:
    """The number that a case carries from now on; the one that it carried before is kept beside it."""
    if name not in facts:
        return {name: number}
    return {name: number, f"{name}s_before": [*facts.get(f"{name}s_before", []), facts[name]]}


def written(
    before: Case | None,
    after: Case,
    verb: str,
    move: str,
    now: Circumstances,
    plain: Mapping[str, Any],
    personal: Mapping[str, Any],
    *,
    papers: tuple[Paper, ...] = (),
    more: Mapping[str, Any] | None = None,
) -> Change:
    """Close a change with its entry: the row gets the chain's new head and length."""
    number = after.length + 1
    content: dict[str, Any] = {
        "from": before.step if before else None,
        "to": after.step,
        "given": dict(plain),
        "changes": cases.changes(before, after),
        "papers": [paper.recorded() for paper in papers],
        **(more or {}),
    }
    if before is None:
        content["case_row"] = {name: cases.plain(getattr(after, name)) for name in cases.FIXED if name != "id"}
    made = journal.entry(
        case_id=after.id,
        number=number,
        previous=after.head,
        site=after.site,
        province_code=after.province_code,
        verb=verb,
        move=move,
        who=now.who(),
        happened_at=now.happened_at,
        recorded_at=now.recorded_at,
        key=now.key,
        request=now.request,
        content=content,
        personal=personal,
    )
    return Change(changed(after, length=number, head=made.hash, changed_at=now.recorded_at), made, papers)


def names(papers: tuple[Paper, ...]) -> dict[str, Any]:
    """What of papers may be personal and stands apart from the chain."""
    found = {f"paper:{paper.id}": paper.name for paper in papers}
    return found | {f"paper_why:{paper.id}": paper.facts.why for paper in papers if paper.facts.why}


def _placed(case: Case, move: Move, given: Given, now: Circumstances, route: Route | None = None) -> Case:
    """The case on the move's target: who holds it, who answers, what the portal is told, and by when."""
    state = case.table.state(move.target or case.step)
    facts = {**case.facts, **{name: given.plain[name] for name in move.keeps if name in given.plain}}
    facts |= {total(name): facts.get(total(name), 0) + given.plain[name] for name in move.adds if name in given.plain}
    if held := _held(case, move, now):
        facts["holders"] = {**facts.get("holders", {}), **held}
    if move.at_most:
        facts |= _once_more(facts, MADE, move.name)
    if move.allows:
        facts |= _once_more(facts, ALLOWED, move.allows)
    case = changed(case, facts=facts)
    if move.stays:
        return _timed(case, move, given, now)
    if route is not None:
        case = changed(case, **rerouted(case, route))
    case = changed(case, facts=waiting(case, state.key, now.happened_at, now.calendar))
    facts = case.facts
    holder = facts.get("holders", {}).get(str(state.queue)) if state.returns_to_holder else None
    if move.assigns:
        holder = given.plain.get(move.assigns) or holder
    ends = state.terminal
    case = changed(
        case,
        step=state.key,
        status=state.status,
        waits_for=str(state.waits_for),
        is_open=not ends,
        responsible_body=case.body_at(state.responsible),
        queue_body=case.body_at(state.queue.at) if state.queue else "",
        queue_role=state.queue.name if state.queue else "",
        assignee=UUID(holder) if holder else None,
        outcome=given.plain.get("outcome", move.outcome or case.outcome),
        closed_at=now.happened_at if ends else None,
    )
    return _timed(case, move, given, now)


def total(need: str) -> str:
    """The fact in which the numbers of a need are added up."""
    return f"{need}_total"


def _once_more(facts: Mapping[str, Any], counted: str, name: str) -> dict[str, Any]:
    before: dict[str, int] = facts.get(counted, {})
    return {counted: {**before, name: before.get(name, 0) + 1}}


def _held(case: Case, move: Move, now: Circumstances) -> dict[str, str]:
    """Who had the case in which role until this move: who acts, and who held it while somebody else acts."""
    if move.stays:
        return {}
    held = {str(move.role): str(now.actor.person)} if now.office is not None else {}
    queue = case.table.state(case.step).queue if case.step else None
    if queue is not None and case.assignee is not None:
        held.setdefault(str(queue), str(case.assignee))
    return held


def waiting(case: Case, step: str, at: datetime, calendar: Calendar) -> dict[str, Any]:
    """The facts with the moments that moves from this step must wait for, fixed when the case comes there."""
    facts = {name: value for name, value in case.facts.items() if name != WAITS}
    waits: dict[str, Any] = {}
    for name in {one.after for one in case.table.leaving(step) if one.after}:
        until = deadline.due(case_rules.limit(case, name), at, (), calendar).moment
        waits |= {name: cases.plain(until)} if until else {}
    return facts | ({WAITS: waits} if waits else {})


def _timed(case: Case, move: Move, given: Given, now: Circumstances) -> Case:
    """The clock after the move, and the moments at which the case is due, warned of and swept."""
    if move.clock is Clock.NONE:
        return case
    if move.clock is Clock.STOP:
        ended = case.resolved_at or now.happened_at
        return changed(case, due_at=_due_at_end(case, now), warn_at=None, sweep_at=None, resolved_at=ended)
    clock = _clock(case, move, given, now)
    due = clock.due(now.calendar)
    warn = _warn_at(clock.start, due.moment, now.calendar) if due.moment else None
    resolved = None if move.clock in (Clock.START, Clock.PROMISE) else case.resolved_at
    return changed(
        case, clock=clock.to_json(), due_at=due.moment, warn_at=warn, sweep_at=warn or due.moment, resolved_at=resolved
    )


def _due_at_end(case: Case, now: Circumstances) -> datetime | None:
    """When a case that ends was due. One that was late before its clock was paused stays late: no pause hides it."""
    if case.due_at is not None or case.clock is None:
        return case.due_at
    clock = deadline.Clock.from_json(case.clock)
    if not clock.paused_now:
        return None
    paused = clock.facts[-1]
    missed = deadline.due(clock.limit, clock.start, clock.facts[:-1], now.calendar).moment
    return missed if missed is not None and missed < paused.at else None


def _warn_at(start: datetime, due: datetime, calendar: Calendar) -> datetime:
    """One working day before, and for a limit shorter than that, half-way."""
    soon = deadline.soon_from(due, calendar)
    if soon > start:
        return soon
    return calendar.moment_of_time((calendar.time_at(start) + calendar.time_at(due)) // 2)


def _clock(case: Case, move: Move, given: Given, now: Circumstances) -> deadline.Clock:
    if move.clock is Clock.PROMISE:
        return _promised(move, given, now)
    if move.clock is Clock.START or case.clock is None:
        limit = case_rules.limit(case, move.limit) if move.limit else deadline.Limit.from_json(case.facts["limit"])
        if now.retimed and now.retimed.why and case.clock:
            return now.retimed.clock(deadline.Clock.from_json(case.clock), limit)
        arrival = case_rules.of(case.facts).arrival if not move.limit else None
        return deadline.Clock(limit, now.happened_at, (deadline.Arrived(now.happened_at, *arrival),) if arrival else ())
    clock = deadline.Clock.from_json(case.clock)
    if move.clock is Clock.PAUSE:
        cause = CAUSES.get(case.table.state(move.target or case.step).status)
        return clock.with_fact(deadline.Paused(now.happened_at, move.label, move.basis, cause), now.calendar)
    if move.clock is Clock.RESUME:
        return clock.with_fact(deadline.Resumed(now.happened_at), now.calendar)
    until = datetime.fromisoformat(given.plain["until"])
    approver = now.office.title if now.office else now.actor.name
    return clock.with_fact(deadline.Extended(now.happened_at, until, move.label, move.basis, approver), now.calendar)


def _promised(move: Move, given: Given, now: Circumstances) -> deadline.Clock:
    """A clock to the moment that somebody set; the limit is the working day that any moment leaves. Raises BadClock."""
    until = datetime.fromisoformat(given.plain["until"])
    if until <= now.happened_at:
        raise deadline.BadClock("Thời hạn phải sau thời điểm hiện tại.")
    title = now.office.title if now.office else now.actor.name
    words = f"{title} đặt hạn khi “{move.label}”"
    limit = deadline.Limit(deadline.LimitUnit.WORKING_DAY, 1, basis=move.basis)
    return deadline.Clock(limit, now.happened_at, (deadline.Promised(now.happened_at, until, title, words),))


def after(recorded: datetime, previous: datetime) -> datetime:
    """A moment of recording that is never before the case's last one, whatever the machine's clock did."""
    return max(recorded, previous + timedelta(microseconds=1))
