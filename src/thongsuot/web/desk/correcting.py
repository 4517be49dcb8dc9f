"""Correcting an applicant's details: the fields of intake, and the old and the new value in the dossier's story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import correcting
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import reading, verbs
from thongsuot.engine.access import WORKING, Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, StaleCase
from thongsuot.engine.reading import CasePage, Told
from thongsuot.web.desk import content, counter_fields, keys, moves
from thongsuot.web.desk.moves import Asked
from thongsuot.web.desk.words import Line
from thongsuot.web.doors import used_by
from thongsuot.web.environment import case_url
from thongsuot.web.pages import Message, then
from thongsuot.web.speech import say as _


@used_by(WORKING, "GET", "POST")
def amend(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The form with what the dossier says now, and its sending; nothing typed is lost by a fault or a faster hand."""
    found = reading.case_page(actor, id, "move")
    if found.sight is not Sight.FULL or not found.case.is_open:
        raise NotAllowed(_("Chỉ người đang giải quyết hồ sơ còn mở được sửa thông tin người nộp."))
    if request.method != "POST":
        return _form(request, actor, found, correcting.known(found.case), Asked())
    given = {name: request.POST.get(name, "") for name in correcting.FIELDS if name in request.POST}
    typed = correcting.typed(found.case, given)
    try:
        new, name = correcting.values(found.case, typed)
        after = verbs.amend(actor, id, keys.sent_version(request), new, name, key=keys.sent_key(request))
    except NeedsNotMet as unmet:
        return _form(request, actor, found, typed, Asked(faults=unmet.faults, answered=True, status=422))
    except StaleCase as stale:
        since = moves.since(found, stale.seen)
        return _form(request, actor, found, typed, Asked(changed=since, answered=True, status=409))
    except Impossible as same:
        return _form(request, actor, found, typed, Asked(faults=[("", same.sentence)], answered=True, status=409))
    return then(case_url(after.id), Message(_("Đã sửa thông tin người nộp. Giá trị cũ còn trong phần “Diễn biến”.")))


def _form(request: HttpRequest, actor: Actor, found: CasePage, shown: Application, asked: Asked) -> HttpResponseBase:
    open_fields = correcting.open_fields(found.case)
    fields = [one for one in counter_fields.person(shown, dict(reversed(asked.faults))) if one.name in open_fields]
    lines = [_("Giá trị cũ được giữ trong nhật ký. Tờ khai điện tử và giấy tờ đã nộp không đổi theo.")]
    if len(open_fields) == len(correcting.FIELDS):
        lines.append(_("Người có số định danh này sẽ xem được hồ sơ trên mạng: kiểm tra với giấy tờ của người nộp."))
    else:
        lines.append(_("Hồ sơ nộp trực tuyến: họ tên và số định danh đã được xác thực, không sửa tại đây."))
    return moves.fields_page(
        request, actor, found, fields, asked,
        label=_("Sửa thông tin người nộp"), address=f"{case_url(found.case.id)}/nguoi-nop", lines=lines,
    )  # fmt: skip


def told(found: CasePage, lines: Sequence[Line]) -> list[Line]:
    """The story, newest first, with what each correction changed: “Số điện thoại: 0912 345 678 → 0987 654 321”."""
    details = dict(_corrections(found.entries))
    last = len(lines) - 1
    return [replace(line, details=details.get(last - at, line.details)) for at, line in enumerate(lines)]


def _corrections(entries: Sequence[Told]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(place of the entry, its lines): the values before are those that earlier entries brought."""
    subject: dict[str, Any] = {}
    for place, entry in enumerate(entries):
        verb = entry.body["verb"]
        if "case_row" in entry.body:
            subject = dict(entry.personal.get("subject") or {})
        elif verb == "amend":
            names = [name for name in content.SUBJECT if name in entry.body["given"].get("fields", ())]
            yield place, tuple(_line(name, subject, entry) for name in names)
            subject |= entry.personal


def _line(name: str, before: dict[str, Any], entry: Told) -> str:
    label = content.SUBJECT[name]()
    if name not in entry.personal:
        return label
    old, new = (
        content.value(name, str(one or "")) or _("để trống") for one in (before.get(name), entry.personal[name])
    )
    return f"{label}: {old} → {new}"
