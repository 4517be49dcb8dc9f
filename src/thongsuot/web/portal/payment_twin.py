"""The page of the demonstration's payment gateway. Outside a demonstration it is not there."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import payments
from thongsuot.engine import intents
from thongsuot.ports import payment
from thongsuot.ports.payment_twin import GatewayTwin
from thongsuot.web.desk.forms import Field, summary
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.environment import url
from thongsuot.web.pages import page, then
from thongsuot.web.portal.frame import way
from thongsuot.web.speech import say as _


@open_to_anyone("GET", "POST")
def pay(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Pay, or not, in the way that is chosen; then back to the site that sent the person here."""
    gateway = payment.gateway()
    if not isinstance(gateway, GatewayTwin):
        raise Http404
    case_id = payments.case_of(reference)
    bill = gateway.bill(reference) if case_id else None
    if bill is None or case_id is None:
        raise Http404
    back = url("portal:paid", case_id)
    if request.method == "POST":
        if "_cancel" in request.POST:
            return then(back)
        try:
            notices = gateway.pay(reference, request.POST.get("cach", "prompt"), datetime.now(UTC))
        except ValueError:
            return then(back)
        for body, signature in notices:
            payments.arrived(gateway.read(body, signature))
        intents.apply_waiting(datetime.now(UTC), most=5)
        return then(back)
    fields = [Field("cach", _("Cổng thanh toán lần này"), kind="select", choices=_ways(), value="prompt")]
    context = {"fields": fields, "faults": summary(fields), "bill": bill, "home": way("portal:home")}
    return page(request, None, "portal/payment_twin.html", context)


def _ways() -> list[tuple[str, str]]:
    return [
        ("prompt", _("Báo ngay là đã trả")),
        ("late", _("Trả rồi nhưng báo muộn")),
        ("doubled", _("Báo hai lần")),
        ("wrong", _("Trả thiếu 1.000 đ")),
        ("twice", _("Trả hai lần")),
        ("unlisted", _("Trả, nhưng sao kê thiếu")),
        ("misstated", _("Trả, nhưng sao kê ghi khác số tiền")),
        ("beside", _("Trả, và sao kê có thêm giao dịch lạ")),
        ("charge_back", _("Trả rồi ngân hàng đòi lại")),
        ("refusing", _("Trả, và lần đầu không hoàn lại được")),
    ]
