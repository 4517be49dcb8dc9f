"""The work list, its live counts and columns, and search: what waits for this officer, due first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.engine import reading, registry
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.reading import PAGE, Row
from thongsuot.register import bodies
from thongsuot.web.desk import reminders, words
from thongsuot.web.doors import OVERSEEING, READING, used_by
from thongsuot.web.environment import case_url, number, url
from thongsuot.web.pages import ours, page, then
from thongsuot.web.speech import say as _

HOME = READING | {"admin"}
COLUMNS_COOKIE = "cot"
COLUMNS_SECONDS = 365 * 24 * 60 * 60
USUAL = ("code", "subject", "title", "step", "holder")
SPARE = frozenset({"due", "place", "holder"})
DEEPEST_PAGE = 10_000
CLAIM = "_nhan"


def tab_names() -> list[tuple[str, str]]:
    return [
        ("mine", _("Tôi đang giữ")),
        ("queue", _("Hàng chờ của tôi")),
        ("due_soon", _("Sắp hết hạn")),
        ("overdue", _("Quá hạn")),
        ("waiting", _("Chờ người nộp")),
        ("results", _("Chờ trả kết quả")),
        ("all", _("Tất cả")),
    ]


def column_names() -> list[tuple[str, str]]:
    return [
        ("code", _("Mã hồ sơ")),
        ("subject", _("Người nộp")),
        ("title", _("Việc")),
        ("step", _("Bước")),
        ("due", _("Hạn trả")),
        ("place", _("Nơi")),
        ("holder", _("Người giữ")),
    ]


class Shown(NamedTuple):
    """One line of a list, in words. The work list's template takes it apart in this order."""

    id: UUID
    version: int
    address: str
    code: str
    title: str
    subject_name: str
    step_label: str
    status_mark: str
    due_words: str
    due_at: datetime | None
    place_name: str
    assignee_name: str
    queue_label: str


def shown(rows: Sequence[Row], at: datetime) -> list[Shown]:
    """The rows in words."""
    remaining = words.Remaining(at)
    return [_shown(row, remaining) for row in rows]


def _shown(row: Row, remaining: words.Remaining) -> Shown:
    mark = words.mark(row, remaining.at)
    return Shown(
        id=row.id,
        version=row.length,
        address=case_url(row.id),
        code=row.code,
        title=row.title,
        subject_name=row.subject_name,
        step_label=_(registry.process_of(row.process).state(row.step).label),
        status_mark=mark,
        due_words=remaining.words(row, mark),
        due_at=row.due_at,
        place_name=bodies.name_of(row.competent_body),
        assignee_name=row.assignee_name or "",
        queue_label=words.ROLES[row.queue_role]().capitalize() if row.queue_role in words.ROLES else "",
    )


@used_by(HOME)
def work(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Home: what waits for me. Who only oversees goes to the board, who administers to the processes."""
    if not actor.roles & WORKING:
        return then(_other_home(actor))
    tab = request.GET.get("muc", "mine")
    if tab not in reading.TABS:
        tab = "mine"
    at, wanted = words.now(), page_number(request)
    found = reading.work_list(actor, tab, at, wanted)
    if wanted > found.pages:
        return then(f"{url('desk:work')}?{urlencode({'muc': tab, 'trang': found.pages})}")
    return page(request, actor, "desk/work.html", _work(request, actor, found, at))


def _other_home(actor: Actor) -> str:
    if actor.roles & OVERSEEING:
        return url("board:home")
    return url("processes:list")


def _work(request: HttpRequest, actor: Actor, found: reading.WorkList, at: datetime) -> dict[str, Any]:
    chosen = _columns(request)
    home = url("desk:work")
    before, after, count = pager(f"{home}?muc={found.tab}", found.page, found.total)
    title, sentence = _nothing(found.tab)
    return {
        "place": "work",
        "heading": dict(tab_names())[found.tab],
        "rows": shown(found.rows, at),
        "tabs": [(key, label, found.counts[key], f"{home}?muc={key}") for key, label in tab_names()],
        "tab": found.tab,
        "reminders": reminders.shown(actor) if (found.tab, found.page) == ("mine", 1) else None,
        "columns": [(key, label, key in chosen) for key, label in column_names()],
        "shown": chosen,
        "spare": SPARE,
        "batch": batch_moves(actor),
        "key": uuid7(),
        "excel": f"{url('exports:sheet', 'viec')}?{urlencode({'muc': found.tab})}",
        "before": before,
        "after": after,
        "words": count,
        "empty_title": title,
        "empty_words": sentence,
    }


def _nothing(tab: str) -> tuple[str, str]:
    if tab == "mine":
        return (
            _("Bạn không giữ hồ sơ nào"),
            _("Hồ sơ mới chờ ở “Hàng chờ của tôi”: mở mục đó để nhận việc. Việc khác của cơ quan ở mục “Công việc”."),
        )
    if tab == "overdue":
        return _("Không có hồ sơ quá hạn"), _("Mọi hồ sơ đang chờ bạn đều còn trong hạn.")
    return _("Không có hồ sơ nào ở mục này"), _("Các mục khác ở hàng trên ghi số hồ sơ đang có.")


def batch_moves(actor: Actor) -> list[tuple[str, str]]:
    """What this officer may do with many dossiers at once: (name, label)."""
    found = {CLAIM: _("Nhận việc")}
    for area in registry.areas():
        for move in area.process.moves:
            if move.batch and move.role.name in actor.roles:
                found.setdefault(move.name, _(move.label))
    return list(found.items())


@used_by(WORKING)
def counts(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The counts of the tabs as JSON, with an ETag: unchanged counts cost a line and no body."""
    found = reading.work_list(actor, "mine", words.now(), DEEPEST_PAGE).counts
    body = json.dumps(found, sort_keys=True)
    etag = f'"{hashlib.sha256(f"{actor.account}:{body}".encode()).hexdigest()[:20]}"'
    same = request.headers.get("If-None-Match") == etag
    response = HttpResponseNotModified() if same else HttpResponse(body, content_type="application/json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@used_by(WORKING, "POST")
def columns(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Keep the columns that this officer chose, in this browser. The code always stays: a row must open."""
    known = [key for key, _label in column_names()]
    chosen = [key for key in known if key in request.POST.getlist("cot") or key == "code"]
    response = then(ours(request.POST.get("tiep", ""), url("desk:work")))
    response.set_cookie(COLUMNS_COOKIE, ".".join(chosen), max_age=COLUMNS_SECONDS, httponly=True, samesite="Lax")
    return response


def _columns(request: HttpRequest) -> frozenset[str]:
    kept = request.COOKIES.get(COLUMNS_COOKIE)
    return frozenset(kept.split(".")) | {"code"} if kept else frozenset(USUAL)


@used_by(READING)
def search(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Dossiers in this officer's sight: by code or name; without a word, the open ones. A whole code opens."""
    text = " ".join(request.GET.get("tim", "").replace("\x00", " ").split())[:100]
    exact = reading.find_code(actor, text.upper()) if "-" in text else None
    if exact is not None:
        return then(case_url(exact))
    at, wanted = words.now(), page_number(request)
    rows, total = reading.visible_cases(actor, text, page=wanted, only_open=not text)
    before, after, count = pager(f"{url('desk:search')}?{urlencode({'tim': text})}", wanted, total)
    context = {
        "place": "search",
        "query": text,
        "excel": f"{url('exports:sheet', 'tim')}?{urlencode({'tim': text})}",
        "rows": shown(rows, at),
        "total": total,
        "before": before,
        "after": after,
        "words": count,
        "masked": not actor.roles & WORKING,
    }
    return page(request, actor, "desk/search.html", context)


def page_number(request: HttpRequest) -> int:
    given = request.GET.get("trang", "1")
    return min(max(int(given), 1), DEEPEST_PAGE) if given.isdecimal() and len(given) < 7 else 1


def pager(address: str, at: int, total: int) -> tuple[str, str, str]:
    """(address of the page before, of the page after, “51–100 trong 218 hồ sơ”); empty where there is none."""
    first, last = (at - 1) * PAGE + 1, min(at * PAGE, total)
    before = f"{address}&trang={at - 1}" if at > 1 else ""
    after = f"{address}&trang={at + 1}" if last < total else ""
    if not before and not after:
        return "", "", ""
    told = {"first": number(first), "last": number(last), "total": number(total)}
    return before, after, _("%(first)s–%(last)s trong %(total)s hồ sơ") % told
