"""The rules of announcements and of questions apart from where they are kept."""

from __future__ import annotations

import re
from datetime import date

LONGEST_SHOWN = 366
MOST_PROCEDURES = 10


def codes(typed: str) -> list[str]:
    """The codes of procedures in what was typed, each once, in their order."""
    return list(dict.fromkeys(filter(None, re.split(r"[\s,;]+", typed))))[:MOST_PROCEDURES]


def day_faults(first: date, last: date) -> list[tuple[str, str]]:
    """What is wrong with the days of an announcement: it ends after it begins, and not later than in a year."""
    if last < first:
        return [("shown_until", "Ngày cuối phải từ ngày đầu trở đi.")]
    if (last - first).days > LONGEST_SHOWN:
        return [("shown_until", "Một thông báo đăng lâu nhất một năm. Chọn ngày sớm hơn.")]
    return []


def shown_on(first: date, last: date, day: date) -> bool:
    """Whether an announcement stands on the public page on a day: both its days count."""
    return first <= day <= last


def useful_share(useful: int, useless: int, least: int = 5) -> float | None:
    """How many found an answer useful, of those that said so; None under five."""
    voted = useful + useless
    return useful / voted if voted >= max(1, least) else None
