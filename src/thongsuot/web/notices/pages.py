"""Notices that did not get through, for their owner; and the demonstration's screen in place of telephones."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotFound
from thongsuot.exchange.national import stuck as owning
from thongsuot.exchange.notices import stuck
from thongsuot.exchange.notices.officers import mailing
from thongsuot.exchange.notices.stuck import Notice
from thongsuot.web.doors import open_to_anyone, used_by
from thongsuot.web.environment import url
from thongsuot.web.notices import naming
from thongsuot.web.pages import Message, page, then
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _


@used_by(owning.OWNERS, "GET", "POST")
def stuck_ones(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What did not get through, fifty a page. Posted, one is sent again or put aside with a reason."""
    whose = owning.provinces_of(actor)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return then(url("notices:stuck"), Message(_act(request, actor, whose)))
        except NeedsNotMet as unmet:
            faults = [("", sentence) for _name, sentence in unmet.faults]
    text = request.GET.get("trang", "")
    here = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    found, total = stuck.notices(whose, here)
    context: dict[str, Any] = {
        "place": "exchange",
        "rows": [_row(one) for one in found],
        "total": total,
        "faults": faults,
        "excel": url("exports:sheet", "tin-nhan"),
        "before": f"?trang={here - 1}" if here > 1 else "",
        "after": f"?trang={here + 1}" if here * stuck.PAGE < total else "",
    }
    return page(request, actor, "notices/stuck.html", context, 422 if faults else 200)


def _act(request: HttpRequest, actor: Actor, whose: list[str] | None) -> str:
    case, number, channel = _named(request.POST.get("tin", ""))
    if request.POST.get("viec") == "gui-lai":
        stuck.replay(whose, case, number, channel)
        return _("Đã xếp để gửi lại. Nếu vẫn không đi được, tin sẽ hiện lại ở đây.")
    stuck.settle(whose, case, number, channel, actor.name, owning.checked(request.POST.get("ly_do", "")))
    return _("Đã ghi là đã xử lý.")


def _named(text: str) -> tuple[UUID, int, str]:
    """Which notice a form is about. Raises NotFound for what names none."""
    case, _first, rest = text.partition(":")
    number, _second, channel = rest.partition(":")
    try:
        found = UUID(case)
    except ValueError:
        raise NotFound from None
    if not (number.isascii() and number.isdigit() and len(number) < 9) or channel not in stuck.CHANNELS:
        raise NotFound
    return found, int(number), channel


def _row(one: Notice) -> dict[str, Any]:
    return {
        "key": f"{one.case_id}:{one.number}:{one.channel}",
        "code": one.code,
        "step": naming.label(one.move),
        "channel": _(stuck.CHANNELS[one.channel]),
        "kind": one.channel,
        "to": one.to,
        "reason": one.reason,
        "since": one.since,
        "at": one.decided_at,
        "attempts": one.attempts,
        "text": one.text,
        "mark": ("overdue", _("Cần người xử lý")) if one.state == "dead" else ("due_soon", _("Đang tự thử lại")),
        "sent": one.state == "sent",
        "owner": owning.owner_of(one.province_code),
    }


@open_to_anyone()
def screen(request: HttpRequest) -> HttpResponseBase:
    """What the demonstration would have sent to telephones and mail boxes. Elsewhere there is no such page."""
    if not settings.DEMO:
        raise Http404
    rows = [_row(one) for one in stuck.latest()]
    for to, left, text in mailing.latest():
        letter = {"channel": _("Thư gửi cán bộ"), "to": to, "at": left, "text": text, "sent": True}
        rows.append(letter)
    context = {"rows": sorted(rows, key=lambda row: row["at"], reverse=True)[: stuck.PAGE]}
    return page(request, actor_of(request), "notices/screen.html", context)
