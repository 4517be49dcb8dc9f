"""A province's own list of procedures: sent as a workbook, matched with national codes, decided in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import access_catalogue as access
from thongsuot.engine.access_catalogue import MATCHERS, READERS
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed
from thongsuot.register import procedures, units
from thongsuot.register.catalogue import lists, looking
from thongsuot.register.catalogue.models import LocalCode
from thongsuot.register.catalogue.reading import BadFile
from thongsuot.web.catalogue.findings import chosen
from thongsuot.web.catalogue.listing import A_PAGE, address, around, page_number
from thongsuot.web.catalogue.switching import Fault
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import number, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

STATES = {"cho": "open", "nhan": "accepted", "bo": "rejected"}
# A code that agrees; a title that is much alike, or a code under another title; nothing found.
BANDS = {"tu-97": (97, 100), "60-96": (60, 96), "duoi-60": (1, 59), "khong": (0, 0)}
EVERYTHING = (0, 100)


@dataclass(frozen=True)
class _Asked:
    """Which province's list, in which state, how sure, and whether this officer decides about it."""

    province: str
    choices: list[tuple[str, str]]
    tab: str
    band: str
    may: bool

    @property
    def body(self) -> str:
        return f"ubnd.{self.province}"

    @property
    def status(self) -> str:
        return STATES[self.tab]

    @property
    def range(self) -> tuple[int, int]:
        return BANDS.get(self.band, EVERYTHING)

    def to(self, name: str = "lists", **changed: str) -> str:
        kept = {"tinh": self.province, "muc": self.tab, "tin": self.band, **changed}
        return f"{url(f'catalogue:{name}')}?{urlencode({key: one for key, one in kept.items() if one})}"


def _asked(request: HttpRequest, actor: Actor) -> _Asked:
    """Own provinces first come; who has none, or administers, chooses among all."""
    names = {one.code: one.name for one in units.provinces(today())}
    mine = access.matching_for(actor)
    own = list(dict.fromkeys(o.province_code for o in actor.offices if o.province_code in names))
    choices = [(code, names[code]) for code in (own if own and mine is not None else names)]
    asked = request.GET.get("tinh", "")
    province = asked if asked in dict(choices) else choices[0][0] if choices else ""
    tab, band = request.GET.get("muc", "cho"), request.GET.get("tin", "")
    return _Asked(
        province,
        choices,
        tab if tab in STATES else "cho",
        band if band in BANDS else "",
        bool(province) and bool(actor.roles & MATCHERS) and (mine is None or province in mine),
    )


@used_by(READERS)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """A province's list, fifty rows a page, the surest first."""
    return _page(request, actor, _asked(request, actor), [])


@used_by(MATCHERS, "POST")
def take_in(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Read a workbook and match its rows; what somebody decided before stays decided."""
    asked = _allowed(request, actor)
    file = request.FILES.get("tep")
    if file is None or not file.size:
        return _page(request, actor, asked, [("tep", _("Chọn tệp Excel của danh sách thủ tục."))])
    if file.size > lists.MOST_BYTES:
        return _page(request, actor, asked, [("tep", _("Tệp lớn quá 5 MB. Chỉ nộp danh sách thủ tục."))])
    try:
        found = lists.match_rows(lists.rows_in(file.read()), asked.body, today())
    except BadFile as refused:
        return _page(request, actor, asked, [("tep", str(refused))])
    known = sum(bool(one.code) for one in found)
    words = _("Đã đọc %(n)s dòng: %(known)s dòng tìm được thủ tục quốc gia. Những gì đã quyết định trước được giữ.",
              n=number(len(found)), known=number(known))  # fmt: skip
    return then(asked.to(muc="cho", tin=""), Message(words))


@used_by(MATCHERS, "POST")
def decide(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Accept or reject the ticked matches, accept all of one confidence, or take decisions back; each told."""
    asked = _allowed(request, actor)
    work = request.POST.get("viec", "")
    failed: list[tuple[str, str]] = []
    if work == "chap-thuan-het":
        if asked.tab != "cho" or asked.band not in ("tu-97", "60-96"):
            return _page(request, actor, asked, [("", _("Chỉ chấp thuận cả loạt các dòng từ 60 % trở lên."))])
        ids = looking.ids_of_matches(asked.body, "open", *asked.range)
    else:
        ids = chosen(request)
        fault = _("Chọn chấp thuận, từ chối hoặc mở lại.") if work not in _WAYS else ""
        faults: list[Fault] = [("diem", _("Chọn ít nhất một dòng trong danh sách."))] if not ids else []
        if fault or faults:
            return _page(request, actor, asked, [*faults, *([("", fault)] if fault else [])])
        ids, failed = _fitting(asked, ids, work)
    try:
        done = _WAYS[work](ids, actor.name) if ids else 0
    except LookupError as refused:  # somebody else decided in between
        return _page(request, actor, asked, [], [("", str(refused))])
    said = {
        "tu-choi": _("Đã từ chối %(n)s dòng.", n=number(done)), "mo-lai": _("Đã mở lại %(n)s dòng.", n=number(done)),
    }.get(work, _("Đã chấp thuận %(n)s dòng, do %(name)s quyết định.", n=number(done), name=actor.name))  # fmt: skip
    if not failed:
        return then(asked.to(), Message(said))
    return _page(request, actor, asked, [], failed, said if done else "")


_WAYS = {
    "chap-thuan": lists.accept_matches, "chap-thuan-het": lists.accept_matches, "tu-choi": lists.reject_matches,
    "mo-lai": lists.reopen_matches,
}  # fmt: skip


def _fitting(asked: _Asked, ids: Sequence[int], work: str) -> tuple[list[int], list[tuple[str, str]]]:
    """(the rows that this can be done with, [(the province's code, why not with this one)])."""
    fit, failed = list[int](), list[tuple[str, str]]()
    rows = looking.some_matches(asked.body, ids)
    for row in rows:
        if (row.status == "open") == (work == "mo-lai"):
            failed.append((row.local_code, _("đã được quyết định hoặc mở lại trước đó.")))
        elif work == "chap-thuan" and not row.code:
            failed.append((row.local_code, _("chưa khớp thủ tục quốc gia nào.")))
        else:
            fit.append(row.pk)
    if len(rows) < len(ids):
        failed.append(("", _("%(n)s dòng không còn trong danh sách của tỉnh.", n=number(len(ids) - len(rows)))))
    return fit, failed


def _allowed(request: HttpRequest, actor: Actor) -> _Asked:
    asked = _asked(request, actor)
    if not asked.may or request.GET.get("tinh", asked.province) != asked.province:
        raise NotAllowed(_("Danh sách của một tỉnh do cán bộ kiểm soát thủ tục hành chính của tỉnh đó đối chiếu."))
    return asked


def _page(
    request: HttpRequest,
    actor: Actor,
    asked: _Asked,
    faults: list[Fault],
    failed: Sequence[tuple[str, str]] = (),
    done: str = "",
) -> HttpResponseBase:
    counts = looking.counts_of_matches(asked.body, list(BANDS.values()))
    nothing = (0,) * (len(BANDS) + 1)
    held = counts.get(asked.status, nothing)
    total = held[1 + list(BANDS).index(asked.band)] if asked.band else held[0]
    here = page_number(request, total)
    before, after = around(request, here, total)
    rows = looking.page_of_matches(asked.body, asked.status, *asked.range, (here - 1) * A_PAGE, A_PAGE)
    ticked = set(chosen(request)) if request.method == "POST" else set()
    context: dict[str, Any] = {
        "place": "catalogue", "asked": asked, "name": dict(asked.choices).get(asked.province, ""), "faults": faults,
        "wrong": dict(faults), "done": done, "failed": failed, "total": total,
        "ever": sum(one[0] for one in counts.values()),
        "tabs": _tabs(asked, counts), "bands": _bands(held), "rows": [_row(one, ticked) for one in rows], "here": here,
        "before": _back(before), "after": _back(after), "send": asked.to("decide_list"), "take": asked.to("take_list"),
        "sure": asked.tab == "cho" and asked.band in ("tu-97", "60-96") and total > len(rows),
    }  # fmt: skip
    return page(request, actor, "catalogue/lists.html", context, status=422 if faults else 409 if failed else 200)


def _tabs(asked: _Asked, counts: dict[str, tuple[int, ...]]) -> list[tuple[str, str, int, str]]:
    words = {"cho": _("Chờ quyết định"), "nhan": _("Đã chấp thuận"), "bo": _("Đã từ chối")}
    return [(key, words[key], counts.get(status, (0,))[0], asked.to(muc=key, tin="")) for key, status in STATES.items()]


def _bands(held: Sequence[int]) -> list[tuple[str, str, int]]:
    words = {
        "tu-97": _("trùng mã, từ 97 %"), "60-96": _("tên giống, 60 đến 96 %"),
        "duoi-60": _("đáng ngờ, dưới 60 %"), "khong": _("không tìm được thủ tục nào"),
    }  # fmt: skip
    return [(key, words[key], held[n]) for n, key in enumerate(BANDS, start=1)]


def _back(to: str) -> str:
    """The pages of the list, also when it is shown again after a fault."""
    for name in ("catalogue:decide_list", "catalogue:take_list"):
        to = to.replace(url(name), url("catalogue:lists"))
    return to


def _row(row: LocalCode, ticked: set[int]) -> dict[str, Any]:
    view = procedures.procedure(row.code, today(), row.authority) if row.code else None
    return {
        "row": row, "id": row.pk, "title": view.title if view else row.code, "address": address(view) if view else "",
        "ticked": row.pk in ticked,
    }  # fmt: skip
