"""The first page: one question, in a large box."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.register import communes
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.portal.matters import matters
from thongsuot.web.portal.showing import show
from thongsuot.web.signing_in import actor_of


@open_to_anyone()
def home(request: HttpRequest) -> HttpResponseBase:
    """For everybody, officers too: they reach their desk by a link at the foot."""
    context = {
        "matters": matters(),
        "provinces": len(communes.provinces(today())),
        "communes": communes.how_many(today()),
    }
    return show(request, actor_of(request), "portal/home.html", context)
