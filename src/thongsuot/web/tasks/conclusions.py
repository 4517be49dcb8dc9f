"""Conclusions: the list, one with its tasks, the candidates in its text, and its table on paper."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from thongsuot.areas.conclusions import area as meetings
from thongsuot.areas.conclusions import extracting, invited, naming
from thongsuot.areas.conclusions.invited import Meeting
from thongsuot.areas.conclusions.letter import TASK_TABLE, TaskLine, TaskTableData
from thongsuot.areas.tasks import drafts, giving, reading
from thongsuot.areas.tasks.reading import Conclusion, Line
from thongsuot.areas.tasks.rules import Track
from thongsuot.engine import letters
from thongsuot.engine import reading as cases
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NotAllowed, NotFound
from thongsuot.engine.reading import CasePage, PaperRow
from thongsuot.engine.registry import area
from thongsuot.register import bodies, calendar, units
from thongsuot.register.bodies import BodyView
from thongsuot.register.working_time import OutsideCalendar
from thongsuot.web.desk import forms, lists, words
from thongsuot.web.desk.papers import as_file, served
from thongsuot.web.doors import READING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, day, moment, number, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _
from thongsuot.web.tasks import wording
from thongsuot.web.tasks.drafting import DRAFTERS
from thongsuot.web.tasks.together import SHARED

MEETING = "meeting"
# What one page tells first; the others stand in the list of tasks.
MOST_LATE = 20


@used_by(READING)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Meetings and their conclusions, the newest first, with how their tasks stand."""
    at = words.now()
    own = reading.conclusions(actor, at)
    seen = {one.id for one in own}
    others = [one for one in invited.listed(actor) if one.id not in seen]
    rows = [*map(_row, own), *map(_row, others)]
    rows.sort(key=lambda row: str(row["at"]), reverse=True)
    context = {
        "place": "tasks", "rows": rows,
        "open": url("areas:open", "cuoc-hop", "plan") if meetings.offered(actor) else "",
    }  # fmt: skip
    return page(request, actor, "tasks/conclusions.html", context)


def _row(one: Conclusion | Meeting) -> dict[str, Any]:
    """A meeting as a line of the list; of one to which one is invited only the notice is told, not the tasks."""
    counts = {name: getattr(one, name) for name in ("given", "done", "open", "overdue")} if _counts(one) else {}
    return {
        "address": url("tasks:conclusion", one.id), "title": one.title, "body": one.body,
        "begins": _moment(one.facts.get("begins")), "at": one.facts.get("begins", ""), "notice": _dated(one.facts),
        "step": _(area(MEETING).process.state(one.step).label), "counts": counts,
    }  # fmt: skip


def _counts(one: Conclusion | Meeting) -> bool:
    return isinstance(one, Conclusion)


def _moment(text: Any) -> str:
    return moment(datetime.fromisoformat(text)) if text else ""


def _dated(facts: Any) -> str:
    return day(date.fromisoformat(facts["dated"])) if facts.get("dated") else ""


def _meeting(actor: Actor, id: UUID) -> tuple[CasePage, bool]:
    """The meeting, and whether it is this actor's work or only one to which the own house is invited.

    Raises NotFound, also for a case of another kind.
    """
    try:
        found = cases.case_page(actor, id)
    except NotFound:
        return invited.page(actor, id), False
    if found.case.kind != MEETING:
        raise NotFound
    return found, True


@used_by(READING)
def show(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """One conclusion: what is late and whose first, then all its tasks, then what is not given yet."""
    at = words.now()
    found, own = _meeting(actor, id)
    case, lines = found.case, reading.of_conclusion(actor, id, at)
    waiting = drafts.of(actor, id)
    prepares = own and giving.drafter(actor)
    open_ones = [one for one in lines if one.is_open]
    late = sorted((one for one in open_ones if one.late), key=lambda one: str(one.due_at))
    number_ = lists.page_number(request)
    before, after, count = lists.pager(f"{url('tasks:conclusion', id)}?", number_, len(lines))
    context = {
        "place": "tasks",
        "case": {"code": case.code, "title": case.title, "address": case_url(id) if own else ""},
        "facts": _facts(case),
        "papers": [(one.name, _paper(one, id, own=own)) for one in found.papers],
        "sentence": _sentence(lines, own=own),
        "late": [wording.row(one) for one in late[:MOST_LATE]],
        "more_late": max(0, len(late) - MOST_LATE),
        "deciding": [wording.row(one) for one in open_ones if one.track is Track.EXTENSION_ASKED],
        "rows": [wording.row(one) for one in lines[cases.offset(number_) : cases.offset(number_) + cases.PAGE]],
        "pager": (before, after, count),
        "drafts": [wording.draft_row(one) for one in waiting],
        "together": url("tasks:together", id) if waiting else "",
        "shared": forms.fields([replace(one, required=False) for one in SHARED], {}) if waiting else (),
        "gives": giving.giver(actor) is not None,
        "text": _text(found),
        "propose": url("tasks:propose", id) if _text(found) and not waiting and prepares else "",
        "new": f"{url('tasks:new_draft')}?ve={id}" if prepares else "",
        "give": f"{url('tasks:give')}?ve={id}" if own and giving.giver(actor) else "",
        "pdf": url("tasks:conclusion_pdf", id),
    }
    return page(request, actor, "tasks/conclusion.html", context)


def _facts(case: Case) -> list[tuple[str, str]]:
    face = area(MEETING).face
    said = [(_(label), words_) for label, words_ in face.pairs(case) if words_] if face else []
    return [(_("Bước"), _(case.table.state(case.step).label)), *said]


def _paper(one: PaperRow, id: UUID, *, own: bool) -> str:
    return url("desk:paper", id, one.id) if own else url("tasks:meeting_paper", id, one.id)


@used_by(READING)
def paper(request: HttpRequest, actor: Actor, id: UUID, paper_id: UUID) -> HttpResponseBase:
    """A document of a meeting, for who is invited to it. Raises NotFound."""
    found = next((one for one in invited.page(actor, id).papers if one.id == paper_id), None)
    if found is None:
        raise NotFound
    return served(found)


def _sentence(lines: tuple[Line, ...], *, own: bool = True) -> str:
    """“8 nhiệm vụ: 2 hoàn thành, 5 đang làm, 1 không giao nữa; 2 quá hạn.” Who is invited reads of the own tasks."""
    if not own and not lines:
        return _("Cơ quan bạn được mời họp; chưa được giao nhiệm vụ nào từ kết luận này.")
    if not lines:
        return _("Chưa giao nhiệm vụ nào.")
    done = sum(one.track in (Track.DONE_IN_TIME, Track.DONE_LATE) for one in lines)
    cancelled = sum(one.track is Track.CANCELLED for one in lines)
    going = sum(one.is_open for one in lines)
    late = sum(one.late and one.is_open for one in lines)
    told = _("%(all)s nhiệm vụ: %(done)s hoàn thành, %(open)s đang làm", all=number(len(lines)), done=number(done),
             open=number(going))  # fmt: skip
    if cancelled:
        told += _(", %(n)s không giao nữa", n=number(cancelled))
    return _("%(told)s; %(late)s quá hạn.", told=told, late=number(late))


def _text(found: CasePage) -> list[str]:
    """The text of the notice as it was issued; empty before, and for who sees no values."""
    for entry in reversed(found.entries):
        if entry.body["move"] == "conclude":
            given = entry.given.get("text") or []
            return [str(line) for line in given]
    return []


@used_by(DRAFTERS, "POST")
def propose(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Look for tasks in the text and keep them as drafts, each for a person to confirm."""
    found, own = _meeting(actor, id)
    if not own:
        raise NotAllowed(_("Chỉ cơ quan họp lập dự thảo từ kết luận này."))
    text = _text(found)
    if not text:
        raise Impossible(_("Chưa có thông báo kết luận nên chưa có gì để đề xuất."))
    office = giving.drafter(actor)
    if office is None:
        raise NotAllowed(_("Vị trí của bạn không lập dự thảo nhiệm vụ."))
    on = date.fromisoformat(found.case.facts["dated"])
    proposed = extracting.propose("\n".join(text), on, naming.of_register(today(), office.province_code))
    doers = {one.body: str(one.person) for one in reversed(giving.doers(office, today())) if "chair" in one.roles}
    kept = drafts.keep(actor, [_values(one, doers) for one in proposed], id, words.now(), proposed=True)
    back = url("tasks:conclusion", id)
    if not kept:
        return then(back, Message(_("Không thấy nhiệm vụ nào mới trong thông báo. Tự lập dự thảo nếu cần."), "warn"))
    return then(back, Message(_("Đã đề xuất %(n)s nhiệm vụ. Xem lại, sửa hoặc bỏ từng việc.", n=kept)))


def _values(one: extracting.Candidate, doers: dict[str, str]) -> dict[str, str]:
    """What was found, under the names of a draft: a day is due when its office hours end."""
    found = one.values()
    if one.until:
        with suppress(OutsideCalendar):  # a year whose holidays nobody knows yet: the person says the day
            found["until"] = calendar.load("").closing(one.until).isoformat()
    if one.lead in doers:
        found["person"] = doers[one.lead]
    helpers = [bodies.name_of(key) if not key.startswith("*") else _(wording.GROUPS[key]) for key in one.helpers]
    return {**found, "helpers": "; ".join(helpers)}


@used_by(READING)
def pdf(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The table of the conclusion's tasks, as it stands now."""
    at = datetime.now(UTC)
    case, lines = _meeting(actor, id)[0].case, reading.of_conclusion(actor, id, at)
    house = bodies.body(case.competent_body)
    notice = meetings.notice_number(case)
    data = TaskTableData(
        code=case.code or "",
        issued_at=at,
        demo=settings.DEMO,
        superior=_above(house),
        agency=bodies.name_of(case.competent_body),
        place=_place(case),
        notice=_("Thông báo kết luận số %(n)s ngày %(day)s", n=notice, day=_dated(case.facts)) if notice else "",
        meeting=case.title,
        told=(_sentence(lines),),
        lines=tuple(_printed(one) for one in lines),
    )
    response = HttpResponse(letters.render(TASK_TABLE, data), content_type="application/pdf")
    as_file(response, f"{TASK_TABLE.title} {case.code}.pdf", inline=True)
    return response


def _above(house: BodyView | None) -> str:
    """The body above, on the header's first line: none for a province's committee or a ministry."""
    return bodies.name_of(house.parent) if house is not None and house.tier == 3 and house.parent else ""


def _place(case: Case) -> str:
    code = case.place_code or case.province_code
    name = units.unit(code, today()).name if code else "Hà Nội"
    for kind in ("Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu "):
        name = name.removeprefix(kind)
    return name


def _printed(line: Line) -> TaskLine:
    return TaskLine(
        work=line.title,
        who=line.person,
        body=line.body,
        due=wording.due(line),
        first_due=moment(line.first_due) if line.first_due else "",
        product=f"{line.product}; {line.acceptance}"[:500],
        authority=line.authority[:500],
        state=wording.state(line)[1],
        late=line.late and line.is_open,
        depth=line.depth,
    )
