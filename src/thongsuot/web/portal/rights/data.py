"""“Dữ liệu của tôi”: everything kept about oneself on one page, one's own copy of it, and what one agreed to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import consents, own_copy, own_data
from thongsuot.engine.actor import Actor
from thongsuot.engine.own_data import Kept
from thongsuot.web.desk.papers import as_file
from thongsuot.web.doors import for_citizens
from thongsuot.web.environment import moment, size, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

SHOWN = 5


@for_citizens()
def data(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What is kept, part by part, the first of each; the copies; the consents."""
    context = {
        "place": "portal:mine",
        "parts": [_part(one) for one in own_data.of(actor, SHOWN)],
        "copies": [_copy(one) for one in own_copy.mine(actor)],
        "purposes": [
            {"key": one.key, "title": _(one.title), "words": _(one.words), "given": consents.stands(actor.citizen, one)}
            for one in consents.PURPOSES
        ],
    }
    return page(request, actor, "portal/rights/data.html", context)


def _part(kept: Kept) -> dict[str, Any]:
    heads = [(name, _(head)) for name, head in kept.part.columns]
    rows = [[(head, own_copy.shown(row.get(name))) for name, head in heads] for row in kept.rows]
    return {
        "key": kept.part.key, "title": _(kept.part.title), "why": _(kept.part.why), "count": kept.count,
        "rows": [[(head, words[:300]) for head, words in row if words] for row in rows],
        "more": kept.count - len(kept.rows),
    }  # fmt: skip


def _copy(one: own_copy.Copy) -> dict[str, Any]:
    words = {
        "waiting": ("due_soon", _("Đang chờ lập")), "working": ("due_soon", _("Đang lập")),
        "ready": ("on_time", _("Sẵn sàng tải về")), "taken": ("done", _("Đã tải về")),
        "failed": ("overdue", _("Không lập được")), "over": ("paused", _("Đã xóa vì quá hạn")),
    }  # fmt: skip
    return {
        "mark": words[one.state], "asked": moment(one.asked_at), "until": moment(one.erase_at), "reason": one.reason,
        "take": url("portal:own_copy_take", one.id) if one.state == "ready" else "",
        "size": size(one.size) if one.size else "",
    }  # fmt: skip


@for_citizens("POST")
def ask_copy(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Have a copy made beside the server."""
    own_copy.ask(actor, datetime.now(UTC))
    words = _("Đang lập bản sao. Tải lại trang này sau ít phút để tải về; bản sao được giữ 48 giờ.")
    return then(url("portal:own_data"), Message(words))


@for_citizens("POST")
def take_copy(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """The finished copy, once."""
    response = FileResponse(own_copy.take(actor, id, datetime.now(UTC)), content_type="application/zip")
    as_file(response, "du-lieu-cua-toi.zip", inline=False)
    return response


@for_citizens("POST")
def consent(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Agree to a purpose, or take it back."""
    given = request.POST.get("dong-y") == "1"
    consents.say(actor, request.POST.get("muc-dich", ""), datetime.now(UTC), given=given)
    words = _("Đã ghi nhận bạn đồng ý.") if given else _("Đã ghi nhận bạn rút lại sự đồng ý.")
    return then(url("portal:own_data"), Message(words))
