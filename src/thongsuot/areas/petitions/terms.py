"""How long a petition of each class may take to be classified, answered, at the longest: dated data with its basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from thongsuot.areas.petitions.process import CLASSES
from thongsuot.engine import case_rules
from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.retiming import Retimed
from thongsuot.register.working_time import VIETNAM

CLASS_NAMES = dict(CLASSES)
RECLASSIFIED = "Phân loại lại từ “{was}” thành “{now}”, áp dụng thời hạn của loại mới"
GIVEN_BEFORE = "Đã giao trả lời từ trước, giao lại không tính lại từ đầu"
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


def retimed(case: Case, move: str, given: Mapping[str, Any]) -> Retimed | None:
    """The limits of the class that a petition is found to be of, as they held on the day it was received.

    Its time to be answered then runs from when its first limit began: whoever sent it loses nothing by the error. What
    was given to an office once keeps its time when it is given to another.
    """
    if move not in ("accept", "merge", "forward") or case.clock is None:
        return None
    was, now = str(case.facts.get("class", "")), str(given.get("class", ""))
    day = case.opened_at.astimezone(VIETNAM).date()
    if was != now:
        held = on(now, day)
        limits = {"classify": held.classify, "answer": held.answer}
        why = (
            ""
            if move == "forward"
            else RECLASSIFIED.format(was=CLASS_NAMES.get(was, was), now=CLASS_NAMES.get(now, now))
        )
        return Retimed(limits, why, held.basis)
    running = Limit.from_json(case.clock["limit"])
    if move != "forward" and running == case_rules.limit(case, "answer"):
        return Retimed(why=GIVEN_BEFORE, basis=running.basis)
    return None
