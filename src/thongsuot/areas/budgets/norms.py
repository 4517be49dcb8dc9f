"""On what basis support may be asked for, and how much a norm gives for each unit: dated data with its source."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

FILE = Path(__file__).with_name("norms.json")


class NoNorm(LookupError):
    """No such basis holds on that day, or not for that tier."""


class Norm(BaseModel):
    """One basis. `amount` is in đồng for each unit (`per`), None where no figure was verified or none is set.

    `tiers` are who may ask on it: 3 a commune of its province, 1 a province of the nation.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(pattern=r"^[a-z0-9.-]{1,40}$")]
    name: str
    per: str
    amount: Annotated[int, Field(ge=1)] | None
    tiers: tuple[Literal[1, 3], ...]
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def parse(text: str) -> tuple[Norm, ...]:
    """The norms of a file. Raises pydantic.ValidationError on anything that it does not know."""
    return TypeAdapter(tuple[Norm, ...]).validate_json(text)


@cache
def every() -> tuple[Norm, ...]:
    return parse(FILE.read_text("utf-8"))


def offered(tier: int, day: date, among: tuple[Norm, ...] | None = None) -> list[Norm]:
    """What one may ask on at that tier on a day."""
    return [one for one in (every() if among is None else among) if tier in one.tiers and one.holds_on(day)]


def find(key: str, tier: int, day: date, among: tuple[Norm, ...] | None = None) -> Norm:
    """The basis that a person chose. Raises NoNorm."""
    found = next((one for one in offered(tier, day, among) if one.key == key), None)
    if found is None:
        raise NoNorm(key)
    return found
