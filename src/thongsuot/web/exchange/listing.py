"""What is stuck between this site and the portal: its cause, since when, how often tried, when again, and whose."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import intents
from thongsuot.engine.actor import Actor
from thongsuot.engine.intents import Intent
from thongsuot.exchange.national import outbox, stuck
from thongsuot.exchange.national.stuck import OWNERS, PAGE, Held
from thongsuot.ports.national_messages import STATUS_WORDS
from thongsuot.web.doors import used_by
from thongsuot.web.environment import moment, number, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

OUT, IN = "gui", "nhan"


@used_by(OWNERS)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Messages that did not get through, or acts that could not be applied; fifty a page."""
    whose = stuck.provinces_of(actor)
    way = IN if request.GET.get("huong") == IN else OUT
    here = _page_number(request.GET.get("trang", "1"))
    some, outward = stuck.messages(whose, here if way == OUT else 1)
    acts, inward = intents.stuck(whose, PAGE, (here - 1) * PAGE if way == IN else 0)
    rows = [message_row(one) for one in some] if way == OUT else [act_row(one) for one in acts]
    total = outward if way == OUT else inward
    context: dict[str, Any] = {
        "place": "exchange", "way": way, "rows": rows, "total": total, "here": here, "any": outward + inward,
        "on": bool(settings.NATIONAL_URL),
        "excel": url("exports:sheet", "gui-len-cong" if way == OUT else "nhan-tu-cong"),
        "tabs": [
            (OUT, _("Gửi lên Cổng"), outward, url("exchange:list")),
            (IN, _("Nhận từ Cổng"), inward, f"{url('exchange:list')}?huong={IN}"),
        ],
        "before": _to(way, here - 1) if here > 1 else "", "after": _to(way, here + 1) if here * PAGE < total else "",
    }  # fmt: skip
    return page(request, actor, "exchange/list.html", context)


@used_by(OWNERS, "POST")
def replay_all(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Send and apply everything again that is stuck in the officer's area."""
    count = stuck.replay_all(stuck.provinces_of(actor))
    words = _("Đã xếp %(n)s mục để thực hiện lại. Mục còn vướng sẽ hiện lại ở đây.", n=number(count))
    return then(url("exchange:list"), Message(words))


def message_row(held: Held) -> dict[str, Any]:
    """One message as the list and its own page say it."""
    told = held.message
    what = _(outbox.KINDS[told.kind])
    if told.kind == "status":
        what = f"{what}: {_(STATUS_WORDS[told.status])}"
    return {
        "what": what, "code": held.dossier.code or held.dossier.foreign_id or "", "case": held.dossier.id,
        "reason": told.reason, "since": told.since, "attempts": told.attempts,
        "owner": stuck.owner_of(told.province_code),
        "address": url("exchange:message", told.dossier_id, told.place), "state": state(told.state, told.next_at),
    }  # fmt: skip


def act_row(intent: Intent) -> dict[str, Any]:
    """One act as the list and its own page say it."""
    return {
        "what": _(intents.KINDS.get(intent.kind, intent.kind)), "code": intent.reference, "case": intent.case_id,
        "reason": intent.reason, "since": intent.recorded_at, "attempts": intent.attempts,
        "owner": stuck.owner_of(intent.province_code), "address": url("exchange:act", intent.id),
        "state": state(intent.state, intent.next_at),
    }  # fmt: skip


def state(name: str, next_at: Any) -> tuple[str, str]:
    """Where something stands: (mark, sentence)."""
    if name in ("dead", "refused"):
        return "overdue", _("Cần người xử lý")
    if name == "waiting":
        again = _("Tự thử lại lúc %(at)s", at=moment(next_at)) if next_at else _("Đang chờ đến lượt")
        return "due_soon", again
    words = {
        "sent": _("Cổng đã nhận"), "applied": _("Đã áp dụng"), "settled": _("Đã xử lý, không gửi"),
        "needless": _("Không cần gửi: Cổng đã ghi đúng"), "held": _("Không gửi: Cổng không cho quay lại"),
    }  # fmt: skip
    return "done", words.get(name, name)


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 5 and int(text) else 1


def _to(way: str, number: int) -> str:
    return f"{url('exchange:list')}?huong={way}&trang={number}"
