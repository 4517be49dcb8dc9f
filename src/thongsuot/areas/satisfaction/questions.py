"""What is asked and from how many answers on something is said: data by date, each version with its basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter

FILE = Path(__file__).with_name("questions.json")
SCORES = (("2", "Có"), ("1", "Một phần"), ("0", "Không"))
"""How a criterion is answered; the scale 0, 1, 2 is that of NĐ 61/2018 (not verified for these questions)."""
TIMES = (("0", "Không phải đến"), ("1", "1 lần"), ("2", "2 lần"), ("3", "3 lần trở lên"))
AGENCIES = (("1", "1 cơ quan"), ("2", "2 cơ quan"), ("3", "3 cơ quan trở lên"))


@dataclass(frozen=True)
class Question:
    """One criterion, as it is put to people. Its key never changes its meaning."""

    key: str
    text: str


@dataclass(frozen=True)
class Version:
    """What holds from a day on.

    Under `least` ratings nothing is averaged or ranked. `same_origin` ratings in a day from one network address, or
    `same_minute` in a minute from one tablet, are marked as not independent. A rating is open for `open_days`.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    valid_from: date
    basis: str
    verified: bool
    least: Annotated[int, Field(ge=2)]
    same_origin: Annotated[int, Field(ge=2)]
    same_minute: Annotated[int, Field(ge=2)]
    open_days: Annotated[int, Field(ge=1)]
    questions: tuple[Question, ...]


def parse(text: str) -> tuple[Version, ...]:
    """The versions, oldest first. Raises pydantic.ValidationError."""
    found = TypeAdapter(tuple[Version, ...]).validate_json(text)
    return tuple(sorted(found, key=lambda one: one.valid_from))


@cache
def versions() -> tuple[Version, ...]:
    return parse(FILE.read_text("utf-8"))


def on(day: date) -> Version:
    """What is asked on a day; before the first version, the first."""
    held = [one for one in versions() if one.valid_from <= day]
    return held[-1] if held else versions()[0]
