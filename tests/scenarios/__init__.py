"""Scenarios: what happens to a case of each kind, told as typed data, and what is refused beside it.

One module of this package per kind of case (`scenarios/dossier.py` for `dossier`) tells `TALES`. Nothing in it
is read from the process's own table: it is what people expect of the table, so that a table that lost a move, a
role or a need no longer fits it. `scenarios.playing` plays a story, `scenarios.coverage` says what no story tells.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

CLAIM, UNDO, ATTACH, AMEND, ASSIGN = "@claim", "@undo", "@attach", "@amend", "@assign"
Given = Mapping[str, Any]


class ClockIs(StrEnum):
    """What a step did to the deadline, as a person sees it afterwards."""

    AS_BEFORE = "as before"
    STARTED = "started"
    TOOK_OVER = "started, and counted from when the one before it began"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    PROMISED = "promised"
    STOPPED = "stopped"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True)
class Later:
    """A given moment that only the day of the test knows: so many working days after the case is due."""

    working_days: int


@dataclass(frozen=True)
class Found:
    """A given value that only the database of the test knows: the id of another case."""

    find: Callable[[], str]


@dataclass(frozen=True)
class On:
    """What is true of every case on a step: the portal's code, who is waited for, whose queue, who answers."""

    status: int
    waits_for: str
    queue: str
    responsible: At


@dataclass(frozen=True)
class Refusal:
    """Somebody tries what must not be; `says` stands in the sentence, or is the name of the need at fault."""

    who: str
    does: str
    error: type[Refused]
    says: str = ""
    given: Given = field(default_factory=dict)
    to: str = ""


@dataclass(frozen=True)
class Step:
    """Somebody does something: a move by its name, or a verb of the engine (`@claim`, `@undo`, …).

    `holder` is who has the case afterwards (empty: nobody). `optional` are the given values that the move does not
    insist on, `kept` those that stay in the case's facts, `added` those that are added up there.
    `number` is the series of which the case carries a number
    afterwards, `limit` the unit of the limit that a started clock runs by, or its amount and unit. `final` moves
    cannot be undone. `to_whom` is the person of an `@assign`. `refused` is tried just before. `days_ago` is how long
    before today it happened. `elsewhere` are the case's bodies that are others afterwards: who sent it away may not
    see it any more.
    """

    who: str
    does: str
    to: str
    clock: ClockIs = ClockIs.AS_BEFORE
    given: Given = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    holder: str = ""
    letter: str = ""
    outcome: str = ""
    number: str = ""
    limit: str = ""
    kept: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    final: bool = False
    to_whom: str = ""
    days_ago: int = 0
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[Refusal, ...] = ()

    @property
    def is_move(self) -> bool:
        return not self.does.startswith("@")


def quietly(step: Step, *names: str) -> Step:
    """The same step without these values, which it does not insist on."""
    return replace(
        step, given={name: value for name, value in step.given.items() if name not in names}, optional=frozenset(),
        refused=(),
    )  # fmt: skip


@dataclass(frozen=True)
class Story:
    """What happens to one case, from the opening on; `end` is refused after the last step."""

    name: str
    steps: tuple[Step, ...]
    end: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Role:
    """The role that a person of the cast plays, and which of the case's bodies it is held in."""

    name: str
    at: At

    def __str__(self) -> str:
        return f"{self.name}@{self.at}"


@dataclass(frozen=True)
class Tales:
    """All that is told of one kind of case.

    `applicant` is the person whose case it is. `onlookers` see its cases and can do nothing with them, `strangers` do
    not see them. `passer_by` makes somebody with a role in a body (one of `places`) who sees the case, so that a
    refusal is the role's and not the door's; of a `sealed` kind nobody sees a case who passes by. At the `published`
    steps strangers with a post see that it is there. `opened` puts beside a case that was just opened what its area
    keeps there and its rules ask for.
    """

    kind: str
    cast: Mapping[str, tuple[Actor, Role]]
    standing: Mapping[str, On]
    opening: Callable[[str, Given, datetime], Opening]
    stories: tuple[Story, ...]
    applicant: Actor
    onlookers: tuple[Actor, ...]
    strangers: tuple[Actor, ...]
    places: tuple[str, ...]
    passer_by: Callable[[str, str], Actor]
    sealed: bool = False
    published: frozenset[str] = frozenset()
    opened: Callable[[Case], None] = lambda case: None

    def actor(self, name: str) -> Actor:
        return self.cast[name][0]

    def role(self, name: str) -> Role:
        return self.cast[name][1]


def tales(kind: str) -> Tales | None:
    """What is told of a kind of case, or None when nobody has told anything."""
    name = f"scenarios.{kind}"
    if importlib.util.find_spec(name) is None:
        return None
    found: Tales = importlib.import_module(name).TALES
    return found
