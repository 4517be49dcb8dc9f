"""Social insurance: the health card and the monthly pension of a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from thongsuot.ports.twin import Answer, Invented, Twin

SYSTEM = "Cơ sở dữ liệu quốc gia về bảo hiểm"
PENSION_AGE_YEAR = 1964  # twins born until then draw a pension


@dataclass(frozen=True)
class Insured:
    """`card` is the health card's number; `pension` is đồng a month, None for who draws none."""

    number: str
    card: str
    pension: int | None


class Insurance(Protocol):
    def insured(self, number: str) -> Answer[Insured]:
        """Raises PortError: UnknownPerson, NotAvailable."""


class InsuranceTwin:
    """Invented cards and pensions. A number that ends in 96 still has last year's pension."""

    def __init__(self, twin: Twin | None = None) -> None:
        self.twin = twin or Twin(SYSTEM)

    def insured(self, number: str) -> Answer[Insured]:
        mood = self.twin.begin(number)
        made = Invented(number)
        card = f"{made.pick(2, ('GD', 'DN', 'HT', 'TE'))}4{number[:3]}{made.between(4, 0, 999_999_999):09d}"[:15]
        pension = made.between(10, 3_000, 9_000) * 1_000 if made.year <= PENSION_AGE_YEAR else None
        if pension and mood.stale:
            pension = int(pension * 0.92)
        return self.twin.answer(Insured(number, card, pension))
