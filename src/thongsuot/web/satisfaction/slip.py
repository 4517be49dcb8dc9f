"""The slip that goes with a result: the QR and the address by which its holder rates, nothing of the person."""

from __future__ import annotations

import io
from uuid import UUID

import segno
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from markupsafe import Markup

from thongsuot.areas.satisfaction import rating, tokens
from thongsuot.engine import reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.register import bodies
from thongsuot.web.doors import used_by
from thongsuot.web.environment import case_url, url
from thongsuot.web.pages import page

GIVING = frozenset({"intake", "head", "chair"})


@used_by(GIVING)
def slip(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """To be printed by who hands the result out; what cannot be rated says why."""
    case = reading.case_page(actor, id, "move").case
    if case.kind != rating.KIND:
        raise NotFound
    address = request.build_absolute_uri(url("satisfaction:rate", tokens.token(case.id)))
    context = {
        "place": "", "code": case.code, "body": bodies.name_of(case.receiving_body), "address": address,
        "qr": qr(address), "back": case_url(case.id), "rated": "stars" in case.facts,
        "waits": case.step != rating.DELIVERED,
    }  # fmt: skip
    return page(request, actor, "satisfaction/slip.html", context)


def qr(text: str) -> Markup:
    """A QR as a picture within the page."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", scale=5, border=4, xmldecl=False, svgns=True, nl=False, svgclass="qr", lineclass=None
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn by segno
