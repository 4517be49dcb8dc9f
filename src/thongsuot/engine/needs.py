"""The one validator of what a move needs: from what a person typed to typed values, or to sentences that help."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thongsuot.engine.errors import NeedsNotMet
from thongsuot.engine.process import Move, Need, NeedKind

MOST_LINES = 100
MOST_MONEY = 10**15
MOST_NUMBER = 10**9
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_KEY = re.compile(r"[A-Za-z0-9.-]{1,80}")
YEARS = range(1900, 2200)
# Whole đồng, grouped by threes or not at all: "1.5" is no amount, and must not become 15.
_AMOUNT = re.compile(r"-?(?:[0-9]{1,20}|[0-9]{1,3}(?:[. ][0-9]{3}){1,6})")


@dataclass(frozen=True)
class Given:
    """Checked values: `plain` go into the journal, `personal` into the separable store."""

    plain: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, Any] = field(default_factory=dict)

    @property
    def all(self) -> dict[str, Any]:
        return {**self.plain, **self.personal}


def check(move: Move, given: Mapping[str, Any]) -> Given:
    """The values of a move's needs. Raises NeedsNotMet with every fault at once, unknown names included."""
    plain: dict[str, Any] = {}
    personal: dict[str, Any] = {}
    known = {need.name for need in move.needs}
    faults = [(name, f"Mục “{name}” không thuộc bước này.") for name in given if name not in known]
    for need in move.needs:
        value, fault = _read(need, given.get(need.name))
        if fault:
            faults.append((need.name, fault))
        elif value is not None:
            (personal if need.personal else plain)[need.name] = value
    if faults:
        raise NeedsNotMet(faults)
    return Given(plain, personal)


def _read(need: Need, raw: Any) -> tuple[Any, str]:
    """(value, "") or (None, sentence)."""
    if raw is None or raw in ("", [], ()) or (isinstance(raw, str) and not raw.strip()):
        return None, f"Nhập mục “{need.label}”." if need.required else ""
    try:
        return _READERS[need.kind](need, raw), ""
    except _Wrong as wrong:
        return None, str(wrong)


class _Wrong(Exception):
    pass


def storable(value: Any) -> None:
    """Raise NeedsNotMet when a text in it cannot be stored: NUL, or half of a surrogate pair."""
    if isinstance(value, str):
        if _unstorable(value):
            raise NeedsNotMet([("subject", "Nội dung có ký tự không hợp lệ. Gõ lại nội dung.")])
    elif isinstance(value, Mapping):
        storable([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for one in value:
            storable(one)


def _unstorable(text: str) -> bool:
    return _UNSTORABLE.search(text) is not None


def _text(need: Need, raw: Any) -> str:
    if not isinstance(raw, str):
        raise _Wrong(f"“{need.label}” phải là chữ.")
    text = raw.replace("\r\n", "\n").strip()
    if _unstorable(text):
        raise _Wrong(f"“{need.label}” có ký tự không hợp lệ. Gõ lại nội dung.")
    if len(text) > need.longest:
        raise _Wrong(f"“{need.label}” dài {len(text)} ký tự, tối đa {need.longest}. Rút gọn lại.")
    return text


def _lines(need: Need, raw: Any) -> list[str] | None:
    given = raw.splitlines() if isinstance(raw, str) else raw
    if not isinstance(given, list | tuple):
        raise _Wrong(f"“{need.label}” phải là danh sách.")
    lines = [line for line in (_text(need, one) for one in given) if line]
    if not lines and need.required:
        raise _Wrong(f"Nhập ít nhất một dòng ở mục “{need.label}”.")
    if len(lines) > MOST_LINES:
        raise _Wrong(f"“{need.label}” có {len(lines)} dòng, tối đa {MOST_LINES}.")
    return lines or None


def _choice(need: Need, raw: Any) -> str:
    if raw not in [value for value, _ in need.choices]:
        raise _Wrong(f"Chọn một trong các phương án của mục “{need.label}”.")
    return str(raw)


def _date(need: Need, raw: Any) -> str:
    try:
        day = raw if type(raw) is date else date.fromisoformat(str(raw))
    except ValueError:
        raise _Wrong(f"“{need.label}” không phải là ngày có thật. Nhập như 21/11/2026.") from None
    if day.year not in YEARS:
        raise _Wrong(f"“{need.label}” có năm {day.year}, ngoài khoảng cho phép. Kiểm tra lại năm.")
    return day.isoformat()


def _moment(need: Need, raw: Any) -> str:
    try:
        moment = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw))
    except ValueError:
        raise _Wrong(f"“{need.label}” không phải là thời điểm có thật. Nhập như 21/11/2026, 14:30.") from None
    if moment.tzinfo is None:
        raise _Wrong(f"“{need.label}” thiếu múi giờ.")
    if moment.year not in YEARS:
        raise _Wrong(f"“{need.label}” có năm {moment.year}, ngoài khoảng cho phép. Kiểm tra lại năm.")
    return moment.isoformat()


def _money(need: Need, raw: Any) -> int:
    text = str(raw).strip().removesuffix("đ").strip()
    if isinstance(raw, bool | float) or not _AMOUNT.fullmatch(text):
        raise _Wrong(f"“{need.label}” phải là số tiền bằng đồng, ví dụ 50.000.")
    amount = int(text.replace(".", "").replace(" ", ""))
    return _within(need, amount, MOST_MONEY)


def _within(need: Need, number: int, most: int) -> int:
    if not 0 <= number <= most:
        raise _Wrong(f"“{need.label}” nằm ngoài khoảng cho phép.")
    if number < need.least:
        raise _Wrong(f"“{need.label}” phải từ {need.least} trở lên.")
    return number


def _confirm(need: Need, raw: Any) -> bool:
    if raw not in (True, "true", "on", "1", "yes"):
        raise _Wrong(f"Đánh dấu xác nhận: {need.label}.")
    return True


def _number(need: Need, raw: Any) -> int:
    text = str(raw).strip()
    if isinstance(raw, bool | float) or not _AMOUNT.fullmatch(text):
        raise _Wrong(f"“{need.label}” phải là số nguyên, ví dụ 12.")
    number = int(text.replace(".", "").replace(" ", ""))
    return _within(need, number, MOST_NUMBER)


def _person(need: Need, raw: Any) -> str:
    try:
        return str(UUID(str(raw)))
    except ValueError:
        raise _Wrong(f"Chọn một người ở mục “{need.label}”.") from None


def _case(need: Need, raw: Any) -> str:
    try:
        return str(UUID(str(raw)))
    except ValueError:
        raise _Wrong(f"Chọn một việc ở mục “{need.label}”.") from None


def _body(need: Need, raw: Any) -> str:
    if not isinstance(raw, str) or not _KEY.fullmatch(raw):
        raise _Wrong(f"Chọn một cơ quan ở mục “{need.label}”.")
    return raw


_READERS = {
    NeedKind.TEXT: _text,
    NeedKind.LINES: _lines,
    NeedKind.CHOICE: _choice,
    NeedKind.DATE: _date,
    NeedKind.MOMENT: _moment,
    NeedKind.MONEY: _money,
    NeedKind.CONFIRM: _confirm,
    NeedKind.NUMBER: _number,
    NeedKind.BODY: _body,
    NeedKind.PERSON: _person,
    NeedKind.CASE: _case,
}
