"""One's dossier: where it stands, the one thing to do now, what was handed in and received, the story; who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import payments
from thongsuot.engine import own, reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.own import Look
from thongsuot.engine.reading import CasePage
from thongsuot.ports import payment
from thongsuot.register import bodies, formatting
from thongsuot.web.desk import content, statuses
from thongsuot.web.doors import for_citizens
from thongsuot.web.environment import day, money, url
from thongsuot.web.pages import page, then
from thongsuot.web.portal.following import asked, files, standing, telling
from thongsuot.web.portal.interlinked import showing
from thongsuot.web.speech import say as _

# What one sent that is no dossier has pages of its own.
BESIDE = frozenset({"petition", "complaint", "denunciation"})


@for_citizens()
def dossier(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The dossier's page for the person whose it is. The look is recorded by the door."""
    found = reading.case_page(actor, id)
    if found.case.kind == showing.KIND:
        return then(url("portal:bundle_case", id))
    if found.case.kind in BESIDE:
        return then(url("petitions:own", id))
    return page(request, actor, "portal/following/dossier.html", _context(actor, found))


def _context(actor: Actor, found: CasePage) -> dict[str, Any]:
    case = found.case
    result = files.result(found)
    now, fee = asked.of(actor, found, result.address if result else ""), asked.fee(found)
    return {
        "place": "portal:mine",
        "case": about(found),
        "stand": standing.stand(case, datetime.now(UTC)),
        "four": statuses.for_applicant(found),
        "whole": showing.whole_of(actor, case),
        "asked": now,
        "fee": fee if fee != now else None,
        "result": result,
        "timeline": telling.timeline(found),
        "papers": files.handed_in(found),
        "letters": files.received(found),
        "content": content.pairs(case),
        "sent": asked.address_of("portal:sent", case.id) if case.facts.get("channel") == "online" else "",
        "looks": url("portal:looks", case.id),
        "pay": _fee(found),
        "take": url("portal:take", case.id) if _takes(actor, found, result) else "",
        "withdraw": url("portal:withdraw", case.id) if asked.WITHDRAWS in asked.may(actor, case) else "",
    }


def _takes(actor: Actor, found: CasePage, result: files.Result | None) -> bool:
    """Whether the person may say now that the electronic result is taken: it was asked for, and it is there."""
    wanted = found.case.facts.get("delivery") == "online"
    return wanted and result is not None and asked.TAKES in asked.may(actor, found.case)


def _fee(found: CasePage) -> tuple[str, str] | None:
    """(amount, address) of a fee that can be paid online now, beside whatever else is asked."""
    fees = [one for one in payments.owed(found) if one.purpose != "duty"] if payment.gateway() else []
    return (money(sum(one.amount for one in fees)), url("portal:pay", found.case.id)) if fees else None


def about(found: CasePage) -> dict[str, Any]:
    """What every page about a dossier says of it."""
    case = found.case
    return {"code": case.code, "title": case.title, "version": case.length, "address": url("portal:dossier", case.id)}


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of the list of looks: which post, at what, how often that day and when last."""

    who: str
    what: str
    when: str


@for_citizens()
def looks(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Who looked at this dossier, day by day, the last first. Posts and bodies answer; one's own looks are counted."""
    found = reading.case_page(actor, id, "readers")
    told = own.looks(actor, id)
    days: dict[str, list[Seen]] = {}
    for one in told:
        if not one.own or _by_code(one):
            days.setdefault(day(one.day), []).append(_seen(one, found))
    context = {
        "place": "portal:mine",
        "case": about(found),
        "days": list(days.items()),
        "mine": sum(one.times for one in told if one.own and not _by_code(one)),
        "most": len(told) >= own.MOST_LOOKS,
    }
    return page(request, actor, "portal/following/looks.html", context)


def _by_code(one: Look) -> bool:
    return one.what == "track"


def _seen(one: Look, found: CasePage) -> Seen:
    clock = formatting.clock(one.last)
    when = clock if one.times == 1 else _("%(n)s lần, lần cuối %(clock)s", n=one.times, clock=clock)
    return Seen(_who(one), _what(one.what, found), when)


def _who(one: Look) -> str:
    if one.own:
        return _("Người có mã xác nhận gửi đến điện thoại hoặc thư điện tử của bạn")
    return ", ".join(part for part in (one.title, bodies.name_of(one.body) if one.body else "") if part) or _("Cán bộ")


def _what(what: str, found: CasePage) -> str:
    kind, _space, rest = what.partition(" ")
    if kind == "paper":
        name = next((one.name for one in found.papers if str(one.id) == rest), "")
        return _("xem giấy tờ “%(name)s”", name=name) if name else _("xem một giấy tờ")
    return {
        "dossier": _("xem hồ sơ"),
        "readers": _("xem danh sách người đã xem"),
        "letter": _("xem bản in của hồ sơ"),
        "move": _("xem hồ sơ khi thực hiện một bước"),
        "search": _("thấy hồ sơ khi tìm theo tên"),
        "book": _("xem sổ theo dõi hồ sơ, có dòng của bạn"),
        "excel": _("xuất danh sách ra Excel, có dòng của bạn"),
        "track": _("xem tình trạng hồ sơ, không có thông tin cá nhân"),
    }.get(kind, _("xem hồ sơ"))
