"""What people asked to be corrected about themselves: the counter's list, each with its evidence and its answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers.keeping import requests
from thongsuot.areas.dossiers.keeping.requests import Request
from thongsuot.engine import papers, reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotFound
from thongsuot.web.desk import papers as desk_papers
from thongsuot.web.desk.forms import Field
from thongsuot.web.doors import used_by
from thongsuot.web.environment import case_url, moment, size, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.portal.rights.correcting import label, states
from thongsuot.web.speech import say as _

ANSWERERS = frozenset({requests.ANSWERS})


@used_by(ANSWERERS)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What waits for an answer, the first due first. Only what is asked is told, not by whom."""
    now = datetime.now(UTC)
    rows = [
        {
            "code": one.code, "label": label(one.field), "due": moment(one.due_at), "asked": one.asked_at,
            "address": url("keeping:request", one.id),
            "mark": ("overdue", _("Quá hạn")) if one.due_at < now else ("due_soon", _("Chờ trả lời")),
        }
        for one in requests.waiting(actor)
    ]  # fmt: skip
    return page(request, actor, "keeping/requests.html", {"place": "requests", "rows": rows})


@used_by(ANSWERERS, "GET", "POST")
def answer(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """One request and its answer: granted, or refused with a reason that the person reads."""
    found = requests.one(actor, id)
    reading.case_page(actor, found.case_id, "move")
    if request.method != "POST":
        return _page(request, actor, found)
    grant, words = request.POST.get("grant", ""), request.POST.get("answer", "").replace("\x00", "")
    try:
        if grant not in ("yes", "no"):
            raise NeedsNotMet([("grant", _("Chọn sửa hay không sửa."))])
        told = requests.answer(actor, id, grant=grant == "yes", words=words, now=datetime.now(UTC))
    except NeedsNotMet as unmet:
        return _page(request, actor, found, grant, words, dict(reversed(unmet.faults)), 422)
    return then(url("keeping:requests"), Message(_("Đã trả lời: %(state)s.", state=states()[told.state][1])))


def _page(
    request: HttpRequest, actor: Actor, found: Request, grant: str = "", words: str = "",
    wrong: dict[str, str] | None = None, status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    wrong = wrong or {}
    fields = [
        Field("grant", _("Trả lời"), "choice", choices=[("yes", _("Sửa như đề nghị")), ("no", _("Không sửa"))],
              value=grant, error=wrong.get("grant", "")),
        Field("answer", _("Lời trả lời, lý do"), "area", required=False, value=words, longest=requests.LONGEST,
              hint=_("Bắt buộc khi không sửa. Người yêu cầu đọc được."), error=wrong.get("answer", ""), size="full"),
    ]  # fmt: skip
    shown = {one.name for one in fields}
    faults = [(one.id, one.error) for one in fields if one.error]
    faults += [("", told) for name, told in wrong.items() if name not in shown]
    context: dict[str, Any] = {
        "place": "requests", "code": found.code, "case": case_url(found.case_id), "fields": fields, "faults": faults,
        "facts": [
            (_("Mục"), label(found.field)), (_("Đang ghi"), found.before or _("để trống")),
            (_("Đề nghị ghi"), found.wanted), (_("Lý do"), found.why), (_("Gửi lúc"), moment(found.asked_at)),
            (_("Hạn trả lời"), moment(found.due_at)), (_("Căn cứ"), requests.LIMIT.basis),
        ],
        "evidence": [
            (one["name"], size(one["size"]), url("keeping:evidence", found.id, place))
            for place, one in enumerate(found.evidence)
        ],
        "state": states()[found.state], "open": found.state == "waiting", "told": found.answer, "to": request.path,
    }  # fmt: skip
    return page(request, actor, "keeping/request.html", context, status)


@used_by(ANSWERERS)
def evidence(request: HttpRequest, actor: Actor, id: UUID, place: int) -> HttpResponseBase:
    """A paper that came with a request; the look is recorded as one at the dossier."""
    found = requests.one(actor, id)
    path = papers.path(found.evidence[place]["digest"]) if place < len(found.evidence) else None
    if path is None or not path.exists():
        raise NotFound
    reading.case_page(actor, found.case_id, "move")
    kind = found.evidence[place]["type"]
    response = FileResponse(path.open("rb"), content_type=kind)
    desk_papers.as_file(response, found.evidence[place]["name"], inline=kind in desk_papers.SHOWN)
    return response
