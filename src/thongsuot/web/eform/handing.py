"""From a filled form to the counter: its answers, sources and the earlier papers that the officer takes over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from uuid6 import uuid7

from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import forms_store
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Refused
from thongsuot.engine.making import Paper
from thongsuot.web.eform import drafts
from thongsuot.web.eform.drafts import Work
from thongsuot.web.speech import say as _

PARAMETER = "ban-khai"


@dataclass(frozen=True)
class Handed:
    """A draft that is right, on its way into a dossier. `papers` are of earlier dossiers, with their codes."""

    work: Work
    papers: tuple[tuple[Paper, str], ...] = ()

    @property
    def id(self) -> UUID:
        return self.work.draft.id


def of_request(request: HttpRequest, actor: Actor, procedure_code: str) -> Handed | None:
    """The draft that a page of the counter was opened with. Raises UnknownDraft, and Refused for one not yet right."""
    text = request.POST.get(PARAMETER) or request.GET.get(PARAMETER) or ""
    try:
        id = UUID(text)
    except ValueError:
        return None
    work = drafts.load(actor, id)
    if procedure_code not in work.form.procedures:
        raise Refused(_("Tờ khai này không dùng cho thủ tục đang chọn."))
    if work.faults:
        raise Refused(_("Tờ khai còn mục chưa đủ hoặc chưa đúng. Khai xong rồi tiếp nhận."))
    wanted = set(work.draft.about.get("reuse", ()))
    rows: list[list[Any]] = [row for row in work.draft.about.get("papers", ()) if row[1] in wanted]
    papers = tuple(
        (Paper(uuid7(), name, media_type, size, bytes.fromhex(digest), component, "reuse"), code)
        for name, digest, component, code, media_type, size in rows
    )
    return Handed(work, papers)


def begun(application: Application, handed: Handed | None) -> Application:
    """A new intake begun with the applicant whom the form is about."""
    if handed is None:
        return application
    one = handed.work.identity
    return replace(application, name=one.name, number=one.number, phone=one.phone)


def filed(application: Application, handed: Handed | None) -> Application:
    """The application with the form's answers, their sources, and the papers taken over."""
    if handed is None:
        return application
    return replace(
        application,
        form=handed.work.form.pin,
        form_values=handed.work.right,
        form_sources=handed.work.draft.sources,
        reused_papers=tuple((paper.component, code) for paper, code in handed.papers),
    )


def done(actor: Actor, handed: Handed | None) -> None:
    """The dossier holds the answers now: the draft goes within the hour, late enough for a request sent twice."""
    if handed is not None:
        forms_store.erase_soon(actor, handed.id)
