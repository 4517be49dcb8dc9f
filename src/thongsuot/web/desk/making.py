"""How far the signed file of a dossier's result has come: on its page, and tried again by who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import results
from thongsuot.engine import reading
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed
from thongsuot.engine.reading import CasePage
from thongsuot.register import bodies
from thongsuot.web.doors import WORKING, used_by
from thongsuot.web.environment import case_url, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

ANSWERING = frozenset({"clerk", "chair"})


@dataclass(frozen=True, slots=True)
class Making:
    """`again` is where to have it tried at once, for who may; `stuck` says that nothing happens by itself."""

    sentence: str
    stuck: bool
    again: str


def of(found: CasePage, actor: Actor) -> Making | None:
    """What to say while a signed file is on its way; None before there is one to make, and once it is there."""
    case = found.case
    if case.kind != results.KIND or found.sight is not Sight.FULL:
        return None
    if case.step not in results.BEING_MADE or results.has_file(case):
        return None
    made = results.making(case)
    if made is None:
        return None
    mine = actor.holding("clerk", case.competent_body) or actor.holding("chair", case.competent_body)
    again = url("desk:sign_again", case.id) if mine and made.trouble else ""
    return Making(_sentence(made, bodies.name_of(case.competent_body)), made.state == "dead", again)


def _sentence(made: results.Making, body: str) -> str:
    if made.state == "dead":
        why = _(made.trouble)
        return _(
            "Chưa ký được sau %(n)s lần. %(why)s Văn thư của %(body)s phải xử lý.", n=made.tries, why=why, body=body
        )
    if made.trouble:
        return _("Lần thử thứ %(n)s chưa được. %(why)s Hệ thống tự thử lại.", n=made.tries, why=_(made.trouble))
    if made.state == "signed":
        return _("Đã ký số. Con dấu số được đóng ngay sau bước “Đóng dấu cơ quan”.")
    return _("Đang ký số, thường xong sau vài giây.")


@used_by(WORKING, "POST")
def sign_again(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Have a file that got stuck tried again at once."""
    found = reading.case_page(actor, id, "move")
    if found.sight is not Sight.FULL:
        raise NotAllowed(_("Bạn chỉ xem được hồ sơ này."))
    results.again(actor, found.case, datetime.now(UTC))
    return then(case_url(id), Message(_("Đã xếp để ký lại. Mở lại trang sau vài giây.")))


@used_by(WORKING)
def stuck(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The results of one's own body whose file does not get signed by itself: each waits for this person."""
    mine = [one.house for one in actor.offices if one.roles & ANSWERING]
    rows = [
        {"code": code, "address": case_url(case), "number": number, "why": _(trouble), "since": at}
        for case, code, number, trouble, at in results.stuck(sorted(set(mine)))
    ]
    return page(request, actor, "desk/stuck_results.html", {"place": "work", "rows": rows})
