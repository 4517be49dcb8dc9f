"""The bundles for somebody who looks for what to do: which procedures go together, in which order, at whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.interlinked import bundles as known
from thongsuot.areas.interlinked.bundles import Bundle, Part
from thongsuot.engine.errors import NotFound
from thongsuot.ports.settling import SYSTEMS
from thongsuot.register import competences
from thongsuot.register.communes import Commune
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.portal.frame import Frame
from thongsuot.web.portal.showing import show
from thongsuot.web.portal.trouble import trouble
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _


@open_to_anyone()
def bundles(request: HttpRequest) -> HttpResponseBase:
    """All of them."""
    rows = [(one.title, one.summary, url("portal:bundle", one.key)) for one in known.bundles()]
    return show(request, actor_of(request), "portal/interlinked/bundles.html", {"place": "portal:search", "rows": rows})


@open_to_anyone()
def bundle(request: HttpRequest, key: str) -> HttpResponseBase:
    """One bundle: its parts in their order, who settles each, the papers, and the way in."""
    try:
        found = known.bundle(key)
    except NotFound:
        lines = [_("Không có nhóm thủ tục này. Xem danh sách các nhóm nộp một lần.")]
        ways = [(_("Các nhóm thủ tục nộp một lần"), url("portal:bundles"))]
        return trouble(request, 404, _("Không tìm thấy nhóm thủ tục"), lines, actor=actor_of(request), ways=ways)
    commune = Frame(request).commune
    context = {
        "place": "portal:search",
        "bundle": found,
        "parts": [_part(found, part, commune) for part in found.parts],
        "commune": commune,
        "apply": url("portal:bundle_apply", found.key),
    }
    return show(request, actor_of(request), "portal/interlinked/bundle.html", context)


def _part(found: Bundle, part: Part, commune: Commune | None) -> dict[str, Any]:
    waits = [found.part(key).label for key in part.after]
    chosen = next((one for one in found.questions if part.when and one.key == part.when[0]), None)
    return {
        "label": part.label,
        "code": part.procedure,
        "who": _who(part, commune),
        "waits": ", ".join(waits),
        "when": chosen.words(part.when[1]) if chosen and part.when else "",
    }


def _who(part: Part, commune: Commune | None) -> str:
    if part.system:
        return SYSTEMS[part.system]
    if commune is None:
        return ""
    decided = competences.competent(part.procedure, competences.DECIDE, commune.code, today())
    return decided[0].body.name if decided else ""
