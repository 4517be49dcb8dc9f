"""The electronic civil status database: marriages and birth entries by personal number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from thongsuot.ports.twin import Answer, Invented, Twin

SYSTEM = "Cơ sở dữ liệu hộ tịch điện tử"
ADULT = 22  # years; a twin marries nobody younger


@dataclass(frozen=True)
class CivilStatus:
    """`status`: never, married, divorced, widowed. Entries are “number, day, office”, empty when there is none."""

    number: str
    status: str
    birth_entry: str
    spouse_name: str = ""
    marriage_entry: str = ""

    @property
    def married(self) -> bool:
        return self.status == "married"


class CivilStatusBooks(Protocol):
    def status(self, number: str) -> Answer[CivilStatus]:
        """Raises PortError: UnknownPerson, NotAvailable."""


class CivilStatusTwin:
    """Invented entries. A number that ends in 96 is not told of the last change."""

    def __init__(self, twin: Twin | None = None) -> None:
        self.twin = twin or Twin(SYSTEM)

    def status(self, number: str) -> Answer[CivilStatus]:
        mood = self.twin.begin(number)
        made = Invented(number)
        entry = f"{made.between(12, 1, 400)}/{made.year}"
        status = made.pick(14, ("never", "married", "married", "divorced"))
        if made.year + ADULT > date.today().year or mood.stale:  # noqa: DTZ011 - only the year counts
            status = "never"
        if status == "never":
            return self.twin.answer(CivilStatus(number, status, entry))
        other = Invented(number[:3] + str(int(number[3]) ^ 1) + number[4:])
        wedding = f"{made.between(16, 1, 200)}/{made.year + ADULT + 2}"
        return self.twin.answer(CivilStatus(number, status, entry, other.name, wedding))
