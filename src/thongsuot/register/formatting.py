"""How days, moments, money and numbers are written, in Vietnamese and English, on pages and letters.

Moments must carry their time zone and are written in Vietnam's time. Vietnamese official documents put a
zero before days under 10 and months under 3 (NĐ 30/2020/NĐ-CP, Phụ lục I), never before other months.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from thongsuot.register.working_time import VIETNAM

Language = Literal["vi", "en"]

FIXED_SPACE = "\u00a0"  # figures and their unit stay on one line

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def local(moment: datetime) -> datetime:
    """The same instant on Vietnam's clocks. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(VIETNAM)


def _day_of(day: date) -> date:
    """A day as it is; of a moment, its day in Vietnam."""
    return local(day).date() if isinstance(day, datetime) else day


def day(value: date, language: Language = "vi") -> str:
    """21/11/2026; in English 21 Nov 2026, which no reader takes for a month first."""
    value = _day_of(value)
    if language == "en":
        return f"{value.day} {_MONTHS[value.month - 1][:3]} {value.year}"
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def clock(value: datetime) -> str:
    """14:30"""
    return f"{local(value):%H:%M}"


def moment(value: datetime, language: Language = "vi") -> str:
    """21/11/2026, 14:30"""
    here = local(value)
    return f"{day(here.date(), language)}, {here.hour:02d}:{here.minute:02d}"


def weekday(value: date, language: Language = "vi") -> str:
    """thứ Bảy"""
    return _WEEKDAYS[language][_day_of(value).weekday()]


def day_in_words(value: date, language: Language = "vi") -> str:
    """ngày 21 tháng 11 năm 2026; ngày 05 tháng 02 năm 2026; ngày 05 tháng 3 năm 2026."""
    value = _day_of(value)
    if language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def moment_in_words(value: datetime, language: Language = "vi") -> str:
    """14 giờ 30 phút ngày 21 tháng 11 năm 2026"""
    here = local(value)
    if language == "en":
        return f"{here:%H:%M} on {day_in_words(here, 'en')}"
    return f"{here.hour:02d} giờ {here.minute:02d} phút {day_in_words(here)}"


def number(value: float | Decimal, decimals: int = 0, language: Language = "vi") -> str:
    """1.350.026,4 in Vietnamese, 1,350,026.4 in English; halves are rounded up, as a person would.

    A float is read as it is shown, so 0.125 is the written 0,125 and not the nearest binary fraction.
    """
    if isinstance(value, int) and not decimals:
        text = f"{value:,d}"
    else:
        exact = value if isinstance(value, Decimal) else Decimal(str(value))
        text = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
    if text.startswith("-") and not text.strip("-0.,"):
        text = text[1:]
    if language == "en":
        return text
    return text.translate({ord(","): ".", ord("."): ","})


def percent(share: float | Decimal, decimals: int = 1, language: Language = "vi") -> str:
    """A share of one as a percentage: 0.9684 is 96,8 % in Vietnamese, 96.8% in English."""
    exact = share if isinstance(share, Decimal) else Decimal(str(share))
    text = number(exact * 100, decimals, language)
    return f"{text}%" if language == "en" else f"{text}{FIXED_SPACE}%"


def money(dong: int, language: Language = "vi") -> str:
    """Whole đồng: 1.350.026 đ in Vietnamese, VND 1,350,026 in English."""
    if language == "en":
        return f"VND{FIXED_SPACE}{number(dong, language='en')}"
    return f"{number(dong)}{FIXED_SPACE}đ"


def counted(count: int, thing: str) -> str:
    """05 ngày làm việc: official documents write a small number with two figures."""
    return f"{count:02d} {thing}"
