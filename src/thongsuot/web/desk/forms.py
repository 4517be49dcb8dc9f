"""Fields of a page: one renderer's view of what a move needs, and what a person typed read back for the engine.

The engine checks what a move needs (`engine.needs.check`). Here only the hand is known: which control a kind
gets, how Vietnamese dates and hours are typed, rows added and taken away, values kept after a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import QueryDict

from thongsuot.engine.process import Need, NeedKind
from thongsuot.register import formatting
from thongsuot.web.speech import say as _

Fault = tuple[str, str]
DAY = re.compile(r"^\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4})\s*$")
ISO_DAY = re.compile(r"^\s*(\d{4})-(\d{2})-(\d{2})\s*$")
HOUR = re.compile(r"^\s*(\d{1,2})\s*(?::|h|g|giờ)\s*(\d{2})?\s*$")
LONG_TEXT = 200
# Lines longer than this are the paragraphs of a text that is pasted whole: minutes, a notice.
PARAGRAPHS = 2000
PASTED = 100


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the templates draw it. `kind` names the control, `value` is what to show in it.

    Kinds: short, area, select, choice, checks, lines, moment, confirm, file.
    """

    name: str
    label: str
    kind: str = "short"
    required: bool = True
    hint: str = ""
    error: str = ""
    value: Any = ""
    choices: Sequence[tuple[str, str]] = ()
    longest: int = 0
    size: str = ""
    rows: int = 3
    type: str = "text"
    mode: str = ""
    fill: str = ""
    several: bool = False

    @property
    def id(self) -> str:
        return f"f-{self.name}"


_CONTROLS: dict[NeedKind, dict[str, Any]] = {
    NeedKind.TEXT: {"kind": "short"},
    NeedKind.LINES: {"kind": "lines"},
    NeedKind.CHOICE: {"kind": "choice"},
    NeedKind.DATE: {"kind": "short", "size": "short", "mode": "numeric", "hint": "Ví dụ 21/11/2026"},
    NeedKind.MOMENT: {"kind": "moment"},
    NeedKind.MONEY: {"kind": "short", "size": "short", "mode": "numeric", "hint": "Bằng đồng, ví dụ 50.000"},
    NeedKind.CONFIRM: {"kind": "confirm"},
    NeedKind.NUMBER: {"kind": "short", "size": "short", "mode": "numeric"},
    NeedKind.BODY: {"kind": "select"},
    NeedKind.PERSON: {"kind": "select"},
    NeedKind.CASE: {"kind": "select"},
}
MANY_CHOICES = 7


def fields(needs: Iterable[Need], typed: Mapping[str, Any], faults: Sequence[Fault] = ()) -> list[Field]:
    """The fields of a move's needs, with what was typed and what is wrong with each."""
    wrong = dict(reversed(faults))
    return [_field(need, typed.get(need.name), wrong.get(need.name, "")) for need in needs]


def _field(need: Need, value: Any, error: str) -> Field:
    control = dict(_CONTROLS[need.kind])
    if need.kind is NeedKind.TEXT and need.longest > LONG_TEXT:
        control["kind"] = "area"
    if need.kind is NeedKind.LINES and need.longest > PARAGRAPHS:
        control |= {"kind": "area", "rows": 14}
        value = "\n".join(value or ())
    if need.kind is NeedKind.CHOICE and len(need.choices) > MANY_CHOICES:
        control["kind"] = "select"
    hint = need.help or control.pop("hint", "")
    control.pop("hint", None)
    return Field(
        name=need.name,
        label=_(need.label),
        required=need.required,
        hint=_(hint) if hint else "",
        error=error,
        value=_empty(need.kind) if value is None else value,
        choices=[(value, _(label)) for value, label in need.choices],
        longest=_longest(need),
        **control,
    )


def _longest(need: Need) -> int:
    """How many characters a control takes; more than a line may have where several can be pasted into one."""
    if need.kind is NeedKind.LINES:
        return need.longest * PASTED
    return need.longest if need.kind is NeedKind.TEXT else 0


def _empty(kind: NeedKind) -> Any:
    return {NeedKind.LINES: [""], NeedKind.MOMENT: ("", "")}.get(kind, "")


def typed(needs: Iterable[Need], posted: QueryDict) -> dict[str, Any]:
    """What was typed, need by need, as the fields show it again; rows asked for are added or taken away."""
    values = {need.name: _typed(need, posted) for need in needs}
    added = posted.get("_add") or ""
    if isinstance(values.get(added), list):
        values[added] = [*values[added], ""]
    name, _, row = (posted.get("_remove") or "").partition(":")
    if isinstance(values.get(name), list) and row.isdecimal() and len(row) < 4:
        values[name] = [line for at, line in enumerate(values[name]) if at != int(row)] or [""]
    return values


def _typed(need: Need, posted: QueryDict) -> Any:
    if need.kind is NeedKind.LINES:
        return posted.getlist(need.name) or [""]
    if need.kind is NeedKind.MOMENT:
        return posted.get(need.name, ""), posted.get(f"{need.name}-gio", "")
    return posted.get(need.name, "")


def rearranging(posted: QueryDict) -> bool:
    """Whether the button pressed only adds or takes away a row, or looks again at what was kept: nothing is sent."""
    return any(posted.get(name) for name in ("_add", "_remove", "_review"))


def given(needs: Iterable[Need], values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """The values for the engine, and the faults that only the hand can see (a day that is no day)."""
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for need in needs:
        raw = values.get(need.name)
        try:
            value = _value(need, raw)
        except ValueError as wrong:
            faults.append((need.name, str(wrong)))
            continue
        if value not in (None, "", [], ("", "")):
            found[need.name] = value
    return found, faults


def _value(need: Need, raw: Any) -> Any:
    if need.kind is NeedKind.DATE:
        day = read_day(raw or "", need.label)
        return day.isoformat() if day else None
    if need.kind is NeedKind.MOMENT:
        moment = read_moment(raw or ("", ""), need.label)
        return moment.isoformat() if moment else None
    if need.kind is NeedKind.CHOICE and need.choices and raw == "":
        return None
    if need.kind is NeedKind.LINES:
        return [line for one in raw or [] for line in one.splitlines() if line.strip()]
    return raw


def read_day(text: str, label: str) -> date | None:
    """A day as Vietnamese type it: 21/11/2026, also 21-11-2026, 21.11.2026 or 2026-11-21. Raises ValueError."""
    if not text.strip():
        return None
    found = DAY.match(text)
    iso = ISO_DAY.match(text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        pass
    raise ValueError(f"“{label}” không phải là ngày có thật. Nhập ngày/tháng/năm, ví dụ 21/11/2026.")


def read_hour(text: str, label: str) -> time:
    """An hour as typed: 14:30, 14h30, 14h or 14 giờ 30. Raises ValueError."""
    found = HOUR.match(text)
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return time(int(found[1]), int(found[2] or 0))
    raise ValueError(f"Giờ ở mục “{label}” chưa đúng. Nhập giờ và phút, ví dụ 14:30.")


def read_moment(typed: tuple[str, str], label: str) -> datetime | None:
    """A day and an hour, in the country's time. Raises ValueError."""
    day, hour = typed
    found = read_day(day, label)
    if found is None:
        if hour.strip():
            raise ValueError(f"Nhập cả ngày ở mục “{label}”, ví dụ 21/11/2026.")
        return None
    return datetime.combine(found, read_hour(hour, label), ZoneInfo(settings.TIME_ZONE))


def show(need: Need, value: Any) -> Any:
    """A stored value as a field shows it; the opposite of `given`."""
    if value is None:
        return None
    if need.kind is NeedKind.DATE:
        return date.fromisoformat(str(value)).strftime("%d/%m/%Y")
    if need.kind is NeedKind.MOMENT:
        moment = datetime.fromisoformat(str(value)).astimezone(ZoneInfo(settings.TIME_ZONE))
        return moment.strftime("%d/%m/%Y"), moment.strftime("%H:%M")
    return formatting.number(value) if need.kind is NeedKind.MONEY else value


def summary(page_fields: Iterable[Field], others: Sequence[Fault] = ()) -> list[Fault]:
    """What the error summary lists: the fields' faults in the page's order, then those of no field."""
    return [(field.id, field.error) for field in page_fields if field.error] + list(others)
