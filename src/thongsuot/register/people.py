"""People and their posts: who holds what, where, from which day; and the invented people of the demonstration."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import uuid6
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from thongsuot.register import bodies
from thongsuot.register.models import Holding, Person, Post

ROLES = frozenset({"intake", "specialist", "head", "chair", "clerk", "reception", "control", "leader", "admin"})

INVENTED = uuid.UUID("6b0f3c7e-4f63-5c39-9f6e-2d7b5f6c1a10")
SURNAMES = (
    *("Nguyễn",) * 8, *("Trần",) * 3, *("Lê",) * 3, *("Phạm",) * 2, "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi",
    "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trương", "Lâm", "Mai", "Cao", "Nông", "Hà",
)  # fmt: skip
WOMEN = (
    ("Thị", "Ngọc", "Thu", "Thanh", "Minh", "Kim", "Bích", "Hồng", "Phương", "Mỹ"),
    ("Lan", "Hoa", "Mai", "Hương", "Hạnh", "Thảo", "Trang", "Nga", "Yến", "Ngân", "Vân", "Thủy", "Dung", "Linh"),
)
MEN = (
    ("Văn", "Đức", "Minh", "Quang", "Hữu", "Công", "Đình", "Xuân", "Thành", "Quốc"),
    ("Nam", "Hùng", "Minh", "Dũng", "Sơn", "Tuấn", "Bình", "Hải", "Long", "Khánh", "Phúc", "Việt", "Cường", "An"),
)


class UnknownRole(ValueError):
    """A role that no process knows."""


class NotHeld(LookupError):
    """A holding that is not open on the day it should end."""


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as its holder carries it on a day."""

    post: uuid.UUID
    person: uuid.UUID
    person_name: str
    body: str
    title: str
    roles: frozenset[str]


def invented_name(seed: str) -> str:
    """A Vietnamese name made from a seed: the same seed, the same name. Any likeness to a real person is chance."""
    digest = hashlib.blake2b(seed.encode(), digest_size=8).digest()
    middles, givens = WOMEN if digest[0] % 2 else MEN
    surname = SURNAMES[digest[1] % len(SURNAMES)]
    middle = middles[digest[2] % len(middles)]
    rest = [given for given in givens if given != middle]
    return f"{surname} {middle} {rest[digest[3] % len(rest)]}"


def appoint(
    person_name: str,
    body_key: str,
    title: str,
    roles: Sequence[str],
    since: date,
    *,
    basis: str,
    person: Person | None = None,
    key: str = "",
) -> Holding:
    """Make a post in a body and give it to a person from a day on: a new person unless one is given.

    With a `key` the post, person and holding have ids made from it, and a second call finds them again.
    Raises UnknownRole, and LookupError for an unknown body.
    """
    if unknown := set(roles) - ROLES:
        raise UnknownRole(f"Không có vai trò {', '.join(sorted(unknown))}.")
    if bodies.body(body_key) is None:
        raise LookupError(f"Không có cơ quan mang khóa {body_key}.")
    dated = {"valid_from": since, "recorded_on": timezone.localdate(), "legal_basis": basis}
    with transaction.atomic():
        post, made = Post.objects.get_or_create(
            id=_id(f"post:{key}") if key else uuid6.uuid7(),
            defaults={"body_id": body_key, "title": title, "roles": list(roles), **dated},
        )
        if not made and (held := post.holdings.filter(valid_to=None).select_related("person", "post").first()):
            return held
        holder = person or _person(person_name, key)
        return Holding.objects.create(post=post, person=holder, **dated)


def _id(name: str) -> uuid.UUID:
    return uuid.uuid5(INVENTED, name)


def _person(name: str, key: str) -> Person:
    if not key:
        return Person.objects.create(id=uuid6.uuid7(), name=name)
    return Person.objects.get_or_create(id=_id(f"person:{key}"), defaults={"name": name})[0]


def leave(holding: Holding, on: date) -> None:
    """End a holding: from this day on the person no longer has the post. Raises NotHeld."""
    ended = Holding.objects.filter(pk=holding.pk, valid_to=None, valid_from__lt=on).update(valid_to=on)
    if not ended:
        raise NotHeld(f"Vị trí này không do người đó giữ vào ngày {on:%d/%m/%Y}.")
    holding.valid_to = on


def replace(holding: Holding, person_name: str, on: date, *, basis: str, person: Person | None = None) -> Holding:
    """Give the same post to another person from a day on. Raises NotHeld."""
    with transaction.atomic():
        leave(holding, on)
        return Holding.objects.create(
            post_id=holding.post_id,
            person=person or _person(person_name, ""),
            valid_from=on,
            recorded_on=timezone.localdate(),
            legal_basis=basis,
        )


def set_address(person: uuid.UUID, email: str) -> None:
    """Keep where somebody's mail goes, empty for nowhere. Raises ValueError for what is no address."""
    if email:
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise ValueError("Địa chỉ thư điện tử chưa đúng, ví dụ lan@thuanhoa.hue.gov.vn.") from wrong
    Person.objects.filter(id=person).update(email=email)


def holders(body_key: str, role: str, day: date) -> list[PostView]:
    """Who carries a role in a body on a day, by name."""
    found = [view for view in _held(day, post__body_id=body_key) if role in view.roles]
    return sorted(found, key=lambda view: (view.person_name, view.title))


def of_bodies(keys: Sequence[str], day: date) -> list[PostView]:
    """Who holds any post in these bodies on a day, by name."""
    return sorted(_held(day, post__body_id__in=list(keys)), key=lambda view: (view.person_name, view.title))


def posts_of(person: uuid.UUID, day: date) -> list[PostView]:
    """The posts that a person holds on a day."""
    return _held(day, person_id=person)


def _held(day: date, **which: object) -> list[PostView]:
    rows = (
        Holding.objects.filter(valid_from__lte=day, post__valid_from__lte=day, **which)
        .exclude(valid_to__lte=day)
        .exclude(post__valid_to__lte=day)
        .order_by("valid_from", "id")
    )
    return [
        PostView(post, holder, name, body, title, frozenset(roles))
        for post, holder, name, body, title, roles in rows.values_list(
            "post_id", "person_id", "person__name", "post__body_id", "post__title", "post__roles"
        )
    ]


def delegate(holding: Holding, to: Person, since: date, until: date, *, basis: str) -> Holding:
    """Let somebody act for a post's holder from a day to a day (ủy quyền, nghỉ phép): what that post sees and does.

    The journal records both: who acted, and for whom. Raises NotHeld when the post is not held through those days,
    ValueError for days in the wrong order or a person acting for oneself.
    """
    if until <= since:
        raise ValueError("Ngày kết thúc ủy quyền phải sau ngày bắt đầu.")
    if to.pk == holding.person_id:
        raise ValueError("Không thể ủy quyền cho chính người giữ vị trí.")
    holding.refresh_from_db()
    if since < holding.valid_from or (holding.valid_to is not None and until > holding.valid_to):
        raise NotHeld(f"Vị trí này không do người đó giữ suốt từ {since:%d/%m/%Y} đến {until:%d/%m/%Y}.")
    return Holding.objects.create(
        post_id=holding.post_id,
        person=to,
        acting_for_id=holding.person_id,
        valid_from=since,
        valid_to=until,
        recorded_on=timezone.localdate(),
        legal_basis=basis,
    )
