"""Which leader is in charge of which locality or field, from day to day; and what is late in somebody's charge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from thongsuot.areas.tasks.models import Charge
from thongsuot.engine import sql
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound

LONGEST_BASIS = 300


@dataclass(frozen=True, slots=True)
class View:
    """A leader in charge of a place or of a field, never of both."""

    id: UUID
    person: UUID
    name: str
    place_code: str
    sector: str
    since: date
    basis: str


def keeper(actor: Actor) -> Office | None:
    """The post by which this actor says who is in charge: of the head of an office or the chair of its house."""
    return next((one for one in actor.offices if one.roles & {"chair", "head"}), None)


_ALL = """
SELECT g.id, g.person, p.name, g.place_code, g.sector, g.valid_from, g.basis FROM tasks_charge g
JOIN register_person p ON p.id = g.person
WHERE g.house = ANY(%(houses)s) AND g.valid_from <= %(day)s AND (g.valid_to IS NULL OR g.valid_to > %(day)s)
ORDER BY g.place_code, g.sector, p.name
"""


# The leader in charge of a case's place, else of its field, else of its province: of its own houses or its province's,
# or above them at the centre.
NAMED = """(SELECT g.person FROM tasks_charge g JOIN register_body h ON h.key = g.house
  WHERE g.valid_from <= (%(now)s::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    AND (g.valid_to IS NULL OR g.valid_to > (%(now)s::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
    AND (g.place_code <> '' AND g.place_code IN (c.place_code, c.province_code)
      OR g.sector <> '' AND g.sector = c.sector)
    AND (g.house IN (c.receiving_body, c.competent_body)
      OR h.tier = 1 AND h.province_code = c.province_code) = (n.charge = 'near')
    AND (n.charge = 'near' OR h.tier = 0)
  ORDER BY g.place_code = c.place_code DESC, g.sector <> '' DESC, h.tier DESC, g.id LIMIT 1)"""


def of_houses(houses: list[str], day: date) -> tuple[View, ...]:
    return tuple(View(*row) for row in sql.run(_ALL, {"houses": houses, "day": day}))


def of_actor(actor: Actor, day: date) -> tuple[View, ...]:
    """The charges of the houses in which this actor has a post."""
    return of_houses(list(dict.fromkeys(one.house for one in actor.offices)), day)


def by_place(charges: tuple[View, ...]) -> Mapping[str, str]:
    """Who is in charge, by the code of the place or of the field."""
    return {one.place_code or one.sector: one.name for one in charges}


def candidates(actor: Actor, day: date) -> tuple[tuple[UUID, str], ...]:
    """The leaders of the actor's house: (person, words)."""
    office = keeper(actor)
    if office is None:
        return ()
    rows = sql.run(
        """SELECT r.id, min(r.name || ' – ' || p.title) FROM register_holding h JOIN register_post p ON p.id = h.post_id
JOIN register_body b ON b.key = p.body_id JOIN register_person r ON r.id = h.person_id
WHERE coalesce(b.house_id, b.key) = %(house)s AND p.roles && ARRAY['chair', 'leader', 'head']::varchar[]
  AND h.acting_for_id IS NULL AND h.valid_from <= %(day)s AND (h.valid_to IS NULL OR h.valid_to > %(day)s)
GROUP BY r.id ORDER BY 2""",
        {"house": office.house, "day": day},
    )
    return tuple((id, words) for id, words in rows)


def put(actor: Actor, person: UUID, place_code: str, sector: str, since: date, basis: str) -> None:
    """Put a leader in charge from a day on; who was it before ends then. Raises NotAllowed, NeedsNotMet."""
    office = keeper(actor)
    if office is None or actor.person is None:
        raise NotAllowed("Chỉ người đứng đầu cơ quan hoặc văn phòng phân công lãnh đạo phụ trách.")
    if bool(place_code) == bool(sector):
        raise NeedsNotMet([("noi", "Chọn một địa bàn hoặc một lĩnh vực.")])
    if person not in [id for id, _words in candidates(actor, since)]:
        raise NeedsNotMet([("nguoi", "Chọn một lãnh đạo của cơ quan.")])
    if not basis.strip() or len(basis) > LONGEST_BASIS or "\x00" in basis:
        raise NeedsNotMet([("can-cu", "Ghi văn bản phân công, tối đa 300 ký tự.")])
    same = Charge.objects.filter(house=office.house, place_code=place_code, sector=sector, valid_to=None)
    with transaction.atomic():
        same.filter(valid_from__gte=since).delete()
        same.update(valid_to=since)
        Charge.objects.create(
            id=uuid7(), house=office.house, person=person, place_code=place_code, sector=sector, valid_from=since,
            basis=basis.strip(), made_by=actor.person,
        )  # fmt: skip


def end(actor: Actor, id: UUID, on: date) -> None:
    """Nobody is in charge from that day on. Raises NotAllowed, NotFound."""
    office = keeper(actor)
    if office is None:
        raise NotAllowed("Chỉ người đứng đầu cơ quan hoặc văn phòng phân công lãnh đạo phụ trách.")
    if not Charge.objects.filter(id=id, house=office.house, valid_to=None).update(valid_to=on):
        raise NotFound
