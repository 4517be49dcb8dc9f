"""Stages of outside systems that are stuck: whose they are, what was the matter, asked again by the officer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.exchange.authoritative import stuck
from thongsuot.exchange.authoritative.stuck import PAGE, Stuck
from thongsuot.exchange.national.stuck import OWNERS, owner_of, provinces_of
from thongsuot.register import authorities
from thongsuot.web.desk.lists import page_number
from thongsuot.web.doors import used_by
from thongsuot.web.environment import case_url, number, url
from thongsuot.web.exchange.listing import state
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _


@used_by(OWNERS, "GET", "POST")
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The stuck stages of the officer's provinces. Posted, one of them or all are asked for again."""
    whose = provinces_of(actor)
    if request.method == "POST":
        return _again(whose, request.POST.get("ho_so", ""))
    here = page_number(request)
    some, total = stuck.stages(whose, here)
    address = url("exchange:stages")
    context: dict[str, Any] = {
        "place": "exchange", "total": total, "here": here, "rows": [_row(one, actor) for one in some],
        "before": f"{address}?trang={here - 1}" if here > 1 else "",
        "after": f"{address}?trang={here + 1}" if here * PAGE < total else "",
    }  # fmt: skip
    return page(request, actor, "exchange/stages.html", context)


def _again(whose: list[str] | None, text: str) -> HttpResponseBase:
    if not text:
        count = stuck.all_again(whose)
        return then(url("exchange:stages"), Message(_("Đã xếp %(n)s hồ sơ để hỏi lại.", n=number(count))))
    try:
        case_id = UUID(text)
    except ValueError:
        raise NotFound from None
    stuck.again(whose, case_id)
    return then(url("exchange:stages"), Message(_("Đã xếp để hỏi lại ngay. Nếu còn vướng, mục này sẽ hiện lại ở đây.")))


def _row(one: Stuck, actor: Actor) -> dict[str, Any]:
    system = authorities.system(one.system)
    unconnected = one.state == "waiting" and not one.attempts
    reason = _("Nơi này chưa nối với hệ thống đó.") if unconnected else _(one.reason)
    return {
        "id": one.case_id, "code": one.code, "address": case_url(one.case_id) if "control" in actor.roles else "",
        "system": system.name, "system_owner": system.owner, "reason": reason, "attempts": one.attempts,
        "confirmed_at": one.confirmed_at, "reference": one.reference, "owner": owner_of(one.province_code),
        "state": ("overdue", _("Cần người xử lý")) if unconnected else state(one.state, one.next_at),
    }  # fmt: skip
