"""The texts of notices for administrators: each event as it will read, and what a province says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.exchange.notices import overriding, rules, templates, wording
from thongsuot.exchange.notices.rules import Language
from thongsuot.exchange.notices.templates import BadTemplate, Texts
from thongsuot.exchange.notices.wording import Step
from thongsuot.register import units
from thongsuot.web.desk.forms import Fault, Field, read_day, summary
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import day, url
from thongsuot.web.notices import naming
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

ADMINISTRATORS = frozenset({overriding.ROLE})
EXAMPLE = UUID(int=1)
MOST_LINES = 8


def _label(event: str) -> str:
    name, _dot, delivery = event.partition(".")
    known = naming.label(name)
    told = {"post": _("qua bưu chính"), "online": _("bản điện tử"), "point": _("nhận ở điểm khác")}.get(delivery, "")
    return f"{known} ({told})" if told else known


def _step(event: str, language: Language, own: Texts | None) -> Step:
    name, _dot, delivery = event.partition(".")
    due = datetime.now(UTC) + timedelta(days=5)
    place = _("Trung tâm Phục vụ hành chính công phường Thuận Hóa")
    return Step(EXAMPLE, "H46.19789-261121-0001", name, due, place, delivery, "", language, own)


def _shown(event: str, language: Language, own: Texts | None) -> dict[str, Any]:
    step = _step(event, language, own)
    subject, letter = wording.for_mail(step)
    sms = wording.for_telephone(step)
    return {
        "language": {"vi": _("Tiếng Việt"), "en": _("Tiếng Anh")}[language],
        "code": language,
        "sms": sms,
        "parts": templates.parts(sms),
        "subject": subject,
        "letter": letter,
        "edit": url("notices:text", event, language),
        "own": own is not None,
    }


@used_by(ADMINISTRATORS)
def preview(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every event as it reads today in a province, in both languages."""
    province = _province(request, actor)
    known = {(one.event, one.language): one.texts for one in reversed(overriding.all_of(province)) if _holds(one)}
    rows = [
        {
            "label": _label(name),
            "mandatory": event.mandatory,
            "urgent": event.urgent,
            "shown": [_shown(name, language, known.get((name, language))) for language in get_args(Language)],
        }
        for name, event in templates.on(today()).events.items()
    ]
    held = rules.on(today())
    context = {
        "place": "exchange",
        "rows": rows,
        "version": templates.on(today()).version,
        "quiet": (f"{held.quiet_from:%H:%M}", f"{held.quiet_to:%H:%M}"),
        "gather": held.gather_minutes,
        "basis": held.basis,
        "province": province,
        "provinces": _provinces(actor),
    }
    return page(request, actor, "notices/texts.html", context)


def _holds(one: overriding.Own) -> bool:
    return one.valid_from <= today() and (one.valid_to is None or one.valid_to > today())


def _provinces(actor: Actor) -> list[tuple[str, str]]:
    return [(code, _name(code)) for code in overriding.provinces(actor)]


def _name(code: str) -> str:
    try:
        return units.unit(code, today()).name
    except units.UnknownUnit:
        return code


def _province(request: HttpRequest, actor: Actor) -> str:
    """The province asked for, if this actor administers it, else her first one."""
    mine = overriding.provinces(actor)
    wanted = request.POST.get("tinh") or request.GET.get("tinh", "")
    return wanted if wanted in mine else (mine[0] if mine else "")


@used_by(ADMINISTRATORS, "GET", "POST")
def text(request: HttpRequest, actor: Actor, event: str, language: str) -> HttpResponseBase:
    """One event in one language: how it reads, what the province said so far, and the form to say it otherwise."""
    if event not in templates.on(today()).events or language not in get_args(Language):
        raise NotFound
    spoken: Language = "en" if language == "en" else "vi"
    province, faults = _province(request, actor), list[Fault]()
    own = overriding.of_province(province, event, spoken)
    fields, shown = _fields(request, own or templates.on(today()).events[event].texts(spoken)), own
    if request.method == "POST":
        try:
            typed, since, until = _typed(request)
            shown = typed if not templates.faults(typed) else own
            if not request.POST.get("_xem"):
                overriding.publish(actor, province, event, spoken, typed, since, until)
                back = f"{url('notices:texts')}?tinh={province}"
                return then(back, Message(_("Đã lưu mẫu tin của tỉnh, thành phố.")))
            faults = [("", _sentence(one)) for one in templates.faults(typed)]
        except BadTemplate as bad:
            faults = [("", _sentence(one)) for one in bad.faults]
        except ValueError as wrong:
            faults = [("", str(wrong))]
    context = {
        "place": "exchange",
        "label": _label(event),
        "fields": fields,
        "faults": summary(fields, faults),
        "shown": _shown(event, spoken, shown),
        "variables": [(f"{{{name}}}", _(words)) for name, words in templates.VARIABLES.items()],
        "earlier": _earlier(province, event, spoken),
        "province": province,
        "province_name": _name(province) if province else "",
        "address": url("notices:text", event, language),
        "key": uuid7(),
    }
    return page(request, actor, "notices/text.html", context, 422 if faults else 200)


def _sentence(fault: str) -> str:
    return f"{fault[:1].upper()}{fault[1:]}."


def _typed(request: HttpRequest) -> tuple[Texts, date, date | None]:
    """What was typed: texts one a line, the fullest first. Raises ValueError for a day that is none."""
    post = request.POST
    texts = Texts(" ".join(post.get("subject", "").split()), _lines(post.get("sms", "")), _lines(post.get("mail", "")))
    since = read_day(post.get("since", "")[:20], _("Áp dụng từ ngày")) or today()
    return texts, since, read_day(post.get("until", "")[:20], _("Đến trước ngày"))


def _lines(typed: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in typed[:10_000].splitlines() if line.strip())[:MOST_LINES]


def _fields(request: HttpRequest, now: Texts) -> list[Field]:
    kept = {"subject": now.subject, "sms": "\n".join(now.sms), "mail": "\n".join(now.mail), "since": day(today())}
    values = {name: request.POST.get(name, kept.get(name, "")) for name in ("subject", "sms", "mail", "since", "until")}
    hint = _("Mỗi dòng một cách nói, đầy đủ nhất ở trên; dòng cuối chỉ dùng {code}.")
    return [
        Field("subject", _("Tiêu đề thư"), value=values["subject"], longest=200),
        Field("sms", _("Nội dung tin nhắn"), "area", value=values["sms"], rows=6, hint=hint),
        Field("mail", _("Nội dung thư, nếu khác tin nhắn"), "area", value=values["mail"], rows=6, required=False),
        Field("since", _("Áp dụng từ ngày"), value=values["since"], size="short"),
        Field("until", _("Đến trước ngày"), value=values["until"], size="short", required=False),
    ]


def _earlier(province: str, event: str, language: Language) -> Sequence[dict[str, str]]:
    return [
        {
            "days": _("từ %(since)s") % {"since": day(one.valid_from)}
            + (_(" đến trước %(until)s") % {"until": day(one.valid_to)} if one.valid_to else ""),
            "text": one.texts.sms[0],
            "by": one.made_by,
        }
        for one in overriding.all_of(province)
        if (one.event, one.language) == (event, language)
    ]
