"""Proposals of competence that wait for a person, decided in bulk; gaps, overlaps and what expires in the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import access_catalogue as access
from thongsuot.engine.access_catalogue import DECIDERS, READERS
from thongsuot.engine.actor import Actor
from thongsuot.register import procedures
from thongsuot.register.catalogue import looking, proposing
from thongsuot.register.catalogue.proposing import Trouble
from thongsuot.register.models import Competence
from thongsuot.web.catalogue import wording
from thongsuot.web.catalogue.findings import chosen
from thongsuot.web.catalogue.listing import A_PAGE, address, around, page_number
from thongsuot.web.catalogue.switching import LONGEST_BASIS, Fault, basis_of
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import number, url
from thongsuot.web.pages import Message, ours, page, then
from thongsuot.web.speech import say as _

WAITING = "cho"
LEVELS = (0, 60, 90)


@used_by(READERS)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The proposals, surest first, or one kind of trouble, fifty a page."""
    return _page(request, actor, [], [])


@used_by(DECIDERS, "POST")
def decide(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Accept the ticked proposals on a provision, or reject them; each by itself, so one fault stops none."""
    work = request.POST.get("viec", "")
    basis, faults = basis_of(request) if work != "tu-choi" else ("", [])
    ids = chosen(request)
    if work not in ("chap-thuan", "tu-choi"):
        faults = [("", _("Chọn chấp thuận hoặc từ chối."))]
    if not ids:
        faults.insert(0, ("diem", _("Chọn ít nhất một đề xuất trong danh sách.")))
    if faults:
        return _page(request, actor, faults, [])
    done, failed = _decide(ids, actor, work, basis)
    said = {
        "chap-thuan": _("Đã chấp thuận %(n)s đề xuất, do %(name)s quyết định.", n=number(done), name=actor.name),
        "tu-choi": _("Đã từ chối %(n)s đề xuất, do %(name)s quyết định.", n=number(done), name=actor.name),
    }[work]
    if not failed:
        return then(ours(request.POST.get("tro_lai", ""), url("catalogue:powers")), Message(said))
    return _page(request, actor, [], failed, said if done else "")


def _decide(ids: Sequence[int], actor: Actor, work: str, basis: str) -> tuple[int, list[tuple[str, str]]]:
    """(how many were decided, [(procedure, why not)])."""
    rows = {row.pk: row for row in looking.proposals(ids)}
    done, failed = 0, list[tuple[str, str]]()
    for id in ids:
        row = rows.get(id)
        code = row.procedure_code if row else ""
        if row is not None and not access.deciding_for(actor, row.place_code):
            failed.append((code, _("không thuộc tỉnh bạn: thẩm quyền chung cả nước hoặc riêng của tỉnh khác.")))
        elif _done(id, actor, work, basis):
            done += 1
        else:
            failed.append((code, _("đã được quyết định trước đó hoặc không phải đề xuất. Mở lại danh sách.")))
    return done, failed


def _done(id: int, actor: Actor, work: str, basis: str) -> bool:
    if work == "tu-choi":
        return bool(proposing.reject([id], actor.name, today()))
    try:
        return bool(proposing.accept([id], actor.name, basis, today()))
    except LookupError:
        return False


def kinds() -> dict[str, str]:
    return {"gap": _("Bỏ trống"), "overlap": _("Chồng chéo"), "expiring": _("Sắp hết hiệu lực")}


def _page(
    request: HttpRequest, actor: Actor, faults: list[Fault], failed: list[tuple[str, str]], done: str = ""
) -> HttpResponseBase:
    tab = request.GET.get("muc", WAITING)
    tab = tab if tab in kinds() else WAITING
    asked = request.GET.get("tu", "0")
    least = int(asked) if asked in map(str, LEVELS) else 0
    waiting, troubles = proposing.waiting(least), proposing.troubles(today())
    found: Sequence[Any] = waiting if tab == WAITING else [one for one in troubles if one.kind == tab]
    here = page_number(request, len(found))
    before, after = around(request, here, len(found))
    shown = found[(here - 1) * A_PAGE : here * A_PAGE]
    ticked = set(chosen(request)) if faults else set()
    own, sent = url("catalogue:powers"), url("catalogue:decide")
    asked_now = request.GET.urlencode()
    context: dict[str, Any] = {
        "place": "catalogue", "tab": tab, "tabs": _tabs(waiting, troubles), "waiting": tab == WAITING, "least": least,
        "levels": LEVELS, "total": len(found), "here": here, "before": before.replace(sent, own),
        "after": after.replace(sent, own), "faults": faults, "failed": failed, "done": done,
        "may": bool(actor.roles & DECIDERS), "basis": request.POST.get("can_cu", "")[:LONGEST_BASIS],
        "send": f"{sent}?{asked_now}", "return_to": f"{own}?{asked_now}",
        "rows": [_row(one, ticked) if isinstance(one, Competence) else _trouble(one) for one in shown],
    }  # fmt: skip
    return page(request, actor, "catalogue/powers.html", context, status=422 if faults else 409 if failed else 200)


def _tabs(waiting: Sequence[Competence], troubles: Sequence[Trouble]) -> list[tuple[str, str, int, str]]:
    own = url("catalogue:powers")
    tabs = [(WAITING, _("Chờ quyết định"), len(waiting), own)]
    for key, label in kinds().items():
        tabs.append((key, label, sum(one.kind == key for one in troubles), f"{own}?muc={key}"))
    return tabs


def _row(row: Competence, ticked: set[int]) -> dict[str, Any]:
    return {**wording.power(row), **_named(row.procedure_code), "ticked": row.pk in ticked}


def _trouble(one: Trouble) -> dict[str, Any]:
    return {**_named(one.procedure_code), "sentence": wording.overlap(one.sentence)}


def _named(code: str) -> dict[str, str]:
    view = procedures.procedure(code, today())
    return {"code": code, "title": view.title if view else code, "address": address(view) if view else ""}
