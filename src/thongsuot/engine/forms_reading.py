"""Readers of single values: from what a person typed or a port said to one canonical value, or a sentence that helps.

Every reader takes its own result back unchanged, so that checking twice is the same as checking once.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import phonenumbers

from thongsuot.engine.forms import SEXES, Field, Kind
from thongsuot.engine.forms_places import Places

EARLIEST = 1850
LATEST = 2200
MOST_AMOUNT = 10**15
_FULL = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4})")
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_EMAIL = re.compile(r"[^\s@<>()\",;:]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180})\.[A-Za-z]{2,24}")
_TAX = re.compile(r"\d{10}(?:-?\d{3})?|\d{12}")
_NUMBER = re.compile(r"\d{12}|\d{9}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Wrong(Exception):
    """The value cannot be taken; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The day on which values are judged, and the communes they may name."""

    today: date
    places: Places


Reader = Callable[[Field, Any, Circumstances], Any]


def is_empty(raw: Any) -> bool:
    """Whether nothing was answered: blanks, and a composite without any answered part."""
    if raw is None or raw == "" or raw == [] or raw == {}:
        return True
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, dict):
        return all(is_empty(value) for value in raw.values())
    return False


def text(field: Field, raw: Any, now: Circumstances) -> str:
    """One line, its spaces put in order."""
    return " ".join(_plain(field, raw).split())


def long_text(field: Field, raw: Any, now: Circumstances) -> str:
    lines = _plain(field, raw).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def _plain(field: Field, raw: Any) -> str:
    if not isinstance(raw, str):
        raise Wrong(f"“{field.label}” phải là chữ.")
    found = unicodedata.normalize("NFC", raw)
    if _CONTROL.search(found):
        raise Wrong(f"“{field.label}” có ký tự không hợp lệ. Gõ lại nội dung.")
    if len(found.strip()) > field.longest:
        raise Wrong(f"“{field.label}” dài {len(found.strip())} ký tự, tối đa {field.longest}. Rút gọn lại.")
    return found


def partial_date(field: Field, raw: Any, now: Circumstances) -> str:
    """A day, a month or a year: 2026-11-21, 2026-11, 2026; as typed 21/11/2026, 11/2026, 2026."""
    typed = str(raw).strip() if isinstance(raw, str | date | int) and not isinstance(raw, bool) else ""
    found = _day_parts(typed)
    try:
        if found is None:
            raise ValueError
        year, month, day = found
        first = date(year, month or 1, day or 1)
    except ValueError:
        example = "ví dụ 21/11/1990, 11/1990 hoặc 1990" if field.kind is not Kind.DATE else "ví dụ 21/11/2026"
        raise Wrong(f"“{field.label}” không phải là ngày có thật. Nhập ngày/tháng/năm, {example}.") from None
    if not EARLIEST <= year <= LATEST:
        raise Wrong(f"Năm ở mục “{field.label}” phải từ {EARLIEST} đến {LATEST}. Kiểm tra lại.")
    if field.past and first > now.today:
        raise Wrong(f"“{field.label}” không được sau hôm nay. Kiểm tra lại.")
    if field.future and last_day(found) < now.today:
        raise Wrong(f"“{field.label}” không được trước hôm nay. Kiểm tra lại.")
    return "-".join(f"{part:0{size}d}" for part, size in zip(found, (4, 2, 2), strict=True) if part)


def full_date(field: Field, raw: Any, now: Circumstances) -> str:
    found = partial_date(field, raw, now)
    if len(found) < 10:
        raise Wrong(f"Nhập đủ ngày, tháng, năm ở mục “{field.label}”, ví dụ 21/11/2026.")
    return found


def _day_parts(typed: str) -> tuple[int, int, int] | None:
    """(year, month, day), with 0 for what is not known."""
    if found := _FULL.fullmatch(typed):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _MONTH.fullmatch(typed):
        return int(found[2]), int(found[1]), 0
    if found := _ISO.fullmatch(typed):
        return int(found[1]), int(found[2] or 0), int(found[3] or 0)
    return None


def first_of(value: str) -> date:
    """The earliest day that a canonical, perhaps partial, date can be."""
    year, month, day = (*(int(part) for part in value.split("-")), 0, 0)[:3]
    return date(year, month or 1, day or 1)


def last_of(value: str) -> date:
    """The latest day that it can be."""
    parts = (*(int(part) for part in value.split("-")), 0, 0)[:3]
    return last_day((parts[0], parts[1], parts[2]))


def last_day(parts: tuple[int, int, int]) -> date:
    year, month, day = parts
    if day:
        return date(year, month, day)
    following = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def amount(field: Field, raw: Any, now: Circumstances) -> int | float:
    """A number as typed in Vietnamese (1.234,5) or as a number; kept with the field's decimals."""
    exact = _decimal(field, raw)
    if exact != round(exact, field.decimals):
        places = f"tối đa {field.decimals} chữ số sau dấu phẩy" if field.decimals else "số nguyên"
        raise Wrong(f"“{field.label}” phải là {places}.")
    least = field.least if field.least is not None else (0 if field.kind is Kind.MONEY else None)
    unit = f" {field.unit}" if field.unit else ""
    if least is not None and exact < Decimal(str(least)):
        raise Wrong(f"“{field.label}” phải từ {_number(least)}{unit} trở lên.")
    if field.most is not None and exact > Decimal(str(field.most)):
        raise Wrong(f"“{field.label}” không được quá {_number(field.most)}{unit}.")
    whole = exact == exact.to_integral_value()
    return int(exact) if whole else float(exact)


def _decimal(field: Field, raw: Any) -> Decimal:
    example = "50.000" if field.kind is Kind.MONEY else ("12,5" if field.decimals else "12")
    wrong = Wrong(f"“{field.label}” phải là số, ví dụ {example}.")
    if isinstance(raw, bool) or (isinstance(raw, float) and not math.isfinite(raw)):
        raise wrong
    if isinstance(raw, str):
        typed = raw.replace("\u00a0", "").replace(" ", "").removesuffix("đ").removesuffix("đồng")
        if not _AMOUNT.fullmatch(typed):
            raise wrong
        raw = typed.replace(".", "").replace(",", ".")
    elif not isinstance(raw, int | float):
        raise wrong
    try:
        exact = Decimal(str(raw))
    except InvalidOperation:
        raise wrong from None
    if abs(exact) > MOST_AMOUNT:
        raise Wrong(f"“{field.label}” lớn quá mức cho phép. Kiểm tra lại.")
    return exact


def _number(value: float) -> str:
    return f"{value:,g}".translate({ord(","): ".", ord("."): ","}) if value % 1 else f"{int(value):,}".replace(",", ".")


def choice(field: Field, raw: Any, now: Circumstances) -> str:
    if not isinstance(raw, str) or raw not in [value for value, _ in field.options]:
        raise Wrong(f"Chọn một trong các phương án của mục “{field.label}”.")
    return raw


def choices(field: Field, raw: Any, now: Circumstances) -> list[str]:
    """In the order of the definition, each once."""
    given = [raw] if isinstance(raw, str) else raw
    known = [value for value, _ in field.options]
    if not isinstance(given, list | tuple) or any(one not in known for one in given):
        raise Wrong(f"Chọn trong các phương án của mục “{field.label}”.")
    return [value for value in known if value in given]


def yes_no(field: Field, raw: Any, now: Circumstances) -> bool:
    if raw in (True, "yes", "true", "1"):
        return True
    if raw in (False, "no", "false", "0"):
        return False
    raise Wrong(f"Chọn có hoặc không ở mục “{field.label}”.")


def phone(field: Field, raw: Any, now: Circumstances) -> str:
    found = _phone(text(field, raw, now))
    if not found:
        raise Wrong(f"“{field.label}” chưa đúng. Nhập như 0912 345 678.")
    return found


@lru_cache(maxsize=256)
def _phone(typed: str) -> str:
    """The number as it is written here, empty for none. One application has its number read some ten times."""
    try:
        number = phonenumbers.parse(typed, "VN")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    style = phonenumbers.PhoneNumberFormat
    home = number.country_code == 84
    return str(phonenumbers.format_number(number, style.NATIONAL if home else style.INTERNATIONAL))


def email(field: Field, raw: Any, now: Circumstances) -> str:
    typed = text(field, raw, now)
    if not _EMAIL.fullmatch(typed) or ".." in typed:
        raise Wrong(f"“{field.label}” chưa đúng. Nhập như ten@vidu.vn.")
    name, _, domain = typed.rpartition("@")
    return f"{name}@{domain.lower()}"


def tax_code(field: Field, raw: Any, now: Circumstances) -> str:
    typed = text(field, raw, now).replace(" ", "")
    if not _TAX.fullmatch(typed):
        raise Wrong(f"“{field.label}” gồm 10 chữ số, 10 và 3 chữ số của chi nhánh, hoặc 12 chữ số. Kiểm tra lại.")
    return f"{typed[:10]}-{typed[-3:]}" if len(typed) == 13 else typed


def personal_number(field: Field, raw: Any, now: Circumstances) -> str:
    typed = text(field, raw, now).replace(" ", "").replace(".", "")
    if not _NUMBER.fullmatch(typed):
        raise Wrong("Số định danh cá nhân gồm 12 chữ số (số CMND cũ: 9 chữ số). Kiểm tra lại.")
    return typed


def file(field: Field, raw: Any, now: Circumstances) -> dict[str, Any]:
    """A paper in the paper store: its name, digest (SHA-256, hexadecimal), size in bytes and media type."""
    wrong = Wrong(f"Tải lại tệp ở mục “{field.label}”.")
    if not isinstance(raw, dict) or set(raw) != {"name", "digest", "size", "media_type"}:
        raise wrong
    size = raw["size"]
    if not isinstance(raw["digest"], str) or not _DIGEST.fullmatch(raw["digest"]):
        raise wrong
    if not isinstance(size, int) or isinstance(size, bool) or size <= 0:
        raise wrong
    return {**raw, "name": text(field, raw["name"], now), "media_type": text(field, raw["media_type"], now)}


def address(field: Field, raw: Any, now: Circumstances) -> dict[str, Any]:
    """`commune` (a code) of `day`, and `detail`; or a place abroad: `country` and `detail`.

    An older commune leads to today's, which keeps the old one under `was`; one that was divided must be chosen
    again. A historic address stays with its day.
    """
    if not isinstance(raw, dict) or set(raw) - {"commune", "day", "detail", "country", "was", "province"}:
        raise Wrong(f"Nhập lại địa chỉ ở mục “{field.label}”.")
    detail = text(field, raw.get("detail") or "", now)
    if not is_empty(raw.get("country")):
        if not field.abroad:
            raise Wrong(f"“{field.label}” phải là nơi ở Việt Nam. Chọn tỉnh và xã, phường.")
        return {"country": text(field, raw["country"], now), **({"detail": detail} if detail else {})}
    code = raw.get("commune")
    if not isinstance(code, str) or not code:
        raise Wrong(f"Chọn tỉnh, thành phố và xã, phường ở mục “{field.label}”.")
    found = _commune(field, code, raw.get("day"), now)
    if not field.historic and isinstance(raw.get("was"), dict) and "was" not in found:
        found["was"] = _former(field, raw["was"], now)
    return {**found, **({"detail": detail} if detail else {})}


def _commune(field: Field, code: str, day: Any, now: Circumstances) -> dict[str, Any]:
    since = now.today
    if day:
        since = first_of(full_date(field.model_copy(update={"past": True, "future": False}), day, now))
    if since >= now.today and now.places.today(code):
        return {"commune": code}
    old = now.places.on(code, since)
    if old is None:
        raise Wrong(f"Xã, phường ở mục “{field.label}” không có trong danh mục. Chọn lại.")
    if field.historic:
        return {"commune": code, "day": since.isoformat()}
    became = now.places.became(code, since)
    if len(became) != 1:
        names = "; ".join(one.words for one in became) or "không còn đơn vị nào kế tiếp"
        raise Wrong(f"{old.name} nay thuộc: {names}. Chọn đúng nơi hiện nay ở mục “{field.label}”.")
    if became[0].code == code:
        return {"commune": code}
    return {"commune": became[0].code, "was": {"commune": code, "day": since.isoformat()}}


def _former(field: Field, was: dict[str, Any], now: Circumstances) -> dict[str, str]:
    """The old commune that led here, kept as it was recorded."""
    if set(was) != {"commune", "day"} or not isinstance(was["commune"], str):
        raise Wrong(f"Nhập lại địa chỉ ở mục “{field.label}”.")
    day = full_date(field.model_copy(update={"past": True, "future": False}), was["day"], now)
    if now.places.on(was["commune"], first_of(day)) is None:
        raise Wrong(f"Xã, phường cũ ở mục “{field.label}” không có trong danh mục. Chọn lại.")
    return {"commune": was["commune"], "day": day}


def sex(field: Field, raw: Any, now: Circumstances) -> str:
    if raw not in [value for value, _ in SEXES]:
        raise Wrong("Chọn nam hoặc nữ.")
    return str(raw)


READERS: dict[Kind, Reader] = {
    Kind.TEXT: text,
    Kind.LONG_TEXT: long_text,
    Kind.DATE: full_date,
    Kind.PARTIAL_DATE: partial_date,
    Kind.NUMBER: amount,
    Kind.MONEY: amount,
    Kind.CHOICE: choice,
    Kind.CHOICES: choices,
    Kind.YES_NO: yes_no,
    Kind.ADDRESS: address,
    Kind.PHONE: phone,
    Kind.EMAIL: email,
    Kind.TAX_CODE: tax_code,
    Kind.FILE: file,
}
