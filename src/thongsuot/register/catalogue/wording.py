"""Vietnamese wording of time limits and amounts, read as far as it is certain. Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import time
from fractions import Fraction
from typing import Literal

from thongsuot.register.catalogue.definitions import HOURS_OF_A_DAY, Limit, PlaceKind, PlaceLimit

Unit = Literal["working_day", "calendar_day", "working_hour", "month"]

LONGEST = 4000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|<!--.{0,2000}?-->", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\u00a0]+")
_NEWLINES = re.compile(r"\s*\n\s*")


def clean(text: str, longest: int = LONGEST) -> str:
    """A source's text without markup, control characters and needless space; cut, with “…”, when it is too long."""
    head = text[: longest * 4 + 2000]
    if "<" in head or "&" in head:
        head = html.unescape(_TAG.sub(" ", head))
    head = _CONTROL.sub("", head.replace("\r", "\n"))
    head = unicodedata.normalize("NFC", _NEWLINES.sub("\n", _SPACES.sub(" ", head))).strip()
    return head if len(head) <= longest else head[: longest - 1].rstrip() + "…"


_UNITS: dict[str, Unit] = {
    "ngày làm việc": "working_day",
    "ngày": "calendar_day",
    "giờ làm việc": "working_hour",
    "giờ": "working_hour",
    "tháng": "month",
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_NUMBER = r"(?P<n>\d{1,4}(?:[.,]\d{1,2})?)\s*(?:\([^()]{1,30}\)\s*)?"
_DURATION = re.compile(rf"(?<![\d/.,]){_NUMBER}(?P<unit>{_UNIT})(?!\s*\d)(?![a-zà-ỹ])", re.IGNORECASE)
_SPECIAL = r"miền núi|biên giới|hải đảo|vùng sâu|vùng xa|kinh tế\s*-\s*xã hội\s+(?:đặc biệt\s+)?khó khăn"
_PLACE = re.compile(
    rf"(?P<where>(?:{_SPECIAL})[^.\n]{{0,320}}?)(?P<how>tăng thêm|không quá)\s+(?:không quá\s+)?"
    rf"{_NUMBER}(?P<unit>ngày làm việc|ngày)",
    re.IGNORECASE,
)
_SPECIAL_PLACE = re.compile(_SPECIAL, re.IGNORECASE)
_SENTENCES = re.compile(r"[.\n]")
_SAME_DAY = re.compile(r"trong (?:cùng )?ngày(?: làm việc)?(?! kể| tính|\s*\d)", re.IGNORECASE)
_AFTER = re.compile(r"sau\s+(?P<hour>\d{1,2})\s*(?:giờ|h|:)\s*(?P<minute>\d{2})?", re.IGNORECASE)
_NEXT_DAY = re.compile(r"ngày làm việc (?:tiếp theo|kế tiếp|hôm sau)|ngày hôm sau", re.IGNORECASE)
_NO_LIMIT = re.compile(r"không (?:phải trả kết quả|quy định(?: thời hạn| thời gian)?)\b", re.IGNORECASE)
_KINDS: tuple[tuple[str, PlaceKind], ...] = (
    ("miền núi", "mountain"),
    ("biên giới", "border"),
    ("đảo", "island"),
    ("vùng sâu", "remote"),
    ("vùng xa", "remote"),
    ("đặc biệt khó khăn", "very_difficult"),
    ("khó khăn", "difficult"),
)


@dataclass(frozen=True)
class Read:
    """A limit read out of words, how sure we are in percent, and in what words it stood."""

    limit: Limit
    confidence: int
    wording: str


def amount_of(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def limit_of(amount: Fraction, unit: Unit, basis: str = "") -> Limit | None:
    """A limit of so many units. Half days are counted in hours; other fractions mean nothing here."""
    if unit == "working_day" and amount.denominator == 2:
        amount, unit = amount * HOURS_OF_A_DAY, "working_hour"
    if amount.denominator != 1 or not 0 < amount <= 9999:
        return None
    return Limit(unit=unit, amount=int(amount), basis=basis)


def cutoff(text: str) -> time | None:
    """The hour after which what comes in is due on the next working day: "sau 15 giờ … ngày làm việc tiếp theo"."""
    for found in _AFTER.finditer(text):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if 6 <= hour <= 18 and minute < 60 and _NEXT_DAY.search(text[found.end() : found.end() + 200]):
            return time(hour, minute)
    return None


def place_limits(text: str) -> list[PlaceLimit]:
    """The rules in a text for mountains, islands and other special places, each once, in their order."""
    rules: list[PlaceLimit] = []
    for found in _PLACE.finditer(text):
        where = found["where"].lower()
        kinds = tuple(dict.fromkeys(kind for word, kind in _KINDS if word in where))
        unit: Literal["working_day", "calendar_day"] = (
            "working_day" if found["unit"].lower() == "ngày làm việc" else "calendar_day"
        )
        amount = amount_of(found["n"])
        wording = found.group(0)
        if found["how"].lower() == "tăng thêm":
            if amount.denominator == 1 and 0 < amount <= 1000:
                rules.append(PlaceLimit(kinds=kinds, adds=int(amount), adds_unit=unit, wording=wording))
        elif limit := limit_of(amount, unit):
            rules.append(PlaceLimit(kinds=kinds, limit=limit, wording=wording))
    unique = {(rule.kinds, rule.adds, rule.adds_unit, rule.limit): rule for rule in reversed(rules)}
    return list(reversed(unique.values()))


def has_special_places(text: str) -> bool:
    """Whether a text speaks of special places and of a time at all."""
    if not _SPECIAL_PLACE.search(text):
        return False
    told = (sentence for sentence in _SENTENCES.split(text) if _SPECIAL_PLACE.search(sentence))
    return any(_DURATION.search(sentence) for sentence in told)


def read_limit(text: str) -> Read | None:
    """The one limit that a text states, or None when it states none or several.

    Sure of a short text with one duration; less sure the more other words stand around it.
    """
    common = _PLACE.sub(" ", text)
    durations = {
        (amount_of(found["n"]), _UNITS[found["unit"].lower()], found["unit"].lower() == "giờ")
        for found in _DURATION.finditer(common)
        if not _AFTER.match(common[max(0, found.start() - 4) : found.end()])
    }
    if not durations:
        return _without_duration(common)
    if len(durations) > 1:
        return None
    amount, unit, plain_hours = durations.pop()
    limit = limit_of(amount, unit)
    if limit is None:
        return None
    sure = 85 if len(common) < 160 else 60
    return Read(limit, sure - 15 if plain_hours or limit.unit != unit else sure, text)


def _without_duration(text: str) -> Read | None:
    if _SAME_DAY.search(text):
        hour = cutoff(text)
        return Read(Limit(unit="same_day", amount=0, cutoff=hour), 90 if hour else 75, text)
    if _NO_LIMIT.search(text) and len(text) < 160:
        return Read(Limit(unit="none", amount=0), 80, text)
    return None


_MONEY = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{3})+|\d{1,9})\s*(?:đồng|đ\b|vnđ|vnd)", re.IGNORECASE)
_COUNCIL = re.compile(r"(?:hội đồng nhân dân|hđnd)[^.;]{0,80}(?:quy định|quyết định)|theo quy định của (?:hội đồng"
                      r" nhân dân|hđnd)|nghị quyết[^.;]{0,60}(?:hđnd|hội đồng nhân dân)", re.IGNORECASE)  # fmt: skip
_FREE = re.compile(r"^[\s\-+*•]*(?:không(?: thu| có| mất| quy định)?(?: phí| lệ phí)?|miễn(?: phí| lệ phí)?)"
                   r"(?: phí| lệ phí|, lệ phí)*[\s.]*$", re.IGNORECASE)  # fmt: skip


def amounts(text: str) -> list[int]:
    """The sums of money that a text names, in đồng, each once, in their order."""
    found = (int(re.sub(r"[.,]", "", match.group(1))) for match in _MONEY.finditer(text))
    return list(dict.fromkeys(found))


def set_by_council(text: str) -> bool:
    """Whether a text leaves the amount to a provincial council."""
    return bool(_COUNCIL.search(text))


def says_free(text: str) -> bool:
    return bool(_FREE.match(text))
