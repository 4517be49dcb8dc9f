"""How long a petition of each class may take to be classified, answered, at the longest: dated data with its basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from thongsuot.engine.deadline import Limit, LimitUnit

FILE = Path(__file__).with_name("terms.json")
Days = Annotated[int, Field(ge=1, le=250)]


class NoTerms(LookupError):
    """No terms hold for a class on a day."""


class _Row(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    valid_from: date
    about: str = Field(alias="class")
    classify_days: Days
    answer_days: Days
    longest_days: Days
    basis: str
    verified: bool


@dataclass(frozen=True)
class Terms:
    """What holds for a class from a day on: working days to classify, calendar days to answer, and at the longest."""

    valid_from: date
    about: str
    classify: Limit
    answer: Limit
    longest_days: int
    basis: str


@cache
def _all() -> tuple[Terms, ...]:
    return parse(FILE.read_text("utf-8"))


def parse(text: str) -> tuple[Terms, ...]:
    """The terms, oldest first. Raises pydantic.ValidationError on anything that it does not know."""
    rows = TypeAdapter(tuple[_Row, ...]).validate_json(text)
    return tuple(
        Terms(
            row.valid_from,
            row.about,
            Limit(LimitUnit.WORKING_DAY, row.classify_days, basis=row.basis, verified=row.verified),
            Limit(LimitUnit.CALENDAR_DAY, row.answer_days, basis=row.basis, verified=row.verified),
            row.longest_days,
            row.basis,
        )
        for row in sorted(rows, key=lambda one: one.valid_from)
    )


def on(about: str, day: date, among: tuple[Terms, ...] | None = None) -> Terms:
    """What holds for a class on a day. Raises NoTerms."""
    held = [one for one in (_all() if among is None else among) if one.about == about and one.valid_from <= day]
    if not held:
        raise NoTerms(f"{about} {day:%d/%m/%Y}")
    return held[-1]
