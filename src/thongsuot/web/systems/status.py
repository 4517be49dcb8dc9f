"""The public page of how the systems stand: plain words, one page for everybody, kept by caches for a minute."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from thongsuot.areas.systems import standing
from thongsuot.areas.systems.standing import FaultView, Standing
from thongsuot.web.desk import words
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.environment import moment
from thongsuot.web.pages import rendered
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _

SECONDS = 60
MARKS = {"down": "overdue", "faulty": "due_soon", "fine": "on_time"}


@open_to_anyone()
def public(request: HttpRequest) -> HttpResponseBase:
    """Every system with its state, what is wrong in plain words and by when it is to be right. Names nobody."""
    now = words.now()
    found = standing.now_of("", today())
    troubled = [told(one) for one in found if one.state != "fine"]
    context = {
        "at": moment(now),
        "troubled": troubled,
        "ministries": [told(one) for one in found if one.state == "fine" and one.system.kind == "ministry"],
        "provinces": [told(one) for one in found if one.state == "fine" and one.system.kind == "province"],
    }
    response = HttpResponse(rendered(request, "systems/public.html", context))
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}" if language() == "vi" else "private, no-store"
    response.headers["Vary"] = "Cookie"
    return response


def told(one: Standing) -> dict[str, Any]:
    """A system as the pages say it."""
    return {
        "key": one.system.key,
        "name": one.system.name,
        "kind": one.system.kind,
        "mark": MARKS[one.state],
        "state": _(standing.STATES[one.state]),
        "faults": [fault(each) for each in one.faults],
        "answered": one.answered,
        "people": one.people,
        "unmended": sum(each.step != "fixed" for each in one.faults),
        "mended": sum(each.step == "fixed" for each in one.faults),
        "standing": one,
    }


def fault(one: FaultView) -> dict[str, Any]:
    now = words.now()
    return {
        "view": one,
        "words": _(one.words),
        "since": moment(one.since),
        "promised": moment(one.promised) if one.promised else "",
        "late": one.late(now),
        "fixed": one.step == "fixed",
    }
