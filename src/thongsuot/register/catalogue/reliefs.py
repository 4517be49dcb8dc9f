"""Who is freed of fees or pays less: dated rows with their basis, of the nation and of provinces.

The programme's own rows are none of them verified. A site adds or overrides rows in `fee_reliefs.csv` of its directory:
a row of a province goes before the nation's of the same code, one of a procedure before one of all.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

FILE = Path(__file__).resolve().parents[1] / "data" / "fee_reliefs.csv"
KINDS = frozenset({"fee", "charge"})
WHOLE = 100


class BadReliefs(ValueError):
    """A file of reliefs that is not to be read; the sentence names the line."""


@dataclass(frozen=True, slots=True)
class Relief:
    """One relief: so many percent off the kinds `fee` (phí) and `charge` (lệ phí). `valid_to` is exclusive."""

    code: str
    name: str
    province: str
    procedures: frozenset[str]
    kinds: frozenset[str]
    percent: int
    evidence: str
    valid_from: date
    valid_to: date | None
    legal_basis: str
    verified: bool

    def holds(self, province: str, procedure: str, day: date) -> bool:
        return (
            self.province in ("", province)
            and (not self.procedures or procedure in self.procedures)
            and self.valid_from <= day
            and (self.valid_to is None or day < self.valid_to)
        )

    def less(self, purpose: str, amount: int) -> int:
        """What is taken off an amount, in whole đồng: what is left is rounded down, for the payer."""
        return amount - amount * (WHOLE - self.percent) // WHOLE if purpose in self.kinds else 0


def read(lines: Iterable[str]) -> tuple[Relief, ...]:
    """The rows of a file. Raises BadReliefs."""
    found = []
    for number, row in enumerate(csv.DictReader(lines), start=2):
        try:
            found.append(_relief(row))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadReliefs(f"Tệp miễn, giảm phí có lỗi ở dòng {number}: {error}.") from error
    return tuple(found)


def _relief(row: dict[str, str]) -> Relief:
    kinds, percent = frozenset(row["kinds"].split()), int(row["percent"])
    if not kinds or kinds - KINDS or not 0 < percent <= WHOLE:
        raise ValueError("khoản thu hoặc mức giảm")
    if not (row["code"] and row["name"] and row["evidence"] and row["legal_basis"]):
        raise ValueError("thiếu mã, tên, giấy tờ hoặc căn cứ")
    until = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return Relief(
        row["code"], row["name"], row["province"], frozenset(row["procedures"].split()), kinds, percent,
        row["evidence"], date.fromisoformat(row["valid_from"]), until, row["legal_basis"], row["verified"] == "yes",
    )  # fmt: skip


@cache
def _rows(site: Path) -> tuple[Relief, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        found = read(file)
    if site.exists():
        with site.open(encoding="utf-8-sig", newline="") as file:
            found = (*read(file), *found)
    return found


def offered(province: str, procedure: str, day: date) -> tuple[Relief, ...]:
    """The reliefs that hold for a procedure in a province on a day, the nearest row of each code."""
    rows = [one for one in _rows(Path(settings.VAR) / "fee_reliefs.csv") if one.holds(province, procedure, day)]
    nearest: dict[str, Relief] = {}
    for one in sorted(rows, key=lambda one: (not one.province, not one.procedures)):
        nearest.setdefault(one.code, one)
    return tuple(sorted(nearest.values(), key=lambda one: (-one.percent, one.name)))


def relief(code: str, province: str, procedure: str, day: date) -> Relief | None:
    return next((one for one in offered(province, procedure, day) if one.code == code), None)
