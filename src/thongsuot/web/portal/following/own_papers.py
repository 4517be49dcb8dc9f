"""All that the state holds of one's papers: what it is, who has it, since when, and which dossiers used it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import reusing
from thongsuot.areas.dossiers.reusing import DOSSIER, RESULT, STORE, Offer
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.ports import person_store
from thongsuot.ports.person_store import StoreError
from thongsuot.web.desk.papers import SHOWN, as_file
from thongsuot.web.doors import for_citizens
from thongsuot.web.entrance import today
from thongsuot.web.environment import day, url
from thongsuot.web.pages import page
from thongsuot.web.portal.frame import way
from thongsuot.web.speech import say as _


@dataclass(frozen=True, slots=True)
class Shown:
    """One paper as the page tells it. `uses` are (dossier code, address); `over` says why it may not be used again."""

    kind: str
    name: str
    address: str
    body: str
    since: str
    until: str
    over: str
    uses: tuple[tuple[str, str], ...]


@for_citizens()
def mine(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The person's papers by where they lie: results of ours, the store, dossiers."""
    found = reusing.found(actor, actor.citizen, today())
    uses = reusing.uses(actor)
    headings = {
        RESULT: _("Kết quả đã cấp cho bạn"),
        STORE: _("Trong kho dữ liệu điện tử của bạn"),
        DOSSIER: _("Bạn đã nộp trong các hồ sơ"),
    }
    groups = [(key, words, _shown(found.offers, key, uses)) for key, words in headings.items()]
    store = person_store.store()
    context = {
        "place": "portal:mine",
        "groups": [(key, words, rows) for key, words, rows in groups if rows],
        "empty": not found.offers,
        "trouble": found.trouble,
        "invented": bool(store and store.invented),
        "search": way("portal:search") or url("portal:home"),
    }
    return page(request, actor, "portal/following/own_papers.html", context)


def _shown(offers: Sequence[Offer], origin: str, uses: reusing.Uses) -> list[Shown]:
    return [_one(one, uses) for one in offers if one.origin == origin]


def _one(one: Offer, uses: reusing.Uses) -> Shown:
    in_case = url("portal:paper", one.case, one.id) if one.case else url("portal:own_paper", one.id)
    own = ((one.where, url("portal:dossier", one.case)),) if one.case else ()
    again = tuple((code, url("portal:dossier", case)) for case, code in uses.get(one.id, ()))
    return Shown(
        one.kind, one.name, in_case, one.body, day(one.since), day(one.until) if one.until else "", _(one.over),
        (*own, *again),
    )  # fmt: skip


@for_citizens()
def stored(request: HttpRequest, actor: Actor, id: str) -> HttpResponseBase:
    """A paper of the store, for its own person; a file that is not what the store says is not shown."""
    store = person_store.store()
    try:
        found = next((one for one in store.of_person(actor.citizen) if one.id == id), None) if store else None
        if store is None or found is None or found.owner != actor.citizen:
            raise NotFound
        content = store.content(actor.citizen, id)
    except StoreError as error:
        raise Refused(_(error.sentence)) from error
    if hashlib.sha256(content).hexdigest() != found.digest:
        raise Refused(_("Tệp trong kho không khớp mã băm đã ghi nên không mở được. Báo cơ quan đã cấp giấy này."))
    response = HttpResponse(content, content_type=found.media_type)
    as_file(response, found.name, inline=found.media_type in SHOWN)
    return response
