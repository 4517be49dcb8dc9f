"""Days read aloud in Vietnamese, as civil status papers write them beside the figures."""

from __future__ import annotations

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def number(value: int) -> str:
    """“hai nghìn không trăm hai mươi sáu”, for 0 to 9999. Raises ValueError outside."""
    if not 0 <= value <= 9999:
        raise ValueError(value)
    if value < 100:
        return _tens(value)
    thousands, rest = divmod(value, 1000)
    hundreds, tens = divmod(rest, 100)
    words = [f"{DIGITS[thousands]} nghìn"] if thousands else []
    if hundreds or (thousands and tens):
        words.append(f"{DIGITS[hundreds]} trăm")
    if tens:
        words.append(f"linh {DIGITS[tens]}" if tens < 10 else _tens(tens))
    return " ".join(words)


def _tens(value: int) -> str:
    tens, ones = divmod(value, 10)
    if not tens:
        return DIGITS[ones]
    words = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    if not ones:
        return words
    last = DIGITS[ones]
    if ones == 1 and tens > 1:
        last = "mốt"
    elif ones == 5:
        last = "lăm"
    return f"{words} {last}"


def day(value: str) -> str:
    """“Ngày hai mươi mốt, tháng mười một, năm hai nghìn không trăm hai mươi sáu” of 2026-11-21; of less, less."""
    parts = [int(part) for part in value.split("-")]
    named = zip(("năm", "tháng", "ngày"), parts, strict=False)
    words = ", ".join(f"{name} {number(part)}" for name, part in reversed(list(named)))
    return words[:1].upper() + words[1:]
