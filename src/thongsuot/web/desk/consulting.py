"""Consulting another body from a dossier's page: the form, and where each consultation stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.consultations import asking, terms
from thongsuot.areas.consultations.process import BINDING, CONSULTATION, OUTCOMES, REQUIRED, SILENCE
from thongsuot.engine import reading
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, StaleCase
from thongsuot.engine.process import Need, NeedKind
from thongsuot.engine.reading import CasePage
from thongsuot.engine.registry import process_of
from thongsuot.engine.related import Related
from thongsuot.register import bodies
from thongsuot.web.desk import forms, keys, moves, words
from thongsuot.web.desk.moves import Asked
from thongsuot.web.doors import WORKING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, moment
from thongsuot.web.pages import Message, then
from thongsuot.web.speech import say as _

PAPERS = "papers"


@used_by(WORKING, "GET", "POST")
def consult(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The form for a question to another body, and its sending."""
    found = reading.case_page(actor, id, "move")
    if found.sight is not Sight.FULL or not asking.may_ask(actor, found.case):
        raise NotAllowed(_("Chỉ chuyên viên đang giữ hồ sơ được lấy ý kiến cơ quan khác."))
    needs = _needs(found.case)
    if request.method != "POST":
        return _form(request, actor, found, needs, Asked({"days": str(terms.on(today()).working_days)}))
    typed = {**forms.typed(needs, request.POST), PAPERS: request.POST.getlist(PAPERS)[: len(found.papers)]}
    if forms.rearranging(request.POST):
        return _form(request, actor, found, needs, Asked(typed, answered=True))
    try:
        case = _send(request, actor, id, typed)
    except NeedsNotMet as unmet:
        return _form(request, actor, found, needs, Asked(typed, unmet.faults, answered=True, status=422))
    except StaleCase as stale:
        since = moves.since(found, stale.seen)
        return _form(request, actor, found, needs, Asked(typed, (), since, answered=True, status=409))
    told = {"body": bodies.name_of(case.executing_body), "due": moment(case.due_at) if case.due_at else ""}
    return then(case_url(id), Message(_("Đã gửi yêu cầu đến %(body)s, trả lời trước %(due)s.") % told))


def _send(request: HttpRequest, actor: Actor, id: UUID, typed: Mapping[str, Any]) -> Case:
    days, shared = typed["days"].strip(), [one for one in map(_uuid, typed[PAPERS]) if one]
    if days and not (days.isascii() and days.isdecimal() and len(days) < 4):
        raise NeedsNotMet([("days", _("Nhập số ngày làm việc, ví dụ 5."))])
    given = {"question": [line for line in typed["question"] if line.strip()], "binding": typed["binding"]}
    return asking.ask(
        actor, id, keys.sent_version(request), typed["body"], given,
        days=int(days) if days else None, shared=shared, key=keys.sent_key(request),
    )  # fmt: skip


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _needs(case: Case) -> tuple[Need, ...]:
    held = terms.on(today())
    offered = tuple((one.key, one.name) for one in asking.bodies_to_ask(case, today()))
    days = _("Từ 1 đến %(most)s ngày làm việc. Căn cứ: %(basis)s") % {"most": held.longest, "basis": held.basis}
    question = CONSULTATION.openings[0].needs[0]
    return (
        Need("body", _("Cơ quan, đơn vị được hỏi"), NeedKind.BODY, choices=offered),
        question,
        Need("binding", _("Tính chất"), NeedKind.CHOICE, choices=BINDING),
        Need("days", _("Trả lời trong (ngày làm việc)"), NeedKind.TEXT, longest=3, help=days),
    )


def _form(request: HttpRequest, actor: Actor, found: CasePage, needs: Sequence[Need], asked: Asked) -> HttpResponseBase:
    fields = forms.fields(needs, asked.typed, asked.faults)
    if found.papers:
        fields.append(_papers(found, asked))
    silence = terms.on(today()).silence_basis
    lines = [
        _("Nơi được hỏi chỉ thấy câu hỏi và giấy tờ bạn chọn, không thấy người nộp và phần còn lại của hồ sơ."),
        _("Thời hạn của hồ sơ không dừng trong lúc chờ ý kiến."),
        f"{silence}.",
    ]
    return moves.fields_page(
        request, actor, found, fields, asked,
        label=_("Lấy ý kiến cơ quan khác"), address=f"{case_url(found.case.id)}/lay-y-kien", lines=lines,
    )  # fmt: skip


def _papers(found: CasePage, asked: Asked) -> forms.Field:
    """The dossier's papers to choose from; none is shared unless it is ticked."""
    error = next((sentence for name, sentence in asked.faults if name == PAPERS), "")
    choices = [(str(paper.id), paper.name) for paper in found.papers]
    hint = _("Chỉ chọn giấy tờ cần cho câu hỏi.")
    return forms.Field(
        PAPERS, _("Giấy tờ gửi kèm"), "checks", required=False, choices=choices, error=error, hint=hint,
        value=list(asked.typed.get(PAPERS, ())),
    )  # fmt: skip


def split(others: Sequence[Related]) -> tuple[list[Related], list[Related]]:
    """(the consultations about this dossier, what else belongs with it)."""
    asked = [one for one in others if one.kind == asking.RELATION and one.said_here]
    return asked, [one for one in others if one not in asked]


def rows(asked: Sequence[Related]) -> list[dict[str, Any]]:
    """Where each consultation stands and since when, as the dossier's page lists them."""
    return [
        {
            "body": bodies.name_of(one.executing_body),
            "address": case_url(one.id),
            "code": one.code,
            "mark": _mark(one),
            "step": _(process_of(one.process).state(one.step).label),
            "since": moment(one.opened_at) if one.opened_at else "",
            "due": moment(one.due_at) if one.due_at else "",
            "binding": _("Bắt buộc") if one.facts.get("binding") == REQUIRED else _("Tham khảo"),
            "opinion": _(dict(OUTCOMES).get(one.outcome, "")) if one.step == "returned" else "",
            "silent": _silent(one),
        }
        for one in asked
    ]


def _mark(one: Related) -> tuple[str, str]:
    if not one.is_open:
        return "done", words.mark_words("done")
    key = "overdue" if one.due_at and words.now() > one.due_at else "on_time"
    return key, words.mark_words(key)


def _silent(one: Related) -> str:
    allows = one.facts.get("allows")
    if not allows or not one.is_open:
        return ""
    what = dict(SILENCE).get(str(allows), "")
    return _("Không trả lời trong hạn. %(what)s.") % {"what": _(what)}
