"""Who takes dossiers in and who decides in the simulated country, and how much of the traffic each has."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from thongsuot.engine.deadline import Limit
from thongsuot.register import bodies, competences, procedures, units
from thongsuot.register.bodies import BodyView
from thongsuot.register.models import Competence
from thongsuot.simulation import assumptions as a

HO_CHI_MINH = "79"


@dataclass(frozen=True)
class Matter:
    """A kind of dossier as one house settles it: the case of the procedure, its limit and its executing office."""

    procedure_code: str
    case_key: str
    competence_id: int
    executing_body: str
    limit: Limit
    result: str
    papers: tuple[tuple[str, int, int], ...]
    weight: float


@dataclass(frozen=True)
class House:
    """A body that decides, with the counter where its dossiers are taken in. `share` is of the national traffic."""

    key: str
    counter: str
    place_code: str
    province_code: str
    tier: int
    share: float
    lateness: float


def houses(day: date, provinces: Iterable[str] = ()) -> list[House]:
    """Every house with its share; with `provinces` those of some only, each with the same share as in the whole."""
    chosen = set(provinces)
    found = [*_communes(day), *_departments(day)]
    return [house for house in found if not chosen or house.province_code in chosen]


def chance_of(*words: object) -> random.Random:
    """Repeatable chance for a thing that has a name."""
    return random.Random(":".join(map(str, words)))  # noqa: S311 - a repeatable country, not a secret


def _communes(day: date) -> list[House]:
    weighed = []
    for province in units.provinces(day):
        for unit in units.communes(province.code, day):
            counter = bodies.centre_for(unit.code, day)
            committee = bodies.of_kind("ubnd_xa", unit.code, day)
            if counter and committee:
                spread = a.SPREAD_OF_VOLUME.value
                weight = a.KINDS.get(unit.kind, 1.0) * math.exp(chance_of("volume", unit.code).gauss(0, spread))
                weighed.append((committee, counter, weight))
    return _shared(weighed, a.COMMUNE_SHARE.value)


def _departments(day: date) -> list[House]:
    """The provincial houses: the departments that decide anything, each province weighing what its communes do."""
    kinds = sorted({kind for _, kind in _powers() if kind.startswith("so_")})
    communes = {code: len(units.communes(code, day)) for code in (one.code for one in units.provinces(day))}
    weighed = []
    for code, count in communes.items():
        counter = bodies.of_kind("pvhcc_tinh", code, day)
        for kind in kinds:
            house = bodies.of_kind(kind, code, day)
            if counter and house:
                weighed.append((house, counter, float(count)))
    return _shared(weighed, 1 - a.COMMUNE_SHARE.value)


def _shared(weighed: list[tuple[BodyView, BodyView, float]], share: float) -> list[House]:
    """Weights turned into shares of the nation; one city's part is published, the others divide the rest."""
    city = sum(weight for house, _, weight in weighed if house.province_code == HO_CHI_MINH)
    rest = sum(weight for house, _, weight in weighed if house.province_code != HO_CHI_MINH)
    fixed = a.HO_CHI_MINH_SHARE.value if city else 0.0
    found = []
    for house, counter, weight in weighed:
        part = fixed * weight / city if house.province_code == HO_CHI_MINH else (1 - fixed) * weight / rest
        found.append(
            House(house.key, counter.key, house.unit_code, house.province_code, house.tier, share * part, _late(house))
        )
    return found


def _late(house: BodyView) -> float:
    """The part of its dossiers that a house settles late: spread around the nation's, heavier in some provinces."""
    spread = a.SPREAD_OF_LATENESS.value
    own = chance_of("lateness", house.key).gauss(-(spread**2) / 2, spread)
    common = chance_of("lateness", house.province_code).gauss(-0.125, 0.5)
    return min(0.7, a.LATE_SHARE.value * math.exp(own + common))


@cache
def _powers() -> tuple[tuple[str, str], ...]:
    """(procedure, kind of the body that decides it), in order."""
    rows = Competence.objects.filter(nature=competences.DECIDE, status="held", body=None)
    return tuple(sorted(set(rows.values_list("procedure_code", "body_kind"))))


@cache
def _communes_of(province_code: str, day: date) -> tuple[str, ...]:
    return tuple(unit.code for unit in units.communes(province_code, day))


def forget() -> None:
    """Drop what this process remembers of the country."""
    _powers.cache_clear()
    _communes_of.cache_clear()


def matters(house: House, day: date) -> list[Matter]:
    """What a house decides on that day; empty when the catalogue gives it nothing."""
    view = bodies.body(house.key)
    found = [_matter(house, code, day) for code, kind in _powers() if view and kind == view.kind]
    return [matter for matter in found if matter is not None]


def _matter(house: House, code: str, day: date) -> Matter | None:
    published = procedures.procedure(code, day)
    # A department's power is the same in every commune of its province.
    place = house.place_code if house.tier == 3 else _communes_of(house.province_code, day)[0]
    deciding = [one for one in competences.competent(code, competences.DECIDE, place, day) if one.body.key == house.key]
    if published is None or not deciding:
        return None
    # Where the source has no clear limit an officer must set the day with a reason: nothing for a simulation.
    case = next((one for one in published.definition.cases if one.results and not one.unclear), None)
    if case is None:
        return None
    office = deciding[0].executing_body
    return Matter(
        procedure_code=code,
        case_key=case.key,
        competence_id=deciding[0].competence_id,
        executing_body=office.key if office else house.key,
        limit=Limit.from_json(case.limit_for("counter").as_json()),
        result=case.results[0].name,
        papers=tuple(
            (paper.key, paper.originals, paper.copies)
            for paper in case.papers
            if paper.required == "yes" and not paper.presented and paper.originals + paper.copies
        ),
        weight=a.COMMUNE_MIX.get(code, 1.0) if house.tier == 3 else 1.0,
    )


def place_of(house: House, chance: random.Random, day: date) -> str:
    """Where the matter of a dossier lies: the commune itself, or one of the province's."""
    return house.place_code if house.tier == 3 else chance.choice(_communes_of(house.province_code, day))
