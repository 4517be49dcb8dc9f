"""Reorganisations: the list of acts with a place to enter one, and one act from its dry run to its report."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from thongsuot.engine import access_reorganising as access
from thongsuot.engine import sheets
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotFound
from thongsuot.engine.reorganising import acts, running, undoing, workbooks
from thongsuot.engine.reorganising.acts import Act, NotReady
from thongsuot.engine.reorganising.survey import Survey
from thongsuot.register import bodies
from thongsuot.register.reorganising import reading
from thongsuot.register.reorganising.plan import KINDS
from thongsuot.web.desk.papers import as_file
from thongsuot.web.doors import used_by
from thongsuot.web.environment import number, url
from thongsuot.web.exports.pages import EXCEL
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

SHOWN = 100
AT_ONCE = 2000
"""Dossiers of an act that the page carries out itself; a larger one is worked on beside the server."""


@used_by(access.READERS, "GET", "POST")
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """All acts. Posted by an administrator, a plan is entered as a draft."""
    faults: list[tuple[str, str]] = []
    text = request.POST.get("phuong-an", "")[: reading.MOST_BYTES]
    if request.method == "POST":
        access.proposing(actor)
        try:
            act = acts.propose(actor, _posted(request, text))
            return then(url("reorganising:one", act.id), Message(_("Đã nhập phương án. Chạy thử rồi kiểm tra.")))
        except reading.BadPlan as bad:
            faults = [("phuong-an", sentence) for sentence in bad.problems[:20]]
    context = {
        "place": "reorganising",
        "rows": [_listed(act) for act in acts.listed()],
        "may_enter": access.may_propose(actor),
        "faults": faults,
        "text": text,
    }
    return page(request, actor, "reorganising/list.html", context, 422 if faults else 200)


def _posted(request: HttpRequest, text: str) -> Any:
    file = request.FILES.get("tep")
    if file is not None and not isinstance(file, list):
        if (file.size or 0) > reading.MOST_BYTES:
            raise reading.BadPlan([_("Tệp phương án quá lớn.")])
        return reading.parse(file.read(), file.name or "")
    return reading.parse(text.encode(errors="replace"))


def _listed(act: Act) -> dict[str, Any]:
    return {
        "title": act.plan.title, "address": url("reorganising:one", act.id), "day": act.plan.effective_on,
        "kind": _(KINDS[act.plan.kind]), "state": _(act.state), "total": number(act.record.before.get("total", 0)),
    }  # fmt: skip


@used_by(access.READERS, "GET", "POST")
def one(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """One act. Posted: checked, approved, carried out, dropped or taken back. `?thu=1` makes the dry run."""
    act = acts.find(id)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return then(url("reorganising:one", id), Message(_act(request, actor, act)))
        except NotReady as refused:
            faults = [("", sentence) for sentence in refused.problems[:20]]
        except NeedsNotMet as unmet:
            faults = [("ly-do", sentence) for _name, sentence in unmet.faults]
    found = acts.look(act) if _looks(request, act) else None
    context = {**_told(act), **_open_to(actor, act), **(_survey(found) if found else {}), "faults": faults}
    return page(request, actor, "reorganising/one.html", {"place": "reorganising", **context}, 422 if faults else 200)


def _looks(request: HttpRequest, act: Act) -> bool:
    return act.record.state in ("draft", "checked", "approved") and request.GET.get("thu") == "1"


def _act(request: HttpRequest, actor: Actor, act: Act) -> str:
    """What was asked for is done; the sentence for the next page."""
    wanted = request.POST.get("viec", "")
    if wanted == "kiem-tra":
        acts.check(actor, act.id)
        return _("Đã kiểm tra, không còn vấn đề phải xử lý. Chờ người thứ hai phê duyệt.")
    if wanted == "phe-duyet":
        acts.approve(actor, act.id)
        return _("Đã phê duyệt. Phương án tự thực hiện khi đến ngày hiệu lực.")
    if wanted == "thuc-hien":
        return _carry_out(actor, act)
    if wanted == "bo":
        acts.drop(actor, act.id)
        return _("Đã bỏ phương án.")
    if wanted == "hoan-tac":
        access.proposing(actor)
        undoing.begin(actor, act.id, request.POST.get("ly_do", ""))
        if acts.progress(act).total <= AT_ONCE:
            undoing.undo(actor, act.id, request.POST.get("ly_do", ""))
        return _("Đang hoàn tác phương án.")
    raise NotFound


def _carry_out(actor: Actor, act: Act) -> str:
    access.proposing(actor)
    running.begin(act.id)
    if acts.progress(act).total > AT_ONCE:
        return _("Đang chuyển. Trang này cho biết đã chuyển được bao nhiêu; không cần mở trang để việc chạy tiếp.")
    running.run(actor, act.id)
    return _("Đã thực hiện. Xem đối chiếu bên dưới.")


def _told(act: Act) -> dict[str, Any]:
    record, plan = act.record, act.plan
    progress = acts.progress(act)
    return {
        "act": act, "plan": plan, "kind": _(KINDS[plan.kind]), "state": _(act.state),
        "steps": [
            (_("Nhập"), record.proposed_name, record.proposed_at),
            (_("Phê duyệt"), record.approved_name, record.approved_at),
            (_("Thực hiện xong"), "", record.done_at),
            (_("Hoàn tác"), record.undone_name, record.undone_at),
        ],
        "under_way": record.state in ("running", "undoing"), "settled": number(progress.settled),
        "total": number(progress.total), "waits_for": record.waits_for, "undone_reason": record.undone_reason,
        "changes": _changes(act), "after": _after(record.after), "differences": record.after.get("differences", []),
        "dry": f"{url('reorganising:one', act.id)}?thu=1",
        "filed": url("reorganising:workbook", act.id, workbooks.AFTER) if record.after else "",
    }  # fmt: skip


def _changes(act: Act) -> list[tuple[str, str, str]]:
    """(old, new, what of it) as the plan says it, units first."""
    plan = act.plan
    found = []
    for unit in plan.units:
        for code in (*unit.whole_of, *unit.part_of):
            part = _("toàn bộ") if code in unit.whole_of else _("một phần")
            found.append((bodies.name_of(f"ubnd.{code}"), f"{unit.name} ({unit.code})", part))
    names = {body.key: body.name for body in plan.bodies}
    names |= {f"ubnd.{unit.code}": f"Ủy ban nhân dân {unit.name}" for unit in plan.units}
    for heir in plan.heirs:
        terms = [*heir.places, *heir.sectors, *heir.procedures, *heir.addresses, *heir.codes]
        what = ", ".join(terms) if terms else _("phần còn lại")
        found.append((bodies.name_of(heir.old), names.get(heir.new) or bodies.name_of(heir.new), what))
    found += [(bodies.name_of(rename.key), rename.name, _("đổi tên")) for rename in plan.renames]
    return found


def _after(told: Mapping[str, Any]) -> list[tuple[str, ...]]:
    return [
        (bodies.name_of(old), bodies.name_of(new) if new else "", str(status), number(foreseen), number(arrived))
        for old, new, status, foreseen, arrived in told.get("rows", ())
    ]


def _open_to(actor: Actor, act: Act) -> dict[str, Any]:
    """What this person may do with the act now: (what, label)."""
    state = act.record.state
    may = access.may_propose(actor)
    buttons = []
    if may and state == "draft":
        buttons.append(("kiem-tra", _("Kiểm tra và gửi phê duyệt")))
    if state == "checked" and access.may_approve(actor, act.record.proposed_by, act.provinces):
        buttons.append(("phe-duyet", _("Phê duyệt")))
    if may and state == "approved" and act.plan.effective_on <= acts.today():
        buttons.append(("thuc-hien", _("Thực hiện ngay")))
    if may and state in ("draft", "checked", "approved"):
        buttons.append(("bo", _("Bỏ phương án")))
    return {"buttons": buttons, "may_undo": may and state == "done",
            "may_look": state in ("draft", "checked", "approved")}  # fmt: skip


def _survey(found: Survey) -> dict[str, Any]:
    counts = found.counts["after"]
    return {
        "looked": True,
        "dossiers": number(len(found.lines)),
        "clocks": [(clock, number(n)) for clock, n in found.counts["clocks"].items()],
        "heirs": [
            (found.names.get(key, key) if key else _("Chưa có cơ quan nhận"), number(sum(statuses.values())))
            for key, statuses in counts.items()
        ],
        "seats": [
            (seat.name, seat.title, found.names.get(seat.new, seat.new) if seat.new else "")
            for seat in found.seats[:SHOWN]
        ],
        "problems": found.problems[:SHOWN],
        "more_problems": max(0, len(found.problems) - SHOWN),
        "blocking": len(found.blocking),
        "lists": list(workbooks.BEFORE.items()),
    }


@used_by(access.READERS)
def workbook(request: HttpRequest, actor: Actor, id: UUID, which: str) -> HttpResponseBase:
    """A list of the act as a workbook: of the dry run to who may enter or approve, of the report to its readers."""
    act = acts.find(id)
    if which == workbooks.AFTER and act.record.after:
        sheet = workbooks.after(act)
    elif which in workbooks.BEFORE and _looks_at_all(actor, act):
        sheet = workbooks.before(act, acts.look(act), which)
    else:
        raise NotFound
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "danh-sach.xlsx"
        sheets.write(sheet, path)
        response = HttpResponse(path.read_bytes(), content_type=EXCEL)
    as_file(response, f"{which} {act.plan.effective_on:%Y-%m-%d}.xlsx", inline=False)
    return response


def _looks_at_all(actor: Actor, act: Act) -> bool:
    """A list of dossiers says nothing of persons, yet it is for those who decide about the act."""
    state = act.record.state in ("draft", "checked", "approved")
    return state and (access.may_propose(actor) or access.may_approve(actor, act.record.proposed_by, act.provinces))
