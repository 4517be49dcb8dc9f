"""The tablet at the door and the screen on the wall. Both open with the centre's key, show no name, keep no one."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.visits import centres, queue, standing
from thongsuot.areas.visits.centres import Centre
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.web import pages
from thongsuot.web.desk import keys, words
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.environment import url
from thongsuot.web.pages import page, then

BACK_AFTER = 20  # seconds, after which the next person finds the first page
EVERY = 5  # seconds between two looks of a screen without a script


def _opened(request: HttpRequest, body: str) -> Centre:
    """The centre of this key; for any other key there is no such page."""
    found = centres.opened(body, request.POST.get("khoa", "") or request.GET.get("khoa", ""))
    if found is None:
        raise Http404
    return found


@open_to_anyone("GET", "POST")
def kiosk(request: HttpRequest, body: str) -> HttpResponseBase:
    """Take a number for a kind of matter, or with the code of a booked time; then the number, large."""
    centre, now = _opened(request, body), words.now()
    address = f"{url('visits:kiosk', body)}?khoa={centre.secret}"
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return then(f"{address}&so={_take(request, centre, now)}")
        except NeedsNotMet as unmet:
            faults = [("ma" if name == "ma" else "", sentence) for name, sentence in unmet.faults]
        except Refused as refusal:
            faults = [("", refusal.sentence)]
    elif request.GET.get("so"):
        return _number(request, centre, address, now)
    usual, others = centres.shown(centre, queue.today(now))
    context = {
        "centre": centre,
        "usual": usual,
        "others": others,
        "other": centres.OTHER,
        "faults": faults,
        "key": uuid7(),
        "address": address,
    }
    return page(request, None, "visits/kiosk.html", context, 422 if faults else 200)


def _take(request: HttpRequest, centre: Centre, now: datetime) -> UUID:
    if "ma" in request.POST:
        return queue.check_in(centre, keys.sent_key(request), request.POST["ma"][:20], now).id
    return queue.take(centre, keys.sent_key(request), request.POST.get("viec", ""), now).id


def _number(request: HttpRequest, centre: Centre, address: str, now: datetime) -> HttpResponseBase:
    try:
        found = queue.find(UUID(request.GET["so"]), centre, now)
    except ValueError:
        found = None
    if found is None:
        return then(address)
    ticket, before = found
    context = {"centre": centre, "ticket": ticket, "before": before, "address": address}
    response = page(request, None, "visits/number.html", context)
    response.headers["Refresh"] = f"{BACK_AFTER}; url={address}"
    return response


@open_to_anyone()
def screen(request: HttpRequest, body: str) -> HttpResponseBase:
    """Which number is called where. Asked again and again with an ETag: what is unchanged costs a line."""
    centre = _opened(request, body)
    context = {"centre": centre, "standing": standing.now_at(centre, words.now()), "every": EVERY}
    response = HttpResponse(pages.rendered(request, "visits/screen.html", context))
    tag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    same = request.headers.get("If-None-Match", "").removeprefix("W/") == tag
    answer: HttpResponseBase = HttpResponseNotModified() if same else response
    answer.headers["ETag"], answer.headers["Cache-Control"] = tag, "private, no-cache"
    return answer
