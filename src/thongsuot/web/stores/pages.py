"""Papers that did not get into the persons' store: tried again, or put aside by who answers for the province."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotFound
from thongsuot.exchange.national.stuck import OWNERS, checked, owner_of, provinces_of
from thongsuot.exchange.stores import stuck
from thongsuot.exchange.stores.stuck import Stuck
from thongsuot.web.desk.forms import Fault
from thongsuot.web.doors import used_by
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

AGAIN, SETTLE = "gui-lai", "dong"


@used_by(OWNERS, "GET", "POST")
def stuck_ones(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The list of one's provinces, and what its owner does about a row."""
    provinces = provinces_of(actor)
    if request.method == "POST":
        try:
            return _done(request, actor, provinces)
        except NeedsNotMet as unmet:
            return _page(request, actor, provinces, unmet.faults)
    return _page(request, actor, provinces)


def _done(request: HttpRequest, actor: Actor, provinces: list[str] | None) -> HttpResponseBase:
    text, _sep, act = request.POST.get("giay", "").partition(":")
    try:
        paper = UUID(text)
    except ValueError:
        raise NotFound from None
    if request.POST.get("viec") == SETTLE:
        stuck.settle(provinces, paper, act, actor.name, checked(request.POST.get("ly_do", "")))
        return then(url("stores:stuck"), Message(_("Đã ghi là đã xử lý.")))
    stuck.replay(provinces, paper, act)
    return then(url("stores:stuck"), Message(_("Đã xếp để gửi lại.")))


def _page(
    request: HttpRequest, actor: Actor, provinces: list[str] | None, faults: tuple[Fault, ...] | list[Fault] = ()
) -> HttpResponseBase:
    given = request.GET.get("trang", "1")
    number = int(given) if given.isascii() and given.isdecimal() and 0 < len(given) < 6 else 1
    rows, total = stuck.deliveries(provinces, number)
    address = url("stores:stuck")
    context = {
        "place": "exchange",
        "rows": [_row(one) for one in rows],
        "total": total,
        "faults": list(faults),
        "before": f"{address}?trang={number - 1}" if number > 1 else "",
        "after": f"{address}?trang={number + 1}" if number * stuck.PAGE < total else "",
    }
    return page(request, actor, "stores/stuck.html", context, 422 if faults else 200)


def _row(one: Stuck) -> dict[str, object]:
    dead = one.state == "dead"
    shelf = _("Kết quả") if one.shelf == "results" else _("Giấy tờ số hóa")
    what = shelf if one.act == "deliver" else _("%(shelf)s, rút khỏi kho vì đã thu hồi", shelf=shelf)
    return {
        "key": f"{one.paper_id}:{one.act}", "code": one.code, "what": what, "since": one.since,
        "mark": ("overdue", _("Cần người xử lý")) if dead else ("due_soon", _("Tự thử lại")),
        "reason": _(one.reason), "attempts": one.attempts, "owner": owner_of(one.province_code),
    }  # fmt: skip
