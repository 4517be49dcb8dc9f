"""Answering a request for a correction or a supplement: every defect that was asked, with words and files for each.

Files are kept as finished uploads of the person as soon as they arrive, so that a page sent again for another
reason asks for none of them a second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine import papers, reading, uploads, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused, StaleCase
from thongsuot.engine.making import Paper
from thongsuot.engine.process import Move
from thongsuot.engine.reading import CasePage
from thongsuot.engine.uploads import Upload
from thongsuot.web.desk import keys
from thongsuot.web.desk.forms import Fault
from thongsuot.web.doors import for_citizens
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.portal.following import asked, refusing, telling
from thongsuot.web.portal.following.dossier import about
from thongsuot.web.speech import say as _

MOST_FILES = 20
# What stands before each line of the answer, and the need's own bound, leave this much to type.
LONGEST = 470


@dataclass
class Item:
    """One defect and its answer as typed: words, and the files that are already here."""

    number: int
    defect: str
    value: str = ""
    files: list[Upload] = field(default_factory=list)
    error: str = ""

    @property
    def id(self) -> str:
        return f"f-tra-loi-{self.number}"

    def line(self) -> str:
        """What the officer reads: which defect, and what was done about it."""
        said = " ".join(self.value.split()) or _("nộp kèm %(names)s", names=", ".join(one.name for one in self.files))
        return _("Nội dung %(n)s: %(said)s", n=self.number, said=said[:LONGEST])


@for_citizens("GET", "POST")
def answer(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The defects with a place to answer each, and the sending."""
    found = reading.case_page(actor, id, "move")
    items = [Item(n, defect) for n, defect in enumerate(_defects(found), 1)]
    try:
        if request.method != "POST":
            return _form(request, actor, found, items)
        _read(items, request, actor)
        if not _complete(items):
            return _form(request, actor, found, items, status=422)
        return _send(request, actor, found, items)
    except Impossible as refusal:
        return refusing.refused(request, actor, found, refusal.sentence, _typed(items))


def _defects(found: CasePage) -> tuple[str, ...]:
    return asked.defects(found) or (_("Nội dung cần hoàn thiện"),)


def _move(actor: Actor, found: CasePage) -> Move:
    """The move by which this dossier is answered now. Raises Impossible."""
    name = next((name for name in asked.ANSWERS if name in asked.may(actor, found.case)), "")
    row = found.case.table.move(name)
    if row is None:
        raise Impossible(_("Hồ sơ này hiện không chờ bạn bổ sung. Xem tình trạng ở trang hồ sơ."))
    return row


def _send(request: HttpRequest, actor: Actor, found: CasePage, items: list[Item]) -> HttpResponseBase:
    """Send as often as it takes: the form names its move, so that one sent twice finds what the first made."""
    name = request.POST.get("_move", "")
    if name not in asked.ANSWERS:
        name = _move(actor, found).name
    case, seen = found.case, keys.sent_version(request)
    try:
        brought = tuple(_paper(actor, one) for item in items for one in item.files)
        given = {"answer": [item.line() for item in items]}
        after = verbs.move(actor, case.id, seen, name, given, key=keys.sent_key(request), papers=brought)
    except StaleCase as stale:
        found = reading.case_page(actor, case.id, "move")
        if asked.may(actor, found.case) & set(asked.ANSWERS):
            return _form(request, actor, found, items, changed=telling.since(found, stale.seen), status=409)
        return refusing.too_late(request, actor, found, stale.seen, _typed(items))
    except NeedsNotMet as unmet:
        return _form(request, actor, found, items, faults=[("", sentence) for _n, sentence in unmet.faults], status=422)
    except (NotAllowed, Impossible) as refusal:
        return refusing.refused(request, actor, found, refusal.sentence, _typed(items))
    except Refused as refusal:
        return _form(request, actor, found, items, faults=[("", refusal.sentence)], status=409)
    if name == "correct":
        return then(url("portal:dossier", after.id), Message(_("Đã gửi lại hồ sơ. Nơi tiếp nhận sẽ trả lời bạn.")))
    return then(url("portal:dossier", after.id), Message(_("Đã nộp bổ sung. Hồ sơ được giải quyết tiếp.")))


def _paper(actor: Actor, upload: Upload) -> Paper:
    return uploads.finished(actor, upload.id)


def _typed(items: Sequence[Item]) -> list[tuple[str, str]]:
    return [(item.defect, item.value) for item in items if item.value.strip()]


def _read(items: list[Item], request: HttpRequest, actor: Actor) -> None:
    """Fill the items with what was typed, the files sent before and those that came now; faults stand with them."""
    named = any(name.endswith("-id") for name in request.POST)
    known = {str(one.id): one for one in uploads.of_owner(actor)} if named else {}
    dropped = set(request.POST.getlist("_bo"))
    room = MOST_FILES
    for item in items:
        item.value = request.POST.get(f"tra-loi-{item.number}", "").replace("\x00", "")
        sent = dict.fromkeys(request.POST.getlist(f"tep-{item.number}-id"))
        came = request.FILES.getlist(f"tep-{item.number}")
        try:
            item.files = [_finished(known, one) for one in sent if one not in dropped]
            for file in came[: room - len(item.files)]:
                # One that is too large is refused by its size, before it is read.
                whole = file.read() if (file.size or 0) <= papers.LARGEST else b""
                item.files.append(uploads.begin(actor, file.name or "", file.size or 0, whole))
            if len(item.files) > room or len(came) > room:
                raise Refused(
                    _("Mỗi lần gửi tối đa %(most)s tệp. Gộp các trang vào một tệp PDF.") % {"most": MOST_FILES}
                )
        except Refused as refusal:
            item.error = refusal.sentence
        room -= len(item.files)


def _finished(known: Mapping[str, Upload], id: str) -> Upload:
    """An upload of this person that came in whole. Raises UnknownUpload, Unfinished."""
    if id not in known:
        raise uploads.UnknownUpload
    if not known[id].is_finished:
        raise uploads.Unfinished(known[id].name)
    return known[id]


def _complete(items: list[Item]) -> bool:
    """Whether every defect has words or a file; those that lack both say what to do."""
    for item in items:
        if len(item.value) > LONGEST:
            told = _("Phần trả lời dài %(n)s ký tự, tối đa %(most)s. Rút gọn lại.", n=len(item.value), most=LONGEST)
            item.error = item.error or told
        elif not item.value.strip() and not item.files:
            told = _("Nội dung %(n)s: ghi bạn đã bổ sung gì, hoặc chọn tệp. Chưa có thì ghi lý do.", n=item.number)
            item.error = item.error or told
    return not any(item.error for item in items)


def _form(
    request: HttpRequest,
    actor: Actor,
    found: CasePage,
    items: Sequence[Item],
    *,
    faults: Sequence[Fault] = (),
    changed: Sequence[str] = (),
    status: int = 200,
) -> HttpResponseBase:
    row = _move(actor, found)
    context = {
        "place": "portal:mine",
        "case": about(found),
        "title": _("Hoàn thiện hồ sơ") if row.name == "correct" else _("Bổ sung hồ sơ"),
        "items": items,
        "faults": [*((item.id, item.error) for item in items if item.error), *faults],
        "changed": changed,
        "move": row.name,
        "longest": LONGEST,
        "key": uuid7(),
    }
    return page(request, actor, "portal/following/answer.html", context, status)
