"""A case that goes to another body: where to, and what of the case follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from thongsuot.engine.process import At

if TYPE_CHECKING:
    from thongsuot.engine.case import Case

HELD_AT = {
    "supporting_body": At.SUPPORTING,
    "receiving_body": At.RECEIVING,
    "executing_body": At.EXECUTING,
    "competent_body": At.COMPETENT,
}


@dataclass(frozen=True)
class Route:
    """The bodies of a case at its new place, and the provision that gives them the power there.

    The clock, the code, the number of the case and what was done at most once stay as they are: only the way changes.
    Without a `supporting_body` the one that the case has stays.
    """

    receiving_body: str
    executing_body: str
    competent_body: str
    competence: str
    place_code: str
    supporting_body: str = ""


@dataclass(frozen=True)
class Routing:
    """How an area lets its cases go elsewhere.

    `to` gives the route to a body, or None when that body has no power over the case on that day. `offered` lists the
    bodies that a person chooses from, as (key, words). `inside` names the moves that give the case to an office of the
    body that has it: it leaves nobody.
    """

    to: Callable[[Case, str, date], Route | None]
    offered: Callable[[Case, date], tuple[tuple[str, str], ...]]
    inside: frozenset[str] = frozenset()


def rerouted(case: Case, route: Route) -> dict[str, object]:
    """The columns that the route changes. Who held the case where it no longer is gets nothing back there."""
    bodies = {name: getattr(route, name) or getattr(case, name) for name in HELD_AT}
    moved = {f"@{at}" for name, at in HELD_AT.items() if getattr(case, name) != bodies[name]}
    holders = {
        role: person for role, person in case.facts.get("holders", {}).items() if not role.endswith(tuple(moved))
    }
    return {
        **bodies,
        "competence": route.competence,
        "place_code": route.place_code,
        "facts": {**case.facts, "holders": holders},
    }
