"""Asking to correct what one's dossier says of oneself: which value, to what, why, with a paper that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers.keeping import requests
from thongsuot.areas.dossiers.keeping.requests import Request
from thongsuot.engine import reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.engine.reading import CasePage
from thongsuot.web.desk import content, forms, papers
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import for_citizens
from thongsuot.web.environment import moment
from thongsuot.web.pages import Message, page, then
from thongsuot.web.portal.following.dossier import about
from thongsuot.web.speech import say as _

MOST_FILES = 3


def states() -> dict[str, tuple[str, str]]:
    """How a request stands: (mark, words)."""
    return {
        "waiting": ("due_soon", _("Đang chờ trả lời")),
        "done": ("done", _("Đã sửa")),
        "beside": ("done", _("Đã ghi bên cạnh hồ sơ đã kết thúc; hồ sơ gốc giữ nguyên")),
        "refused": ("overdue", _("Không sửa")),
    }


@for_citizens("GET", "POST")
def correct(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The form, its sending, and the requests that were made before."""
    found = reading.case_page(actor, id, "move")
    if request.method != "POST":
        return _form(request, actor, found)
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in ("field", "wanted", "why")}
    try:
        files = request.FILES.getlist("evidence")
        if len(files) > MOST_FILES:
            raise Refused(_("Mỗi yêu cầu kèm tối đa %(most)s tệp.", most=MOST_FILES))
        evidence = papers.take_in(files)
        now = datetime.now(UTC)
        asked = requests.ask(actor, id, typed["field"], typed["wanted"], typed["why"], now, evidence)
    except NeedsNotMet as unmet:
        return _form(request, actor, found, typed, unmet.faults, 422)
    except Refused as refusal:
        return _form(request, actor, found, typed, [("", refusal.sentence)], 409)
    words = _("Đã gửi yêu cầu. Nơi tiếp nhận trả lời chậm nhất %(due)s.", due=moment(asked.due_at))
    return then(request.path, Message(words))


def _form(
    request: HttpRequest, actor: Actor, found: CasePage, typed: dict[str, str] | None = None,
    faults: Sequence[Fault] = (), status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    shown = _fields(found, typed or {}, dict(reversed(faults)))
    names = {one.name for one in shown}
    context = {
        "place": "portal:mine",
        "case": about(found),
        "fields": shown,
        "faults": forms.summary(shown, [("", told) for name, told in faults if name not in names]),
        "earlier": [_earlier(one) for one in requests.of_case(actor, found.case.id)],
        "closed": not found.case.is_open,
        "basis": requests.LIMIT.basis,
        "to": request.path,
    }
    return page(request, actor, "portal/rights/correct.html", context, status)


def _fields(found: CasePage, typed: dict[str, str], wrong: dict[str, str]) -> list[Field]:
    subject = found.case.subject
    choices = [
        (name, _("%(label)s, đang ghi: %(value)s", label=label(name), value=subject.get(name) or _("để trống")))
        for name in requests.offered(found.case)
    ]
    return [
        Field("field", _("Mục cần sửa"), "choice", choices=choices, value=typed.get("field", ""),
              error=wrong.get("field", "")),
        Field("wanted", _("Nội dung đúng"), value=typed.get("wanted", ""), longest=requests.LONGEST, size="full",
              error=wrong.get("wanted", "")),
        Field("why", _("Vì sao cần sửa"), "area", value=typed.get("why", ""), longest=requests.LONGEST,
              error=wrong.get("why", ""), size="full"),
        Field("evidence", _("Giấy tờ chứng minh"), "file", required=False, several=True,
              hint=_("Ảnh chụp hoặc PDF, tối đa %(most)s tệp. Nếu trang báo lỗi, hãy chọn lại tệp.", most=MOST_FILES)),
    ]  # fmt: skip


def label(name: str) -> str:
    """What a value about a person is called."""
    return content.SUBJECT[name]()


def _earlier(one: Request) -> dict[str, Any]:
    return {
        "label": label(one.field), "before": one.before or _("để trống"), "wanted": one.wanted,
        "mark": states()[one.state],
        "asked": moment(one.asked_at), "answer": one.answer,
        "due": moment(one.due_at) if one.state == "waiting" else "",
    }  # fmt: skip
