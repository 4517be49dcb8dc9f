"""The Jinja2 environment of every page: words in two languages, addresses, assets and the country's formats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from jinja2 import Environment, FileSystemBytecodeCache

from thongsuot.register import demo as demo_people
from thongsuot.register import formatting
from thongsuot.web import menu
from thongsuot.web.assets import address_of
from thongsuot.web.portal.frame import Frame
from thongsuot.web.raising import raising
from thongsuot.web.refusals import told
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _
from thongsuot.web.templating import KEPT_AS, Pages


@lru_cache(maxsize=512)
def _plain_url(name: str) -> str:
    return reverse(name)


LONGEST_WORD = 60


@lru_cache(maxsize=4096)
def _worded(name: str, words: tuple[str, ...]) -> str:
    return reverse(name, args=words)


@lru_cache(maxsize=1024)
def _around(name: str, rest: tuple[str, ...]) -> tuple[str, str]:
    """What stands before and behind the identifier with which the parts of a route begin."""
    nobody = UUID(int=0)
    before, _nobody, behind = reverse(name, args=[nobody, *rest]).partition(str(nobody))
    return before, behind


def url(name: str, *parts: Any) -> str:
    """The address of a named route; how the addresses of a route look is worked out once a process."""
    if not parts:
        return _plain_url(name)
    id, *rest = parts
    if not isinstance(id, UUID) or not all(isinstance(one, str) for one in rest):
        words = all(type(one) is str and len(one) <= LONGEST_WORD for one in parts)
        return _worded(name, parts) if words else reverse(name, args=parts)
    before, behind = _around(name, tuple(rest))
    return f"{before}{id}{behind}"


def case_url(id: UUID) -> str:
    """The address of a dossier."""
    return url("desk:case", id)


def day(value: date) -> str:
    return formatting.day(value, language())


def moment(value: datetime) -> str:
    return formatting.moment(value, language())


def money(dong: int) -> str:
    return formatting.money(dong, language())


def number(value: float) -> str:
    return formatting.number(value, language=language())


def size(octets: int) -> str:
    """A file's size as people say it: 340 KB, 1,4 MB."""
    if octets < 1_000_000:
        return f"{number(max(1, round(octets / 1000)))} KB"
    return f"{formatting.number(octets / 1_000_000, 1, language())} MB"


def demo_logins() -> list[tuple[str, str]]:
    """What the login page of a demonstration offers: (login, what to try with it)."""
    return [(one.login, one.attempt) for one in demo_people.people_of_demo()] if settings.DEMO else []


FILTERS: dict[str, Callable[..., str]] = {"day": day, "moment": moment, "money": money, "number": number, "size": size}


def environment(**options: Any) -> Environment:
    """Django's backend calls this once. Compiled templates are kept on disk so that a new worker starts warm."""
    cache = settings.VAR / "jinja"
    cache.mkdir(parents=True, exist_ok=True)
    options.setdefault("bytecode_cache", FileSystemBytecodeCache(str(cache), KEPT_AS))
    env = Pages(trim_blocks=True, lstrip_blocks=True, **options)
    env.filters.update(FILTERS)
    env.globals.update(
        static=address_of,
        url=url,
        frame_of=Frame,
        places=menu.main,
        raising=raising,
        number=number,
        language=language,
        _=_,
        told=told,
        demo=lambda: settings.DEMO,
        demo_logins=demo_logins,
        demo_password=demo_people.demo_password,
    )
    return env
