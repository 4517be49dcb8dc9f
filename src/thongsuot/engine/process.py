"""The typed table of a kind of case: its states, its moves, who may make them and what they need.

A process is data. Areas declare theirs in Python; internal processes of procedures are published as JSON of
the same type. A published version never changes and a case stays on the version that it began with.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pydantic import ConfigDict, TypeAdapter

from thongsuot.engine.deadline import Limit


class Exposure(StrEnum):
    """Who sees the cases of a kind. What no exposure opens is not there for an actor, not even masked.

    PERSONAL: those who work on it fully, who oversees its area masked, its subject. OFFICE: work between offices,
    shown whole to every post of its bodies and to who oversees its area. SEALED: who holds it, the reception posts of
    the body that received it and the person who sent it, nobody else, and no figure counts it.
    """

    PERSONAL = "personal"
    OFFICE = "office"
    SEALED = "sealed"


class At(StrEnum):
    """Which of a case's bodies a role is held in; SUBJECT is the person whose case it is, who holds no post.

    SUPPORTING is the body whose officer helped to submit, elsewhere than where the case is received.
    """

    SUPPORTING = "supporting"
    RECEIVING = "receiving"
    EXECUTING = "executing"
    COMPETENT = "competent"
    SUBJECT = "subject"


class Waits(StrEnum):
    """For whom a case stands still or goes on."""

    BODY = "body"
    APPLICANT = "applicant"
    NOBODY = "nobody"


class Clock(StrEnum):
    """What a move does to the deadline. PROMISE begins it with the moment that the move's need `until` names."""

    NONE = "none"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    PROMISE = "promise"
    STOP = "stop"


class NeedKind(StrEnum):
    TEXT = "text"
    LINES = "lines"
    CHOICE = "choice"
    DATE = "date"
    MOMENT = "moment"
    MONEY = "money"
    CONFIRM = "confirm"
    NUMBER = "number"
    BODY = "body"
    PERSON = "person"
    CASE = "case"


FREE = frozenset({NeedKind.TEXT, NeedKind.LINES})
# A role that whoever holds any post in the body has: for work between offices, which any officer may begin.
OFFICER = "officer"
# Roles that no post carries.
POSTLESS = frozenset({"applicant", "system"})


@dataclass(frozen=True)
class Role:
    """A role in a post, held in one of the case's bodies: `Role("clerk", At.COMPETENT)`."""

    name: str
    at: At

    def __str__(self) -> str:
        return f"{self.name}@{self.at}"


@dataclass(frozen=True)
class Need:
    """What a move cannot be made without (or may carry, when not required).

    Free text is kept in the separable store of personal values, because people write names into it;
    the journal holds its salted digest. `longest` is in characters, for LINES per line. `least` is the smallest number
    or sum of money. `official` text names nobody (the number of a document, an article): it stays in the journal and
    may be kept in a case's facts.
    """

    name: str
    label: str
    kind: NeedKind
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 2000
    help: str = ""
    official: bool = False
    least: int = 0

    @property
    def personal(self) -> bool:
        return self.kind in FREE and not self.official


@dataclass(frozen=True)
class State:
    """A step that a case can stand on.

    `status` is the synchronisation code of the national portal (1–10). `queue` is where the case waits for a
    person to claim it. `share` is the part of the legal limit meant for this step, in percent. A case that comes
    back to a role goes to the person who held it in that role before, unless `returns_to_holder` is off.
    """

    key: str
    label: str
    status: int
    waits_for: Waits = Waits.BODY
    queue: Role | None = None
    responsible: At = At.COMPETENT
    terminal: bool = False
    share: int = 0
    returns_to_holder: bool = True


@dataclass(frozen=True)
class Move:
    """One row of the table: from which states, by which role, to which state, with what and to what effect.

    No `sources` marks an opening; no `target` leaves the case where it stands, with whom it stands. `numbers`
    names the series from which the move draws a number into the facts. `limit` names one of the process's own
    limits, for a clock that does not run by the case's. `keeps` lists the needs whose values stay in the case's
    facts, `adds` those whose numbers are added up there, as `<need>_total`.
    `evidence` marks a step that must prove itself apart (sign, number, seal, issue). `irrevocable` moves
    are confirmed first and never undone; `at_most` bounds how often one case may take the move (0: no bound).
    `routes` names the need that says to which body the case goes: the area knows which may have it and what follows
    (`routing.Routing`). `after` names the limit of the process that must have run since the case came to its step.
    `allows` names a bounded move that may be made once more after this one. `until_due` moves are refused once the due
    moment has passed, `silent` ones are the system's, at that moment, where the case's law takes silence for an answer.
    `assigns` names the need that says which person has the case from then on: one who may claim it there.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    role: Role
    needs: tuple[Need, ...] = ()
    clock: Clock = Clock.NONE
    limit: str = ""
    letter: str = ""
    numbers: str = ""
    keeps: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    evidence: bool = False
    irrevocable: bool = False
    batch: bool = False
    outcome: str = ""
    at_most: int = 0
    routes: str = ""
    after: str = ""
    assigns: str = ""
    allows: str = ""
    until_due: bool = False
    silent: bool = False
    basis: str = ""

    @property
    def opens(self) -> bool:
        return not self.sources

    @property
    def stays(self) -> bool:
        return not self.target


@dataclass(frozen=True)
class Process:
    """One version of one kind of case. `key` is the kind; `product` is what ends it when the opening names none."""

    key: str
    version: int
    title: str
    product: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    legal_basis: str
    limits: tuple[tuple[str, Limit], ...] = ()

    @cached_property
    def pin(self) -> str:
        return f"{self.key}@{self.version}"

    @cached_property
    def _states(self) -> dict[str, State]:
        return {state.key: state for state in self.states}

    @cached_property
    def _moves(self) -> dict[str, Move]:
        return {move.name: move for move in self.moves}

    @cached_property
    def _leaving(self) -> dict[str, tuple[Move, ...]]:
        return {s.key: tuple(m for m in self.moves if s.key in m.sources) for s in self.states}

    def state(self, key: str) -> State:
        return self._states[key]

    def move(self, name: str) -> Move | None:
        return self._moves.get(name)

    def leaving(self, step: str) -> tuple[Move, ...]:
        """The moves that the table allows from a step, whoever makes them."""
        return self._leaving.get(step, ())

    def limit(self, name: str) -> Limit:
        return dict(self.limits)[name]

    @property
    def openings(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.opens)


for _kind in (Role, Need, State, Move, Process):
    setattr(_kind, "__pydantic_config__", ConfigDict(extra="forbid"))  # noqa: B010  (no attribute of the types)
_PROCESS = TypeAdapter(Process)


def to_json(process: Process) -> str:
    """The process as canonical JSON, the form in which a version is published."""
    return _PROCESS.dump_json(process).decode()


def from_json(text: str) -> Process:
    """A published version read back. Raises pydantic.ValidationError on anything that it does not know."""
    return _PROCESS.validate_json(text, strict=False)
