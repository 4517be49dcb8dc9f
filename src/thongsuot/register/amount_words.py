"""Sums of money in words, as receipts must say them: “Bảy mươi lăm nghìn đồng”."""

from __future__ import annotations

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu")
BILLION = 10**9


def in_words(dong: int) -> str:
    """An amount of đồng, 0 or more, beginning with a capital."""
    if dong < 0:
        raise ValueError(dong)
    words = f"{_whole(dong) or DIGITS[0]} đồng"
    return words[:1].upper() + words[1:]


def _whole(number: int) -> str:
    """Any number; from a billion on its billions are said as a number of their own."""
    if number >= BILLION:
        rest = _below_billion(number % BILLION, first=False)
        return " ".join(part for part in (_whole(number // BILLION), "tỷ", rest) if part)
    return _below_billion(number, first=True)


def _below_billion(number: int, *, first: bool) -> str:
    groups = [(number // 1000**place) % 1000 for place in (2, 1, 0)]
    said: list[str] = []
    for place, group in zip((2, 1, 0), groups, strict=True):
        if group:
            said.append(f"{_three(group, whole=not said and first)} {GROUPS[place]}".strip())
    return " ".join(said)


def _three(number: int, *, whole: bool) -> str:
    """A group of three digits; one that is not the first says its hundreds even when there are none."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    said = [DIGITS[hundreds], "trăm"] if hundreds or not whole else []
    if tens == 1:
        said.append("mười")
    elif tens:
        said += [DIGITS[tens], "mươi"]
    elif ones and said:
        said.append("lẻ")
    if ones == 1 and tens > 1:
        said.append("mốt")
    elif ones == 5 and tens:
        said.append("lăm")
    elif ones:
        said.append(DIGITS[ones])
    return " ".join(said)
