"""Opening a case of an area: one form, about a case at hand or about nothing yet, and its sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine import needs as checking
from thongsuot.engine import reading, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.faces import Alike, Face, OpeningForm
from thongsuot.engine.process import Move, Need, NeedKind
from thongsuot.engine.registry import Area
from thongsuot.web.areas import fields as naming
from thongsuot.web.areas.lists import area_of
from thongsuot.web.areas.showing import face_of
from thongsuot.web.desk import forms, keys, words
from thongsuot.web.desk.forms import Fault
from thongsuot.web.doors import READING, used_by
from thongsuot.web.environment import case_url, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

TIMES = (NeedKind.DATE, NeedKind.MOMENT)
MOST_LINES = 20
# So many fields that may stay empty, and are, are folded away: what must be said fits a telephone.
MANY_SPARE = 4


@used_by(READING, "GET", "POST")
def open_case(request: HttpRequest, actor: Actor, slug: str, move: str) -> HttpResponseBase:
    """The form of one opening, filled from the case it is about (`ve`), and its sending."""
    area, face = area_of(slug)
    form = next((one for one in face.openings if one.move == move), None)
    row = area.process.move(move)
    if form is None or row is None:
        raise NotFound
    if not form.offered(actor):
        raise NotAllowed(_("Vị trí của bạn không mở được loại việc này."))
    about = _about(request, actor)
    asked = naming.offered((*form.needs, *row.needs), face, actor, about)
    if request.method != "POST":
        return _page(request, actor, face, form, asked, _filled(request, actor, form, asked, about), (), about)
    typed = forms.typed(asked, request.POST)
    if forms.rearranging(request.POST):
        return _page(request, actor, face, form, asked, typed, (), about)
    given, faults = naming.given(asked, typed, actor)
    if faults:
        return _page(request, actor, face, form, asked, typed, faults, about, 422)
    found = form.alike(actor, given) if not request.POST.get("_alike") else ()
    if found:
        return _page(request, actor, face, form, asked, typed, (), about, alike=_alike(face, found, given))
    try:
        made = _open(actor, area, face, form, row, given, about, keys.sent_key(request))
    except NeedsNotMet as unmet:
        return _page(request, actor, face, form, asked, typed, unmet.faults, about, 422)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, actor, face, form, asked, typed, [("", refusal.sentence)], about, 409)
    done = _("Đã ghi: %(what)s. Mã: %(code)s.") % {"what": _(form.label), "code": made.code or made.title}
    back = [(_("Về việc trước đó"), case_url(about.id))] if about else [(_(face.title), url("areas:list", slug))]
    return then(case_url(made.id), Message(done, links=back))


def _open(
    actor: Actor, area: Area, face: Face, form: OpeningForm, row: Move, given: Mapping[str, Any], about: Case | None,
    key: UUID,
) -> Case:  # fmt: skip
    """Check what the form and the move need, all at once; let the area make the opening, and open it."""
    whole = Move(row.name, row.label, (), "", row.role, needs=(*form.needs, *row.needs))
    opening = form.prepare(actor, checking.check(whole, given).all, about, words.now())
    if about is None or not face.relation:
        return verbs.open(actor, opening, key=key)
    return verbs.open_about(actor, opening, about.id, face.relation, key=key)


def _about(request: HttpRequest, actor: Actor) -> Case | None:
    """The case that the new one is about, if the address names one that this person sees."""
    given = request.GET.get("ve", "")
    if not given:
        return None
    try:
        return reading.case_page(actor, UUID(given), "move").case
    except ValueError:
        raise NotFound from None


def _filled(
    request: HttpRequest, actor: Actor, form: OpeningForm, asked: Sequence[Need], about: Case | None
) -> dict[str, Any]:
    """What stands in the form beforehand: what the link says, what the case it is about says, what follows from both.

    A word stands for a need of that name; days and hours are left to who fills the form in.
    """
    about_face = face_of(about) if about else None
    linked = dict(about_face.along(about)) if about and about_face else {}
    brought = {need.name: _brought(request, need) for need in asked if need.kind not in TIMES}
    lines = {need.name: brought.pop(need.name) for need in asked if need.kind is NeedKind.LINES}
    linked |= {name: words[0] for name, words in brought.items() if words}
    return {**form.fills(actor, about, linked), **linked, **{name: words for name, words in lines.items() if words}}


def _brought(request: HttpRequest, need: Need) -> list[str]:
    return [words[: need.longest].replace("\x00", " ") for words in request.GET.getlist(need.name)[:MOST_LINES]]


def _alike(face: Face, found: Sequence[Alike], given: Mapping[str, Any]) -> list[dict[str, str]]:
    """The cases that may be the same matter, each with the way to join it: what was typed goes along."""
    along = urlencode({name: value for name, value in given.items() if isinstance(value, str | list)}, doseq=True)
    return [
        {
            "code": one.code, "title": one.title, "words": one.words, "address": case_url(one.id),
            "join": f"{url('areas:open', face.slug, one.join)}?ve={one.id}&{along}" if one.join else "",
        }
        for one in found
    ]  # fmt: skip


def _page(
    request: HttpRequest, actor: Actor, face: Face, form: OpeningForm, asked: Sequence[Need], typed: Mapping[str, Any],
    faults: Sequence[Fault], about: Case | None, status: int = 200, alike: Sequence[Mapping[str, str]] = (),
) -> HttpResponseBase:  # fmt: skip
    drawn = naming.fields(asked, typed, faults, actor)
    shown = {field.name for field in drawn}
    spare = [field for field in drawn if not field.required and not field.error and not _said(field.value)]
    if len(spare) < MANY_SPARE:
        spare = []
    others = [("", sentence) for name, sentence in faults if name not in shown]
    context = {
        "place": "areas",
        "title": _(face.title),
        "label": _(form.label),
        "home": url("areas:list", face.slug),
        "about": {"code": about.code, "title": about.title, "address": case_url(about.id)} if about else None,
        "address": request.get_full_path(),
        "alike": alike,
        "fields": [field for field in drawn if field not in spare],
        "spare": spare,
        "faults": forms.summary(drawn, others),
        "answered": request.method == "POST",
        "key": uuid7(),
    }
    return page(request, actor, "areas/open.html", context, status)


def _said(value: Any) -> bool:
    return any(value) if isinstance(value, list | tuple) else bool(value)
