"""The day by which a sentence wants something done: “trước ngày 15/8/2025”, “trong tháng 8”, “trong quý III”. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_YEAR = r"(?:\s*(?:/|năm)\s*(\d{4}))?"
_DAY = re.compile(
    rf"(?:trước|chậm nhất|đến hết|muộn nhất)(?:\s+(?:là|vào|trước))?\s+(?:\d{{1,2}}\s*giờ(?:\s+\d{{2}})?,?\s+)?"
    rf"(?:ngày\s+(?=\d)|(?=\d{{1,2}}/))(\d{{1,2}})\s*(?:/|tháng)\s*(\d{{1,2}}){_YEAR}",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"(?:trong|trước hết|hết|cuối)\s+tháng\s+(\d{{1,2}}){_YEAR}", re.IGNORECASE)
_QUARTER = re.compile(rf"(?:trong|hết|cuối)\s+quý\s+(IV|III|II|I|[1-4])\b{_YEAR}", re.IGNORECASE)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEARS = range(2000, 2100)


def until(text: str, on: date) -> date | None:
    """The last day that the sentence names, of a notice dated `on`; None when it names none that is one."""
    found = [*_days(text, on), *_months(text, on), *_quarters(text, on)]
    return found[-1][1] if (found := sorted(found)) else None


def _days(text: str, on: date) -> list[tuple[int, date]]:
    found = []
    for one in _DAY.finditer(text):
        day, month = int(one[1]), int(one[2])
        if made := _made(_year(one[3], month, on, day), month, day):
            found.append((one.start(), made))
    return found


def _months(text: str, on: date) -> list[tuple[int, date]]:
    found = []
    for one in _MONTH.finditer(text):
        month = int(one[1])
        if 1 <= month <= 12 and (year := _year(one[2], month, on)) in _YEARS:
            found.append((one.start(), date(year, month, monthrange(year, month)[1])))
    return found


def _quarters(text: str, on: date) -> list[tuple[int, date]]:
    found = []
    for one in _QUARTER.finditer(text):
        month = _QUARTERS[one[1].lower()] * 3
        if (year := _year(one[2], month, on)) in _YEARS:
            found.append((one.start(), date(year, month, monthrange(year, month)[1])))
    return found


def _year(said: str | None, month: int, on: date, day: int = 31) -> int:
    """The year that is said, else the one in which that day is next to come."""
    if said:
        return int(said)
    return on.year if (month, day) >= (on.month, on.day) else on.year + 1


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
