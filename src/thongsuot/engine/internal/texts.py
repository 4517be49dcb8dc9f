"""An internal process as YAML, which people compare and keep beside their decisions."""

from __future__ import annotations

from typing import Any

import yaml

from thongsuot.engine.deadline import Limit
from thongsuot.engine.deadline_facts import BadLimit
from thongsuot.engine.internal import times
from thongsuot.engine.internal.definition import BadInternal, Internal, Step

LONGEST_TEXT = 200_000
_TOP = {"kind", "procedure", "title", "place", "office", "note", "limit", "steps"}
_STEP = {"key", "label", "on", "role", "at", "unit", "content", "time", "output"}


def to_yaml(internal: Internal) -> str:
    """The whole process; `from_yaml` takes it back unchanged."""
    top: dict[str, Any] = {"kind": internal.kind, "procedure": internal.procedure, "title": internal.title}
    top |= {name: value for name in ("place", "office", "note") if (value := getattr(internal, name))}
    top["limit"] = {name: value for name, value in internal.limit.to_json().items() if value not in ("", False)}
    top["steps"] = [_step_out(step) for step in internal.steps]
    return yaml.safe_dump(top, allow_unicode=True, sort_keys=False, width=110)


def _step_out(step: Step) -> dict[str, str]:
    values = {name: getattr(step, name) for name in ("key", "label", "on", "role", "at", "unit", "content", "output")}
    values["time"] = times.words(step.span)
    return {name: value for name, value in values.items() if value}


def from_yaml(text: str) -> Internal:
    """Raises BadInternal with every fault: what is not YAML, unknown or missing names, values of a wrong type."""
    if len(text) > LONGEST_TEXT:
        raise BadInternal([f"Tệp dài quá {LONGEST_TEXT:,} ký tự.".replace(",", ".")])
    if _has_alias(text):
        raise BadInternal(["Tệp YAML dùng tham chiếu (& hoặc *), hệ thống không nhận. Ghi đầy đủ từng bước."])
    try:
        read = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes only texts, lists and mappings
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BadInternal([f"Tệp không đúng định dạng YAML: {str(error).splitlines()[0]}."]) from error
    if not isinstance(read, dict):
        raise BadInternal(["Tệp YAML phải bắt đầu bằng các mục procedure, title, limit, steps."])
    return _internal(read)


def _has_alias(text: str) -> bool:
    """References would let a small file grow without end."""
    try:
        return any(isinstance(one, yaml.AliasEvent) for one in yaml.parse(text, Loader=yaml.BaseLoader))
    except (yaml.YAMLError, ValueError):
        return False


def _internal(read: dict[Any, Any]) -> Internal:
    faults = [f"Mục “{name}” không có trong mẫu." for name in read if name not in _TOP]
    for name in ("procedure", "title", "limit", "steps"):
        if not read.get(name):
            faults.append(f"Thiếu mục “{name}”.")
    texts = {name: read.get(name, "") for name in _TOP - {"limit", "steps"}}
    faults += [f"Mục “{name}” phải là chữ." for name, value in texts.items() if not isinstance(value, str)]
    rows = read.get("steps")
    if rows and not isinstance(rows, list):
        faults.append("Mục “steps” phải là danh sách các bước.")
    limit = _limit(read.get("limit"), faults)
    steps = [_step(row, place, faults) for place, row in enumerate(rows, 1)] if isinstance(rows, list) else []
    if faults or limit is None:
        raise BadInternal(faults)
    return Internal(
        kind=texts["kind"] or "dossier", procedure=texts["procedure"], title=texts["title"], limit=limit,
        steps=tuple(steps), place=texts["place"], office=texts["office"], note=texts["note"],
    )  # fmt: skip


def _limit(read: Any, faults: list[str]) -> Limit | None:
    if not isinstance(read, dict):
        faults.append("Mục “limit” phải có unit và amount.")
        return None
    stored: dict[str, Any] = dict(read)
    try:
        if "amount" in stored:
            stored["amount"] = int(stored["amount"])
        stored["verified"] = stored.get("verified", "false") == "true"
        return Limit.from_json(stored)
    except (BadLimit, ValueError, TypeError) as error:
        faults.append(f"Thời hạn không đúng: {error}")
        return None


def _step(read: Any, place: int, faults: list[str]) -> Step:
    if not isinstance(read, dict):
        faults.append(f"Bước {place} phải là một nhóm các mục.")
        return Step("", "", "")
    wrong = [str(name) for name, value in read.items() if name not in _STEP or not isinstance(value, str)]
    faults += [f"Bước {place}: mục “{name}” không có trong mẫu hoặc không phải là chữ." for name in wrong]
    values = {name: read[name] for name in _STEP & read.keys() if name not in wrong}
    faults += [f"Bước {place}: thiếu mục “{name}”." for name in ("key", "label", "on") if not values.get(name)]
    told = times.read(values.pop("time", ""))
    if told.doubt:
        faults.append(f"Bước {place}: {told.doubt}.")
    return Step(**{"key": "", "label": "", "on": "", **values}, span=told.span)
