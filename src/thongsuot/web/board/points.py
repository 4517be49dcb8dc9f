"""A province by its service points: what each took in for other places, and what each body received so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.measures import areas, counting
from thongsuot.measures.areas import Area
from thongsuot.measures.counting import Counted, Slice
from thongsuot.measures.definitions import FIGURES, days_before
from thongsuot.web.board import pages
from thongsuot.web.board.reading import DAYS, WEEK, Shown, figures
from thongsuot.web.doors import READING, used_by
from thongsuot.web.environment import url
from thongsuot.web.pages import page
from thongsuot.web.speech import say as _

SUPPORTED, ELSEWHERE = ("supported", "in_process", "overdue"), ("from_elsewhere", "received")
Row = tuple[str, tuple[Shown, ...]]


@used_by(READING)
def show(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """The province's dossiers by the point that supported them, and by the body that received them from elsewhere."""
    area, unit = Area("province", code), pages.provinces(pages.today()).get(code)
    if unit is None or not areas.may_open(actor, area):
        raise Http404
    at, part = pages.now(), Slice(province=code)
    week = days_before(at, DAYS)
    periods = [week, week.back(WEEK)]
    by_point = counting.count(actor, periods, "point", part)
    by_house = counting.count(actor, periods, "house", part)
    points = ((key, Slice(province=code, point=key)) for key in by_point.keys if key)
    houses = (
        (key, Slice(province=code, house=key))
        for key in by_house.keys
        if by_house.of(key)["from_elsewhere"] or by_house.of(key, 1)["from_elsewhere"]
    )
    context = {
        "place": "board",
        "heading": unit.name,
        "above": url("board:province", code),
        "at": at,
        "behind": by_point.behind,
        "tables": [
            (_("Điểm phục vụ đã hỗ trợ"), _("Điểm phục vụ"), _named(SUPPORTED), _rows(points, SUPPORTED, by_point, at)),
            (_("Cơ quan nhận hồ sơ từ nơi khác"), _("Cơ quan giải quyết"), _named(ELSEWHERE),
             _rows(houses, ELSEWHERE, by_house, at)),
        ],
    }  # fmt: skip
    return page(request, actor, "board/points.html", context)


def _named(keys: Iterable[str]) -> list[tuple[str, str, str]]:
    return [(key, _(FIGURES[key].label), _(FIGURES[key].meaning)) for key in keys]


def _rows(parts: Iterable[tuple[str, Slice]], keys: tuple[str, ...], counted: Counted, at: datetime) -> list[Row]:
    """A line for each place, the one with most first; every number leads to its list."""
    most = sorted(parts, key=lambda one: -counted.of(one[0])[keys[0]])
    return [(pages.body_name(key), figures(keys, counted.of(key), counted.of(key, 1), at, part)) for key, part in most]
