"""The demonstration's people as those who act in it: by login, or by the post that they hold."""

from __future__ import annotations

from datetime import date

from thongsuot.register import people
from thongsuot.register.models import Account


class NobodyThere(LookupError):
    """The demonstration has no such login, or nobody in that post."""


def of_login(login: str) -> str:
    """The id of the person behind a login. Raises NobodyThere."""
    found = Account.objects.filter(username=login, demo=True).values_list("person_id", flat=True).first()
    if found is None:
        raise NobodyThere(login)
    return str(found)


def of_post(role: str, body: str, day: date) -> str:
    """The id of somebody with that role in that body. Raises NobodyThere."""
    held = people.holders(body, role, day)
    if not held:
        raise NobodyThere(f"{role} {body}")
    return str(held[0].person)
