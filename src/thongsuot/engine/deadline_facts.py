"""What a deadline is computed from: the limit, and the facts that stop, restart or move the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from thongsuot.register.working_time import VIETNAM


class BadLimit(ValueError):
    """A limit that cannot be computed with; the message names the field."""


class BadClock(ValueError):
    """A stored clock, or the order of its facts, that makes no sense."""


class AlreadyPaused(BadClock):
    """A pause while the clock already stands still."""

    def __init__(self) -> None:
        super().__init__("Thời hạn đang tạm dừng, không thể tạm dừng thêm lần nữa.")


class NotPaused(BadClock):
    """A resume while the clock is running."""

    def __init__(self) -> None:
        super().__init__("Thời hạn đang chạy, không có gì để tiếp tục tính.")


class BadExtension(BadClock):
    """An extension to a moment that the clock cannot be set to."""


class LimitUnit(StrEnum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    WORKING_HOUR = "working_hour"
    MONTH = "month"
    SAME_DAY = "same_day"
    NONE = "none"


class OnSupplement(StrEnum):
    """What the unused part of the limit becomes when the clock runs again: kept, or the whole limit anew."""

    PAUSE = "pause"
    RESET = "reset"


class Cause(StrEnum):
    """For what a clock stands still: a law may treat the three differently."""

    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    STOP = "stop"


_UNCOUNTED = (LimitUnit.SAME_DAY, LimitUnit.NONE)


@dataclass(frozen=True)
class Limit:
    """How long a step or a procedure may take.

    `amount` counts the unit; it is 0 (or 1) for SAME_DAY and 0 for NONE. `cutoff` is for SAME_DAY: what comes
    after it is due on the next working day. `basis` names the provision; until somebody has checked it,
    `verified` is false and every sentence says so. `on_payment` and `on_stop` are set where the law treats a financial
    duty or a stop otherwise than a supplement; `pause_basis` is the provision for all three. Raises BadLimit.
    """

    unit: LimitUnit
    amount: int = 0
    cutoff: time | None = None
    on_supplement: OnSupplement = OnSupplement.PAUSE
    basis: str = ""
    verified: bool = False
    on_payment: OnSupplement | None = None
    on_stop: OnSupplement | None = None
    pause_basis: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.unit, LimitUnit) or not isinstance(self.on_supplement, OnSupplement):
            raise BadLimit("Đơn vị tính hoặc cách xử lý khi bổ sung không có trong danh mục.")
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise BadLimit("Số lượng của thời hạn phải là số nguyên.")
        most = {LimitUnit.SAME_DAY: 1, LimitUnit.NONE: 0}
        if self.unit in _UNCOUNTED and not 0 <= self.amount <= most[self.unit]:
            raise BadLimit(f"Thời hạn loại “{self.unit}” không đi kèm số lượng {self.amount}.")
        if self.unit not in _UNCOUNTED and self.amount < 1:
            raise BadLimit("Số lượng của thời hạn phải từ 1 trở lên.")
        if self.cutoff is not None and self.unit is not LimitUnit.SAME_DAY:
            raise BadLimit("Giờ chốt nhận chỉ dùng cho thủ tục giải quyết trong ngày.")

    def after(self, cause: Cause | None) -> OnSupplement:
        """What a pause of this cause does to the unused part. A pause that names none is a supplement's."""
        own = {Cause.PAYMENT: self.on_payment, Cause.STOP: self.on_stop}.get(cause) if cause else None
        return own or self.on_supplement

    def to_json(self) -> dict[str, object]:
        stored: dict[str, object] = {
            "unit": self.unit.value,
            "amount": self.amount,
            "on_supplement": self.on_supplement.value,
            "basis": self.basis,
            "verified": self.verified,
        }
        if self.cutoff is not None:
            stored["cutoff"] = self.cutoff.isoformat("auto")
        stored |= {name: str(rule) for name in ("on_payment", "on_stop") if (rule := getattr(self, name)) is not None}
        return stored | ({"pause_basis": self.pause_basis} if self.pause_basis else {})

    @classmethod
    def from_json(cls, stored: object) -> Limit:
        """Unknown units, unknown keys and values of the wrong type are errors. Raises BadLimit."""
        if not isinstance(stored, Mapping):
            raise BadLimit("Thời hạn phải là một đối tượng.")
        unknown = stored.keys() - {field.name for field in fields(cls)}
        if unknown:
            raise BadLimit(f"Thời hạn có trường lạ: {', '.join(sorted(map(str, unknown)))}.")
        if "unit" not in stored:
            raise BadLimit("Thời hạn thiếu đơn vị tính (unit).")
        basis, verified = stored.get("basis", ""), stored.get("verified", False)
        pause_basis = stored.get("pause_basis", "")
        if not isinstance(basis, str) or not isinstance(verified, bool) or not isinstance(pause_basis, str):
            raise BadLimit("Căn cứ (basis) phải là chữ, verified phải là true hoặc false.")
        try:
            unit = LimitUnit(stored["unit"])
            on_supplement = OnSupplement(stored.get("on_supplement", "pause"))
            on_payment, on_stop = (
                OnSupplement(stored[name]) if stored.get(name) is not None else None
                for name in ("on_payment", "on_stop")
            )
            cutoff = time.fromisoformat(stored["cutoff"]) if stored.get("cutoff") is not None else None
        except (ValueError, TypeError) as error:
            raise BadLimit(f"Thời hạn có giá trị không hợp lệ: {error}.") from error
        amount = stored.get("amount", 0)
        return cls(unit, amount, cutoff, on_supplement, basis, verified, on_payment, on_stop, pause_basis)


@dataclass(frozen=True)
class Paused:
    """The clock stops: a supplement is asked, a financial duty is waited for, another authority decides.

    A pause that was stored before causes were told has none.
    """

    at: datetime
    why: str
    basis: str = ""
    cause: Cause | None = None


@dataclass(frozen=True)
class Resumed:
    """The clock runs again."""

    at: datetime


@dataclass(frozen=True)
class Extended:
    """A later day promised by somebody who may (form 04). Both days stay in the reasons."""

    at: datetime
    until: datetime
    why: str
    basis: str
    approver: str


@dataclass(frozen=True)
class Promised:
    """The moment that somebody set, kept as it is, with whose word it was: another system before this site had the
    case, or, with `words` that say so, whoever assigned the work."""

    at: datetime
    until: datetime
    by: str
    words: str = ""


@dataclass(frozen=True)
class Arrived:
    """How it came to be received at this moment, when the person gave it away earlier: brought by the post."""

    at: datetime
    why: str
    basis: str = ""


Fact = Paused | Resumed | Extended | Promised | Arrived


def moment_to_json(moment: datetime) -> str:
    """Stored in Vietnam's offset, so that a person who reads the column sees the office's clock."""
    return moment.astimezone(VIETNAM).isoformat()


def moment_from_json(stored: object) -> datetime:
    if not isinstance(stored, str):
        raise BadClock("Thời điểm phải là chữ theo ISO 8601.")
    try:
        moment = datetime.fromisoformat(stored)
    except ValueError as error:
        raise BadClock(f"Thời điểm không đọc được: {stored}.") from error
    if moment.tzinfo is None:
        raise BadClock(f"Thời điểm thiếu múi giờ: {stored}.")
    return moment


def fact_to_json(fact: Fact) -> list[str]:
    """A compact row: the kind, the moment, then the fields in the order of the class."""
    at = moment_to_json(fact.at)
    if isinstance(fact, Paused):
        return ["paused", at, fact.why, fact.basis, *([str(fact.cause)] if fact.cause else [])]
    if isinstance(fact, Resumed):
        return ["resumed", at]
    if isinstance(fact, Arrived):
        return ["arrived", at, fact.why, fact.basis]
    if isinstance(fact, Promised):
        return ["promised", at, moment_to_json(fact.until), fact.by, *([fact.words] if fact.words else [])]
    return ["extended", at, moment_to_json(fact.until), fact.why, fact.basis, fact.approver]


def fact_from_json(stored: object) -> Fact:
    """Raises BadClock for an unknown kind, a missing or a surplus field."""
    if not isinstance(stored, list) or not all(isinstance(part, str) for part in stored):
        raise BadClock("Mỗi sự kiện của thời hạn phải là một danh sách chữ.")
    match stored:
        case ["paused", at, why, basis]:
            return Paused(moment_from_json(at), why, basis)
        case ["paused", at, why, basis, cause] if cause in set(Cause):
            return Paused(moment_from_json(at), why, basis, Cause(cause))
        case ["arrived", at, why, basis]:
            return Arrived(moment_from_json(at), why, basis)
        case ["resumed", at]:
            return Resumed(moment_from_json(at))
        case ["extended", at, until, why, basis, approver]:
            return Extended(moment_from_json(at), moment_from_json(until), why, basis, approver)
        case ["promised", at, until, by, *words] if len(words) < 2:
            return Promised(moment_from_json(at), moment_from_json(until), by, *words)
    raise BadClock(f"Sự kiện của thời hạn không hợp lệ: {stored[:1]}.")


def check_order(start: datetime, facts: Sequence[Fact]) -> bool:
    """Whether the clock stands still after these facts.

    Raises BadClock when one happened before the one before it, AlreadyPaused, NotPaused, BadExtension.
    """
    paused, latest = False, start
    for fact in facts:
        if fact.at < latest:
            raise BadClock("Các sự kiện của thời hạn phải theo thứ tự thời gian, không trước lúc bắt đầu.")
        latest = fact.at
        if isinstance(fact, Arrived) and fact.at != start:
            raise BadClock("Cách hồ sơ đến nơi chỉ giải thích lúc thời hạn bắt đầu.")
        if isinstance(fact, Paused):
            if paused:
                raise AlreadyPaused
            paused = True
        elif isinstance(fact, Resumed):
            if not paused:
                raise NotPaused
            paused = False
        elif paused and not isinstance(fact, Arrived):
            raise BadExtension("Thời hạn đang tạm dừng: hãy tiếp tục tính rồi mới gia hạn.")
    return paused


def facts_from_json(stored: Any) -> tuple[Fact, ...]:
    if not isinstance(stored, list):
        raise BadClock("Danh sách sự kiện của thời hạn không hợp lệ.")
    return tuple(fact_from_json(row) for row in stored)
