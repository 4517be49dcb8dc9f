"""Saying that two dossiers belong together, by the code of the other one; and showing it on the pages of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import reading, verbs
from thongsuot.engine.access import WORKING, Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, StaleCase
from thongsuot.engine.process import Need, NeedKind
from thongsuot.engine.reading import CasePage
from thongsuot.engine.related import Related, related
from thongsuot.web.areas import showing
from thongsuot.web.desk import forms, keys, moves
from thongsuot.web.desk.moves import Asked
from thongsuot.web.desk.words import Line
from thongsuot.web.doors import used_by
from thongsuot.web.environment import case_url
from thongsuot.web.pages import Message, then
from thongsuot.web.speech import say as _

LONGEST = 60
# How the dossier that says it stands to the other one; and how the other one's page says the same.
KINDS: dict[str, Callable[[], str]] = {
    "same": lambda: _("Cùng một vụ việc"),
    "replaces": lambda: _("Nộp thay cho hồ sơ kia"),
    "needs": lambda: _("Cần kết quả của hồ sơ kia"),
}
_SEEN_FROM_THERE: dict[str, Callable[[], str]] = {
    "same": lambda: _("Cùng một vụ việc"),
    "replaces": lambda: _("Đã được nộp thay bằng"),
    "needs": lambda: _("Kết quả cần cho"),
    "consults": lambda: _("Ý kiến cho hồ sơ"),
}
_SEEN_FROM_HERE: dict[str, Callable[[], str]] = {
    "same": lambda: _("Cùng một vụ việc"),
    "replaces": lambda: _("Nộp thay cho"),
    "needs": lambda: _("Cần kết quả của"),
    "consults": lambda: _("Lấy ý kiến"),
}


@used_by(WORKING, "GET", "POST")
def relate(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The form for the other dossier's code and how the two belong together, and its sending."""
    found = reading.case_page(actor, id, "move")
    if found.sight is not Sight.FULL or not found.case.is_open:
        raise NotAllowed(_("Chỉ người đang giải quyết hồ sơ còn mở được gắn hồ sơ liên quan."))
    needs = _needs(found)
    if request.method != "POST":
        return _form(request, actor, found, needs, Asked())
    typed = forms.typed(needs, request.POST)
    other, faults = _other(actor, found, typed)
    if other is None:
        return _form(request, actor, found, needs, Asked(typed, faults, answered=True, status=422))
    try:
        after = verbs.relate(actor, id, keys.sent_version(request), other, typed["kind"], key=keys.sent_key(request))
    except StaleCase as stale:
        since = moves.since(found, stale.seen)
        return _form(request, actor, found, needs, Asked(typed, (), since, answered=True, status=409))
    return then(case_url(after.id), Message(_("Đã gắn hồ sơ liên quan. Trang của cả hai hồ sơ đều ghi.")))


def _needs(found: CasePage) -> tuple[Need, ...]:
    """The other one's code, and how the two belong together: the area's own way of being about a case comes first."""
    kinds = tuple((key, words()) for key, words in KINDS.items())
    face = showing.face_of(found.case)
    if face is not None and face.relation:
        kinds = ((face.relation, showing.relation_words(face.relation, said_here=True)), *kinds)
    example = _("Ghi trên giấy tiếp nhận, ví dụ H57.1-261121-0001")
    return (
        Need("code", _("Mã hồ sơ kia"), NeedKind.TEXT, longest=LONGEST, help=example),
        Need("kind", _("Hồ sơ này với hồ sơ kia"), NeedKind.CHOICE, choices=kinds),
    )


def _other(actor: Actor, found: CasePage, typed: dict[str, Any]) -> tuple[UUID | None, list[forms.Fault]]:
    """The other dossier's id, or what is wrong. One that the actor may not see is not there."""
    code = "".join(typed["code"].replace("\x00", "").split())[:LONGEST]
    faults = []
    other = reading.find_code(actor, code) if code else None
    if not code:
        faults.append(("code", _("Nhập mã của hồ sơ kia.")))
    elif other is None:
        faults.append(("code", _("Không tìm thấy hồ sơ có mã này trong phạm vi của bạn. Kiểm tra lại từng chữ số.")))
    elif other == found.case.id:
        faults.append(("code", _("Đây là mã của chính hồ sơ này. Nhập mã của hồ sơ kia.")))
    if typed["kind"] not in dict(_needs(found)[1].choices):
        faults.append(("kind", _("Chọn hồ sơ này với hồ sơ kia là thế nào.")))
    if not faults and any(_says(one, other, typed["kind"]) for one in related(actor, found.case.id)):
        faults.append(("code", _("Hai hồ sơ này đã được gắn với nhau như vậy.")))
    return (None, faults) if faults else (other, [])


def _says(one: Related, other: UUID | None, kind: str) -> bool:
    return one.id == other and one.kind == kind and (one.said_here or kind == "same")


def _form(request: HttpRequest, actor: Actor, found: CasePage, needs: Sequence[Need], asked: Asked) -> HttpResponseBase:
    return moves.form_page(
        request, actor, found, needs, asked,
        label=_("Gắn hồ sơ liên quan"), address=f"{case_url(found.case.id)}/lien-quan",
        lines=[_("Bước, thời hạn của hai hồ sơ không đổi. Nơi không được xem hồ sơ kia thì không thấy hồ sơ kia.")],
    )  # fmt: skip


def rows(found: Sequence[Related]) -> list[dict[str, str]]:
    """The dossiers that belong with this one, as its page lists them."""
    return [
        {"words": words_of(one), "code": one.code, "title": one.title, "address": case_url(one.id)} for one in found
    ]


def words_of(one: Related) -> str:
    words = (_SEEN_FROM_HERE if one.said_here else _SEEN_FROM_THERE).get(one.kind)
    return words() if words else showing.relation_words(one.kind, one.said_here) or _("Liên quan")


def told(found: CasePage, lines: Sequence[Line], others: Sequence[Related]) -> list[Line]:
    """The story, newest first, with the code of each dossier that was related and may be seen."""
    known = {(str(one.id), one.kind): f"{words_of(one)}: {one.code}" for one in others if one.said_here}
    newest_first = reversed(found.entries)
    return [
        replace(line, details=_detail(entry.body["given"], known)) if entry.body["verb"] == "relate" else line
        for entry, line in zip(newest_first, lines, strict=True)
    ]


def _detail(given: dict[str, Any], known: dict[tuple[str, str], str]) -> tuple[str, ...]:
    said = known.get((given.get("other", ""), given.get("kind", "")))
    return (said,) if said else ()
