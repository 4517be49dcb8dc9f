"""What follows from how the parts stand: which begin now, which never can, where the request stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from thongsuot.areas.interlinked.bundles import Part

REFUSED, WITHDRAWN, STOPPED, RESULTS = 3, 7, 8, (9, 10)
NEGATIVE = frozenset({"denied", "revoked"})


class Stands(StrEnum):
    """How a part stands. NEVER: not begun, and it cannot be, because one that it waits for has failed."""

    NOT_YET = "not_yet"
    OPEN = "open"
    ASKED = "asked"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    NEVER = "never"


OVER = frozenset({Stands.DONE, Stands.FAILED, Stands.WITHDRAWN, Stands.NEVER})


def of_case(status: int, outcome: str, is_open: bool, waits_for: str) -> Stands:
    """How a part stands whose own case has this status (of the national portal), outcome and so on."""
    if status in RESULTS:
        return Stands.FAILED if outcome in NEGATIVE else Stands.DONE
    if is_open:
        return Stands.ASKED if waits_for == "applicant" else Stands.OPEN
    return Stands.WITHDRAWN if status == WITHDRAWN else Stands.FAILED


def standing(parts: Sequence[Part], cases: Mapping[str, Stands], *, given_up: bool = False) -> dict[str, Stands]:
    """How every part stands, given those that have a case. `given_up`: the person withdrew, nothing more begins.

    A part that waits for a failed one never begins; the others go on.
    """
    found: dict[str, Stands] = {}
    for part in parts:
        if part.key in cases:
            found[part.key] = cases[part.key]
            continue
        waits = [found[key] for key in part.after if key in found]
        lost = given_up or any(one in OVER and one is not Stands.DONE for one in waits)
        found[part.key] = Stands.NEVER if lost else Stands.NOT_YET
    return found


def begins(parts: Sequence[Part], stands: Mapping[str, Stands]) -> list[str]:
    """The parts that begin now: not begun yet, and all that they wait for have their result."""
    return [
        part.key
        for part in parts
        if stands[part.key] is Stands.NOT_YET and all(stands[key] is Stands.DONE for key in part.after if key in stands)
    ]


def may_resend(parts: Sequence[Part], stands: Mapping[str, Stands], key: str) -> bool:
    """Whether a part may be sent again alone: it failed or was withdrawn, and nothing that it waits for is missing."""
    part = next((one for one in parts if one.key == key), None)
    return (
        part is not None
        and stands.get(key) in (Stands.FAILED, Stands.WITHDRAWN)
        and all(stands[one] is Stands.DONE for one in part.after if one in stands)
    )


def step(stands: Iterable[Stands], *, given_up: bool = False) -> str:
    """Where the request stands as a whole, by its parts."""
    all_of = list(stands)
    over = all(one in OVER for one in all_of)
    done = Stands.DONE in all_of
    if over:
        if done:
            return "done" if all(one is Stands.DONE for one in all_of) else "done_in_part"
        withdrawn = given_up or all(one in (Stands.WITHDRAWN, Stands.NEVER) for one in all_of)
        return "withdrawn" if withdrawn else "failed"
    if given_up:
        return "withdrawing"
    return "partly_done" if any(one in OVER for one in all_of) else "under_way"


@dataclass(frozen=True)
class Plan:
    """What is to be done about a request now."""

    stands: Mapping[str, Stands]
    begin: tuple[str, ...]
    step: str


def plan(parts: Sequence[Part], cases: Mapping[str, Stands], *, given_up: bool = False) -> Plan:
    stands = standing(parts, cases, given_up=given_up)
    return Plan(stands, tuple(begins(parts, stands)), step(stands.values(), given_up=given_up))
