"""Intake at the counter: pick the procedure, take down who and what, check, receive; a receipt at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.dossiers import intake as dossiers
from thongsuot.areas.dossiers import online, receiving_for
from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import deadline, reading
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.errors import NeedsNotMet, NotFound, Refused
from thongsuot.engine.making import Opening, Paper
from thongsuot.register import bodies, calendar, procedures
from thongsuot.register.catalogue import adopting
from thongsuot.register.procedures import ProcedureView
from thongsuot.register.working_time import OutsideCalendar
from thongsuot.web.desk import content, counter, counter_fields, forms, keys, scanning, words
from thongsuot.web.desk.counter import Taken
from thongsuot.web.desk.scanning import COUNTER
from thongsuot.web.doors import used_by
from thongsuot.web.eform import handing
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, number, url
from thongsuot.web.pages import page, then
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _

MOST_SHOWN = 50


def _office(actor: Actor) -> Office:
    return next(office for office in actor.offices if "intake" in office.roles)


@used_by(COUNTER)
def pick(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Which procedure: those found by words or code; without words, those with a known place of decision here."""
    text = " ".join(request.GET.get("tim", "").replace("\x00", " ").split())[:100]
    if text:
        found = _offered(procedures.search(text, today()), _office(actor))
    else:
        found = counter_fields.usual(_office(actor).unit_code, today(), _office(actor).body)
    shown = [
        {
            "address": url("desk:receive", one.code),
            "title": one.title,
            "code": one.code,
            "limit": counter_fields.limit_words(one.definition.cases[0], one.definition.cases[0].limit),
            "field": one.field,
        }
        for one in found[:MOST_SHOWN]
    ]
    caption = _("%(count)s thủ tục") % {"count": number(len(found))}
    context = {"place": "intake", "query": text, "procedures": shown, "caption": caption}
    return page(request, actor, "desk/intake_pick.html", context)


def _offered(found: Sequence[ProcedureView], office: Office) -> list[ProcedureView]:
    """Those that the office receives under; acts are asked only where they must be, and of these alone."""
    if all(one.verified or settings.DEMO for one in found):
        return list(found)
    return [one.view for one in adopting.offered_of(found, office.body, today())]


@used_by(COUNTER, "GET", "POST")
def receive(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """The form of one procedure; sent once it shows the check page, sent from there the dossier is received."""
    published = procedures.procedure(code, today())
    if published is None or not _offered([published], _office(actor)):
        raise Refused(_("Thủ tục này không có hoặc chưa được bật để tiếp nhận. Chọn lại trong danh sách."))
    handed = handing.of_request(request, actor, code)
    if request.method != "POST":
        blank = counter.blank(published, request.GET.get("th", ""), _office(actor))
        return _form(request, actor, published, counter.begun(blank, handed))
    taken = counter.with_form(counter.read(request, published, _office(actor), actor), handed)
    if taken.faults or forms.rearranging(request.POST):
        return _form(request, actor, published, taken, answered=True)
    now = words.now()
    try:
        opening = dossiers.prepare(actor, taken.application, now, papers=taken.papers)
    except NeedsNotMet as unmet:
        return _form(request, actor, published, counter.faulted(taken, unmet.faults), answered=True)
    if not request.POST.get("_receive"):
        return _check(request, actor, published, taken, opening, now)
    if request.POST["_receive"] == "for":
        return _for_other(request, actor, published, taken, now)
    if request.POST["_receive"] == "help":
        return _help(request, actor, published, taken, opening, now)
    move = "register" if request.POST["_receive"] == "register" else "receive"
    made = dossiers.receive(actor, taken.application, now, key=keys.sent_key(request), papers=taken.papers, move=move)
    handing.done(actor, handed)
    return then(url("desk:received" if move == "receive" else "desk:case", made.id))


def _form(
    request: HttpRequest, actor: Actor, published: ProcedureView, taken: Taken, *, answered: bool = False
) -> HttpResponseBase:
    person, matter, papers = counter_fields.fields(published, taken, _office(actor), actor)
    faults = [*forms.summary([*person, *matter]), *counter_fields.other_faults(taken, [*person, *matter])]
    address = url("desk:receive", published.code)
    context = {
        "place": "intake",
        "procedure": {"title": published.title, "address": address, "verified": published.verified},
        "cases": [
            (one.key, one.name, f"{address}?th={one.key}")
            for one in published.definition.cases
            if len(published.definition.cases) > 1
        ],
        "case_key": taken.application.case_key,
        "person": person,
        "matter": matter,
        "papers": papers,
        "stored": scanning.sealed(taken.own_papers),
        "handed": taken.handed,
        "looked": taken.offered,
        "signs": "ky" in request.POST or request.method != "POST",
        "form_address": _form_address(published.code),
        "competence": _competence(published, taken.application),
        "faults": faults,
        "answered": answered,
        "key": uuid7(),
    }
    return page(request, actor, "desk/intake.html", context, 422 if faults else 200)


def _form_address(code: str) -> str:
    """Where the electronic form of a procedure is filled in, empty for a procedure without one."""
    found = catalogue.for_procedure(code, today())
    return f"{url('eform:start', found.form.key)}?thu-tuc={code}" if found else ""


def _competence(published: ProcedureView, application: Application) -> list[tuple[str, str]]:
    """Who decides, who settles it, by when, for how much: shown before anything is typed."""
    case = published.definition.case(application.case_key)
    fees = "; ".join(content.fee_words(one.name, one.amount) for one in case.fees_for(application.channel))
    return [
        *counter_fields.deciding(published.code, application.place_code),
        (_("Thời hạn"), counter_fields.limit_words(case, case.limit_for(application.channel))),
        (_("Phí, lệ phí"), fees or _("không thu")),
        (_("Kết quả"), case.results[0].name),
        (_("Quyết định công bố"), published.decision),
    ]


def _check(
    request: HttpRequest,
    actor: Actor,
    published: ProcedureView,
    taken: Taken,
    opening: Opening,
    now: datetime,
    faults: Sequence[forms.Fault] = (),
) -> HttpResponseBase:
    missing = counter_fields.missing(published, taken.application)
    warnings = []
    if missing:
        warnings.append(_("Còn thiếu: %(papers)s.") % {"papers": "; ".join(missing)})
    context = {
        "place": "intake",
        "address": url("desk:receive", published.code),
        "procedure": {"title": published.title},
        "warnings": warnings,
        "parts": _parts(opening, taken, now),
        "hidden": counter.hidden(request, taken.own_papers),
        "missing": missing,
        "faults": faults,
        "elsewhere": _elsewhere(actor, published, taken),
        "for_other": _name(receiving_for.elsewhere(actor, taken.application, today())),
        "key": keys.sent_key(request),
    }
    return page(request, actor, "desk/intake_check.html", context, 422 if faults else 200)


def _help(
    request: HttpRequest, actor: Actor, published: ProcedureView, taken: Taken, opening: Opening, now: datetime
) -> HttpResponseBase:
    """Send it online for the person at the counter, to the centre whose it is."""
    if not request.POST.get("present"):
        faults = [("f-present", _("Hỏi người nộp, rồi đánh dấu là người nộp có mặt và đồng ý."))]
        return _check(request, actor, published, taken, opening, now, faults)
    try:
        made = online.submit_for(actor, taken.application, now, key=keys.sent_key(request), papers=taken.papers)
    except NeedsNotMet as unmet:
        return _form(request, actor, published, counter.faulted(taken, unmet.faults), answered=True)
    handing.done(actor, taken.handed)
    return then(url("desk:case", made.id))


def _for_other(
    request: HttpRequest, actor: Actor, published: ProcedureView, taken: Taken, now: datetime
) -> HttpResponseBase:
    """Receive it here, with a receipt that binds, for the body elsewhere whose it is."""
    key = keys.sent_key(request)
    try:
        made = receiving_for.receive_for(actor, taken.application, now, key=key, papers=taken.papers)
    except NeedsNotMet as unmet:
        return _form(request, actor, published, counter.faulted(taken, unmet.faults), answered=True)
    handing.done(actor, taken.handed)
    return then(url("desk:received", made.id))


def _elsewhere(actor: Actor, published: ProcedureView, taken: Taken) -> str:
    """The other centre to which this could be sent online for the person, empty when there is none."""
    if published.online == "none":
        return ""
    try:
        centre = online.receiving(taken.application, today())
    except NeedsNotMet:
        return ""
    return "" if centre.key == _office(actor).body else centre.name


def _name(body: bodies.BodyView | None) -> str:
    return body.name if body else ""


def _parts(opening: Opening, taken: Taken, now: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    subject = content.subject_pairs(opening.subject)
    papers = [(paper["name"], content.copies(paper)) for paper in opening.facts["papers"]]
    files = [(paper.name, scanning.about(paper.facts.to_json()) or _("Tệp tải lên")) for paper in taken.papers]
    return [
        (_("Việc"), [(_("Thủ tục"), opening.title), *_place(opening), *_due(opening, now)]),
        (_("Người nộp"), subject),
        (_("Giấy tờ"), [*papers, *files] or [(_("Giấy tờ"), _("không có"))]),
    ]


def _place(opening: Opening) -> list[tuple[str, str]]:
    return [
        (_("Cơ quan quyết định"), bodies.name_of(opening.competent_body)),
        (_("Nơi thụ lý"), bodies.name_of(opening.executing_body)),
        (_("Căn cứ thẩm quyền"), opening.competence),
    ]


def _due(opening: Opening, now: datetime) -> list[tuple[str, str]]:
    """The promised day as it would be now; the moment of receiving decides."""
    place = calendar.load(opening.place_code)
    try:
        due = deadline.due(opening.limit, now, (), place)
    except OutsideCalendar as outside:
        return [(_("Hẹn trả"), str(outside))]
    return [(_("Hẹn trả"), deadline.remaining_words(due, now, place, language()))]


@used_by(COUNTER)
def received(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The receipt page: the code, the day, what happens next, and the form to print."""
    found = reading.case_page(actor, id)
    case = found.case
    if found.entries[0].body["move"] not in ("receive", receiving_for.MOVE):
        raise NotFound
    address = case_url(id)
    context: Mapping[str, Any] = {
        "place": "intake",
        "case": {"code": case.code, "address": address, "due_words": words.deadline_of(case, words.now()).words},
        "receipt": f"{address}/mau/01/{found.entries[0].number}",
        "pairs": [(_("Thủ tục"), case.title), *content.pairs(case)],
        "next": _("Chuyển hồ sơ đến %(body)s để thụ lý.") % {"body": bodies.name_of(case.executing_body)},
        "forward": f"{address}/buoc/hand_over" if case.step == "received" and not case.supporting_body else "",
    }
    return page(request, actor, "desk/receipt.html", context)


__all__ = ["Paper", "pick", "receive", "received"]
