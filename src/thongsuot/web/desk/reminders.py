"""The warnings of deadlines on the first page of work: of one's own dossiers, one's office's, one's house's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from thongsuot.engine import warned
from thongsuot.engine.actor import Actor
from thongsuot.web.environment import case_url, moment, number
from thongsuot.web.speech import say as _

_SOON: Callable[[], str] = lambda: _("Sắp hết hạn")  # noqa: E731  (one of a table of words)
_SILENCE: Callable[[], str] = lambda: _("Sắp hết hạn, không trả lời sẽ là trả lời theo luật")  # noqa: E731
WORDS: Mapping[str, Callable[[], str]] = {
    "silence_soon": _SILENCE,
    "silence_soon_head": _SILENCE,
    "silence_soon_house": _SILENCE,
    "overdue_giver": lambda: _("Quá hạn đã hơn hai ngày làm việc, lãnh đạo phụ trách được báo"),
    "overdue_above": lambda: _("Quá hạn đã hơn năm ngày làm việc, lãnh đạo phụ trách ở trung ương được báo"),
    "overdue_house": lambda: _("Quá hạn đã hơn một ngày làm việc"),
    "overdue_head": lambda: _("Quá hạn"),
    "overdue": lambda: _("Quá hạn"),
    "due_soon_head": _SOON,
    "due_soon": _SOON,
}


def shown(actor: Actor) -> dict[str, Any] | None:
    """What the page says: a sentence, and the strongest warnings; None when nobody has to be told anything."""
    rows, total = warned.standing(actor)
    if not rows:
        return None
    return {
        "urgent": rows[0].kind.startswith("silence"),
        "words": _("Nhắc thời hạn: %(n)s hồ sơ", n=number(total)),
        "more": _("Còn %(n)s hồ sơ nữa: xem mục Sắp hết hạn, Quá hạn.", n=number(total - len(rows)))
        if total > len(rows)
        else "",
        "rows": [_row(one) for one in rows],
    }


def _row(one: warned.Warned) -> dict[str, str]:
    mark = "due_soon" if one.kind.startswith("due_soon") else "overdue"
    holder = _("người giữ: %(name)s", name=one.holder) if one.holder else _("chưa có người nhận")
    due = _("hạn %(due)s", due=moment(one.due_at))
    told = WORDS[one.kind]() if one.kind in WORDS else _("Nhắc thời hạn")
    return {
        "mark": mark,
        "words": told,
        "code": one.code,
        "address": case_url(one.id),
        "rest": f"{one.title}; {due}; {holder}",
    }
