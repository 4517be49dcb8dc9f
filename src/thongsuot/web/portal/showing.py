"""Making a public page: the same for everybody who chose the same, so that caches may keep it a minute."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from thongsuot.engine.actor import Actor
from thongsuot.web import pages

PUBLIC = "public, max-age=60"


def show(
    request: HttpRequest, actor: Actor | None, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """The page: one for all while nobody is signed in, personal and kept by no cache otherwise.

    It carries no token, so that it sets no cookie: its forms only ask, or change nothing but the browser's own choice.
    """
    if actor is not None or status != 200 or pages.MESSAGE_COOKIE in request.COOKIES:
        return pages.page(request, actor, template, context, status)
    response = HttpResponse(pages.rendered(request, template, context))
    # Commune, language and size of type are cookies.
    response.headers["Vary"] = "Cookie"
    response.headers["Cache-Control"] = PUBLIC
    tag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        unchanged = HttpResponseNotModified()
        unchanged.headers["Vary"], unchanged.headers["Cache-Control"] = "Cookie", PUBLIC
        unchanged.headers["ETag"] = tag
        return unchanged
    response.headers["ETag"] = tag
    return response
