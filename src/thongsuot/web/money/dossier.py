"""The money of one dossier at the desk: what is asked and why, what was paid, receipts, reliefs, what goes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.dossiers import collecting, ledger, payments, receipts, refunds
from thongsuot.areas.dossiers.financial import PURPOSES
from thongsuot.areas.dossiers.ledger import Ledger, RefundLine
from thongsuot.engine import access, reading
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.process import Need
from thongsuot.engine.reading import CasePage
from thongsuot.web.desk import forms, keys
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.desk.papers import as_file
from thongsuot.web.doors import WORKING, used_by
from thongsuot.web.environment import case_url, moment, money, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

Acts = Mapping[str, Callable[[HttpRequest, Actor, UUID], str]]


@used_by(WORKING, "GET", "POST")
def show(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The page, and each of its acts, named by `viec`; a refusal keeps what was typed."""
    found = reading.case_page(actor, id, "move")
    if found.sight is not Sight.FULL:
        raise NotAllowed(_("Chỉ người giải quyết hồ sơ xem được phần tiền của hồ sơ."))
    if request.method != "POST":
        return _page(request, actor, found)
    act = ACTS.get(request.POST.get("viec", ""))
    if act is None:
        raise NotFound
    try:
        said = act(request, actor, id)
    except NeedsNotMet as unmet:
        return _page(request, actor, reading.case_page(actor, id, "move"), unmet.faults, 422)
    except Refused as refusal:
        return _page(request, actor, reading.case_page(actor, id, "move"), [("", refusal.sentence)], 409)
    return then(url("money:dossier", id), Message(said))


@used_by(WORKING, "GET", "POST")
def elsewhere(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The steps that take or forgo money are made on the page of the money."""
    return then(url("money:dossier", id))


@used_by(WORKING)
def receipt(request: HttpRequest, actor: Actor, id: UUID, receipt: UUID) -> HttpResponseBase:
    """A receipt as it was issued."""
    number, content = receipts.printed(actor, id, receipt)
    response = HttpResponse(content, content_type="application/pdf")
    as_file(response, f"Biên lai {number.replace('/', '-')}.pdf", inline=True)
    return response


def _collect(request: HttpRequest, actor: Actor, id: UUID) -> str:
    names = ("purpose", "paid", "how", "when", "reference")
    given = {name: text for name in names if (text := request.POST.get(name, "").strip())}
    made = collecting.collect(actor, id, keys.sent_version(request), given, key=keys.sent_key(request))
    return _("Đã thu tiền, biên lai số %(number)s.", number=ledger.numbered(made.year, made.number))


def _grant(request: HttpRequest, actor: Actor, id: UUID) -> str:
    checked = request.POST.get("seen") == "1"
    version, key = keys.sent_version(request), keys.sent_key(request)
    collecting.grant(actor, id, version, request.POST.get("relief", ""), checked=checked, key=key)
    return _("Đã xác nhận miễn, giảm. Số phải nộp đã giảm theo.")


def _void(request: HttpRequest, actor: Actor, id: UUID) -> str:
    made = receipts.void(actor, id, _uuid(request, "receipt"), request.POST.get("reason", ""))
    return _("Đã hủy biên lai; biên lai thay thế số %(number)s.", number=ledger.numbered(made.year, made.number))


def _ask(request: HttpRequest, actor: Actor, id: UUID) -> str:
    text = request.POST.get("amount", "").strip().replace(".", "").replace(" ", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise NeedsNotMet([("amount", _("Nhập số tiền hoàn trả bằng đồng, ví dụ 50.000."))])
    told = {name: request.POST.get(name, "") for name in ("ground", "reason", "basis")}
    refunds.ask(actor, id, _uuid(request, "payment"), int(text), told["ground"], told["reason"], told["basis"])
    return _("Đã đề nghị hoàn trả. Trưởng phòng hoặc lãnh đạo duyệt; người đề nghị không tự duyệt.")


def _approve(request: HttpRequest, actor: Actor, id: UUID) -> str:
    refunds.decide(actor, _uuid(request, "refund"), approve=True)
    return _("Đã duyệt hoàn trả. Khoản nộp trực tuyến được gửi cổng thanh toán; khoản nộp tại quầy chi tại quầy.")


def _decline(request: HttpRequest, actor: Actor, id: UUID) -> str:
    refunds.decide(actor, _uuid(request, "refund"), approve=False, note=request.POST.get("note", ""))
    return _("Đã ghi: không duyệt hoàn trả.")


def _again(request: HttpRequest, actor: Actor, id: UUID) -> str:
    refunds.again(actor, _uuid(request, "refund"))
    return _("Đã gửi lại cổng thanh toán.")


def _paid_out(request: HttpRequest, actor: Actor, id: UUID) -> str:
    refunds.paid_out(actor, _uuid(request, "refund"), request.POST.get("voucher", ""))
    return _("Đã ghi nhận chi trả tại quầy.")


ACTS: Acts = {
    "collect": _collect, "grant": _grant, "void": _void, "refund": _ask, "approve": _approve, "decline": _decline,
    "again": _again, "paid_out": _paid_out,
}  # fmt: skip


def _uuid(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise NotFound from None


def _page(
    request: HttpRequest, actor: Actor, found: CasePage, faults: Sequence[Fault] = (), status: int = 200
) -> HttpResponseBase:
    case, book = found.case, ledger.read(found.case.id)
    now = ledger.status(found, book)
    context = {
        "place": "work",
        "case": {"code": case.code, "title": case.title, "version": case.length, "address": case_url(case.id)},
        "subject": case.subject_name,
        "status": _(now.label),
        "sums": _sums(now),
        "demands": _demands(found, book),
        "payments": [_payment(one, found, book) for one in book.payments],
        "refunds": [
            _refund(one, book) | {"mine": refunds.may_decide(actor, case, one.asked_by)} for one in book.refunds
        ],
        "collect": _collecting(request, actor, found, book, faults),
        "relief": _relief(request, actor, found, faults),
        "asking": _asking(request, faults),
        "asked": collecting.asked(found),
        "deny": f"{case_url(case.id)}/buoc/{collecting.DENY}",
        "faults": [(f"f-{name}" if name else "", sentence) for name, sentence in faults],
        "key": uuid7(),
    }
    return page(request, actor, "money/dossier.html", context, status)


def _sums(now: Any) -> list[tuple[str, str]]:
    found = [
        (_("Phải nộp"), money(now.asked)),
        (_("Đã nộp"), money(now.paid)),
        (_("Còn phải nộp"), money(now.owed)),
    ]
    found += [(_("Đã hoàn trả"), money(now.returned))] if now.returned else []
    found += [(_("Đang hoàn trả"), money(now.returning))] if now.returning else []
    found += [(_("Phải hoàn trả, chưa đề nghị"), money(now.refund_due))] if now.refund_due else []
    if now.paid:
        found.append((_("Đối soát"), _("Đã đối soát") if now.reconciled else _("Chưa đối soát")))
    return found


def _demands(found: CasePage, book: Ledger) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "kind": _(PURPOSES[one.purpose]),
            "full": money(one.full) if one.full is not None else _("chưa rõ mức"),
            "amount": money(one.amount) if one.amount is not None else _("chưa rõ mức"),
            "left": money(ledger.still_owed(one, found.case.facts, book)),
            "less": money(one.full - one.amount)
            if one.full and one.amount is not None and one.full > one.amount
            else "",
            "lines": one.lines,
        }
        for one in ledger.demands(found)
    ]


def _payment(one: ledger.PaymentLine, found: CasePage, book: Ledger) -> dict[str, Any]:
    left = book.left(one.id)
    return {
        "id": one.id,
        "when": moment(one.paid_at),
        "purpose": _(PURPOSES[one.purpose]),
        "amount": money(one.amount),
        "method": _(receipts.METHODS[one.method]),
        "transaction": one.transaction,
        "officer": one.officer_name if one.method != "gateway" else "",
        "reconciled": one.reconciled,
        "receipt": one.receipt,
        "number": one.receipt_number,
        "address": f"{case_url(found.case.id)}/bien-lai/{one.receipt}" if one.receipt else "",
        "left": left,
        "most": money(left),
    }


def _refund(one: RefundLine, book: Ledger) -> dict[str, Any]:
    method = next((paid.method for paid in book.payments if paid.id == one.payment), "")
    ground = refunds.GROUNDS.get(one.ground, "Ngân hàng đòi lại khoản đã nộp")
    return {
        "id": one.id, "amount": money(one.amount), "state": _(refunds.STATES[one.state]), "key": one.state,
        "ground": _(ground), "reason": one.reason, "basis": one.basis, "who": one.asked_name,
        "when": moment(one.asked_at), "decided": one.decided_name, "note": one.note, "transaction": one.transaction,
        "trouble": one.trouble, "counter": method != "gateway",
    }  # fmt: skip


def _may(actor: Actor, found: CasePage, name: str) -> bool:
    row = found.case.table.move(name)
    return row is not None and found.case.step in row.sources and access.may(actor, row, found.case).allowed


def _collecting(
    request: HttpRequest, actor: Actor, found: CasePage, book: Ledger, faults: Sequence[Fault]
) -> list[Field]:
    """The fields of taking money, while something is owed and this officer may take it."""
    owed = [
        (one.purpose, ledger.still_owed(one, found.case.facts, book))
        for one in ledger.demands(found)
        if one.purpose != "duty"
    ]
    unknown = any(one.amount is None for one in ledger.demands(found))
    if not _may(actor, found, collecting.TAKE) or not (unknown or any(left for _purpose, left in owed)):
        return []
    row = found.case.table.move(collecting.TAKE)
    needs: tuple[Need, ...] = row.needs if row else ()
    first = next(((purpose, left) for purpose, left in owed if left), ("fee", 0))
    known = {"purpose": first[0], "paid": f"{first[1]:,}".replace(",", ".") if first[1] else "",
             "when": payments.collected_at(found.case), "how": "cash"}  # fmt: skip
    return forms.fields(needs, {**known, **_typed(request, "collect")}, faults)


def _relief(request: HttpRequest, actor: Actor, found: CasePage, faults: Sequence[Fault]) -> list[Field]:
    if not _may(actor, found, collecting.GRANT) or not found.case.facts.get("fees"):
        return []
    typed, wrong = _typed(request, "grant"), dict(faults)
    choices = [
        (one.code, f"{_(one.name)}: {one.percent}%{'' if one.verified else ' (' + _('chưa xác minh') + ')'}")
        for one in collecting.offered(found.case)
    ]
    hint = _("Xem giấy tờ chứng minh trước khi xác nhận. Số phải nộp chỉ giảm sau khi xác nhận.")
    return [
        Field("relief", _("Diện miễn, giảm"), kind="select", choices=choices, value=typed.get("relief", ""), hint=hint,
              error=wrong.get("relief", "")),
        Field("seen", _("Đã đối chiếu giấy tờ chứng minh"), kind="confirm", value=typed.get("seen", ""),
              error=wrong.get("seen", "")),
    ]  # fmt: skip


def _asking(request: HttpRequest, faults: Sequence[Fault]) -> list[Field]:
    typed, wrong = _typed(request, "refund"), dict(faults)
    grounds = [(key, _(words)) for key, words in refunds.GROUNDS.items()]
    return [
        Field("amount", _("Số tiền hoàn trả"), value=typed.get("amount", ""), size="short", mode="numeric",
              hint=_("Bằng đồng, ví dụ 50.000"), error=wrong.get("amount", "")),
        Field("ground", _("Trường hợp"), kind="select", choices=grounds, value=typed.get("ground", ""),
              error=wrong.get("ground", "")),
        Field("reason", _("Lý do"), kind="area", value=typed.get("reason", ""), longest=500,
              error=wrong.get("reason", "")),
        Field("basis", _("Căn cứ"), value=typed.get("basis", ""), longest=500, error=wrong.get("basis", "")),
    ]  # fmt: skip


def _typed(request: HttpRequest, act: str) -> dict[str, str]:
    if request.method != "POST" or request.POST.get("viec") != act:
        return {}
    return {name: text.replace("\x00", "") for name, text in request.POST.items() if isinstance(text, str)}
