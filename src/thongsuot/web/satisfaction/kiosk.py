"""The tablet at the counter: scan the receipt, touch one answer, and it is the next person's turn. No name is shown."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.satisfaction import rating, tokens
from thongsuot.areas.satisfaction.rating import Given
from thongsuot.areas.visits import centres
from thongsuot.areas.visits.centres import Centre
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.web.desk import keys, words
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.environment import url
from thongsuot.web.pages import page, then
from thongsuot.web.satisfaction.rating import stars
from thongsuot.web.speech import say as _

IDLE, THANKS = 30, 6
"""Seconds after which the tablet is back at its first page: from a question left alone, from the thanks."""


@open_to_anyone("GET", "POST")
def kiosk(request: HttpRequest, body: str) -> HttpResponseBase:
    """Opened with the centre's key: the first page, the question of a dossier, the thanks."""
    centre = centres.opened(body, request.POST.get("khoa", "") or request.GET.get("khoa", ""))
    if centre is None:
        raise Http404
    address = f"{url('satisfaction:kiosk', body)}?{urlencode({'khoa': centre.secret})}"
    if request.method == "POST":
        return _post(request, centre, address)
    if request.GET.get("xong"):
        return _waiting(request, "satisfaction/kiosk_thanks.html", centre, address, THANKS, {})
    if request.GET.get("the"):
        return _question(request, centre, address, request.GET["the"])
    return _first(request, centre, address)


def _post(request: HttpRequest, centre: Centre, address: str) -> HttpResponseBase:
    try:
        if "ma" in request.POST:
            return then(f"{address}&{urlencode({'the': _asked(request.POST['ma'][:300], centre)})}")
        id = tokens.case_of(request.POST.get("the", "")[:60])
        if id is None:
            return then(address)
        mark = rating.origin(f"kiosk:{centre.body}")
        given = Given(stars=request.POST.get("stars", "")[:2], way="kiosk", origin=mark)
        rating.give(id, given, words.now(), keys.sent_key(request))
    except NeedsNotMet:
        return then(address)
    except Refused as refusal:
        return _first(request, centre, address, refusal.sentence)
    return then(f"{address}&xong=1")


def _asked(typed: str, centre: Centre) -> str:
    """The token of what was scanned or typed. Raises Refused where it cannot be rated here now."""
    token = tokens.found_in(typed)
    id = tokens.case_of(token) if token else rating.by_code(typed, centre.body)
    if id is None:
        raise Refused(_("Không tìm thấy hồ sơ này tại đây. Quét mã trên phiếu, hoặc nhập lại mã hồ sơ."))
    rating.open_case(id, words.now())
    return tokens.token(id)


def _first(request: HttpRequest, centre: Centre, address: str, fault: str = "") -> HttpResponseBase:
    context = {"centre": centre, "address": address, "faults": [("ma", fault)] if fault else []}
    response = page(request, None, "satisfaction/kiosk.html", context, 422 if fault else 200)
    if fault:
        response.headers["Refresh"] = f"{IDLE}; url={address}"
    return response


def _question(request: HttpRequest, centre: Centre, address: str, token: str) -> HttpResponseBase:
    id = tokens.case_of(token)
    if id is None:
        return then(address)
    try:
        case = rating.open_case(id, words.now())
    except Refused as refusal:
        return _first(request, centre, address, refusal.sentence)
    more = {"token": token, "last": (case.code or "").rpartition("-")[2], "stars": stars(), "key": uuid7()}
    return _waiting(request, "satisfaction/kiosk_question.html", centre, address, IDLE, more)


def _waiting(
    request: HttpRequest, template: str, centre: Centre, address: str, seconds: int, more: dict[str, object]
) -> HttpResponseBase:
    """A page that gives way to the first one by itself."""
    response = page(request, None, template, {"centre": centre, "address": address, **more})
    response.headers["Refresh"] = f"{seconds}; url={address}"
    return response
