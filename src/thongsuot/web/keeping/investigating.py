"""Looks that belong to an investigation: a control officer marks them, whoever oversees sees every mark."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import investigations
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound, Refused
from thongsuot.register.working_time import VIETNAM
from thongsuot.web.desk import forms
from thongsuot.web.desk.forms import Field
from thongsuot.web.doors import OVERSEEING, used_by
from thongsuot.web.environment import moment, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

NAMES = ("code", "officer", "since", "until", "basis")


@used_by(OVERSEEING, "GET", "POST")
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every mark in one's area; the form for a control officer: first the dossier, then whose looks."""
    typed = {name: (request.POST or request.GET).get(name, "").replace("\x00", "").strip() for name in NAMES}
    if request.method != "POST":
        return _page(request, actor, typed)
    try:
        _mark(actor, typed)
    except NotAllowed:
        raise
    except NotFound:
        return _page(request, actor, typed, _("Không có hồ sơ mang mã này trong phạm vi của bạn."), 422)
    except (Refused, ValueError) as refusal:
        return _page(request, actor, typed, refusal.sentence if isinstance(refusal, Refused) else str(refusal), 422)
    return then(
        url("keeping:investigations"), Message(_("Đã đánh dấu. Việc này được ghi lại và hiện trong danh sách."))
    )


def _mark(actor: Actor, typed: dict[str, str]) -> None:
    since, until = (
        forms.read_day(typed[name], label) for name, label in (("since", _("Từ ngày")), ("until", _("Đến hết ngày")))
    )
    if since is None or until is None:
        raise ValueError(_("Nhập ngày bắt đầu và ngày kết thúc."))
    try:
        officer = UUID(typed["officer"])
    except ValueError:
        raise ValueError(_("Chọn lượt xem của ai.")) from None
    begins = datetime.combine(since, time(), VIETNAM)
    ends = datetime.combine(until, time(), VIETNAM) + timedelta(days=1)
    investigations.mark(actor, typed["code"], officer, begins, ends, typed["basis"], datetime.now(UTC))


def _page(
    request: HttpRequest, actor: Actor, typed: dict[str, str], fault: str = "", status: int = 200
) -> HttpResponseBase:
    marks = "control" in actor.roles
    lookers = investigations.lookers(actor, typed["code"]) if marks and typed["code"] else []
    chosen = [
        Field("officer", _("Lượt xem của"), "select", value=typed["officer"],
              choices=[(str(id), f"{name}, {title}") for id, name, title in lookers]),
        Field("since", _("Từ ngày"), value=typed["since"], size="short", hint=_("Ví dụ 21/11/2026")),
        Field("until", _("Đến hết ngày"), value=typed["until"], size="short", hint=_("Không quá 12 tháng")),
        Field("basis", _("Căn cứ"), "area", value=typed["basis"], longest=investigations.LONGEST_BASIS, size="full",
              hint=_("Số, ngày của quyết định hoặc văn bản yêu cầu.")),
    ]  # fmt: skip
    context = {
        "place": "", "marks": marks, "code": Field("code", _("Mã hồ sơ"), value=typed["code"]), "typed": typed,
        "fields": chosen if lookers else [], "faults": [("", fault)] if fault else [],
        "nobody": bool(marks and typed["code"] and not lookers),
        "rows": [
            {"code": one.code, "officer": one.officer, "since": moment(one.since), "until": moment(one.until),
             "basis": one.basis, "by": one.marked_by, "at": moment(one.marked_at)}
            for one in investigations.listed(actor)
        ],
    }  # fmt: skip
    return page(request, actor, "keeping/investigations.html", context, status)
