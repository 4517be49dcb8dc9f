"""What an officer was told: the list, reading it, and how mail about it is to come."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.exchange.notices.officers import reading
from thongsuot.exchange.notices.officers.reading import ABOUT, Line
from thongsuot.web.desk.forms import Field
from thongsuot.web.desk.lists import page_number, pager
from thongsuot.web.doors import READING, used_by
from thongsuot.web.environment import case_url, moment, number, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

HOME = READING | {"admin"}
NEW, ALL = "moi", "tat-ca"


@used_by(HOME, "GET", "POST")
def told(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The list, fifty a page, of what is unread or of all. Posted: all is read, or mail is to come otherwise."""
    wrong = ""
    if request.method == "POST":
        try:
            return _act(request, actor)
        except NeedsNotMet as unmet:
            wrong = unmet.faults[0][1]
    which = NEW if request.GET.get("muc") == NEW else ALL
    wanted = page_number(request)
    found = reading.mine(actor, wanted, unread=which == NEW)
    if wanted > 1 and not found.lines:
        return then(f"{url('notices:told')}?muc={which}")
    before, after, _cases = pager(f"{url('notices:told')}?muc={which}", wanted, found.total)
    context: dict[str, Any] = {
        "place": "told",
        "rows": [_row(line) for line in found.lines],
        "tabs": [
            (ALL, _("Tất cả"), found.ever, f"{url('notices:told')}?muc={ALL}"),
            (NEW, _("Chưa đọc"), actor.unread, f"{url('notices:told')}?muc={NEW}"),
        ],
        "tab": which,
        "before": before,
        "after": after,
        "words": _counted(wanted, found.total) if before or after else "",
        "mail": found.mail,
        "mails": [("at_once", _("Ngay, gộp trong ít phút")), ("daily", _("Mỗi sáng một thư")), ("none", _("Không"))],
        "field": _address(request.POST.get("dia_chi", found.email)[:254], wrong),
        "faults": [("f-dia_chi", wrong)] if wrong else [],
    }
    return page(request, actor, "notices/told.html", context, 422 if wrong else 200)


def _counted(at: int, total: int) -> str:
    first, last = (at - 1) * reading.PAGE + 1, min(at * reading.PAGE, total)
    return _("%(first)s–%(last)s trong %(total)s", first=number(first), last=number(last), total=number(total))


def _address(value: str, wrong: str) -> Field:
    hint = _("Thư công vụ; để trống thì không gửi. Thư không gửi ban đêm, chỉ ghi mã, loại việc và đường dẫn.")
    return Field(
        "dia_chi", _("Thư điện tử"), value=value, required=False, error=wrong, hint=hint, longest=254, type="email"
    )


def _act(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    if wish := request.POST.get("thu", ""):
        reading.choose(actor, wish, request.POST.get("dia_chi"))
        return then(url("notices:told"), Message(_("Đã giữ cách nhận thư báo của bạn.")))
    reading.read(actor)
    return then(url("notices:told"), Message(_("Đã đánh dấu tất cả là đã đọc.")))


@used_by(HOME)
def open_one(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """What it is about: whoever opens it has read it. A case of which one was told nothing opens as it would anyway."""
    reading.read(actor, id)
    return then(case_url(id))


def _row(line: Line) -> dict[str, Any]:
    late = line.event.startswith("overdue")
    soon = line.event.startswith(("due_soon", "silence"))
    about = _(ABOUT[line.event]) if line.event in ABOUT else _("Thông báo")
    if line.event == "work" and line.read:
        about = _("Việc đã đến bạn")
    return {
        "address": url("notices:open", line.case_id),
        "mark": ("overdue" if late else "due_soon") if late or soon else "",
        "about": about,
        "noun": _(line.noun) if line.noun else _("Đơn tại bộ phận tiếp công dân"),
        "code": line.code,
        "title": line.title,
        "did": _(line.label) if line.label else "",
        "now": _(line.state) if line.state else "",
        "due": moment(line.due_at) if line.due_at and line.is_open else "",
        "at": moment(line.told_at),
        "read": line.read,
    }
