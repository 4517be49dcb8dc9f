"""Issued briefings: as they were, what is known now beside it, two side by side, their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import papers
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.measures.briefing import document, issuing, periods, places, sealing, words
from thongsuot.measures.briefing.issuing import Issued
from thongsuot.measures.briefing.places import Place
from thongsuot.measures.briefing.reading import Briefing
from thongsuot.web.briefing import drawing
from thongsuot.web.briefing.asking import Asked
from thongsuot.web.briefing.showing import answered, current, parts
from thongsuot.web.desk.papers import as_file
from thongsuot.web.doors import READING, WORKING, used_by
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _


def _wanted(found: Issued) -> Asked:
    return Asked(found.briefing.place, found.briefing.chosen, found.briefing.as_of)


@used_by(READING)
def show(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """An issued briefing: frozen, with what became known later beside it."""
    found = issuing.one(actor, id)
    wanted, restated = _wanted(found), issuing.restated(found)
    context = {
        "place": "briefing",
        **parts(wanted, found.briefing, restated),
        "one": found,
        "name": wanted.place.name,
        "period": wanted.chosen.words,
        "restated": len(restated),
        "others": [one for one in issuing.issued(wanted.place) if one.id != id],
        "beside_now": f"{url('briefing:compare', id)}?voi={NOW}",
        "live": Asked(wanted.place, wanted.chosen, issuing.now()).address("show"),
        "may_issue": places.may_issue(actor, wanted.place),
    }
    return page(request, actor, "briefing/issued.html", context)


@used_by(READING)
def file(request: HttpRequest, actor: Actor, id: UUID, ending: str) -> HttpResponseBase:
    """The signed file where there is one; else the same report unsigned, or to edit."""
    found = issuing.one(actor, id)
    name = f"Báo cáo số {found.code}".replace("/", "-")
    if ending == "pdf" and found.file is not None and papers.path(found.file).exists():
        response = FileResponse(papers.path(found.file).open("rb"), content_type="application/pdf")
        as_file(response, f"{name}.pdf", inline=True)
        return response
    return answered(document.of_issued(found), ending, name)


@used_by(WORKING, "POST")
def sign_again(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Have a file that rests unsigned tried again."""
    found = issuing.one(actor, id)
    places.issuer(actor, found.briefing.place)
    sealing.ask_again(id, issuing.now())
    return then(url("briefing:issued", id), Message(_("Đang ký lại.")))


NOW = "nay"


@dataclass(frozen=True)
class Side:
    """One of two briefings side by side."""

    name: str
    address: str
    briefing: Briefing


@used_by(READING)
def compare(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """An issued briefing beside another, or beside this week as it stands now, figure by figure: the earlier left."""
    here, other = _side(issuing.one(actor, id)), request.GET.get("voi", "")
    beside = _live(here.briefing.place) if other == NOW else _side(issuing.one(actor, _id(other)))
    left, right = sorted((here, beside), key=lambda side: side.briefing.as_of)
    context = {
        "place": "briefing",
        "here": here,
        "left": left,
        "right": right,
        "name": here.briefing.place.name,
        "rows": _rows(left.briefing, right.briefing),
    }
    return page(request, actor, "briefing/compare.html", context)


def _side(found: Issued) -> Side:
    return Side(found.code, url("briefing:issued", found.id), found.briefing)


def _live(place: Place) -> Side:
    wanted = Asked(place, periods.week(places.today()), issuing.now())
    return Side(_("Số liệu hiện nay"), wanted.address("show"), current(wanted))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as strange:
        raise NotFound from strange


def _rows(left: Briefing, right: Briefing) -> list[dict[str, Any]]:
    """Every figure that either has, in the order of the later; the change is from left to right."""
    old = {one.key: one for one in left.values}
    new = {one.key: one for one in right.values}
    found = []
    for key in {**new, **old}:
        one = new.get(key) or old[key]
        was, now = (side[key].value if key in side else None for side in (old, new))
        found.append(
            {
                "section": document.ROMAN[one.section],
                "label": _(one.label),
                "left": drawing.said(one, was) or "–",
                "right": drawing.said(one, now) or "–",
                "change": words.change(now, was, one.share),
                "worse": one.bad and was is not None and now is not None and now > was,
            }
        )
    return found
