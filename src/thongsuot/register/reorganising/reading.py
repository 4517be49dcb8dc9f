"""A plan of reorganisation from a YAML file, or a CSV file of its rows: every fault named, nothing guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from thongsuot.register.reorganising.plan import KINDS, Heir, NewBody, NewUnit, Plan, PostMove, Rename

MOST_BYTES = 5_000_000
LONGEST = 2_000
MOST_ROWS = 20_000
_HEAD = ("kind", "title", "number", "issued_on", "article", "issuer", "effective_on", "reason", "appointments_follow")
_REQUIRED = ("kind", "title", "number", "issued_on", "issuer", "effective_on")
_LISTS: dict[str, tuple[Any, tuple[str, ...], tuple[str, ...]]] = {
    "heirs": (Heir, ("old", "new"), ("places", "sectors", "procedures", "addresses", "codes")),
    "units": (NewUnit, ("code", "name", "kind", "province_code"), ("whole_of", "part_of")),
    "bodies": (NewBody, ("key", "kind", "name", "tier", "unit_code", "province_code", "parent", "house"), ()),
    "renames": (Rename, ("key", "name"), ()),
    "posts": (PostMove, ("post", "new"), ()),
}
_MAY_MISS = frozenset({"parent", "house", "unit_code", "province_code", "tier"})


class BadPlan(ValueError):
    """A file that is no plan; `problems` has one sentence for each fault."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


def read(path: Path) -> Plan:
    """A plan from a file: `.csv` for rows of inheritance with the head in its first lines, otherwise YAML.

    Raises BadPlan.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadPlan([f"Không đọc được tệp {path}."]) from error
    return parse(content, path.name)


def parse(content: bytes, name: str = "") -> Plan:
    """A plan from a file's bytes. Raises BadPlan."""
    if len(content) > MOST_BYTES:
        raise BadPlan(["Tệp phương án quá lớn."])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadPlan(["Tệp phương án không phải văn bản UTF-8."]) from error
    if "\x00" in text:
        raise BadPlan(["Tệp phương án không phải văn bản UTF-8."])
    return from_mapping(_of_csv(text) if name.lower().endswith(".csv") else _of_yaml(text))


def _of_yaml(text: str) -> Any:
    try:
        # Every scalar a text: a code such as 00004 is no number.
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes texts, lists and mappings only
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadPlan(["Tệp phương án không đúng dạng YAML."]) from error


def _of_csv(text: str) -> dict[str, Any]:
    """Lines `name,value` for the head, then an empty line, then the table of inheritance with its headings."""
    try:
        rows = list(csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise BadPlan(["Tệp phương án không đúng dạng CSV."]) from error
    gap = next((at for at, row in enumerate(rows) if not any(cell.strip() for cell in row)), len(rows))
    found: dict[str, Any] = {row[0].strip(): row[1].strip() for row in rows[:gap] if len(row) > 1}
    table = [row for row in rows[gap + 1 :] if any(cell.strip() for cell in row)]
    names = [cell.strip() for cell in table[0]] if table else []
    found["heirs"] = [dict(zip(names, row, strict=False)) for row in table[1:]]
    return found


def from_mapping(given: Any) -> Plan:
    """A plan from what a file or a form holds. Raises BadPlan with every fault."""
    if not isinstance(given, Mapping):
        raise BadPlan(["Tệp phương án phải gồm các mục có tên."])
    faults = [f"Không có mục “{name}” trong phương án." for name in given if name not in (*_HEAD, *_LISTS)]
    head = _head(given, faults)
    lists: dict[str, Any] = {name: _list(name, given.get(name) or (), faults) for name in _LISTS}
    if not (lists["heirs"] or lists["units"] or lists["renames"]):
        faults.append("Phương án không nêu cơ quan hoặc đơn vị nào thay đổi.")
    if faults:
        raise BadPlan(faults)
    return Plan(**head, **lists)


def _head(given: Mapping[Any, Any], faults: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in _HEAD:
        value = given.get(name)
        if name in ("issued_on", "effective_on"):
            found[name] = _day(name, value, faults)
        elif name == "appointments_follow":
            found[name] = str(value if value is not None else "yes").strip().lower() in ("true", "yes", "có", "1")
        else:
            found[name] = _text(name, value, faults, required=name in _REQUIRED)
    if found["kind"] and found["kind"] not in KINDS:
        faults.append(f"Loại “{found['kind']}” không có. Chọn một trong: {', '.join(KINDS)}.")
    return found


def _day(name: str, value: Any, faults: list[str]) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value or "").strip()
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    faults.append(f"Mục “{name}” phải là một ngày, ví dụ 2026-12-01.")
    return None


def _text(name: str, value: Any, faults: list[str], *, required: bool) -> str:
    if value is not None and not isinstance(value, str | int | float):
        faults.append(f"Mục “{name}” phải là chữ.")
        return ""
    text = str(value if value is not None else "").strip()
    if required and not text:
        faults.append(f"Thiếu mục “{name}”.")
    if len(text) > LONGEST:
        faults.append(f"Mục “{name}” quá dài.")
    return text


def _list(name: str, rows: Any, faults: list[str]) -> tuple[Any, ...]:
    if not isinstance(rows, list | tuple) or len(rows) > MOST_ROWS:
        faults.append(f"Mục “{name}” phải là một danh sách.")
        return ()
    kind, texts, many = _LISTS[name]
    made = []
    for number, row in enumerate(rows, 1):
        where = f"{name}, dòng {number}"
        if not isinstance(row, Mapping):
            faults.append(f"{where}: phải gồm các mục có tên.")
            continue
        faults += [f"{where}: không có mục “{one}”." for one in row if one not in (*texts, *many)]
        values: dict[str, Any] = {
            one: _text(f"{where}, {one}", row.get(one), faults, required=one not in _MAY_MISS) for one in texts
        }
        values |= {one: _several(f"{where}, {one}", row.get(one), faults) for one in many}
        if "tier" in values:
            values["tier"] = int(values["tier"]) if values["tier"] in ("0", "1", "3") else 1
        made.append(kind(**values))
    return tuple(made)


def _several(name: str, value: Any, faults: list[str]) -> tuple[str, ...]:
    """A list, or one text with `;` between."""
    if value is None:
        return ()
    if isinstance(value, str):
        value = value.split(";")
    if not isinstance(value, list | tuple):
        value = [value]
    found = tuple(_text(name, one, faults, required=False) for one in value)
    return tuple(one for one in found if one)
