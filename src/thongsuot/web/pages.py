"""Making a page: the template, who reads it, and the one sentence carried over from the page before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.template.backends.utils import csrf_input
from django.utils.http import url_has_allowed_host_and_scheme
from jinja2 import Environment
from markupsafe import Markup

from thongsuot.engine.actor import Actor

MESSAGE_COOKIE = "loi-nhan"
MESSAGE_SECONDS = 120


@dataclass(frozen=True)
class Message:
    """A sentence for the next page, with links: (label, address)."""

    text: str
    kind: str = "good"
    links: Sequence[tuple[str, str]] = ()


def page(
    request: HttpRequest, actor: Actor | None, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """The page as HTML. It is personal: no cache keeps it."""
    message = _message(request)
    full = {
        "request": request,
        "who": actor,
        "address": request.get_full_path(),
        "message": message,
        # Once a page: each asking would mask the token anew.
        "csrf_input": Markup(csrf_input(request)),  # noqa: S704 - Django's own
        **context,
    }
    response = HttpResponse(_environment().get_template(template).render(full), status=status, charset="utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    if message is not None:
        response.delete_cookie(MESSAGE_COOKIE)
    return response


def rendered(request: HttpRequest, template: str, context: Mapping[str, Any]) -> str:
    """A page for nobody in particular, as text: without a token, so that it sets no cookie."""
    full = {"request": request, "who": None, "address": request.get_full_path(), "csrf_input": "", **context}
    return _environment().get_template(template).render(full)


@cache
def _environment() -> Environment:
    """The environment itself: Django's wrapper around a template would compute the token for every form."""
    made: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return made


def _message(request: HttpRequest) -> Message | None:
    sealed = request.COOKIES.get(MESSAGE_COOKIE)
    if not sealed:
        return None
    try:
        text, kind, links = signing.loads(sealed, salt=MESSAGE_COOKIE, max_age=MESSAGE_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return Message(text, kind, links)


def then(address: str, message: Message | None = None) -> HttpResponseRedirect:
    """Go to another page of ours, with a sentence for it."""
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = "private, no-store"
    if message is not None:
        sealed = signing.dumps([message.text, message.kind, list(message.links)], salt=MESSAGE_COOKIE)
        response.set_cookie(MESSAGE_COOKIE, sealed, max_age=MESSAGE_SECONDS, httponly=True, samesite="Lax")
    return response


def ours(address: str, otherwise: str) -> str:
    """The address if it leads to a page of this site, else the other one."""
    safe = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if safe else otherwise
