"""Who receives citizens, where and when: of a commune and of its province, for anybody."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.receptions import schedule
from thongsuot.areas.receptions.process import RECEIVERS
from thongsuot.areas.receptions.schedule import Day
from thongsuot.engine.deadline_words import day_words
from thongsuot.register import bodies
from thongsuot.register.working_time import VIETNAM
from thongsuot.web.desk import words
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.environment import url
from thongsuot.web.portal.frame import Frame, commune_of
from thongsuot.web.portal.showing import show as shown
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _


@open_to_anyone()
def show(request: HttpRequest) -> HttpResponseBase:
    """The days to come of a commune (`xa`, or the reader's own) and of its province."""
    commune = commune_of(request.GET.get("xa", "")) or Frame(request).commune
    houses = [f"ubnd.{code}" for code in (commune.code, commune.province_code)] if commune else []
    days = schedule.coming(houses, words.now()) if houses else []
    context = {
        "place": "",
        "commune": commune,
        "houses": [(bodies.name_of(house), [_told(one) for one in days if one.body == house]) for house in houses],
        "choose": f"{url('portal:place')}?tiep={url('receptions:schedule')}",
    }
    return shown(request, actor_of(request), "receptions/schedule.html", context)


def _told(one: Day) -> dict[str, str]:
    begins, until = one.begins.astimezone(VIETNAM), one.until.astimezone(VIETNAM)
    return {
        "when": f"{begins:%H:%M}–{until:%H:%M} {day_words(begins.date())}",
        "by": _(dict(RECEIVERS).get(one.by, "")),
        "where": one.where,
        "register": one.register,
        "why": one.why,
    }
