"""The coefficients by which severance is computed: dated data with its source and what of it is not verified."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

FILE = Path(__file__).with_name("formulas.json")


class NoFormula(LookupError):
    """No formula is known for who leaves on that day."""


def _exact(value: object) -> Fraction:
    """A coefficient as it is written: a decimal in quotes, never a binary fraction."""
    if not isinstance(value, str):
        raise ValueError("a coefficient is written in quotes")
    return Fraction(value)


Coefficient = Annotated[Fraction, BeforeValidator(_exact), Field(ge=0)]
Months = Annotated[int, Field(ge=1, le=600)]


class Band(BaseModel):
    """How early retirement of so many months is paid. `early` is the coefficient of a month in the first twelve months,
    `later` after them; `capped` pays the most months whatever the number; `insured` adds the part for insured years."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    to_months: Months
    early: Coefficient
    later: Coefficient
    capped: bool
    year: Coefficient
    insured: bool


class Formula(BaseModel):
    """One version. Every coefficient is of the salary of the month before leaving."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    version: str
    valid_from: date
    valid_to: date | None
    most_months: Months
    retire: tuple[Band, ...]
    insured_years: Annotated[int, Field(ge=1, le=50)]
    insured_first: Coefficient
    insured_further: Coefficient
    resign_least_months: Months
    resign_early: Coefficient
    resign_later: Coefficient
    resign_year: Coefficient
    resign_search: Coefficient
    source: str
    unverified: tuple[str, ...]


def parse(text: str) -> tuple[Formula, ...]:
    """The formulas of a file. Raises pydantic.ValidationError on anything that it does not know."""
    return TypeAdapter(tuple[Formula, ...]).validate_json(text)


@cache
def every() -> tuple[Formula, ...]:
    return parse(FILE.read_text("utf-8"))


def on(leaving: date, among: tuple[Formula, ...] | None = None) -> Formula:
    """The formula for who leaves on a day. Raises NoFormula."""
    for one in every() if among is None else among:
        if one.valid_from <= leaving and (one.valid_to is None or leaving < one.valid_to):
            return one
    raise NoFormula(leaving.isoformat())
