"""Plan and completion of a period: each share with numerator, denominator and the lists behind both."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.tasks import reading
from thongsuot.areas.tasks.figures import FIGURES
from thongsuot.engine.actor import Actor
from thongsuot.engine.briefed import Figure, Ratio, Span
from thongsuot.engine.reading import PAGE
from thongsuot.engine.verbs import VIETNAM
from thongsuot.measures import external
from thongsuot.register import formatting
from thongsuot.web import published
from thongsuot.web.desk import forms, lists, words
from thongsuot.web.desk.forms import Field
from thongsuot.web.doors import READING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import day, number, url
from thongsuot.web.pages import page
from thongsuot.web.speech import say as _
from thongsuot.web.tasks import wording


@used_by(READING)
def plan(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The figures of a period (`tu`, `den`), and with `nhom` the tasks that one of them counts."""
    start, last, fault = _period(request)
    span = Span(_begin(start), min(_begin(last + timedelta(days=1)), words.now()))
    figures = {one.key: one for one in FIGURES if isinstance(one, Figure)}
    simulated = {one.key: one for statement in external.TASKS for one in statement.figures}
    asked = figures | simulated
    found = {key: reading.counted(one, span, actor) for key, one in asked.items()}
    counts = {key: len(ids) for key, ids in found.items()}
    made = {key: counts[key] for key in simulated if counts[key]}
    chosen = request.GET.get("nhom", "")
    query = {"tu": day(start), "den": day(last)}
    context: dict[str, Any] = {
        "place": "tasks",
        "fields": [
            Field("tu", _("Từ ngày"), value=query["tu"], size="short", mode="numeric", error=fault),
            Field("den", _("Đến hết ngày"), value=query["den"], size="short", mode="numeric"),
        ],
        "ratios": [_ratio(one, counts, query) for one in FIGURES if isinstance(one, Ratio)],
        "figures": [_figure(one, counts, query) for one in FIGURES if isinstance(one, Figure)],
        "published": [published.row(one, made, lambda key: _address(key, query)) for one in external.TASKS],
        "made": bool(made),
        "chosen": _(asked[chosen].label) if chosen in asked else "",
        **_listed(request, actor, found.get(chosen, ()), _address(chosen, query)),
        "home": url("tasks:plan"),
    }  # fmt: skip
    return page(request, actor, "tasks/plan.html", context)


def _listed(request: HttpRequest, actor: Actor, ids: tuple[UUID, ...], address: str) -> dict[str, Any]:
    """One page of the tasks behind a number, with the way to the others."""
    at = lists.page_number(request)
    shown = ids[(at - 1) * PAGE : at * PAGE]
    where, _hash, anchor = address.partition("#")
    before, after, told = lists.pager(where, at, len(ids))
    return {
        "rows": [wording.row(one) for one in reading.lines(actor, shown, words.now())],
        "before": f"{before}#{anchor}" if before else "",
        "after": f"{after}#{anchor}" if after else "",
        "pages": told,
    }


def _begin(of: date) -> datetime:
    return datetime.combine(of, time(), VIETNAM)


def _period(request: HttpRequest) -> tuple[date, date, str]:
    """First and last day as typed; this month for what is missing, with what is wrong for what is no day."""
    now = today()
    start, last = now.replace(day=1), now
    try:
        start = forms.read_day(request.GET.get("tu", "").replace("\x00", ""), _("Từ ngày")) or start
        last = forms.read_day(request.GET.get("den", "").replace("\x00", ""), _("Đến hết ngày")) or last
    except ValueError as wrong:
        return start, last, str(wrong)
    if not 2000 <= start.year <= 2199 or not 2000 <= last.year <= 2198 or last < start:
        return now.replace(day=1), now, _("Ngày đầu phải trước ngày cuối.")
    return start, last, ""


def _address(key: str, query: dict[str, str]) -> str:
    return f"{url('tasks:plan')}?{urlencode({**query, 'nhom': key})}#danh-sach"


def _figure(one: Figure, counts: dict[str, int], query: dict[str, str]) -> dict[str, Any]:
    count = counts[one.key]
    return {
        "label": _(one.label), "meaning": _(one.meaning), "number": number(count), "address": _address(one.key, query),
        "bad": one.bad and count > 0,
    }  # fmt: skip


def _ratio(one: Ratio, counts: dict[str, int], query: dict[str, str]) -> dict[str, Any]:
    above, below = counts[one.above], counts[one.below]
    return {
        "label": _(one.label), "meaning": _(one.meaning),
        "share": formatting.percent(above / below, 2) if below else _("chưa tính được"),
        "above": number(above), "below": number(below), "above_address": _address(one.above, query),
        "below_address": _address(one.below, query),
    }  # fmt: skip
