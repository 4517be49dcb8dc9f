"""The computation behind a deadline: where the clock stands on the axis of working time, and why."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction

from thongsuot.engine.deadline_facts import (
    Arrived,
    Extended,
    Fact,
    Limit,
    LimitUnit,
    OnSupplement,
    Paused,
    Promised,
    Resumed,
    moment_to_json,
)
from thongsuot.engine.deadline_words import (
    day_words,
    departures_words,
    limit_words,
    minutes_of_work,
    moment_words,
    number_words,
)
from thongsuot.register.calendar import Calendar, Day
from thongsuot.register.formatting import Language
from thongsuot.register.working_time import MINUTE, VIETNAM, OutsideCalendar, WorkingTime

_CIVIL_CODE_COUNT = "Bộ luật Dân sự 2015, Điều 147–148"
_CIVIL_CODE_ROLL = "Bộ luật Dân sự 2015, Điều 148 khoản 5"


class Scale(StrEnum):
    """In what the unused part of a limit is kept."""

    WORKING_DAYS = "working_days"
    WORKING_TIME = "working_minutes"
    CALENDAR_DAYS = "calendar_days"


@dataclass(frozen=True)
class Remaining:
    """What is left while the clock stands still: working days, working minutes or calendar days."""

    scale: Scale
    amount: Fraction

    def words(self, language: Language = "vi") -> str:
        if self.scale is Scale.WORKING_TIME:
            return minutes_of_work(int(self.amount), language)
        working = self.scale is Scale.WORKING_DAYS
        if language == "en":
            return f"{number_words(self.amount).replace(',', '.')} {'working days' if working else 'days'}"
        return f"{number_words(self.amount)} {'ngày làm việc' if working else 'ngày'}"


@dataclass(frozen=True)
class Reason:
    """One rule that moved the moment. Each reason begins where the one before it ended.

    `moved_to` is None where the clock stands still or there is no limit. `named` are the days of the calendar
    that the rule rests on. `text` is a whole sentence, ready to show.
    """

    rule: str
    text: str
    moved_from: datetime
    moved_to: datetime | None
    basis: str = ""
    named: tuple[date, ...] = ()

    @property
    def days(self) -> int:
        """By how many calendar days the moment moved; negative when it became earlier."""
        return (_date(self.moved_to) - _date(self.moved_from)).days if self.moved_to else 0

    def to_json(self) -> dict[str, object]:
        return {
            "rule": self.rule,
            "text": self.text,
            "moved_from": moment_to_json(self.moved_from),
            "moved_to": moment_to_json(self.moved_to) if self.moved_to else None,
            "basis": self.basis,
            "days": self.days,
            "named": [day.isoformat() for day in self.named],
        }


@dataclass(frozen=True)
class Due:
    """`moment` is None while paused and when no limit exists; `remaining` is only kept while paused.

    `provisional`: the run passes through a year whose days off are not decided, so the moment may still move.
    """

    moment: datetime | None
    reasons: tuple[Reason, ...]
    remaining: Remaining | None = None
    paused: bool = False
    provisional: bool = False


# Positions on the axis.


def _position(scale: Scale, axis: WorkingTime, moment: datetime) -> Fraction:
    """Where a moment stands; calendar days count from the day on which the office is next open."""
    if scale is Scale.WORKING_DAYS:
        return axis.days_at(moment)
    if scale is Scale.WORKING_TIME:
        return Fraction(axis.time_at(moment))
    return Fraction(_date(axis.opening(moment)).toordinal())


def _moment(scale: Scale, axis: WorkingTime, goal: Fraction) -> datetime:
    if scale is Scale.WORKING_DAYS:
        return axis.moment_of_days(goal)
    if scale is Scale.WORKING_TIME:
        return axis.moment_of_time(int(goal))
    return axis.closing_of_ordinal(int(goal))


_SCALES = {
    LimitUnit.WORKING_DAY: Scale.WORKING_DAYS,
    LimitUnit.WORKING_HOUR: Scale.WORKING_TIME,
    LimitUnit.SAME_DAY: Scale.WORKING_TIME,
    LimitUnit.CALENDAR_DAY: Scale.CALENDAR_DAYS,
    LimitUnit.MONTH: Scale.CALENDAR_DAYS,
}


def _goal(limit: Limit, axis: WorkingTime, opened: datetime) -> Fraction:
    """The position at which the whole limit is used, when it begins at this working moment."""
    scale = _SCALES[limit.unit]
    if limit.unit is LimitUnit.SAME_DAY:
        return _position(scale, axis, axis.closing(_date(opened)))
    if limit.unit is LimitUnit.MONTH:
        return Fraction(_months_after(_date(opened), limit.amount, axis))
    step = limit.amount * 60 * MINUTE if limit.unit is LimitUnit.WORKING_HOUR else limit.amount
    return _position(scale, axis, opened) + step


def _months_after(day: date, months: int, axis: WorkingTime) -> int:
    """The same day of a later month, or that month's last day (Civil Code 2015, art. 148)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > axis.last_day.year:
        raise OutsideCalendar(axis.first_day, axis.last_day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()


class Run:
    """One computation: where the clock stands now, and the reasons so far."""

    def __init__(self, limit: Limit, calendar: Calendar, start: datetime, arrived: Arrived | None = None) -> None:
        self.limit, self.calendar, self.start = limit, calendar, start.astimezone(VIETNAM)
        self.reasons: list[Reason] = []
        self.pause: Paused | None = None
        self.left = Fraction(0)
        if arrived is not None:
            text = f"{arrived.why}: thời hạn tính từ lúc nhận, {moment_words(self.start)}."
            self._add("arrived", text, self.start, arrived.basis)
        opened = calendar.opening(start)
        if opened != start:
            self._received_out_of_hours(opened)
        opened = self._after_cutoff(opened, record=True)
        self._begin(opened)
        self._explain(opened)

    @property
    def latest(self) -> datetime:
        """Where the chain of reasons has come to."""
        return self.reasons[-1].moved_to or self.reasons[-1].moved_from if self.reasons else self.start

    def _add(self, rule: str, text: str, moved_to: datetime, basis: str = "", days: Sequence[Day] = ()) -> None:
        named = tuple(day.day for day in days)
        self.reasons.append(Reason(rule, text, self.latest, moved_to, basis, named))

    # The limit itself.

    def _received_out_of_hours(self, opened: datetime) -> None:
        """What comes while the office is closed begins with the next session."""
        day = _date(self.start)
        recorded = self.calendar.day(day)
        if recorded is not None and recorded.kind == "off":
            why = f"Nhận vào ngày nghỉ ({recorded.name})"
        elif not self.calendar.is_working_day(day):
            why = "Nhận vào ngày nghỉ hằng tuần"
        else:
            why = "Nhận ngoài giờ làm việc"
        days = [row for row in self.calendar.departures(day, _date(opened)) if row.kind == "off"]
        text = f"{why} lúc {moment_words(self.start)}: tính từ {moment_words(opened)}{_aside(days)}."
        self._add("received_out_of_hours", text, opened, _bases(days), days)

    def _after_cutoff(self, opened: datetime, *, record: bool) -> datetime:
        """A same-day matter that comes after the cut-off belongs to the next working day."""
        cutoff = self.limit.cutoff
        if cutoff is None or opened.time() <= cutoff:
            return opened
        later = self.calendar.opening(_midnight_after(opened))
        if record:
            days = [row for row in self.calendar.departures(_date(opened), _date(later)) if row.kind == "off"]
            text = f"Nhận sau {cutoff:%H:%M} nên tính từ {moment_words(later)}{_aside(days)}."
            self._add("cutoff", text, later, self.limit.basis, days)
        return later

    def _begin(self, opened: datetime) -> None:
        self.scale = _SCALES[self.limit.unit]
        self.began = _position(self.scale, self.calendar, opened)
        self.goal = _goal(self.limit, self.calendar, opened)
        self.moment = _moment(self.scale, self.calendar, self.goal)

    def _explain(self, opened: datetime) -> None:
        """First the limit as if every week were ordinary, then what the calendar does to it."""
        text = f"{limit_words(self.limit)}, tính từ {moment_words(opened)}"
        if self.scale is Scale.CALENDAR_DAYS:
            nominal = _nominal(self.goal, self.moment)
            basis = self.limit.basis or _CIVIL_CODE_COUNT
            self._add("limit", f"{text}, không tính ngày nhận: đến {moment_words(nominal)}.", nominal, basis)
            self._roll()
            return
        days = self.calendar.departures(_date(opened), _date(self.moment))
        ordinary = self._ordinary_moment(opened) if days else self.moment
        self._add("limit", f"{text}: đến {moment_words(ordinary)}.", ordinary, self.limit.basis)
        if self.moment != ordinary or any(day.kind == "off" for day in days):
            text = f"{_capital(departures_words(days))}; hạn là {moment_words(self.moment)}."
            self._add("holidays", text, self.moment, _bases(days), days)

    def _ordinary_moment(self, opened: datetime) -> datetime:
        """The due moment of the plain week; the real one where the plain week has no such moment."""
        if self.limit.unit is LimitUnit.SAME_DAY:
            return self.moment
        try:
            plain = self.calendar.ordinary
            return _moment(self.scale, plain, _goal(self.limit, plain, opened))
        except OutsideCalendar:
            return self.moment

    def _roll(self) -> None:
        """Name the free days over which the last day of a limit in calendar days was moved."""
        if self.latest == self.moment:
            return
        last = _date(self.latest)
        days = [day for day in self.calendar.departures(last, _date(self.moment)) if day.kind == "off"]
        recorded = self.calendar.day(last)
        why = recorded.name if recorded and recorded.kind == "off" else "nghỉ hằng tuần"
        if self.calendar.is_working_day(last):
            why = "ngoài giờ làm việc"
        text = f"Ngày cuối của thời hạn là {day_words(last)} ({why})"
        text = f"{text} nên hạn chuyển sang {moment_words(self.moment)}."
        self._add("rolled", text, self.moment, _CIVIL_CODE_ROLL, days)

    # What happened since.

    def take(self, fact: Fact) -> None:
        if isinstance(fact, Paused):
            self._pause(fact)
        elif isinstance(fact, Resumed):
            self._resume(fact)
        elif isinstance(fact, Promised):
            self._keep_promise(fact)
        elif isinstance(fact, Extended):
            self._extend(fact)

    def _pause(self, fact: Paused) -> None:
        self.pause = fact
        self.left = max(Fraction(0), self.goal - self._since_beginning(fact.at))

    def _since_beginning(self, moment: datetime) -> Fraction:
        """A position, not before the limit began: nothing is used before its first working moment."""
        return max(self.began, _position(self.scale, self.calendar, moment))

    def _resume(self, fact: Resumed) -> None:
        pause, self.pause = self.pause, None
        assert pause is not None  # check_order refused anything else
        between = f"Tạm dừng từ {moment_words(pause.at)} đến {moment_words(fact.at)} ({pause.why})"
        resumed = self._since_beginning(fact.at)
        if self.limit.after(pause.cause) is OnSupplement.RESET:
            opened = self._after_cutoff(self.calendar.opening(fact.at), record=False)
            self._begin(opened)
            anew = f"thời hạn tính lại từ đầu kể từ {moment_words(opened)}{self._by_rule()}"
            self._tell(f"{between}; {anew}", pause, opened)
        elif pause.at > self.moment:
            self._tell(f"{between}; trước đó đã quá hạn nên hạn không đổi", pause, self.moment)
        elif resumed == self._since_beginning(pause.at):
            self._tell(f"{between}; không có thời gian làm việc nào trôi qua nên hạn không đổi", pause, self.moment)
        else:
            kept = self._remaining().words()
            self.goal = resumed + self.left
            self.moment = _moment(self.scale, self.calendar, self.goal)
            self._tell(f"{between}; phần còn lại {kept} được giữ nguyên{self._by_rule()}", pause, fact.at)

    def _by_rule(self) -> str:
        """The provision for what a pause does to the limit, where the procedure's version names one."""
        if not self.limit.pause_basis:
            return ""
        return f" theo {self.limit.pause_basis}{'' if self.limit.verified else ' (chưa xác minh)'}"

    def _tell(self, text: str, pause: Paused, since: datetime) -> None:
        """One sentence for a pause that is over, with the free days that the new run passes."""
        rule = "restarted" if self.limit.after(pause.cause) is OnSupplement.RESET else "paused"
        if self.scale is Scale.CALENDAR_DAYS and since < self.moment:
            nominal = _nominal(self.goal, self.moment)
            self._add(rule, f"{text}: đến {moment_words(nominal)}.", nominal, pause.basis)
            self._roll()
            return
        days = self.calendar.departures(_date(since), _date(self.moment)) if since < self.moment else []
        text = f"{text}: hạn là {moment_words(self.moment)}{_aside(days)}."
        self._add(rule, text, self.moment, pause.basis, days)

    def _extend(self, fact: Extended) -> None:
        """Set the promised moment; a promise on a day that has become free since moves to the next one."""
        before = self.moment
        until = fact.until.astimezone(VIETNAM)
        text = (
            f"Gia hạn từ {moment_words(before)} đến {moment_words(until)} "
            f"({fact.why}); người quyết định: {fact.approver}."
        )
        self._add("extended", text, until, fact.basis)
        self.moment = until
        if not self.calendar.is_working(until):
            self.moment = self.calendar.closing(_date(until))
            self._roll()
        self._aim_at_moment()

    def _keep_promise(self, fact: Promised) -> None:
        """Set the moment that another system promised, to the minute: not even a free day moves it."""
        until = fact.until.astimezone(VIETNAM)
        if fact.words:
            self.reasons.clear()  # the moment was set for itself: no limit led to it
        promised = f"{fact.by} đã hẹn trả {moment_words(until)}; ngày đã hẹn được giữ nguyên."
        self._add("promised", f"{fact.words}: {moment_words(until)}." if fact.words else promised, until)
        self.moment = until
        self._aim_at_moment()

    def _aim_at_moment(self) -> None:
        """What is left from now on is counted to the moment that was set, whatever the limit was counted in."""
        if self.scale is Scale.CALENDAR_DAYS:
            self.scale = Scale.WORKING_TIME
            self.began = Fraction(0)
        self.goal = _position(self.scale, self.calendar, self.moment)

    # The answer.

    def _remaining(self) -> Remaining:
        amount = self.left / MINUTE if self.scale is Scale.WORKING_TIME else self.left
        return Remaining(self.scale, amount)

    def result(self) -> Due:
        if self.pause is not None:
            return self._standing(self.pause)
        provisional = self.calendar.is_provisional(_date(self.start), _date(self.moment))
        if provisional:
            year = self.moment.year
            text = f"Lịch nghỉ năm {year} chưa được quyết định chính thức, hạn này có thể thay đổi."
            self._add("provisional", text, self.moment)
        return Due(self.moment, tuple(self.reasons), provisional=provisional)

    def _standing(self, pause: Paused) -> Due:
        left = self._remaining()
        what = "đã quá hạn" if pause.at > self.moment else f"còn lại {left.words()}"
        text = f"Tạm dừng từ {moment_words(pause.at)} ({pause.why}); {what}."
        self.reasons.append(Reason("paused", text, self.latest, None, pause.basis))
        return Due(None, tuple(self.reasons), left, paused=True)


# Small words.


def _date(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def _midnight_after(moment: datetime) -> datetime:
    return datetime.combine(_date(moment) + timedelta(days=1), time(), VIETNAM)


def _nominal(goal: Fraction, closing: datetime) -> datetime:
    """The last day as counted, at the hour at which the office closes on the day it is kept."""
    return datetime.combine(date.fromordinal(int(goal)), closing.time(), VIETNAM)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _aside(days: Sequence[Day]) -> str:
    return f" ({departures_words(days)})" if days else ""


def _bases(days: Sequence[Day]) -> str:
    return "; ".join(dict.fromkeys(day.legal_basis for day in days if day.legal_basis))
