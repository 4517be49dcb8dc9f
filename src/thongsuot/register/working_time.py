"""Working time as numbers: the hours of one day, and an axis of days on which every moment has a position.

A position is either working time since the first day (whole microseconds) or working days since the first
day (an exact fraction, in which each day counts one whatever its hours). Positions and moments turn into one
another by table look-up and bisection; nothing here walks over days.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from math import ceil

#: Vietnam has kept one offset without daylight saving time for all the years a calendar covers.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
MINUTE = 60_000_000
_NOON = 12 * 60 * MINUTE


class BadCalendar(ValueError):
    """Rows that cannot make a calendar; the message says which row and what to do."""


class OutsideCalendar(ValueError):
    """A moment before the first or after the last day of the calendar."""

    def __init__(self, first: date, last: date, asked: date | None = None) -> None:
        what = f"Ngày {asked:%d/%m/%Y}" if asked else "Hạn tính ra"
        super().__init__(
            f"{what} nằm ngoài lịch làm việc đã nạp ({first:%d/%m/%Y} – {last:%d/%m/%Y}). "
            "Hãy bổ sung ngày nghỉ và giờ làm việc của năm đó vào lịch rồi tính lại."
        )


def clock_of(moment: time) -> int:
    """Microseconds since midnight."""
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1_000_000 + moment.microsecond


class Hours:
    """The sessions of one day, in microseconds since midnight."""

    __slots__ = ("sessions", "total")

    def __init__(self, sessions: Iterable[tuple[int, int]] = ()) -> None:
        """Take (starts, ends) pairs. Raises BadCalendar when one is empty or two overlap."""
        worked, end, rows = 0, 0, []
        for starts, ends in sorted(sessions):
            if starts >= ends or starts < end:
                raise BadCalendar("Các buổi làm việc trong một ngày phải kết thúc sau khi bắt đầu và không chồng nhau.")
            rows.append((starts, ends, worked))
            worked, end = worked + ends - starts, ends
        self.sessions = tuple(rows)
        self.total = worked

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hours) and self.sessions == other.sessions

    def __hash__(self) -> int:
        return hash(self.sessions)

    def morning(self) -> Hours:
        """What is left of the day when only the sessions that start before noon are worked."""
        return Hours((starts, ends) for starts, ends, _ in self.sessions if starts < _NOON)

    def worked(self, clock: int) -> int:
        """How much has been worked when the clock shows this."""
        for starts, ends, before in reversed(self.sessions):
            if clock >= ends:
                return before + ends - starts
            if clock > starts:
                return before + clock - starts
        return 0

    def at(self, worked: int) -> int:
        """The first time at which so much has been worked: a session's end, not the start of the next."""
        for starts, ends, before in self.sessions:
            if worked <= before + ends - starts:
                return starts + worked - before
        raise ValueError("more work than the day has")

    def opening(self, clock: int) -> int | None:
        """The first working time at or after; the last instant of a session is already after it."""
        for starts, ends, _ in self.sessions:
            if clock < ends:
                return max(clock, starts)
        return None

    def contains(self, clock: int) -> bool:
        """Within a session, both ends included: a deadline may be the last instant of a session."""
        return any(starts <= clock <= ends for starts, ends, _ in self.sessions)


class WorkingTime:
    """The axis: one `Hours` for each day from `first_day` to `last_day`.

    Every moment must carry a time zone; any zone is taken and turned into Vietnam's.
    """

    def __init__(self, first_day: date, hours: Sequence[Hours]) -> None:
        if not hours:
            raise BadCalendar("Lịch làm việc không có ngày nào.")
        self.first_day = first_day
        self.last_day = first_day + timedelta(days=len(hours) - 1)
        self._midnight = datetime.combine(first_day, time())
        self._first = first_day.toordinal()
        self._hours = hours
        self._time_before = [0]
        self._days_before = [0]
        self._working: list[int] = []
        for index, day in enumerate(hours):
            if day.total:
                self._working.append(index)
            self._time_before.append(self._time_before[-1] + day.total)
            self._days_before.append(len(self._working))

    # Where a moment stands.

    def time_at(self, moment: datetime) -> int:
        """Working microseconds from the first day to this moment."""
        index, clock = self._place(moment)
        return self._time_before[index] + self._hours[index].worked(clock)

    def days_at(self, moment: datetime) -> Fraction:
        """Working days from the first day to this moment; within a day, the share of its own hours."""
        index, clock = self._place(moment)
        day = self._hours[index]
        share = Fraction(day.worked(clock), day.total) if day.total else Fraction(0)
        return self._days_before[index] + share

    # Which moment stands there: of two that share a position, the earlier one.

    def moment_of_time(self, position: int) -> datetime:
        index = bisect_left(self._time_before, position) - 1
        if index < 0 or index >= len(self._hours):
            raise OutsideCalendar(self.first_day, self.last_day)
        return self._moment(index, self._hours[index].at(position - self._time_before[index]))

    def moment_of_days(self, position: Fraction) -> datetime:
        number = ceil(position) - 1
        if number < 0 or number >= len(self._working):
            raise OutsideCalendar(self.first_day, self.last_day)
        index = self._working[number]
        day = self._hours[index]
        share = position - number
        return self._moment(index, day.at(share.numerator * day.total // share.denominator))

    # Days and openings.

    def opening(self, moment: datetime) -> datetime:
        """The moment itself in working hours, otherwise the start of the next session."""
        index, clock = self._place(moment)
        opens = self._hours[index].opening(clock)
        if opens is None:
            index = self._next_working(index + 1)
            opens = self._hours[index].sessions[0][0]
        return self._moment(index, opens)

    def closing(self, day: date) -> datetime:
        """When the hours of this day end, or of the next working day if it is not one."""
        index = self._next_working(self._index(day.toordinal()))
        return self._moment(index, self._hours[index].sessions[-1][1])

    def closing_of_ordinal(self, ordinal: int) -> datetime:
        """As `closing`, for a proleptic day number, which may be far outside."""
        index = self._next_working(self._index(ordinal))
        return self._moment(index, self._hours[index].sessions[-1][1])

    def next_working_day(self, day: date) -> date:
        """This day if it is worked, otherwise the first one after it that is."""
        return self.first_day + timedelta(days=self._next_working(self._index(day.toordinal())))

    def is_working_day(self, day: date) -> bool:
        return self._hours[self._index(day.toordinal())].total > 0

    def is_working(self, moment: datetime) -> bool:
        index, clock = self._place(moment)
        return self._hours[index].contains(clock)

    def hours_of(self, day: date) -> Hours:
        return self._hours[self._index(day.toordinal())]

    # Indexes.

    def _index(self, ordinal: int) -> int:
        index = ordinal - self._first
        if not 0 <= index < len(self._hours):
            asked = date.fromordinal(ordinal) if 0 < ordinal <= date.max.toordinal() else None
            raise OutsideCalendar(self.first_day, self.last_day, asked)
        return index

    def _next_working(self, index: int) -> int:
        number = self._days_before[min(index, len(self._hours))]
        if number >= len(self._working):
            raise OutsideCalendar(self.first_day, self.last_day)
        return self._working[number]

    def _place(self, moment: datetime) -> tuple[int, int]:
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone names no instant")
        since = moment.astimezone(VIETNAM).replace(tzinfo=None) - self._midnight
        if not 0 <= since.days < len(self._hours):
            raise OutsideCalendar(self.first_day, self.last_day, moment.astimezone(VIETNAM).date())
        return since.days, since.seconds * 1_000_000 + since.microseconds

    def _moment(self, index: int, clock: int) -> datetime:
        return (self._midnight + timedelta(days=index, microseconds=clock)).replace(tzinfo=VIETNAM)
