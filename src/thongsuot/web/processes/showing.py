"""Seeing internal processes: the list, one with its picture, trying it out, comparing versions, taking it along."""

from __future__ import annotations

from datetime import date, datetime, time
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Refused
from thongsuot.engine.internal import difference, sheet_out, simulation, store, texts
from thongsuot.engine.internal.definition import Internal, Span, SpanUnit
from thongsuot.engine.internal.simulation import Bodies, Holder
from thongsuot.register import bodies, calendar, competences, people, procedures
from thongsuot.register.working_time import VIETNAM, OutsideCalendar
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import moment, url
from thongsuot.web.pages import page
from thongsuot.web.processes import choosing, drawing
from thongsuot.web.processes.choosing import KIND, MOVERS, READERS, Chosen
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _

MOST_SHOWN = 100
EARLY = time(6)


def address(name: str, code: str, place: str, **more: str) -> str:
    return f"{url(f'processes:{name}', code)}?{urlencode({'noi': place, **more})}"


def asked_day(request: HttpRequest) -> date:
    """The day in the address, or today. Raises Refused for a day that does not exist."""
    text = request.GET.get("ngay", "").strip()
    if not text:
        return today()
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=VIETNAM).date()
        except ValueError:
            continue
    raise Refused(_("Ngày không đúng. Nhập như 21/11/2026."))


def _chosen(request: HttpRequest, actor: Actor, code: str) -> Chosen:
    return choosing.chosen(code, choosing.place_of(actor, request.GET.get("noi")), asked_day(request))


@used_by(READERS)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The procedures, and whose process each has in the place: its own, a wider one, or the default."""
    text = " ".join(request.GET.get("tim", "").replace("\x00", " ").split())[:100]
    place, day = choosing.place_of(actor, request.GET.get("noi")), today()
    found = procedures.search(text, day) if text else _published_first(day)
    rows = [
        {
            "title": one.title,
            "code": one.code,
            "address": address("show", one.code, place),
            "whose": _whose(one.code, place),
        }
        for one in found[:MOST_SHOWN]
    ]
    context = {
        "place": "processes", "query": text, "rows": rows, "where": place, "spots": choosing.places(actor),
        "total": len(found), "where_name": choosing.name(place),
    }  # fmt: skip
    return page(request, actor, "processes/list.html", context)


def _published_first(day: date) -> list[procedures.ProcedureView]:
    own = {one.procedure for one in store.everything()}
    return sorted(procedures.in_force(day), key=lambda view: view.code not in own)


def _whose(code: str, place: str) -> str:
    """In the list a commune's province is not looked up: the page of the procedure says the rest."""
    for where in dict.fromkeys((place, "")):
        found = store.holding(KIND, code, where, today())
        if found is not None:
            return _("của %(place)s, số %(number)s", place=choosing.name(where), number=found.decision_number)
    return _("mặc định")


@used_by(READERS)
def show(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """One process: its picture and its table, who published it, and what may be done with it."""
    chosen = _chosen(request, actor, code)
    versions = store.versions(KIND, code, chosen.place)
    context = {
        **about(chosen),
        "picture": drawing.draw(chosen.process, state_times(chosen.internal)),
        "ways": drawing.sentences(chosen.process),
        "steps": step_rows(chosen.internal),
        "total": total_words(chosen.internal),
        "versions": list(reversed(versions)),
        "compare": address("compare", code, chosen.place),
        "simulate": address("simulate", code, chosen.place),
        "take_in": address("import", code, chosen.place) if store.may_publish(actor, chosen.place) else "",
        "move": address("move", code, chosen.place) if actor.roles & MOVERS else "",
        "sheet": address_of_file(code, "xlsx", chosen.place),
        "yaml": address_of_file(code, "yaml", chosen.place),
        "spots": choosing.places(actor),
    }
    return page(request, actor, "processes/show.html", context)


def address_of_file(code: str, form: str, place: str) -> str:
    return f"{url('processes:download', code, form)}?{urlencode({'noi': place})}"


def about(chosen: Chosen) -> dict[str, object]:
    """What every page of a process says first."""
    return {
        "place": "processes",
        "where": chosen.place,
        "where_name": choosing.name(chosen.place),
        "view": chosen.view,
        "published": chosen.published,
        "publisher": choosing.name(chosen.published.place) if chosen.published else "",
        "own": chosen.own,
        "limit": limit_words(chosen.internal),
        "back": address("show", chosen.view.code, chosen.place),
        "list": f"{url('processes:list')}?{urlencode({'noi': chosen.place})}",
    }


def step_rows(internal: Internal) -> list[dict[str, str]]:
    return [
        {
            "label": _(step.label), "unit": step.unit, "time": time_words(step.span), "output": step.output,
            "content": "; ".join(_(part) for part in step.content.split("; ")) if step.content else "",
        }
        for step in internal.steps
    ]  # fmt: skip


def time_words(span: Span | None) -> str:
    """How long a step may take, in the reader's language; empty where the table says nothing."""
    if span is None:
        return ""
    told = {"n": _decimal(f"{span.amount:f}")}
    return _("%(n)s ngày", **told) if span.unit is SpanUnit.DAY else _("%(n)s giờ", **told)


def limit_words(internal: Internal) -> str:
    """The limit within which the process must end."""
    units = {
        "working_day": _("ngày làm việc"), "calendar_day": _("ngày"), "working_hour": _("giờ làm việc"),
        "month": _("tháng"),
    }  # fmt: skip
    if internal.limit.unit == "same_day":
        return _("trong ngày")
    unit = units.get(internal.limit.unit)
    return f"{internal.limit.amount} {unit}" if unit else _("không quy định")


def total_words(internal: Internal) -> str:
    """Working days planned in all: "7", "6,5"; in English "6.5"."""
    return _decimal(f"{float(internal.total):g}")


def _decimal(amount: str) -> str:
    return amount if language() == "en" else amount.replace(".", ",")


def state_times(internal: Internal) -> dict[str, str]:
    """By the key of its state, how long each step may take."""
    found: dict[str, str] = {}
    for step in internal.steps:
        found[step.key if step.on in found else step.on] = time_words(step.span)
    return found


@used_by(READERS)
def simulate(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """How a dossier received on a day would go in the place: dates, holders, gaps."""
    chosen = _chosen(request, actor, code)
    starts = datetime.combine(chosen.day, EARLY, VIETNAM)
    away = [UUID(one) for one in request.GET.getlist("vang")[:50] if _is_uuid(one)]
    where = _bodies(chosen)
    try:
        run = simulation.simulate(
            chosen.internal, chosen.process, where, starts, calendar.load(chosen.place), _holders, away
        )
    except OutsideCalendar as error:
        raise Refused(str(error)) from error
    holders = {one.person: one for step in run.steps for one in (*step.holders, *step.away)}
    rows = [
        {
            "label": _(step.step.label), "time": time_words(step.step.span), "starts": moment(step.starts),
            "due": moment(step.due), "body": bodies.name_of(step.body) if step.body else "", "gap": step.gap,
            "holders": [one.name for one in step.holders], "away": [one.name for one in step.away],
        }
        for step in run.steps
    ]  # fmt: skip
    context = {
        **about(chosen), "run": run, "rows": rows, "people": sorted(holders.values(), key=lambda one: one.name),
        "away": set(away), "day": chosen.day, "legal": moment(run.due.moment) if run.due.moment else "",
        "ends": moment(run.ends),
    }  # fmt: skip
    return page(request, actor, "processes/simulate.html", context)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _bodies(chosen: Chosen) -> Bodies:
    """The bodies of a dossier of this place; for a wider place nobody in particular."""
    if len(chosen.place) != 5:
        return Bodies("", "", "")
    centre = bodies.centre_for(chosen.place, chosen.day)
    found = competences.competent(chosen.view.code, competences.DECIDE, chosen.place, chosen.day)
    receiving = centre.key if centre else ""
    if not found:
        return Bodies(receiving, "", "")
    executing = found[0].executing_body or found[0].body
    return Bodies(receiving, executing.key, found[0].body.key)


def _holders(body: str, role: str, day: date) -> list[Holder]:
    """Who carries the role in the body, or in another office of the same house when it has nobody itself."""
    own = people.holders(body, role, day)
    if not own:
        own = [one for office in bodies.offices(body) for one in people.holders(office.key, role, day)]
    return [Holder(one.person, one.person_name, one.title) for one in own]


@used_by(READERS)
def compare(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """Two versions of the place side by side; 0 is the default."""
    chosen = _chosen(request, actor, code)
    versions = {one.number: one for one in store.versions(KIND, code, chosen.place) if one.internal}
    numbers = [0, *sorted(versions)]
    after = _number(request.GET.get("sau"), numbers, numbers[-1])
    before = _number(request.GET.get("truoc"), numbers, numbers[max(0, numbers.index(after) - 1)])
    pair = [versions[one].internal if one else choosing.default(chosen.view) for one in (before, after)]
    old, new = (one or choosing.default(chosen.view) for one in pair)
    labels = [(one, _("Phiên bản %(n)s", n=one) if one else _("Mặc định")) for one in numbers]
    context = {
        **about(chosen), "labels": labels, "before": before, "after": after, "found": difference.between(old, new),
        "kinds": kinds(),
    }  # fmt: skip
    return page(request, actor, "processes/compare.html", context)


def kinds() -> dict[str, str]:
    return {
        "added": _("Thêm"), "removed": _("Bỏ"), "changed": _("Sửa"), "moved": _("Đổi thứ tự"), "whole": _("Chung"),
    }  # fmt: skip


def _number(text: str | None, known: list[int], otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and int(text[:6]) in known else otherwise


@used_by(READERS)
def download(request: HttpRequest, actor: Actor, code: str, form: str) -> HttpResponseBase:
    """The process as the office's Excel table, or as YAML."""
    chosen = _chosen(request, actor, code)
    name = f"quy-trinh-{chosen.view.code}-{chosen.place or 'toan-quoc'}"
    if form == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        content = sheet_out.to_sheet(store.for_place(chosen.internal, chosen.place))
    elif form == "yaml":
        kind, content = "application/yaml", texts.to_yaml(store.for_place(chosen.internal, chosen.place)).encode()
    else:
        raise Refused(_("Chỉ tải được dạng Excel hoặc YAML."))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
