"""One dossier: where it stands, what it holds, what I may do; its papers, forms and readers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.consultations import asking
from thongsuot.engine import erasing, reading
from thongsuot.engine.access import WORKING, Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.faces import Face
from thongsuot.engine.internal import moving
from thongsuot.engine.reading import CasePage, PaperRow
from thongsuot.register import bodies
from thongsuot.web.areas import showing
from thongsuot.web.desk import (
    adding,
    consulting,
    content,
    correcting,
    digitised,
    grouping,
    making,
    relating,
    statuses,
    words,
)
from thongsuot.web.desk import interlinked as linked
from thongsuot.web.desk.choosing import MONEY, Chosen, choices_of, pressed
from thongsuot.web.doors import READING, used_by
from thongsuot.web.environment import case_url, moment, size, url
from thongsuot.web.pages import page, then
from thongsuot.web.processes.moving import offered
from thongsuot.web.speech import say as _
from thongsuot.web.tasks import ways as ways_of_tasks


@used_by(READING)
def case(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The dossier's page. Reading it is recorded by the door, before the page leaves."""
    found = reading.case_page(actor, id, others=True)
    chosen = choices_of(actor, found)
    if key := request.GET.get("phim"):
        return then(pressed(chosen, key) or case_url(id))
    return page(request, actor, "desk/case.html", _case(found, chosen, actor))


def _case(found: CasePage, chosen: list[Chosen], actor: Actor) -> dict[str, Any]:
    case, at = found.case, words.now()
    face = showing.face_of(case)
    mark = words.mark(case, at)
    deadline = words.deadline_of(case, at)
    holder = words.holder_of(case, found.entries)
    address = case_url(case.id)
    consulted, belonging = consulting.split(found.others)
    return {
        "place": "work" if actor.roles & WORKING else "search",
        "case": {
            "code": case.code,
            "title": case.title,
            "version": case.length,
            "status_mark": mark,
            "status_words": words.mark_words(mark),
            "due_words": deadline.words,
            "reads_address": "" if found.sight is Sight.PUBLISHED else f"{address}/da-xem",
        },
        "back": url("desk:work" if actor.roles & WORKING else "desk:search"),
        "reasons": deadline.reasons,
        "silence": words.silence_words(case),
        "standing": showing.standing(case, face, holder) if face else _standing(case, holder),
        "four": [] if face else statuses.four(found),
        "owner": "" if face else statuses.owner(found),
        "credit": [] if face else statuses.credit(case),
        "clears": words.six_clears(case, holder, deadline.words),
        "prints": [] if face else content.prints(found, address),
        "heading": _("Đang ở đâu") if face else _("Hồ sơ đang ở đâu"),
        "pages": [(_(label), to) for label, to in face.pages] if face else [],
        "moves": chosen,
        "nothing": "" if any(one.name != MONEY for one in chosen) else _nothing(case, holder, face is None),
        "papers": _papers(found, address),
        "making": making.of(found, actor),
        "attach": _attach(found, actor, address),
        "content": _content(found, face),
        "group": grouping.of_page(found),
        "consultations": consulting.rows(consulted),
        "related": relating.rows(belonging),
        "interlinked": linked.section(actor, case),
        "changes": _changes(found, actor, address),
        "timeline": _timeline(found, actor, address),
        "masked": _hidden(found.sight),
    }


def _hidden(sight: Sight) -> str:
    """What this reader does not see of the case, and why."""
    if sight is Sight.PUBLISHED:
        return _("Việc này đã công bố nên bạn đọc được. Lời ghi ở từng bước và giấy tờ chỉ nơi giải quyết xem.")
    return _("Bạn giám sát hồ sơ này: thông tin cá nhân được che.") if sight is not Sight.FULL else ""


def _content(found: CasePage, face: Face | None) -> list[tuple[str, str]]:
    if face is None:
        return content.pairs(found.case)
    pairs = showing.content(found.case, face)
    told = {label for label, _words in pairs}
    return [*(pair for pair in words.told_first(found) if pair[0] not in told), *pairs]


def _standing(case: Case, holder: str) -> list[tuple[str, str]]:
    return [
        (_("Người nộp"), _("Dữ liệu cá nhân đã được xóa") if erasing.is_erased(case) else case.subject_name),
        (_("Bước"), _(case.table.state(case.step).label)),
        (_("Đang chờ"), holder),
        (_("Nhận lúc"), moment(case.opened_at)),
        *_until(case),
        (_("Nơi tiếp nhận"), bodies.name_of(case.receiving_body)),
        (_("Nơi thụ lý"), bodies.name_of(case.executing_body)),
    ]


def _until(case: Case) -> list[tuple[str, str]]:
    until = words.supplement_until(case)
    return [(_("Bổ sung trước"), moment(until))] if until else []


def _nothing(case: Case, holder: str, dossier: bool) -> str:
    if erasing.is_erased(case):
        return _("Hết thời hạn lưu: dữ liệu cá nhân và giấy tờ đã được xóa. Nhật ký và số liệu còn nguyên.")
    if not case.is_open:
        return _("Hồ sơ đã kết thúc.") if dossier else _("Việc này đã kết thúc.")
    return _("Bước này không thuộc vị trí của bạn. Đang chờ: %(holder)s.") % {"holder": holder}


def _papers(found: CasePage, address: str) -> list[dict[str, Any]]:
    added = {entry.number: entry.body["who"].get("name", "") for entry in found.entries}
    full = found.sight is Sight.FULL
    more = digitised.beside(found.papers, found.case.id) if full else {}
    shown = [_paper(paper, added, address, full) | more.get(paper.id, {}) for paper in found.papers]
    return [*content.handed_in(found.case), *shown]


def _paper(paper: PaperRow, added: dict[int, str], address: str, may_open: bool) -> dict[str, Any]:
    return {
        "name": paper.name or _("Giấy tờ (đã che tên)"),
        "kind": content.ORIGINS[paper.origin]() if paper.origin in content.ORIGINS else paper.origin,
        "size": size(paper.size),
        "added_by": added.get(paper.number, ""),
        "address": f"{address}/giay-to/{paper.id}" if may_open else "",
    }


def _attach(found: CasePage, actor: Actor, address: str) -> dict[str, Any] | None:
    if not found.case.is_open or found.sight is not Sight.FULL:
        return None
    return {"address": f"{address}/giay-to", "key": uuid7(), "fields": adding.fields()}


def _changes(found: CasePage, actor: Actor, address: str) -> list[tuple[str, str]]:
    """What may be put right beside the moves: (label, address)."""
    about = [*showing.openings_about(found.case, actor), *ways_of_tasks.of(found.case, actor)]
    if found.sight is not Sight.FULL or not found.case.is_open or not actor.roles & WORKING:
        return about
    ways = [
        (_("Gắn hồ sơ liên quan"), f"{address}/lien-quan"),
        (_("Đưa vào nhóm"), f"{address}/nhom"),
        *about,
    ]
    if showing.face_of(found.case) is None:
        ways.insert(0, (_("Sửa thông tin người nộp"), f"{address}/nguoi-nop"))
    if asking.may_ask(actor, found.case):
        ways.append((_("Lấy ý kiến cơ quan khác"), f"{address}/lay-y-kien"))
    if moving.may_migrate(actor, found.case) and (to := offered(found.case)):
        ways.append((_("Chuyển sang phiên bản khác của quy trình"), to))
    return ways


def _timeline(found: CasePage, actor: Actor, address: str) -> list[words.Line]:
    """The story; beside the last step that still stands, the way back for who may go it."""
    lines = relating.told(found, correcting.told(found, words.timeline(found)), found.others)
    if found.sight is not Sight.FULL:
        return lines
    at = words.undoable(found, actor)
    if at is None:
        return lines
    place = len(found.entries) - 1 - at
    lines[place] = words.with_undo(lines[place], f"{address}/hoan-tac")
    return lines


@used_by(READING)
def readers(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Who looked at this dossier, newest first."""
    found = reading.case_page(actor, id, "readers")
    looks = reading.who_looked(actor, id)
    context = {
        "place": "work",
        "case": {"code": found.case.code, "address": case_url(id)},
        "reads": [
            {
                "when": moment(at),
                "who": ", ".join(part for part in (name, title) if part) or _("chủ hồ sơ"),
                "what": content.looked_at(what),
            }
            for at, name, title, what in looks
        ],
    }
    return page(request, actor, "desk/reads.html", context)
