"""Following what one sent: by the receipt, or signed in; its story without officers' notes, the answer, the rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.petitions.process import SETTLED, STARS
from thongsuot.engine import access, reading, receipt_codes, verbs
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.engine.reading import CasePage
from thongsuot.register import bodies
from thongsuot.web.desk import keys
from thongsuot.web.desk.forms import Field
from thongsuot.web.doors import for_citizens, open_to_anyone
from thongsuot.web.environment import moment, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.portal.following.tracking import address_of
from thongsuot.web.portal.pace import Pace
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _

KINDS = ["petition", "complaint", "denunciation"]
PACE = Pace(30, 600)
# Of what was written at a move, what is meant for the sender: need by need.
TOLD: Mapping[str, tuple[str, ...]] = {
    "ask_more": ("question",), "supplement": ("content",), "forward": ("reasons",), "extend": ("reasons",),
    "decline": ("reasons",), "pass_on": ("to",),
}  # fmt: skip
WORDS = {
    "submit": "Bạn đã gửi.", "submit_unsigned": "Bạn đã gửi.", "record": "Đã ghi nhận tại nơi tiếp công dân.",
    "accept": "Đã phân loại, giao đơn vị trả lời.", "forward": "Đã chuyển cơ quan có thẩm quyền.",
    "ask_more": "Đề nghị bạn nói rõ hơn.", "supplement": "Bạn đã bổ sung.", "extend": "Gia hạn trả lời.",
    "merge": "Được gộp với phản ánh khác về cùng một việc: khi phản ánh ấy được trả lời, bạn cũng được trả lời.",
    "separate": "Được tách ra, xử lý riêng.", "carry_on": "Được tách ra, xử lý riêng.", "answer_with": "Đã trả lời.",
    "store": "Được lưu, không trả lời.", "sign": "Đã trả lời.", "withdraw": "Bạn đã rút.", "rate": "Bạn đã đánh giá.",
    "rate_unsigned": "Bạn đã đánh giá.", "publish": "Câu trả lời được công khai.",
    "pass_on": "Đã chuyển người có thẩm quyền giải quyết.", "decline": "Không đủ điều kiện xử lý.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    when: str
    sentence: str
    told: tuple[str, ...]


@open_to_anyone("GET", "POST")
def by_receipt(request: HttpRequest) -> HttpResponseBase:
    """Code and secret of the receipt, then where it stands; the rating is sent from there."""
    if request.method != "POST":
        return _ask(request)
    if not PACE.allows(address_of(request)):
        return _ask(request, _("Nơi này vừa hỏi quá nhiều lần. Chờ mười phút rồi hỏi lại."), 429)
    code, secret = (request.POST.get(name, "")[:80] for name in ("ma", "khoa"))
    case = receipt_codes.find(code, secret, KINDS)
    if case is None:
        return _ask(request, _("Mã hoặc mã tra cứu không đúng. Xem lại biên nhận."), 422)
    fault = ""
    if request.POST.get("stars") and case.kind == "petition":
        given = {"stars": request.POST["stars"][:2], "comment": request.POST.get("comment", "")[:1000]}
        try:
            case = verbs.move(SYSTEM, case.id, case.length, "rate_unsigned", given, key=keys.sent_key(request))
        except Refused as refusal:
            fault = refusal.sentence
    context = {**_context(reading.story(case.id), own=False), "ma": code, "khoa": secret, "fault": fault}
    return page(request, actor_of(request), "petitions/standing.html", context, 422 if fault else 200)


def _ask(request: HttpRequest, fault: str = "", status: int = 200) -> HttpResponseBase:
    fields = [
        Field("ma", _("Mã trên biên nhận"), value=request.POST.get("ma", request.GET.get("ma", ""))[:80], longest=80,
              hint=_("Ví dụ: PAKN.19789-261122-0001"), error=fault),
        Field("khoa", _("Mã tra cứu"), hint=_("12 chữ và số, ví dụ ABCD-EFGH-JKMN"), size="short", longest=20),
    ]  # fmt: skip
    context = {"place": "petitions:public", "fields": fields, "faults": [("f-ma", fault)] if fault else []}
    return page(request, actor_of(request), "petitions/track.html", context, status)


@for_citizens("GET", "POST")
def own(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """One's own, signed in: the same, and what one may do now."""
    if request.method == "POST":
        return _act(request, actor, id)
    found = reading.case_page(actor, id)
    if found.case.kind not in KINDS:
        return then(url("portal:dossier", id))
    if found.case.number != actor.citizen:
        raise NotFound
    return page(request, actor, "petitions/standing.html", {**_context(found, own=True), "fault": ""})


def _act(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    name = request.POST.get("viec", "")
    given: dict[str, Any] = {}
    if name == "rate":
        given = {"stars": request.POST.get("stars", "")[:2], "comment": request.POST.get("comment", "")[:1000]}
    elif name == "supplement":
        text = request.POST.get("content", "").replace("\x00", " ")[:8000]
        given = {"content": [line.strip() for line in text.splitlines() if line.strip()]}
    elif name != "withdraw":
        raise NotFound
    verbs.move(actor, id, keys.sent_version(request), name, given, key=keys.sent_key(request))
    return then(url("petitions:own", id), Message(_("Đã ghi nhận.")))


def _context(found: CasePage, *, own: bool) -> dict[str, Any]:
    case = found.case
    sealed = case.kind == "denunciation"
    return {
        "place": "petitions:public",
        "case": case,
        "state": _(case.table.state(case.step).label),
        "where": bodies.name_of(case.competent_body),
        "opened": moment(case.opened_at),
        "due": moment(case.due_at) if case.due_at and case.is_open else "",
        "late": bool(case.is_open and case.due_at and case.due_at < datetime.now(UTC)),
        "lines": [] if sealed and not own else list(_story(found)),
        "content": _first(found, "content") if own else (),
        "answer": _answer(found) if case.step in SETTLED else (),
        "rates": case.step in SETTLED and "stars" not in case.facts,
        "stars": [(key, _(label)) for key, label in STARS],
        "rated": case.facts.get("stars", ""),
        "public": url("petitions:answer", case.id) if access.is_published(case, None) else "",
        "own": own,
        "may": [move.name for move in case.table.leaving(case.step) if move.role.name == "applicant"] if own else [],
    }


def _story(found: CasePage) -> list[Line]:
    """What happened, the last first, in words for the sender; who did it is not told."""
    lines = []
    for entry in found.entries:
        name = str(entry.body.get("move", ""))
        if entry.body.get("verb") not in ("open", "move") or name not in WORDS:
            continue
        told: list[str] = []
        for need in TOLD.get(name, ()):
            value = entry.given.get(need, ())
            told += [value] if isinstance(value, str) else list(value)
        when = moment(datetime.fromisoformat(entry.body["happened"]))
        lines.append(Line(when, _(WORDS[name]), tuple(told)))
    return lines[::-1]


def _first(found: CasePage, need: str) -> tuple[str, ...]:
    return tuple(found.entries[0].personal.get(need, ())) if found.entries else ()


def _answer(found: CasePage) -> tuple[str, ...]:
    """The answer that was signed: the last draft."""
    drafts = [entry.personal["answer"] for entry in found.entries if "answer" in entry.personal]
    return tuple(drafts[-1]) if drafts else ()
