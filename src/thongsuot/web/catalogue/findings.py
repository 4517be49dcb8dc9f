"""What a person must decide about the sources: listed with our proposals, accepted in bulk, failures told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import access_catalogue as access
from thongsuot.engine.access_catalogue import DECIDERS, READERS
from thongsuot.engine.actor import Actor
from thongsuot.register import procedures
from thongsuot.register.catalogue import agencies, deciding, looking
from thongsuot.register.catalogue.findings import KINDS
from thongsuot.register.catalogue.models import ProcedureFinding
from thongsuot.web.catalogue import wording
from thongsuot.web.catalogue.listing import A_PAGE, address, around, page_number
from thongsuot.web.catalogue.switching import LONGEST_BASIS, Fault, basis_of
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import number, url
from thongsuot.web.pages import Message, ours, page, then
from thongsuot.web.speech import say as _

OPEN, DECIDED = "cho", "da-quyet"


@used_by(READERS)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The open points, most people concerned first, fifty a page."""
    return _page(request, actor, [], [])


@used_by(DECIDERS, "POST")
def accept(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Take the proposals of the chosen points in the officer's name; a fault in one procedure stops no other."""
    basis, faults = basis_of(request)
    ids = chosen(request)
    if not ids:
        faults.insert(0, ("diem", _("Chọn ít nhất một điểm trong danh sách.")))
    if faults:
        return _page(request, actor, faults, [])
    done, failed = _accept(looking.findings(ids), actor, basis)
    missing = len(ids) - done - len(failed)
    if missing > 0:
        failed.append(("", _("%(n)s điểm không còn trong danh mục. Mở lại danh sách.", n=missing)))
    words = _("Đã chấp thuận %(n)s điểm, do %(name)s quyết định.", n=number(done), name=actor.name)
    if not failed:
        return then(ours(request.POST.get("tro_lai", ""), url("catalogue:findings")), Message(words))
    return _page(request, actor, [], failed, words if done else "")


def chosen(request: HttpRequest) -> list[int]:
    """The numbers of the rows that were ticked; what is no number was not sent by our page."""
    sent = dict.fromkeys(request.POST.getlist("diem")[: 2 * A_PAGE])
    return [int(one) for one in sent if one.isascii() and one.isdigit() and len(one) <= 18]


def _accept(rows: Sequence[ProcedureFinding], actor: Actor, basis: str) -> tuple[int, list[tuple[str, str]]]:
    """(how many points were decided, [(procedure, why not)])."""
    done, failed = 0, list[tuple[str, str]]()
    together: dict[tuple[str, str], list[ProcedureFinding]] = {}
    for row in rows:
        if row.status == "open":
            together.setdefault((row.code, row.authority), []).append(row)
        else:
            failed.append((row.code, _("điểm “%(kind)s” đã được quyết định trước đó.", kind=kind_words(row))))
    for (code, authority), some in together.items():
        if not access.deciding_for(actor, agencies.place_of(authority)):
            reason = _("không thuộc tỉnh bạn: quy định chung cả nước hoặc riêng của tỉnh khác.")
        else:
            try:
                deciding.accept([row.pk for row in some], actor.name, basis, today())
                done += len(some)
                continue
            except (LookupError, ValueError, IntegrityError) as error:
                reason = why(error)
        failed += [(code, f"{kind_words(row)}: {reason}") for row in some]
    return done, failed


def why(error: Exception) -> str:
    """The register's own sentences as they are; what a library says is not for an officer."""
    if type(error) in (LookupError, ValueError):
        return str(error)
    return _("đề xuất không còn khớp với nội dung thủ tục. Quyết định riêng điểm này.")


def kind_words(row: ProcedureFinding) -> str:
    """What sort of doubt it is, in words."""
    return KINDS.get(row.kind, row.kind)


def _page(
    request: HttpRequest, actor: Actor, faults: list[Fault], failed: list[tuple[str, str]], done: str = ""
) -> HttpResponseBase:
    counts, decided = deciding.counts(), looking.count_of_decided()
    asked, past = request.GET.get("loai", ""), request.GET.get("xem") == DECIDED
    kind = asked if asked in counts and not past else ""
    total = decided if past else counts[kind] if kind else sum(counts.values())
    here = page_number(request, total)
    before, after = around(request, here, total)
    ticked = set(chosen(request)) if faults else set()
    first = (here - 1) * A_PAGE
    shown = (
        looking.page_of_decided(first, A_PAGE)
        if past
        else looking.page_of_findings([kind] if kind else [], first, A_PAGE)
    )
    here_now = f"{url('catalogue:findings')}?{request.GET.urlencode()}"
    context: dict[str, Any] = {
        "place": "catalogue", "kinds": [(key, KINDS[key], count) for key, count in counts.items()], "kind": kind,
        "total": total, "everything": sum(counts.values()), "here": here, "faults": faults, "failed": failed,
        "done": done, "before": _back(before), "after": _back(after), "return_to": here_now,
        "send": f"{url('catalogue:accept')}?{request.GET.urlencode()}", "may": bool(actor.roles & DECIDERS),
        "basis": request.POST.get("can_cu", "")[:LONGEST_BASIS],
        "past": past, "tab": DECIDED if past else OPEN, "tabs": _tabs(sum(counts.values()), decided),
        "excel": f"{url('exports:sheet', 'diem-can-quyet')}?{request.GET.urlencode()}",
        "rows": [_row(one, ticked) for one in shown],
    }  # fmt: skip
    return page(request, actor, "catalogue/findings.html", context, status=422 if faults else 409 if failed else 200)


def _tabs(waiting: int, decided: int) -> list[tuple[str, str, int, str]]:
    own = url("catalogue:findings")
    return [(OPEN, _("Chờ quyết định"), waiting, own), (DECIDED, _("Đã quyết định"), decided, f"{own}?xem={DECIDED}")]


def _back(to: str) -> str:
    """The pages of the list, also when it is shown again after a fault."""
    return to.replace(url("catalogue:accept"), url("catalogue:findings"))


def _row(row: ProcedureFinding, ticked: set[int]) -> dict[str, Any]:
    view = procedures.procedure(row.code, today(), row.authority)
    definition = view.definition if view else None
    return {
        "id": row.pk, "finding": url("catalogue:finding", row.pk), "row": row, "code": row.code,
        "title": view.title if view else row.code, "kind": kind_words(row),
        "where": wording.place(row.place, definition) if row.place else "",
        "address": address(view) if view else "", "wording": wording.value(row.wording), "words": row.words,
        "confidence": row.confidence, "weight": row.weight, "ticked": row.pk in ticked,
        "changes": wording.changes(row.proposal, definition),
    }  # fmt: skip
