"""Writing the texts of a briefing, and issuing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.measures.briefing import issuing, places, texts
from thongsuot.measures.briefing.words import OTHER, TITLES
from thongsuot.web.briefing.asking import Asked, asked
from thongsuot.web.briefing.showing import around
from thongsuot.web.desk import keys
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import used_by
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _


@used_by(places.WRITERS, "GET", "POST")
def write(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Assessments and proposals, a field a section; every version is kept."""
    wanted = asked(request, actor, request.GET)
    places.writer(actor, wanted.place)
    if request.method != "POST":
        return _form(request, actor, wanted, texts.latest(wanted.place, wanted.chosen).texts, ())
    said = {section: request.POST.get(f"text-{section}", "").replace("\x00", "") for section in TITLES}
    try:
        texts.write(actor, wanted.place, wanted.chosen, said, keys.sent_version(request))
    except (NeedsNotMet, texts.StaleTexts) as refusal:
        faults = refusal.faults if isinstance(refusal, NeedsNotMet) else [("", refusal.sentence)]
        return _form(request, actor, wanted, said, faults)
    return then(wanted.address("show"), Message(_("Đã lưu nội dung báo cáo.")))


def _form(
    request: HttpRequest, actor: Actor, wanted: Asked, said: Mapping[int, str], faults: Sequence[Fault]
) -> HttpResponseBase:
    wrong = dict(faults)
    fields = [
        Field(
            f"text-{section}", f"{section}. {_(title)}", kind="area", required=False, rows=4, longest=texts.LONGEST,
            value=said.get(section, ""), error=wrong.get(f"text-{section}", ""),
        )
        for section, title in TITLES.items() if section != OTHER
    ]  # fmt: skip
    context = {
        **around(actor, wanted),
        "fields": fields,
        "faults": [(f"f-{name}" if name else "", sentence) for name, sentence in faults],
        "version": texts.latest(wanted.place, wanted.chosen).number,
    }
    return page(request, actor, "briefing/write.html", context, 422 if faults else 200)


@used_by(places.ISSUERS, "GET", "POST")
def issue(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """A last look, then issued for good: what is issued never changes."""
    wanted = asked(request, actor, request.GET)
    places.issuer(actor, wanted.place)
    if request.method == "POST":
        id = issuing.issue(
            actor, wanted.place, wanted.chosen, keys.sent_version(request), issuing.now(), key=keys.sent_key(request)
        )
        return then(
            url("briefing:issued", id), Message(_("Đã ban hành. Tệp đang được ký số, thường xong sau vài giây."))
        )
    context = {
        **around(actor, wanted),
        "written": texts.latest(wanted.place, wanted.chosen),
        "titles": {int(section): _(title) for section, title in TITLES.items()},
        "key": uuid7(),
        "runs": wanted.chosen.end > wanted.now,
    }
    return page(request, actor, "briefing/issue.html", context)
