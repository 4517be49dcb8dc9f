"""The first page: one question, in a large box."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.register import communes
from thongsuot.web.communication import news
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.portal.frame import Frame
from thongsuot.web.portal.matters import matters
from thongsuot.web.portal.showing import show
from thongsuot.web.signing_in import actor_of

NEWS = 3
"""How many announcements of the reader's place stand on the first page."""


@open_to_anyone()
def home(request: HttpRequest) -> HttpResponseBase:
    """For everybody, officers too: they reach their desk by a link at the foot."""
    commune = Frame(request).commune
    context = {
        "matters": matters(),
        "provinces": len(communes.provinces(today())),
        "communes": communes.how_many(today()),
        "news": news.of_commune(commune, most=NEWS),
        "all_news": f"{url('communication:news')}?xa={commune.code}" if commune else "",
    }
    return show(request, actor_of(request), "portal/home.html", context)
