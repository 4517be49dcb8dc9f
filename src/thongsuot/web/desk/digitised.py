"""What a dossier's page says of its scans: kind, quality, the signed copy with its check, and how the store stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import digitising
from thongsuot.areas.dossiers.digitising import DEAD, DONE, WAITING, Scan
from thongsuot.engine import reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound
from thongsuot.engine.reading import PaperRow
from thongsuot.exchange.stores import stuck
from thongsuot.exchange.stores.stuck import Standing
from thongsuot.web import signed
from thongsuot.web.desk import scanning
from thongsuot.web.desk.papers import served
from thongsuot.web.doors import READING, used_by
from thongsuot.web.environment import url
from thongsuot.web.speech import say as _

FOLLOWED = frozenset({"scan", "result"})


def beside(papers: Sequence[PaperRow], case: UUID) -> dict[UUID, dict[str, Any]]:
    """What to add to the line of each paper: what is known of it, its signed copy, the check, how the store stands."""
    followed = [one.id for one in papers if one.origin in FOLLOWED]
    scans = digitising.of(followed) if followed else {}
    stores = stuck.standing(followed) if followed else {}
    copies = {one.id: replace(one, digest=scans[one.id].signed) for one in papers if _has_copy(scans.get(one.id))}
    checks = signed.beside([*papers, *copies.values()])
    return {
        one.id: {
            "lines": [line for line in _lines(one, scans.get(one.id), stores.get(one.id)) if line],
            "signed": url("desk:signed_copy", case, one.id) if one.id in copies else "",
            "check": checks.get(copies.get(one.id, one).digest),
        }
        for one in papers
    }


def _has_copy(scan: Scan | None) -> bool:
    return scan is not None and bool(scan.signed)


def _lines(one: PaperRow, scan: Scan | None, standing: Standing | None) -> list[str]:
    return [scanning.about(one.facts), _signed(scan), _store(standing)]


def _signed(scan: Scan | None) -> str:
    if scan is None:
        return ""
    if scan.state == DONE:
        return _("đã ký số: %(name)s", name=scan.signer)
    if scan.state == WAITING:
        return _("đang ký số") if not scan.trouble else _("chưa ký được, đang thử lại: %(why)s", why=_(scan.trouble))
    return _("không ký được: %(why)s", why=_(scan.trouble)) if scan.state == DEAD else _("chưa ký số")


def _store(standing: Standing | None) -> str:
    if standing is None:
        return ""
    if standing.withdrawn:
        return _("đã rút khỏi kho dữ liệu vì bị thu hồi")
    return {
        "delivered": _("đã vào kho dữ liệu của người nộp, biên nhận %(number)s", number=standing.receipt),
        "waiting": _("chờ đưa vào kho dữ liệu: %(why)s", why=_(standing.reason))
        if standing.reason
        else _("chờ đưa vào kho dữ liệu"),
        "dead": _("chưa vào được kho dữ liệu: %(why)s", why=_(standing.reason)),
        "settled": _("việc đưa vào kho đã được xử lý bằng cách khác"),
    }.get(standing.state, "")


@used_by(READING)
def signed_copy(request: HttpRequest, actor: Actor, id: UUID, paper_id: UUID) -> HttpResponseBase:
    """The signed copy of a scan, for who sees the dossier fully. The look is recorded."""
    found = reading.paper(actor, id, paper_id)
    scan = digitising.of([paper_id]).get(paper_id)
    if scan is None or not scan.signed:
        raise NotFound
    return served(replace(found, digest=scan.signed))
