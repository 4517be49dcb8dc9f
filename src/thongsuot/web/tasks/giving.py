"""Giving the same task to several at once: one form, a box for each who may be accountable, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.tasks import area, drafts
from thongsuot.areas.tasks import giving as tasks
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.process import Need, NeedKind
from thongsuot.web.desk import forms, keys, words
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _
from thongsuot.web.tasks.drafting import about_of

GIVERS = frozenset({"chair", "head"})
NEEDS = (
    area.WORK,
    Need("until", "Hoàn thành trước", NeedKind.MOMENT, False),
    Need("why_no_limit", "Hoặc vì sao không có thời hạn", NeedKind.TEXT, False, longest=500),
    area.PRODUCT,
    area.ACCEPTANCE,
    area.AUTHORITY,
)


@used_by(GIVERS, "GET", "POST")
def give(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The form, filled from a draft (`du-thao`), about a conclusion or a larger task (`ve`), and its sending."""
    about, draft = about_of(request, actor), _draft(request, actor)
    if request.method != "POST":
        shown = {need.name: forms.show(need, draft.values.get(need.name)) for need in NEEDS} if draft else {}
        return _page(request, actor, shown, _preselected(actor, draft), (), draft)
    typed = forms.typed(NEEDS, request.POST)
    chosen = request.POST.getlist("persons")[: tasks.MOST_AT_ONCE + 1]
    values, faults = forms.given(NEEDS, typed)
    if faults:
        return _page(request, actor, typed, chosen, faults, draft, 422)
    try:
        made = drafts.give_to_many(
            actor, values, chosen, about, words.now(), key=keys.sent_key(request), draft=draft.id if draft else None
        )
    except NeedsNotMet as unmet:
        return _page(request, actor, typed, chosen, unmet.faults, draft, 422)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, actor, typed, chosen, [("", refusal.sentence)], draft, 409)
    to = made[0].facts.get("conclusion") if "parent" not in made[0].facts else None
    back = url("tasks:conclusion", UUID(to)) if to else case_url(about) if about else url("areas:list", "nhiem-vu")
    return then(back, Message(_("Đã giao %(n)s nhiệm vụ, mỗi nơi một người chịu trách nhiệm.", n=len(made))))


def _draft(request: HttpRequest, actor: Actor) -> drafts.View | None:
    given = request.GET.get("du-thao", "")
    if not given:
        return None
    try:
        return drafts.find(actor, UUID(given))
    except ValueError:
        raise NotFound from None


def _preselected(actor: Actor, draft: drafts.View | None) -> list[str]:
    """Everybody whom “every commune” means, when the conclusion said so."""
    office, group = tasks.giver(actor), draft.values.get("group") if draft else ""
    kinds = {"*commune": "ubnd.", "*province": "ubnd.", "*ministry": "bo."}
    if office is None or not tasks.leads(office) or group not in kinds:
        return []
    size = {"*commune": 5, "*province": 2}.get(group, 0)
    return [
        str(one.person)
        for one in tasks.doers(office, today())
        if one.body.startswith(kinds[group])
        and one.body != office.house
        and (not size or len(one.body.partition(".")[2]) == size)
    ]


def _page(
    request: HttpRequest, actor: Actor, typed: dict[str, Any], chosen: Sequence[str], faults: Sequence[Fault],
    draft: drafts.View | None, status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    office = tasks.giver(actor)
    if office is None:
        raise NotAllowed(_(tasks.NOT_GIVEN))
    wrong = dict(faults)
    offered = [(str(one.person), one.words) for one in tasks.below(office, today()) if one.person != actor.person]
    people = Field(
        "persons", _("Giao cho"), kind="checks", choices=offered, value=list(chosen),
        error=wrong.get("persons", "") or wrong.get("person", ""),
        hint=_("Mỗi người một nhiệm vụ riêng, chịu trách nhiệm cho cơ quan mình.")
        if tasks.leads(office)
        else _("Người trong cơ quan bạn. Việc cho nơi khác: lập dự thảo để người đứng đầu giao."),
    )  # fmt: skip
    drawn = [*forms.fields(NEEDS, typed, faults), people]
    known = {field.name for field in drawn} | {"person"}
    context = {
        "place": "tasks",
        "fields": drawn,
        "faults": forms.summary(drawn, [("", told) for name, told in faults if name not in known]),
        "answered": request.method == "POST",
        "address": request.get_full_path(),
        "source": draft.values.get("source", "") if draft else "",
        "back": url("tasks:conclusions"),
        "key": uuid7(),
    }
    return page(request, actor, "tasks/give.html", context, status)
