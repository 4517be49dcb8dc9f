"""A list as a workbook: at once when it is short; else it is made beside the server and fetched once from its page."""

from __future__ import annotations

from io import BufferedReader
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import exports, sheets
from thongsuot.engine.access import OVERSEEING, WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.exports import Asked, Export
from thongsuot.web.desk.papers import as_file
from thongsuot.web.doors import used_by
from thongsuot.web.environment import number, size, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

READERS = WORKING | OVERSEEING | {"admin"}
CSV = "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES = (
    "muc", "tim", "so-lieu", "tinh", "co-quan", "phong", "diem", "luc", "buoc", "so", "nam", "thang", "cap", "linh-vuc",
    "ap-dung", "don-vi", "loai", "xem", "noi",
)  # fmt: skip
LONGEST = 300


def address(kind: str, **asked: object) -> str:
    """Where the workbook of a list is had; `asked` as in the list's own address (co_quan for co-quan)."""
    given = {name.replace("_", "-"): str(value) for name, value in asked.items() if value not in ("", None)}
    plain = url("exports:sheet", kind)
    return f"{plain}?{urlencode(given)}" if given else plain


def asked_in(given: Any) -> Asked:
    """What of the list was asked for: known words only, in one line."""
    return {
        name: " ".join(str(given[name]).replace("\x00", " ").split())[:LONGEST] for name in NAMES if given.get(name)
    }


@used_by(READERS, "GET", "POST")
def sheet(request: HttpRequest, actor: Actor, kind: str) -> HttpResponseBase:
    """The workbook; for a long one a page that says so, and sent from there it is made beside the server."""
    wanted = exports.kind_of(kind)
    asked = asked_in(request.GET)
    rows = exports.counted(actor, wanted, asked)
    if rows <= exports.AT_ONCE:
        if request.GET.get("dang") == "csv":
            return _file(*exports.made(actor, wanted, asked, sheets.write_csv), CSV, "csv")
        return _file(*exports.made(actor, wanted, asked))
    if request.method == "POST":
        exports.ask(actor, wanted, asked, rows)
        return then(url("exports:mine"), Message(_("Đang lập tệp. Trang này báo khi tệp sẵn sàng.")))
    context = {
        "place": "",
        "title": wanted.sheet(actor, asked).title,
        "rows": number(rows),
        "to": request.get_full_path(),
    }
    return page(request, actor, "exports/long.html", context)


@used_by(READERS)
def mine(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The workbooks that this person asked for: which are ready, until when, and what became of the others."""
    found = exports.mine(actor)
    waiting = any(one.state in ("waiting", "working") for one in found)
    return page(
        request, actor, "exports/mine.html", {"place": "", "rows": [_row(one) for one in found], "wait": waiting}
    )


def _row(one: Export) -> dict[str, Any]:
    marks = {
        "waiting": ("due_soon", _("Chờ lập")), "working": ("due_soon", _("Đang lập")),
        "ready": ("on_time", _("Sẵn sàng")), "taken": ("done", _("Đã tải về")),
        "failed": ("overdue", _("Không lập được")), "over": ("paused", _("Đã xóa vì quá hạn")),
    }  # fmt: skip
    return {
        "id": one.id, "title": one.title, "rows": number(one.rows), "state": one.state, "mark": marks[one.state],
        "reason": one.reason, "asked_at": one.asked_at, "erase_at": one.erase_at,
        "size": size(one.size) if one.size else "",
    }  # fmt: skip


@used_by(READERS, "POST")
def take(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The finished workbook, once."""
    return _file(*exports.take(actor, id))


def _file(title: str, file: BufferedReader, content: str = EXCEL, ending: str = "xlsx") -> FileResponse:
    response = FileResponse(file, content_type=content)
    as_file(response, f"{title[:150]}.{ending}".replace("/", "-"), inline=False)
    return response
