"""The cut-offs of the reporting regime: which days a report of a kind covers. Pure functions of a day.

Source: NĐ 09/2019/NĐ-CP on the reporting regime of state administrative agencies; its text was not at hand, so the
days stand as the field uses them and are shown as chưa xác minh.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

BASIS = "NĐ 09/2019/NĐ-CP (mốc chốt số liệu chưa xác minh)"
KINDS = ("day", "week", "month", "quarter", "half", "nine_months", "year")
LABELS = {
    "day": "Báo cáo ngày", "week": "Báo cáo tuần", "month": "Báo cáo tháng", "quarter": "Báo cáo quý",
    "half": "Báo cáo 6 tháng", "nine_months": "Báo cáo 9 tháng", "year": "Báo cáo năm",
}  # fmt: skip
_FROM, _TO = 15, 14
MONTHS = {"month": 1, "quarter": 3}
"""After how many months the next report of a kind ends; of all others after twelve."""
_UNTIL_MONTH = {"half": 6, "nine_months": 9, "year": 12}


@dataclass(frozen=True)
class Covered:
    """The days of one report, both ends in it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def months_back(year: int, month: int, by: int) -> tuple[int, int]:
    """The year and month so many months before."""
    place = year * 12 + month - 1 - by
    return place // 12, place % 12 + 1


def ending(kind: str, year: int, month: int) -> Covered:
    """The report of a kind whose last month is this one. Raises KeyError for a kind that is not cut by months."""
    back = {**MONTHS, **_UNTIL_MONTH}[kind]
    return Covered(date(*months_back(year, month, back), _FROM), date(year, month, _TO))


def _last_month(kind: str, day: date) -> tuple[int, int]:
    """The last month of the report of a kind that ends on this day or next after it."""
    year, month = (day.year, day.month) if day.day <= _TO else months_back(day.year, day.month, -1)
    if kind == "quarter":
        return year, -(-month // 3) * 3
    if kind in _UNTIL_MONTH:
        return (year, _UNTIL_MONTH[kind]) if month <= _UNTIL_MONTH[kind] else (year + 1, _UNTIL_MONTH[kind])
    return year, month


def current(kind: str, day: date) -> Covered | None:
    """The report of a kind that a day belongs to; None between the 6-month or 9-month one and the next year's."""
    if kind == "day":
        return Covered(day, day)
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        return Covered(first, first + timedelta(days=6))
    found = ending(kind, *_last_month(kind, day))
    return found if found.holds(day) else None


def latest(kind: str, day: date) -> Covered:
    """The last report of a kind whose days were over before this day: the one that is owed on it."""
    if kind in ("day", "week"):
        now = current(kind, day)
        assert now is not None
        length = timedelta(days=1 if kind == "day" else 7)
        return Covered(now.first - length, now.last - length)
    year, month = _last_month(kind, day)
    return ending(kind, *months_back(year, month, MONTHS.get(kind, 12)))
