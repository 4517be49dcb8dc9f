"""What an area tells the Government's briefing: figures, each a question whose answer is a list of cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any


class Section(IntEnum):
    """The twelve sections of the weekly briefing, in their order."""

    APPARATUS = 1
    SERVICE = 2
    INSTITUTIONS = 3
    DECENTRALISATION = 4
    BUDGET = 5
    PREMISES = 6
    SEVERANCE = 7
    OBSTACLES = 8
    PETITIONS = 9
    INSPECTIONS = 10
    TASKS = 11
    PROPOSALS = 12


@dataclass(frozen=True)
class Span:
    """From a moment to before another, of the nation, or of one province or commune by its code."""

    start: datetime
    as_of: datetime
    place: str = ""

    def parameters(self) -> dict[str, Any]:
        """The parameters that every statement of a figure may use."""
        return {"start": self.start, "as_of": self.as_of, "place": self.place}


PLACED = "(%(place)s = '' OR %(place)s IN (c.province_code, c.place_code))"
"""The condition of the place, for a statement about `engine_case c`."""


@dataclass(frozen=True)
class Figure:
    """One number of the briefing: how many rows `statement` gives, whose first column is a case's id.

    The statement takes the parameters of `Span` by name and holds no other. What is open is asked as of now: a
    briefing keeps what it said when it was issued. `bad` says that more of it is worse, `decide` that each of its
    cases waits for a decision. `unit` is said after the number.
    """

    key: str
    section: Section
    label: str
    meaning: str
    statement: str
    unit: str = "việc"
    bad: bool = False
    decide: bool = False


@dataclass(frozen=True)
class Ratio:
    """One share of two figures of the same area, both shown beside it."""

    key: str
    section: Section
    label: str
    meaning: str
    above: str
    below: str


@dataclass(frozen=True)
class Rows:
    """How many rows of the register's facts `statement` gives, each a name and a detail that its list shows.

    The statement takes the parameters of `Span` by name, as a figure's does.
    """

    key: str
    section: Section
    label: str
    meaning: str
    statement: str
    unit: str
    bad: bool = False


@dataclass(frozen=True)
class Told:
    """Figures that are no lists of cases: asked from the area's own facts. `address` is where its rows are shown."""

    key: str
    section: Section
    label: str
    meaning: str
    value: Callable[[Span], int | float | None]
    unit: str
    address: str = ""
    bad: bool = False


@dataclass(frozen=True)
class Chart:
    """A picture of figures of the same area, a bar each: every case that it is about is in one of them.

    `bars` are the figures' keys, in the order in which they are drawn.
    """

    key: str
    section: Section
    title: str
    bars: tuple[str, ...]


AnyFigure = Figure | Ratio | Rows | Told
_told: dict[str, AnyFigure] = {}
_charts: dict[str, Chart] = {}


class ToldTwice(Exception):
    """Two areas tell a figure under the same key."""


def tell(*figures: AnyFigure | Chart) -> None:
    """Announce an area's figures and charts, when the application starts. Raises ToldTwice."""
    for one in figures:
        known: dict[str, Any] = _charts if isinstance(one, Chart) else _told
        if known.setdefault(one.key, one) != one:
            raise ToldTwice(one.key)


def told() -> Mapping[str, AnyFigure]:
    return _told


def charts() -> Mapping[str, Chart]:
    return _charts
