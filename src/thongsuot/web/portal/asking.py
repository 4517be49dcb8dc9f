"""Asking a visitor to sign in by e-identity, with the page that they came for and what they had typed there."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.web.environment import url
from thongsuot.web.pages import ours, page, then
from thongsuot.web.signing_in import Kept, actor_of, kept_values


def ask(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page; what was being sent waits inside it and comes back afterwards."""
    if request.method in ("GET", "HEAD"):
        return then(f"{url('portal:sign_in')}?tiep={quote(request.get_full_path(), safe='/')}")
    return sign_in_page(request, then_to=request.get_full_path(), kept=kept_values(request), status=401)


def sign_in_page(
    request: HttpRequest, *, then_to: str, kept: Kept | None = None, status: int = 200
) -> HttpResponseBase:
    """Why, what happens, where it leads, and the one button."""
    context = {
        "then": ours(then_to, url("portal:home")),
        "kept": kept or [],
        "officer": actor_of(request),
    }
    return page(request, None, "portal/sign_in.html", context, status)
