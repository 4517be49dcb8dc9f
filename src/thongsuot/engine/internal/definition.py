"""An internal process as offices draw it up: steps in order, each with its state, who does it, how long, its output."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pydantic import TypeAdapter, ValidationError

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import Refused
from thongsuot.register.formatting import number

HOURS_A_DAY = 8
# Five days of a week are worked: how many working days a limit in calendar days leaves to plan with.
WORKED = Fraction(5, 7)
MOST_STEPS = 40
LONGEST = {"label": 200, "content": 2000, "unit": 300, "output": 500}
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


class BadInternal(Refused):
    """An internal process that cannot be used; `faults` are sentences, each naming the step."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(faults))


class SpanUnit(StrEnum):
    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True)
class Span:
    """How long a step may take, as the table says it: working days or working hours, a day counting eight."""

    amount: Decimal
    unit: SpanUnit

    @property
    def days(self) -> Fraction:
        amount = Fraction(self.amount)
        return amount if self.unit is SpanUnit.DAY else amount / HOURS_A_DAY

    def words(self) -> str:
        amount = number(self.amount, _places(self.amount))
        return f"{amount} {'ngày' if self.unit is SpanUnit.DAY else 'giờ'} làm việc"


def _places(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True)
class Step:
    """One row of the table. `on` is the state of the kind's own table that it stands on.

    `role` and `at` are empty where the table's own holder does it. `unit` is who the office says does it, in its
    words; `span` is empty for a step that shares the time of the one before.
    """

    key: str
    label: str
    on: str
    role: str = ""
    at: str = ""
    unit: str = ""
    content: str = ""
    span: Span | None = None
    output: str = ""


@dataclass(frozen=True)
class Internal:
    """How one procedure is settled inside, in a place: "" the nation, a province's code or a commune's.

    `office` is the kind of body that settles it, where it is not the one that competence names.
    """

    kind: str
    procedure: str
    title: str
    limit: Limit
    steps: tuple[Step, ...]
    place: str = ""
    office: str = ""
    note: str = ""

    @property
    def total(self) -> Fraction:
        """Working days planned in all."""
        return sum((step.span.days for step in self.steps if step.span), Fraction(0))


@dataclass(frozen=True)
class Path:
    """The main way of a kind of case: its states from receipt to result.

    `optional` states may be left out of an internal process; `letter` is printed at every hand-over; `hints` are
    folded words by which a row of an office's table is recognised as standing on a state.
    """

    states: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    letter: str = ""
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def available(limit: Limit) -> Fraction | None:
    """How many working days a limit leaves to plan with; None when it leaves that open."""
    amount = Fraction(limit.amount)
    match limit.unit:
        case LimitUnit.WORKING_DAY:
            return amount
        case LimitUnit.WORKING_HOUR:
            return amount / HOURS_A_DAY
        case LimitUnit.SAME_DAY:
            return Fraction(1)
        case LimitUnit.CALENDAR_DAY:
            return amount * WORKED
        case LimitUnit.MONTH:
            return amount * 30 * WORKED
        case _:
            return None


def check(internal: Internal, path: Path) -> None:
    """Raise BadInternal with every fault at once: order, names, time, what may not be left out or changed."""
    faults = [*_shape(internal), *_order(internal, path), *_time(internal)]
    if faults:
        raise BadInternal(faults)


def _shape(internal: Internal) -> Iterator[str]:
    if not 1 <= len(internal.steps) <= MOST_STEPS:
        yield f"Quy trình phải có từ 1 đến {MOST_STEPS} bước."
    keys = [step.key for step in internal.steps]
    for place, step in enumerate(internal.steps, 1):
        name = f"Bước {place} “{step.label}”"
        if not step.label.strip():
            yield f"Bước {place}: thiếu tên bước."
        if not KEY.fullmatch(step.key):
            yield f"{name}: mã bước “{step.key}” chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới."
        if keys.count(step.key) > 1:
            yield f"{name}: mã bước “{step.key}” bị trùng."
        if bool(step.role) != bool(step.at):
            yield f"{name}: vai trò và nơi giữ vai trò phải đi cùng nhau."
        for part, longest in LONGEST.items():
            if len(getattr(step, part)) > longest:
                yield f"{name}: nội dung dài quá {longest} ký tự."


def _order(internal: Internal, path: Path) -> Iterator[str]:
    last = -1
    for place, step in enumerate(internal.steps, 1):
        if step.on not in path.states:
            yield f"Bước {place} “{step.label}”: giai đoạn “{step.on}” không có trong quy trình điện tử."
            continue
        at = path.states.index(step.on)
        if at < last:
            yield f"Bước {place} “{step.label}”: đứng sau một bước của giai đoạn muộn hơn."
        last = max(at, last)


def _time(internal: Internal) -> Iterator[str]:
    for place, step in enumerate(internal.steps, 1):
        if step.span and not 0 < step.span.days <= 1000:
            yield f"Bước {place} “{step.label}”: thời gian phải lớn hơn 0."
    room = available(internal.limit)
    if room is not None and internal.total > room:
        planned, given = (number(float(days), 2) for days in (internal.total, room))
        yield f"Tổng thời gian các bước là {planned} ngày làm việc, vượt thời hạn theo quy định ({given} ngày)."


_INTERNAL = TypeAdapter(Internal)


def to_json(internal: Internal) -> str:
    """Canonical JSON, the form in which a version is kept."""
    return _INTERNAL.dump_json(internal).decode()


def from_json(text: str) -> Internal:
    """Raises BadInternal for anything that it does not know."""
    try:
        return _INTERNAL.validate_json(text, strict=False, extra="forbid")
    except ValidationError as error:
        raise BadInternal([f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]) from error
