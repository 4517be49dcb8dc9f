"""Paying what a dossier owes: the sum and what it is for, to the gateway, and back; and where the gateway tells."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from thongsuot.areas.dossiers import payments
from thongsuot.engine import reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Refused
from thongsuot.engine.reading import CasePage
from thongsuot.ports import payment
from thongsuot.register import bodies
from thongsuot.web.doors import for_citizens, open_to_anyone
from thongsuot.web.entrance import SAFETY
from thongsuot.web.environment import money, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

SIGNATURE = "X-Signature"


@for_citizens("GET", "POST")
def pay(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """What is to be paid, item by item, and the way to the gateway. A sum has one bill, however often it is asked."""
    found = reading.case_page(actor, id, "move")
    if request.method != "POST":
        return _page(request, actor, found)
    try:
        address = payments.begin(found, request.POST.get("khoan", ""), datetime.now(UTC))
    except Refused as refusal:
        return _page(request, actor, found, refusal.sentence)
    return _leave(address)


def _leave(address: str) -> HttpResponseBase:
    """To the gateway, which may stand elsewhere: browsers ask the policy whether a form may lead there."""
    response = then(address)
    parts = urlsplit(address)
    if parts.netloc:
        policy = SAFETY["Content-Security-Policy"]
        origin = f"{parts.scheme}://{parts.netloc}"
        response.headers["Content-Security-Policy"] = policy.replace(
            "form-action 'self'", f"form-action 'self' {origin}"
        )
    return response


def _page(request: HttpRequest, actor: Actor, found: CasePage, refused: str = "") -> HttpResponseBase:
    case = found.case
    gateway = payment.gateway()
    context = {
        "place": "portal:mine",
        "case": {"code": case.code, "title": case.title, "address": url("portal:dossier", case.id)},
        "owed": payments.owed(found),
        "paid": case.facts.get("paid"),
        "fault": refused,
        "online": gateway is not None,
        "invented": gateway is not None and gateway.invented,
        "counter": bodies.name_of(case.receiving_body),
    }
    return page(request, actor, "portal/pay.html", context, 409 if refused else 200)


@for_citizens()
def came_back(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Back from the gateway: it is asked whether it was paid, because its own word may come later or never."""
    before = payments.owed(reading.case_page(actor, id, "move"))
    payments.ask_about(id)
    left = payments.owed(reading.case_page(actor, id, "move"))
    if len(left) < len(before) or not left:
        message = Message(_("Đã nhận được tiền. Không phải nộp thêm cho khoản này."))
    else:
        amount = money(sum(one.amount for one in left))
        text = _("Chưa nhận được xác nhận đã nộp %(amount)s. Nếu bạn đã trả, đừng trả lần nữa: xác nhận sẽ tự đến.")
        message = Message(text % {"amount": amount}, kind="warn")
    return then(url("portal:dossier", id), message)


@csrf_exempt
@open_to_anyone("POST")
def told(request: HttpRequest) -> HttpResponseBase:
    """What the gateway tells, signed by it. It is kept before the answer goes out; told twice it changes nothing."""
    gateway = payment.gateway()
    if gateway is None:
        return HttpResponse("no gateway", status=404, content_type="text/plain")
    try:
        notice = gateway.read(request.body, request.headers.get(SIGNATURE, ""))
        payments.arrived(notice)
    except (payment.BadNotice, Refused):
        return HttpResponse("not taken", status=400, content_type="text/plain")
    return HttpResponse("kept", content_type="text/plain")
