"""Messages about petitions that did not get through: tried again, or put aside by who answers for the province."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotFound
from thongsuot.exchange.national.stuck import OWNERS, checked, owner_of, provinces_of
from thongsuot.exchange.petitions import stuck
from thongsuot.exchange.petitions.stuck import Stuck
from thongsuot.ports.national_petitions import NATIONAL, SYSTEM
from thongsuot.web.desk.forms import Fault
from thongsuot.web.doors import used_by
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _


@used_by(OWNERS, "GET", "POST")
def messages(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The list of one's provinces, and what its owner does about a row."""
    if request.method != "POST":
        return _page(request, actor)
    try:
        id = UUID(request.POST.get("tin", ""))
    except ValueError:
        raise NotFound from None
    provinces = provinces_of(actor)
    try:
        if request.POST.get("viec") == "dong":
            stuck.settle(provinces, id, actor.name, checked(request.POST.get("ly_do", "")))
            return then(url("petitions:stuck"), Message(_("Đã ghi là đã xử lý.")))
        stuck.replay(provinces, id)
    except NeedsNotMet as unmet:
        return _page(request, actor, unmet.faults)
    return then(url("petitions:stuck"), Message(_("Đã xếp để gửi lại.")))


def _page(request: HttpRequest, actor: Actor, faults: Sequence[Fault] = ()) -> HttpResponseBase:
    given = request.GET.get("trang", "1")
    number = int(given) if given.isascii() and given.isdecimal() and 0 < len(given) < 6 else 1
    rows, total = stuck.messages(provinces_of(actor), number)
    address = url("petitions:stuck")
    context = {
        "place": "exchange",
        "rows": [_row(one) for one in rows],
        "total": total,
        "faults": list(faults),
        "before": f"{address}?trang={number - 1}" if number > 1 else "",
        "after": f"{address}?trang={number + 1}" if number * stuck.PAGE < total else "",
    }
    return page(request, actor, "petitions/stuck.html", context, 422 if faults else 200)


def _row(one: Stuck) -> dict[str, object]:
    where = _(SYSTEM) if one.system == NATIONAL else _("Hệ thống Open311 của thành phố")
    what = _("Nhận phản ánh") if one.inward else _("Gửi phản ánh") if one.act == "petition" else _("Gửi câu trả lời")
    dead = one.state == "dead"
    return {
        "key": one.id, "code": one.code, "what": what, "where": where, "since": one.since, "inward": one.inward,
        "mark": ("overdue", _("Cần người xử lý")) if dead else ("due_soon", _("Tự thử lại")),
        "reason": _(one.reason), "attempts": one.attempts,
        "owner": owner_of(one.province_code) if one.province_code else "",
    }  # fmt: skip
