"""Interlinked requests at the desk: parts on a request's page, the request on a part's, and where all are stuck."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.interlinked import reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.web.desk import words
from thongsuot.web.doors import READING, used_by
from thongsuot.web.environment import case_url, moment, url
from thongsuot.web.pages import page
from thongsuot.web.portal.interlinked import showing
from thongsuot.web.portal.interlinked.following import portion_shown, spent_shown
from thongsuot.web.speech import say as _

LONGEST = 60


def section(actor: Actor, case: Case) -> dict[str, Any] | None:
    """What the page of a request, or of one of its parts, shows of the others; None for every other case."""
    if case.kind == showing.KIND:
        now = words.now()
        view = reading.view(actor, case, now)
        parts = [portion_shown(one, case, now) for one in view.portions]
        for part in parts:
            part["address"] = case_url(part["id"]) if part["id"] and part["opens"] else ""
        return {"parts": parts, "spent": spent_shown(view), "over": (view.over, len(parts)), "where": url("desk:stuck")}
    whole = showing.whole_of(actor, case)
    if whole is None:
        return None
    return {"whole": whole, "address": case_url(whole.id) if whole.code else "", "where": url("desk:stuck")}


@used_by(READING)
def stuck(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Who holds the open parts, the longest wait first; `noi` lists what one of them holds."""
    now = words.now()
    home = url("desk:stuck")
    chosen = request.GET.get("noi", "")[:LONGEST].replace("\x00", "")
    holders = [
        {
            "name": reading.holder_words(one.holder), "count": one.count, "late": one.late, "since": moment(one.since),
            "address": f"{home}?noi={one.holder}", "chosen": one.holder == chosen,
        }
        for one in reading.stuck(actor, now)
    ]  # fmt: skip
    rows = [
        {
            "code": one.code, "title": one.title, "address": case_url(one.child), "whole": case_url(one.parent),
            "step": _(one.step), "since": moment(one.since), "due": moment(one.due_at) if one.due_at else "",
            "late": one.due_at is not None and one.due_at < now,
            "confirmed": moment(one.confirmed_at) if one.confirmed_at else "", "trouble": one.trouble,
        }
        for one in (reading.waiting(actor, chosen) if chosen else ())
    ]  # fmt: skip
    context = {
        "place": "areas",
        "holders": holders,
        "rows": rows,
        "chosen": reading.holder_words(chosen) if chosen else "",
        "all": url("areas:list", "lien-thong"),
    }
    return page(request, actor, "desk/stuck.html", context)
