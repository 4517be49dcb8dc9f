"""How long a consulted body has and what its silence allows: dated data, each with its basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from thongsuot.engine.deadline import Limit, LimitUnit

FILE = Path(__file__).with_name("terms.json")
Days = Annotated[int, Field(ge=1, le=250)]


@dataclass(frozen=True)
class Terms:
    """What holds from a day on: the usual and the longest limit in working days, and what silence lets the asker do."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    valid_from: date
    working_days: Days
    longest: Days
    basis: str
    verified: bool
    silence: Literal["proceed", "wait"]
    silence_basis: str

    def limit(self, days: int) -> Limit:
        """The limit of that many working days; one that the asker shortened or lengthened says so."""
        own = "" if days == self.working_days else f", người hỏi đặt {days} ngày làm việc"
        return Limit(LimitUnit.WORKING_DAY, days, basis=f"{self.basis}{own}", verified=self.verified)


class NoTerms(LookupError):
    """No terms hold on a day."""


@cache
def _all() -> tuple[Terms, ...]:
    return parse(FILE.read_text("utf-8"))


def parse(text: str) -> tuple[Terms, ...]:
    """The terms, oldest first. Raises pydantic.ValidationError on anything that it does not know."""
    found = TypeAdapter(tuple[Terms, ...]).validate_json(text)
    return tuple(sorted(found, key=lambda one: one.valid_from))


def on(day: date) -> Terms:
    """What holds on a day. Raises NoTerms."""
    held = [one for one in _all() if one.valid_from <= day]
    if not held:
        raise NoTerms(f"{day:%d/%m/%Y}")
    return held[-1]
