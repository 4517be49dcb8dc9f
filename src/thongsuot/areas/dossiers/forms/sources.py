"""Where a form's values may be known from, by name: the identity, earlier forms, and the ports with their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from thongsuot.engine.forms import Source
from thongsuot.ports.civil_status import SYSTEM as CIVIL_STATUS
from thongsuot.ports.civil_status import CivilStatus, CivilStatusBooks, CivilStatusTwin
from thongsuot.ports.insurance import SYSTEM as INSURANCE
from thongsuot.ports.insurance import Insurance, InsuranceTwin, Insured
from thongsuot.ports.land import SYSTEM as LAND
from thongsuot.ports.land import LandRegistry, LandTwin, Parcel
from thongsuot.ports.population import SYSTEM as POPULATION
from thongsuot.ports.population import Citizen, Population, PopulationTwin
from thongsuot.ports.twin import Answer

IDENTITY = frozenset({"person", "person.male", "person.female", "residence", "phone", "email"})

SYSTEMS: dict[str, str] = {
    "population": POPULATION,
    "civil_status": CIVIL_STATUS,
    "land": LAND,
    "insurance": INSURANCE,
}


def _citizen(one: Citizen) -> dict[str, Any]:
    return {"person": one.person, "residence": one.residence, "household_head": one.household_head}


def _status(one: CivilStatus) -> dict[str, Any]:
    return {
        "status": one.status,
        "married": one.married,
        "spouse_name": one.spouse_name,
        "marriage_entry": one.marriage_entry,
        "birth_entry": one.birth_entry,
    }


def _parcel(one: Parcel) -> dict[str, Any]:
    names = ("certificate", "book_number", "certificate_day", "parcel", "sheet", "area", "purpose", "address")
    return {name: getattr(one, name) for name in names}


def _insured(one: Insured) -> dict[str, Any]:
    return {"card": one.card, "pension": one.pension}


FIELDS: dict[str, frozenset[str]] = {
    "population": frozenset({"person", "residence", "household_head"}),
    "civil_status": frozenset({"status", "married", "spouse_name", "marriage_entry", "birth_entry"}),
    "land": frozenset(
        {"certificate", "book_number", "certificate_day", "parcel", "sheet", "area", "purpose", "address"}
    ),
    "insurance": frozenset({"card", "pension"}),
}


def is_known(source: Source) -> bool:
    """Whether a definition may name this source."""
    if source.origin == "identity":
        return source.of in IDENTITY
    if source.origin == "earlier":
        return bool(source.of)
    system, _, name = source.of.partition(".")
    return name in FIELDS.get(system, ())


Question = Callable[[str], Answer[Mapping[str, Any]]]


@dataclass(frozen=True)
class Ports:
    """The systems that can be asked; each may be replaced by the real one behind the same interface."""

    population: Population = field(default_factory=PopulationTwin)
    civil_status: CivilStatusBooks = field(default_factory=CivilStatusTwin)
    land: LandRegistry = field(default_factory=LandTwin)
    insurance: Insurance = field(default_factory=InsuranceTwin)

    def question(self, system: str) -> Question:
        """Ask a system by its name for a personal number; its answer as named fields. Raises KeyError."""
        return {
            "population": lambda number: _named(self.population.citizen(number), _citizen),
            "civil_status": lambda number: _named(self.civil_status.status(number), _status),
            "land": lambda number: _named(self.land.parcel(number), _parcel),
            "insurance": lambda number: _named(self.insurance.insured(number), _insured),
        }[system]


def _named(answer: Answer[Any], names: Callable[[Any], dict[str, Any]]) -> Answer[Mapping[str, Any]]:
    known = {key: value for key, value in names(answer.value).items() if value not in (None, "")}
    return Answer(known, answer.system, answer.at, answer.twin)


PORTS = Ports()
