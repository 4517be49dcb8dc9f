"""Posts and those who hold them: each goes to a new body with dates, or is named as one without a new place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils import timezone

from thongsuot.register.models import Holding, Post
from thongsuot.register.reorganising.expanding import Foreseen, day_before
from thongsuot.register.reorganising.models import Reorganisation
from thongsuot.register.reorganising.plan import Plan

SPACE = UUID("0e4d5f6b-7a0c-5b1e-8d52-9c1f3a7b2e60")


@dataclass(frozen=True)
class Seat:
    """A holding in a changing body: who, by which post, and where it goes. `new` is empty when nobody said."""

    holding: int
    post: UUID
    title: str
    roles: tuple[str, ...]
    person: UUID
    name: str
    acting_for: UUID | None
    until: date | None
    old: str
    new: str

    @property
    def goes(self) -> bool:
        return self.new not in ("", self.old)


def seats(foreseen: Foreseen) -> list[Seat]:
    """Everybody in the bodies that change, with where they go: as the plan says of the post, else to the only heir."""
    plan, inheritance = foreseen.given, foreseen.inheritance
    named = {one.post: one.new for one in plan.posts}
    day = day_before(plan)
    rows = (
        Holding.objects.filter(post__body_id__in=list(inheritance.rows), valid_from__lte=day)
        .filter(Q(valid_to=None) | Q(valid_to__gt=plan.effective_on))
        .filter(Q(post__valid_to=None) | Q(post__valid_to__gt=plan.effective_on))
        .order_by("post__body_id", "post__title", "person__name", "id")
    )
    columns = ("id", "post_id", "post__title", "post__roles", "person_id", "person__name", "acting_for_id", "valid_to")
    found = []
    for id, post, title, roles, person, name, acting, until, body in rows.values_list(*columns, "post__body_id"):
        new = named.get(str(post)) or inheritance.only_heir(body)
        found.append(Seat(id, post, title, tuple(roles), person, name, acting, until, body, new))
    return found


def homeless(found: Iterable[Seat]) -> list[Seat]:
    """Those whose post has no new place."""
    return [seat for seat in found if not seat.new]


def new_post(act: UUID, post: UUID) -> UUID:
    """The id of the post that takes a post's place: the same whenever it is asked."""
    return uuid5(SPACE, f"{act}:{post}")


def move(act: Reorganisation, plan: Plan, found: Iterable[Seat]) -> None:
    """End the old holdings and posts on the day, begin the new ones on it; done again it changes nothing."""
    going = [seat for seat in found if seat.goes]
    day, basis, today = plan.effective_on, plan.basis, timezone.localdate()
    dated = {"valid_from": day, "recorded_on": today, "legal_basis": basis}
    posts = {seat.post: seat for seat in going}
    Post.objects.bulk_create(
        (
            Post(id=new_post(act.pk, seat.post), body_id=seat.new, title=seat.title, roles=list(seat.roles), **dated)
            for seat in posts.values()
        ),
        ignore_conflicts=True,
    )
    Holding.objects.bulk_create(
        (
            Holding(post_id=new_post(act.pk, seat.post), person_id=seat.person, acting_for_id=seat.acting_for,
                    valid_to=seat.until, **dated)
            for seat in going
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    act.written = {
        **act.written,
        "holdings": [[seat.holding, seat.until.isoformat() if seat.until else None] for seat in going],
        "posts": [str(post) for post in posts],
    }
    Holding.objects.filter(pk__in=[seat.holding for seat in going]).update(valid_to=day)
    Post.objects.filter(pk__in=list(posts)).update(valid_to=day)


def take_back(act: Reorganisation, plan: Plan) -> None:
    """Undo `move`: old holdings and posts go on; those that the act began are ended on the day on which it is undone.

    They are not deleted: entries of the journal name them.
    """
    day = max(timezone.localdate(), plan.effective_on)
    begun = [new_post(act.pk, UUID(post)) for post in act.written.get("posts", ())]
    Holding.objects.filter(post_id__in=begun).update(valid_to=day)
    Post.objects.filter(pk__in=begun).update(valid_to=day)
    by_end: dict[str | None, list[int]] = defaultdict(list)
    for holding, until in act.written.get("holdings", ()):
        by_end[until].append(holding)
    for until, ids in by_end.items():
        Holding.objects.filter(pk__in=ids).update(valid_to=date.fromisoformat(until) if until else None)
    Post.objects.filter(pk__in=act.written.get("posts", ())).update(valid_to=None)


def roles_held(act: UUID, found: Iterable[Seat]) -> frozenset[tuple[UUID, str, str]]:
    """(person, role, body) for every role that somebody carries from the day on in a body that has changed."""
    return frozenset((seat.person, role, seat.new) for seat in found if seat.new for role in seat.roles)
