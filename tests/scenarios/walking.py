"""Walking around every edge: each role in each place tries it on the server, with and without what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import product

from people import BODIES
from scenarios import UNDO, Step, Tales
from scenarios.coverage import Edge, edges
from scenarios.playing import Play, attempt, body_of, given_of
from thongsuot.engine import verbs
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import RECORDED
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused, StaleCase
from thongsuot.engine.process import At

ROLES = ("intake", "specialist", "head", "chair", "clerk", "control", "leader", "admin", "applicant")
POSTLESS = frozenset({"applicant", "system"})


@dataclass
class Walk:
    """Which edges and states have been walked around in this run. `only` limits the walk to some moves."""

    places: tuple[str, ...]
    only: frozenset[str] | None = None
    edges: set[Edge] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    tried: int = 0

    def around(self, play: Play, step: Step) -> None:
        """Before a step: what nobody else may do, and what cannot be done from here."""
        source = play.case.step if play.case else ""
        if play.case:
            self.end(play)
        if not step.is_move or (step.does, source) in self.edges or not self._wanted(step.does):
            return
        self.edges.add((step.does, source))
        self._roles(play, step)
        self._needs(play, step)
        if play.case is not None:
            self._onlookers(play, step)
            self._stale(play, step)
            play.unchanged()

    def after(self, play: Play, step: Step) -> None:
        """After a move: it can be taken back, wholly, unless the story says that it is final."""
        before = play.before[-1] if play.before else None
        edge = (f"undo {step.does}", before.step if before else "")
        if not step.is_move or before is None or edge in self.edges or not self._wanted(step.does):
            return
        self.edges.add(edge)
        taken_back: list[object] = []

        def undo() -> None:
            case = play.do(play.tales.actor(step.who), replace(step, does=UNDO, given={}))
            taken_back.extend(n for n in RECORDED if getattr(case, n) != getattr(before, n))

        error = self._try(undo)
        if step.final and not isinstance(error, (NotFound, Impossible) if step.elsewhere else Impossible):
            play.fail(f"final, yet undoing it gave {error!r}")
        if not step.final and (error is not None or taken_back):
            play.fail(f"undoing it gave {error!r} and left {taken_back}")

    def end(self, play: Play) -> None:
        """What cannot be done from here, at the end of a story too."""
        if play.now.step not in self.states:
            self.states.add(play.now.step)
            self._other_steps_moves(play)

    def _wanted(self, move: str) -> bool:
        return self.only is None or move in self.only

    def _try(self, act: Callable[[], object]) -> Refused | None:
        self.tried += 1
        return attempt(act)

    def _expect(self, play: Play, who: str, actor: Actor, step: Step, wanted: type[Refused] | None) -> None:
        error = self._try(lambda: play.do(actor, step))
        if (type(error) if error else None) is not wanted:
            name = wanted.__name__ if wanted else "done"
            play.fail(f"{step.does} by {who}: expected {name}, got {error!r}")

    def _roles(self, play: Play, step: Step) -> None:
        """Every role in every place. Whoever has the right one may, unless somebody else holds the case.

        What the applicant does, or the system itself, is done by nobody who holds a post.
        """
        role = play.tales.role(step.who)
        right = "" if role.name in POSTLESS else body_of(play.case, role.at) if play.case else _opening_body(play, step)
        held = play.case is not None and play.case.assignee and play.tales.standing[play.case.step].queue == str(role)
        for name, place in product(ROLES, self.places):
            actor = play.tales.passer_by(name, place)
            named = role.name in (name, "officer")
            fits = right != "" and named and name not in POSTLESS and right in (place, BODIES[place].house)
            refused = NotFound if play.tales.sealed and play.case is not None else NotAllowed
            self._expect(play, f"{name} of {place}", actor, step, refused if held or not fits else None)
        applicant = play.tales.applicant
        unseen = play.case is not None and play.case.number != applicant.citizen
        for name, actor in (("system", SYSTEM), ("applicant", applicant)):
            refused = NotFound if unseen and actor is applicant else NotAllowed
            self._expect(play, f"the {name}", actor, step, None if role.name == name else refused)

    def _onlookers(self, play: Play, step: Step) -> None:
        for actor in play.tales.onlookers:
            self._expect(play, actor.name, actor, step, NotAllowed)
        published = play.now.step in play.tales.published
        for actor in play.tales.strangers:
            self._expect(play, actor.name, actor, step, NotAllowed if published else NotFound)

    def _needs(self, play: Play, step: Step) -> None:
        """Without each required value, and with one too many."""
        actor = play.tales.actor(step.who)
        wrong = {name: {n: v for n, v in step.given.items() if n != name} for name in _required(step)}
        wrong["no_such_need"] = {**step.given, "no_such_need": "1"}
        for name, given in wrong.items():
            error = self._try(lambda given=given: play.do(actor, step, given))
            if not isinstance(error, NeedsNotMet) or [at for at, _ in error.faults] != [name]:
                play.fail(f"{step.does} with a fault in {name}: got {error!r}")
        for name in step.optional:
            given = {n: v for n, v in step.given.items() if n != name}
            if error := self._try(lambda given=given: play.do(actor, step, given)):
                play.fail(f"{step.does} without {name}: got {error!r}")

    def _stale(self, play: Play, step: Step) -> None:
        actor, seen = play.tales.actor(step.who), play.now.length
        for other in (seen - 1, seen + 1):
            error = self._try(lambda other=other: play.do(actor, step, seen=other))
            if not isinstance(error, StaleCase):
                play.fail(f"{step.does} on version {other} of {seen}: got {error!r}")

    def _other_steps_moves(self, play: Play) -> None:
        """Every move that does not leave this state is impossible here, even for those who may make it elsewhere."""
        here = play.now.step
        for step in _moves_told_elsewhere(play.tales, here):
            if self._wanted(step.does):
                given = given_of(step.given, play.case)
                act = _moving(play.tales.actor(step.who), play, step.does, given)
                at = play.tales.role(step.who).at
                unseen = at is At.SUPPORTING and not body_of(play.now, at)
                if not isinstance(error := self._try(act), NotFound if unseen else Impossible):
                    play.fail(f"{step.does} on {here}: got {error!r}")
        play.unchanged()


def _moving(actor: Actor, play: Play, name: str, given: dict[str, object]) -> Callable[[], object]:
    return lambda: verbs.move(actor, play.now.id, play.now.length, name, given)


def _required(step: Step) -> list[str]:
    return [name for name in step.given if name not in step.optional]


def _opening_body(play: Play, step: Step) -> str:
    opening = play.tales.opening(step.does, {}, datetime.now(UTC))
    return str(getattr(opening, f"{play.tales.role(step.who).at}_body"))


def _moves_told_elsewhere(tales: Tales, state: str) -> Iterator[Step]:
    here = {move for story in tales.stories for move, source in edges(story) if source == state}
    steps = {step.does: step for story in tales.stories for step in story.steps if step.is_move}
    yield from (step for name, step in steps.items() if name not in here)
