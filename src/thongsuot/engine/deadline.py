"""One pure function answers when something is due, and every date it gives says which rules moved it there.

    due(limit, start, facts, calendar) -> Due(moment, reasons, remaining, …)

The unused part of a limit is kept as an exact position on the calendar's axis of working time, never as a
number of hours: a working day is one day whether it has eight hours or four.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Literal

from thongsuot.engine.deadline_facts import (
    AlreadyPaused,
    Arrived,
    BadClock,
    BadExtension,
    BadLimit,
    Cause,
    Extended,
    Fact,
    Limit,
    LimitUnit,
    NotPaused,
    OnSupplement,
    Paused,
    Promised,
    Resumed,
    check_order,
    fact_to_json,
    facts_from_json,
    moment_from_json,
    moment_to_json,
)
from thongsuot.engine.deadline_run import Due, Reason, Remaining, Run, Scale
from thongsuot.engine.deadline_words import LEFT, days_of_work, minutes_of_work, moment_words
from thongsuot.register.calendar import Calendar
from thongsuot.register.formatting import Language
from thongsuot.register.working_time import MINUTE, VIETNAM, OutsideCalendar

__all__ = [
    "AlreadyPaused", "Arrived", "BadClock", "BadExtension", "BadLimit", "Cause", "Clock", "Due", "Extended", "Fact",
    "Limit", "LimitUnit", "NotPaused", "OnSupplement", "Paused", "Promised", "Reason", "Remaining", "Resumed", "Scale",
    "State", "answer_within", "due", "remaining_words", "soon_from", "state",
]  # fmt: skip

State = Literal["on_time", "due_soon", "overdue", "paused", "none"]

_ANSWER_BASIS = "quy định trả lời hồ sơ nộp trực tuyến trong 08 giờ làm việc"


def due(limit: Limit, start: datetime, facts: Sequence[Fact], calendar: Calendar) -> Due:
    """When it is due, and why then.

    Facts stand in the order in which they happened, none before `start`. Raises BadClock and its kinds
    (AlreadyPaused, NotPaused, BadExtension) for an impossible order, OutsideCalendar for days that the
    calendar does not cover. Source: TT 03/2025/TT-VPCP, forms 01, 02, 04; Civil Code 2015, arts. 147–148.
    """
    paused = check_order(start, facts)
    if limit.unit is LimitUnit.NONE:
        text = f"Không quy định thời hạn{f' theo {limit.basis}' if limit.basis else ''}."
        return Due(None, (Reason("no_limit", text, start, None, limit.basis),), paused=paused)
    run = Run(limit, calendar, start, next((fact for fact in facts if isinstance(fact, Arrived)), None))
    for fact in facts:
        run.take(fact)
    return run.result()


def answer_within(start: datetime, calendar: Calendar, working_hours: int = 8) -> Due:
    """When an online submission must have been answered (accepted, supplement asked, or refused)."""
    return due(Limit(LimitUnit.WORKING_HOUR, working_hours, basis=_ANSWER_BASIS), start, (), calendar)


@dataclass(frozen=True)
class Clock:
    """A limit, the moment it began and what happened to it since: what a case stores."""

    limit: Limit
    start: datetime
    facts: tuple[Fact, ...] = ()

    def due(self, calendar: Calendar) -> Due:
        return due(self.limit, self.start, self.facts, calendar)

    @property
    def paused_now(self) -> bool:
        return check_order(self.start, self.facts)

    @property
    def begins_anew(self) -> bool:
        """Whether the pause in which the clock stands, or a supplement where it runs, starts the whole limit again."""
        last = self.facts[-1] if self.facts else None
        cause = last.cause if isinstance(last, Paused) else None
        return self.limit.after(cause) is OnSupplement.RESET

    def with_fact(self, fact: Fact, calendar: Calendar) -> Clock:
        """This clock with one more fact. Raises AlreadyPaused, NotPaused, BadExtension, BadClock."""
        after = replace(self, facts=(*self.facts, fact))
        check_order(self.start, after.facts)
        if isinstance(fact, Extended):
            _check_extension(fact, self.due(calendar).moment, calendar)
        return after

    def to_json(self) -> dict[str, object]:
        return {
            "limit": self.limit.to_json(),
            "start": moment_to_json(self.start),
            "facts": [fact_to_json(fact) for fact in self.facts],
        }

    @classmethod
    def from_json(cls, stored: object) -> Clock:
        """Raises BadLimit, BadClock."""
        if not isinstance(stored, dict) or stored.keys() != {"limit", "start", "facts"}:
            raise BadClock("Thời hạn lưu trữ phải có đúng ba phần: limit, start, facts.")
        clock = cls(
            Limit.from_json(stored["limit"]),
            moment_from_json(stored["start"]),
            facts_from_json(stored["facts"]),
        )
        check_order(clock.start, clock.facts)
        return clock


def _check_extension(fact: Extended, current: datetime | None, calendar: Calendar) -> None:
    if current is None:
        raise BadExtension("Việc này không có thời hạn nên không thể gia hạn.")
    if fact.until <= current or fact.until <= fact.at:
        raise BadExtension(f"Ngày hẹn lại phải sau hạn hiện tại ({moment_words(current)}).")
    if not calendar.is_working(fact.until):
        raise BadExtension(f"Ngày hẹn lại {moment_words(fact.until)} không nằm trong giờ làm việc.")


# What people ask about a deadline.


def soon_from(due_moment: datetime, calendar: Calendar, soon_minutes: int | None = None) -> datetime:
    """From when a deadline is near: so many working minutes before it, one working day if not said."""
    try:
        if soon_minutes is None:
            return calendar.moment_of_days(calendar.days_at(due_moment) - 1)
        return calendar.moment_of_time(calendar.time_at(due_moment) - soon_minutes * MINUTE)
    except OutsideCalendar:
        return datetime.combine(calendar.first_day, time(), VIETNAM)


def state(due: Due, now: datetime, calendar: Calendar, soon_minutes: int | None = None) -> State:
    """How it stands now. The due moment itself is still on time.

    `soon_minutes` are working minutes of this calendar; one working day if not said.
    """
    if due.paused:
        return "paused"
    if due.moment is None:
        return "none"
    if now > due.moment:
        return "overdue"
    return "due_soon" if now >= soon_from(due.moment, calendar, soon_minutes) else "on_time"


def remaining_words(due: Due, now: datetime, calendar: Calendar, language: Language = "vi") -> str:
    """What is left, or how late it is, in working time: "còn 2 ngày làm việc, đến 16:30 thứ Ba 24/11/2026".

    Whole working days are said, and hours and minutes when less than one day.
    """
    said = LEFT[language]
    if due.paused:
        kept = due.remaining if due.remaining and due.remaining.amount else None
        return said["paused_left"].format(left=kept.words(language)) if kept else said["paused"]
    if due.moment is None:
        return said["none"]
    if now > due.moment:
        late = _between(due.moment, now, calendar, language)
        if late:
            return said["late"].format(late=late)
        return said["just_late"].format(due=moment_words(due.moment, language))
    left = _between(now, due.moment, calendar, language) or said["little"]
    return said["left"].format(left=left, due=moment_words(due.moment, language))


def _between(earlier: datetime, later: datetime, calendar: Calendar, language: Language) -> str:
    """Working time between two moments, rounded down; empty when it is less than a minute."""
    days = int(calendar.days_at(later) - calendar.days_at(earlier))
    if days:
        return days_of_work(days, language)
    minutes = (calendar.time_at(later) - calendar.time_at(earlier)) // MINUTE
    return minutes_of_work(minutes, language) if minutes else ""
