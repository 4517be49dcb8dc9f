"""Who asks: the actor of every request, found in one statement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from thongsuot.engine import actor as actors
from thongsuot.engine.actor import Actor

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LONGEST_KEY = 40


def entrance(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.actor`: an Actor, or None when nobody is signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = _actor(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def today() -> date:
    return datetime.now(VIETNAM).date()


def _actor(key: str) -> Actor | None:
    if not key or len(key) > LONGEST_KEY or not key.isalnum():
        return None
    try:
        return actors.of_session(key, today())
    except (OperationalError, InterfaceError):
        # The server went away since the last request: once more on a fresh connection.
        connection.close()
        return actors.of_session(key, today())
