"""Papers whose content a database of the state usually has: officers look there before they ask a person."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from thongsuot.register.folding import fold

FILE = Path(__file__).parents[1] / "data" / "procedures" / "papers_known.csv"
_OPENING = re.compile(r"^(?:(?:ban sao|ban chinh|ban chup|chung thuc|cong chung|co|hoac)\s+)+")


@dataclass(frozen=True)
class Known:
    """Where the state has it and by which provision it is looked up there. `verified` for the provision."""

    database: str
    basis: str
    verified: bool


@cache
def _begins() -> tuple[tuple[str, Known], ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            (fold(said), Known(row["database"], row["basis"], row["verified"] == "yes"))
            for row in csv.DictReader(file)
            for said in row["begins"].split("|")
        )


@lru_cache(maxsize=4096)
def known(name: str) -> Known | None:
    """What is known of a paper by its name, None for most. Only how the name begins counts: a form that mentions
    a birth certificate is not one."""
    said = _OPENING.sub("", fold(name)) + " "
    return next((one for begins, one in _begins() if said.startswith(begins + " ")), None)
