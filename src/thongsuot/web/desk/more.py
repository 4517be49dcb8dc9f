"""The page with everything that stands in no menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.web import menu
from thongsuot.web.doors import SIGNED_IN, used_by
from thongsuot.web.pages import page


@used_by(SIGNED_IN)
def more(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """All that this person may use beside the main places, in groups."""
    return page(request, actor, "desk/more.html", {"place": menu.MORE, "groups": menu.rest(actor)})
