"""How one wants to hear of one's dossiers: by telephone, by mail, in which language, and of what."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine.actor import Actor
from thongsuot.exchange.notices import choosing, rules
from thongsuot.exchange.notices.rules import Choice
from thongsuot.web.desk.forms import Field
from thongsuot.web.doors import for_citizens
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _


@for_citizens("GET", "POST")
def hearing(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The choice as it stands; sent, it is kept from the next notice on."""
    if request.method == "POST":
        ways = request.POST.getlist("ways")
        language: rules.Language = "en" if request.POST.get("language") == "en" else "vi"
        chosen = Choice("sms" in ways, "mail" in ways, bool(request.POST.get("optional")), language)
        choosing.choose(actor, chosen)
        return then(url("portal:hearing"), Message(_("Đã lưu cách nhận tin của bạn.")))
    known, held = choosing.of_person(actor.citizen), rules.on(today())
    context = {
        "place": "portal:mine",
        "fields": _fields(known),
        "quiet": (f"{held.quiet_from:%H:%M}", f"{held.quiet_to:%H:%M}"),
        "key": uuid7(),
    }
    return page(request, actor, "portal/following/hearing.html", context)


def _fields(known: Choice) -> list[Field]:
    ways = [("sms", _("Tin nhắn đến điện thoại")), ("mail", _("Thư điện tử"))]
    languages = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
    return [
        Field(
            "ways", _("Nhận tin qua"), "checks", required=False, choices=ways,
            value=[name for name, wanted in (("sms", known.sms), ("mail", known.mail)) if wanted],
            hint=_("Tin bắt buộc (yêu cầu bổ sung, từ chối, kết quả, …) luôn được gửi qua ít nhất một cách."),
        ),
        Field("language", _("Bằng tiếng"), "choice", choices=languages, value=known.language),
        Field("optional", _("Nhận cả tin không bắt buộc, như lời mời đánh giá"), "confirm", required=False,
              value="1" if known.optional else ""),
    ]  # fmt: skip
