"""The invented officers of a house and its counter, made once when it is first needed; who is there already, works.

Communes, provinces and their departments, ministries: whoever the simulated work needs.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from thongsuot.engine import actor as actors
from thongsuot.engine.actor import Actor
from thongsuot.register import bodies, demo, people
from thongsuot.register.demo import BASIS, SINCE, Seat
from thongsuot.register.models import Holding, Person, Post
from thongsuot.simulation.country import House

DEPARTMENT = (
    Seat("giam-doc", "so", "Giám đốc", ("chair",)),
    Seat("truong-phong", "so", "Trưởng phòng", ("head",)),
    Seat("chuyen-vien-1", "so", "Chuyên viên", ("specialist",)),
    Seat("chuyen-vien-2", "so", "Chuyên viên", ("specialist",)),
    Seat("van-thu", "so", "Văn thư", ("clerk",)),
)
COUNTER = (
    Seat("tiep-nhan-1", "quay", "Cán bộ tiếp nhận", ("intake",)),
    Seat("tiep-nhan-2", "quay", "Cán bộ tiếp nhận", ("intake",)),
)
PROVINCE = (
    Seat("chu-tich", "ubnd", "Chủ tịch", ("chair",)),
    Seat("truong-phong", "vp", "Trưởng phòng Tổng hợp", ("head",)),
    Seat("chuyen-vien", "vp", "Chuyên viên tổng hợp", ("specialist",)),
    Seat("tiep-cong-dan", "vp", "Công chức tiếp công dân", ("reception",)),
)
MINISTRY = (
    Seat("nguoi-dung-dau", "", "Người đứng đầu", ("chair",)),
    Seat("vu-truong", "", "Vụ trưởng", ("head",)),
    Seat("chuyen-vien", "", "Chuyên viên", ("specialist",)),
)
WORKING = ("specialist", "head", "clerk", "chair", "reception", "intake")


@dataclass(frozen=True)
class _Place:
    """A seat in a body, with the key from which the ids of post and person are made."""

    key: str
    body: str
    seat: Seat


class Staff:
    """The officers of one house: found by role and body, loaded once."""

    def __init__(self, house: House, day: date) -> None:
        self._house = house
        self._day = day
        self._loaded: dict[uuid.UUID, Actor] = {}
        self._held = _held(_bodies(house), day)
        missing = [place for place in _places(house) if not self._held.get((place.seat.roles[0], place.body))]
        if missing:
            _appoint(missing)
            self._held = _held(_bodies(house), day)

    def actor(self, role: str, body: str, chosen: int) -> Actor:
        """One of those who carry the role in the body (or in its house); `chosen` picks, the same each time."""
        found = self._who(role, body)
        if not found:
            raise LookupError(f"Không có {role} tại {body}.")
        person = found[chosen % len(found)]
        if person not in self._loaded:
            self._loaded[person] = actors.load(person, self._day)
        return self._loaded[person]

    def any_of(self, body: str, chosen: int) -> Actor:
        """Somebody who works in the body."""
        role = next((one for one in WORKING if self._who(one, body)), WORKING[0])
        return self.actor(role, body, chosen)

    def _who(self, role: str, body: str) -> list[uuid.UUID]:
        """Those of the body itself; for the house, and for an office with nobody, those of any office of the house."""
        exact = self._held.get((role, body))
        if exact or (body and body == self._house.counter):
            return exact or []
        return [person for (held, _), people_of in self._held.items() if held == role for person in people_of]


class Officers:
    """Everybody whom the work of the Government's table needs, house by house as it is met."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._staff: dict[str, Staff] = {}
        self._loaded: dict[uuid.UUID, Actor] = {}

    def actor(self, role: str, body: str, chosen: int) -> Actor:
        """As `Staff.actor`, of whichever house the body is. Raises LookupError."""
        return self._of(body).actor(role, body, chosen)

    def any_of(self, body: str, chosen: int) -> Actor:
        """Somebody who works in the body. Raises LookupError."""
        return self._of(body).any_of(body, chosen)

    def person(self, id: uuid.UUID) -> Actor:
        """Who a case was given to."""
        if id not in self._loaded:
            self._loaded[id] = actors.load(id, self._day)
        return self._loaded[id]

    def _of(self, body: str) -> Staff:
        view = bodies.body(body)
        if view is None:
            raise LookupError(f"Không có cơ quan mang khóa {body}.")
        key = view.house or view.key
        if key not in self._staff:
            # Of its traffic nothing is asked here: who works in it does not depend on that.
            self._staff[key] = Staff(House(key, "", view.unit_code, view.province_code, view.tier, 0, 0), self._day)
        return self._staff[key]


def _places(house: House) -> list[_Place]:
    """The seats of a house: in offices of its unit, or in itself; and those of its counter, where it has one."""
    counter = [_Place(f"{seat.key}.{house.place_code}", house.counter, seat) for seat in COUNTER if house.counter]
    if house.key.startswith("ubnd."):
        seats: tuple[Seat, ...] = demo.COMMITTEE if house.tier == 3 else PROVINCE
        code = house.place_code
        return [*(_Place(f"{one.key}.{code}", f"{one.office}.{code}", one) for one in seats), *counter]
    own = DEPARTMENT if house.tier else MINISTRY
    return [*(_Place(f"{seat.key}.{house.key}", house.key, seat) for seat in own), *counter]


def _bodies(house: House) -> list[str]:
    return [*([house.counter] if house.counter else []), *(view.key for view in bodies.offices(house.key))]


def _held(keys: list[str], day: date) -> dict[tuple[str, str], list[uuid.UUID]]:
    """Who carries which role in which body on a day, in an order that does not change."""
    rows = (
        Holding.objects.filter(post__body_id__in=keys, valid_from__lte=day, acting_for=None)
        .exclude(valid_to__lte=day)
        .order_by("post__body_id", "post_id", "person_id")
        .values_list("post__roles", "post__body_id", "person_id")
    )
    found: dict[tuple[str, str], list[uuid.UUID]] = {}
    for roles, body, person in rows:
        for role in roles:
            found.setdefault((role, body), []).append(person)
    return found


def _appoint(places: list[_Place]) -> None:
    """Fill posts in four statements. The ids are those that `people.appoint` makes from the same keys."""
    dated = {"valid_from": SINCE, "recorded_on": timezone.localdate(), "legal_basis": BASIS}
    ids = {place.key: (_id(f"post:{place.key}"), _id(f"person:{place.key}")) for place in places}
    named = [Person(id=ids[place.key][1], name=people.invented_name(place.key)) for place in places]
    posts = [
        Post(id=ids[one.key][0], body_id=one.body, title=one.seat.title, roles=list(one.seat.roles), **dated)
        for one in places
    ]
    with transaction.atomic():
        Person.objects.bulk_create(named, ignore_conflicts=True)
        Post.objects.bulk_create(posts, ignore_conflicts=True)
        filled = set(Holding.objects.filter(post__in=[post.id for post in posts]).values_list("post_id", flat=True))
        Holding.objects.bulk_create(
            Holding(post_id=post, person_id=person, **dated) for post, person in ids.values() if post not in filled
        )


def _id(name: str) -> uuid.UUID:
    return uuid.uuid5(people.INVENTED, name)
