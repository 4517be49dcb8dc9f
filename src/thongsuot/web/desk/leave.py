"""Being away: leave planned with who acts meanwhile, coming back, and all that somebody holds handed on at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine import handing
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.handing import Held
from thongsuot.engine.process import Need, NeedKind
from thongsuot.register import bodies, leave
from thongsuot.register.leave import CannotLeave
from thongsuot.web.desk import forms, keys
from thongsuot.web.desk.batches import Outcome, report
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, day, number, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

QUEUE = "hang-cho"


def offices_led(actor: Actor) -> list[str]:
    """The bodies for whose people this actor plans leave: a head's own, all those of a chair's house."""
    found: dict[str, None] = {}
    for office in actor.offices:
        if "head" in office.roles:
            found[office.body] = None
        if "chair" in office.roles:
            found |= dict.fromkeys(one.key for one in bodies.offices(office.house))
    return list(found)


def _own(actor: Actor) -> list[str]:
    return list(dict.fromkeys(one.body for one in actor.offices if one.acting_for is None))


def _house(actor: Actor) -> list[str]:
    """Everywhere a stand-in may come from: the offices of the actor's houses."""
    return list(dict.fromkeys(one.key for office in actor.offices for one in bodies.offices(office.house)))


def whose(actor: Actor) -> dict[UUID, str]:
    """Whose leave this actor plans and whose work she hands on: her own, and that of the people whom she leads."""
    found = {actor.person: _("Tôi")} if actor.person else {}
    led = leave.colleagues(offices_led(actor), today()) if offices_led(actor) else []
    return {**{person: f"{name}, {title}" for person, name, title in led}, **found}


@used_by(WORKING, "GET", "POST")
def away(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Who is away and will be, and the form that plans leave."""
    people = whose(actor)
    needs = _needs(actor, people)
    typed, faults = forms.typed(needs, request.POST) if request.method == "POST" else {}, list[forms.Fault]()
    if request.method == "POST":
        try:
            told = _plan(actor, needs, typed)
        except NeedsNotMet as unmet:
            faults = list(unmet.faults)
        else:
            return then(url("desk:leave"), told)
    fields = forms.fields(needs, typed, faults)
    shown = {field.name for field in fields}
    context = {
        "place": "work",
        "fields": fields,
        "faults": forms.summary(fields, [one for one in faults if one[0] not in shown]),
        "answered": bool(typed),
        "key": uuid7(),
        "rows": [_row(one, people) for one in leave.planned([*_own(actor), *offices_led(actor)], today())],
        "people": [(url("desk:hand_on", person), name) for person, name in people.items()],
    }
    return page(request, actor, "desk/leave.html", context, 422 if faults else 200)


def _needs(actor: Actor, people: dict[UUID, str]) -> tuple[Need, ...]:
    stand_ins = [(str(person), f"{name}, {title}") for person, name, title in leave.colleagues(_house(actor), today())]
    known = tuple((str(person), name) for person, name in people.items())
    return (
        Need("who", _("Người vắng mặt"), NeedKind.BODY, choices=known),
        Need("deputy", _("Người làm thay"), NeedKind.BODY, choices=tuple(stand_ins),
             help=_("Người này thấy và làm được mọi việc của vị trí trong những ngày đó; nhật ký ghi tên cả hai.")),
        Need("since", _("Từ ngày"), NeedKind.DATE),
        Need("last", _("Đến hết ngày"), NeedKind.DATE),
        Need("basis", _("Lý do, căn cứ"), NeedKind.TEXT, longest=200,
             help=_("Ví dụ: nghỉ phép năm; giấy ủy quyền số 12/GUQ-UBND")),
    )  # fmt: skip


def _plan(actor: Actor, needs: Sequence[Need], typed: dict[str, Any]) -> Message:
    given, faults = forms.given(needs, typed)
    faults += [
        (need.name, _("Nhập mục “%(label)s”.") % {"label": need.label}) for need in needs if need.name not in given
        and need.name not in dict(faults)
    ]  # fmt: skip
    for need in needs[:2]:
        if need.name in given and given[need.name] not in dict(need.choices):
            faults.append((need.name, _("Chọn một người trong danh sách.")))
    if not faults and ("\x00" in given["basis"] or len(given["basis"]) > needs[4].longest):
        faults.append(("basis", _("Lý do dài quá 200 ký tự hoặc có ký tự không hợp lệ.")))
    if not faults and given["since"] < today().isoformat():
        faults.append(("since", _("Ngày đầu nghỉ phải từ hôm nay trở đi.")))
    if faults:
        raise NeedsNotMet(faults)
    person, since, last = UUID(given["who"]), _date(given["since"]), _date(given["last"])
    places = _own(actor) if person == actor.person else offices_led(actor)
    try:
        leave.plan(person, places, UUID(given["deputy"]), since, last, basis=given["basis"])
    except CannotLeave as cannot:
        raise NeedsNotMet([("", str(cannot))]) from cannot
    links = [(_("Chuyển việc đang giữ"), url("desk:hand_on", person))]
    return Message(_("Đã ghi ngày nghỉ và người làm thay."), links=links)


def _date(text: str) -> date:
    return date.fromisoformat(text)


def _row(one: leave.Away, people: dict[UUID, str]) -> dict[str, Any]:
    now = one.since <= today()
    return {
        "who": one.person_name,
        "post": f"{one.title}, {bodies.name_of(one.body)}",
        "deputy": one.deputy_name,
        "days": _("từ %(since)s đến trước %(until)s") % {"since": day(one.since), "until": day(one.until)},
        "basis": one.basis,
        "mark": ("due_soon", _("Đang vắng")) if now else ("on_time", _("Sắp tới")),
        "end": url("desk:come_back", one.id) if one.person in people else "",
        "end_label": _("Đã trở lại làm việc") if now else _("Bỏ ngày nghỉ này"),
    }


@used_by(WORKING, "POST")
def come_back(request: HttpRequest, actor: Actor, holding: int) -> HttpResponseBase:
    """End leave earlier: by the person herself or who leads her office."""
    known = [one for one in leave.planned([*_own(actor), *offices_led(actor)], today()) if one.id == holding]
    if not known:
        raise NotFound
    if known[0].person != actor.person and known[0].body not in offices_led(actor):
        raise NotAllowed(_("Chỉ người vắng mặt hoặc lãnh đạo của người đó được kết thúc lần nghỉ."))
    try:
        leave.come_back(holding, today())
    except CannotLeave as cannot:
        raise Refused(str(cannot)) from cannot
    return then(url("desk:leave"), Message(_("Đã kết thúc. Từ hôm nay không ai làm thay vị trí này.")))


@used_by(WORKING, "GET", "POST")
def hand_on(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponseBase:
    """All that a person holds, given to a colleague or back to its queues, with a report of what could not go."""
    people = whose(actor)
    if person not in people:
        raise NotFound
    need = _to_whom(actor, person)
    typed, faults = {}, list[forms.Fault]()
    if request.method == "POST":
        typed = forms.typed([need], request.POST)
        if typed["to"] in dict(need.choices):
            to = UUID(typed["to"]) if typed["to"] != QUEUE else None
            done = [_outcome(one, after) for one, after in handing.hand_on(actor, person, to, keys.sent_key(request))]
            label = _("Chuyển việc của %(name)s") % {"name": people[person]}
            return report(request, actor, done, label, url("desk:leave"), _("Về trang nghỉ phép"))
        faults = [("to", _("Chọn người nhận, hoặc trả về hàng chờ."))]
    held = handing.held_by(actor, person)
    fields = forms.fields([need], typed, faults)
    context = {
        "place": "work",
        "name": people[person],
        "cases": [{"code": one.code, "title": one.title, "address": case_url(one.id)} for one in held],
        "count": number(len(held)),
        "fields": fields,
        "faults": forms.summary(fields),
        "address": url("desk:hand_on", person),
        "key": uuid7(),
    }
    return page(request, actor, "desk/hand_on.html", context, 422 if faults else 200)


def _to_whom(actor: Actor, person: UUID) -> Need:
    near = leave.colleagues([*_own(actor), *offices_led(actor)], today())
    chosen = tuple((str(one), f"{name}, {title}") for one, name, title in near if one != person)
    back = ((QUEUE, _("Trả về hàng chờ chung")),)
    return Need("to", _("Chuyển cho"), NeedKind.BODY, choices=(*chosen, *back))


def _outcome(one: Held, after: Case | Refused) -> Outcome:
    if isinstance(after, Refused):
        return Outcome(one.code, case_url(one.id), reason=after.sentence)
    return Outcome(one.code, case_url(one.id), step_label=_(after.table.state(after.step).label))
