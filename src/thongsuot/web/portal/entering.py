"""A citizen comes in by e-identity, and leaves."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.web import signing_in
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.environment import url
from thongsuot.web.pages import ours, then
from thongsuot.web.portal.asking import sign_in_page


@open_to_anyone("GET")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Why, what happens, where it leads."""
    then_to = request.GET.get("tiep", "")
    actor = signing_in.actor_of(request)
    if actor is not None and actor.citizen:
        return then(ours(then_to, url("portal:home")))
    return sign_in_page(request, then_to=then_to)
