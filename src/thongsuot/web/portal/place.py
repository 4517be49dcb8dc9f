"""Choosing one's commune: by province, or by whatever one calls it, an old name and an old address included."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.register import bodies, communes, units
from thongsuot.register.folding import fold
from thongsuot.register.units import Found
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.pages import ours, then
from thongsuot.web.portal.frame import PLACE_COOKIE, YEAR, commune_of
from thongsuot.web.portal.showing import show
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _

LONGEST = 150
MOST_FOUND = 40
_WITHIN = re.compile(
    r"(?:so|duong|pho|ngo|ngach|hem|kiet|to|khu pho|thon|ap|ban|buon|lang|xom|khom|khoi|toa|chung cu|can ho)\b|\d"
)
_PROCEDURE = re.compile(r"[\w.-]{1,40}")


class Choice(NamedTuple):
    """A commune that can be chosen: its name, where that leads, its centre, and how much of an old unit it took."""

    name: str
    address: str
    centre: str
    part: str = ""
    note: str = ""


class Asking(NamedTuple):
    """What the visitor wants the commune for: kept for all pages and then back to `then`, or for one procedure."""

    then_to: str
    procedure: str

    @classmethod
    def read(cls, request: HttpRequest) -> Asking:
        code = request.GET.get("cho", "")
        return cls(ours(request.GET.get("tiep", ""), url("portal:home")), code if _PROCEDURE.fullmatch(code) else "")

    def more(self, **given: str) -> str:
        """This page again, with something asked."""
        kept = {"cho": self.procedure} if self.procedure else {"tiep": self.then_to}
        return f"{url('portal:place')}?{urlencode({**given, **kept})}"

    def choosing(self, code: str) -> str:
        if self.procedure:
            return f"{url('portal:procedure', self.procedure)}?{urlencode({'xa': code})}"
        return self.more(chon=code)


def typed(request: HttpRequest, name: str, longest: int = LONGEST) -> str:
    """What was typed, on one line, without what no database takes."""
    return " ".join(request.GET.get(name, "").replace("\x00", " ").split())[:longest]


@open_to_anyone()
def place(request: HttpRequest) -> HttpResponseBase:
    """Province, then commune; or a name to find. A choice is a link, kept in this browser only."""
    asking = Asking.read(request)
    wanted = request.GET.get("chon")
    if wanted is not None:
        chosen = commune_of(wanted)
        if chosen is not None or wanted == "":
            return _kept(asking, wanted)
    text, province = typed(request, "tim"), request.GET.get("tinh", "")[:2]
    name = communes.province_name(province, today()) if province else ""
    context: dict[str, Any] = {
        "asking": asking,
        "text": text,
        "unknown": wanted is not None,
        "province": name,
        "provinces": [] if name or text else [(one, asking.more(tinh=key)) for key, one in communes.provinces(today())],
        "communes": [(one, asking.choosing(key)) for key, one in communes.of_province(province, today())]
        if name and not text
        else [],
        "all": asking.more(),
        **(_found(text, asking) if text else {}),
    }
    return show(request, actor_of(request), "portal/place.html", context)


def _kept(asking: Asking, code: str) -> HttpResponseBase:
    response = then(asking.then_to)
    if code:
        response.set_cookie(PLACE_COOKIE, code, max_age=YEAR, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(PLACE_COOKIE)
    return response


def _found(text: str, asking: Asking) -> dict[str, Any]:
    """Today's communes by their own name; and each old unit with all that became of it."""
    present: list[Choice] = []
    former: dict[str, list[Choice]] = {}
    wider: list[tuple[str, str]] = []
    for hit in units.find(_unit_of(text), today(), limit=MOST_FOUND):
        if hit.unit.tier == 1 and not hit.how:
            wider.append((hit.unit.name, asking.more(tinh=hit.unit.code)))
        elif hit.unit.tier == 3:
            choice = _choice(hit, asking)
            if hit.how:
                former.setdefault(hit.how.replace(" (cũ)", "", 1), []).append(choice)
            else:
                present.append(choice)
    return {"present": present, "former": list(former.items()), "wider": wider}


def _choice(hit: Found, asking: Asking) -> Choice:
    name = f"{hit.unit.name}, {hit.province}" if hit.province else hit.unit.name
    part = "" if not hit.how else _("toàn bộ") if hit.full else _("một phần")
    return Choice(name, asking.choosing(hit.unit.code), centre_words(hit.unit.code), part, hit.note)


def centre_words(code: str) -> str:
    """Where people of a commune are received, with its address as far as it is known."""
    centre = bodies.centre_for(code, today())
    if centre is None:
        return _("chưa có trong danh sách nơi tiếp nhận")
    words = f"{centre.name}, {centre.address}" if centre.address else centre.name
    return words if centre.status == "open" else _("%(centre)s (chưa xác minh)", centre=words)


def _unit_of(text: str) -> str:
    """The part of an address from its commune on: a house, a street and a hamlet are no units."""
    parts = [part for part in text.split(",") if part.strip()]
    while len(parts) > 1 and _WITHIN.match(fold(parts[0])):
        parts.pop(0)
    return ",".join(parts)
