"""What changes from one version of an internal process to another: steps added, removed, moved, times, roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from thongsuot.engine.internal import times
from thongsuot.engine.internal.definition import Internal, Step

_PARTS = (
    ("label", "tên bước"),
    ("on", "giai đoạn"),
    ("role", "vai trò"),
    ("at", "nơi giữ vai trò"),
    ("unit", "người, đơn vị thực hiện"),
    ("content", "nội dung công việc"),
    ("output", "kết quả"),
)
_WHOLE = (("title", "tên quy trình"), ("office", "phòng thực hiện"), ("note", "ghi chú"))
LIMIT, TIME, NEW, GONE, ORDER = "thời hạn", "thời gian", "bước mới", "bỏ bước", "thứ tự"
# Every name of a part that a difference may bear.
PART_WORDS = (*(words for _part, words in (*_PARTS, *_WHOLE)), LIMIT, TIME, NEW, GONE, ORDER)


@dataclass(frozen=True)
class Difference:
    """One change: `kind` is added, removed, changed, moved or whole; `before` and `after` are ready to show."""

    kind: str
    step: str
    part: str
    before: str = ""
    after: str = ""


def between(old: Internal, new: Internal) -> list[Difference]:
    """Every difference, the whole process's first, then by step in the new order; removed steps last."""
    return [*_whole(old, new), *_steps(old, new)]


def _whole(old: Internal, new: Internal) -> Iterator[Difference]:
    for part, words in _WHOLE:
        if getattr(old, part) != getattr(new, part):
            yield Difference("whole", "", words, getattr(old, part), getattr(new, part))
    if old.limit != new.limit:
        yield Difference("whole", "", LIMIT, limit_words(old), limit_words(new))


def limit_words(internal: Internal) -> str:
    units = {"working_day": "ngày làm việc", "calendar_day": "ngày", "working_hour": "giờ làm việc", "month": "tháng"}
    limit = internal.limit
    if limit.unit == "same_day":
        return "trong ngày"
    return f"{limit.amount} {units[limit.unit]}" if limit.unit in units else "không quy định"


def _steps(old: Internal, new: Internal) -> Iterator[Difference]:
    before = {step.key: step for step in old.steps}
    after = {step.key: step for step in new.steps}
    kept = [step.key for step in new.steps if step.key in before]
    order = [step.key for step in old.steps if step.key in after]
    for step in new.steps:
        if step.key not in before:
            yield Difference("added", step.label, NEW, "", _line(step))
            continue
        yield from _changes(before[step.key], step)
        if kept.index(step.key) != order.index(step.key):
            places = (order.index(step.key) + 1, kept.index(step.key) + 1)
            yield Difference("moved", step.label, ORDER, *(str(place) for place in places))
    for step in old.steps:
        if step.key not in after:
            yield Difference("removed", step.label, GONE, _line(step), "")


def _changes(old: Step, new: Step) -> Iterator[Difference]:
    for part, words in _PARTS:
        if getattr(old, part) != getattr(new, part):
            yield Difference("changed", new.label, words, getattr(old, part), getattr(new, part))
    if (old.span.days if old.span else 0) != (new.span.days if new.span else 0):
        yield Difference("changed", new.label, TIME, times.words(old.span), times.words(new.span))


def _line(step: Step) -> str:
    return ", ".join(part for part in (step.unit, times.words(step.span)) if part)
