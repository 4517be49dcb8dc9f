"""The list of an area's cases, and the overview of all areas that this person meets."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import kinds, registry
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.engine.faces import Face
from thongsuot.engine.kinds import Wanted
from thongsuot.engine.registry import Area
from thongsuot.web.desk import lists, words
from thongsuot.web.doors import READING, used_by
from thongsuot.web.environment import url
from thongsuot.web.exports.pages import address as excel_of
from thongsuot.web.pages import page, then
from thongsuot.web.speech import say as _

LONGEST = 100


def area_of(slug: str) -> tuple[Area, Face]:
    """The area under a word of an address. Raises NotFound."""
    found = registry.by_slug(slug)
    if found is None or found.face is None:
        raise NotFound
    return found, found.face


def tab_names() -> dict[str, str]:
    return {
        "open": _("Đang mở"),
        "mine": _("Chờ tôi"),
        "due_soon": _("Sắp hết hạn"),
        "overdue": _("Quá hạn"),
        "ended": _("Đã kết thúc"),
        "all": _("Tất cả"),
    }


@used_by(READING)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every area with what is open, waits for this person and is late in it."""
    shown = [(area.process.key, area.face) for area in registry.areas() if area.face is not None]
    counts = kinds.open_counts(actor, [kind for kind, _face in shown], words.now())
    rows = [
        {
            "title": _(face.title), "address": url("areas:list", face.slug), "open": counts[kind][0],
            "mine": counts[kind][1], "overdue": counts[kind][2],
            "late": f"{url('areas:list', face.slug)}?muc=overdue", "own": f"{url('areas:list', face.slug)}?muc=mine",
            "openings": openings(face, actor),
        }
        for kind, face in shown
    ]  # fmt: skip
    return page(request, actor, "areas/index.html", {"place": "areas", "rows": rows})


def openings(face: Face, actor: Actor) -> list[tuple[str, str]]:
    """What this person may open: (label, address)."""
    return [
        (_(one.label), url("areas:open", face.slug, one.move))
        for one in face.openings
        if one.listed and one.offered(actor)
    ]


def wanted_in(kind: str, given: Any) -> Wanted:
    """Which cases were asked for in an address; strange words ask for nothing special."""
    tab = given.get("muc", "open")
    text = " ".join(given.get("tim", "").replace("\x00", " ").split())[:LONGEST]
    place = given.get("noi", "")
    known = place.isascii() and place.isdigit() and len(place) in (2, 5)
    return Wanted(kind, tab if tab in kinds.TABS else "open", text, place if known else "")


@used_by(READING)
def show(request: HttpRequest, actor: Actor, slug: str) -> HttpResponseBase:
    """The cases of one area that this person may see, due first, fifty a page."""
    area, face = area_of(slug)
    wanted = wanted_in(area.process.key, request.GET)
    at, number = words.now(), lists.page_number(request)
    found = kinds.listed(actor, wanted, at, number)
    home = url("areas:list", slug)
    asked = {name: value for name, value in (("tim", wanted.text), ("noi", wanted.place)) if value}
    if number > found.pages:
        return then(f"{home}?{urlencode({**asked, 'muc': wanted.tab, 'trang': found.pages})}")
    before, after, count = lists.pager(f"{home}?{urlencode({**asked, 'muc': wanted.tab})}", number, found.total)
    context = {
        "place": "areas",
        "face": face,
        "title": _(face.title),
        "subject": _(face.subject),
        "rows": lists.shown(found.rows, at),
        "tabs": [
            (key, label, found.counts[key], f"{home}?{urlencode({**asked, 'muc': key})}")
            for key, label in tab_names().items()
        ],
        "tab": wanted.tab,
        "query": wanted.text,
        "asked_place": wanted.place,
        "home": home,
        "openings": openings(face, actor),
        "pages": [(_(label), address) for label, address in face.pages],
        "excel": excel_of("cong-viec", loai=slug, muc=wanted.tab, tim=wanted.text, noi=wanted.place),
        "before": before,
        "after": after,
        "words": count,
    }
    return page(request, actor, "areas/list.html", context)
