"""The national population database: who bears a personal number, and where they live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from thongsuot.ports.twin import Answer, Invented, Twin

SYSTEM = "Cơ sở dữ liệu quốc gia về dân cư"


@dataclass(frozen=True)
class Citizen:
    """A person as the database has them; an address is a commune's code and a detail."""

    number: str
    name: str
    sex: str
    birth: str
    nationality: str
    ethnicity: str
    residence: dict[str, Any]
    hometown: dict[str, Any]
    household_head: dict[str, str]

    @property
    def person(self) -> dict[str, Any]:
        """The parts of a form's person block."""
        return {
            "name": self.name,
            "sex": self.sex,
            "birth": self.birth,
            "number": self.number,
            "nationality": self.nationality,
            "ethnicity": self.ethnicity,
            "residence": self.residence,
            "hometown": self.hometown,
        }


class Population(Protocol):
    def citizen(self, number: str) -> Answer[Citizen]:
        """Raises PortError: UnknownPerson, NotAvailable."""


class PopulationTwin:
    """Invented citizens. A number that ends in 96 has an address of before its bearer moved."""

    def __init__(self, twin: Twin | None = None) -> None:
        self.twin = twin or Twin(SYSTEM)

    def citizen(self, number: str) -> Answer[Citizen]:
        mood = self.twin.begin(number)
        made = Invented(number)
        moved = 20 if mood.stale else 10
        head = Invented(number[:3] + "0" + number[4:])
        return self.twin.answer(
            Citizen(
                number=number,
                name=made.name,
                sex=made.sex or "",
                birth=made.birth.isoformat(),
                nationality="Việt Nam",
                ethnicity="Kinh",
                residence=made.address(moved),
                hometown={"commune": made.address(16)["commune"]},
                household_head={"name": head.name, "number": head.number},
            )
        )
