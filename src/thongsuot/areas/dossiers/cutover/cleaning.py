"""What other systems write, made readable: old character sets, days in every order, amounts, codes with tails."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from thongsuot.register.folding import tidy
from thongsuot.register.working_time import VIETNAM

# TCVN 5712:1993 (TCVN3, "ABC"): the letter that each byte stands for. Its capitals with tones are a matter of the font.
_TCVN3 = {
    0xA1: "Ă", 0xA2: "Â", 0xA3: "Ê", 0xA4: "Ô", 0xA5: "Ơ", 0xA6: "Ư", 0xA7: "Đ",
    0xA8: "ă", 0xA9: "â", 0xAA: "ê", 0xAB: "ô", 0xAC: "ơ", 0xAD: "ư", 0xAE: "đ",
    0xB5: "à", 0xB6: "ả", 0xB7: "ã", 0xB8: "á", 0xB9: "ạ",
    0xBB: "ằ", 0xBC: "ẳ", 0xBD: "ẵ", 0xBE: "ắ", 0xC6: "ặ", 0xC7: "ầ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCA: "ấ", 0xCB: "ậ",
    0xCC: "è", 0xCE: "ẻ", 0xCF: "ẽ", 0xD0: "é", 0xD1: "ẹ", 0xD2: "ề", 0xD3: "ể", 0xD4: "ễ", 0xD5: "ế", 0xD6: "ệ",
    0xD7: "ì", 0xD8: "ỉ", 0xDC: "ĩ", 0xDD: "í", 0xDE: "ị",
    0xDF: "ò", 0xE1: "ỏ", 0xE2: "õ", 0xE3: "ó", 0xE4: "ọ",
    0xE5: "ồ", 0xE6: "ổ", 0xE7: "ỗ", 0xE8: "ố", 0xE9: "ộ",
    0xEA: "ờ", 0xEB: "ở", 0xEC: "ỡ", 0xED: "ớ", 0xEE: "ợ",
    0xEF: "ù", 0xF1: "ủ", 0xF2: "ũ", 0xF3: "ú", 0xF4: "ụ",
    0xF5: "ừ", 0xF6: "ử", 0xF7: "ữ", 0xF8: "ứ", 0xF9: "ự",
    0xFA: "ỳ", 0xFB: "ỷ", 0xFC: "ỹ", 0xFD: "ý", 0xFE: "ỵ",
}  # fmt: skip
# Signs that stand inside no Vietnamese word, and letters that no old character set shows.
_MARKS = (
    "\xa8\xa9\xab-\xae\xb5-\xb9\xbb-\xbe\xc6\xcb\xce\xcf\xd6-\xd8\xdc\xde\xdf"
    "\xe4-\xe7\xeb\xee\xef\xf1\xf6-\xf8\xfb\xfc\xfe"
)
_OLD = re.compile(rf"[A-Za-z][{_MARKS}]|(?![\xab\xef])[{_MARKS}][a-z]|[\xa1-\xa7][{_MARKS}\xc0-\xff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NEW = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


class Unreadable(ValueError):
    """A value that says nothing certain; the message is a sentence for who made the file."""


def decoded(content: bytes) -> tuple[str, bool]:
    """The text of a file and whether it was written in TCVN3. UTF-8 first: nothing else passes for it by chance."""
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return content.decode("latin-1").translate(_TCVN3), True


def text(value: Any) -> tuple[str, bool]:
    """A value as tidy text and whether it had to be read as TCVN3. Raises Unreadable for what is no text."""
    if value is None:
        return "", False
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable("không phải là chữ")
    found = str(value)
    if _UNSTORABLE.search(found):
        raise Unreadable("có ký tự không hợp lệ")
    if found.isascii():
        return " ".join(found.split()), False
    old = not _NEW.search(found) and _OLD.search(found) is not None
    return tidy(found.translate(_TCVN3) if old else found), old


_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+(\d{1,2})[:hg](\d{1,2})?(?::(\d{2}))?)?")
_YEARS = range(1990, 2100)


@dataclass(frozen=True)
class Read:
    """A moment and whether its hour was said."""

    at: datetime
    whole_day: bool


def moment(value: str) -> Read | None:
    """A moment as people and systems write it, in Vietnam's time where no zone is said; None when nothing is written.

    Raises Unreadable.
    """
    if not value:
        return None
    if found := _DAY_FIRST.fullmatch(value):
        day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
        return _checked(
            value, lambda: datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM), found[4] is None
        )
    return _checked(value, lambda: datetime.fromisoformat(value), len(value) <= 10)


def _checked(value: str, make: Any, whole_day: bool) -> Read:
    try:
        at = make()
        at = at if at.tzinfo else at.replace(tzinfo=VIETNAM)
        at = at.astimezone(VIETNAM)
    except (ValueError, OverflowError):
        raise Unreadable(f"“{value[:40]}” không phải là ngày, giờ") from None
    if at.year not in _YEARS:
        raise Unreadable(f"năm {at.year} không thể đúng")
    return Read(at, whole_day)


def by_the_end_of(read: Read) -> datetime:
    """The moment, or the end of the office's day where no hour was said."""
    return datetime.combine(read.at.date(), time(17), VIETNAM) if read.whole_day else read.at


_PROCEDURE = re.compile(r"(\d\.\d{6})(?:\.0{3}\.00\.00\.[A-Z]\d{2})?")


def procedure_code(value: str) -> str:
    """The national code, without the tail of the body that published it (1.004194.000.00.00.H42); else as written."""
    found = _PROCEDURE.fullmatch(value.replace(" ", ""))
    return found[1] if found else value


def is_procedure_code(value: str) -> bool:
    return _PROCEDURE.fullmatch(value) is not None


_AMOUNT = re.compile(r"\d{1,3}(?:[., ]\d{3})*|\d+")


def amount(value: str) -> int:
    """Whole đồng: "50.000 đ", "50000". Raises Unreadable: "1.5" is no amount."""
    bare = value.lower().removesuffix("đồng").removesuffix("vnđ").removesuffix("đ").strip()
    if not _AMOUNT.fullmatch(bare) or len(bare) > 18:
        raise Unreadable(f"số tiền “{value[:30]}” không đọc được")
    return int(re.sub(r"[., ]", "", bare))


_YES = frozenset({"1", "true", "yes", "x", "có", "rồi", "đã nộp"})


def flag(value: str) -> bool:
    return value.lower() in _YES
