"""Tasks as pages say them: the mark of a tracking state, a line of a table, the six clears of a draft."""

from __future__ import annotations

from typing import Any

from thongsuot.areas.tasks import rules
from thongsuot.areas.tasks.drafts import View
from thongsuot.areas.tasks.reading import Line
from thongsuot.areas.tasks.rules import Track
from thongsuot.register import bodies
from thongsuot.web.environment import case_url, moment, url
from thongsuot.web.speech import say as _

MARKS = {
    Track.NOT_BEGUN: "plain",
    Track.IN_TIME: "on_time",
    Track.OVERDUE: "overdue",
    Track.DONE_IN_TIME: "done",
    Track.DONE_LATE: "done",
    Track.EXTENSION_ASKED: "due_soon",
    Track.RETURNED: "due_soon",
    Track.PAUSED: "paused",
    Track.OPEN_ENDED: "plain",
    Track.CANCELLED: "paused",
}
GROUPS = {"*commune": "mọi xã, phường, đặc khu", "*province": "mọi tỉnh, thành phố", "*ministry": "mọi bộ, cơ quan"}


def state(line: Line) -> tuple[str, str]:
    """The mark and its words; what is asked for or sent back says beside it that it is late."""
    words = _(rules.TRACK_WORDS[line.track])
    if line.late and line.is_open and line.track is not Track.OVERDUE:
        return "overdue", _("%(state)s, đã quá hạn", state=words)
    return MARKS[line.track], words


def due(line: Line) -> str:
    """The day, or why there is none."""
    if line.due_at:
        return moment(line.due_at)
    return _("thời hạn tạm dừng") if line.track is Track.PAUSED else _("không thời hạn")


def row(line: Line) -> dict[str, Any]:
    mark, words = state(line)
    parts = line.children
    rolled = ""
    if parts:
        rolled = _("Nhiệm vụ con: %(done)s trên %(total)s xong", done=parts.done, total=parts.total)
        rolled += _(", %(late)s chậm", late=parts.late) if parts.late else ""
    return {
        "mark": mark,
        "words": words,
        "address": case_url(line.id),
        "code": line.code,
        "title": line.title,
        "depth": line.depth,
        "body": line.body,
        "person": line.person,
        "due": due(line),
        "first_due": _("hạn ban đầu %(day)s", day=moment(line.first_due)) if line.first_due else "",
        "wanted": _("xin lùi đến %(day)s", day=moment(line.wanted)) if line.wanted else "",
        "product": line.product,
        "percent": _("nơi làm báo %(n)s %%", n=line.percent) if line.percent is not None and line.is_open else "",
        "rolled": rolled,
        "charge": line.charge,
        "late": line.late and line.is_open,
    }


def clears(draft: View) -> list[tuple[str, str, bool]]:
    """The six: (label, what to do or that it is there, whether it is)."""
    lacking = draft.missing
    return [
        (_(label), _("đã rõ") if key not in lacking else _(rules.WANTED[key]), key not in lacking)
        for key, label in rules.CLEARS
    ]


def draft_row(draft: View) -> dict[str, Any]:
    values = draft.values
    lacking = [_(label) for key, label in rules.CLEARS if key in draft.missing]
    return {
        "id": draft.id,
        "address": url("tasks:draft", draft.id),
        "work": values.get("work") or _("(chưa ghi việc)"),
        "source": values.get("source", ""),
        "body": lead(draft),
        "lacking": ", ".join(one.lower() for one in lacking),
        "count": len(lacking),
        "ready": not lacking,
        "group": bool(values.get("group")),
    }


def lead(draft: View) -> str:
    """The body that a conclusion named, as the register calls it or as the text does."""
    values = draft.values
    if group := values.get("group"):
        return _(GROUPS.get(group, group))
    return bodies.name_of(values["body"]) if values.get("body") else str(values.get("lead_words", ""))
