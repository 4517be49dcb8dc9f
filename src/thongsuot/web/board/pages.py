"""The board's pages: nation, province, house with its offices and queues, and the lists behind the figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from markupsafe import Markup

from thongsuot.engine import registry, shares
from thongsuot.engine.actor import Actor
from thongsuot.measures import areas, counting, external, sharing
from thongsuot.measures.areas import Area
from thongsuot.measures.counting import Listed, Slice
from thongsuot.measures.definitions import FIGURES, RATIOS, days_before
from thongsuot.register import bodies, units
from thongsuot.register.calendar import VIETNAM
from thongsuot.register.units import UnitRow
from thongsuot.web.board import map as country_map
from thongsuot.web.board.charts import bars
from thongsuot.web.board.decisions import decisions
from thongsuot.web.board.reading import COLUMNS, DAYS, Look, Place, figures, list_address, look, percent, share_words
from thongsuot.web.desk import lists, words
from thongsuot.web.doors import READING, used_by
from thongsuot.web.environment import number, url
from thongsuot.web.pages import page, then
from thongsuot.web.speech import say as _

CARDS = 12
SMALL = (
    "received", "from_elsewhere", "in_process", "overdue", "paused", "processed", "resolved", "withdrawn", "refused",
    "waiting",
)  # fmt: skip


@used_by(READING)
def home(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Where the reader's board opens: the widest area that her posts open."""
    return then(address_of(_own(actor)))


def _own(actor: Actor) -> Area:
    own = areas.home(actor)
    if own is None:
        raise Http404
    return own


def address_of(area: Area) -> str:
    return url(f"board:{area.level}", area.key) if area.key else url("board:nation")


@used_by(READING)
def nation(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    _open(actor, Area("nation"))
    known = provinces(today())

    def named(code: str) -> tuple[str, str]:
        return short(known[code].name) if code in known else code, url("board:province", code)

    seen = look(actor, now(), "province", Slice(), named, lambda code: Slice(province=code))
    counters, on_portal = counting.running(actor, seen.now)
    context = {
        "heading": _("Cả nước"),
        "map": country_map.draw(seen, {code: short(unit.name) for code, unit in known.items()}),
        "counters": counters,
        "external": external.STATEMENTS,
        "on_portal": on_portal,
        "rated": settings.RATED_USERS,
        "cards": len(seen.places),
    }
    return _area_page(request, actor, seen, [], context)


@used_by(READING)
def province(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    _open(actor, Area("province", code))
    unit = provinces(today()).get(code)
    if unit is None:
        raise Http404
    part = Slice(province=code)
    seen = look(
        actor, now(), "house", part, lambda key: (body_name(key), url("board:house", key)),
        lambda key: Slice(province=code, house=key),
    )  # fmt: skip
    context = {
        "heading": unit.name,
        "counters": counting.running(actor, seen.now, part)[0],
        "shares": _shares(actor, seen),
        "points": url("board:points", code),
        "cards": CARDS,
    }
    return _area_page(request, actor, seen, [Area("nation")], context)


@used_by(READING)
def house(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    area = Area("house", key)
    _open(actor, area)
    view = bodies.body(key)
    if view is None:
        raise Http404
    at, part = now(), Slice(house=key)

    def office(body: str) -> tuple[str, str]:
        return body_name(body), list_address("in_process", at, Slice(house=key, office=body))

    seen = look(actor, at, "office", part, office, lambda body: Slice(house=key, office=body))
    context = {"heading": view.name, "queues": _queues(actor, key, at), "shares": _shares(actor, seen), "cards": CARDS}
    above = [Area("nation"), Area("province", view.province_code)] if view.province_code else [Area("nation")]
    return _area_page(request, actor, seen, above, context)


def _queues(actor: Actor, key: str, at: datetime) -> list[dict[str, Any]]:
    """Where the open cases of a house stand now, in words."""
    return [
        {
            "step": _(registry.process_of(queue.process).state(queue.step).label),
            "body": body_name(queue.body),
            "role": words.ROLES[queue.role]() if queue.role in words.ROLES else queue.role,
            "open": number(queue.open),
            "overdue": number(queue.overdue),
            "burning": queue.overdue > 0,
            "address": url("board:queue", key, queue.body, queue.step),
        }
        for queue in counting.queues(actor, key, at)
        if queue.body
    ]


def _shares(actor: Actor, seen: Look) -> list[dict[str, str]]:
    """The shares that areas declare, each with the list of what is such and of what is not."""
    kept = {"tinh": seen.part.province, "co-quan": seen.part.house, "luc": seen.at.isoformat()}
    asked = urlencode({name: value for name, value in kept.items() if value})
    return [
        {
            "key": one.share.key,
            "label": _(one.share.label),
            "meaning": _(one.share.meaning),
            "value": share_words(one.value),
            "words": _("%(part)s trên %(whole)s hồ sơ", part=number(one.part), whole=number(one.whole)),
            "address": f"{url('board:share', one.share.key)}?{asked}&phan=co",
            "others": f"{url('board:share', one.share.key)}?{asked}&phan=khong",
        }
        for one in sharing.counted(actor, seen.now, seen.part)
    ]


def _open(actor: Actor, area: Area) -> None:
    """An area outside the reader's posts is answered as one that does not exist."""
    if not areas.may_open(actor, area):
        raise Http404


def _area_page(
    request: HttpRequest, actor: Actor, seen: Look, above: list[Area], context: Mapping[str, Any]
) -> HttpResponseBase:
    total, before = seen.total, seen.before
    known = {
        "place": "board",
        "look": seen,
        "decisions": decisions(seen),
        "totals": figures(SMALL, total, before, seen.at, seen.part),
        "ratios": [(_(one.label), _(one.meaning), percent(key, total)) for key, one in RATIOS.items()],
        "columns": [(key, _(FIGURES[key].label), _(FIGURES[key].meaning)) for key in COLUMNS],
        "above": [(_level_name(area), address_of(area)) for area in above if areas.may_open(actor, area)],
        "chart": lambda place: _chart(place, seen.top),
        "days": DAYS,
        "only_sector": bool(seen.counted.groups) and not _whole(actor),
    }
    return page(request, actor, "board/area.html", {**known, **context})


def _whole(actor: Actor) -> bool:
    return counting.sight(actor)[0] == "true"


def _level_name(area: Area) -> str:
    if area.level == "nation":
        return _("Cả nước")
    unit = provinces(today()).get(area.key)
    return unit.name if unit else area.key


def _chart(place: Place, top: int) -> Markup:
    told = _(
        "%(place)s, hồ sơ quá hạn cuối mỗi ngày trong 7 ngày qua: %(now)s; 7 ngày trước đó: %(before)s",
        place=place.name, now=", ".join(map(number, place.days)), before=", ".join(map(number, place.ghost)),
    )  # fmt: skip
    return bars(place.days, place.ghost, top, told)


@used_by(READING)
def figure_list(request: HttpRequest, actor: Actor, figure: str) -> HttpResponseBase:
    """The cases behind a figure, as of the moment at which it was shown."""
    if figure not in FIGURES:
        raise Http404
    given = {name: str(value).replace("\x00", "") for name, value in request.GET.items()}
    part = Slice(given.get("tinh", ""), given.get("co-quan", ""), given.get("phong", ""), point=given.get("diem", ""))
    at, wanted = _moment(given.get("luc", "")), lists.page_number(request)
    found = counting.listing(actor, figure, days_before(at, DAYS), part, wanted)
    kept = {name: given[name] for name in ("tinh", "co-quan", "phong", "diem") if given.get(name)}
    address = f"{url('board:list', figure)}?{urlencode({**kept, 'luc': at.isoformat()})}"
    context = {
        "heading": _(FIGURES[figure].label),
        "meaning": _(FIGURES[figure].meaning),
        "where": _where(part),
        "at": at,
        "excel": f"{url('exports:sheet', 'so-lieu')}?{urlencode({**kept, 'so-lieu': figure, 'luc': at.isoformat()})}",
    }
    return _list_page(request, actor, found, wanted, address, context)


@used_by(READING)
def share_list(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """The cases behind a declared share: those that are such, or those that are not."""
    if key not in {one.key for one in shares.known()}:
        raise Http404
    given = {name: str(value).replace("\x00", "") for name, value in request.GET.items()}
    part = Slice(given.get("tinh", ""), given.get("co-quan", ""))
    at, wanted, such = _moment(given.get("luc", "")), lists.page_number(request), given.get("phan") != "khong"
    found = sharing.listing(actor, key, days_before(at, DAYS), part, such=such, page=wanted)
    kept = {name: given[name] for name in ("tinh", "co-quan") if given.get(name)}
    asked = urlencode({**kept, "luc": at.isoformat(), "phan": "co" if such else "khong"})
    label = _(shares.share(key).label)
    context = {
        "heading": label if such else _("%(label)s, phần chưa đạt", label=label),
        "meaning": _(shares.share(key).meaning),
        "where": _where(part),
        "at": at,
    }
    return _list_page(request, actor, found, wanted, f"{url('board:share', key)}?{asked}", context)


@used_by(READING)
def queue_list(request: HttpRequest, actor: Actor, house: str, body: str, step: str) -> HttpResponseBase:
    """The open cases of a house that stand on one step at one body, now."""
    _open(actor, Area("house", house))
    wanted = lists.page_number(request)
    found = counting.in_queue(actor, (body, step), house, wanted)
    label = registry.process_of(found.rows[0].process).state(step).label if found.rows else _("Không còn hồ sơ")
    context = {"heading": _(label), "meaning": "", "where": body_name(body), "at": now()}
    queue = urlencode({"co-quan": house, "phong": body, "buoc": step})
    context["excel"] = f"{url('exports:sheet', 'hang-cho')}?{queue}"
    return _list_page(request, actor, found, wanted, f"{url('board:queue', house, body, step)}?", context)


def _list_page(
    request: HttpRequest, actor: Actor, found: Listed, wanted: int, address: str, context: Mapping[str, Any]
) -> HttpResponseBase:
    before, after, count = lists.pager(address, wanted, found.total)
    known = {
        "place": "board",
        "rows": lists.shown(found.rows, words.now()),
        "total": found.total,
        "before": before,
        "after": after,
        "words": count,
    }
    return page(request, actor, "board/list.html", {**known, **context})


def _where(part: Slice) -> str:
    if part.point or part.office or part.house:
        return body_name(part.point or part.office or part.house)
    return _level_name(Area("province", part.province)) if part.province else _("Cả nước")


def _moment(text: str) -> datetime:
    """The moment of the page that led here; now for a missing or strange one, and never later."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        return now()
    # In the country's own time: the database refuses displacements that Python takes, such as +23:59.
    return min(given, now()).astimezone(VIETNAM) if given.tzinfo and given.year > 2024 else now()


def now() -> datetime:
    return datetime.now(VIETNAM)


def today() -> date:
    return datetime.now(VIETNAM).date()


@lru_cache(maxsize=2)
def provinces(day: date) -> Mapping[str, UnitRow]:
    """The provinces of a day by code, read once a day."""
    return {unit.code: unit for unit in units.provinces(day)}


def short(name: str) -> str:
    """A province's name without what kind it is."""
    return name.removeprefix("Thành phố ").removeprefix("Tỉnh ")


def body_name(key: str) -> str:
    return bodies.name_of(key).replace("Ủy ban nhân dân", "UBND").replace("Hội đồng nhân dân", "HĐND")
