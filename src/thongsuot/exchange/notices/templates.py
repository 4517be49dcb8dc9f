"""What notices say, as data with versions: kind of event × language × way, each text checked before it is used.

`templates.json` is what we ship. A province may say it otherwise between two days: its texts pass the same check. A
text may use the variables below and no other; the last one of each list needs the dossier's code alone, so that there
is always something to say.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

from pydantic import ConfigDict, TypeAdapter

from thongsuot.exchange.notices.rules import Language

FILE = Path(__file__).with_name("templates.json")
MOST_PARTS = 2
LONGEST_CODE = "H46.19789.CN01-261121-00019"
LONGEST_TEXT = 1000
# What a text may say, each with its type: the value is made in `wording`, empty where it is not known.
VARIABLES: Mapping[str, str] = {
    "code": "mã hồ sơ",
    "due": "ngày hẹn trả, có chữ “ngày”",
    "day": "ngày hẹn trả",
    "due_moment": "giờ và ngày hẹn trả lời",
    "place": "tên nơi tiếp nhận",
    "mine": "địa chỉ trang Hồ sơ của tôi",
}
ALWAYS = frozenset({"code"})
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("\f^{}\\[~]|€")


class BadTemplate(ValueError):
    """Texts that cannot be used; `faults` are sentences, each naming the event and the language."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


@dataclass(frozen=True)
class Texts:
    """One language of an event: a letter's subject, texts to a telephone, the fullest first, and, if other, to mail."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    subject: str
    sms: tuple[str, ...]
    mail: tuple[str, ...] = ()

    def of(self, channel: str) -> tuple[str, ...]:
        return (self.mail or self.sms) if channel == "mail" else self.sms


@dataclass(frozen=True)
class Event:
    """One kind of event. `page` is where its letter leads; nobody may opt out of what is `mandatory`; an `urgent` one
    is sent at night too."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    vi: Texts
    en: Texts
    mandatory: bool = True
    urgent: bool = False
    page: str = ""

    def texts(self, language: Language) -> Texts:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Version:
    """All templates as they hold from a day on."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    version: int
    valid_from: date
    events: Mapping[str, Event]


def parse(text: str) -> tuple[Version, ...]:
    """The versions, oldest first. Raises BadTemplate, and pydantic.ValidationError for another shape."""
    found = TypeAdapter(tuple[Version, ...]).validate_json(text)
    if faults := [fault for one in found for name, event in one.events.items() for fault in _event(name, event)]:
        raise BadTemplate(faults)
    return tuple(sorted(found, key=lambda one: one.valid_from))


def _event(name: str, event: Event) -> Iterator[str]:
    for language in get_args(Language):
        texts = event.texts(language)
        yield from (f"{name}, {language}: {fault}" for fault in faults(texts))


def faults(texts: Texts) -> list[str]:
    """What is wrong with the texts of one language, as sentences."""
    subject = texts.subject
    found = [] if subject.strip() and "\n" not in subject else ["thiếu tiêu đề thư, hoặc tiêu đề có xuống dòng"]
    found += [f"tiêu đề dùng biến {{{name}}}, tiêu đề không có biến" for name in used(subject) or ()]
    if not texts.sms:
        return [*found, "thiếu nội dung tin nhắn"]
    for text in (*texts.sms, *texts.mail):
        found += _text(text)
    for channel in ("sms", "mail"):
        last = used(texts.of(channel)[-1])
        if last is not None and last - ALWAYS:
            found.append("nội dung cuối cùng chỉ được dùng biến {code}, để luôn có nội dung để gửi")
    fits = used(texts.sms[-1]) == {"code"} and parts(texts.sms[-1].format(code=LONGEST_CODE)) > MOST_PARTS
    return [*found, "nội dung ngắn nhất dài hơn hai tin nhắn"] if fits else found


def _text(text: str) -> list[str]:
    known = used(text)
    if known is None or any(unicodedata.category(letter) == "Cs" or letter == "\x00" for letter in text):
        return [f"“{text[:60]}” có dấu ngoặc nhọn hoặc ký tự không hợp lệ"]
    if not text.strip() or len(text) > LONGEST_TEXT:
        return ["có nội dung để trống hoặc quá dài"]
    strange = sorted(known - VARIABLES.keys())
    missing = [] if "code" in known else [f"“{text[:60]}” không ghi mã hồ sơ {{code}}"]
    return [*(f"“{text[:60]}” dùng biến không có: {{{name}}}" for name in strange), *missing]


def used(text: str) -> set[str] | None:
    """The variables of a text; None for one that cannot be filled in. A format or an attribute is none of ours."""
    try:
        pieces = list(string.Formatter().parse(text))
    except ValueError:
        return None
    names = [(name, spec, turned) for _literal, name, spec, turned in pieces if name is not None]
    if any(spec or turned or not name.isidentifier() for name, spec, turned in names):
        return None
    return {name for name, _spec, _turned in names}


@cache
def _all() -> tuple[Version, ...]:
    return parse(FILE.read_text("utf-8"))


def on(day: date) -> Version:
    """What we ship for a day; before the first version, the first."""
    held = [one for one in _all() if one.valid_from <= day]
    return held[-1] if held else _all()[0]


def parts(text: str) -> int:
    """How many messages a telephone company counts: 160 letters of the GSM alphabet or 70 others, less when several."""
    if all(letter in GSM or letter in GSM_TWICE for letter in text):
        length, whole, each = sum(2 if letter in GSM_TWICE else 1 for letter in text), 160, 153
    else:
        length, whole, each = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= whole else -(-length // each)
