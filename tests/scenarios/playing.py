"""Playing a story through the engine's verbs, and looking at the case after every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn
from uuid import uuid4

from django.db import transaction

from scenarios import AMEND, ASSIGN, ATTACH, CLAIM, UNDO, ClockIs, Found, Given, Later, Refusal, Step, Story, Tales
from thongsuot.engine import sql, verbs, writing
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import RECORDED, Case
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.engine.making import Paper
from thongsuot.engine.process import At
from thongsuot.register import calendar

BODIES = {
    At.SUPPORTING: "supporting_body",
    At.RECEIVING: "receiving_body",
    At.EXECUTING: "executing_body",
    At.COMPETENT: "competent_body",
}


class Fault(AssertionError):
    """The engine did something else than the story tells; the message names story and step."""


class _TakenBack(Exception):
    """What was tried succeeded, and is rolled back."""


def attempt(act: Callable[[], object]) -> Refused | None:
    """Try something and take it back: why it was refused, or None when it would have been done."""
    try:
        with transaction.atomic():
            act()
            raise _TakenBack
    except _TakenBack:
        return None
    except Refused as refusal:
        return refusal


def body_of(case: Case, at: At) -> str:
    """The case's body in that part, by the story's word for it and not by the table's."""
    return str(getattr(case, BODIES[at]))


def given_of(given: Given, case: Case | None) -> dict[str, Any]:
    """The given values, with those that only the day of the test knows."""
    return {name: _known(value, case) for name, value in given.items()}


def _known(value: Any, case: Case | None) -> Any:
    if isinstance(value, Found):
        return value.find()
    return _later(value, case) if isinstance(value, Later) else value


def _later(later: Later, case: Case | None) -> str:
    hours = calendar.load(case.place_code if case else "")
    due = case.due_at if case and case.due_at else datetime.now(UTC)
    return hours.closing((due + timedelta(days=1 + later.working_days)).date()).isoformat()


@dataclass
class Play:
    """One story while it is played. `around` is called before each step, `after` after it, `end` at the end."""

    tales: Tales
    story: Story
    around: Callable[[Play, Step], None] = lambda play, step: None
    after: Callable[[Play, Step], None] = lambda play, step: None
    end: Callable[[Play], None] = lambda play: None
    case: Case | None = None
    before: list[Case | None] = field(default_factory=list)
    place: str = "at the beginning"

    @property
    def now(self) -> Case:
        assert self.case is not None
        return self.case

    def fail(self, what: str) -> NoReturn:
        raise Fault(f"{self.story.name}, {self.place}: {what}")

    def run(self) -> Case:
        for number, step in enumerate(self.story.steps, start=1):
            self.place = f"step {number} ({step.who}: {step.does})"
            for refusal in step.refused:
                self._refused(refusal)
            self.around(self, step)
            earlier = self.case
            self.case = self.do(self.tales.actor(step.who), step)
            self._look(earlier, step)
            self._remember(earlier, step)
            self.after(self, step)
        self.place = "at the end"
        for refusal in self.story.end:
            self._refused(refusal)
        self.end(self)
        return self.now

    def do(self, actor: Actor, step: Step, given: Given | None = None, seen: int | None = None) -> Case:
        """Let somebody do what the step tells, with other values or an older version of the case if wanted."""
        wanted = given_of(step.given if given is None else given, self.case)
        then = datetime.now(UTC) - timedelta(days=step.days_ago)
        if self.case is None:
            made = verbs.open(actor, self.tales.opening(step.does, wanted, then))
            self.tales.opened(made)
            return made
        case, seen = self.case, self.case.length if seen is None else seen
        if step.does == CLAIM:
            return verbs.claim(actor, case.id, seen)
        if step.does == UNDO:
            return verbs.undo(actor, case.id, seen)
        if step.does == ATTACH:
            return verbs.attach(actor, case.id, seen, (_paper(),))
        if step.does == AMEND:
            return verbs.amend(actor, case.id, seen, wanted, case.subject_name)
        if step.does == ASSIGN:
            to = self.tales.actor(step.to_whom).person if step.to_whom else None
            return verbs.assign(actor, case.id, seen, to)
        return verbs.move(actor, case.id, seen, step.does, wanted, happened_at=then if step.days_ago else None)

    def _refused(self, refusal: Refusal) -> None:
        step = Step(refusal.who, refusal.does, "", given=refusal.given, to_whom=refusal.to)
        error = attempt(lambda: self.do(self.tales.actor(refusal.who), step))
        if type(error) is not refusal.error:
            self.fail(f"{refusal.who} should be refused {refusal.does} ({refusal.error.__name__}), got {error!r}")
        names = [name for name, _ in error.faults] if isinstance(error, NeedsNotMet) else []
        if refusal.says and refusal.says not in names and refusal.says not in error.sentence:
            self.fail(f"{refusal.does} was refused for another reason: {error.sentence}")
        self.unchanged()

    def unchanged(self) -> None:
        """What was refused left nothing behind."""
        if self.case is None:
            return
        entries = sql.run("SELECT count(*) FROM engine_entry WHERE case_id = %s", [self.case.id])[0][0]
        if writing.find(self.case.id) != self.case or entries != self.case.length:
            self.fail("what was refused changed the case")

    def _look(self, earlier: Case | None, step: Step) -> None:
        case = self.now
        told = {"step": step.to, "length": (earlier.length if earlier else 0) + 1, **self._standing(case, step)}
        if earlier is not None:
            told |= {name: step.elsewhere.get(name, getattr(earlier, name)) for name in BODIES.values()}
        if earlier is not None and earlier.closed_at is not None and step.to == earlier.step:
            told["closed_at"] = earlier.closed_at
        told["assignee"] = self.tales.actor(step.holder).person if step.holder else None
        if step.does != UNDO:
            told["outcome"] = step.outcome or (earlier.outcome if earlier else "")
            ended = case.resolved_at if step.days_ago else case.changed_at  # the past is told by days alone
            stopped = ended if step.clock is ClockIs.STOPPED else None
            begun = step.clock in (ClockIs.STARTED, ClockIs.PROMISED)
            before = earlier.resolved_at if earlier and not begun else None
            told["resolved_at"] = before or stopped
        for name, value in told.items():
            if getattr(case, name) != value:
                self.fail(f"{name} is {getattr(case, name)!r}, told was {value!r}")
        if writing.find(case.id) != case:
            self.fail("the verb returned another case than it wrote")
        self._look_at_entry(step)
        if step.is_move:
            self._look_at_move(earlier, step)
        if step.does == UNDO:
            self._look_at_undo()
        elif fault := _clock_fault(earlier, case, step.clock):
            self.fail(f"clock: {fault}")
        limit = (case.clock or {}).get("limit", {})
        began = step.clock in (ClockIs.STARTED, ClockIs.TOOK_OVER)
        if began and step.limit not in (limit["unit"], f"{limit['amount']} {limit['unit']}"):
            self.fail(f"the clock runs by {case.clock}, told was {step.limit}")

    def _standing(self, case: Case, step: Step) -> dict[str, Any]:
        on = self.tales.standing[step.to]
        name, _, at = on.queue.partition("@")
        ended = on.waits_for == "nobody"
        return {
            "status": on.status,
            "waits_for": on.waits_for,
            "is_open": not ended,
            "queue_role": name,
            "queue_body": body_of(case, At(at)) if at else "",
            "responsible_body": body_of(case, on.responsible),
            "closed_at": case.changed_at if ended else None,
        }

    def _look_at_entry(self, step: Step) -> None:
        case, actor = self.now, self.tales.actor(step.who)
        last = writing.entries(case.id)[-1]
        wanted = "open" if case.length == 1 else "move" if step.is_move else step.does[1:]
        if (last.number, last.verb, last.person) != (case.length, wanted, actor.person):
            self.fail(f"the entry says {last.verb} by {last.person}")
        told = "" if actor.citizen else actor.name
        if last.content["who"]["name"] != told or last.content["to"] != case.step:
            self.fail(f"the entry says {last.content['who']} to {last.content['to']}")

    def _look_at_move(self, earlier: Case | None, step: Step) -> None:
        case = self.now
        row = case.table.move(step.does)
        if row is None or row.letter != step.letter:
            self.fail(f"prints letter {row.letter if row else None!r}, told was {step.letter!r}")
        facts = {**(earlier.facts if earlier else {})}
        series = {n for n in case.facts if n.endswith("_number") and case.facts[n] != facts.get(n)}
        if series != ({f"{step.number}_number"} if step.number else set()):
            self.fail(f"numbers drawn: {series or 'none'}, told was {step.number or 'none'}")
        for name in step.kept:
            if case.facts.get(name) != given_of(step.given, earlier)[name]:
                self.fail(f"{name} was not kept")
        added = {f"{name}_total": facts.get(f"{name}_total", 0) + step.given[name] for name in step.added}
        totals = {n: v for n, v in case.facts.items() if n.endswith("_total") and v != facts.get(n)}
        if totals != added:
            self.fail(f"added up {totals}, told was {added}")
        if any(name in case.facts for name in step.given.keys() - set(step.kept) if name not in facts):
            self.fail("something given was kept that nobody told of")

    def _look_at_undo(self) -> None:
        """Everything that the step changed is as it was; a number that it drew is voided."""
        earlier, case = self.before.pop(), self.now
        assert earlier is not None
        facts = {name: value for name, value in case.facts.items() if name != "voided"}
        was = {name: value for name, value in earlier.facts.items() if name != "voided"}
        for name in RECORDED:
            if getattr(case, name) != getattr(earlier, name):
                self.fail(f"undo left {name} at {getattr(case, name)!r}, it was {getattr(earlier, name)!r}")
        if facts != was:
            self.fail(f"undo left the facts {facts}, they were {was}")

    def _remember(self, earlier: Case | None, step: Step) -> None:
        if step.is_move or step.does in (CLAIM, ASSIGN):
            self.before.append(earlier)


def _paper() -> Paper:
    return Paper(uuid4(), "Bản vẽ thiết kế.pdf", "application/pdf", 12_345, b"\x07" * 32)


def _clock_fault(earlier: Case | None, case: Case, told: ClockIs) -> str:
    """What the deadline shows other than told, or an empty sentence."""
    before = (earlier.clock, earlier.due_at, earlier.warn_at, earlier.sweep_at) if earlier else (None,) * 4
    clock, due, warn, sweep = case.clock, case.due_at, case.warn_at, case.sweep_at
    facts = clock["facts"] if clock else []
    last = facts[-1] if facts else [""]
    grown = bool(clock and before[0]) and clock is not None and len(facts) == len(before[0]["facts"]) + 1
    same = (clock, due, warn, sweep) == before
    runs = due is not None and warn is not None and sweep == warn and warn < due
    still = due is None and warn is None and sweep is None
    right = {
        ClockIs.AS_BEFORE: same,
        ClockIs.STARTED: bool(clock) and not facts and runs and not same and clock is not None
        and datetime.fromisoformat(clock["start"]) > (earlier.opened_at if earlier else case.opened_at - timedelta(1)),
        ClockIs.TOOK_OVER: runs and bool(before[0]) and clock is not None
        and clock["start"] == before[0]["start"] and facts[:1] != [] and facts[0][0] == "arrived",
        ClockIs.PAUSED: grown and last[0] == "paused" and still,
        ClockIs.RESUMED: grown and last[0] == "resumed" and runs,
        ClockIs.EXTENDED: grown and last[0] == "extended" and runs and due == datetime.fromisoformat(last[2]),
        ClockIs.PROMISED: runs and not same and len(facts) == 1 and last[0] == "promised"
        and due == datetime.fromisoformat(last[2]),
        ClockIs.STOPPED: (clock, due) == before[:2] and warn is None and sweep is None,
    }  # fmt: skip
    return "" if right[told] else f"told was {told}; before {before}, now {(clock, due, warn, sweep)}"
