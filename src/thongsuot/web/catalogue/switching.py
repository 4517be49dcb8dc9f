"""Switching a procedure on or off for one's own body: shown first, confirmed by name on a basis, then done."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.access_catalogue import SWITCHERS, Committee
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Refused
from thongsuot.register.catalogue import adopting
from thongsuot.register.catalogue.adopting import NotAdoptable
from thongsuot.register.procedures import ProcedureView
from thongsuot.web.catalogue import one, standing
from thongsuot.web.catalogue.listing import address
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

LONGEST_BASIS = 500
Fault = tuple[str, str]


@used_by(SWITCHERS, "GET", "POST")
def switch(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """What will be switched, for whom and in whose name; sent with a basis and the confirmation, it is done."""
    asked = request.POST if request.method == "POST" else request.GET
    view = one.chosen(code, asked.get("ban-hanh", "")[:60])
    own = standing.speaking_for(actor, asked.get("don-vi", "")[:60], view)
    work = asked.get("viec", "bat")
    if work not in ("bat", "tat"):
        raise Refused(_("Chỉ bật hoặc tắt thủ tục. Mở lại trang thủ tục rồi chọn."))
    if request.method != "POST":
        return _page(request, actor, view, own, work, [])
    basis, faults = basis_of(request)
    if not request.POST.get("da_xem"):
        faults.append(("da_xem", _("Đánh dấu là bạn đã đối chiếu với văn bản công bố.")))
    if not faults:
        try:
            return then(address(view), Message(_do(actor, view, own, work, basis, bool(request.POST.get("cac_xa")))))
        except NotAdoptable as refused:
            faults.append(("", str(refused)))
        except IntegrityError:  # the database lets one act run for a body on a day
            faults.append(("", _("Người khác vừa bật hoặc tắt thủ tục này. Xem lại trang thủ tục.")))
    return _page(request, actor, view, own, work, faults)


def basis_of(request: HttpRequest) -> tuple[str, list[Fault]]:
    """The basis that was typed, in one line, and what is wrong with it."""
    basis = " ".join(request.POST.get("can_cu", "").replace("\x00", " ").split())
    if len(basis) > LONGEST_BASIS:
        return basis, [("can_cu", _("Căn cứ dài quá %(n)s chữ cái. Ghi số, ngày và tên văn bản.", n=LONGEST_BASIS))]
    return basis, [] if basis else [("can_cu", _("Ghi căn cứ: số, ngày của văn bản."))]


def _do(actor: Actor, view: ProcedureView, own: Committee, work: str, basis: str, communes: bool) -> str:
    """What was done, in a sentence. Raises NotAdoptable."""
    keys = [(view.code, view.authority)]
    if work == "tat":
        if adopting.switch_off(keys, own.key, actor.name, basis, today()):
            return _("Đã tắt thủ tục cho %(body)s. Hồ sơ đã nhận vẫn được giải quyết tiếp.", body=own.name)
        return _("%(body)s không có quyết định bật nào đang chạy, nên không có gì để tắt.", body=own.name)
    covers = own.province and communes
    if adopting.switch_on(keys, own.key, actor.name, basis, today(), covers_communes=covers):
        return _("Đã bật thủ tục cho %(body)s, do %(name)s xác nhận.", body=own.name, name=actor.name)
    return _("Thủ tục đã được bật cho %(body)s từ trước với đúng phiên bản này.", body=own.name)


def _page(
    request: HttpRequest, actor: Actor, view: ProcedureView, own: Committee, work: str, faults: list[Fault]
) -> HttpResponseBase:
    sent = request.method == "POST"
    context: dict[str, Any] = {
        **one.about(view, actor), "own": own, "work": work, "faults": faults, "day": today(),
        "basis": request.POST.get("can_cu", "")[:LONGEST_BASIS], "seen": bool(request.POST.get("da_xem")),
        "communes": bool(request.POST.get("cac_xa")) if sent else True,
    }  # fmt: skip
    return page(request, actor, "catalogue/switch.html", context, status=422 if faults else 200)
