"""The rules of tasks without a database: which of the six clears is missing, tracking states, progress, rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

# The names under which a draft keeps what it knows; a clear may be met in two ways (a day, or why there is none).
CLEARS: tuple[tuple[str, str], ...] = (
    ("person", "Rõ người"),
    ("work", "Rõ việc"),
    ("time", "Rõ thời gian"),
    ("responsibility", "Rõ trách nhiệm"),
    ("product", "Rõ sản phẩm"),
    ("authority", "Rõ thẩm quyền"),
)
WANTED: Mapping[str, str] = {
    "person": "chọn một người chịu trách nhiệm chính",
    "work": "ghi việc phải làm",
    "time": "đặt thời hạn, hoặc ghi lý do không có thời hạn",
    "responsibility": "chọn cơ quan chịu trách nhiệm",
    "product": "ghi sản phẩm và cách nghiệm thu",
    "authority": "ghi căn cứ thẩm quyền, ai được quyết định",
}
# A work must say more than a word to be one; the rest of what a person types is for people to judge.
SHORTEST_WORK = 8


def missing(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The clears, in their order, that these values of a draft do not fill.

    A time is a day or the reason why there is none, never both; a product is what is handed in and how it is accepted.
    """
    filled = {
        "person": _said(values, "person"),
        "work": len(str(values.get("work") or "").strip()) >= SHORTEST_WORK,
        "time": _said(values, "until") != _said(values, "why_no_limit"),
        "responsibility": _said(values, "body"),
        "product": _said(values, "product") and _said(values, "acceptance"),
        "authority": _said(values, "authority"),
    }
    return tuple(key for key, _label in CLEARS if not filled[key])


def _said(values: Mapping[str, Any], name: str) -> bool:
    return bool(str(values.get(name) or "").strip())


def missing_words(lacking: Iterable[str]) -> str:
    """“Chưa rõ người: chọn một người …; chưa rõ thời gian: …”, empty when nothing lacks."""
    labels = dict(CLEARS)
    said = "; ".join(f"chưa {labels[key][:1].lower()}{labels[key][1:]}: {WANTED[key]}" for key in lacking)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


class Track(StrEnum):
    """The states by which the Government follows a task; all but the last are those of its tracking system."""

    NOT_BEGUN = "not_begun"
    IN_TIME = "in_time"
    OVERDUE = "overdue"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    EXTENSION_ASKED = "extension_asked"
    RETURNED = "returned"
    PAUSED = "paused"
    OPEN_ENDED = "open_ended"
    CANCELLED = "cancelled"


TRACK_WORDS: Mapping[Track, str] = {
    Track.NOT_BEGUN: "Chưa thực hiện, chưa đến hạn",
    Track.IN_TIME: "Đang thực hiện, trong hạn",
    Track.OVERDUE: "Đang thực hiện, quá hạn",
    Track.DONE_IN_TIME: "Hoàn thành đúng hạn",
    Track.DONE_LATE: "Hoàn thành quá hạn",
    Track.EXTENSION_ASKED: "Xin lùi hạn",
    Track.RETURNED: "Bị trả lại",
    Track.PAUSED: "Tạm dừng",
    Track.OPEN_ENDED: "Không thời hạn",
    Track.CANCELLED: "Không giao nữa",
}
ENDED = frozenset({Track.DONE_IN_TIME, Track.DONE_LATE, Track.CANCELLED})
_BY_STEP = {
    "cancelled": Track.CANCELLED,
    "paused": Track.PAUSED,
    "asking": Track.EXTENSION_ASKED,
    "returned": Track.RETURNED,
    "standing": Track.OPEN_ENDED,
    "reported": Track.OPEN_ENDED,
}


@dataclass(frozen=True, slots=True)
class Followed:
    """What of a task its tracking state is made from. `handed_at` is when its product was last handed in."""

    step: str
    due_at: datetime | None
    handed_at: datetime | None = None
    begun: bool = False


def late(task: Followed, now: datetime) -> bool:
    """Whether it is, or when it was handed in was, after its day. The day itself is still in time.

    Who examines a product takes none of the doer's time: from handing in on, the moment of that counts.
    """
    if task.due_at is None or task.step in ("cancelled", "paused"):
        return False
    handed = task.handed_at if task.step in ("handed_in", "done") else None
    return (handed or now) > task.due_at


def tracking(task: Followed, now: datetime) -> Track:
    """The one state of a task at a moment. One that is asked about or returned says so even when late: see `late`."""
    behind = late(task, now)
    if task.step == "done":
        return Track.DONE_LATE if behind else Track.DONE_IN_TIME
    if task.step in _BY_STEP:
        return _BY_STEP[task.step]
    if behind:
        return Track.OVERDUE
    return Track.IN_TIME if task.begun or task.step == "handed_in" else Track.NOT_BEGUN


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task's children are: each counts the same, those that are not given any more count nothing."""

    done: int
    total: int
    late: int

    @property
    def share(self) -> Fraction | None:
        """Done of all; None without children."""
        return Fraction(self.done, self.total) if self.total else None

    @property
    def open(self) -> int:
        return self.total - self.done


def progress(children: Sequence[Followed], now: datetime) -> Progress:
    """What the children of a task add up to."""
    counted = [one for one in children if one.step != "cancelled"]
    done = sum(one.step == "done" for one in counted)
    return Progress(done, len(counted), sum(one.step != "done" and late(one, now) for one in counted))


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with what it is made of: `below` of zero has no share."""

    above: int
    below: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.above, self.below) if self.below else None


def on_time(tasks: Iterable[Followed], now: datetime) -> Rate:
    """Done in time, of those done and those open that are late: what is not due yet says nothing."""
    found = list(tasks)
    states = [tracking(one, now) for one in found]
    in_time = states.count(Track.DONE_IN_TIME)
    done = in_time + states.count(Track.DONE_LATE)
    overdue = sum(late(one, now) for one, state in zip(found, states, strict=True) if state not in ENDED)
    return Rate(in_time, done + overdue)


def completion(tasks: Iterable[Followed], start: datetime, end: datetime) -> Rate:
    """Done, of those planned for a period: due from its start to before its end and still wanted."""
    planned = [one for one in tasks if one.due_at is not None and start <= one.due_at < end and one.step != "cancelled"]
    return Rate(sum(one.step == "done" for one in planned), len(planned))
