"""One finding on a page of its own: what the source said, what is proposed, and deciding it, also otherwise."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import access_catalogue as access
from thongsuot.engine.access_catalogue import DECIDERS, READERS
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound, Refused
from thongsuot.register import procedures
from thongsuot.register.catalogue import agencies, deciding, looking
from thongsuot.register.catalogue.changes import Change, NoSuchPlace
from thongsuot.register.catalogue.models import ProcedureFinding
from thongsuot.register.procedures import ProcedureView
from thongsuot.web.catalogue import comparing, editors, findings, standing, wording
from thongsuot.web.catalogue.editors import Editor
from thongsuot.web.catalogue.listing import address
from thongsuot.web.catalogue.switching import LONGEST_BASIS, Fault, basis_of
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

LARGEST = 2**63 - 1
PROPOSED, OTHERWISE, KEPT = "de-xuat", "khac", "giu"


class UnknownFinding(NotFound):
    def __init__(self) -> None:
        Refused.__init__(self, _("Không có điểm này trong danh mục. Mở lại danh sách các điểm cần quyết định."))


@used_by(READERS)
def show(request: HttpRequest, actor: Actor, id: int) -> HttpResponseBase:
    """One finding: open, it can be decided by who may; decided, it says how, by whom, when and why."""
    row, view = _found(id)
    return _page(request, actor, row, view, [])


@used_by(DECIDERS, "POST")
def settle(request: HttpRequest, actor: Actor, id: int) -> HttpResponseBase:
    """Take the proposal, set another value, or keep what was given; with a reason, in the officer's name."""
    row, view = _found(id)
    if row.status != "open" or request.POST.get("_seen") != _seen(row, view):
        raise Refused(_("Điểm này vừa được quyết định hoặc nguồn vừa thay đổi. Mở lại trang này để xem."))
    if not access.deciding_for(actor, agencies.place_of(row.authority)):
        raise NotAllowed(_("Điểm này không thuộc tỉnh bạn: quy định chung cả nước hoặc riêng của tỉnh khác."))
    basis, faults = basis_of(request)
    way = request.POST.get("cach", "")
    editor = _editor(row, view)
    wanted: list[Change] = []
    if way == OTHERWISE and editor is not None:
        wanted, wrong = editors.wanted(editor, _typed(request), basis)
        faults += wrong
        if not wrong and not wanted:
            faults.append(
                ("cach", _("Chưa nhập giá trị nào khác hiện tại. Muốn giữ nguyên, chọn “Giữ như nguồn ghi”."))
            )
    elif way not in (KEPT, *([PROPOSED] if row.proposal else [])):
        faults.append(("cach", _("Chọn cách quyết định.")))
    if not faults:
        try:
            return _done(actor, row, way, wanted, basis)
        except (LookupError, ValueError, IntegrityError) as error:
            faults.append(("", findings.why(error)))
    return _page(request, actor, row, view, faults)


def _done(actor: Actor, row: ProcedureFinding, way: str, wanted: list[Change], basis: str) -> HttpResponseBase:
    """Raises what `deciding` raises."""
    if way == PROPOSED:
        renewed = deciding.accept([row.pk], actor.name, basis, today())
    else:
        renewed = deciding.settle(row.pk, wanted, actor.name, basis, today())
    said = _("Thủ tục có phiên bản mới.") if renewed else _("Nội dung thủ tục không thay đổi.")
    words = _("%(name)s đã quyết định điểm này. %(said)s", name=actor.name, said=said)
    return then(url("catalogue:finding", row.pk), Message(words))


def _found(id: int) -> tuple[ProcedureFinding, ProcedureView | None]:
    """The finding, and the newest version of its procedure. Raises UnknownFinding."""
    row = next(iter(looking.findings([id])), None) if id <= LARGEST else None
    if row is None:
        raise UnknownFinding
    known = [one for one in procedures.versions().get(row.code, ()) if one.authority == row.authority]
    return row, max(known, key=lambda one: one.version, default=None)


def _editor(row: ProcedureFinding, view: ProcedureView | None) -> Editor | None:
    return editors.of(row.kind, row.place, view.definition) if view is not None else None


def _seen(row: ProcedureFinding, view: ProcedureView | None) -> str:
    told = f"{row.wording}\0{row.proposal}\0{view.version if view else 0}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: str(text).replace("\x00", "")[:20_000] for name, text in request.POST.items()}


def _page(
    request: HttpRequest, actor: Actor, row: ProcedureFinding, view: ProcedureView | None, faults: list[Fault]
) -> HttpResponseBase:
    editor = _editor(row, view)
    sent = _typed(request) if request.method == "POST" else None
    mine = bool(actor.roles & DECIDERS) and access.deciding_for(actor, agencies.place_of(row.authority))
    context: dict[str, Any] = {
        "place": "catalogue", "row": row, "view": view, "kind": findings.kind_words(row),
        "procedure": address(view) if view else "",
        "where": wording.place(row.place, view.definition if view else None),
        "origin": standing.origin(view) if view else "", "proposed": _changes(row, view), "may": mine,
        "open": row.status == "open", "editor": editor.kind if editor else "", "faults": faults, "wrong": dict(faults),
        "way": (sent or {}).get("cach", ""), "basis": (sent or {}).get("can_cu", "")[:LONGEST_BASIS],
        "seen": _seen(row, view), "send": url("catalogue:settle", row.pk),
        **(editors.fields(editor, sent, faults) if editor and mine and row.status == "open" else {}),
    }  # fmt: skip
    return page(request, actor, "catalogue/finding.html", context, status=422 if faults else 200)


def _changes(row: ProcedureFinding, view: ProcedureView | None) -> list[dict[str, str]]:
    """What a proposal would change now; what a decision changed, as it was written."""
    if view is None or row.status != "open":
        return wording.changes(row.proposal, view.definition if view else None)
    try:
        return comparing.about_changes(row.proposal, view.definition)
    except NoSuchPlace:
        return wording.changes(row.proposal, view.definition)
