"""Vietnamese text made comparable: folded for finding, keyed for alphabetical order, tidied for display."""

from __future__ import annotations

import re
import unicodedata

# Raise it when `fold` or `sort_key` changes what it returns: stored values are then computed anew.
VERSION = 1

_APOSTROPHES = "'’‘ʼ`´"
_DASHES = "-‐‑–—"
_PUNCTUATION = str.maketrans(dict.fromkeys(_APOSTROPHES, "") | dict.fromkeys(_DASHES + ",", " "))
_D_WITH_STROKE = str.maketrans(dict.fromkeys("đĐðÐ", "d"))
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TYPE_WORDS = (
    "thành phố",
    "thị trấn",
    "đặc khu",
    "thị xã",
    "phường",
    "huyện",
    "quận",
    "tỉnh",
    "xã",
    "tp",
    "tx",
    "tt",
)
_TYPE = re.compile(rf"^(?:{'|'.join(_TYPE_WORDS)})\b\.?\s*(?=\S)")
_SHORT_TYPE = re.compile(r"^[pqxh]\.\s*(?=\S)|^[pq](?=\d)")
_PIECES = re.compile(r"\d+|\s+|.", re.DOTALL)


def tidy(text: str) -> str:
    """For display and storage: composed (NFC), with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_type(text: str) -> str:
    """The proper name: "Phường Ba Đình" and "P. Ba Đình" are "ba đình", in lower case.

    Only a type word in its own spelling goes: the first syllable of "Quản Bạ" or "Xà Phiên" is no type word.
    A name that would be left empty is returned whole.
    """
    low = tidy(text).lower()
    for pattern in (_TYPE, _SHORT_TYPE):
        if found := pattern.match(low):
            return low[found.end() :]
    return low


def fold(text: str, *, strip_type: bool = False) -> str:
    """For finding names: lower case, no diacritics, no apostrophes, dashes and commas as spaces.

    Where a tone mark stands does not matter (hoà, hòa), nor how the text was composed. Codes with dashes in
    them are not names and must not be folded.
    """
    text = without_type(text) if strip_type else text
    bare = unicodedata.normalize("NFD", text.translate(_PUNCTUATION).translate(_D_WITH_STROKE))
    kept = "".join(character for character in bare if unicodedata.category(character) != "Mn")
    return " ".join(kept.lower().split())


def sort_key(text: str) -> str:
    """Vietnamese alphabetical order as a string of digits and small letters, right under any collation.

    First level: the letters a ă â b c d đ e ê …, a space before every letter, a number by its value.
    Second level: the tones of the syllables, ngang huyền hỏi ngã sắc nặng. Case does not count.
    """
    letters, tones = _without_tones(text)
    return "".join(_symbol(piece) for piece in _PIECES.findall(letters)) + "0" + tones


def spelled(text: str) -> str:
    """For comparing spellings with their diacritics: lower case, each syllable's tone after it as a digit."""
    letters, tones = _without_tones(text)
    return " ".join(syllable + tone for syllable, tone in zip(letters.split(), tones, strict=True))


def _without_tones(text: str) -> tuple[str, str]:
    """The letters in lower case without tone marks, and one digit a syllable for its tone."""
    plain, tones = [], []
    for syllable in tidy(text.translate(_PUNCTUATION)).lower().split():
        marks = unicodedata.normalize("NFD", syllable)
        tones.append(str(next((_TONES[mark] for mark in marks if mark in _TONES), 0)))
        plain.append(unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)))
    return " ".join(plain), "".join(tones)


def _symbol(piece: str) -> str:
    """One step of the first level. Every symbol starts above the "0" that ends the level."""
    if piece.isspace():
        return "1"
    if piece.isdecimal() and piece.isascii():
        number = str(int(piece))
        return f"2{len(number):03d}{number}"
    if piece in _LETTERS:
        return f"{_BASE[piece]}{_RANK[piece]}"
    base = fold(piece)  # a letter of another alphabet, as ŏ in names of the highlands, follows its plain one
    return f"{base}9" if base in _RANK else f"3{ord(piece):06x}"


_BASE = {letter: fold(letter) for letter in _LETTERS}
_RANK = dict.fromkeys(_LETTERS, 0) | {
    letter: group.index(letter) for group in ("aăâ", "dđ", "eê", "oôơ", "uư") for letter in group
}
