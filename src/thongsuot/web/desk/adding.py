"""Papers added to a dossier under way: taken in, looked at and classified as at the counter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine import reading, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound, Refused
from thongsuot.engine.making import Paper
from thongsuot.web.desk import keys, scanning
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import WORKING, used_by
from thongsuot.web.environment import case_url, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

FILES = "tep"
# Added papers belong to no component: the counter's names of fields, with none behind the dash.
KIND, COMPARED, WHY = "loai-", "dc-", "ly-do-"


class BadScan(Refused):
    """A scan that nobody can read and nobody gave a reason for; `fault` is its field and what is wrong."""

    def __init__(self, fault: Fault, kept: list[Paper]) -> None:
        self.fault, self.kept = fault, kept
        super().__init__(fault[1])


@used_by(WORKING, "POST")
def attach(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Add papers to a dossier: all of them, or none and a sentence for the one that cannot be taken."""
    found = reading.case_page(actor, id, "move")
    kept: list[Paper] = []
    try:
        taken = _taken(request, actor)
        after = verbs.attach(actor, id, keys.sent_version(request), taken, key=keys.sent_key(request))
    except NotFound:
        raise
    except Refused as refusal:
        field = FILES
        if isinstance(refusal, BadScan):
            field, kept = WHY, refusal.kept
        context = {
            "place": "work",
            "case": {"code": found.case.code, "version": found.case.length, "address": case_url(id)},
            "fields": fields(request, {field: refusal.sentence}, kept),
            "rows": scanning.rows(kept, actor),
            "stored": scanning.sealed(kept),
            "faults": [(f"f-{field}", refusal.sentence)],
            "key": uuid7(),
            "to": f"{url('desk:case', id)}/giay-to",
        }
        return page(request, actor, "desk/attach.html", context, 403 if isinstance(refusal, NotAllowed) else 422)
    return then(case_url(after.id), Message(_("Đã thêm %(count)s giấy tờ.") % {"count": len(taken)}))


def _taken(request: HttpRequest, actor: Actor) -> tuple[Paper, ...]:
    """The papers sent now and those kept from a try before, classified. Raises BadPaper, BadScan, Refused."""
    dropped = set(request.POST.getlist(scanning.DROP))
    kept = [one for one in scanning.unsealed(request.POST.getlist("_stored")) if str(one.id) not in dropped]
    kept += scanning.take(request.FILES.getlist(FILES), "")
    if not request.POST.get(KIND):
        # Who says nothing of a file adds it as it is: a drawing in an office's own format is no scan.
        return tuple(kept)
    said = [scanning.classified(one, request.POST, actor) for one in kept]
    for one in said:
        if (fault := scanning.unsound(one)) is not None and not request.POST.get(WHY, "").strip():
            raise BadScan(fault, kept)
    return tuple(said)


def fields(
    request: HttpRequest | None = None, errors: dict[str, str] | None = None, kept: list[Paper] | None = None
) -> list[Field]:
    """What adding papers asks for; the files themselves are optional once some are kept."""
    posted: Any = request.POST if request is not None else {}
    wrong = errors or {}
    hint = _("PDF, ảnh quét, DOCX hoặc XLSX; mỗi tệp tối đa 20 MB. Nhiều ảnh chụp được ghép thành một tệp PDF.")
    found = [
        Field(FILES, _("Tệp giấy tờ"), "file", not kept, hint, several=True, error=wrong.get(FILES, "")),
        Field(KIND, _("Loại bản"), "select", False, value=posted.get(KIND, ""), choices=scanning.kinds()),
        Field(COMPARED, _("Đã đối chiếu với bản chính"), "confirm", False, value=posted.get(COMPARED, "")),
        Field(scanning.SIGN, _("Tôi ký số bản quét này"), "confirm", False, value=posted.get(scanning.SIGN, "")),
    ]
    if WHY in wrong:
        reason = _("Lý do giữ bản quét này")
        found.append(Field(WHY, reason, longest=scanning.LONGEST_WHY, value=posted.get(WHY, ""), error=wrong[WHY]))
    return found
