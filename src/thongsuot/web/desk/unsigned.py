"""Scans of one's own counter that nobody has signed: a list of work, signed together with a press."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import digitising
from thongsuot.areas.dossiers.digitising import DEAD, WAITING, Work
from thongsuot.engine.actor import Actor
from thongsuot.ports import signing
from thongsuot.web.desk.scanning import COUNTER
from thongsuot.web.doors import used_by
from thongsuot.web.environment import case_url, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _


@used_by(COUNTER, "GET", "POST")
def unsigned(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The list, and the press that has what was chosen signed in the officer's own name."""
    if request.method == "POST":
        done = digitising.sign(actor, _chosen(request), datetime.now(UTC))
        return then(url("desk:unsigned"), Message(_("Đã xếp %(n)s bản quét để ký số.", n=done)))
    rows, total = digitising.unsigned(actor)
    service = signing.service()
    context = {
        "place": "intake",
        "rows": [_row(one) for one in rows],
        "total": total,
        "service": service is not None,
        "invented": bool(service and service.invented),
    }
    return page(request, actor, "desk/unsigned.html", context)


def _chosen(request: HttpRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("ban")[: digitising.PAGE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _row(one: Work) -> dict[str, object]:
    words = {
        WAITING: _("đang ký số") if not one.trouble else _("đang thử lại: %(why)s", why=_(one.trouble)),
        DEAD: _("không ký được: %(why)s", why=_(one.trouble)),
    }
    return {
        "id": str(one.id), "name": one.name, "code": one.code, "title": one.title, "address": case_url(one.case_id),
        "since": one.since, "state": words.get(one.state, _("chưa ký số")), "may": one.state != WAITING,
    }  # fmt: skip
