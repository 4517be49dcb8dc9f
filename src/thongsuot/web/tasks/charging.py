"""Leaders in charge of localities and fields: what is late in one's own charge, who is in charge, and its editing."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.tasks import charges as held
from thongsuot.areas.tasks import reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound
from thongsuot.register import bodies, communes
from thongsuot.web.desk import forms, words
from thongsuot.web.desk.forms import Field
from thongsuot.web.doors import READING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import day, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _
from thongsuot.web.tasks import wording


@used_by(READING, "GET", "POST")
def charges(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What is late where this person is in charge; who is in charge of what; for heads and chairs, a form."""
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            return then(url("tasks:charges"), Message(_keep(request, actor)))
        except NeedsNotMet as unmet:
            wrong = dict(unmet.faults)
    fields = _fields(request, actor, wrong) if held.keeper(actor) else []
    context = {
        "place": "tasks",
        "late": [wording.row(one) for one in reading.late_of(actor, words.now(), today())],
        "rows": [
            {"id": one.id, "name": one.name, "of": _of(one), "since": day(one.since), "basis": one.basis}
            for one in held.of_actor(actor, today())
        ],
        "fields": fields,
        "faults": forms.summary(fields),
    }
    return page(request, actor, "tasks/charges.html", context, 422 if wrong else 200)


def _of(one: held.View) -> str:
    if one.sector:
        return bodies.name_of(f"bo.{one.sector}")
    if len(one.place_code) == 2:
        return communes.province_name(one.place_code, today())
    commune = communes.commune(one.place_code, today())
    return commune.name if commune else one.place_code


def _keep(request: HttpRequest, actor: Actor) -> str:
    given = request.POST
    if held.keeper(actor) is None:
        raise NotAllowed(_("Chỉ người đứng đầu cơ quan hoặc văn phòng phân công lãnh đạo phụ trách."))
    if given.get("thoi"):
        try:
            held.end(actor, UUID(given["thoi"]), today())
        except ValueError:
            raise NotFound from None
        return _("Đã thôi phân công.")
    place, person = given.get("noi", ""), given.get("nguoi", "")
    try:
        who = UUID(person)
        since = forms.read_day(given.get("tu", ""), _("Từ ngày")) or today()
    except ValueError as fault:
        at = "nguoi" if "UUID" in str(fault) or "hexadecimal" in str(fault) else "tu"
        raise NeedsNotMet([(at, _("Chọn một lãnh đạo của cơ quan.") if at == "nguoi" else str(fault))]) from None
    kind, _sep, code = place.partition(":")
    if place not in dict(_places(actor)):
        raise NeedsNotMet([("noi", _("Chọn một địa bàn hoặc một lĩnh vực."))])
    held.put(actor, who, code if kind == "p" else "", code if kind == "s" else "", since, given.get("can-cu", ""))
    return _("Đã phân công phụ trách.")


def _places(actor: Actor) -> list[tuple[str, str]]:
    """The localities below this person's house, and the fields by their ministries."""
    office = held.keeper(actor)
    if office is None:
        return []
    below = communes.of_province(office.province_code, today()) if office.tier == 1 else []
    below = below if office.province_code else communes.provinces(today())
    fields = [
        (f"s:{one.key.removeprefix('bo.')}", one.name)
        for one in bodies.everybody()
        if one.key.startswith("bo.G") and one.stands_on(today())
    ]
    return [*((f"p:{code}", name) for code, name in below), *fields]


def _fields(request: HttpRequest, actor: Actor, wrong: dict[str, str]) -> list[Field]:
    typed = {name: request.POST.get(name, "")[:400] for name in ("nguoi", "noi", "tu", "can-cu")}
    people = [(str(id), name) for id, name in held.candidates(actor, today())]
    return [
        Field("nguoi", _("Lãnh đạo phụ trách"), kind="select", choices=people, value=typed["nguoi"],
              error=wrong.get("nguoi", "")),
        Field("noi", _("Địa bàn hoặc lĩnh vực"), kind="select", choices=_places(actor), value=typed["noi"],
              error=wrong.get("noi", "")),
        Field("tu", _("Từ ngày"), value=typed["tu"] or today().strftime("%d/%m/%Y"), size="short", mode="numeric",
              error=wrong.get("tu", "")),
        Field("can-cu", _("Văn bản phân công"), value=typed["can-cu"], error=wrong.get("can-cu", ""), longest=300),
    ]  # fmt: skip
