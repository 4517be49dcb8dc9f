"""Making a move of a dossier's table, taking, giving, undoing it: the page asks, the engine decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine import access, reading, verbs
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused, StaleCase
from thongsuot.engine.process import Clock, Move, Need, NeedKind
from thongsuot.engine.reading import CasePage
from thongsuot.engine.registry import area
from thongsuot.register import bodies, people
from thongsuot.web.areas import fields as naming
from thongsuot.web.desk import content, forms, keys, words
from thongsuot.web.desk.choosing import effect, form_name
from thongsuot.web.doors import WORKING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

END_OF_WORK = "17:00"
PROMISING = (Clock.PROMISE, Clock.EXTEND)


@dataclass(frozen=True)
class Asked:
    """One form about one dossier as it is drawn: what was typed, what is wrong, what changed meanwhile."""

    typed: Mapping[str, Any] = field(default_factory=dict)
    faults: Sequence[forms.Fault] = ()
    changed: Sequence[str] = ()
    answered: bool = False
    status: int = 200


@used_by(WORKING, "GET", "POST")
def move(request: HttpRequest, actor: Actor, id: UUID, name: str) -> HttpResponseBase:
    """The form of one move, and its sending. What is sent well needs the table only; the page, when asked again."""
    row = reading.table_of(actor, id).move(name)
    if row is None or row.opens:
        raise NotFound
    if request.method != "POST":
        found = reading.case_page(actor, id, "move")
        _may(actor, row, found.case)
        return _form(request, actor, found, row, Asked(_filled(actor, found.case, row)))
    typed = forms.typed(row.needs, request.POST)
    given, faults = naming.given(row.needs, typed, actor)
    if faults or forms.rearranging(request.POST):
        again = Asked(typed, answered=True) if forms.rearranging(request.POST) else _wrong(typed, faults)
        return _form(request, actor, reading.case_page(actor, id, "move"), row, again)
    try:
        after = verbs.move(actor, id, keys.sent_version(request), name, given, key=keys.sent_key(request))
    except NeedsNotMet as unmet:
        return _form(request, actor, reading.case_page(actor, id, "move"), row, _wrong(typed, unmet.faults))
    except StaleCase as stale:
        return _stale(request, actor, reading.case_page(actor, id, "move"), row, typed, stale.seen)
    except Refused as refusal:
        if isinstance(refusal, NotAllowed | Impossible | NotFound) or not row.needs:
            raise
        told = Asked(typed, [("", refusal.sentence)], answered=True, status=409)
        return _form(request, actor, reading.case_page(actor, id, "move"), row, told)
    if access.sight(actor, after) is Sight.NONE:
        return _gone(after, _(row.label))
    return _done(after, _(row.label), row)


def _filled(actor: Actor, case: Case, row: Move) -> dict[str, Any]:
    """What the area writes into a form before anybody types."""
    face = area(case.kind).face
    known = face.fills(actor, case, row) if face is not None else {}
    found = {need.name: forms.show(need, known[need.name]) for need in row.needs if need.name in known}
    # A day that is promised lasts until the end of work: the day alone has to be typed.
    promised = [need.name for need in row.needs if need.kind is NeedKind.MOMENT] if row.clock in PROMISING else []
    return {**dict.fromkeys(promised, ("", END_OF_WORK)), **found}


def _wrong(typed: Mapping[str, Any], faults: Sequence[forms.Fault]) -> Asked:
    return Asked(typed, faults, answered=True, status=422)


def _may(actor: Actor, row: Move, case: Case) -> None:
    verdict = access.may(actor, row, case)
    if not verdict.allowed:
        raise NotAllowed(verdict.reason)


def _stale(
    request: HttpRequest, actor: Actor, found: CasePage, row: Move, typed: Mapping[str, Any], seen: int
) -> HttpResponseBase:
    """Somebody was faster: what changed is told, what was typed stays, and the person decides."""
    if not access.may(actor, row, found.case).allowed:
        raise Impossible(f"{'; '.join(since(found, seen))}. {access.may(actor, row, found.case).reason}")
    return _form(request, actor, found, row, Asked(typed, (), since(found, seen), answered=True, status=409))


def since(found: CasePage, seen: int) -> list[str]:
    """What happened to the case after the version that somebody saw."""
    lines = list(reversed(words.timeline(found)))[max(seen, 0) :]
    return [f"{line.when}, {line.sentence}" for line in lines]


def _form(request: HttpRequest, actor: Actor, found: CasePage, row: Move, asked: Asked) -> HttpResponseBase:
    address = f"{url('desk:case', found.case.id)}/buoc/{row.name}"
    return form_page(
        request, actor, found, with_bodies(row.needs, found.case, actor), asked, label=_(row.label), address=address,
        lines=effect(row, found.case), irrevocable=row.irrevocable,
    )  # fmt: skip


def with_bodies(needs: Sequence[Need], case: Case, actor: Actor) -> Sequence[Need]:
    """The needs with the bodies that may be chosen, where a move sends the case elsewhere, and the persons."""
    routing = area(case.kind).routing
    needs = naming.offered(needs, area(case.kind).face, actor, case)
    if routing is None or not any(need.kind is NeedKind.BODY for need in needs):
        return needs
    offered = routing.offered(case, today())
    none = _("Không tìm thấy cơ quan nào khác có thẩm quyền với thủ tục này. Hỏi bộ phận kiểm soát thủ tục hành chính.")
    return [
        replace(need, choices=offered, help=need.help if offered else none)
        if need.kind is NeedKind.BODY and not need.choices
        else need
        for need in needs
    ]


def form_page(
    request: HttpRequest,
    actor: Actor,
    found: CasePage,
    needs: Sequence[Need],
    asked: Asked,
    *,
    label: str,
    address: str,
    lines: Sequence[str] = (),
    irrevocable: bool = False,
) -> HttpResponseBase:
    """A form about one dossier that asks for these needs."""
    return fields_page(
        request, actor, found, naming.fields(needs, asked.typed, asked.faults, actor), asked,
        label=label, address=address, lines=lines, irrevocable=irrevocable,
    )  # fmt: skip


def fields_page(
    request: HttpRequest,
    actor: Actor,
    found: CasePage,
    fields: Sequence[forms.Field],
    asked: Asked,
    *,
    label: str,
    address: str,
    lines: Sequence[str] = (),
    irrevocable: bool = False,
) -> HttpResponseBase:
    """A form about one dossier: its fields, what sending it does, what is wrong, what changed meanwhile."""
    case, at = found.case, words.now()
    mark = words.mark(case, at)
    shown = {field.name for field in fields}
    others = [("", sentence) for name, sentence in asked.faults if name not in shown]
    context = {
        "place": "work",
        "case": {
            "code": case.code,
            "title": case.title,
            "subject_name": case.subject_name,
            "version": case.length,
            "address": case_url(case.id),
            "status_mark": mark,
            "due_words": words.deadline_of(case, at).words,
        },
        "move": {"label": label, "address": address, "effect": lines, "irrevocable": irrevocable},
        "fields": fields,
        "faults": forms.summary(fields, others),
        "changed": asked.changed,
        "answered": asked.answered,
        "key": uuid7(),
    }
    return page(request, actor, "desk/move.html", context, asked.status)


def _done(case: Case, label: str, row: Move | None = None) -> HttpResponseBase:
    """Back to the dossier with a sentence, and beside it the form that the step printed."""
    address = case_url(case.id)
    links = [(_("Về danh sách việc"), url("desk:work"))]
    if row is not None and row.letter and row.letter != "06":
        links.insert(
            0, (_("In %(form)s") % {"form": form_name(row.letter)}, f"{address}/mau/{row.letter}/{case.length}")
        )
    step = _(case.table.state(case.step).label)
    text = _("Đã ghi: %(move)s. Đang ở bước: %(step)s.") % {"move": label, "step": step}
    return then(address, Message(text, links=links))


def _gone(case: Case, label: str) -> HttpResponseBase:
    """Back to the work list: the dossier went where this officer does not see it any more."""
    told = {"move": label, "code": case.code or case.title, "body": bodies.name_of(case.competent_body)}
    return then(url("desk:work"), Message(_("Đã ghi: %(move)s. %(code)s nay ở %(body)s.") % told))


@used_by(WORKING, "POST")
def claim(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Take a dossier from a queue of mine."""
    after = verbs.claim(actor, id, keys.sent_version(request), key=keys.sent_key(request))
    return then(case_url(after.id), Message(_("Bạn đã nhận việc này.")))


@used_by(WORKING, "GET", "POST")
def assign(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Give a dossier to a colleague of its queue, or back to the queue."""
    found = reading.case_page(actor, id, "move")
    if found.sight is not Sight.FULL or not found.case.is_open or not found.case.queue_body:
        raise NotAllowed(_("Bước này không giao cho người khác được."))
    need = _to_whom(found.case)
    label, address = _("Giao lại"), f"{url('desk:case', id)}/giao"
    asked = Asked()
    if request.method == "POST":
        typed = forms.typed([need], request.POST)
        asked = Asked(typed, answered=True)
        if typed["to"] not in dict(need.choices):
            asked = Asked(typed, [("to", _("Chọn người nhận, hoặc trả về hàng chờ."))], answered=True, status=422)
        elif not forms.rearranging(request.POST):
            to = UUID(typed["to"]) if typed["to"] != QUEUE else None
            after = verbs.assign(actor, id, keys.sent_version(request), to, key=keys.sent_key(request))
            return _done(after, label)
    return form_page(request, actor, found, [need], asked, label=label, address=address)


QUEUE = "hang-cho"


def _to_whom(case: Case) -> Need:
    held = people.holders(case.queue_body, case.queue_role, today())
    colleagues = tuple(
        (str(one.person), f"{one.person_name}, {one.title}") for one in held if one.person != case.assignee
    )
    back = ((QUEUE, _("Trả về hàng chờ chung")),)
    return Need("to", _("Giao cho"), NeedKind.CHOICE, choices=(*colleagues, *back))


@used_by(WORKING, "GET", "POST")
def undo(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Take the last step back, after a page that says what that means."""
    found = reading.case_page(actor, id, "move")
    changed: Sequence[str] = ()
    if request.method == "POST":
        try:
            after = verbs.undo(actor, id, keys.sent_version(request), key=keys.sent_key(request))
            return _done(after, _("Hoàn tác"))
        except StaleCase as stale:
            changed = since(found, stale.seen)
    place = words.undoable(found, actor)
    if place is None:
        raise Impossible(_("Không còn bước nào mà bạn được hoàn tác."))
    line = list(reversed(words.timeline(found)))[place]
    context = {
        "place": "work",
        "case": {"code": found.case.code, "version": found.case.length, "address": case_url(id)},
        "sentence": f"{line.when}, {line.sentence}",
        "changed": changed,
        "key": uuid7(),
    }
    return page(request, actor, "desk/undo.html", context, 409 if changed else 200)


__all__ = ["assign", "claim", "content", "form_page", "move", "undo"]
