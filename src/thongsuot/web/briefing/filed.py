"""Issued briefings: as they were, what is known now beside it, two side by side, their files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import papers
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.measures.briefing import document, issuing, places, sealing, words
from thongsuot.measures.briefing.issuing import Issued
from thongsuot.web.briefing import drawing
from thongsuot.web.briefing.asking import Asked
from thongsuot.web.briefing.showing import answered, parts
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


@used_by(READING)
def compare(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Two issued briefings side by side, figure by figure."""
    left = issuing.one(actor, id)
    right = issuing.one(actor, _other(request))
    context = {
        "place": "briefing",
        "left": left,
        "right": right,
        "rows": _rows(left, right),
    }
    return page(request, actor, "briefing/compare.html", context)


def _other(request: HttpRequest) -> UUID:
    try:
        return UUID(request.GET.get("voi", ""))
    except ValueError as strange:
        raise NotFound from strange


def _rows(left: Issued, right: Issued) -> list[dict[str, Any]]:
    """Every figure that either has, in the order of the later; the change is from left to right."""
    old = {one.key: one for one in left.briefing.values}
    new = {one.key: one for one in right.briefing.values}
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
