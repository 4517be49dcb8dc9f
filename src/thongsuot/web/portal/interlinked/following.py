"""One's request with all its parts: where each stands, with whom and since when; sending a part again, withdrawing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.interlinked import following as catching_up
from thongsuot.areas.interlinked import reading as requests
from thongsuot.areas.interlinked.reading import Portion, View
from thongsuot.areas.interlinked.rules import Stands
from thongsuot.engine import access, reading, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotFound
from thongsuot.ports.settling import SYSTEMS
from thongsuot.web.desk import keys, words
from thongsuot.web.desk.forms import Field
from thongsuot.web.doors import for_citizens
from thongsuot.web.environment import moment, money, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.portal.interlinked.showing import KIND
from thongsuot.web.portal.trouble import refused
from thongsuot.web.speech import say as _


def _own(actor: Actor, id: UUID, what: str) -> Case:
    found = reading.case_page(actor, id, what).case
    if found.kind != KIND:
        raise NotFound
    return found


@for_citizens()
def request_page(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The request's page, its receipt too. The look is recorded by the door."""
    case = _own(actor, id, "dossier")
    now = words.now()
    view = requests.view(actor, case, now)
    may = {move.name for move, verdict in access.open_moves(actor, case) if verdict.allowed}
    may |= {m.name for m in case.table.leaving(case.step) if access.may(actor, m, case).allowed}
    owed = sum(one.fees for one in view.portions)
    context = {
        "place": "portal:mine",
        "case": case,
        "mark": _mark(case),
        "step": _(case.table.state(case.step).label),
        "over": (view.over, len(view.portions)),
        "parts": [portion_shown(one, case, now) for one in view.portions],
        "spent": spent_shown(view),
        "owed": money(owed) if owed else "",
        "advice": _advice(case),
        "withdraw": url("portal:bundle_withdraw", id) if "withdraw" in may else "",
        "resend": url("portal:bundle_resend", id) if "resend" in may else "",
        "looks": url("portal:looks", id),
        "key": uuid7(),
    }
    return page(request, actor, "portal/interlinked/case.html", context)


def _mark(case: Case) -> str:
    return {"done": "done", "done_in_part": "paused", "failed": "overdue", "withdrawn": "paused"}.get(
        case.step, "on_time"
    )


def _advice(case: Case) -> str:
    return {
        "done_in_part": _(
            "Những phần đã có kết quả vẫn dùng được. Phần không có kết quả: xem lý do, rồi gửi lại riêng."
        ),
        "failed": _("Chưa phần nào có kết quả. Xem lý do ở từng phần, sửa theo hướng dẫn rồi gửi lại riêng phần đó."),
        "withdrawing": _("Phần nào đã quá bước được rút thì vẫn giải quyết tiếp và trả kết quả cho bạn."),
    }.get(case.step, "")


MARKS = {
    Stands.NOT_YET: "plain", Stands.OPEN: "on_time", Stands.ASKED: "due_soon", Stands.DONE: "done",
    Stands.FAILED: "overdue", Stands.WITHDRAWN: "paused", Stands.NEVER: "paused",
}  # fmt: skip


def stands_words(stands: Stands) -> str:
    return {
        Stands.NOT_YET: _("Chưa đến lượt"),
        Stands.OPEN: _("Đang giải quyết"),
        Stands.ASKED: _("Đang chờ người nộp"),
        Stands.DONE: _("Đã có kết quả"),
        Stands.FAILED: _("Không có kết quả"),
        Stands.WITHDRAWN: _("Đã rút"),
        Stands.NEVER: _("Không bắt đầu được"),
    }[stands]


def portion_shown(one: Portion, case: Case, now: datetime) -> dict[str, Any]:
    """A part as the portal and the desk draw it."""
    late = one.stands in (Stands.OPEN, Stands.ASKED) and one.due_at is not None and one.due_at < now
    return {
        "key": one.part.key,
        "label": one.part.label,
        "procedure": one.part.procedure,
        "mark": "overdue" if late else MARKS[one.stands],
        "stands": _("Quá hạn") if late else stands_words(one.stands),
        "code": one.code,
        "step": _(one.step) if one.step else "",
        "id": one.child,
        "opens": one.opens,
        "holder": requests.holder_words(one.holder),
        "since": moment(one.since) if one.since else "",
        "due": moment(one.due_at) if one.due_at and one.stands in (Stands.OPEN, Stands.ASKED) else "",
        "why": one.why if one.stands in (Stands.FAILED, Stands.ASKED, Stands.DONE) else (),
        "system": SYSTEMS.get(one.system, ""),
        "outside_code": one.outside_code,
        "confirmed": moment(one.confirmed_at) if one.confirmed_at else "",
        "silent": one.silent,
        "trouble": one.trouble,
        "waits": ", ".join(one.waits_for),
        "never": one.stands is Stands.NEVER,
        "not_yet": one.stands is Stands.NOT_YET,
        "may_resend": one.may_resend,
        "fees": money(one.fees) if one.fees else "",
    }


def spent_shown(view: View) -> list[tuple[str, str]]:
    """Working time by holder, the longest first; what is under a minute is left out."""
    return [
        (requests.holder_words(holder), spent_words(spent))
        for holder, spent in view.spent
        if spent >= timedelta(minutes=1)
    ]


def spent_words(spent: timedelta) -> str:
    hours, rest = divmod(int(spent.total_seconds()), 3600)
    if hours:
        return _("%(hours)s giờ %(minutes)s phút làm việc", hours=hours, minutes=rest // 60)
    return _("%(minutes)s phút làm việc", minutes=rest // 60)


@for_citizens("GET", "POST")
def withdraw(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """What withdrawing all of it means, the reason, and the sending."""
    case = _own(actor, id, "move")
    move = case.table.move("withdraw")
    verdict = access.may(actor, move, case) if move else None
    back = url("portal:bundle_case", id)
    if verdict is None or not verdict.allowed:
        return refused(request, actor, verdict.reason if verdict else "", 409)
    reason = " ".join(request.POST.get("request", "").replace("\x00", " ").split())[:1000]
    if request.method == "POST" and reason:
        verbs.move(actor, id, keys.sent_version(request), "withdraw", {"request": reason}, key=keys.sent_key(request))
        catching_up.hurry(id)
        return then(back, Message(_("Đã ghi nhận. Phần nào còn rút được thì được rút ngay.")))
    error = _("Ghi lý do rút.") if request.method == "POST" else ""
    field = Field("request", _("Lý do rút"), "area", value=reason, error=error, longest=1000)
    context = {
        "place": "portal:mine", "case": case, "field": field, "key": uuid7(), "back": back,
        "faults": [("f-request", error)] if error else [],
    }  # fmt: skip
    return page(request, actor, "portal/interlinked/withdraw.html", context, 422 if error else 200)


@for_citizens("POST")
def resend(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Send one part again, alone, with what was answered before."""
    case = _own(actor, id, "move")
    part = request.POST.get("part", "")[:40]
    verbs.move(actor, case.id, keys.sent_version(request), "resend", {"part": part}, key=keys.sent_key(request))
    catching_up.hurry(id)
    return then(url("portal:bundle_case", id), Message(_("Đã gửi lại phần này. Các phần khác không thay đổi.")))
