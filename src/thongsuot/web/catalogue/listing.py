"""The list of procedures: found by words, by tier and field, and by what the officer's own body receives under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import access_catalogue as access
from thongsuot.engine.access_catalogue import READERS, Committee
from thongsuot.engine.actor import Actor
from thongsuot.register import procedures
from thongsuot.register.catalogue.adopting import Offered
from thongsuot.register.procedures import ProcedureView
from thongsuot.register.search import find
from thongsuot.web.catalogue import standing
from thongsuot.web.catalogue.standing import Key
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.pages import page

A_PAGE = 50
MOST_FOUND = 200


def typed(request: HttpRequest, name: str, longest: int = 100) -> str:
    """What stands in the address under a name, in one line."""
    return " ".join(request.GET.get(name, "").replace("\x00", " ").split())[:longest]


def page_number(request: HttpRequest, rows: int, many: int = A_PAGE) -> int:
    """The page asked for, at least 1 and not beyond the last."""
    text = request.GET.get("trang", "1")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 1
    return max(1, min(asked, -(-rows // many)))


def around(request: HttpRequest, here: int, rows: int, many: int = A_PAGE) -> tuple[str, str]:
    """The addresses of the page before and after, with everything else as it was asked."""

    def to(number: int) -> str:
        asked = request.GET.copy()
        asked["trang"] = str(number)
        return f"{request.path}?{asked.urlencode()}"

    return to(here - 1) if here > 1 else "", to(here + 1) if here * many < rows else ""


def address(view: ProcedureView) -> str:
    """The page of a procedure; a province's own names its publisher, for two may have one code."""
    plain = url("catalogue:show", view.code)
    return plain if view.authority.startswith("bo.") else f"{plain}?{urlencode({'ban-hanh': view.authority})}"


@used_by(READERS)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The procedures in force, filtered, fifty a page."""
    day, text, field = today(), typed(request, "tim"), typed(request, "linh-vuc", 300)
    asked_tier = request.GET.get("cap", "")
    tier = int(asked_tier) if asked_tier in ("0", "1", "3") else None
    own, whose = _own(request, actor)
    offers = standing.offers(own.key if own else "", day)
    only = bool(own) and request.GET.get("ap-dung") == "1"
    found = found_by(text, tier, field, offers if only else None)
    here = page_number(request, len(found))
    shown = found[(here - 1) * A_PAGE : here * A_PAGE]
    before, after = around(request, here, len(found))
    context: dict[str, Any] = {
        "place": "catalogue", "query": text, "field": field, "tier": asked_tier, "only": only, "own": own,
        "whose": whose, "tiers": standing.tiers(), "total": len(found), "before": before, "after": after,
        "excel": f"{url('exports:sheet', 'danh-muc')}?{request.GET.urlencode()}",
        "here": here, "fields": sorted({one.field for one in procedures.in_force(day)}),
        "rows": [_row(one, offers.get((one.code, one.authority)), own) for one in shown],
    }  # fmt: skip
    return page(request, actor, "catalogue/list.html", context)


def _own(request: HttpRequest, actor: Actor) -> tuple[Committee | None, list[Committee]]:
    whose = access.committees(actor)
    asked = typed(request, "don-vi", 60)
    return next((one for one in whose if one.key == asked), whose[0] if whose else None), whose


def found_by(text: str, tier: int | None, field: str, offers: Mapping[Key, Offered] | None) -> list[ProcedureView]:
    """With `offers`, only what the body receives under."""
    day = today()
    if text:
        codes = {code for code, _authority in offers} if offers is not None else None
        hits = find(text, day, tier=tier, field=field or None, among=codes, limit=MOST_FOUND)
        found = [hit.procedure for hit in hits]
    else:
        found = [one for one in procedures.in_force(day, tier) if field in ("", one.field)]
    return [one for one in found if offers is None or (one.code, one.authority) in offers]


def _row(view: ProcedureView, offered: Offered | None, own: Committee | None) -> dict[str, Any]:
    return {
        "view": view, "address": address(view), "tier": standing.tiers().get(view.tier, ""),
        "origin": standing.origin(view), "verified": standing.verified(view),
        "stands": standing.words(view, offered, own is not None),
    }  # fmt: skip
