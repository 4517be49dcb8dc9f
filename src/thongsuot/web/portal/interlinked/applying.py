"""Asking once for all parts of a bundle: one form, sent once, and the page of the request as its receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.interlinked import bundles, opening
from thongsuot.areas.interlinked.bundles import LONGEST, Bundle, Question
from thongsuot.areas.interlinked.opening import Wanted
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotFound, Refused
from thongsuot.engine.making import Paper
from thongsuot.register.communes import Commune
from thongsuot.web.desk import forms, keys, words
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.desk.papers import take_in
from thongsuot.web.doors import for_citizens
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.portal.frame import Frame
from thongsuot.web.speech import say as _

PAPER = "giay-"


@for_citizens("GET", "POST")
def apply(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """The form and its sending. Pressed twice it is one request."""
    found = bundles.bundle(key[:40])
    commune = Frame(request).commune
    if request.method != "POST" or commune is None:
        return _form(request, actor, found, commune, ())
    try:
        wanted = _read(request, found, commune)
        case = opening.apply(actor, wanted, words.now(), key=keys.sent_key(request))
    except NeedsNotMet as unmet:
        return _form(request, actor, found, commune, unmet.faults, 422)
    except NotFound:
        raise
    except Refused as refusal:
        return _form(request, actor, found, commune, [("", refusal.sentence)], 422)
    done = _("Đã nộp. Các cơ quan nhận phần của mình; bạn theo dõi tất cả ở trang này.")
    return then(url("portal:bundle_case", case.id), Message(done))


def _read(request: HttpRequest, found: Bundle, commune: Commune) -> Wanted:
    """What was sent. Raises NeedsNotMet for what was not confirmed or is no day, and what `take_in` raises."""
    posted = request.POST
    if posted.get("sure") != "1":
        raise NeedsNotMet([("sure", _("Đánh dấu vào ô này sau khi đã đọc lại những gì bạn khai."))])
    answers = {}
    for question in found.questions:
        given = " ".join(posted.get(question.key, "").split())
        answers[question.key] = _day(question, given) if question.kind == "date" and given else given
    return Wanted(
        found.key,
        commune.code,
        answers,
        phone=posted.get("phone", "")[:20],
        address=" ".join(posted.get("address", "").split())[:300],
        papers=tuple(_papers(request, found)),
    )


def _day(question: Question, given: str) -> str:
    try:
        day = forms.read_day(given, question.label)
    except ValueError as wrong:
        raise NeedsNotMet([(question.key, str(wrong))]) from wrong
    return f"{day:%d/%m/%Y}" if day else ""


def _papers(request: HttpRequest, found: Bundle) -> Iterable[Paper]:
    for sheet in found.papers:
        yield from take_in(request.FILES.getlist(f"{PAPER}{sheet.key}"), sheet.key)


def _form(
    request: HttpRequest, actor: Actor, found: Bundle, commune: Commune | None, faults: Sequence[Fault],
    status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    fields = _fields(request, found, dict(faults))
    shown = {field.name for field in fields}
    context = {
        "place": "portal:search",
        "bundle": found,
        "commune": commune,
        "back": url("portal:bundle", found.key),
        "fields": fields,
        "faults": [(f"f-{name}" if name in shown else "noi-nop", sentence) for name, sentence in faults],
        "again": bool(faults) and bool(request.FILES),
        "key": request.POST.get("_key") or uuid7(),
        "who": actor,
    }
    return page(request, actor, "portal/interlinked/apply.html", context, status)


def _fields(request: HttpRequest, found: Bundle, wrong: dict[str, str]) -> list[Field]:
    posted: Any = request.POST
    fields = [_field(one, posted.get(one.key, ""), wrong.get(one.key, "")) for one in found.questions]
    fields += [
        Field("phone", _("Số điện thoại"), required=False, value=posted.get("phone", ""), error=wrong.get("phone", ""),
              longest=20, mode="tel", fill="tel", hint=_("Để cơ quan báo tin cho bạn.")),
        Field("address", _("Nơi bạn ở"), required=False, value=posted.get("address", ""), longest=300,
              error=wrong.get("address", ""), fill="street-address"),
    ]  # fmt: skip
    fields += [
        Field(f"{PAPER}{one.key}", one.label, "file", required=False, hint=one.help, several=True)
        for one in found.papers
    ]
    sure = _("Tôi đã đọc lại, nội dung khai là đúng sự thật")
    return [*fields, Field("sure", sure, "confirm", value=posted.get("sure", ""), error=wrong.get("sure", ""))]


def _field(one: Question, value: str, error: str) -> Field:
    if one.kind == "choice":
        return Field(one.key, one.label, "choice", one.required, one.help, error, value, one.choices)
    hint = one.help or (_("Ví dụ 21/11/2026") if one.kind == "date" else "")
    mode, size = ("numeric", "short") if one.kind == "date" else ("", "")
    return Field(one.key, one.label, "short", one.required, hint, error, value, longest=LONGEST, mode=mode, size=size)
