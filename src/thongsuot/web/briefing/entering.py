"""Figures of other sources: entered, corrected and withdrawn with their history; and who owes which report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotFound
from thongsuot.measures.briefing import duties, issuing, periods, places, statements
from thongsuot.measures.briefing.duties import LABELS, MISSING, Standing
from thongsuot.measures.briefing.periods import Chosen
from thongsuot.measures.briefing.places import PROVINCE
from thongsuot.measures.briefing.regime import BASIS, latest
from thongsuot.measures.briefing.regime import LABELS as KINDS
from thongsuot.measures.briefing.statements import NAMES, Statement, Typed
from thongsuot.measures.briefing.words import TITLES
from thongsuot.measures.briefing.words import number as written
from thongsuot.register import formatting
from thongsuot.web import published
from thongsuot.web.briefing.asking import Asked, asked
from thongsuot.web.briefing.showing import around
from thongsuot.web.desk import keys
from thongsuot.web.desk.forms import Fault, Field, read_day
from thongsuot.web.doors import READING, used_by
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

BLANK = {"section": "", "label": "", "value": "", "unit": "", "source": "", "on": "", "reason": ""}


@used_by(READING, "GET", "POST")
def statements_page(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What was entered for a place with its history; a form for who may enter."""
    wanted = asked(request, actor, request.GET)
    if request.method == "POST":
        return _posted(request, actor, wanted)
    corrected = _named(request.GET.get("sua", ""))
    typed = dict(BLANK)
    if corrected is not None and places.may_enter(actor, wanted.place):
        typed = _typed_of(statements.one(wanted.place, corrected))
    return _page(request, actor, wanted, typed, (), corrected)


def _named(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as strange:
        raise NotFound from strange


def _typed_of(one: Statement) -> dict[str, str]:
    return {
        "section": str(one.section), "label": one.label, "value": written(one.value), "unit": one.unit,
        "source": one.source, "on": one.on.strftime("%d/%m/%Y"), "reason": "",
    }  # fmt: skip


def _posted(request: HttpRequest, actor: Actor, wanted: Asked) -> HttpResponseBase:
    typed = {name: " ".join(request.POST.get(name, "").replace("\x00", "").split()) for name in BLANK}
    replaced, key = _named(request.POST.get("thay", "")), keys.sent_key(request)
    here = wanted.address("statements")
    try:
        if request.POST.get("viec") == "thoi" and replaced is not None:
            statements.withdraw(actor, wanted.place, replaced, typed["reason"], key=key)
            return then(here, Message(_("Đã thôi sử dụng số liệu này. Lịch sử vẫn giữ.")))
        section, label, value, unit, source = (typed[name] for name in ("section", "label", "value", "unit", "source"))
        given = Typed(section, label, value, unit, source, _day(typed["on"]))
        statements.enter(actor, wanted.place, given, key=key, replaces=replaced, why=typed["reason"])
    except NeedsNotMet as missing:
        return _page(request, actor, wanted, typed, missing.faults, replaced)
    return then(here, Message(_("Đã ghi số liệu. Số này được nêu kèm nguồn, không cộng vào số đã đếm.")))


def _day(text: str) -> Any:
    try:
        return read_day(text, NAMES["on"])
    except ValueError:
        return None


def _fields(typed: dict[str, str], faults: Sequence[Fault], correcting: bool) -> list[Field]:
    wrong = dict(reversed(list(faults)))

    def field(name: str, **more: Any) -> Field:
        label = _(NAMES.get(name, "Lý do sửa hoặc thôi sử dụng"))
        return Field(name, label, value=typed[name], error=wrong.get(name, ""), **more)

    found = [
        field(
            "section", kind="select", choices=[(str(int(key)), f"{key}. {_(title)}") for key, title in TITLES.items()]
        ),
        field("label", longest=200),
        field("value", size="short", mode="decimal", hint=_("Ví dụ 1.250 hoặc 65,89")),
        field("unit", size="short", longest=40, hint=_("Ví dụ: vụ, người, tỷ đồng, %")),
        field("source", longest=300, hint=_("Cơ quan, số văn bản hoặc báo cáo")),
        field("on", size="short", mode="numeric", hint=_("Ví dụ 21/11/2026")),
    ]
    return [*found, field("reason", longest=300)] if correcting else found


def _page(
    request: HttpRequest, actor: Actor, wanted: Asked, typed: dict[str, str], faults: Sequence[Fault], thay: UUID | None
) -> HttpResponseBase:
    kept = statements.entered(wanted.place, history=True)
    replaced = {one.replaces for one in kept}
    context = {
        **around(actor, wanted),
        "fields": _fields(typed, faults, thay is not None),
        "faults": [(f"f-{name}" if name else "", sentence) for name, sentence in faults],
        "key": uuid7(),
        "thay": thay or "",
        "standing": [_line(wanted, one) for one in kept if one.id not in replaced and not one.withdrawn],
        "past": [_line(wanted, one) for one in kept if one.id in replaced or one.withdrawn],
        "published": [] if wanted.place.code else [_line(wanted, one) for one in statements.published()],
    }
    return page(request, actor, "briefing/statements.html", context, 422 if faults else 200)


def _line(wanted: Asked, one: Statement) -> dict[str, Any]:
    return {
        "one": one,
        "section": f"{one.section}. {_(TITLES[one.section])}",
        "value": published.value(one.value, one.of, one.unit),
        "correct": wanted.address("statements", sua=str(one.id)) if one.id else "",
    }


@used_by(READING)
def duties_page(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Who owes which report by when, and who has not reported: those this reader may open."""
    wanted = asked(request, actor, request.GET)
    found = duties.standings(issuing.now())
    context = {
        **around(actor, wanted),
        "rows": [_duty(wanted, one) for one in found],
        "nobody": not any(_missing(wanted, one) for one in found),
        "cut_offs": [_cut_off(wanted, kind) for kind in ("week", *periods.BY_MONTHS)],
        "basis": BASIS,
    }
    return page(request, actor, "briefing/duties.html", context)


def _cut_off(wanted: Asked, kind: str) -> tuple[str, str, str]:
    """A kind of report: its name, the days of the last one that is over, and the briefing of those days."""
    over = latest(kind, places.today())
    chosen = Chosen(kind, over.first, over.last)
    address = Asked(wanted.place, chosen, wanted.now).address("show")
    return _(KINDS[kind]), f"{formatting.day(over.first)} – {formatting.day(over.last)}", address


def _seen(wanted: Asked, one: Standing) -> list[str]:
    """Who owes it within the place that is looked at."""
    own = wanted.place.province if wanted.place.code else ""
    return [code for code in one.names if not own or code == own]


def _missing(wanted: Asked, one: Standing) -> list[str]:
    return [code for code in _seen(wanted, one) if one.states[code] == MISSING]


def _duty(wanted: Asked, one: Standing) -> dict[str, Any]:
    seen = _seen(wanted, one)
    counts = {state: sum(one.states[code] == state for code in seen) for state in LABELS}
    return {
        "duty": one.duty,
        "kind": _(KINDS[one.duty.kind]),
        "days": one.days,
        "due_at": one.due_at,
        "states": [(state, _(LABELS[state]), number) for state, number in counts.items() if number],
        "missing": [one.names[code] for code in _missing(wanted, one)],
        "owing": wanted.place.tier == PROVINCE and wanted.place.code in _missing(wanted, one),
    }
