"""Filling in a form: begin with what is known, one section a page or all at once, check, print, go to the counter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.areas.dossiers.forms.prefill import Identity
from thongsuot.engine import forms_store
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.engine.forms import Field as Question
from thongsuot.engine.forms import Form
from thongsuot.engine.forms_places import COUNTRY
from thongsuot.engine.forms_reading import Wrong, personal_number
from thongsuot.engine.forms_shown import answers
from thongsuot.register import procedures
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import SIGNED_IN, used_by
from thongsuot.web.eform import asking, drafts, printing
from thongsuot.web.eform.drafts import Work
from thongsuot.web.eform.face import DESK
from thongsuot.web.eform.fields import summary
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

LONGEST_NAME = 200


@used_by(SIGNED_IN)
def forms(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The forms that can be filled in, and what this person has begun."""
    begun = [
        {
            "address": url("eform:draft", one.id),
            "title": forms_store.pinned(one.form).form.title,
            "for": one.about.get("identity", {}).get("name", ""),
            "saved_at": one.saved_at,
            "days": drafts.age(one, today()),
        }
        for one in forms_store.drafts(actor)
    ]
    shown = [
        {"address": url("eform:start", one.form.key), "title": one.form.title, "codes": ", ".join(one.form.procedures)}
        for one in catalogue.in_force(today())
    ]
    return page(request, actor, "eform/forms.html", {"place": "filling", "begun": begun, "forms": shown})


@used_by(SIGNED_IN, "GET", "POST")
def start(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """Who fills it in: a citizen is known already, an officer types the number on the applicant's card."""
    published = forms_store.in_force(key, today())
    if published is None:
        raise forms_store.UnknownForm(key)
    form = published.form
    identity, faults = applicant(request, actor)
    if request.method == "POST" and not faults:
        draft = drafts.begin(actor, form, identity, request.POST.get("procedure", "")[:12])
        return then(url("eform:draft", draft.id))
    wrong = dict(faults)
    fields = [] if actor.citizen else _identity_fields(identity, wrong if request.method == "POST" else {})
    context = {
        "place": "filling",
        "form": form,
        "procedure": request.GET.get("thu-tuc", "")[:12],
        "procedures": _procedures(form),
        "fields": fields,
        "faults": summary(fields) if request.method == "POST" else (),
    }
    return page(request, actor, "eform/start.html", context, 422 if context["faults"] else 200)


def _procedures(form: Form) -> list[tuple[str, str]]:
    found = ((code, procedures.procedure(code, today())) for code in form.procedures)
    return [(code, one.title if one else "") for code, one in found]


def applicant(request: HttpRequest, actor: Actor) -> tuple[Identity, list[Fault]]:
    """Whom the form is about: a citizen always themselves, whatever was sent; else as the officer typed."""
    if actor.citizen:
        return Identity(name=actor.name, number=actor.citizen), []
    posted = request.POST
    name = " ".join(posted.get("name", "").split())[:LONGEST_NAME]
    typed, phone = posted.get("number", "").strip(), posted.get("phone", "").strip()[:30]
    number = ""
    faults = [] if name else [("name", _("Nhập họ tên người nộp hồ sơ."))]
    try:
        number = personal_number(_NUMBER, typed, None) if typed else ""  # type: ignore[arg-type]
    except Wrong as wrong:
        faults.append(("number", str(wrong)))
    return Identity(name=name, number=number or typed[:20], phone=phone), faults


_NUMBER = Question.model_validate({"key": "number", "label": "Số định danh cá nhân", "kind": "text", "longest": 20})


def _identity_fields(one: Identity, wrong: Mapping[str, str]) -> list[Field]:
    number = _("Số định danh cá nhân")
    return [
        Field("name", _("Họ tên người nộp"), value=one.name, longest=LONGEST_NAME, error=wrong.get("name", "")),
        Field(
            "number", number, value=one.number, mode="numeric", size="short", required=False,
            hint=_("Để lấy sẵn những gì đã có, không phải khai lại"), error=wrong.get("number", ""),
        ),
        Field("phone", _("Số điện thoại"), value=one.phone, mode="tel", size="short", required=False),
    ]  # fmt: skip


@used_by(SIGNED_IN)
def draft(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The task list: each section with what is left in it, what was found already, and who did not answer."""
    work = drafts.load(actor, id)
    shown = work.asked()
    tasks = [
        {
            "title": section.title,
            "address": url("eform:section", id, section.key),
            "left": len(work.of(section)),
        }
        for section, _fields in shown
    ]
    context = {**_about(work), "tasks": tasks, "ready": not work.faults}
    return page(request, actor, "eform/draft.html", context)


def _about(work: Work) -> dict[str, Any]:
    """What every page of a draft says of it."""
    about = work.draft.about
    return {
        "place": "filling",
        "draft": work.draft,
        "form": work.form,
        "applicant": about.get("identity", {}).get("name", ""),
        "silent": about.get("silent", ()),
        "earlier_papers": _earlier(about),
        "reused": sum(1 for source in work.draft.sources.values() if source != "own"),
        "invented": any(one.twin for one in drafts.offers_of(about)),
        "days": drafts.age(work.draft, today()),
        "whole": url("eform:whole", work.draft.id),
        "tasks_address": url("eform:draft", work.draft.id),
        "check_address": url("eform:check", work.draft.id),
    }


def _earlier(about: Mapping[str, Any]) -> list[tuple[str, str, str, bool]]:
    """(digest, name, code of the dossier, whether it is used again) of each paper handed in before, once."""
    wanted = set(about.get("reuse", ()))
    found = {row[1]: (row[1], row[0], row[3], row[1] in wanted) for row in reversed(about.get("papers", ()))}
    return list(reversed(found.values()))


@used_by(SIGNED_IN, "POST")
def papers(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Use papers of earlier dossiers again instead of asking for them."""
    drafts.reuse(actor, drafts.load(actor, id), request.POST.getlist("giay-to"))
    return then(url("eform:draft", id), Message(_("Đã ghi nhận giấy tờ dùng lại.")))


@used_by(SIGNED_IN, "GET", "POST")
def section(request: HttpRequest, actor: Actor, id: UUID, key: str) -> HttpResponseBase:
    """One section on a page. What was typed is kept whatever is wrong with it."""
    work = drafts.load(actor, id)
    one = work.form.section(key)
    if one is None:
        raise NotFound
    return asking.ask(request, actor, DESK, work, [one], _about(work))


@used_by(SIGNED_IN, "GET", "POST")
def whole(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """All sections on one page, for a counter where the officer types what the applicant says."""
    work = drafts.load(actor, id)
    return asking.ask(request, actor, DESK, work, work.form.sections, _about(work))


@used_by(SIGNED_IN)
def check(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """All answers before they are handed in; what is still wrong leads to its section."""
    work = drafts.load(actor, id)
    homes = {field.key: one.key for one in work.form.sections for field in one.fields}
    homes |= {one.key: one.key for one in work.form.sections}
    wrong = [
        (url("eform:section", id, homes[drafts.head(path)]), sentence)
        for path, sentence in work.faults
        if drafts.head(path) in homes
    ]
    chosen = work.draft.about.get("procedure") or next(iter(work.form.procedures), "")
    at_counter = "intake" in actor.roles and not wrong and chosen
    context = {
        **_about(work),
        "blocks": answers(work.form, work.right, COUNTRY, today()),
        "wrong": wrong,
        "print": url("eform:print", id),
        "receive": f"{url('desk:receive', chosen)}?ban-khai={id}" if at_counter else "",
        "sources": [
            (work.form.fields[path].label, source) for path, source in _source_words(work) if path in work.right
        ],
    }
    return page(request, actor, "eform/check.html", context)


def _source_words(work: Work) -> list[tuple[str, str]]:
    named = {(one.path, one.origin): one.source for one in drafts.offers_of(work.draft.about)}
    return [
        (path, _("tự khai, khác với nguồn") if origin == "own" else named.get((path, origin), origin))
        for path, origin in work.draft.sources.items()
    ]


@used_by(SIGNED_IN)
def printed(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The declaration as PDF, to be read and signed before it is handed in."""
    return printing.declaration(drafts.load(actor, id))


@used_by(SIGNED_IN, "POST")
def discard(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Erase the draft now."""
    forms_store.discard(actor, id)
    return then(url("eform:forms"), Message(_("Đã xóa bản khai.")))
