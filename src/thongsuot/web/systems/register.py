"""The register of systems for officers: what is true of each, its faults, how it answers; facts with a source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.systems import holdings, joining, standing
from thongsuot.areas.systems.holdings import FACTS, SystemView
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound
from thongsuot.measures import external
from thongsuot.measures.briefing import places as briefing
from thongsuot.register import bodies
from thongsuot.web import published
from thongsuot.web.desk import forms, words
from thongsuot.web.desk.forms import Field
from thongsuot.web.doors import READING, WORKING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, day, number, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _
from thongsuot.web.systems.status import told

SEEING = READING | {"admin"}


@used_by(SEEING)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """All systems in one table, those in trouble first, with what others published beside."""
    rows = [{**told(one), "owner": bodies.name_of(one.system.owner)} for one in standing.now_of("", today())]
    rows.sort(key=lambda row: ("overdue", "due_soon", "on_time").index(row["mark"]))
    provinces = [row for row in rows if row["kind"] == "province"]
    of_provinces = [row["standing"].system for row in provinces]
    near = {office.province_code for office in actor.offices}
    first = [row for row in provinces if row["mark"] != "on_time" or row["standing"].system.province_code in near]
    context = {
        "place": "areas",
        "ministries": [row for row in rows if row["kind"] == "ministry"],
        "provinces": first,
        "others": [row for row in provinces if row not in first],
        "counts": [
            (_(label), sum(one.holds(fact) for one in of_provinces), len(of_provinces)) for fact, label in FACTS
        ],
        "published": _published(actor, of_provinces),
        "report": url("areas:open", "loi-he-thong", "report") if actor.roles & WORKING else "",
    }
    return page(request, actor, "systems/list.html", context)


def _published(actor: Actor, systems: Sequence[SystemView]) -> list[published.Row]:
    """What others published of the systems, beside what this register says of the same."""
    connected = sum(one.holds("connected") for one in systems)
    nation = briefing.place("")
    made = external.made() if nation is not None and briefing.may_open(actor, nation) else {}
    counted = published.Linked(number(connected), "#tinh", _("Hệ thống của tỉnh, thành phố"))
    return [
        published.row(one, made, lambda key: f"{url('briefing:list', key)}?noi=", counted if one.counted else None)
        for one in external.SYSTEMS
    ]


def _found(key: str) -> SystemView:
    system = holdings.find(key.replace("\x00", "")[:60])
    if system is None:
        raise NotFound
    return system


@used_by(SEEING)
def one(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """One system: facts with their source, open faults with their reporters counted, days on which it answered."""
    found = standing.now_of(_found(key).key, today())[0]
    system = found.system
    facts = [
        (_(label), _("Có, từ %(day)s", day=day(fact.since)) if fact.holds else _("Không"), fact.source, fact.verified)
        for name, label in FACTS
        if (fact := system.facts.get(name))
    ]
    context = {
        **told(found),
        "place": "areas",
        "system": system,
        "concerns": {"system": system.name},
        "owner": bodies.name_of(system.owner),
        "facts": facts,
        "days": [(day(when), f"{share:.1f}".replace(".", ",")) for when, share in found.days][-14:],
        "address_of": case_url,
        "may_state": holdings.may_state(actor, system),
        "working": bool(actor.roles & WORKING),
        "report": f"{url('areas:open', 'loi-he-thong', 'report')}?system={system.key}",
        "owns": any(system.owner in (office.body, office.house) for office in actor.offices),
    }
    return page(request, actor, "systems/one.html", context)


@used_by(WORKING, "POST")
def me_too(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """“I meet it too”: counted once for each person."""
    new = joining.met(actor, id, words.now())
    said = _("Đã ghi: bạn cũng gặp lỗi này.") if new else _("Bạn đã báo lỗi này rồi.")
    back = request.POST.get("he-thong", "")
    known = holdings.find(back[:60]) if back else None
    return then(url("systems:one", known.key) if known else url("systems:list"), Message(said))


@used_by(SEEING, "GET", "POST")
def state(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """State a fact of a system from a day on, by its source; for an administrator, the address of its probe too."""
    system = _found(key)
    if not holdings.may_state(actor, system):
        raise NotAllowed(_("Chỉ cơ quan chủ quản hoặc người quản trị ghi được thông tin của hệ thống."))
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            return then(url("systems:one", system.key), Message(_act(request, actor, system)))
        except NeedsNotMet as unmet:
            wrong = dict(unmet.faults)
    address_form = request.POST.get("viec") == "dia-chi"
    typed = {name: request.POST.get(name, "")[:500] for name in ("fact", "holds", "since", "source", "address")}
    fields = _fields(typed, wrong)
    asked = Field(
        "address", _("Địa chỉ thăm dò"), value=typed["address"] if address_form else system.address, required=False,
        error=wrong.get("address", ""), longest=300,
        hint=_("Chỉ hỏi trang đầu bằng lệnh HEAD năm phút một lần. Để trống thì thôi thăm dò."),
    )  # fmt: skip
    context = {
        "place": "areas", "system": system, "fields": fields, "faults": forms.summary([*fields, asked]),
        "address_field": asked if "admin" in actor.roles else None,
    }  # fmt: skip
    return page(request, actor, "systems/state.html", context, 422 if wrong else 200)


def _act(request: HttpRequest, actor: Actor, system: SystemView) -> str:
    if request.POST.get("viec") == "dia-chi":
        holdings.register_address(actor, system.key, request.POST.get("address", ""))
        return _("Đã đăng ký địa chỉ thăm dò.")
    since = _day(request.POST.get("since", ""))
    holdings.state(
        actor, system.key, request.POST.get("fact", ""), request.POST.get("holds", "") == "yes", since,
        request.POST.get("source", "").replace("\x00", " "), words.now(),
    )  # fmt: skip
    return _("Đã ghi thông tin của hệ thống.")


def _day(text: str) -> date:
    found = forms.DAY.match(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        raise NeedsNotMet([("since", _("Ghi ngày như 21/11/2026."))]) from None


def _fields(typed: dict[str, Any], wrong: dict[str, str]) -> list[Field]:
    answers = [("yes", _("Có")), ("no", _("Không, hoặc không còn"))]
    return [
        Field("fact", _("Thông tin"), "choice", choices=[(key, _(label)) for key, label in FACTS],
              value=typed["fact"], error=wrong.get("fact", "")),
        Field("holds", _("Đúng hay không"), "choice", choices=answers, value=typed["holds"] or "yes"),
        Field("since", _("Từ ngày"), value=typed["since"], error=wrong.get("since", ""), size="short", mode="numeric",
              hint=_("Ví dụ 1/7/2025")),
        Field("source", _("Căn cứ"), value=typed["source"], error=wrong.get("source", ""), longest=500,
              hint=_("Văn bản, ngày; hoặc ai xác nhận.")),
    ]  # fmt: skip
