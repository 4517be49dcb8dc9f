"""The desk's one middleware: the reader's language, and what a browser is told about every page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

LANGUAGE_COOKIE = "ngon-ngu"
SAFETY = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

Respond = Callable[[HttpRequest], HttpResponseBase]


def hand(respond: Respond) -> Respond:
    """Vietnamese unless the reader chose English: what the browser prefers says nothing about an officer."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.COOKIES.get(LANGUAGE_COOKIE) == "en":
            with translation.override("en"):
                response = respond(request)
        else:
            response = respond(request)
        for name, value in SAFETY.items():
            response.headers.setdefault(name, value)
        return response

    return middleware
