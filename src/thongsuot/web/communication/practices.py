"""Good practices that were published: read by anyone in the country, taken over by other bodies."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.practices import adopting
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.register import bodies
from thongsuot.web.desk import words
from thongsuot.web.doors import open_to_anyone, used_by
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, then
from thongsuot.web.portal.showing import show as shown
from thongsuot.web.portal.trouble import trouble
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _


@open_to_anyone()
def show(request: HttpRequest) -> HttpResponseBase:
    """All that are published, what most bodies took over first."""
    context = {"place": "", "rows": adopting.published()}
    return shown(request, actor_of(request), "communication/practices.html", context)


@open_to_anyone()
def one(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """One practice: what was done, what came of it, who does likewise; an officer may say so of the own house."""
    actor = actor_of(request)
    try:
        found = adopting.one(id)
    except NotFound:
        lines = [_("Cách làm này không có, chưa được công bố hoặc đã thôi công bố.")]
        ways = [(_("Các cách làm hay"), url("communication:practices"))]
        return trouble(request, 404, _("Không có cách làm này"), lines, actor=actor, ways=ways)
    adopters = adopting.adopters(id)
    office = adopting.office_of(actor) if actor and not actor.citizen else None
    house = office.house if office else ""
    context = {
        "place": "",
        "found": found,
        "adopters": [(bodies.name_of(one.body), one) for one in adopters],
        "may": office is not None and house != _house(found.supporting_body),
        "does": any(one.body == house for one in adopters),
        "house": bodies.name_of(house) if house else "",
    }
    return shown(request, actor, "communication/practice.html", context)


def _house(body: str) -> str:
    view = bodies.body(body)
    return (view.house or body) if view else body


@used_by(WORKING, "POST")
def adopt(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Say that one's own house does likewise, or no more."""
    if request.POST.get("viec") == "thoi":
        adopting.give_up(actor, id)
        said = _("Đã ghi: cơ quan bạn thôi áp dụng.")
    else:
        adopting.adopt(actor, id, request.POST.get("note", ""), words.now())
        said = _("Đã ghi: cơ quan bạn áp dụng cách làm này.")
    return then(url("communication:practice", id), Message(said))
