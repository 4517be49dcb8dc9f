"""How long a dossier is kept: classes with years and a basis, as data, and the pure rule that chooses among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from thongsuot.engine.case import Case
from thongsuot.register import formatting, procedures

FILE = Path(__file__).resolve().parent / "classes.yaml"
UNVERIFIED = "chưa xác minh"


class BadClasses(Exception):
    """The classes cannot be used; the words say why."""


@dataclass(frozen=True)
class RetentionClass:
    """For how many `years` from the closing dossiers of a kind are kept; None is for ever."""

    key: str
    name: str
    years: int | None
    basis: str
    verified: bool
    valid_from: date
    valid_to: date | None = None
    procedures: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    default: bool = False

    @property
    def ground(self) -> str:
        """The basis as every screen shows it."""
        return self.basis if self.verified else f"{self.basis} ({UNVERIFIED})"

    @property
    def term(self) -> str:
        """“10 năm” or “Vĩnh viễn”."""
        return "Vĩnh viễn" if self.years is None else f"{self.years} năm"


@dataclass(frozen=True)
class Kept:
    """Of one dossier: its class and the last day on which it must be kept; None when it must be for ever."""

    rule: RetentionClass
    until: date | None

    def over(self, day: date) -> bool:
        """Whether on that day nothing obliges any more to keep it."""
        return self.until is not None and self.until < day


def read(text: str) -> tuple[RetentionClass, ...]:
    """The classes of a file. Raises BadClasses for what cannot be meant: no default, two of a key, no years."""
    try:
        found = tuple(_class(one) for one in yaml.safe_load(text)["classes"])
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise BadClasses(f"not classes of retention: {error}") from error
    if len({one.key for one in found}) < len(found):
        raise BadClasses("two classes have one key")
    if sum(one.default for one in found) != 1 or not found[-1].default:
        raise BadClasses("the last class, and no other, must be the default")
    for one in found:
        if one.years is not None and one.years < 1:
            raise BadClasses(f"{one.key}: kept for {one.years} years")
    return found


def _class(row: dict[str, Any]) -> RetentionClass:
    if row["from"] != "closed":
        raise ValueError(f"{row['key']}: the years run from the closing")
    names = ("procedures", "outcomes", "fields")
    fitting = {name: frozenset(str(one) for one in row.get(name, ())) for name in names}
    if bool(row.get("default")) is any(fitting.values()):
        raise ValueError(f"{row['key']}: fits nothing, or everything and something")
    return RetentionClass(
        key=str(row["key"]), name=str(row["name"]), years=None if row["years"] is None else int(row["years"]),
        basis=str(row["basis"]), verified=row["verified"] is True, valid_from=row["valid_from"],
        valid_to=row.get("valid_to"), default=bool(row.get("default")), **fitting,
    )  # fmt: skip


@cache
def classes() -> tuple[RetentionClass, ...]:
    """The classes as shipped."""
    return read(FILE.read_text())


@dataclass(frozen=True)
class Accounting:
    """For how many years after the year in which it was issued a receipt is kept."""

    years: int
    basis: str
    verified: bool

    @property
    def ground(self) -> str:
        return self.basis if self.verified else f"{self.basis} ({UNVERIFIED})"

    def until(self, issued: int) -> date:
        """The last day on which a receipt of that year must be kept."""
        return date(issued + self.years, 12, 31)


@cache
def accounting() -> Accounting:
    """The rule for receipts as shipped."""
    row = yaml.safe_load(FILE.read_text())["accounting"]
    return Accounting(int(row["years"]), str(row["basis"]), row["verified"] is True)


def class_of(
    procedure: str, field: str, outcome: str, day: date, among: tuple[RetentionClass, ...] | None = None
) -> RetentionClass:
    """The class of a dossier that closed on a day: by its procedure, its outcome, its field (lĩnh vực), or by none.

    A day before every class has the default: what was closed earlier is not kept less.
    """
    known = among if among is not None else classes()
    holding = [one for one in known if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)]
    fitting = (
        *(one for one in holding if procedure in one.procedures),
        *(one for one in holding if outcome in one.outcomes),
        *(one for one in holding if field in one.fields),
    )
    return fitting[0] if fitting else known[-1]


def kept(rule: RetentionClass, closed_at: datetime) -> Kept:
    """Until when a dossier closed at a moment is kept: the years count from its local day, 29 February to 1 March."""
    if rule.years is None:
        return Kept(rule, None)
    day = formatting.local(closed_at).date()
    try:
        return Kept(rule, day.replace(year=day.year + rule.years))
    except ValueError:
        return Kept(rule, date(day.year + rule.years, 3, 1))


def of_case(case: Case) -> Kept | None:
    """How long this dossier is kept; None while it is open."""
    if case.closed_at is None:
        return None
    day = formatting.local(case.closed_at).date()
    known = procedures.procedure(case.procedure_code, day) if case.procedure_code else None
    rule = class_of(case.procedure_code, known.field if known else "", case.outcome, day)
    return kept(rule, case.closed_at)
