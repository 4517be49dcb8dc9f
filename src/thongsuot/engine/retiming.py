"""A case that turns out to be of another kind than it was taken for: other limits, from when its clock began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from thongsuot.engine import case_rules
from thongsuot.engine.case_rules import RULES
from thongsuot.engine.deadline import Arrived, Clock
from thongsuot.engine.deadline_facts import Limit


@dataclass(frozen=True)
class Retimed:
    """What a move that starts a clock finds out about the case.

    `limits` stand from then on instead of those of the same name. With `why` the clock runs from when the one before
    it began, with all that stopped or extended it; its explanation opens with that sentence and its `basis`.
    """

    limits: Mapping[str, Limit] = field(default_factory=dict)
    why: str = ""
    basis: str = ""

    def facts(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What the case's facts say otherwise now."""
        rules = case_rules.of(facts)
        return {RULES: replace(rules, limits={**rules.limits, **self.limits}).to_json()} if self.limits else {}

    def clock(self, former: Clock, limit: Limit) -> Clock:
        kept = (fact for fact in former.facts if not isinstance(fact, Arrived))
        return Clock(limit, former.start, (Arrived(former.start, self.why, self.basis), *kept))
