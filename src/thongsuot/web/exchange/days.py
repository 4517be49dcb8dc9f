"""The days compared: how many dossiers of each status here and at the portal, and which of them differ."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.exchange.national import reconciling, stuck
from thongsuot.exchange.national.reconciling import Day, Difference
from thongsuot.exchange.national.stuck import OWNERS
from thongsuot.ports.national_messages import STATUS_WORDS
from thongsuot.register import bodies
from thongsuot.web.doors import used_by
from thongsuot.web.pages import page
from thongsuot.web.speech import say as _

MOST_SHOWN = 100


@used_by(OWNERS)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The newest days of the officer's provinces."""
    days = reconciling.latest(stuck.provinces_of(actor))
    context: dict[str, Any] = {"place": "exchange", "days": [_day(one) for one in days]}
    return page(request, actor, "exchange/days.html", context)


def _day(day: Day) -> dict[str, Any]:
    statuses = sorted({*day.ours, *day.theirs})
    house = bodies.body(f"ubnd.{day.province_code}") if day.province_code else None
    return {
        "day": day.day, "made_at": day.made_at, "where": house.name if house else "",
        "rows": [(status_words(one), day.ours.get(one, 0), day.theirs.get(one, 0)) for one in statuses],
        "total": (sum(day.ours.values()), sum(day.theirs.values())),
        "count": len(day.differences), "differences": [_difference(one) for one in day.differences[:MOST_SHOWN]],
    }  # fmt: skip


def _difference(one: Difference) -> dict[str, str]:
    cause = (
        _("còn thông điệp chưa gửi xong") if one.open else _("không còn gì chờ gửi: kiểm tra với đơn vị vận hành Cổng")
    )
    return {
        "code": one.code, "what": _(reconciling.WORDS[one.kind]), "ours": status_words(one.ours),
        "theirs": status_words(one.theirs), "cause": cause,
    }  # fmt: skip


def status_words(status: int) -> str:
    return _(STATUS_WORDS[status]) if status in STATUS_WORDS else _("Chưa có")
