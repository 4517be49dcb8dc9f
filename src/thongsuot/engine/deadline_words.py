"""Deadlines in words: moments, limits, lengths of working time, what is left, and the days a run passed over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction

from thongsuot.engine.deadline_facts import Limit, LimitUnit
from thongsuot.register import formatting
from thongsuot.register.calendar import Day
from thongsuot.register.formatting import Language
from thongsuot.register.working_time import VIETNAM

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_COUNTED = {
    LimitUnit.WORKING_DAY: "ngày làm việc",
    LimitUnit.CALENDAR_DAY: "ngày",
    LimitUnit.WORKING_HOUR: "giờ làm việc",
    LimitUnit.MONTH: "tháng",
}
#: What is left of a deadline, or how late it is: the short forms that lists show, so in every reader's language.
LEFT: dict[Language, dict[str, str]] = {
    "vi": {
        "none": "không quy định thời hạn",
        "paused": "đang tạm dừng",
        "paused_left": "đang tạm dừng, còn {left}",
        "late": "quá hạn {late}",
        "just_late": "vừa quá hạn, hạn là {due}",
        "left": "còn {left}, đến {due}",
        "little": "dưới 1 phút",
    },
    "en": {
        "none": "no time limit",
        "paused": "paused",
        "paused_left": "paused, {left} left",
        "late": "overdue by {late}",
        "just_late": "just overdue, was due {due}",
        "left": "{left} left, until {due}",
        "little": "under 1 minute",
    },
}
#: Days of one holiday with a weekend between them read as one run.
_WEEKEND = 3


def day_words(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day.day:02}/{day.month:02}/{day.year}"


def moment_words(moment: datetime, language: Language = "vi") -> str:
    """16:30 thứ Ba 24/11/2026."""
    local = moment.astimezone(VIETNAM)
    if language == "en":
        return f"{local.hour:02}:{local.minute:02} {formatting.weekday(local, 'en')} {formatting.day(local, 'en')}"
    return f"{local.hour:02}:{local.minute:02} {day_words(local)}"


def limit_words(limit: Limit) -> str:
    """The limit and where it comes from; an unchecked provision says that it is unchecked."""
    if limit.unit is LimitUnit.SAME_DAY:
        length = "Thời hạn giải quyết ngay trong ngày làm việc"
    else:
        length = f"Thời hạn {limit.amount} {_COUNTED[limit.unit]}"
    if not limit.basis:
        return f"{length} (chưa ghi căn cứ)"
    return f"{length} theo {limit.basis}{'' if limit.verified else ' (chưa xác minh)'}"


def number_words(number: Fraction) -> str:
    """At most two decimals, with a comma, and none that say nothing: 1,5."""
    hundredths = round(number * 100)
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02}".rstrip("0") if rest else str(whole)


def minutes_words(minutes: int) -> str:
    """3 giờ 20 phút."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} giờ"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} phút")
    return " ".join(parts)


def days_of_work(days: int, language: Language = "vi") -> str:
    """2 ngày làm việc."""
    return f"{days} ngày làm việc" if language == "vi" else f"{days} working {'day' if days == 1 else 'days'}"


def minutes_of_work(minutes: int, language: Language = "vi") -> str:
    """3 giờ 20 phút làm việc."""
    if language == "vi":
        return f"{minutes_words(minutes)} làm việc"
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min")
    return f"{' '.join(parts)} of working time"


def departures_words(days: Iterable[Day]) -> str:
    """What a run did not count, or counted beside the week; empty when there is nothing.

    "không tính 2 ngày nghỉ: Quốc khánh 01–02/09/2026; tính thêm ngày làm việc 22/08/2026"
    """
    by_kind: dict[str, list[Day]] = {"off": [], "half": [], "working": []}
    for day in days:
        by_kind[day.kind].append(day)
    parts = []
    if off := by_kind["off"]:
        parts.append(f"không tính {len(off)} ngày nghỉ: {_named(off)}")
    if half := by_kind["half"]:
        parts.append(f"chỉ tính buổi sáng {len(half)} ngày: {_named(half)}")
    if working := by_kind["working"]:
        parts.append("tính thêm ngày làm việc " + ", ".join(f"{row.day:%d/%m/%Y}" for row in working))
    return "; ".join(parts)


def _named(days: list[Day]) -> str:
    """Days of one name run together: "Quốc khánh 01–02/09/2026"."""
    runs: list[list[Day]] = []
    for day in days:
        last = runs[-1][-1] if runs else None
        if last and last.name == day.name and day.day - last.day <= timedelta(days=_WEEKEND):
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{run[0].name} {_span(run[0].day, run[-1].day)}" for run in runs)


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{last:%d/%m/%Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%d}–{last:%d/%m/%Y}"
    return f"{first:%d/%m}–{last:%d/%m/%Y}"
