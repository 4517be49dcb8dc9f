"""Whose word counts for a stage, and who is credited: outside systems that own a stage, by procedure and day.

A stage that a ministry's system settles is mirrored here and moved there. What a dossier was received under stays with
it: later rows change nothing for it. Nothing is verified that says so in its provision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from thongsuot.register.body_rules import read_csv


@dataclass(frozen=True, slots=True)
class System:
    """An outside system: its `owner` answers for it, `where` says in words where its work is done."""

    key: str
    name: str
    owner: str
    where: str


@dataclass(frozen=True, slots=True)
class Authority:
    """A stage of a procedure that a system owns on a day."""

    step: str
    system: str
    provision: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is counted and who keeps the fee when a counter helps another body: each names a part of the dossier
    (competent, receiving, supporting)."""

    counted_at: str
    supported_at: str
    fee_kept_by: str
    provision: str
    verified: bool


@cache
def _systems() -> Mapping[str, System]:
    rows = read_csv("systems.csv")
    return {row["key"]: System(row["key"], row["name"], row["owner"], row["where"]) for row in rows}


def system(key: str) -> System:
    """The system with that key; one that is no longer listed is named by its key."""
    return _systems().get(key) or System(key, key, "", key)


def systems() -> tuple[System, ...]:
    return tuple(_systems().values())


def _holds(row: Mapping[str, str], day: date) -> bool:
    until = row["valid_to"]
    return date.fromisoformat(row["valid_from"]) <= day and (not until or day < date.fromisoformat(until))


@cache
def _authorities() -> tuple[Mapping[str, str], ...]:
    return tuple(read_csv("authorities.csv"))


def of_procedure(code: str, day: date) -> tuple[Authority, ...]:
    """The stages of a procedure that outside systems own on a day."""
    return tuple(
        Authority(row["step"], row["system"], row["provision"], row["verified"] == "yes")
        for row in _authorities()
        if row["procedure_code"] == code and _holds(row, day)
    )


@cache
def _credits() -> tuple[Mapping[str, str], ...]:
    return tuple(read_csv("credit.csv"))


def credit(day: date) -> Credit | None:
    """Who is credited on a day; None where no rule is recorded."""
    for row in _credits():
        if _holds(row, day):
            return Credit(
                row["counted_at"], row["supported_at"], row["fee_kept_by"], row["provision"], row["verified"] == "yes"
            )
    return None
