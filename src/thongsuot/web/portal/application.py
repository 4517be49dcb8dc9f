"""The application's task list and its questions, one part a page; what was typed is kept whatever is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import applying
from thongsuot.engine import forms_store
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.engine.forms import Kind
from thongsuot.web.doors import for_citizens
from thongsuot.web.eform import asking, drafts, printing
from thongsuot.web.eform.drafts import Work
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.portal import underway
from thongsuot.web.portal.underway import PORTAL, Applying
from thongsuot.web.speech import say as _

DONE, BEGUN, UNTOUCHED = "done", "due_soon", "plain"


@for_citizens()
def application(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """What is to be done, part by part, each with its state in words."""
    one = underway.load(actor, id)
    if one.sent:
        return then(url("portal:sent", one.sent))
    shown = tasks(one)
    context = {
        **underway.around(one),
        "tasks": shown,
        "ready": not (one.work.faults or one.side.faults or applying.missing(one.components) or one.refusal),
        "check": url("portal:check", id),
        "refusal": one.refusal,
        "newer": one.newer,
        "reused": sum(1 for source in one.draft.sources.values() if source != "own"),
        "draft": one.draft,
    }
    return page(request, actor, "portal/application.html", context)


def tasks(one: Applying) -> list[dict[str, Any]]:
    """(title, address, state, words) of every part, in the order in which it is gone through."""
    state, words = (BEGUN, _("chọn lại")) if one.case is None else (DONE, one.place)
    place = {"title": _("Nơi giải quyết"), "address": url("portal:where", one.id), "state": state, "words": words}
    found = [place]
    for work, key, title, address in one.sections():
        state, words = _state(work, key)
        found.append({"title": _(title), "address": address, "state": state, "words": words})
        if address == _last_of_form(one) and one.components:
            found.append(_papers(one))
    return found


def _state(work: Work, key: str) -> tuple[str, str]:
    """(mark, words) of a section. Rules across sections speak only once every answer can be read."""
    section = work.form.section(key)
    if section is None:
        return UNTOUCHED, ""
    touched = any(name in work.right for name in (key, *(field.key for field in section.fields)))
    left = len(work.of(section))
    if left and touched:
        return BEGUN, _("còn %(n)s mục", n=left)
    if not touched:
        return UNTOUCHED, _("chưa làm") if work.faults else _("bỏ trống")
    return DONE, _("đã xong")


def _last_of_form(one: Applying) -> str:
    return [address for work, _key, _title, address in one.sections() if work is one.work][-1]


def _papers(one: Applying) -> dict[str, Any]:
    left = len(applying.missing(one.components))
    state, words = (BEGUN, _("còn %(n)s giấy tờ", n=left)) if left else (DONE, _("đã đủ"))
    return {"title": _("Giấy tờ"), "address": url("portal:papers", one.id), "state": state, "words": words}


@for_citizens("GET", "POST")
def part(request: HttpRequest, actor: Actor, id: UUID, key: str) -> HttpResponseBase:
    """One section of the procedure's form."""
    one = underway.load(actor, id)
    section = one.work.form.section(key)
    if section is None:
        raise NotFound
    if one.sent:
        return then(url("portal:sent", one.sent))
    return asking.ask(request, actor, PORTAL, one.work, [section], underway.around(one))


def _asked_of_everybody(request: HttpRequest, actor: Actor, id: UUID, key: str) -> HttpResponseBase:
    one = underway.load(actor, id)
    side = replace(one.side, values={**_said_before(one), **one.side.values})
    section = one.side.form.section(key)
    if section is None:
        raise NotFound
    if one.sent:
        return then(url("portal:sent", one.sent))
    return asking.ask(request, actor, PORTAL, side, [section], {**underway.around(one), "silent": ()})


def _said_before(one: Applying) -> dict[str, Any]:
    """The telephone and the e-mail that already stand in the form: shown in their fields, kept once they are sent."""
    kinds = {Kind.PHONE: "phone", Kind.EMAIL: "email"}
    fields = one.work.form.fields.values()
    return {
        kinds[each.kind]: one.work.right[each.key]
        for each in fields
        if each.kind in kinds and each.key in one.work.right
    }


@for_citizens("GET", "POST")
def for_whom(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """For oneself, for somebody who authorised, or for an organisation."""
    return _asked_of_everybody(request, actor, id, "for_whom")


@for_citizens("GET", "POST")
def count(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """How many, where the fee is counted."""
    return _asked_of_everybody(request, actor, id, "count_part")


@for_citizens("GET", "POST")
def delivery(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """How the result comes back, and how one is reached."""
    return _asked_of_everybody(request, actor, id, "delivery_part")


@for_citizens()
def printed(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The declaration as it stands, as PDF."""
    one = underway.load(actor, id)
    return printing.declaration(one.work)


@for_citizens("POST")
def renew(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Go over to the form's version of today; the answers that it still asks for go along."""
    one = underway.load(actor, id)
    held = forms_store.in_force(one.work.form.key, today())
    if held is None or not one.newer:
        return then(url("portal:application", id))
    drafts.renew(actor, one.work, held.form)
    said = _("Đã chuyển sang tờ khai mới. Câu trả lời cũ còn nguyên; xem lại các phần còn thiếu.")
    return then(url("portal:application", id), Message(said))


@for_citizens("POST")
def discard(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Erase the draft now."""
    forms_store.discard(actor, id)
    return then(url("portal:home"), Message(_("Đã xóa hồ sơ đang khai.")))
