"""The people by whom a demonstration's cases are made: whoever holds a post, or signs in by a login; only in one."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from thongsuot.engine import actor as actors
from thongsuot.engine.actor import Actor
from thongsuot.register import demo, demo_people, people
from thongsuot.register.working_time import VIETNAM


def only() -> None:
    """Raises demo.OnlyInDemo on an installation without the demo flag."""
    if not settings.DEMO:
        raise demo.OnlyInDemo


def holder(body: str, role: str, now: datetime) -> Actor:
    """Who holds a role in a body, with the posts of that day."""
    day = now.astimezone(VIETNAM).date()
    return actors.load(people.holders(body, role, day)[0].person, day)


def of_login(login: str, now: datetime) -> Actor:
    """Who signs in by a login, with the posts of that day. Raises demo_people.NobodyThere."""
    return actors.load(demo_people.of_login(login), now.astimezone(VIETNAM).date())
