"""An internal process from the Excel table that an office keeps: read tolerantly, every doubt reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from thongsuot.engine.internal import guessing, times
from thongsuot.engine.internal.definition import BadInternal, Internal, Path, SpanUnit, Step
from thongsuot.engine.process import At, Process, Role
from thongsuot.register.folding import fold, tidy

MOST_BYTES = 5_000_000
MOST_ROWS, MOST_COLUMNS = 500, 40
_TOTAL = re.compile(r"^(tong|cong|tong (cong|so|thoi gian|thoi han)\b.*)\W*$")
_ORDER = re.compile(r"^(buoc\s*)?(\d+|[ivx]+)([.)]\d*)*$")
# The words of a heading, the surest first; a column is taken once.
_HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("on", ("giai doan",)),
    ("key", ("ma buoc",)),
    ("role", ("vai tro",)),
    ("output", ("ket qua", "san pham", "bieu mau", "ho so dau ra")),
    ("time", ("thoi gian", "thoi han", "so ngay", "so gio")),
    ("unit", ("don vi", "nguoi thuc hien", "trach nhiem", "bo phan", "chuc danh", "nguoi lam", "nguoi ")),
    ("content", ("noi dung", "cong viec", "mo ta", "cach thuc")),
    ("label", ("ten buoc", "trinh tu", "cac buoc", "buoc thuc hien", "buoc")),
    ("order", ("tt", "stt", "so tt")),
)


@dataclass
class Report:
    """What was read: the process without its publication, and every doubt a person must look at, in order."""

    internal: Internal
    doubts: list[str] = field(default_factory=list)
    sheet: str = ""


@dataclass
class _Row:
    number: int
    cells: dict[str, str]
    merged_time: bool = False

    def get(self, name: str) -> str:
        return self.cells.get(name, "")


def read(content: bytes, start: Internal, base: Process, path: Path) -> Report:
    """The process that a workbook describes, for the procedure and place of `start`.

    Raises BadInternal when it is no workbook or holds no table of steps.
    """
    if len(content) > MOST_BYTES:
        raise BadInternal([f"Tệp lớn quá {MOST_BYTES // 1_000_000} MB."])
    name, rows, columns, usual = _table(content)
    report = Report(start, sheet=name)
    steps = _steps(_told(rows, columns), usual, report.doubts)
    if not steps:
        raise BadInternal(["Bảng không có bước nào. Kiểm tra lại cột nội dung công việc."])
    report.internal = replace(start, steps=tuple(_placed(steps, base, path, report.doubts)))
    _total(rows, columns, usual, report)
    return report


# Finding the table.


def _table(content: bytes) -> tuple[str, list[tuple[int, list[str], set[int]]], dict[str, int], SpanUnit | None]:
    """The first sheet with a heading row: its rows below (number, cells, columns merged from above)."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in book.sheet_names[:20]:
            grid, merged = _grid(book.get_sheet_by_name(name))
            for top, row in enumerate(grid[:60]):
                columns = _columns(row)
                if columns is not None:
                    body = [(at, grid[at], merged.get(at, set())) for at in range(top + 1, len(grid))]
                    return name, body, columns, _usual(row[columns["time"]]) if "time" in columns else None
    except (CalamineError, ValueError, OSError) as error:
        raise BadInternal(["Không mở được tệp. Lưu lại bảng dưới dạng Excel (.xlsx) rồi thử lại."]) from error
    raise BadInternal(
        ["Không tìm thấy bảng các bước. Dòng tiêu đề cần có nội dung công việc, người thực hiện và thời gian."]
    )


def _grid(sheet: CalamineSheet) -> tuple[list[list[str]], dict[int, set[int]]]:
    """The cells as text, merged ones filled from their first; which cells of a row were filled from a row above."""
    if sheet.height > MOST_ROWS or sheet.width > MOST_COLUMNS:
        raise BadInternal([f"Trang tính quá lớn: tối đa {MOST_ROWS} dòng, {MOST_COLUMNS} cột."])
    grid = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merged: dict[int, set[int]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        for row in range(top, min(bottom, len(grid) - 1) + 1):
            for column in range(left, min(right, len(grid[row]) - 1) + 1):
                grid[row][column] = grid[top][left]
                if row > top:
                    merged.setdefault(row, set()).add(column)
    return grid, merged


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    if isinstance(cell, datetime | date | time | timedelta):
        return str(cell)
    return "\n".join(line for line in map(tidy, str(cell).splitlines()) if line)


def _columns(row: Sequence[str]) -> dict[str, int] | None:
    """Which column is what, if this is the heading: it names the work and the time or who does it."""
    found: dict[str, int] = {}
    for name, words in _HEADINGS:
        for column, cell in enumerate(row):
            said = f"{fold(cell)} "
            exact = name == "order" and said.strip() in words
            if column not in found.values() and len(said) < 80 and (exact or (name != "order" and _has(said, words))):
                found[name] = column
                break
    if "content" not in found and "label" in found:
        found["content"] = found["label"]
    return found if "content" in found and {"time", "unit"} & found.keys() else None


def _has(said: str, words: tuple[str, ...]) -> bool:
    return any(word in said for word in words)


def _usual(heading: str) -> SpanUnit | None:
    said = fold(heading)
    if "gio" in said:
        return None if "ngay" in said else SpanUnit.HOUR
    return SpanUnit.DAY if "ngay" in said else None


# Reading its rows.


def _told(rows: list[tuple[int, list[str], set[int]]], columns: dict[str, int]) -> list[_Row]:
    """The rows that say something, until the total."""
    told = []
    for number, cells, merged in rows:
        named = {name: cells[column] for name, column in columns.items() if column < len(cells)}
        if _is_total(cells):
            break
        if any(named.values()):
            told.append(_Row(number + 1, named, columns.get("time") in merged))
    return told


def _steps(rows: list[_Row], usual: SpanUnit | None, doubts: list[str]) -> list[Step]:
    steps: list[Step] = []
    for row in rows:
        if _is_heading(row):
            continue
        continued = not row.get("order") and not row.get("time") and not row.get("unit") and not row.get("key")
        if steps and continued:
            last = steps[-1]
            steps[-1] = replace(last, content=f"{last.content}\n{row.get('content')}".strip()[:2000])
            doubts.append(f"Dòng {row.number}: không có số thứ tự, người và thời gian; ghép vào bước “{last.label}”.")
            continue
        steps.append(_step(row, len(steps) + 1, usual, steps, doubts))
    return steps


def _is_heading(row: _Row) -> bool:
    """A second line of the heading (1, 2, 3 …) or a section's title, which no one does in no time."""
    cells = [value for value in row.cells.values() if value]
    numbered = len(cells) > 2 and all(cell.strip("()").isdigit() for cell in cells)
    return numbered or (len(cells) > 2 and len(set(cells)) == 1)


def _step(row: _Row, place: int, usual: SpanUnit | None, before: list[Step], doubts: list[str]) -> Step:
    content, unit = row.get("content"), row.get("unit")
    label = row.get("label")
    if not row.get("key"):
        if not label or _ORDER.match(fold(label)):
            label = _label(content)
        content = "" if label == content else content
    where = f"Dòng {row.number}, bước “{label}”"
    if not unit and before and before[-1].unit and not row.get("key"):
        unit = before[-1].unit
        doubts.append(f"{where}: không ghi người thực hiện, lấy theo bước trên ({unit}).")
    told = times.read("" if row.merged_time else row.get("time"), usual)
    if row.merged_time:
        doubts.append(f"{where}: ô thời gian gộp với dòng trên; thời gian tính cho dòng trên.")
    if told.doubt:
        doubts.append(f"{where}: {told.doubt}.")
    elif told.span is None and not row.merged_time and row.get("on") != "done":
        doubts.append(f"{where}: không ghi thời gian.")
    return Step(
        key=row.get("key") or f"buoc_{place}", label=label, on=row.get("on"), unit=unit[:300], content=content[:2000],
        span=told.span, output=row.get("output")[:500], **_role(row.get("role"), where, doubts),
    )  # fmt: skip


def _label(content: str) -> str:
    """The first sentence of what is to be done, short enough for a name."""
    first = re.split(r"[.;:\n]", content, maxsplit=1)[0].strip(" -+•")
    words = first.split()
    short = " ".join(words[:14])
    return (short + "…" if len(words) > 14 else short)[:200]


def _role(text: str, where: str, doubts: list[str]) -> dict[str, str]:
    if not text:
        return {}
    name, _, at = text.partition("@")
    if name and at in set(At):
        return {"role": name, "at": at}
    doubts.append(f"{where}: vai trò “{text}” không có trong danh mục, bỏ qua.")
    return {}


def _placed(steps: list[Step], base: Process, path: Path, doubts: list[str]) -> list[Step]:
    """Each step with its state: as the table says, else as its words tell; a guess is a doubt."""
    if all(step.on in path.states for step in steps):
        return steps
    holders = {key: queue.name for key in path.states if (queue := base.state(key).queue)}
    laid = guessing.states([(step.unit, f"{step.label} {step.content}") for step in steps], path, holders)
    placed: list[Step] = []
    for step, (state, sure) in zip(steps, laid, strict=True):
        label = base.state(state).label
        if not sure:
            doubts.append(f"Bước “{step.label}”: không rõ thuộc giai đoạn nào, tạm xếp vào “{label}”.")
        placed.append(_held(replace(step, on=state), base.state(state).queue, base, doubts))
    return placed


def _held(step: Step, own: Role | None, base: Process, doubts: list[str]) -> Step:
    """Who holds the step, where that is somebody else than the state's own holder."""
    found = guessing.role(step.unit)
    if step.role or found is None or own is None or found == own:
        return step
    main = next((move for move in base.moves if move.sources == (step.on,) and move.evidence), None)
    if main is not None:
        doubts.append(f"Bước “{step.label}”: bảng ghi {step.unit}; giai đoạn này phải do vai trò đã quy định làm.")
        return step
    return replace(step, role=found.name, at=str(found.at))


def _total(
    rows: list[tuple[int, list[str], set[int]]], columns: dict[str, int], usual: SpanUnit | None, report: Report
) -> None:
    """The total that the table gives against the sum of its steps."""
    ends = next(((number, cells) for number, cells, _ in rows if _is_total(cells)), None)
    if ends is None or not 0 <= columns.get("time", -1) < len(ends[1]):
        return
    told = times.read(ends[1][columns["time"]], usual)
    if told.span is None or told.span.days == report.internal.total:
        return
    days = f"{float(report.internal.total):g}".replace(".", ",")
    said = times.words(told.span)
    report.doubts.append(f"Dòng {ends[0] + 1}: bảng ghi tổng {said}, cộng các bước được {days} ngày làm việc.")


def _is_total(cells: list[str]) -> bool:
    return any(_TOTAL.match(fold(cell)) for cell in cells if cell)
