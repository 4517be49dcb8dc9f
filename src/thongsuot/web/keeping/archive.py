"""The archivist's page: closed dossiers that are due, handed over, refused or erased; packing anew what was refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers.keeping import archiving, erasing, lists, retention
from thongsuot.areas.dossiers.keeping.lists import Line
from thongsuot.engine.actor import Actor
from thongsuot.web.doors import used_by
from thongsuot.web.environment import case_url, day, moment, number, size, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

TAB = {"den-han": "due", "da-giao": "taken", "tu-choi": "refused", "da-xoa": "erased"}


def labels() -> dict[str, str]:
    """The tabs in words."""
    return {
        "den-han": _("Chờ giao nộp"), "da-giao": _("Đã giao nộp"), "tu-choi": _("Lưu trữ không nhận"),
        "da-xoa": _("Đã xóa dữ liệu cá nhân"),
    }  # fmt: skip


@used_by(lists.READERS)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """One tab of the house's list, fifty a page."""
    way = request.GET.get("muc", "")
    way = way if way in TAB else "den-han"
    here = page_number(request.GET.get("trang", ""))
    counts = lists.counts(actor)
    rows = lists.lines(actor, TAB[way], (here - 1) * lists.PAGE)
    total = counts[TAB[way]]
    address = f"{url('keeping:archive')}?muc={way}"
    context = {
        "place": "archive", "way": way, "rows": [row_of(one) for one in rows],
        "tabs": [
            (key, label, counts[TAB[key]], f"{url('keeping:archive')}?muc={key}") for key, label in labels().items()
        ],
        "excel": f"{url('exports:sheet', 'luu-tru')}?muc={way}",
        "before": f"{address}&trang={here - 1}" if here > 1 else "",
        "after": f"{address}&trang={here + 1}" if here * lists.PAGE < total else "", "here": here,
        "on": archiving.archive() is not None,
        "again": way == "tu-choi" and total and erasing.houses(actor, erasing.PROPOSES),
    }  # fmt: skip
    return page(request, actor, "keeping/archive.html", context)


def page_number(text: str) -> int:
    """The page asked for; 1 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 5 and int(text) else 1


def rule_words(key: str) -> tuple[str, str]:
    """The name and term of a class of retention, and its basis."""
    rule = next((one for one in retention.classes() if one.key == key), None)
    return (f"{rule.name}: {rule.term.lower()}", rule.ground) if rule else (key, "")


def row_of(one: Line) -> dict[str, Any]:
    """A line as the page and the workbook say it."""
    states = {
        "waiting": ("due_soon", _("Chờ lập gói")), "packed": ("due_soon", _("Đã lập gói, chờ biên nhận")),
        "taken": ("done", _("Đã có biên nhận")), "refused": ("overdue", _("Lưu trữ không nhận")),
        "erased": ("paused", _("Đã xóa dữ liệu cá nhân")),
    }  # fmt: skip
    name, ground = rule_words(one.rule)
    return {
        "code": one.code, "address": case_url(one.case_id), "closed": one.closed_at, "rule": name, "ground": ground,
        "until": day(one.keep_until) if one.keep_until else _("Vĩnh viễn"), "state": states[one.state],
        "reason": one.reason, "receipt": one.receipt, "taken": moment(one.taken_at) if one.taken_at else "",
        "digest": one.digest, "size": size(one.size) if one.size else "", "tries": one.tries,
    }  # fmt: skip


@used_by(frozenset({erasing.PROPOSES}), "POST")
def again(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Pack anew everything that was refused."""
    count = lists.again(actor, datetime.now(UTC))
    return then(url("keeping:archive"), Message(_("Đã xếp %(n)s hồ sơ để lập gói và giao nộp lại.", n=number(count))))
