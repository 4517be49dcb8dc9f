"""The one middleware of the faces: who asks, found in one statement; in which language; what browsers are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import actor as actors
from thongsuot.engine.actor import Actor
from thongsuot.measures import presence
from thongsuot.web import errors
from thongsuot.web.speech import english

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LONGEST_KEY = 40
LANGUAGE_COOKIE = "ngon-ngu"
SAFETY = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

Respond = Callable[[HttpRequest], HttpResponseBase]


def entrance(respond: Respond) -> Respond:
    """Set `request.actor` (an Actor, or None when nobody is signed in) and speak the reader's language.

    Vietnamese unless the reader chose English: what the browser prefers says nothing about an officer.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.actor = _actor(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))  # type: ignore[attr-defined]
        # No address of ours has a zero byte, and the database takes none.
        answer = errors.not_found if "\x00" in request.path_info else respond
        if request.COOKIES.get(LANGUAGE_COOKIE) == "en":
            with english():
                response = answer(request)
        else:
            response = answer(request)
        _seen(request)
        for name, value in SAFETY.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


_portal = presence.Gathering()


def _seen(request: HttpRequest) -> None:
    """Whoever opened a page of the portal is on it now; a notice of a machine is nobody."""
    match = request.resolver_match
    if match is not None and match.namespace == "portal" and "text/html" in request.headers.get("Accept", ""):
        meta = request.META
        mark = (meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), meta.get("HTTP_USER_AGENT", ""))
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        _portal.see(presence.visitor(session or "|".join(mark), today()))


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
