"""Dossiers kept together under a name: into a group, out of it, the list of groups, and a group moved as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine import groups, reading, verbs
from thongsuot.engine.access import WORKING, Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, StaleCase
from thongsuot.engine.process import Need, NeedKind
from thongsuot.engine.reading import CasePage
from thongsuot.web.desk import forms, keys, moves, words
from thongsuot.web.desk.batches import Outcome, Picked, report, tried
from thongsuot.web.desk.lists import batch_moves, shown
from thongsuot.web.desk.moves import Asked
from thongsuot.web.doors import used_by
from thongsuot.web.environment import case_url, moment, number, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

NEW, OUT = "moi", "ra"


@used_by(WORKING, "GET", "POST")
def place(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Put a dossier into a group, an old or a new one, or take it out."""
    found = reading.case_page(actor, id, "move")
    if found.sight is not Sight.FULL or not found.case.is_open:
        raise NotAllowed(_("Chỉ người đang giải quyết hồ sơ còn mở được đưa hồ sơ vào nhóm."))
    needs = _needs(actor, found)
    if request.method != "POST":
        return _form(request, actor, found, needs, Asked())
    typed = forms.typed(needs, request.POST)
    try:
        to = _chosen(actor, needs, typed)
        verbs.group(actor, id, keys.sent_version(request), to, key=keys.sent_key(request))
    except NeedsNotMet as unmet:
        return _form(request, actor, found, needs, Asked(typed, unmet.faults, answered=True, status=422))
    except StaleCase as stale:
        since = moves.since(found, stale.seen)
        return _form(request, actor, found, needs, Asked(typed, (), since, answered=True, status=409))
    if to is None:
        return then(case_url(id), Message(_("Hồ sơ đã ra khỏi nhóm.")))
    return then(case_url(id), Message(_("Đã đưa hồ sơ vào nhóm."), links=[(_("Xem cả nhóm"), url("desk:group", to))]))


def _needs(actor: Actor, found: CasePage) -> tuple[Need, ...]:
    now = str(found.case.facts.get(groups.FACT, ""))
    known = tuple((str(one.id), one.name) for one in groups.of_offices(actor) if str(one.id) != now)
    out = ((OUT, _("Không ở nhóm nào")),) if now else ()
    return (
        Need("group", _("Nhóm"), NeedKind.CHOICE, choices=(*known, (NEW, _("Lập nhóm mới")), *out)),
        Need("name", _("Tên nhóm mới"), NeedKind.TEXT, required=False, longest=groups.LONGEST,
             help=_("Chỉ ghi khi lập nhóm mới, ví dụ: Dự án cầu Nguyễn Hoàng, đợt 1")),
    )  # fmt: skip


def _chosen(actor: Actor, needs: Sequence[Need], typed: dict[str, Any]) -> UUID | None:
    """The group that was chosen, made now when it is a new one; None for out of any."""
    if typed["group"] not in dict(needs[0].choices):
        raise NeedsNotMet([("group", _("Chọn một nhóm, hoặc lập nhóm mới."))])
    if typed["group"] == OUT:
        return None
    return groups.make(actor, typed["name"]) if typed["group"] == NEW else UUID(typed["group"])


def _form(request: HttpRequest, actor: Actor, found: CasePage, needs: Sequence[Need], asked: Asked) -> HttpResponseBase:
    return moves.form_page(
        request, actor, found, needs, asked,
        label=_("Đưa vào nhóm"), address=f"{case_url(found.case.id)}/nhom",
        lines=[_("Bước, thời hạn của hồ sơ không đổi. Nhóm chỉ để cán bộ xem và thực hiện cùng nhau.")],
    )  # fmt: skip


@used_by(WORKING)
def groups_page(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The groups of one's offices with how many open dossiers each has."""
    rows = [
        {
            "name": one.name,
            "address": url("desk:group", one.id),
            "open": number(one.open_cases),
            "made": f"{one.made_by}, {moment(one.made_at)}",
        }
        for one in groups.of_offices(actor)
    ]
    return page(request, actor, "desk/groups.html", {"place": "work", "rows": rows})


@used_by(WORKING, "GET", "POST")
def group(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """One group: its dossiers, the steps that can be made for several, and codes to put in together."""
    found = groups.find(actor, id)
    if request.method == "POST":
        outcomes = [_put(request, actor, id, code) for code in _codes(request)]
        if outcomes:
            back = url("desk:group", id)
            label = _("Đưa vào nhóm %(name)s") % {"name": found.name}
            return report(request, actor, outcomes, label, back, _("Về nhóm"))
        return then(url("desk:group", id), Message(_("Nhập ít nhất một mã hồ sơ."), "warn"))
    context = {
        "place": "work",
        "name": found.name,
        "made": f"{found.made_by}, {moment(found.made_at)}",
        "rows": shown(groups.members(actor, id), words.now()),
        "batch": batch_moves(actor),
        "key": uuid7(),
        "own": url("desk:group", id),
        "codes": forms.Field(
            "ma", _("Mã hồ sơ"), "area", rows=4, longest=6000, hint=_("Mỗi dòng một mã, ghi trên giấy tiếp nhận.")
        ),
    }
    return page(request, actor, "desk/group.html", context)


def _codes(request: HttpRequest) -> list[str]:
    typed = request.POST.get("ma", "").replace("\x00", " ").replace(",", " ").replace(";", " ").upper().split()
    return list(dict.fromkeys(code[:60] for code in typed))[: groups.MOST]


def _put(request: HttpRequest, actor: Actor, id: UUID, code: str) -> Outcome:
    """One code of many: a dossier that cannot be put in says why, the others go on."""
    case = reading.find_code(actor, code)
    row = next(iter(reading.rows_of(actor, [case])), None) if case else None
    if row is None:
        return Outcome(code, url("desk:search"), reason=_("Không tìm thấy hồ sơ có mã này trong phạm vi của bạn."))
    key = keys.key_of_one(keys.sent_key(request), "group", str(row.id))
    return tried(Picked(row.id, row.length, code), lambda: verbs.group(actor, row.id, row.length, id, key=key))


def of_page(found: CasePage) -> dict[str, str] | None:
    """The group that a dossier's page names, to who sees the dossier fully."""
    known = groups.of_case(found.case.facts) if found.sight is Sight.FULL else None
    return {"name": known[1], "address": url("desk:group", known[0])} if known else None
