"""The exchange format: a folder with a manifest, dossiers as JSON lines or as CSV files, and papers as files.

docs/cutover.md describes it for who makes the folder. Reading judges nothing: it says of each row what stands there, or
why it cannot be read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from thongsuot.areas.dossiers.cutover import cleaning

FIELDS = frozenset({
    "code", "procedure", "title", "applicant", "kind", "number", "phone", "email", "address", "representative",
    "content", "place", "place_name", "place_date", "submitted", "received", "due", "ended", "status", "step",
    "receiving", "executing", "competent", "channel", "delivery", "outcome", "result_number", "note",
})  # fmt: skip
LISTS: Mapping[str, frozenset[str]] = {
    "actions": frozenset({"at", "who", "what", "from", "to", "note", "status", "step"}),
    "papers": frozenset({"name", "file", "sha256", "component"}),
    "fees": frozenset({"name", "amount", "paid"}),
}
LINES, TABLE = "dossiers.jsonl", "dossiers.csv"
MOST_IN_A_LINE = 20 * 1024 * 1024
Values = dict[str, str]


class BadSource(ValueError):
    """A folder that cannot be read at all; the sentence says what to mend."""


@dataclass
class Row:
    """One row of the source: what stands there, or the `fault` for which it could not be read."""

    file: str
    line: int
    values: Values = field(default_factory=dict)
    lists: dict[str, list[Values]] = field(default_factory=lambda: {name: [] for name in LISTS})
    fault: str = ""
    old_text: bool = False

    @property
    def code(self) -> str:
        return self.values.get("code", "")

    def content(self) -> dict[str, Any]:
        return {**self.values, **{name: rows for name, rows in self.lists.items() if rows}}

    def digest(self) -> bytes:
        made = json.dumps(self.content(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(made.encode(errors="surrogatepass")).digest()


@dataclass(frozen=True)
class Manifest:
    """Whose folder it is, and how many dossiers its maker says there are, by status code where said."""

    system: str
    dossiers: int | None = None
    statuses: Mapping[str, int] = field(default_factory=dict)


def manifest(folder: Path) -> Manifest:
    """Raises BadSource."""
    path = folder / "manifest.json"
    try:
        said = json.loads(cleaning.decoded(path.read_bytes())[0])
        system = cleaning.text(said["system"])[0]
        dossiers = said.get("dossiers")
        statuses = {str(name): int(count) for name, count in (said.get("statuses") or {}).items()}
    except FileNotFoundError:
        raise BadSource(f"Không có tệp {path}. Tạo tệp manifest.json ghi tên hệ thống nguồn.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BadSource(f'Tệp {path} không đọc được: cần {{"system": "tên hệ thống", "dossiers": số}}.') from None
    if not 0 < len(system) <= 100 or not (dossiers is None or isinstance(dossiers, int)):
        raise BadSource(f"Tệp {path}: “system” phải có từ 1 đến 100 ký tự, “dossiers” là số nguyên.")
    return Manifest(system, dossiers, statuses)


def rows(folder: Path, columns: Mapping[str, str]) -> Iterator[Row]:
    """Every row of the source, in its order; rows of side files that belong to no dossier come last.

    `columns` gives the headings of the source's own tables their names here. Raises BadSource.
    """
    if (folder / LINES).exists() and (folder / TABLE).exists():
        raise BadSource(f"Thư mục có cả {LINES} và {TABLE}. Chỉ để lại một tệp.")
    if (folder / LINES).exists():
        return _lines(folder / LINES, columns)
    if (folder / TABLE).exists():
        return _tables(folder, columns)
    raise BadSource(f"Thư mục {folder} không có {LINES} hoặc {TABLE}.")


# JSON lines.


def _lines(path: Path, columns: Mapping[str, str]) -> Iterator[Row]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _line(path.name, number, line, columns)


def _line(name: str, number: int, line: bytes, columns: Mapping[str, str]) -> Row:
    row = Row(name, number)
    if len(line) > MOST_IN_A_LINE:
        row.fault = "Dòng dài quá 20 MB. Tách hồ sơ này ra và kiểm tra lại."
        return row
    content, row.old_text = cleaning.decoded(line)
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        row.fault = "Dòng không phải là JSON hoàn chỉnh (có thể bị cắt). Xuất lại hồ sơ này."
        return row
    if not isinstance(said, dict):
        row.fault = "Dòng không phải là một hồ sơ."
        return row
    try:
        _take(row, {columns.get(key, key): value for key, value in said.items()}, columns)
    except cleaning.Unreadable as error:
        row.fault = f"{error}."
        row.values = {"code": code} if isinstance(code := said.get("code"), str) else {}
    return row


def _take(row: Row, said: dict[str, Any], columns: Mapping[str, str]) -> None:
    for name in LISTS:
        found = said.pop(name, None) or []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise cleaning.Unreadable(f"“{name}” phải là danh sách")
        for one in found:
            named = {columns.get(key, key): value for key, value in one.items()}
            row.lists[name].append(_clean(row, named, LISTS[name], f"{name}: "))
    row.values = _clean(row, said, FIELDS, "")


def _clean(row: Row, said: Mapping[str, Any], known: frozenset[str], where: str) -> Values:
    if unknown := sorted(set(said) - known):
        raise cleaning.Unreadable(f"{where}có mục lạ {', '.join(map(str, unknown))[:100]}; khai trong “columns”")
    values = {}
    for name, value in said.items():
        try:
            values[name], old = cleaning.text(value)
        except cleaning.Unreadable as error:
            raise cleaning.Unreadable(f"{where}mục “{name}” {error}") from None
        row.old_text |= old
    return {name: value for name, value in values.items() if value}


# Tables.


def _tables(folder: Path, columns: Mapping[str, str]) -> Iterator[Row]:
    found: dict[str, list[Row]] = {}
    order: list[Row] = []
    for row in _table(folder / TABLE, FIELDS, columns):
        order.append(row)
        found.setdefault(row.code, []).append(row)
    strays = []
    for name, known in LISTS.items():
        path = folder / f"{name}.csv"
        for side in _table(path, known | {"code"}, columns) if path.exists() else ():
            code = side.values.pop("code", "")
            owners = found.get(code, []) if code and not side.fault else []
            for owner in owners:
                owner.lists[name].append(side.values)
                owner.old_text |= side.old_text
            if not owners:
                side.fault = side.fault or f"Không có hồ sơ nào mang mã “{code}” trong {TABLE}."
                strays.append(side)
    yield from order
    yield from strays


def _table(path: Path, known: frozenset[str], columns: Mapping[str, str]) -> Iterator[Row]:
    content, old = cleaning.decoded(path.read_bytes())
    first = content.partition("\n")[0]
    table = csv.reader(io.StringIO(content, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    headings = [columns.get(one.strip(), one.strip()) for one in next(table, [])]
    if unknown := [one for one in headings if one not in known]:
        raise BadSource(
            f"Tệp {path.name} có cột lạ: {', '.join(unknown)[:200]}. Khai trong “columns” của tệp đối chiếu."
        )
    if "code" not in headings or len(set(headings)) < len(headings):
        raise BadSource(f"Tệp {path.name} phải có cột “code” và không có hai cột cùng tên.")
    try:
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield _of_cells(path.name, table.line_num, headings, cells, known, old)
    except csv.Error as error:
        raise BadSource(f"Tệp {path.name}, dòng {table.line_num}: không phải CSV ({error}).") from None


def _of_cells(name: str, line: int, headings: list[str], cells: list[str], known: frozenset[str], old: bool) -> Row:
    row = Row(name, line, old_text=old)
    if len(cells) != len(headings):
        row.fault = f"Dòng có {len(cells)} ô, tiêu đề có {len(headings)} cột. Kiểm tra dấu phân cách và dấu nháy."
        row.values = {"code": cells[headings.index("code")].strip()} if headings.index("code") < len(cells) else {}
        return row
    try:
        row.values = _clean(row, dict(zip(headings, cells, strict=True)), known, "")
    except cleaning.Unreadable as error:
        row.fault = f"{error}."
    return row
