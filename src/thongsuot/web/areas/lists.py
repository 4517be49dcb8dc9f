"""The list of an area's cases, and the overview of all areas that this person meets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import kinds, registry
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.engine.faces import Face
from thongsuot.engine.kinds import Listed, Wanted
from thongsuot.engine.reading import PAGE
from thongsuot.engine.registry import Area
from thongsuot.register import bodies
from thongsuot.web.areas.wanting import asked_by, wanted_in
from thongsuot.web.desk import lists, words
from thongsuot.web.desk.forms import Field
from thongsuot.web.doors import READING, used_by
from thongsuot.web.environment import moment, url
from thongsuot.web.exports.pages import address as excel_of
from thongsuot.web.pages import page, then
from thongsuot.web.speech import say as _

# On one sheet to print; longer lists are for Excel.
MOST_PRINTED = 2000


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
    rows: list[dict[str, Any]] = [
        {
            "title": _(face.title), "address": url("areas:list", face.slug), "open": counts[kind][0],
            "mine": counts[kind][1], "overdue": counts[kind][2],
            "late": f"{url('areas:list', face.slug)}?muc=overdue", "own": f"{url('areas:list', face.slug)}?muc=mine",
            "openings": openings(face, actor),
        }
        for kind, face in shown
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row["mine"], -row["overdue"], -row["open"]))
    quiet = [row for row in rows if not row["open"] and not row["openings"]]
    busy = [row for row in rows if row not in quiet]
    return page(request, actor, "areas/index.html", {"place": "areas", "rows": busy, "quiet": quiet})


def openings(face: Face, actor: Actor) -> list[tuple[str, str]]:
    """What this person may open: (label, address)."""
    return [
        (_(one.label), url("areas:open", face.slug, one.move))
        for one in face.openings
        if one.listed and one.offered(actor)
    ]


@used_by(READING)
def show(request: HttpRequest, actor: Actor, slug: str) -> HttpResponseBase:
    """The cases of one area that this person may see, due first, fifty a page; all on one sheet to print (`in`)."""
    area, face = area_of(slug)
    wanted = wanted_in(area.process.key, request.GET)
    at, number, printing = words.now(), lists.page_number(request), "in" in request.GET
    found = kinds.listed(actor, wanted, at, 1 if printing else number, MOST_PRINTED if printing else PAGE)
    home, filters = url("areas:list", slug), _filters(area, wanted, found)
    asked = {name: value for name, value in asked_by(wanted).items() if value}
    if number > found.pages and not printing:
        return then(f"{home}?{urlencode({**asked, 'muc': wanted.tab, 'trang': found.pages})}")
    before, after, count = lists.pager(f"{home}?{urlencode({**asked, 'muc': wanted.tab})}", number, found.total)
    context: dict[str, Any] = {
        "place": "areas",
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
        "filters": filters,
        "by_field": _by_field(area, found, home),
        "narrowed": any((wanted.step, wanted.body, wanted.field)),
        "home": home,
        "openings": openings(face, actor),
        "pages": [(_(label), address) for label, address in face.pages],
        "excel": excel_of("cong-viec", loai=slug, muc=wanted.tab, **asked_by(wanted)),
        "print": f"{home}?{urlencode({**asked, 'muc': wanted.tab, 'in': '1'})}",
        "before": before,
        "after": after,
        "words": count,
    }
    if printing:
        said = [dict(one.choices)[one.value] for one in filters if one.value in dict(one.choices)]
        context |= {
            "said": [tab_names()[wanted.tab], *said, *filter(None, [wanted.text])], "total": found.total,
            "at": moment(at), "by": actor.name,
        }  # fmt: skip
        return page(request, actor, "areas/printed.html", context)
    return page(request, actor, "areas/list.html", context)


def _filters(area: Area, wanted: Wanted, found: Listed) -> list[Field]:
    """What the list may be narrowed by: only what tells its cases apart."""
    steps = [(one.key, f"{_(one.label)} ({found.steps[one.key]})") for one in area.process.states
             if one.key in found.steps]  # fmt: skip
    answering = sorted((bodies.name_of(key), key, n) for key, n in found.bodies.items() if key)
    offered = (
        ("buoc", _("Bước"), steps, wanted.step),
        ("co-quan", _("Cơ quan chịu trách nhiệm"), [(key, f"{name} ({n})") for name, key, n in answering], wanted.body),
        (
            "linh-vuc",
            _("Lĩnh vực"),
            [(key, _(label)) for key, label in _fields(area) if key in found.fields],
            wanted.field,
        ),
    )
    return [
        Field(name, label, kind="select", value=value, choices=choices)
        for name, label, choices, value in offered
        if len(choices) > 1 or value
    ]


def _fields(area: Area) -> Sequence[tuple[str, str]]:
    """The fields among which a case of this kind chooses; none for most kinds."""
    return next((need.choices for move in area.process.moves for need in move.needs if need.name == "field"), ())


def _by_field(area: Area, found: Listed, home: str) -> list[tuple[str, str, int, str, int]]:
    """Each field, most late first: (label, list of what is open, how many, list of what is late, how many)."""
    labels = dict(_fields(area))
    rows = [
        (_(labels[key]), f"{home}?muc=open&linh-vuc={key}", going, f"{home}?muc=overdue&linh-vuc={key}", late)
        for key, (going, late) in found.fields.items()
        if key in labels and going
    ]
    return sorted(rows, key=lambda row: (-row[4], -row[2], row[0]))
