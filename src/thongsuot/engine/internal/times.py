"""A step's time as tables write it: "0,5 ngày", "04 giờ", "1/2 ngày", "30 phút", "1 ngày 4 giờ"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from thongsuot.engine.internal.definition import HOURS_A_DAY, Span, SpanUnit
from thongsuot.register.folding import fold

_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/\s*(\d+))?\s*(ngay|gio|phut|buoi|tuan|h\b|d\b|p\b|')?")
_HOURS = {"gio": Fraction(1), "h": Fraction(1), "phut": Fraction(1, 60), "p": Fraction(1, 60), "'": Fraction(1, 60),
          "buoi": Fraction(4), "ngay": Fraction(8), "d": Fraction(8), "tuan": Fraction(40)}  # fmt: skip
_NOTHING = re.compile(r"^(|-+|không( quy định)?|0|x)$", re.IGNORECASE)
_QUARTER = Decimal("0.0001")


@dataclass(frozen=True)
class Told:
    """The time that was read, and what is doubtful about it (a Vietnamese sentence without its step)."""

    span: Span | None
    doubt: str = ""


def read(text: str, usual: SpanUnit | None = None) -> Told:
    """A time from a cell. `usual` is the unit that the column's heading names for bare numbers."""
    plain = fold(text.replace("½", "1/2").replace(",", ".")).strip()
    if _NOTHING.match(" ".join(text.split())):
        return Told(None)
    if "trong ngay" in plain and not re.search(r"\d", plain):
        return Told(Span(Decimal(1), SpanUnit.DAY), f"ghi “{text.strip()}”, đọc là 1 ngày làm việc")
    parts = [part for part in _PART.findall(plain) if part[0]]
    if not parts:
        return Told(None, f"không đọc được thời gian “{text.strip()}”")
    doubts = []
    hours, units = Fraction(0), []
    for amount, below, unit in parts:
        value = Fraction(amount) / int(below) if below and int(below) else Fraction(amount)
        if not unit:
            unit = {SpanUnit.HOUR: "gio", SpanUnit.DAY: "ngay"}.get(usual, "") if usual else ""
            if not unit:
                unit = "ngay"
                doubts.append(f"“{text.strip()}” không ghi đơn vị, đọc là ngày")
        hours += value * _HOURS[unit]
        units.append(unit)
    if len(parts) > 1 and not _adds_up(units):
        first = parts[0]
        doubts.append(f"“{text.strip()}” có nhiều số, chỉ lấy số đầu")
        return Told(read(" ".join(part for part in (first[0], first[2]) if part), usual).span, "; ".join(doubts))
    return Told(_span(hours, units), "; ".join(doubts))


def _adds_up(units: list[str]) -> bool:
    """Larger before smaller: "1 ngày 4 giờ" is one time; "02 ngày (trước đây 03 ngày)" is two."""
    sizes = [_HOURS[unit] for unit in units]
    return all(larger > smaller for larger, smaller in pairwise(sizes))


def _span(hours: Fraction, units: list[str]) -> Span | None:
    if hours <= 0:
        return None
    whole = units[0] in ("ngay", "d", "tuan") and len(units) == 1
    amount = hours / HOURS_A_DAY if whole else hours
    exact = (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(_QUARTER).normalize()
    return Span(Decimal(f"{exact:f}"), SpanUnit.DAY if whole else SpanUnit.HOUR)


def words(span: Span | None) -> str:
    """As a table writes it; `read` takes it back."""
    if span is None:
        return ""
    return f"{span.amount:f}".replace(".", ",") + (" ngày" if span.unit is SpanUnit.DAY else " giờ")
