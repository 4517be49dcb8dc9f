"""Leave planned from a day to a day: who is away, who acts for her in which post, and coming back earlier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from thongsuot.register import people
from thongsuot.register.models import Holding, Person

LONGEST = timedelta(days=400)


class CannotLeave(ValueError):
    """Leave that cannot be planned so; its words are for the person who asked."""


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody acts for a person in one post from a day to the day before another one."""

    id: int
    person: UUID
    person_name: str
    deputy: UUID
    deputy_name: str
    title: str
    body: str
    since: date
    until: date
    basis: str


def plan(person: UUID, bodies: Iterable[str], deputy: UUID, since: date, last: date, *, basis: str) -> list[Holding]:
    """Let a deputy carry every post that a person holds in these bodies, from the first to the last day of leave.

    All or nothing. Raises CannotLeave.
    """
    until = last + timedelta(days=1)
    if last < since or until - since > LONGEST:
        raise CannotLeave("Ngày cuối nghỉ phải từ ngày đầu nghỉ trở đi, tối đa 400 ngày.")
    stand_in = Person.objects.filter(pk=deputy).first()
    held = list(Holding.objects.filter(person_id=person, acting_for=None, post__body_id__in=list(bodies)))
    mine = [one for one in held if one.valid_from < until and (one.valid_to is None or one.valid_to > since)]
    if stand_in is None or not mine:
        raise CannotLeave("Người nghỉ không giữ vị trí nào trong thời gian này, hoặc không có người làm thay.")
    try:
        with transaction.atomic():
            return [people.delegate(one, stand_in, since, until, basis=basis) for one in mine]
    except IntegrityError as error:
        raise CannotLeave(
            "Người làm thay đã được giao vị trí này trong những ngày đó. Chọn ngày khác hoặc kết thúc lần trước."
        ) from error
    except (people.NotHeld, ValueError) as error:
        raise CannotLeave(str(error)) from error


def planned(bodies: Iterable[str], day: date) -> list[Away]:
    """Who of these bodies is away on a day or will be, the nearest first."""
    rows = (
        Holding.objects.filter(acting_for__isnull=False, post__body_id__in=list(bodies), valid_to__gt=day)
        .exclude(valid_to=F("valid_from"))
        .order_by("valid_from", "id")
        .values_list(
            "id", "acting_for_id", "acting_for__name", "person_id", "person__name", "post__title", "post__body_id",
            "valid_from", "valid_to", "legal_basis",
        )
    )  # fmt: skip
    found: list[Any] = list(rows)
    return [Away(*row) for row in found]


def come_back(holding: int, on: date) -> None:
    """End it from a day on: nobody acts for her any more. Leave that has not begun is taken back as if never planned.

    What was done meanwhile stays as it was done. Raises CannotLeave for one that is over or is no leave.
    """
    found = Holding.objects.filter(pk=holding, acting_for__isnull=False, valid_to__gt=on).first()
    if found is None:
        raise CannotLeave("Lần nghỉ này đã kết thúc.")
    if found.valid_from >= on:
        found.delete()
    else:
        Holding.objects.filter(pk=holding).update(valid_to=on)


def colleagues(bodies: Iterable[str], day: date) -> list[tuple[UUID, str, str]]:
    """The people who hold a post of their own in these bodies on a day: (person, name, title), by name."""
    rows = (
        Holding.objects.filter(
            acting_for=None, post__body_id__in=list(bodies), valid_from__lte=day, post__valid_from__lte=day
        )
        .exclude(valid_to__lte=day)
        .exclude(post__valid_to__lte=day)
        .order_by("person__name", "post__title")
        .values_list("person_id", "person__name", "post__title")
    )
    found: dict[UUID, tuple[UUID, str, str]] = {}
    for person, name, title in rows:
        found.setdefault(person, (person, name, title))
    return list(found.values())
