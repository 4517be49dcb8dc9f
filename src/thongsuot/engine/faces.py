"""How an area shows its cases at the desk and lets officers open them: words, labels, forms. Drawn by `web.areas`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from thongsuot.engine.actor import Actor
from thongsuot.engine.process import At, Move, Need

if TYPE_CHECKING:
    from thongsuot.engine.case import Case
    from thongsuot.engine.making import Opening

Choices = Sequence[tuple[str, str]]
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Alike:
    """A case that may be the same matter as one about to be opened; `join` is the opening that joins it, if any."""

    id: UUID
    code: str
    title: str
    words: str
    join: str = ""


def none_alike(actor: Actor, given: Mapping[str, Any]) -> Sequence[Alike]:
    """For openings that are never the same matter twice."""
    return ()


def from_nothing(actor: Actor, about: Case | None, linked: Mapping[str, str]) -> Mapping[str, Any]:
    """For openings whose form is empty but for what a link brought along."""
    return {}


@dataclass(frozen=True)
class OpeningForm:
    """One way in which an officer opens a case of the area.

    `needs` are asked beside those of the opening move itself. `prepare` makes the opening from all that was given,
    as checked values, and from the case that it is about, if any; it raises Refused or NeedsNotMet. `offered` says
    whether the form is for this officer at all. Values of `needs` are known to `prepare` alone: what the case should
    keep, the opening carries in its facts or as the move's own needs. `alike` finds the open cases that are shown
    before the new one is opened. `fills` gives what the form says when it is opened, from the case that it is about and
    from what the link brought along, which goes before it. One that is not `listed` is reached from another case alone.
    """

    move: str
    label: str
    needs: tuple[Need, ...]
    offered: Callable[[Actor], bool]
    prepare: Callable[[Actor, Mapping[str, Any], Case | None, datetime], Opening]
    alike: Callable[[Actor, Mapping[str, Any]], Sequence[Alike]] = none_alike
    listed: bool = True
    fills: Callable[[Actor, Case | None, Mapping[str, str]], Mapping[str, Any]] = from_nothing


def no_choices(actor: Actor, need: Need, case: Case | None) -> Choices | None:
    """For areas whose needs all carry their choices; a body is then searched for among all bodies."""
    return None


def unfilled(actor: Actor, case: Case, move: Move) -> Mapping[str, Any]:
    """For areas whose forms are opened empty."""
    return {}


def nothing(case: Case) -> Pairs:
    return ()


def nothing_along(case: Case) -> Mapping[str, str]:
    """For areas of whose cases nothing is written into the forms of others."""
    return {}


@dataclass(frozen=True)
class Face:
    """What the desk needs to show the cases of an area.

    `slug` stands in addresses (Vietnamese, without accents). `noun` is the kind of case inside a sentence, `title`
    the heading of its list. `subject` labels the case's `subject_name`; `bodies` label its bodies, in the order shown.
    `pairs` tell what the case says beyond its table, as (label, value). `choices` gives what a body or person need
    offers, or None. `fills` gives what a move's form says when it is opened, as values of its needs. `relation` is the
    kind of relation that a case has to the one it was opened about.
    `along` is what a case of the area writes into the form by which another area's case is opened about it.
    `pages` are its own pages, as (label, address).
    """

    slug: str
    noun: str
    title: str
    subject: str
    bodies: tuple[tuple[At, str], ...]
    pairs: Callable[[Case], Pairs] = nothing
    openings: tuple[OpeningForm, ...] = ()
    choices: Callable[[Actor, Need, Case | None], Choices | None] = no_choices
    fills: Callable[[Actor, Case, Move], Mapping[str, Any]] = unfilled
    along: Callable[[Case], Mapping[str, str]] = nothing_along
    pages: Pairs = ()
    relation: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
