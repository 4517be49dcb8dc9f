"""Finding a procedure as people type it: plain titles, who decides, how long, how much, and whether online."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from thongsuot.areas.interlinked import bundles
from thongsuot.register import competences, search
from thongsuot.register.catalogue import agencies
from thongsuot.register.catalogue.summaries import Summary, summaries
from thongsuot.register.communes import Commune
from thongsuot.register.procedures import ProcedureView
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.environment import money, url
from thongsuot.web.pages import rendered
from thongsuot.web.portal.explaining import heading, limit_words
from thongsuot.web.portal.frame import Frame, commune_of
from thongsuot.web.portal.matters import matters
from thongsuot.web.portal.place import typed
from thongsuot.web.portal.showing import PUBLIC, show
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _

LONGEST = 120
MOST_FOUND = 80
A_PAGE = 10
TIERS = {"xa": 3, "tinh": 1, "bo": 0}
MOST_NAMED = 2


class Row(NamedTuple):
    """A procedure found, as one who never heard its title reads it."""

    title: str
    asides: str
    address: str
    who: str
    limit: str
    fee: str
    online: str


class Asked(NamedTuple):
    """What is looked for: the words, and the few filters."""

    text: str
    level: str
    online: bool
    place: str

    @classmethod
    def read(cls, request: HttpRequest) -> Asked:
        level = request.GET.get("cap", "")
        return cls(
            typed(request, "q", LONGEST),
            level if level in TIERS else "",
            request.GET.get("truc-tuyen") == "1",
            request.GET.get("xa", "")[:5],
        )

    def address(self, **changed: str) -> str:
        """This search with something else asked; what is empty is not said."""
        given = {
            "q": self.text,
            "xa": self.place,
            "cap": self.level,
            "truc-tuyen": "1" if self.online else "",
            **changed,
        }
        return f"{url('portal:search')}?{urlencode({name: value for name, value in given.items() if value})}"


@open_to_anyone()
def find(request: HttpRequest) -> HttpResponseBase:
    """The results of what was typed, ten a page; without words, the everyday matters. `phan=ket-qua`: results only."""
    asked = Asked.read(request)
    commune = commune_of(asked.place) or Frame(request).commune
    hits = _hits(asked, commune) if asked.text else []
    pages = max(1, -(-len(hits) // A_PAGE))
    number_of_page = min(_page(request), pages)
    shown = hits[(number_of_page - 1) * A_PAGE : number_of_page * A_PAGE]
    context: dict[str, Any] = {
        "place": "portal:search",
        "asked": asked,
        "rows": _rows(shown, asked, commune),
        "bundles": [(one.title, one.summary, url("portal:bundle", one.key)) for one in bundles.matching(asked.text)],
        "count": len(hits),
        "many": len(hits) >= MOST_FOUND,
        "filters": _filters(asked),
        "before": asked.address(trang=str(number_of_page - 1)) if number_of_page > 1 else "",
        "after": asked.address(trang=str(number_of_page + 1)) if number_of_page < pages else "",
        "pages": (number_of_page, pages),
        "wider": asked.address(cap="", **{"truc-tuyen": ""}) if asked.level or asked.online else "",
        "matters": [] if hits else matters(),
        "commune": commune,
    }
    if request.GET.get("phan") == "ket-qua":
        return _part(request, context)
    return show(request, actor_of(request), "portal/search.html", context)


def _part(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """The results alone, for the page that asks while somebody types."""
    response = HttpResponse(rendered(request, "portal/results.html", context))
    response.headers["Cache-Control"], response.headers["Vary"] = PUBLIC, "Cookie"
    return response


def _page(request: HttpRequest) -> int:
    given = request.GET.get("trang", "")
    return max(1, int(given)) if len(given) <= 3 and given.isascii() and given.isdigit() else 1


def _hits(asked: Asked, commune: Commune | None) -> list[search.Hit]:
    """What was found, each procedure once, without what other provinces published for themselves."""
    found: dict[str, search.Hit] = {}
    for hit in search.find(asked.text, today(), tier=TIERS.get(asked.level), limit=MOST_FOUND):
        view = hit.procedure
        own = agencies.place_of(view.authority)
        if (own and commune and own != commune.province_code) or (asked.online and view.online == "none"):
            continue
        found.setdefault(view.code, hit)
    return list(found.values())


def _filters(asked: Asked) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is the one chosen)."""
    names = {"": _("Mọi nơi giải quyết"), "xa": _("Cấp xã"), "tinh": _("Cấp tỉnh"), "bo": _("Bộ, ngành")}
    levels = [(label, asked.address(cap=key), key == asked.level) for key, label in names.items()]
    online = asked.address(**{"truc-tuyen": "" if asked.online else "1"})
    return [*levels, (_("Chỉ loại nộp được trực tuyến"), online, asked.online)]


def _rows(hits: list[search.Hit], asked: Asked, commune: Commune | None) -> list[Row]:
    told = summaries(hit.procedure for hit in hits)
    return [_row(hit, told.get(hit.procedure.id), asked, commune) for hit in hits]


def _row(hit: search.Hit, told: Summary | None, asked: Asked, commune: Commune | None) -> Row:
    view, title = hit.procedure, heading(hit.procedure.title)
    address = url("portal:procedure", view.code)
    return Row(
        title=title.words,
        asides=title.asides,
        address=f"{address}?{urlencode({'xa': asked.place})}" if asked.place else address,
        who=who(view, commune),
        limit=_limit(told) if told else "",
        fee=_fee(told) if told else "",
        online=online_words(view.online),
    )


def who(view: ProcedureView, commune: Commune | None) -> str:
    """Who decides: at the chosen commune by name, else which level does."""
    levels = {0: _("Bộ, ngành giải quyết"), 1: _("Cấp tỉnh giải quyết"), 3: _("Cấp xã giải quyết")}
    if commune is None:
        return levels.get(view.tier, "")
    found = competences.competent(view.code, competences.DECIDE, commune.code, today())
    names = list(dict.fromkeys(one.body.name for one in found))
    if not names:
        return levels.get(view.tier, "")
    if len(names) > MOST_NAMED:
        return _("%(name)s hoặc nơi khác, tùy trường hợp", name=names[0])
    return _(" hoặc ").join(names)


def online_words(online: str) -> str:
    return {
        "full": _("Nộp trực tuyến toàn bộ"),
        "partial": _("Nộp trực tuyến một phần"),
    }.get(online, _("Nộp tại nơi tiếp nhận"))


def _limit(told: Summary) -> str:
    words = list(dict.fromkeys(limit_words(one, brief=True) if one else _("thời hạn chưa rõ") for one in told.limits))
    return " / ".join(words) if len(words) <= MOST_NAMED else _("thời hạn tùy trường hợp")


def _fee(told: Summary) -> str:
    known = [amount for amount in told.amounts if amount is not None]
    if not told.amounts:
        return _("không ghi khoản thu")
    if not known:
        return _("mức thu theo quy định riêng")
    if None in told.amounts:
        return _("từ %(least)s, tùy trường hợp", least=money(min(known)))
    if max(known) == 0:
        return _("không thu tiền")
    if len(known) == 1:
        return money(known[0])
    return _("%(least)s đến %(most)s", least=money(min(known)), most=money(max(known)))
