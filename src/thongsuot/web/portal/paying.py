"""Paying what a dossier owes: the sum and what it is for, to the gateway, and back; and where the gateway tells."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from uuid6 import uuid7

from thongsuot.areas.dossiers import collecting, ledger, payments, receipts
from thongsuot.engine import access, reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.engine.reading import CasePage
from thongsuot.ports import payment
from thongsuot.register import bodies
from thongsuot.web.desk import keys
from thongsuot.web.desk.forms import Field, summary
from thongsuot.web.desk.papers import as_file
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
    book = ledger.of(found)
    now = ledger.status(found, book)
    context = {
        "place": "portal:mine",
        "case": {"code": case.code, "title": case.title, "address": url("portal:dossier", case.id)},
        "owed": payments.owed(found),
        "paid": now.paid,
        "status": _(now.label),
        "receipts": [
            (one.receipt_number, f"{url('portal:dossier', case.id)}/bien-lai/{one.receipt}")
            for one in book.payments
            if one.receipt
        ],
        "returned": now.returned,
        "returning": now.returning + now.refund_due,
        "relief": url("portal:relief", case.id) if may_ask(actor, found) else "",
        "waiting": collecting.asked(found),
        "fault": refused,
        "online": gateway is not None,
        "invented": gateway is not None and gateway.invented,
        "counter": bodies.name_of(case.receiving_body),
    }
    return page(request, actor, "portal/pay.html", context, 409 if refused else 200)


def may_ask(actor: Actor, found: CasePage) -> bool:
    """Whether the person may ask for a relief now: something is still to be paid, and no answer is waited for."""
    row = found.case.table.move(collecting.ASK)
    if row is None or found.case.step not in row.sources or collecting.asked(found):
        return False
    owes = any(one.purpose != "duty" for one in payments.owed(found))
    return owes and access.may(actor, row, found.case).allowed


@for_citizens("GET", "POST")
def relief(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Say that one is freed of fees or pays less, and by which paper; the counter looks at it and confirms."""
    found = reading.case_page(actor, id, "move")
    back = url("portal:pay", id)
    if not may_ask(actor, found):
        return then(back, Message(_("Lúc này không đề nghị miễn, giảm được cho hồ sơ này."), kind="warn"))
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in ("relief", "evidence")}
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            version, key = keys.sent_version(request), keys.sent_key(request)
            collecting.ask(actor, id, version, typed["relief"], typed["evidence"].strip(), key=key)
            return then(back, Message(_("Đã gửi đề nghị. Số tiền chỉ giảm sau khi cán bộ xác nhận.")))
        except NeedsNotMet as unmet:
            faults = list(unmet.faults)
        except Refused as refusal:
            faults = [("", refusal.sentence)]
    return _relief_page(request, actor, found, typed, faults)


def _relief_page(
    request: HttpRequest, actor: Actor, found: CasePage, typed: dict[str, str], faults: list[tuple[str, str]]
) -> HttpResponseBase:
    wrong = dict(faults)
    choices = [(one.code, f"{_(one.name)} ({one.percent}%)") for one in collecting.offered(found.case)]
    hint = _("Tên và số giấy. Mang bản chính đến nơi tiếp nhận, hoặc tải lên khi nộp bổ sung.")
    fields = [
        Field("relief", _("Bạn thuộc diện nào"), kind="select", choices=choices, value=typed["relief"],
              error=wrong.get("relief", "")),
        Field("evidence", _("Giấy tờ chứng minh"), value=typed["evidence"], hint=hint, longest=300,
              error=wrong.get("evidence", "")),
    ]  # fmt: skip
    context = {
        "place": "portal:mine",
        "case": {"code": found.case.code, "title": found.case.title, "version": found.case.length},
        "fields": fields,
        "faults": summary(fields, [one for one in faults if not one[0]]),
        "back": url("portal:pay", found.case.id),
        "key": uuid7(),
    }
    return page(request, actor, "portal/relief.html", context, 422 if faults else 200)


@for_citizens()
def receipt(request: HttpRequest, actor: Actor, id: UUID, receipt: UUID) -> HttpResponseBase:
    """A receipt of one's own dossier, as it was issued."""
    number, content = receipts.printed(actor, id, receipt)
    response = HttpResponse(content, content_type="application/pdf")
    as_file(response, f"Biên lai {number.replace('/', '-')}.pdf", inline=True)
    return response


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
