"""A draft of a task: its sentence, its six clears as filled or missing, and what a person does with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.tasks import area, drafts, giving
from thongsuot.areas.tasks.drafts import View
from thongsuot.areas.tasks.process import PERSON
from thongsuot.engine import reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.process import Need, NeedKind
from thongsuot.register import bodies
from thongsuot.web.desk import forms, words
from thongsuot.web.desk.forms import Fault
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _
from thongsuot.web.tasks import wording

DRAFTERS = frozenset({"chair", "head", "specialist", "clerk"})


def _needs(actor: Actor) -> tuple[Need, ...]:
    """The fields of a draft: none must be filled to keep it."""
    office = giving.drafter(actor)
    if office is None:
        raise NotAllowed(_("Vị trí của bạn không lập dự thảo nhiệm vụ."))
    people = tuple((str(one.person), one.words) for one in giving.doers(office, today()))
    return (
        Need("work", area.WORK.label, NeedKind.TEXT, False, longest=500, help=area.WORK.help),
        Need("person", PERSON.label, NeedKind.PERSON, False, choices=people, help=PERSON.help),
        Need("until", "Hoàn thành trước", NeedKind.MOMENT, False),
        Need("why_no_limit", "Hoặc vì sao không có thời hạn", NeedKind.TEXT, False, longest=500),
        *(Need(one.name, one.label, one.kind, False, longest=one.longest, help=one.help)
          for one in (area.PRODUCT, area.ACCEPTANCE, area.AUTHORITY)),
    )  # fmt: skip


@used_by(DRAFTERS, "GET", "POST")
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """An empty draft about a conclusion or a larger task (`ve`), or about nothing."""
    about = about_of(request, actor)
    needs = _needs(actor)
    if request.method != "POST":
        return _page(request, actor, needs, {}, (), None, about)
    typed = forms.typed(needs, request.POST)
    values, faults = forms.given(needs, typed)
    if faults:
        return _page(request, actor, needs, typed, faults, None, about, 422)
    if not values:
        return _page(request, actor, needs, typed, [("work", _("Ghi ít nhất việc phải làm."))], None, about, 422)
    try:
        drafts.keep(actor, [values], about, words.now(), proposed=False)
    except NeedsNotMet as unmet:
        return _page(request, actor, needs, typed, unmet.faults, None, about, 422)
    return then(_back(about), Message(_("Đã giữ dự thảo nhiệm vụ.")))


@used_by(DRAFTERS, "GET", "POST")
def draft(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """One draft. Posted, it is kept, given or dropped, as the button says."""
    found = drafts.find(actor, id)
    if found.state == drafts.GIVEN and found.task:
        return then(case_url(found.task))
    if found.state != drafts.OPEN:
        raise Impossible(_("Dự thảo này đã bỏ."))
    needs = _needs(actor)
    shown = {need.name: forms.show(need, found.values.get(need.name)) for need in needs}
    if request.method != "POST":
        return _page(request, actor, needs, shown, (), found, found.about)
    following = _next(actor, found)
    if request.POST.get("viec") == "bo":
        drafts.drop(actor, id, words.now())
        return then(following, Message(_("Đã bỏ: câu này không giao nhiệm vụ.")))
    typed = forms.typed(needs, request.POST)
    values, faults = forms.given(needs, typed)
    if faults:
        return _page(request, actor, needs, typed, faults, found, found.about, 422)
    try:
        found = drafts.change(actor, id, values, words.now())
        if request.POST.get("viec") != "giao":
            return then(following, Message(_("Đã giữ dự thảo.")))
        made = drafts.give(actor, id, words.now())
    except NeedsNotMet as unmet:
        return _page(request, actor, needs, typed, unmet.faults, found, found.about, 422)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, actor, needs, typed, [("", refusal.sentence)], found, found.about, 409)
    return then(following, Message(_("Đã giao. Mã: %(code)s.", code=made.code or ""), links=[
        (_("Xem nhiệm vụ"), case_url(made.id))]))  # fmt: skip


def _next(actor: Actor, found: View) -> str:
    """The draft after this one, so that somebody with many goes through them; after the last, the list."""
    others = [one.id for one in drafts.of(actor, found.about)]
    place = others.index(found.id) + 1 if found.id in others else len(others)
    return url("tasks:draft", others[place]) if place < len(others) else _back(found.about)


def _place(actor: Actor, found: View) -> str:
    others = [one.id for one in drafts.of(actor, found.about)]
    if found.id not in others or len(others) < 2:
        return ""
    return _("Dự thảo %(n)s trên %(all)s", n=others.index(found.id) + 1, all=len(others))


def _nobody(actor: Actor, found: View) -> str:
    """The body that the conclusion names, when nobody there can be made accountable yet."""
    body, office = found.values.get("body"), giving.drafter(actor)
    if not body or office is None or any(one.body == body for one in giving.doers(office, today())):
        return ""
    return bodies.name_of(body)


def about_of(request: HttpRequest, actor: Actor) -> UUID | None:
    """The conclusion or task that an address names, if this person sees it. Raises NotFound."""
    given = request.GET.get("ve", "")
    if not given:
        return None
    try:
        return reading.case_page(actor, UUID(given), "move").case.id
    except ValueError:
        raise NotFound from None


def _back(about: UUID | None) -> str:
    return url("tasks:conclusion", about) if about else url("tasks:conclusions")


def _page(
    request: HttpRequest, actor: Actor, needs: Sequence[Need], typed: Mapping[str, Any], faults: Sequence[Fault],
    found: View | None, about: UUID | None, status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    # A draft may be kept with gaps; a task may not be given with them: only the reason for no day is left out at will.
    drawn = [replace(one, required=one.name != "why_no_limit") for one in forms.fields(needs, typed, faults)]
    shown = {field.name for field in drawn}
    office = giving.giver(actor)
    group = found is not None and bool(found.values.get("group")) and office is not None and giving.leads(office)
    context = {
        "place": "tasks",
        "fields": drawn,
        "faults": forms.summary(drawn, [("", told) for name, told in faults if name not in shown]),
        "answered": request.method == "POST",
        "address": request.get_full_path(),
        "back": _back(about),
        "key": uuid7(),
        "draft": {
            "clears": wording.clears(found),
            "source": found.values.get("source", ""),
            "lead": wording.lead(found),
            "helpers": found.values.get("helpers", ""),
            "many": f"{url('tasks:give')}?du-thao={found.id}" if group else "",
            "gives": office is not None,
            "place": _place(actor, found),
            "next": _next(actor, found),
            "nobody": _nobody(actor, found),
        }
        if found
        else None,
    }  # fmt: skip
    return page(request, actor, "tasks/draft.html", context, status)
