"""What a published text may not hold, and a proposal without it: numbers, mail boxes, plates, names of persons.

A proposal, never the last word: a person reads it before anything is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

HIDDEN = "[đã ẩn]"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?:facebook|zalo)\.\S+", re.IGNORECASE)
# A telephone, a personal number, an account: eight digits or more, however they are spaced.
_DIGITS = re.compile(r"(?<![\w/])\+?\d(?:[ .\-]?\d){7,}(?![\w/])")
_PLATE = re.compile(r"\b\d{2}[A-Z]{1,2}\d?[ -]?\d{3}\.?\d{2}\b")
_CAPITAL = r"[A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ]"
_WORD = rf"{_CAPITAL}[a-zà-ỹđ]+"
# Vietnamese family names that begin a person's name; after them one to three more capitalised words.
_FAMILIES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Trịnh|Trương|Mai|Tô|Cao|Lâm|Tôn|"
    "Hà|Thái|Tạ|Chu|Lương|Quách|Châu|Triệu|Đào|Nông|Vi|Kiều|Lưu|Từ|Viên|Hứa|La|Giàng|Vàng|Lò|Sùng|Thào"
)
_TITLES = "[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Ee]m|đồng chí|cán bộ|công chức"
_TITLED = re.compile(rf"\b((?:{_TITLES})\s+)({_WORD}(?:\s+{_WORD}){{0,3}})")
_NAMED = re.compile(rf"\b(?:{_FAMILIES})(?:\s+{_WORD}){{1,3}}\b")
# What stands before a name of a street, a school or a ward: those are places, not persons.
_PLACE = re.compile(
    r"(?:đường|phố|trường|phường|xã|chợ|cầu|hẻm|kiệt|ngõ|quận|huyện|tỉnh|thành phố|bệnh viện|công viên)\s+$",
    re.IGNORECASE,
)


def masked(text: str, names: Iterable[str] = ()) -> str:
    """The text with what looks personal hidden; `names` are those that are known to be in the case."""
    for name in sorted({one.strip() for one in names if len(one.strip()) > 1}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", HIDDEN, text, flags=re.IGNORECASE)
    for pattern in (_MAIL, _LINK, _DIGITS, _PLATE):
        text = pattern.sub(HIDDEN, text)
    text = _TITLED.sub(lambda found: f"{found[1]}{HIDDEN}", text)
    return _NAMED.sub(lambda found: found[0] if _PLACE.search(text[: found.start()]) else HIDDEN, text)


def proposal(lines: Sequence[str], names: Iterable[str] = ()) -> list[str]:
    known = list(names)
    return [masked(line, known) for line in lines]


def leaks(lines: Iterable[str], names: Iterable[str] = ()) -> list[str]:
    """What of the certain kinds still stands in a text: known names, mail boxes, long numbers, plates."""
    text = "\n".join(lines)
    found = [one[0] for pattern in (_MAIL, _DIGITS, _PLATE) for one in pattern.finditer(text)]
    known = {one.strip() for one in names if len(one.strip()) > 1}
    return [
        *found,
        *(one for one in sorted(known) if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.IGNORECASE)),
    ]
