"""Beginning an application, and choosing its place and case again: where the matter is decides who receives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import applying
from thongsuot.areas.dossiers.applying import Underway
from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.areas.dossiers.forms.prefill import Identity
from thongsuot.engine import forms_store
from thongsuot.engine.actor import Actor
from thongsuot.engine.forms import Field as Question
from thongsuot.engine.forms import Section
from thongsuot.register import competences, procedures
from thongsuot.register.procedures import ProcedureView
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import for_citizens
from thongsuot.web.eform import drafts, reading
from thongsuot.web.eform.fields import COMMUNE, DETAIL, PROVINCE, Drawing, Group, drawn
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.portal import underway
from thongsuot.web.portal.frame import PLACE_COOKIE, commune_of, way
from thongsuot.web.portal.trouble import trouble
from thongsuot.web.speech import say as _

PLACE = "place"
SECTION = Section.model_validate(
    {"key": "where", "title": "Nơi", "fields": [{"key": PLACE, "label": "Nơi của việc", "kind": "address"}]}
)


@dataclass(frozen=True)
class Choice:
    """What was chosen, as far as it could be read: the address as it was typed, the case, which of several bodies."""

    place: Mapping[str, Any]
    case: str
    competence: str = ""

    @property
    def commune(self) -> str:
        return str(self.place.get(COMMUNE) or "")


@for_citizens("GET", "POST")
def apply(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """Begin an application for a procedure, or go on with one that was begun."""
    view = procedures.procedure(code[:12], today())
    if view is None:
        lines = [_("Thủ tục này không có hoặc đã hết hiệu lực. Tìm lại theo tên.")]
        return trouble(request, 404, _("Không tìm thấy thủ tục"), lines, actor=actor, ways=_elsewhere("", ""))
    if not _online(view):
        return _not_online(request, actor, view)
    choice = _asked(request, view)
    if request.method != "POST" or reading.again(request.POST):
        return _page(request, actor, view, choice, faults=(), begun=_begun(actor, view))
    faults, now = _judged(view, choice)
    if now is None:
        return _page(request, actor, view, choice, faults=faults)
    form = catalogue.online(view.code, today()).form
    identity = Identity(name=actor.name, number=actor.citizen)
    draft = drafts.begin(actor, form, identity, view.code, {applying.ABOUT: now.to_json()})
    return then(url("portal:application", draft.id))


@for_citizens("GET", "POST")
def where(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Choose place and case again; what was answered and uploaded stays."""
    one = underway.load(actor, id)
    if one.sent:
        return then(url("portal:sent", one.sent))
    start = Choice(_address(one.now.place), one.now.case, str(one.now.competence or ""))
    choice = _asked(request, one.view, start)
    back = url("portal:application", id)
    if request.method != "POST" or reading.again(request.POST):
        return _page(request, actor, one.view, choice, faults=(), back=back)
    faults, now = _judged(one.view, choice)
    if now is None:
        return _page(request, actor, one.view, choice, faults=faults, back=back)
    chosen = replace(one.now, place=now.place, case=now.case, competence=now.competence)
    draft = one.draft
    forms_store.save(actor, draft, draft.values, about=applying.about(draft, chosen))
    return then(back, Message(_("Đã ghi nhận nơi giải quyết.")))


def _online(view: ProcedureView) -> bool:
    return view.online != "none" and "online" in view.receiving.channels


def _not_online(request: HttpRequest, actor: Actor, view: ProcedureView) -> HttpResponseBase:
    place = commune_of(request.GET.get("xa", "") or request.COOKIES.get(PLACE_COOKIE, ""))
    lines = [view.title, _("Thủ tục này chưa nộp trực tuyến được.")]
    if place:
        lines += _go_to(view, place.code)
    code = place.code if place else ""
    title = _("Chưa nộp trực tuyến được")
    return trouble(request, 409, title, lines, actor=actor, ways=_elsewhere(view.code, code))


def _go_to(view: ProcedureView, place: str) -> list[str]:
    """Where to go instead, from competence: the counters that receive it there."""
    found = competences.where_to_go(view.code, place, today())
    names = [body.name for body in found.receiving] or [one.body.name for one in found.deciding]
    return [_("Nộp tại: %(names)s.", names="; ".join(dict.fromkeys(names)))] if names else []


def _elsewhere(code: str, place: str) -> list[tuple[str, str]]:
    found = []
    if code and way("portal:search"):
        address = url("portal:procedure", code)
        found.append((_("Xem thủ tục: nơi nộp, giấy tờ, thời hạn"), f"{address}?xa={place}" if place else address))
    if way("portal:search"):
        found.append((_("Tìm thủ tục khác"), url("portal:search")))
    return [*found, (_("Về trang đầu"), url("portal:home"))]


def _asked(request: HttpRequest, view: ProcedureView, start: Choice | None = None) -> Choice:
    """What was sent, else what a link or the chosen commune says, else nothing."""
    keys = [case.key for case in view.definition.cases]
    if request.method == "POST":
        values, _faults = reading.read(request, [SECTION], {PLACE: {}})
        return Choice(values[PLACE], request.POST.get("case", ""), request.POST.get("competence", "")[:12])
    if start is not None:
        return start
    place = commune_of(request.GET.get("xa", "")) or commune_of(request.COOKIES.get(PLACE_COOKIE, ""))
    case = request.GET.get("th", "")
    return Choice(_address(place.code if place else ""), case if case in keys else "")


def _address(code: str) -> dict[str, Any]:
    place = commune_of(code)
    return {COMMUNE: place.code, PROVINCE: place.province_code} if place else {}


def _judged(view: ProcedureView, choice: Choice) -> tuple[list[Fault], Underway | None]:
    """The application that a choice begins, or what to do about it."""
    keys = [case.key for case in view.definition.cases]
    case = choice.case or (keys[0] if len(keys) == 1 else "")
    faults: list[Fault] = []
    if case not in keys:
        faults.append(("case", _("Chọn trường hợp của bạn.")))
    place = commune_of(choice.commune)
    if place is None:
        faults.append((PLACE, _("Chọn tỉnh, rồi chọn xã, phường của việc này.")))
    if faults or place is None:
        return faults, None
    number = int(choice.competence) if choice.competence.isdecimal() else None
    now = Underway(view.code, case, place.code, number)
    bodies = _several(view.code, place.code)
    if len(bodies) > 1 and str(number or "") not in dict(bodies):
        return [("competence", _("Nơi này có nhiều cơ quan cùng giải quyết được. Chọn một cơ quan."))], None
    if len(bodies) <= 1:
        now = replace(now, competence=None)
    _centre, sentence = underway.standing(now)
    return ([(PLACE, sentence)], None) if sentence else ([], now)


def _several(code: str, place: str) -> list[tuple[str, str]]:
    found = competences.competent(code, competences.DECIDE, place, today()) if place else []
    return [(str(one.competence_id), one.body.name) for one in found]


def _begun(actor: Actor, view: ProcedureView) -> list[dict[str, Any]]:
    """What this person has begun for the same procedure and not sent yet."""
    found = []
    for draft in forms_store.drafts(actor):
        now = applying.of_draft(draft)
        if now is not None and now.procedure == view.code and "sent" not in draft.about:
            place = commune_of(now.place)
            words = place.full if place else now.place
            address = url("portal:application", draft.id)
            found.append({"address": address, "place": words, "saved_at": draft.saved_at})
    return found


def _page(
    request: HttpRequest,
    actor: Actor,
    view: ProcedureView,
    choice: Choice,
    *,
    faults: Sequence[Fault],
    begun: Sequence[dict[str, Any]] = (),
    back: str = "",
) -> HttpResponseBase:
    wrong = dict(faults)
    place = drawn(_question(), choice.place, Drawing(wrong))
    cases = view.definition.cases
    fields: list[Field | Group] = [_without_detail(place)]
    if len(cases) > 1:
        named = [(case.key, case.name) for case in cases]
        label = _("Trường hợp của bạn")
        fields.append(Field("case", label, "choice", value=choice.case, choices=named, error=wrong.get("case", "")))
    several = _several(view.code, choice.commune) if commune_of(choice.commune) else []
    if len(several) > 1:
        error = wrong.get("competence", "")
        label = _("Cơ quan giải quyết")
        fields.append(Field("competence", label, "choice", value=choice.competence, choices=several, error=error))
    chosen = commune_of(choice.commune) if not faults and "found" not in choice.place else None
    context = {
        "title": view.title,
        "fields": fields[1:],
        "where": fields[0],
        "chosen": chosen.full if chosen else "",
        "centre": _centre(view, choice) if chosen else "",
        "faults": [(f"f-{name}.{PROVINCE}" if name == PLACE else f"f-{name}", sentence) for name, sentence in faults],
        "begun": begun,
        "back": back,
        "details": f"{url('portal:procedure', view.code)}" if way("portal:search") else "",
        "elsewhere": _go_to(view, choice.commune) if PLACE in wrong and commune_of(choice.commune) else (),
        "verified": view.verified,
    }
    return page(request, actor, "portal/begin.html", context, 422 if faults else 200)


def _centre(view: ProcedureView, choice: Choice) -> str:
    """Who would receive it at the place chosen; empty as long as that is not decided."""
    case = choice.case or view.definition.cases[0].key
    number = int(choice.competence) if choice.competence.isdecimal() else None
    centre, _sentence = underway.standing(Underway(view.code, case, choice.commune, number))
    return centre.name if centre else ""


def _question() -> Question:
    label = _("Việc này ở xã, phường nào?")
    hint = _("Nơi của việc, không phải lúc nào cũng là nơi bạn ở: cơ quan ở đó sẽ nhận hồ sơ.")
    return Question.model_validate({"key": PLACE, "label": label, "kind": "address", "help": hint})


def _without_detail(place: Field | Group) -> Field | Group:
    """The commune alone: where in it the matter is stands in the form."""
    if not isinstance(place, Group):
        return place
    kept = [one for one in place.items if not (isinstance(one, Field) and one.name.endswith(f".{DETAIL}"))]
    return replace(place, items=kept)
