"""What a case's own law sets otherwise than its table: taken along when the case is opened, kept to its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from thongsuot.engine.deadline_facts import Limit

if TYPE_CHECKING:
    from thongsuot.engine.case import Case
    from thongsuot.engine.process import Move

RULES, WAITS, MADE, ALLOWED = "rules", "waits", "made", "allowed"


@dataclass(frozen=True)
class Silence:
    """A law by which no answer until the due moment is one: `outcome` is the answer that it counts as."""

    outcome: str
    basis: str
    verified: bool = False

    @property
    def source(self) -> str:
        return f"{self.basis}{'' if self.verified else ' (chưa xác minh)'}"


@dataclass(frozen=True)
class CaseRules:
    """The parameters of one case. `limits` stand instead of the table's of the same name, `at_most` instead of a
    move's own bound. `late` are moves that may be made after the due moment though the table wants them before.
    `arrival` is how it was brought here, with the provision, when its clock starts later than it was given away.
    """

    limits: Mapping[str, Limit] = field(default_factory=dict)
    at_most: Mapping[str, int] = field(default_factory=dict)
    late: tuple[str, ...] = ()
    silence: Silence | None = None
    arrival: tuple[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """Only what is set: most cases have no rules of their own."""
        stored: dict[str, Any] = {
            "limits": {name: limit.to_json() for name, limit in self.limits.items()},
            "at_most": dict(self.at_most),
            "late": list(self.late),
            "silence": vars(self.silence) if self.silence else None,
            "arrival": list(self.arrival) if self.arrival else None,
        }
        return {name: value for name, value in stored.items() if value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> CaseRules:
        """Raises BadLimit, TypeError for what this version does not know."""
        silence, arrival = stored.get("silence"), stored.get("arrival")
        return cls(
            {name: Limit.from_json(limit) for name, limit in stored.get("limits", {}).items()},
            dict(stored.get("at_most", {})),
            tuple(stored.get("late", ())),
            Silence(**silence) if silence else None,
            (arrival[0], arrival[1]) if arrival else None,
        )


NONE = CaseRules()


def of(facts: Mapping[str, Any]) -> CaseRules:
    """The rules that a case with these facts was received under."""
    return CaseRules.from_json(facts[RULES]) if RULES in facts else NONE


def bound(case: Case, move: Move) -> int:
    """How often this case may take a move, with what was allowed beside it; 0: as often as one likes."""
    if not move.at_most:
        return 0
    own: int = of(case.facts).at_most.get(move.name, move.at_most)
    return own + int(case.facts.get(ALLOWED, {}).get(move.name, 0))


def made(case: Case, move: Move) -> int:
    """How often it took a bounded move, those that were taken back not counted."""
    return int(case.facts.get(MADE, {}).get(move.name, 0))


def limit(case: Case, name: str) -> Limit:
    """One of the table's limits, as it holds for this case."""
    return of(case.facts).limits.get(name) or case.table.limit(name)


def silence_of(case: Case) -> Silence | None:
    """The law of silence that settles the case where it stands; None where none does, or the clock stands still."""
    if case.due_at is None or RULES not in case.facts:
        return None
    if not any(move.silent for move in case.table.leaving(case.step)):
        return None
    return of(case.facts).silence


def waits_until(case: Case, move: Move) -> datetime | None:
    """The moment from which a move may be made that waits for a limit, as it was fixed when the case came here."""
    fixed = case.facts.get(WAITS, {}).get(move.after) if move.after else None
    return datetime.fromisoformat(fixed) if fixed else None
