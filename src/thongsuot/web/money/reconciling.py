"""The page of the day's reconciliation: totals, differences with their owners, what goes back, and the workbook."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import urlencode

from thongsuot.areas.dossiers import reconciling, refunds
from thongsuot.areas.dossiers.models_money import Reconciled, Refund
from thongsuot.engine import sheets
from thongsuot.engine.access import OVERSEEING
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Refused
from thongsuot.engine.sheets import Column, Sheet
from thongsuot.register import bodies
from thongsuot.web.desk import forms
from thongsuot.web.desk.forms import Field
from thongsuot.web.desk.papers import as_file
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, day, money, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

READERS = reconciling.READING | OVERSEEING
RUNNERS = reconciling.SETTLING | {"control"}
LONGEST_SPAN = timedelta(days=92)
MARKS = {"matched": "done", "only_here": "due_soon", "only_there": "overdue", "differs": "overdue"}
FLOWS = {"in": "Thu", "out": "Hoàn, đòi lại"}


@used_by(READERS)
def show(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The transactions of some days, open differences first; a week when no days are chosen."""
    since, until, faults = _span(request)
    state = request.GET.get("tinh-trang", "")
    state = state if state in (*reconciling.STATES, "open") else ""
    rows, totals = reconciling.page(actor, since, until, state)
    asked = {"tu": since.isoformat(), "den": until.isoformat(), "tinh-trang": state}
    context = {
        "place": "money",
        "faults": faults,
        "fields": _fields(since, until, state),
        "rows": [_row(one) for one in rows],
        "totals": [
            (_("Giao dịch"), str(totals.rows)),
            (_("Tổng theo sổ ở đây"), money(totals.ours)),
            (_("Tổng theo sao kê"), money(totals.theirs)),
            (_("Chênh lệch"), money(totals.ours - totals.theirs)),
            *((_(reconciling.STATES[key]), str(count)) for key, count in totals.by_state),
            (_("Còn phải xử lý"), str(totals.open)),
        ],
        "refunds": [_refund(one) for one in refunds.waiting(actor)],
        "excel": f"{url('money:workbook')}?{urlencode(asked)}",
        "may_run": bool(actor.roles & RUNNERS),
        "yesterday": day(today() - timedelta(days=1)),
    }
    return page(request, actor, "money/reconciling.html", context, 422 if faults else 200)


def _span(request: HttpRequest) -> tuple[date, date, list[forms.Fault]]:
    """The days that were chosen, as typed or as ISO, and what is wrong with them."""
    until, since = today(), today() - timedelta(days=6)
    try:
        until = forms.read_day(request.GET.get("den", ""), _("Đến ngày")) or until
        since = forms.read_day(request.GET.get("tu", ""), _("Từ ngày")) or min(since, until)
    except ValueError as wrong:
        return since, until, [("f-tu", str(wrong))]
    if not since <= until <= since + LONGEST_SPAN:
        sentence = _("Chọn từ ngày không sau đến ngày, tối đa ba tháng.")
        return today() - timedelta(days=6), today(), [("f-tu", sentence)]
    return since, until, []


def _fields(since: date, until: date, state: str) -> list[Field]:
    choices = [("open", _("Còn phải xử lý")), *((key, _(words)) for key, words in reconciling.STATES.items())]
    return [
        Field("tu", _("Từ ngày"), value=since.strftime("%d/%m/%Y"), size="short", mode="numeric"),
        Field("den", _("Đến ngày"), value=until.strftime("%d/%m/%Y"), size="short", mode="numeric"),
        Field("tinh-trang", _("Tình trạng"), kind="select", choices=choices, value=state, required=False),
    ]


def _row(one: Reconciled) -> dict[str, Any]:
    return {
        "day": day(one.day),
        "flow": _(FLOWS[one.flow]),
        "transaction": one.transaction,
        "body": bodies.name_of(one.body) if one.body else _("Chưa rõ nơi thu"),
        "ours": money(one.ours) if one.ours is not None else "–",
        "theirs": money(one.theirs) if one.theirs is not None else "–",
        "state": _(reconciling.STATES[one.state]),
        "mark": "done" if one.settled_at else MARKS[one.state],
        "settled": _("Đã xử lý: %(reason)s", reason=one.reason) if one.settled_at else "",
        "owner": one.owner_name,
        "address": url("money:difference", one.id),
        "open": reconciling.is_open(one),
        "case": case_url(one.case_id) if one.case_id else "",
    }


def _refund(one: Refund) -> dict[str, Any]:
    return {
        "address": url("money:dossier", one.case_id),
        "amount": money(one.amount),
        "state": _(refunds.STATES[one.state]),
        "ground": _(refunds.GROUNDS.get(one.ground, one.ground)),
        "who": one.asked_name,
        "trouble": one.trouble,
        "mark": "overdue" if one.state == "failed" else "due_soon",
        "body": bodies.name_of(one.body),
    }


@used_by(RUNNERS, "POST")
def run(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Reconcile one day now; running it again changes nothing that has not changed."""
    back = url("money:reconciling")
    try:
        chosen = forms.read_day(request.POST.get("ngay", ""), _("Ngày")) or today() - timedelta(days=1)
        if chosen > today():
            raise Refused(_("Ngày này chưa đến."))
        found = reconciling.run(chosen)
    except ValueError as wrong:
        return then(back, Message(str(wrong), kind="warn"))
    except Refused as refusal:
        return then(back, Message(_(refusal.sentence), kind="warn"))
    told = ", ".join(f"{_(reconciling.STATES[key])}: {count}" for key, count in found.items())
    shown = urlencode({"tu": chosen.isoformat(), "den": chosen.isoformat()})
    text = _("Đã đối soát ngày %(day)s. %(told)s.", day=day(chosen), told=told)
    return then(f"{back}?{shown}", Message(text))


@used_by(READERS, "GET", "POST")
def one(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """One difference: who takes it, how it was settled."""
    row = reconciling.find(actor, id)
    fault = ""
    if request.method == "POST":
        try:
            if "_take" in request.POST:
                reconciling.take(actor, id)
                return then(url("money:difference", id), Message(_("Bạn phụ trách chênh lệch này.")))
            reconciling.settle(actor, id, request.POST.get("reason", ""))
            return then(url("money:reconciling"), Message(_("Đã ghi cách xử lý.")))
        except Refused as refusal:
            fault = getattr(refusal, "faults", [("", refusal.sentence)])[0][1]
    typed = request.POST.get("reason", "").replace("\x00", "")
    field = Field("reason", _("Cách xử lý và lý do"), kind="area", value=typed, longest=500, error=fault)
    context = {
        "place": "money", "row": _row(row), "field": field, "faults": [(field.id, fault)] if fault else [],
        "settled_by": row.settled_by, "reason": row.reason,
    }  # fmt: skip
    return page(request, actor, "money/difference.html", context, 422 if fault else 200)


@used_by(READERS)
def workbook(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The same rows as an Excel workbook, with the totals above."""
    since, until, _faults = _span(request)
    rows, totals = reconciling.page(actor, since, until, request.GET.get("tinh-trang", ""))
    columns = [
        Column(_("Ngày"), 12, "day"), Column(_("Chiều"), 14), Column(_("Mã giao dịch"), 24), Column(_("Nơi thu"), 40),
        Column(_("Theo sổ ở đây"), 16, "number"), Column(_("Theo sao kê"), 16, "number"), Column(_("Tình trạng"), 18),
        Column(_("Người phụ trách"), 24), Column(_("Cách xử lý"), 50),
    ]  # fmt: skip
    notes = [
        _("Từ %(since)s đến %(until)s", since=day(since), until=day(until)),
        _("Theo sổ: %(ours)s; theo sao kê: %(theirs)s", ours=money(totals.ours), theirs=money(totals.theirs)),
    ]
    told = (
        (one.day, _(FLOWS[one.flow]), one.transaction, bodies.name_of(one.body) if one.body else "", one.ours,
         one.theirs, _(reconciling.STATES[one.state]), one.owner_name, one.reason)
        for one in rows
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "doi-soat.xlsx"
        sheets.write(Sheet(_("Đối soát"), columns, told, notes), path)
        content = path.read_bytes()
    response = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    as_file(response, f"doi-soat-{since:%Y%m%d}-{until:%Y%m%d}.xlsx", inline=False)
    return response


def seen_by(actor: Actor) -> bool:
    """Whether the reconciliation is a place of this person's desk."""
    return bool(actor.roles & (reconciling.SETTLING | (OVERSEEING - {"leader"})))
