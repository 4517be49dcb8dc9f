"""Satisfaction for who leads: by procedure, body or place over a period, the response rate beside every mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.satisfaction import questions, reading, rules
from thongsuot.areas.satisfaction.reading import Period
from thongsuot.areas.satisfaction.rules import Tally
from thongsuot.engine.actor import Actor
from thongsuot.register import bodies, formatting, procedures, units
from thongsuot.web.doors import READING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import money, number, url
from thongsuot.web.exports.pages import address as excel_of
from thongsuot.web.pages import page
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _

DAYS = {"30": 30, "90": 90, "365": 365}


def asked(given: Mapping[str, str], day: date) -> tuple[str, Period, str, str]:
    """How to group, over which days, in which place; strange words ask for what is usual. Last the period's word."""
    group, days, place = given.get("xem", ""), given.get("luc", ""), given.get("noi", "")
    days = days if days in DAYS else "90"
    known = place.isascii() and place.isdigit() and len(place) in (2, 5)
    period = Period(day - timedelta(days=DAYS[days] - 1), day)
    return group if group in reading.GROUPS else "thu-tuc", period, place if known else "", days


@used_by(READING)
def show(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What may be compared, worst first; below it those with too few ratings, unranked and without a mean."""
    group, period, place, days = asked(request.GET, today())
    version = questions.on(today())
    found = reading.tallies(actor, group, period, place)
    enough, few = rules.arranged(found, version.least)
    whole = rules.together(found)
    context = {
        "place": "satisfaction",
        "groups": _links({"thu-tuc": _("Theo thủ tục"), "co-quan": _("Theo cơ quan"), "noi": _("Theo nơi")}, "xem",
                         group, {"luc": days, "noi": place}),
        "periods": _links({"30": _("30 ngày"), "90": _("90 ngày"), "365": _("Một năm")}, "luc", days,
                          {"xem": group, "noi": place}),
        "period": period,
        "whole": _row(group, whole, version.least),
        "enough": [_row(group, one, version.least) for one in enough],
        "few": [_row(group, one, version.least) for one in few],
        "version": version,
        "asked_place": name_of("noi", place) if place else "",
        "excel": excel_of("hai-long", xem=group, luc=days, noi=place) if found else "",
    }  # fmt: skip
    return page(request, actor, "satisfaction/figures.html", context)


def _links(names: Mapping[str, str], word: str, here: str, kept: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    rest = {name: value for name, value in kept.items() if value}
    home = url("satisfaction:figures")
    return [(label, f"{home}?{urlencode({**rest, word: key})}", key == here) for key, label in names.items()]


def name_of(group: str, key: str) -> str:
    """A procedure, body or place by its name today; its code where there is none."""
    if group == "thu-tuc":
        found = procedures.procedure(key, today())
        return found.title if found else key
    if group == "co-quan":
        return bodies.name_of(key)
    try:
        return units.unit(key, today()).name
    except LookupError:
        return key


def _row(group: str, one: Tally, least: int) -> dict[str, Any]:
    """A line of the page: what may be said, in words; empty where too few answered."""
    mean, spread, satisfied, times = one.mean(least), one.spread(least), one.satisfied(least), one.times(least)
    cost, hours = one.cost(least), one.took(least)
    return {
        "name": name_of(group, one.key) if one.key else "",
        "code": one.key if group == "thu-tuc" else "",
        "mean": _decimal(mean),
        "spread": _decimal(spread),
        "satisfied": _share(satisfied),
        "response": _share(one.response),
        "rated": number(one.rated),
        "delivered": number(one.delivered),
        "flagged": number(one.flagged) if one.flagged else "",
        "times": _decimal(times, 1),
        "cost": money(round(cost)) if cost is not None else "",
        "hours": _decimal(hours, 1),
    }


def _decimal(value: float | None, decimals: int = 2) -> str:
    return "" if value is None else formatting.number(value, decimals, language())


def _share(value: float | None) -> str:
    return "" if value is None else formatting.percent(value, language=language())
