"""The last look before an application is sent, sending it, and the receipt."""

from __future__ import annotations

import io
from collections.abc import Sequence
from textwrap import shorten
from typing import Any
from uuid import UUID

import segno
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from markupsafe import Markup

from thongsuot.areas.dossiers import acts, applying, payments
from thongsuot.areas.dossiers.forms import filing
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import deadline_words, forms_store, intents, reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import KeyReused, NeedsNotMet, NotFound
from thongsuot.engine.forms_places import COUNTRY
from thongsuot.engine.forms_shown import answers_of
from thongsuot.engine.intents import Intent
from thongsuot.ports import payment
from thongsuot.register import bodies
from thongsuot.web.desk import content, words
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import for_citizens
from thongsuot.web.eform import drafts
from thongsuot.web.environment import url
from thongsuot.web.pages import page, then
from thongsuot.web.portal import underway
from thongsuot.web.portal.bringing import state_of
from thongsuot.web.portal.frame import way
from thongsuot.web.portal.underway import Applying
from thongsuot.web.speech import say as _

DECLARED = "declared"


@for_citizens()
def check(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """All answers on one page, each with a way back to change it; what is still missing leads to its page."""
    one = underway.load(actor, id)
    if one.sent:
        return then(url("portal:sent", one.sent))
    return _page(request, actor, one, ())


@for_citizens("POST")
def send(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Send it. Pressed twice, or again after a lost answer, it is the same dossier."""
    one = underway.load(actor, id)
    if one.sent:
        return then(url("portal:sent", one.sent))
    if faults := _missing(one):
        return _page(request, actor, one, faults)
    if request.POST.get("_version", "") != str(one.draft.length):
        said = _("Nội dung vừa được sửa ở một cửa sổ khác. Kiểm tra lại bên dưới rồi nộp.")
        return _page(request, actor, one, [("", said)])
    if not request.POST.get(DECLARED):
        said = _("Đọc lời cam đoan ở cuối trang và đánh dấu đồng ý.")
        return _page(request, actor, one, [(f"#f-{DECLARED}", said)])
    try:
        papers = applying.papers_of(one.components)
        made = acts.sent(actor, _application(one), words.now(), applying.key_of(id), papers)
    except NeedsNotMet as unmet:
        return _page(request, actor, one, [(_page_of(one, name), sentence) for name, sentence in unmet.faults])
    except KeyReused:
        said = _("Hồ sơ này đã được nộp trước đó và nội dung đã đổi sau khi nộp. Xem trong “Hồ sơ của tôi”.")
        return _page(request, actor, one, [(way("portal:mine"), said)])
    forms_store.erase_soon(actor, id, mark={"sent": str(made.id)})
    return then(url("portal:sent" if isinstance(made, Case) else "portal:kept", made.id))


def _application(one: Applying) -> Application:
    return applying.application(
        one.now,
        one.components,
        one.side.right,
        form=one.work.form.pin,
        values=one.work.right,
        sources=one.draft.sources,
        units=one.units,
    )


def _missing(one: Applying) -> list[Fault]:
    """(address, sentence) of everything that is not done yet, in the order of the pages."""
    found: list[Fault] = []
    if one.refusal:
        found.append((url("portal:where", one.id), one.refusal))
    if one.newer:
        found.append((url("portal:application", one.id), _("Tờ khai đã có bản mới. Chuyển sang bản mới rồi nộp.")))
    for work, key, _title, address in one.sections():
        section = work.form.section(key)
        if section is not None:
            found += [(f"{address}#f-{path}", sentence) for path, sentence in work.of(section)]
    for each in applying.missing(one.components):
        said = _("Tải lên “%(paper)s”, hoặc ghi vì sao chưa có.", paper=shorten(each.name, 120, placeholder="…"))
        found.append((url("portal:paper_of", one.id, each.key), said))
    return found


def _page_of(one: Applying, name: str) -> str:
    """The page on which a fault is mended."""
    if name.startswith(filing.BEFORE):
        path = drafts.head(name.removeprefix(filing.BEFORE))
        home = next((s.key for s in one.work.form.sections if path in {s.key, *(f.key for f in s.fields)}), "")
        return url("portal:part", one.id, home) if home else url("portal:application", one.id)
    if name in ("phone", "email", "address", "delivery"):
        return one.address("delivery_part")
    if name == "papers":
        return url("portal:papers", one.id)
    if name == "behalf":
        return one.address("for_whom")
    return url("portal:where", one.id)


def _page(request: HttpRequest, actor: Actor, one: Applying, faults: Sequence[Fault]) -> HttpResponseBase:
    missing = _missing(one)
    listed = [*faults, *(fault for fault in missing if fault not in faults)]
    closing = one.work.form.printed.closing or _("Tôi cam đoan nội dung khai là đúng sự thật.")
    unticked = any(address == f"#f-{DECLARED}" for address, _sentence in faults)
    error = _("Đánh dấu vào đây để nộp.") if unticked else ""
    context = {
        **underway.around(one),
        "wrong": listed,
        "blocks": _blocks(one),
        "fee": fee_words(one),
        "closing": closing,
        "tick": Field(DECLARED, _("Tôi đã đọc và cam đoan như trên"), "confirm", value="", error=error),
        "can_send": not missing,
        "send": url("portal:send", one.id),
        "version": one.draft.length,
        "print": url("portal:print", one.id),
        "before": one.order()[-2],
    }
    return page(request, actor, "portal/check.html", context, 422 if faults else 200)


def _blocks(one: Applying) -> list[dict[str, Any]]:
    """(title, address that changes it, pairs), page by page."""
    centre, _sentence = underway.standing(one.now)
    place = [(_("Thủ tục"), one.view.title), (_("Nơi của việc"), one.place)]
    if one.case is not None and len(one.view.definition.cases) > 1:
        place.append((_("Trường hợp"), one.case.name))
    if centre is not None:
        place.append((_("Nơi nhận hồ sơ"), centre.name))
    found = [{"title": _("Nơi giải quyết"), "change": url("portal:where", one.id), "parts": [("", place)]}]
    for work, key, title, address in one.sections():
        told = [
            block
            for section, fields in work.asked()
            if section.key == key
            for block in answers_of(section, fields, work.right, COUNTRY)
        ]
        parts = [("" if heading == title else heading, pairs) for heading, pairs in told]
        found.append({"title": _(title), "change": address, "parts": parts})
    if one.components:
        pairs = [(each.name, state_of(each)[1]) for each in one.components if each.settled or each.required]
        if rest := len(one.components) - len(pairs):
            pairs.append((_("Giấy tờ khác"), _("không đưa vào %(n)s loại, vì không bắt buộc", n=rest)))
        papers = {"title": _("Giấy tờ"), "change": url("portal:papers", one.id), "parts": [("", pairs)]}
        found.insert(1 + len(list(one.work.asked())) + 1, papers)
    return found


def fee_words(one: Applying) -> list[str]:
    """What is paid for sending it online, line by line."""
    if one.case is None:
        return []
    return [content.fee_words(fee.name, fee.total(one.units)) for fee in one.case.fees_for("online")]


@for_citizens()
def kept(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The receipt of what waits for its home site: it is kept, when it was sent, and what follows."""
    intent = _kept(actor, id)
    if intent.state == "applied" and intent.case_id is not None:
        return then(url("portal:sent", intent.case_id))
    context = {
        "place": "portal:mine",
        "number": str(id)[-12:].upper(),
        "title": intent.content.get("title", ""),
        "at": intent.happened_at,
        "name": intent.content.get("name", ""),
        "refused": intent.reason if intent.state in ("refused", "settled") else "",
        "mine": way("portal:mine"),
    }
    return page(request, actor, "portal/kept.html", context)


@for_citizens()
def sent(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The receipt: the code, the moment, what happens next and by when; enough as a picture or a print."""
    try:
        found = reading.case_page(actor, id)
    except NotFound:
        _kept(actor, id)
        return then(url("portal:kept", id))
    case = found.case
    if found.entries[0].body["move"] != "submit":
        raise NotFound
    fees = [content.fee_words(fee["name"], fee["amount"]) for fee in case.facts.get("fees", ())]
    context = {
        "place": "portal:mine",
        "case": case,
        "next": _next(case),
        "body": bodies.name_of(case.receiving_body),
        "fees": fees,
        "pay": url("portal:pay", id) if payments.owed(found) and payment.gateway() else "",
        "owed": any(fee["amount"] or fee["amount"] is None for fee in case.facts.get("fees", ())),
        "qr": _qr(case.code or ""),
        "follow": url("portal:dossier", id) if way("portal:mine") else "",
        "messages": [value for value in (case.subject.get("phone"), case.subject.get("email")) if value],
    }
    return page(request, actor, "portal/sent.html", context)


def _kept(actor: Actor, id: UUID) -> Intent:
    """What this person sent while its home site was away. Raises NotFound for anything else, another's among it.

    Once applied it keeps no number: it only leads to its dossier, which asks again whose it is.
    """
    intent = intents.find(id)
    own = intent.state == "applied" or intent.content.get("number") == actor.citizen
    if intent.source != acts.SOURCE or intent.kind != "submit" or not own:
        raise NotFound
    return intent


def _next(case: Case) -> str:
    """Who answers by when. The office has eight working hours; the day and the hour are said, not to be counted."""
    if case.step != "submitted" or case.due_at is None:
        return _("Hồ sơ đã qua bước tiếp nhận. Xem trong “Hồ sơ của tôi”.")
    told = {"body": bodies.name_of(case.receiving_body), "due": deadline_words.moment_words(case.due_at)}
    return _("%(body)s trả lời bạn trong 08 giờ làm việc, chậm nhất lúc %(due)s.") % told


def _qr(code: str) -> Markup:
    """The code as a picture for the counter's reader, drawn in the page: nothing is loaded from elsewhere."""
    out = io.BytesIO()
    segno.make(code, error="m", micro=False).save(
        out, kind="svg", scale=5, border=4, xmldecl=False, svgns=True, nl=False, svgclass="qr", lineclass=None
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - made here, of our own code
