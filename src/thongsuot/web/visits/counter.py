"""The officer's counter: the number being served and one key for each thing that can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.visits import booking, centres, queue, standing
from thongsuot.areas.visits.centres import RESULT, Centre
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.register import formatting
from thongsuot.web.desk import words
from thongsuot.web.doors import used_by
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

AT_WORK = frozenset({"intake", "head", "chair"})
COUNTER = frozenset({"intake"})


@used_by(AT_WORK)
def home(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Which counter is mine; how today stands; for the head, where to set it up."""
    heads = centres.of_head(actor)
    centre = centres.find(centres.of_officer(actor) or heads)
    now = words.now()
    context: dict[str, Any] = {
        "place": "visits",
        "centre": centre,
        "counters": range(1, centre.counters + 1) if centre and centres.of_officer(actor) else (),
        "standing": standing.now_at(centre, now) if centre else None,
        "day": standing.of_today(centre, now) if centre else None,
        "setting": url("visits:setting") if heads else "",
    }
    return page(request, actor, "visits/home.html", context)


@used_by(COUNTER, "GET", "POST")
def counter(request: HttpRequest, actor: Actor, number: int) -> HttpResponseBase:
    """One counter. Posted, the number is called, called again, ended, missed or sent elsewhere."""
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return then(url("visits:counter", number), _act(request, actor, number))
        except NeedsNotMet as unmet:
            faults = [(f"f-{name}", sentence) for name, sentence in unmet.faults]
    centre = queue.counter_of(actor, number)
    now = words.now()
    found = standing.now_at(centre, now)
    serving = found.at(number)
    context = {
        "place": "visits",
        "centre": centre,
        "number": number,
        "serving": serving,
        "intake": _intake(serving.kind) if serving else "",
        "standing": found,
        "others": [one for one in range(1, centre.counters + 1) if one != number],
        "faults": faults,
    }
    return page(request, actor, "visits/counter.html", context, 422 if faults else 200)


def _intake(kind: str) -> str:
    """Where the counter goes on with what the person came for."""
    if kind == RESULT:
        return url("desk:search")
    return f"{url('desk:intake')}?{urlencode({'tim': '' if kind == centres.OTHER else kind})}"


def _act(request: HttpRequest, actor: Actor, number: int) -> Message | None:
    now, seen = words.now(), _uuid(request.POST.get("so", ""))
    what = request.POST.get("viec", "")
    if what == "goi":
        called = queue.call_next(actor, number, seen, now)
        return None if called else Message(_("Không còn ai chờ."), kind="")
    id = seen or UUID(int=0)
    if what == "chuyen":
        to = request.POST.get("den", "")
        target = int(to) if to.isascii() and to.isdigit() and len(to) < 4 else 0
        queue.transfer(actor, number, id, target, now)
        return Message(_("Đã chuyển sang quầy %(n)s.", n=target))
    verbs: dict[str, Callable[[Actor, int, UUID, Any], object]] = {
        "goi-lai": queue.recall,
        "xong": queue.finish,
        "vang": queue.miss,
    }
    if what in verbs:
        verbs[what](actor, number, id, now)
    return None


@used_by(AT_WORK)
def expected(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Who has booked a time on a day, by time; today unless another day is asked for."""
    centre = centres.find(centres.of_officer(actor) or centres.of_head(actor))
    now = words.now()
    day = asked_day(request.GET.get("ngay", "")) or queue.today(now)
    rows = booking.of_day(centre, day) if centre else []
    context = {
        "place": "visits",
        "centre": centre,
        "day": day,
        "days": _days(centre, day, now) if centre else [],
        "rows": [(formatting.clock(one.starts_at), one) for one in rows],
    }
    return page(request, actor, "visits/expected.html", context)


def _days(centre: Centre, chosen: date, now: Any) -> list[tuple[str, str, bool]]:
    return [
        (f"{formatting.weekday(one)} {formatting.day(one)}", f"?ngay={one.isoformat()}", one == chosen)
        for one in booking.open_days(centre, now)
    ]


def asked_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
