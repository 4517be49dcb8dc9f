"""The land database: the parcel that a person holds a certificate for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from thongsuot.ports.twin import Answer, Invented, Twin, UnknownPerson

SYSTEM = "Cơ sở dữ liệu đất đai"
PURPOSES = ("Đất ở tại đô thị", "Đất ở tại nông thôn", "Đất trồng cây lâu năm")


@dataclass(frozen=True)
class Parcel:
    """A parcel with its certificate; `area` in square metres."""

    holder: str
    certificate: str
    book_number: str
    certificate_day: str
    parcel: str
    sheet: str
    area: float
    purpose: str
    address: dict[str, Any]


class LandRegistry(Protocol):
    def parcel(self, number: str) -> Answer[Parcel]:
        """Raises PortError: UnknownPerson for somebody who holds none, NotAvailable."""


class LandTwin:
    """Invented parcels; one person in four holds none. A number that ends in 96 has an area measured long ago."""

    def __init__(self, twin: Twin | None = None) -> None:
        self.twin = twin or Twin(SYSTEM)

    def parcel(self, number: str) -> Answer[Parcel]:
        mood = self.twin.begin(number)
        made = Invented(number)
        if not made.between(26, 0, 3):
            raise UnknownPerson
        area = made.between(18, 400, 3000) / 10
        return self.twin.answer(
            Parcel(
                holder=made.name,
                certificate=f"CS {made.between(20, 100_000, 999_999)}",
                book_number=f"CH{made.between(22, 100, 99_999):05d}",
                certificate_day=f"{made.between(24, 2005, 2024)}-{made.between(2, 1, 12):02d}-15",
                parcel=str(made.between(4, 1, 900)),
                sheet=str(made.between(8, 1, 90)),
                area=round(area * 1.08, 1) if mood.stale else area,
                purpose=made.pick(15, PURPOSES),
                address=made.address(),
            )
        )
