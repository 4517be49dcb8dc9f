"""One step for many dossiers: select, say what it needs once, and a report of what was done and what was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine import needs, registry, verbs
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.engine.process import Move
from thongsuot.web.desk import forms, keys
from thongsuot.web.desk.choosing import effect
from thongsuot.web.desk.lists import CLAIM, batch_moves
from thongsuot.web.doors import used_by
from thongsuot.web.environment import case_url, number, url
from thongsuot.web.pages import Message, ours, page, then
from thongsuot.web.speech import say as _

MOST = 200


@dataclass(frozen=True, slots=True)
class Picked:
    """One dossier as it was ticked: with the version that its list showed."""

    id: UUID
    version: int
    code: str

    @property
    def value(self) -> str:
        return f"{self.id}:{self.version}:{self.code}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one dossier of a batch."""

    code: str
    address: str
    step_label: str = ""
    reason: str = ""


@used_by(WORKING, "POST")
def batch(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Do the chosen step for the ticked dossiers, each on its own: one that cannot does not stop the others."""
    back = ours(request.POST.get("tiep", ""), url("desk:work"))
    picked, name = ticked(request), request.POST.get("buoc", "")
    if not picked or name not in dict(batch_moves(actor)):
        sentence = _("Đánh dấu ít nhất một hồ sơ.") if not picked else _("Chọn bước cho các hồ sơ đã đánh dấu.")
        return then(back, Message(sentence, "warn"))
    row = _row(name)
    if row is None:
        return report(request, actor, _claim_all(request, actor, picked), _("Nhận việc"), back)
    if row.needs and not request.POST.get("_send"):
        return _form(request, actor, picked, row, back, {})
    typed = forms.typed(row.needs, request.POST)
    given, faults = forms.given(row.needs, typed)
    if not faults:
        try:
            needs.check(row, given)
        except NeedsNotMet as unmet:
            faults = list(unmet.faults)
    if faults or forms.rearranging(request.POST):
        return _form(request, actor, picked, row, back, typed, faults)
    return report(request, actor, _move_all(request, actor, picked, row, given), _(row.label), back)


def _row(name: str) -> Move | None:
    """The move of that name that may be made in batches; None for taking dossiers from the queue."""
    if name == CLAIM:
        return None
    return next((row for area in registry.areas() if (row := area.process.move(name)) is not None and row.batch), None)


def ticked(request: HttpRequest) -> list[Picked]:
    """The dossiers ticked on a list, each with the version that the list showed."""
    found = []
    for value in request.POST.getlist("ho_so")[:MOST]:
        id, _colon, rest = value.partition(":")
        version, _colon, code = rest.partition(":")
        try:
            found.append(Picked(UUID(id), int(version[:9]), code[:60]))
        except ValueError:
            continue
    return found


def _claim_all(request: HttpRequest, actor: Actor, picked: Sequence[Picked]) -> list[Outcome]:
    key = keys.sent_key(request)
    return [
        tried(
            one, lambda one=one: verbs.claim(actor, one.id, one.version, key=keys.key_of_one(key, "claim", str(one.id)))
        )
        for one in picked
    ]


def _move_all(
    request: HttpRequest, actor: Actor, picked: Sequence[Picked], row: Move, given: Mapping[str, Any]
) -> list[Outcome]:
    key = keys.sent_key(request)
    return [
        tried(
            one,
            lambda one=one: verbs.move(
                actor, one.id, one.version, row.name, given, key=keys.key_of_one(key, row.name, str(one.id))
            ),
        )
        for one in picked
    ]


def tried(picked: Picked, work: Any) -> Outcome:
    """Do one dossier's part of a batch; a refusal becomes its reason."""
    address = case_url(picked.id)
    try:
        after = work()
    except Refused as refusal:
        return Outcome(picked.code, address, reason=refusal.sentence)
    return Outcome(after.code or picked.code, address, step_label=_(after.table.state(after.step).label))


def _form(
    request: HttpRequest,
    actor: Actor,
    picked: Sequence[Picked],
    row: Move,
    back: str,
    typed: Mapping[str, Any],
    faults: Sequence[forms.Fault] = (),
) -> HttpResponseBase:
    fields = forms.fields(row.needs, typed, faults)
    context = {
        "place": "work",
        "heading": _("%(move)s: %(count)s hồ sơ") % {"move": _(row.label), "count": number(len(picked))},
        "cases": picked,
        "move": {"name": row.name, "label": _(row.label), "effect": effect(row, None), "irrevocable": row.irrevocable},
        "fields": fields,
        "faults": forms.summary(fields),
        "answered": bool(typed),
        "back": back,
        "key": uuid7(),
    }
    return page(request, actor, "desk/batch.html", context, 422 if faults else 200)


def report(
    request: HttpRequest,
    actor: Actor,
    outcomes: Sequence[Outcome],
    label: str,
    back: str,
    back_label: str = "",
    place: str = "work",
) -> HttpResponseBase:
    """The page that says what was done, and for the others why not."""
    done = [one for one in outcomes if not one.reason]
    failed = [one for one in outcomes if one.reason]
    told = {"done": number(len(done)), "all": number(len(outcomes)), "failed": number(len(failed))}
    sentence = _("Đã thực hiện %(done)s trong %(all)s hồ sơ.") % told
    if failed:
        sentence = _("Đã thực hiện %(done)s trong %(all)s hồ sơ; %(failed)s hồ sơ giữ nguyên, lý do ở dưới.") % told
    context = {
        "place": place,
        "title": label,
        "words": sentence,
        "done": done,
        "failed": failed,
        "back": back,
        "back_label": back_label or _("Về danh sách việc"),
    }
    return page(request, actor, "desk/report.html", context)
