"""What an application asks by the standard and is answered: services, sending a request, requests, tokens."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from uuid6 import uuid7

from thongsuot.areas.petitions import open311
from thongsuot.areas.petitions.open311 import SERVICES, Wanted, Wrong
from thongsuot.web.desk.papers import take_in
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.open311 import forms
from thongsuot.web.portal.following.tracking import address_of
from thongsuot.web.portal.pace import Pace

# One application sends for many people; a flood is told to wait.
PACE = Pace(300, 600)
FARTHEST = 100_000
MEDIA = "media"
CHANGED = "2026-11-22T00:00:00+07:00"
"""When the list of services and their fields changed last: applications that keep it ask again then."""
ONLY_OPEN = {"open", "closed"}
View = Callable[..., HttpResponseBase]


def _answered(view: View) -> View:
    """What a view refuses becomes the standard's error, in the form that was asked for."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
        form = str(parts.get("form", "json"))
        try:
            forms.checked(form)
            return view(request, *args, **parts)
        except Wrong as wrong:
            return forms.fault(form, wrong)

    return wrapped


def _service(one: open311.Service) -> dict[str, Any]:
    return {
        "service_code": one.code,
        "service_name": one.name,
        "description": one.description,
        "metadata": bool(open311.attributes_of(one.code)),
        "type": "realtime",
        "keywords": one.keywords,
        "group": one.group,
    }


@open_to_anyone()
@_answered
def discovery(request: HttpRequest, form: str) -> HttpResponseBase:
    """Where the standard is spoken here, for an application that asks first."""
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": request.build_absolute_uri("/open311/v2"),
        "changeset": CHANGED,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    told = {"changeset": CHANGED, "contact": "", "key_service": ""}
    if form == "json":
        return forms.served(form, _json({**told, "endpoints": [endpoint]}))
    formats = "".join(f"<format>{one}</format>" for one in endpoint["formats"])
    plain = {name: value for name, value in endpoint.items() if name != "formats"}
    inner = f"<endpoint>{forms.elements(plain)}<formats>{formats}</formats></endpoint>"
    text = f"<discovery>{forms.elements(told)}<endpoints>{inner}</endpoints></discovery>"
    return forms.served(form, f'<?xml version="1.0" encoding="utf-8"?>\n{text}')


@open_to_anyone()
@_answered
def services(request: HttpRequest, form: str) -> HttpResponseBase:
    """What can be sent; the same everywhere."""
    open311.jurisdiction(request.GET.get("jurisdiction_id", ""))
    return forms.answer(form, [_service(one) for one in SERVICES], "services", "service")


@open_to_anyone()
@_answered
def definition(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """What one service asks beside the standard's own fields."""
    open311.jurisdiction(request.GET.get("jurisdiction_id", ""))
    attributes = open311.attributes_of(code)
    if form == "json":
        return forms.served(form, _json({"service_code": code, "attributes": attributes}))
    inner = "".join(f"<attribute>{forms.elements(one)}</attribute>" for one in attributes)
    text = f"<service_code>{escape(code)}</service_code><attributes>{inner}</attributes>"
    return forms.served(
        form, f'<?xml version="1.0" encoding="utf-8"?>\n<service_definition>{text}</service_definition>'
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@csrf_exempt
@open_to_anyone("GET", "POST", "OPTIONS")
@_answered
def requests(request: HttpRequest, form: str) -> HttpResponseBase:
    """Requests by the standard's filters; sent, a new one."""
    if request.method == "OPTIONS":
        return forms.asked_before()
    if request.method == "POST":
        return _receive(request, form)
    get = request.GET
    states = _several(get.get("status", ""))
    if unknown := set(states) - ONLY_OPEN:
        raise Wrong(400, f"status {', '.join(sorted(unknown))[:50]} is not open or closed")
    wanted = Wanted(
        numbers=tuple(one.upper() for one in _several(get.get("service_request_id", ""))),
        services=_several(get.get("service_code", "")),
        states=states,
        jurisdiction=open311.jurisdiction(get.get("jurisdiction_id", "")),
        start=forms.moment(get.get("start_date", ""), "start_date"),
        end=forms.moment(get.get("end_date", ""), "end_date"),
        page=forms.number(get.get("page", "1"), "page", FARTHEST),
        page_size=forms.number(get.get("page_size", str(open311.MOST)), "page_size", open311.MOST),
    )
    return forms.answer(form, open311.requests(wanted), "service_requests", "request")


def _several(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.replace("\x00", "").split(",") if one.strip())[:200]


def _receive(request: HttpRequest, form: str) -> HttpResponseBase:
    fields, attributes = forms.sent(request)
    if not PACE.allows(address_of(request)):
        raise Wrong(429, "too many requests from this address; wait ten minutes")
    try:
        key = UUID(request.headers.get("Idempotency-Key", "") or fields.get("token", ""))
    except ValueError:
        key = uuid7()
    number = open311.receive(fields, attributes, key, lambda: take_in(request.FILES.getlist(MEDIA)[:1]))
    row = {"service_request_id": number, "service_notice": "", "account_id": fields.get("account_id", "")[:50]}
    return forms.answer(form, [row], "service_requests", "request")


@open_to_anyone()
@_answered
def request_one(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """One request by its number."""
    found = open311.requests(Wanted(numbers=(number.replace("\x00", "").upper(),)))
    if not found:
        raise Wrong(404, "service_request_id provided was not found")
    return forms.answer(form, found, "service_requests", "request")


@open_to_anyone()
@_answered
def token(request: HttpRequest, token: str, form: str) -> HttpResponseBase:
    """The number of a request that was sent with this token."""
    try:
        wanted = UUID(token)
    except ValueError:
        raise Wrong(404, "token provided was not found") from None
    row = {"service_request_id": open311.number_of(wanted), "token": token}
    return forms.answer(form, [row], "service_requests", "request")
