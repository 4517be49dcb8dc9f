"""Conditions of work at each commune: stated by its own office, seen by province, with who has not said or lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.systems import conditions
from thongsuot.areas.systems.conditions import ALL, CHOICES, LABELS, LONGEST_NOTE, VIEWS, Condition
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotFound
from thongsuot.register import communes
from thongsuot.web.desk import forms, words
from thongsuot.web.desk.forms import Field
from thongsuot.web.doors import READING, WORKING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import day, number, url
from thongsuot.web.exports.pages import address as excel_of
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _
from thongsuot.web.systems import drawing

SEEING = READING | {"admin"}


@used_by(SEEING)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The provinces that this person looks at, on the map and in a list; above them what one's own commune stated."""
    now, view = today(), viewed(request.GET)
    rows = drawing.rows(conditions.provinces_of(actor, now), conditions.counts(now), now)
    office = conditions.own(actor)
    mine = conditions.of([office.unit_code], now) if office else []
    context = {
        "place": "areas",
        "rows": rows,
        "tabs": drawing.tabs(url("systems:conditions"), drawing.sums(rows)) if len(rows) > 1 else [],
        "view": view,
        "map": drawing.nation(rows, view) if len(rows) > 1 else "",
        "table": excel_of("dieu-kien", xem=view),
        "state": url("systems:condition") if office else "",
        "mine": _shown(mine[0]) if mine else None,
    }
    return page(request, actor, "systems/conditions.html", context)


def viewed(given: Mapping[str, str]) -> str:
    """Which communes an address asks for; a strange word asks for all."""
    view = given.get("xem", ALL)
    return view if view in VIEWS else ALL


def _shown(one: Condition) -> dict[str, Any]:
    words = {name: _(dict(choices)[getattr(one, name)]) for name, choices in CHOICES.items()}
    words["seats"] = number(one.seats)
    return {
        "name": one.name, "day": day(one.day), "note": one.note, "by": one.entered_by,
        "pairs": [(_(label), words[name]) for name, label in LABELS.items()],
        "cells": [(_(label), words[name], name in one.lacks) for name, label in LABELS.items()],
    }  # fmt: skip


@used_by(SEEING)
def province(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """One province: a map of its communes, who lacks what, who has not said. For its own people and the nation's."""
    now, view = today(), viewed(request.GET)
    if code not in {known for known, _name in conditions.provinces_of(actor, now)}:
        raise NotFound
    found = conditions.places([code], now)
    home = url("systems:province", code)
    context = {
        "place": "areas",
        "name": communes.province_name(code, now),
        "total": len(found),
        "stated": sum(one.stated is not None for one in found),
        "tabs": drawing.tabs(home, {key: sum(one.shown(key) for one in found) for key in VIEWS}),
        "view": view,
        "map": drawing.communes_of(code, found, view, home),
        "outlined": drawing.outlined(code),
        "labels": [_(label) for label in LABELS.values()],
        "rows": [
            {"code": one.code, "name": one.name, "said": _shown(one.stated) if one.stated else None}
            for one in found
            if one.shown(view)
        ],
        "table": excel_of("dieu-kien", tinh=code, xem=view),
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
