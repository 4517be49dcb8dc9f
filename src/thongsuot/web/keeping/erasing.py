"""Dossiers whose years are over: the clerk proposes to erase, the chair approves or refuses. Nothing goes by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers.keeping import erasing, lists
from thongsuot.areas.dossiers.keeping.erasing import Proposed
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.web.doors import used_by
from thongsuot.web.environment import case_url, day, moment, url
from thongsuot.web.keeping.archive import page_number, rule_words
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _


@used_by(lists.READERS, "GET", "POST")
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What could be proposed, what waits for the decision, what was decided; and the sending of a proposal."""
    if request.method != "POST":
        return _page(request, actor)
    basis = request.POST.get("basis", "")
    try:
        done, faults = erasing.propose(actor, _chosen(request), basis, datetime.now(UTC))
    except Refused as refusal:
        return _page(request, actor, basis, [refusal.sentence], 422)
    if faults:
        told = [_("Đã đề nghị %(n)s hồ sơ. Các hồ sơ sau không đề nghị được:", n=done), *faults]
        return _page(request, actor, basis, told, 409)
    return then(url("keeping:erasing"), Message(_("Đã đề nghị xóa %(n)s hồ sơ. Lãnh đạo cơ quan duyệt.", n=done)))


def _chosen(request: HttpRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("ho-so"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _page(
    request: HttpRequest, actor: Actor, basis: str = "", faults: list[str] | None = None, status: int = 200
) -> HttpResponseBase:
    here = page_number(request.GET.get("trang", ""))
    over, total = erasing.over(actor, erasing.today(), here)
    address = url("keeping:erasing")
    context = {
        "place": "archive", "total": total, "basis": basis, "faults": [("", one) for one in faults or []],
        "rows": [
            {"id": one.case_id, "code": one.code, "address": case_url(one.case_id), "rule": rule_words(one.rule)[0],
             "ground": rule_words(one.rule)[1], "until": day(one.keep_until), "receipt": one.receipt}
            for one in over
        ],
        "proposals": [_proposal(one, actor) for one in erasing.proposals(actor)],
        "proposes": bool(erasing.houses(actor, erasing.PROPOSES)), "approves": bool(erasing.houses(actor, "chair")),
        "before": f"{address}?trang={here - 1}" if here > 1 else "",
        "after": f"{address}?trang={here + 1}" if here * erasing.PAGE < total else "",
    }  # fmt: skip
    return page(request, actor, "keeping/erasing.html", context, status)


def _proposal(one: Proposed, actor: Actor) -> dict[str, Any]:
    states = {
        "waiting": ("due_soon", _("Chờ duyệt")), "approved": ("done", _("Đã duyệt, đã xóa")),
        "refused": ("paused", _("Không duyệt")),
    }  # fmt: skip
    return {
        "code": one.code, "address": case_url(one.case_id), "basis": one.basis, "by": one.proposer_name,
        "at": moment(one.proposed_at), "state": states[one.state], "decider": one.decider_name, "reason": one.reason,
        "decided": moment(one.decided_at) if one.decided_at else "", "rule": rule_words(one.rule)[0],
        "to": url("keeping:decide", one.id), "open": one.state == "waiting" and one.proposer != actor.person,
    }  # fmt: skip


@used_by(lists.READERS, "POST")
def decide(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Approve, which erases for ever and must be confirmed; or refuse with a reason."""
    approve = request.POST.get("quyet-dinh") == "duyet"
    if approve and request.POST.get("sure") != "on":
        told = _("Đánh dấu xác nhận trước khi duyệt: dữ liệu đã xóa không lấy lại được.")
        return _page(request, actor, faults=[told], status=422)
    try:
        reason = request.POST.get("reason", "")
        found = erasing.decide(actor, id, approve=approve, reason=reason, now=datetime.now(UTC))
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, actor, faults=[refusal.sentence], status=409)
    words = _("Đã xóa dữ liệu cá nhân của hồ sơ %(code)s. Nhật ký giữ lại việc này.", code=found.code)
    return then(url("keeping:erasing"), Message(words if approve else _("Đã ghi nhận không duyệt.")))
