"""One procedure as published: cases, papers, fees, powers, what is unclear, its versions, and what holds here."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import access_catalogue as access
from thongsuot.engine.access_catalogue import READERS, Committee
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.register import procedures
from thongsuot.register.catalogue import adopting, importing, local, looking
from thongsuot.register.catalogue.findings import KINDS
from thongsuot.register.procedures import ProcedureView
from thongsuot.web.catalogue import clock_form, comparing, standing, wording
from thongsuot.web.catalogue.listing import address, typed
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.pages import page
from thongsuot.web.processes import choosing
from thongsuot.web.speech import say as _

MOST_VERSIONS = 6


class UnknownProcedure(NotFound):
    def __init__(self) -> None:
        Refused.__init__(self, _("Không có thủ tục này trong danh mục. Tìm lại theo tên hoặc mã."))


def chosen(code: str, authority: str) -> ProcedureView:
    """The version of today, else the newest one. Raises UnknownProcedure."""
    view = procedures.procedure(code, today(), authority or None)
    if view is not None:
        return view
    known = [one for one in procedures.versions().get(code, ()) if authority in ("", one.authority)]
    if not known:
        raise UnknownProcedure
    return max(known, key=lambda one: one.version)


@used_by(READERS)
def show(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """The page of one procedure, with what the place chosen set otherwise."""
    view = chosen(code, typed(request, "ban-hanh", 60))
    spot = choosing.place_of(actor, request.GET.get("noi"))
    at = local.at_place(view, spot, today())
    context: dict[str, Any] = {
        **about(view, actor),
        "where": spot,
        "where_name": choosing.name(spot),
        "spots": choosing.places(actor),
        "cases": [_case(one) for one in at.definition.cases],
        "channels": ", ".join(wording.channels()[one] for one in at.definition.receiving.channels),
        "agencies": _agencies(view),
        "powers": [wording.power(row) for row in looking.powers(code, today())],
        "local": [
            (one, choosing.name(one.place_code), comparing.about_changes(one.changes, view.definition))
            for one in at.differences
        ],
        "unclear": [(KINDS.get(row.kind, row.kind), row) for row in looking.open_findings(code, view.authority)],
        "versions": _versions(view),
        "decide": url("catalogue:findings"),
        "rules": rules_address("rules", view, spot),
        "rule": rules_address("rule", view, spot) if access.ruling_at(actor, spot, view.tier) else "",
    }
    return page(request, actor, "catalogue/show.html", context)


def about(view: ProcedureView, actor: Actor) -> dict[str, Any]:
    """What every page of a procedure says first, and what may be done with it."""
    return {
        "place": "catalogue", "view": view, "origin": standing.origin(view), "verified": standing.verified(view),
        "tier": standing.tiers().get(view.tier, ""), "back": address(view), "authority": view.authority,
        "standings": [_standing(view, one) for one in access.committees(actor)],
    }  # fmt: skip


def rules_address(name: str, view: ProcedureView, place: str, *parts: int) -> str:
    """A page about the rules of a place on a procedure."""
    return f"{url(f'catalogue:{name}', view.code, *parts)}?{urlencode({'noi': place, 'ban-hanh': view.authority})}"


def _standing(view: ProcedureView, one: Committee) -> dict[str, Any]:
    offered = next(iter(adopting.offered_of([view], one.key, today())), None)
    asked = {"don-vi": one.key, "ban-hanh": view.authority}
    switch = url("catalogue:switch", view.code)
    acted = offered is not None and bool(offered.confirmed_by)
    return {
        "body": one,
        "words": standing.words(view, offered, True),
        "basis": offered.basis if offered and acted else "",
        "stale": bool(offered and offered.stale),
        "on": f"{switch}?{urlencode({**asked, 'viec': 'bat'})}" if one.may_switch else "",
        "off": f"{switch}?{urlencode({**asked, 'viec': 'tat'})}" if one.may_switch and acted else "",
    }


def _case(case: procedures.Case) -> dict[str, Any]:
    said = clock_form.words(case)
    return {
        "name": case.name,
        "unclear": case.unclear,
        "note": case.limit_note,
        "limits": wording.limits(case),
        "clock": [(label, said[name]) for name, label in clock_form.labels().items() if name in said],
        "places": [one.wording for one in case.place_limits if one.wording],
        "fees": wording.fees(case),
        "papers": wording.papers(case),
        "notes": case.notes,
        "results": [one.name for one in case.results],
    }


def _agencies(view: ProcedureView) -> list[tuple[str, str]]:
    said = view.definition
    rows = [
        (_("Cơ quan quyết định, theo nguồn"), said.deciding), (_("Cơ quan thực hiện, theo nguồn"), said.executing),
        (_("Cơ quan phối hợp, theo nguồn"), said.coordinating),
    ]  # fmt: skip
    return [(term, "; ".join(names)) for term, names in rows if names]


def _versions(view: ProcedureView) -> list[dict[str, Any]]:
    """The newest versions, each with what it changed in the one before."""
    every = [one for one in procedures.versions().get(view.code, ()) if one.authority == view.authority]
    every.sort(key=lambda one: -one.version)
    rows = [{"view": one, "changes": []} for one in every]
    for row, (after, before) in zip(rows[:MOST_VERSIONS], pairwise(every), strict=False):
        row["changes"] = _differences(before, after)
    return rows


def _differences(before: ProcedureView, after: ProcedureView) -> list[dict[str, str]]:
    try:
        found = importing.differences(after.code, after.authority, before.version, after.version)
    except LookupError:  # made by hand: no source object is kept to compare
        return []
    return wording.changes(found, after.definition)
