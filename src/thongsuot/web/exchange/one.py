"""One thing that is stuck: what it says with personal values masked, and what its owner can do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.exchange.national import stuck
from thongsuot.exchange.national.stuck import LONGEST_REASON, OWNERS
from thongsuot.web.doors import used_by
from thongsuot.web.environment import case_url, url
from thongsuot.web.exchange.listing import IN, act_row, message_row
from thongsuot.web.exchange.wording import said
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

SETTLE = "dong"
Settle = Callable[[str], None]


@used_by(OWNERS, "GET", "POST")
def message(request: HttpRequest, actor: Actor, dossier: UUID, place: int) -> HttpResponseBase:
    """A message to the portal. Posted, it is sent again, or settled with a reason."""
    whose, place = stuck.provinces_of(actor), _storable(place)
    if request.method == "POST":
        faults = _act(
            request,
            lambda: stuck.replay(whose, dossier, place),
            lambda reason: stuck.settle(whose, dossier, place, actor.name, reason),
        )
        if not faults:
            return then(url("exchange:list"), Message(_done(request)))
    else:
        faults = []
    held = stuck.message(whose, dossier, place)
    told = held.message
    case = case_url(held.dossier.id) if held.dossier.code and "control" in actor.roles else ""
    facts = [
        (_("Mã hồ sơ ở đây"), held.dossier.code or _("chưa có")),
        (_("Định danh trên Cổng"), held.dossier.foreign_id or _("chưa có")),
        (_("Mục nhật ký"), f"{told.number}" if told.number else _("không")),
    ]
    row = message_row(held)
    context = _context(request, row, facts, stuck.content_of(held), faults, case, told.decided_by)
    context |= {"open": told.state in ("dead", "waiting"), "tried": told.attempts > 0, "answer": told.code}
    return page(request, actor, "exchange/one.html", context, status=422 if faults else 200)


@used_by(OWNERS, "GET", "POST")
def act(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """What somebody did at the portal. Posted, it is applied again, or settled with a reason that they will read."""
    whose = stuck.provinces_of(actor)
    if request.method == "POST":
        faults = _act(
            request,
            lambda: stuck.replay_intent(whose, id),
            lambda reason: stuck.settle_intent(whose, id, actor.name, reason),
        )
        if not faults:
            return then(f"{url('exchange:list')}?huong={IN}", Message(_done(request)))
    else:
        faults = []
    found = stuck.intent(whose, id)
    case = case_url(found.case_id) if found.case_id and "control" in actor.roles else ""
    facts = [(_("Định danh trên Cổng"), found.reference), (_("Mã yêu cầu"), found.key)]
    row = act_row(found)
    content = stuck.content_of_intent(found) if found.content else _("Nội dung đã chuyển vào hồ sơ.")
    context = _context(request, row, facts, content, faults, case, found.decided_by)
    context |= {
        "open": found.state in ("refused", "waiting"),
        "tried": True,
        "happened": found.happened_at,
        "answer": "",
    }
    return page(request, actor, "exchange/one.html", context, status=422 if faults else 200)


def _act(request: HttpRequest, again: Callable[[], None], settle: Settle) -> list[tuple[str, str]]:
    """Do what was asked; the faults of the reason, none when it is done."""
    if request.POST.get("viec") != SETTLE:
        again()
        return []
    try:
        settle(request.POST.get("ly_do", ""))
    except NeedsNotMet as unmet:
        return list(unmet.faults)
    return []


def _done(request: HttpRequest) -> str:
    if request.POST.get("viec") == SETTLE:
        return _("Đã ghi là xử lý xong, kèm lý do và tên bạn.")
    return _("Đã xếp để thực hiện lại ngay. Nếu còn vướng, mục này sẽ hiện lại ở đây.")


def _storable(place: int) -> int:
    """A place that no dossier can have is one that is not there."""
    return place if place < 2**31 else 0


def _context(
    request: HttpRequest,
    row: dict[str, Any],
    facts: list[Any],
    content: dict[str, Any] | str,
    faults: list[Any],
    case: str,
    by: str,
) -> dict[str, Any]:
    return {
        "place": "exchange", "row": row, "facts": facts,
        "content": content if isinstance(content, str) else "",
        "said": said(content) if isinstance(content, dict) else [],
        "faults": faults, "case": case, "by": by,
        "reason": request.POST.get("ly_do", "")[:LONGEST_REASON], "longest": LONGEST_REASON, "back": request.path,
    }  # fmt: skip
