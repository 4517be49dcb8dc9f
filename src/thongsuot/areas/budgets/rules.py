"""Sums of a budget support, in whole đồng: what a norm gives, what is left, what may be spent, handed back, settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from thongsuot.register.formatting import money


@dataclass(frozen=True)
class Sums:
    """What a support amounts to so far. `norm` is what its norm gives, None where no verified figure is known."""

    asked: int = 0
    norm: int | None = None
    appraised: int = 0
    decided: int = 0
    paid: int = 0
    unspent: int = 0
    before: int = 0

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Sums:
        """The sums that stand in a case's facts."""
        return cls(
            facts.get("asked", 0), by_norm(facts.get("norm_amount"), facts.get("units")), facts.get("appraised", 0),
            facts.get("decided", 0), facts.get("part_total", 0), facts.get("unspent", 0), facts.get("before", 0),
        )  # fmt: skip

    @property
    def left(self) -> int:
        """What was decided and is not spent."""
        return self.decided - self.paid

    @property
    def after(self) -> int:
        """The receiver's estimate with the support."""
        return self.before + self.decided

    @property
    def spent(self) -> Fraction | None:
        """The share of what was decided that is spent; None before anything was decided."""
        return Fraction(self.paid, self.decided) if self.decided else None


def by_norm(amount: int | None, units: int | None) -> int | None:
    """What a norm gives for so many units; None where either is not known."""
    return amount * units if amount is not None and units is not None else None


def appraised_right(sums: Sums, appraised: int, opinion: str) -> str | None:
    """Why a support cannot be appraised at that sum."""
    if appraised > sums.asked:
        return f"Số thẩm định không quá số đề nghị {money(sums.asked)}."
    if sums.norm is not None and appraised > sums.norm and not opinion:
        return f"Định mức cho {money(sums.norm)}. Ghi ý kiến: vì sao thẩm định cao hơn định mức."
    return None


def decided_right(sums: Sums, decided: int, day: date, today: date) -> str | None:
    """Why that sum cannot be decided. The day of the decision is never after today."""
    if decided > sums.appraised:
        return f"Số quyết định không quá số thẩm định {money(sums.appraised)}."
    return "Ngày quyết định không thể sau hôm nay." if day > today else None


def transferred_right(decision: date, day: date, today: date) -> str | None:
    if day < decision:
        return "Ngày chuyển kinh phí không thể trước ngày quyết định."
    return "Ngày chuyển kinh phí không thể sau hôm nay." if day > today else None


def part_right(sums: Sums, part: int, transfer: date, day: date, today: date) -> str | None:
    """Why that much cannot have been spent: never more than was decided, never before the money was there."""
    if part > sums.left:
        return (
            f"Đã quyết định {money(sums.decided)}, đã giải ngân {money(sums.paid)}: chỉ còn {money(sums.left)}."
            " Kiểm tra lại số tiền lần này."
        )
    if day < transfer:
        return "Ngày giải ngân không thể trước ngày chuyển kinh phí."
    return "Ngày giải ngân không thể sau hôm nay." if day > today else None


def settled_right(sums: Sums, unspent: int) -> str | None:
    """Why it cannot be settled: every đồng is either spent or handed back."""
    if unspent == sums.left:
        return None
    return (
        f"Đã quyết định {money(sums.decided)}, đã giải ngân {money(sums.paid)}: số nộp trả phải là {money(sums.left)}."
    )
