"""When something can no longer be done to one's dossier: what changed, why, and what was typed, so nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.engine.reading import CasePage
from thongsuot.web.pages import page
from thongsuot.web.portal.following import telling
from thongsuot.web.portal.following.dossier import about
from thongsuot.web.speech import say as _

Typed = Sequence[tuple[str, str]]


def too_late(request: HttpRequest, actor: Actor, found: CasePage, seen: int, typed: Typed = ()) -> HttpResponseBase:
    """Somebody was faster, and what happened leaves nothing to send."""
    changed = telling.since(found, seen)
    return _page(
        request, actor, found, _("Hồ sơ vừa có thay đổi"), _("Việc này không còn cần làm nữa."), changed, typed
    )


def refused(request: HttpRequest, actor: Actor, found: CasePage, sentence: str, typed: Typed = ()) -> HttpResponseBase:
    """The dossier's table does not allow it now; the sentence says why."""
    return _page(request, actor, found, _("Chưa thực hiện được"), sentence, (), typed)


def _page(
    request: HttpRequest,
    actor: Actor,
    found: CasePage,
    title: str,
    sentence: str,
    changed: Sequence[str],
    typed: Typed,
) -> HttpResponseBase:
    context = {
        "place": "portal:mine",
        "case": about(found),
        "title": title,
        "sentence": sentence,
        "changed": changed,
        "typed": typed,
    }
    return page(request, actor, "portal/following/refused.html", context, 409)
