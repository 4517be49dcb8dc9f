"""Conditions of work at each commune: stated by its own office, seen by province, with who has not said or lacks."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.systems import conditions
from thongsuot.areas.systems.conditions import CHOICES, LABELS, LONGEST_NOTE, Condition
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotFound
from thongsuot.register import communes
from thongsuot.web.desk import forms, words
from thongsuot.web.desk.forms import Field
from thongsuot.web.doors import READING, WORKING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import day, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

SEEING = READING | {"admin"}


@used_by(SEEING)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The provinces that this person looks at, each with how many communes have said and lack something."""
    now = today()
    counts = conditions.counts(now)
    rows = [
        (url("systems:province", code), name, len(communes.of_province(code, now)), *counts.get(code, (0, 0, 0)))
        for code, name in conditions.provinces_of(actor, now)
    ]
    office = conditions.own(actor)
    mine = conditions.of([office.unit_code], now) if office else []
    context = {
        "place": "areas", "rows": rows, "state": url("systems:condition") if office else "",
        "mine": _shown(mine[0]) if mine else None,
    }  # fmt: skip
    return page(request, actor, "systems/conditions.html", context)


def _shown(one: Condition) -> dict[str, object]:
    pairs = [(_(LABELS[name]), _(dict(choices)[getattr(one, name)])) for name, choices in CHOICES.items()]
    label = LABELS["seats"]
    pairs.insert(3, (_(label), str(one.seats)))
    return {
        "name": one.name, "day": day(one.day), "pairs": pairs, "note": one.note, "by": one.entered_by,
        "lacks": "; ".join(_(lack) for lack in one.lacks),
    }  # fmt: skip


@used_by(SEEING)
def province(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """One province: who lacks what, who has not said. For its own people and the nation's."""
    now = today()
    if code not in {known for known, _name in conditions.provinces_of(actor, now)}:
        raise NotFound
    found = conditions.in_province(code, now)
    context = {
        "place": "areas",
        "found": found,
        "lacking": [_shown(one) for one in found.lacking],
        "fine": [_shown(one) for one in found.stated if not one.lacks],
    }
    return page(request, actor, "systems/province.html", context)


@used_by(WORKING, "GET", "POST")
def state(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The form by which a commune's office states what it has today; what it said last stands in it."""
    now = today()
    office = conditions.own(actor)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in (*CHOICES, "seats", "note")}
        try:
            conditions.state(actor, given, now, words.now())
            return then(url("systems:conditions"), Message(_("Đã ghi điều kiện làm việc của đơn vị.")))
        except NeedsNotMet as unmet:
            wrong = dict(unmet.faults)
    last = conditions.of([office.unit_code], now) if office else []
    kept = {name: str(getattr(last[0], name)) for name in (*CHOICES, "seats", "note")} if last else {}
    typed = {name: request.POST.get(name, kept.get(name, ""))[:LONGEST_NOTE] for name in (*CHOICES, "seats", "note")}
    fields = _fields(typed, wrong)
    context = {
        "place": "areas", "office": office, "fields": fields, "faults": forms.summary(fields),
        "last": day(last[0].day) if last else "",
    }  # fmt: skip
    return page(request, actor, "systems/condition.html", context, 422 if wrong else 200)


def _fields(typed: dict[str, str], wrong: dict[str, str]) -> list[Field]:
    found = [
        Field(name, _(LABELS[name]), "choice", choices=[(value, _(label)) for value, label in choices],
              value=typed[name], error=wrong.get(name, ""))
        for name, choices in CHOICES.items()
    ]  # fmt: skip
    label = LABELS["seats"]
    seats = Field("seats", _(label), value=typed["seats"], error=wrong.get("seats", ""), size="count",
                  mode="numeric", hint=_("Số chỗ ở quầy có máy tính làm việc được."))  # fmt: skip
    note = Field("note", _("Ghi chú"), "area", required=False, value=typed["note"], error=wrong.get("note", ""),
                 longest=LONGEST_NOTE)  # fmt: skip
    return [*found[:3], seats, *found[3:], note]
