"""The page of one procedure, in the order in which people ask: online, where, what, how long, how much, what if."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.register import procedures
from thongsuot.register.catalogue import agencies, local, places
from thongsuot.register.catalogue.definitions import Case
from thongsuot.register.catalogue.local import AtPlace
from thongsuot.register.communes import Commune
from thongsuot.register.procedures import ProcedureView
from thongsuot.web.communication import answers, news
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.portal import explaining, going
from thongsuot.web.portal.frame import Frame, commune_of
from thongsuot.web.portal.showing import show
from thongsuot.web.portal.trouble import trouble
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _


@open_to_anyone()
def procedure(request: HttpRequest, code: str) -> HttpResponseBase:
    """`xa` names the commune of the matter, `th` the case; without them the reader's own and the first."""
    asked, actor = request.GET.get("xa", ""), actor_of(request)
    commune = commune_of(asked) or Frame(request).commune
    view = version_for(code, commune)
    if view is None:
        lines = [_("Thủ tục này không có, hoặc đã hết hiệu lực. Tìm lại bằng lời thường, ví dụ “khai sinh”.")]
        ways = [(_("Tìm thủ tục"), url("portal:search"))]
        return trouble(request, 404, _("Không có thủ tục này"), lines, actor=actor, ways=ways)
    at = local.at_place(view, commune.code if commune else "", today())
    key = request.GET.get("th", "")
    case = next((one for one in at.definition.cases if one.key == key), at.definition.cases[0])
    context = {
        **_about(at, case, commune),
        **_told(at, case, commune),
        "unknown_place": bool(asked) and commune_of(asked) is None,
        "unknown_case": bool(key) and case.key != key,
        "cases": _cases(at, case, asked if commune_of(asked) else ""),
        "news": news.of_commune(commune, view.code, most=3),
        "answers": answers.of_commune(commune, view.code, most=5),
        "all_answers": f"{url('communication:answers')}?{urlencode({'thu-tuc': view.code})}",
    }
    return show(request, actor, "portal/procedure.html", context)


def version_for(code: str, commune: Commune | None) -> ProcedureView | None:
    """The version that holds today for people of a commune: the nation's, else their province's own."""
    view = procedures.procedure(code, today())
    if view is None or not (place := agencies.place_of(view.authority)):
        return view
    if commune is None or commune.province_code == place:
        return view
    own = (one for one in procedures.versions().get(view.code, ()) if one.holds_on(today()))
    return next((one for one in own if agencies.place_of(one.authority) == commune.province_code), None)


def _about(at: AtPlace, case: Case, commune: Commune | None) -> dict[str, Any]:
    """What it is, and where one goes with it."""
    view, decided = at.view, going.deciding_at(at.view.code, commune)
    here = url("portal:procedure", view.code)
    return {
        "place": "portal:search",
        "view": view,
        "title": explaining.heading(view.title),
        "case": case,
        "commune": commune,
        "apply": going.applying(at, case, commune, decided),
        "going": going.going(at, commune, decided) if commune else None,
        "choose": f"{url('portal:place')}?{urlencode({'tiep': here})}",
        "other": f"{url('portal:place')}?{urlencode({'cho': view.code})}",
        "basis": [one.strip() for one in view.legal_basis.split(";") if one.strip()],
        "said": at.definition,
    }


def _cases(at: AtPlace, case: Case, asked: str) -> list[tuple[str, str, bool]]:
    """(name, address, whether it is the one shown), for a procedure with several."""
    if len(at.definition.cases) == 1:
        return []
    here = url("portal:procedure", at.view.code)
    kept = {"xa": asked} if asked else {}
    return [(one.name, f"{here}?{urlencode({**kept, 'th': one.key})}", one is case) for one in at.definition.cases]


def _told(at: AtPlace, case: Case, commune: Commune | None) -> dict[str, Any]:
    """What to bring, how long, how much; beside what a place set otherwise, what holds in the nation."""
    sure, perhaps = _kinds(case, commune)
    offered = at.definition.receiving.channels
    limits, fees = explaining.limits(case, offered, sure), explaining.fees(case, offered)
    national = next((one for one in at.view.definition.cases if one.key == case.key), None)
    return {
        "channels": [explaining.channels()[one] for one in offered],
        "papers": explaining.papers(case),
        "limits": limits,
        "supplement": explaining.limit_words(case.clock.supplement) if case.clock.supplement else "",
        "begins_anew": (case.clock.on_supplement or case.limit.on_supplement) == "reset",
        "source_says": [explaining.plain_source(one) for one in (case.unclear, case.limit_note) if one],
        "place_rules": explaining.place_rules(case, sure, perhaps),
        "fees": fees,
        "local": at.differences,
        "national_limits": explaining.limits(national, offered, sure) if national and at.differences else limits,
        "national_fees": explaining.fees(national, offered) if national and at.differences else fees,
    }


def _kinds(case: Case, commune: Commune | None) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds of place that count for this case's limit: those verified of the commune, and those only listed."""
    if commune is None or not case.place_limits:
        return frozenset(), frozenset()
    sure = places.kinds_of(commune.code, today(), verified_only=True)
    return sure, places.kinds_of(commune.code, today()) - sure
