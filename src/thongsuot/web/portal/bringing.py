"""The papers of an application: which the office has already, which are brought, and why one cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import applying, reusing
from thongsuot.areas.dossiers.applying import LONGEST_REASON, MOST_FILES, Component, Held, Underway
from thongsuot.areas.dossiers.reusing import Offer
from thongsuot.engine import forms_store, uploads
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.engine.forms_store import Draft
from thongsuot.engine.making import Paper
from thongsuot.register.catalogue import known
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.desk.papers import take_in
from thongsuot.web.doors import for_citizens
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.pages import page, then
from thongsuot.web.portal import underway
from thongsuot.web.portal.underway import Applying
from thongsuot.web.speech import say as _

FILES = "tep"


def held_words(held: Held) -> str:
    """Who has it, said to the person who would otherwise look for it."""
    return {
        Held.FORM: _("Lập từ tờ khai của bạn"),
        Held.IDENTITY: _("Đã xác thực khi bạn đăng nhập"),
        Held.POPULATION: _("Lấy từ Cơ sở dữ liệu quốc gia về dân cư"),
        Held.COUNTER: _("Chỉ cần khi nộp tại quầy"),
    }[held]


def state_of(one: Component) -> tuple[str, str]:
    """(mark, words) of a component."""
    if one.held:
        return "done", held_words(one.held)
    files = len(one.brought) + len(one.again)
    if files:
        return "done", _("đã có %(n)s tệp", n=files)
    if one.why_not:
        return "paused", _("chưa có: %(why)s", why=one.why_not)
    if one.required:
        return "due_soon", _("chưa tải lên")
    return "plain", _("chỉ khi thuộc trường hợp này") if one.depends else _("không bắt buộc")


@for_citizens()
def papers(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Every component with its state; what the office has already stands apart and is not asked for."""
    one = underway.load(actor, id)
    if one.sent:
        return then(url("portal:sent", one.sent))
    order = one.order()
    at = order.index(url("portal:papers", id)) if one.components else 0
    context = {
        **underway.around(one),
        "asked": [
            {**_said(each), "address": url("portal:paper_of", id, each.key)} for each in one.components if not each.held
        ],
        "held": [_said(each) for each in one.components if each.held],
        "notes": one.case.notes if one.case else (),
        "left": len(applying.missing(one.components)),
        "before": order[at - 1],
        "after": order[at + 1],
    }
    return page(request, actor, "portal/papers.html", context)


def _said(each: Component) -> dict[str, Any]:
    state, words = state_of(each)
    return {"name": each.name, "when": each.when, "note": each.note, "state": state, "words": words}


@for_citizens("GET", "POST")
def paper_of(request: HttpRequest, actor: Actor, id: UUID, key: str) -> HttpResponseBase:
    """One component: files for it, an earlier paper again, or why there is none."""
    one = underway.load(actor, id)
    each = next((found for found in one.components if found.key == key and not found.held), None)
    if each is None:
        raise NotFound
    if one.sent:
        return then(url("portal:sent", one.sent))
    if request.method != "POST":
        return _page(request, actor, one, each)
    if request.POST.get("_remove"):
        return _removed(request, actor, one)
    return _taken(request, actor, one, each)


def _removed(request: HttpRequest, actor: Actor, one: Applying) -> HttpResponseBase:
    try:
        gone = UUID(request.POST.get("_remove", ""))
    except ValueError:
        return then(request.path)
    _keep(actor, one, applying.without_paper(one.now, gone))
    return then(request.path)


def _taken(request: HttpRequest, actor: Actor, one: Applying, each: Component) -> HttpResponseBase:
    now, faults = one.now, list[Fault]()
    for take in (*_files(request, actor, each.key), *_chosen(request, actor, each)):
        try:
            now = applying.with_paper(now, take())
        except Refused as refusal:
            faults.append((f"f-{FILES}", refusal.sentence))
    if sum(1 for paper in now.brought if paper.component == each.key) > MOST_FILES:
        now = one.now
        faults.append((f"f-{FILES}", _("Mỗi giấy tờ tối đa %(most)s tệp. Ghép lại thành ít tệp hơn.", most=MOST_FILES)))
    offered = {row[1] for row in one.draft.about.get("papers", ())}
    now = applying.chosen_again(
        now, each.key, [digest for digest in request.POST.getlist("again") if digest in offered]
    )
    why, why_faults = _reason(request, now, each)
    now = applying.explained(now, each.key, why)
    faults += why_faults
    draft = _keep(actor, one, now)
    if faults:
        saved = underway.of_draft(draft)
        shown = next(found for found in saved.components if found.key == each.key)
        return _page(request, actor, saved, shown, faults, typed=request.POST.get("why", ""))
    if request.POST.get("_more"):
        return then(request.path)
    return then(url("portal:papers", one.id))


def _files(request: HttpRequest, actor: Actor, key: str) -> Iterator[Callable[[], tuple[Paper, ...]]]:
    """What was sent, one by one: a file that cannot be taken does not cost the others."""
    for sent in request.POST.getlist(f"{FILES}-id")[: MOST_FILES + 1]:
        yield partial(_finished, actor, sent, key)
    for file in request.FILES.getlist(FILES)[: MOST_FILES + 1]:
        yield partial(take_in, [file], key)


def _chosen(request: HttpRequest, actor: Actor, each: Component) -> Iterator[Callable[[], tuple[Paper, ...]]]:
    """What the person chose of their own papers, one by one; what was chosen before is not taken twice."""
    there = {paper.facts.source for paper in each.brought}
    for id in dict.fromkeys(request.POST.getlist("own")[:MOST_FILES]):
        if id not in there:
            yield partial(_own, actor, id, each.key)


def _own(actor: Actor, id: str, key: str) -> tuple[Paper, ...]:
    """One of the person's own papers. Raises Refused; of somebody else's nothing is said."""
    try:
        return (reusing.choose(actor, actor.citizen, id, key, today()),)
    except NotFound:
        raise Refused(_("Giấy tờ này không còn trong danh sách. Tải tệp lên.")) from None


def _offers(actor: Actor, one: Applying, each: Component) -> tuple[list[Offer], str]:
    """What may stand for a component and was not chosen yet, and a sentence where the store did not answer."""
    found = reusing.found(actor, actor.citizen, today())
    there = {paper.facts.source for paper in each.brought}
    offers = [offer for offer in found.fitting(each.key, each.name, one.now.procedure) if offer.id not in there]
    return offers, found.trouble


def _finished(actor: Actor, id: str, key: str) -> tuple[Paper, ...]:
    """A file that the script has sent before. Raises UnknownUpload, Unfinished."""
    try:
        return (uploads.finished(actor, UUID(id), key),)
    except ValueError:
        raise uploads.UnknownUpload from None


def _reason(request: HttpRequest, now: Underway, each: Component) -> tuple[str, list[Fault]]:
    """Why there is none: only where nothing is brought, and then in words."""
    has = any(paper.component == each.key for paper in now.brought) or now.again.get(each.key)
    if has or not request.POST.get("none"):
        return "", []
    why = " ".join(request.POST.get("why", "").replace("\x00", " ").split())
    if not why:
        return "", [("f-why", _("Ghi lý do bạn chưa có giấy này."))]
    if len(why) > LONGEST_REASON:
        return "", [("f-why", _("Lý do dài quá %(n)s ký tự. Rút gọn lại.", n=LONGEST_REASON))]
    return why, []


def _keep(actor: Actor, one: Applying, now: Underway) -> Draft:
    return forms_store.save(actor, one.draft, one.draft.values, about=applying.about(one.draft, now))


def _page(
    request: HttpRequest,
    actor: Actor,
    one: Applying,
    each: Component,
    faults: list[Fault] | None = None,
    *,
    typed: str = "",
) -> HttpResponseBase:
    wrong = dict(reversed(faults or []))
    used = {paper.digest.hex() for paper, _code in each.again}
    earlier = {row[1]: row for row in one.draft.about.get("papers", ())}
    offers, trouble = _offers(actor, one, each)
    seen = {offer.digest for offer in offers} | {paper.digest.hex() for paper in each.brought}
    why = _("Vì sao bạn chưa có giấy này?")
    context = {
        **underway.around(one),
        "paper": {**_said(each), "required": each.required},
        "files": [{"id": str(paper.id), "name": paper.name, "size": paper.size} for paper in each.brought],
        "name": FILES,
        "error": wrong.get(f"f-{FILES}", ""),
        "earlier": [(digest, row[0], row[3], digest in used) for digest, row in earlier.items() if digest not in seen],
        "offers": offers,
        "trouble": trouble,
        "none": bool(each.why_not or "f-why" in wrong),
        "why": Field(
            "why", why, "area", value=typed or each.why_not, longest=LONGEST_REASON, error=wrong.get("f-why", "")
        ),
        "faults": faults or [],
        "component": each.key,
        "papers_address": url("portal:papers", one.id),
        "known": known.known(each.name),
    }
    return page(request, actor, "portal/paper_of.html", context, 422 if faults else 200)
