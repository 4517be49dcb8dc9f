"""Withdrawing one's dossier, after a page that says what that means; and rating how it was settled, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.satisfaction import rating
from thongsuot.engine import access, needs, reading, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, StaleCase
from thongsuot.engine.process import Move, Need, NeedKind
from thongsuot.engine.reading import CasePage
from thongsuot.web.desk import forms, keys
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import for_citizens
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.portal.following import asked, refusing, telling, tracking
from thongsuot.web.portal.following.dossier import about
from thongsuot.web.speech import say as _


def _sure() -> Need:
    return Need("sure", _("Tôi hiểu và muốn rút hồ sơ này"), NeedKind.CONFIRM)


@for_citizens("GET", "POST")
def withdraw(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """What withdrawing means, the reason, the confirmation, the sending."""
    return _act(request, actor, id, asked.WITHDRAWS, _("Đã rút hồ sơ. Nơi giải quyết được báo ngay."), (_sure(),))


@for_citizens("GET", "POST")
def rate(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """One to five stars in words, and a comment if one likes."""
    return _act(request, actor, id, asked.RATES, _("Cảm ơn bạn đã đánh giá."))


@for_citizens("GET", "POST")
def take(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Saying that one has the electronic result: nobody need come to the counter."""
    return _act(request, actor, id, asked.TAKES, _("Đã ghi nhận bạn nhận kết quả bản điện tử."))


TEMPLATES = {
    asked.WITHDRAWS: "portal/following/withdraw.html",
    asked.RATES: "portal/following/rate.html",
    asked.TAKES: "portal/following/take.html",
}


def _act(
    request: HttpRequest, actor: Actor, id: UUID, name: str, done: str, more: Sequence[Need] = ()
) -> HttpResponseBase:
    """A move of the person's own, by a page of its own. `more` is asked beside what the move needs, and not kept."""
    found = reading.case_page(actor, id, "move")
    row = found.case.table.move(name)
    if row is None:
        sentence = _("Hồ sơ này nộp trước khi có chức năng này. Hỏi nơi nộp hồ sơ.")
        return refusing.refused(request, actor, found, sentence)
    verdict = access.may(actor, row, found.case)
    if request.method != "POST":
        if not verdict.allowed or (row.name == asked.RATES and "stars" in found.case.facts):
            return refusing.refused(request, actor, found, _why_not(row, verdict.reason, found))
        return _form(request, actor, found, row, more)
    return _send(request, actor, found, row, done, more)


def _send(
    request: HttpRequest, actor: Actor, found: CasePage, row: Move, done: str, more: Sequence[Need]
) -> HttpResponseBase:
    typed = forms.typed([*row.needs, *more], request.POST)
    given, faults = forms.given(row.needs, typed)
    try:
        needs.check(row, given)
    except NeedsNotMet as unmet:
        faults += unmet.faults
    faults += [(need.name, _("Đánh dấu vào ô này nếu bạn chắc chắn.")) for need in more if not typed[need.name]]
    if faults:
        return _form(request, actor, found, row, more, typed, faults)
    case = found.case
    try:
        seen, key = keys.sent_version(request), keys.sent_key(request)
        after = verbs.move(actor, case.id, seen, row.name, given, key=key)
    except StaleCase as stale:
        found = reading.case_page(actor, case.id, "move")
        if access.may(actor, row, found.case).allowed:
            changed = telling.since(found, stale.seen)
            return _form(request, actor, found, row, more, {**typed, "sure": ""}, changed=changed, status=409)
        return refusing.too_late(request, actor, found, stale.seen, _kept(row, typed))
    except (NotAllowed, Impossible) as refusal:
        return refusing.refused(request, actor, found, _why_not(row, refusal.sentence, found), _kept(row, typed))
    if row.name == asked.RATES:
        mark = rating.origin(tracking.address_of(request))
        rating.beside(after, rating.Given(given["stars"], "portal", mark), after.changed_at)
    return then(url("portal:dossier", after.id), Message(done))


def _why_not(row: Move, sentence: str, found: CasePage) -> str:
    """Why the move cannot be made, in the person's own words."""
    if row.name == asked.RATES and found.case.facts.get("made", {}).get(row.name):
        return _("Bạn đã đánh giá hồ sơ này. Mỗi hồ sơ được đánh giá một lần.")
    if row.name == asked.RATES and "stars" in found.case.facts:
        return _("Hồ sơ này đã được đánh giá bằng mã trên phiếu. Mỗi hồ sơ được đánh giá một lần.")
    if row.name == asked.TAKES:
        return _("Kết quả chưa có, hoặc đã được trả. Xem hồ sơ.")
    if row.name == asked.RATES:
        return _("Bạn đánh giá được sau khi nhận kết quả.")
    if row.name == asked.WITHDRAWS and not found.case.is_open:
        return _("Hồ sơ đã kết thúc nên không rút được nữa.")
    if row.name == asked.WITHDRAWS:
        return _("Kết quả đã được ký nên không rút được nữa. Cần hủy kết quả thì hỏi nơi giải quyết.")
    return sentence


def _kept(row: Move, typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    texts = [need for need in row.needs if need.kind is NeedKind.TEXT]
    return [(_(need.label), typed[need.name]) for need in texts if typed[need.name].strip()]


def _form(
    request: HttpRequest,
    actor: Actor,
    found: CasePage,
    row: Move,
    more: Sequence[Need],
    typed: Mapping[str, Any] | None = None,
    faults: Sequence[Fault] = (),
    *,
    changed: Sequence[str] = (),
    status: int = 200,
) -> HttpResponseBase:
    fields: list[Field] = forms.fields([*row.needs, *more], typed or {}, faults)
    shown = {one.name for one in fields}
    context = {
        "place": "portal:mine",
        "case": about(found),
        "fields": fields,
        "faults": forms.summary(fields, [("", sentence) for name, sentence in faults if name not in shown]),
        "changed": changed,
        "started": bool(found.case.facts.get("paid")),
        "key": uuid7(),
    }
    return page(request, actor, TEMPLATES[row.name], context, status if not faults else 422)
