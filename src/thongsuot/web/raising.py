"""The way to raise an obstacle that stands on every page of the desk, with what the page is about filled in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from thongsuot.engine import registry
from thongsuot.engine.actor import Actor

SLUG, MOVE = "vuong-mac", "raise"
# Pages of one case and of one procedure, by how their addresses begin.
OF_CASE, OF_PROCEDURE = ("ho-so/",), ("danh-muc/", "tiep-nhan/")


def raising(request: HttpRequest, actor: Actor | None, concerns: Mapping[str, str]) -> str:
    """The address of the form for who may raise one; empty for others and on the form itself.

    `concerns` is what a page says that it is about, as needs of the form; the case or the procedure that an address
    names need not be said.
    """
    if actor is None or not _offered(actor):
        return ""
    match = request.resolver_match
    if match is None or match.kwargs.get("slug") == SLUG:
        return ""
    asked = {**_named(match.route, match.kwargs), **concerns}
    return f"{_form()}?{urlencode(asked)}" if asked else _form()


@cache
def _form() -> str:
    return reverse("areas:open", args=[SLUG, MOVE])


@lru_cache(maxsize=4096)
def _offered(actor: Actor) -> bool:
    """Asked on every page: worked out once for each person's posts."""
    area = registry.by_slug(SLUG)
    if area is None or area.face is None:
        return False
    return any(form.move == MOVE and form.offered(actor) for form in area.face.openings)


def _named(route: str, parts: Mapping[str, object]) -> dict[str, str]:
    id, code = parts.get("id"), parts.get("code")
    if route.startswith(OF_CASE) and isinstance(id, UUID):
        return {"ve": str(id)}
    return {"procedure": code} if route.startswith(OF_PROCEDURE) and isinstance(code, str) else {}
