"""A list as an Excel workbook or as CSV, row by row to the disk: a million rows never stand in memory.

Text is written as text: what a person typed never becomes a formula or a link, also after somebody edits the cell.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

from thongsuot.register import formatting

Kind = Literal["text", "moment", "day", "number"]
MOST_ROWS = 1_000_000
"""A worksheet ends at 1,048,576 rows; the rest is room for headings."""
LONGEST = 32_000  # characters of a cell; Excel takes 32,767
CALCULATES = ("=", "+", "-", "@", "\t", "\r")
FORMATS = {"text": "@", "moment": "dd/mm/yyyy hh:mm", "day": "dd/mm/yyyy", "number": "#,##0"}
Cell = str | int | datetime | date | None


@dataclass(frozen=True)
class Column:
    """A column's heading, what stands in it, and its width in characters."""

    heading: str
    width: int = 18
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """A list to be written: its rows are asked for once, one after the other. `notes` stand above the headings."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()


def write(sheet: Sheet, path: Path) -> int:
    """Write the workbook to `path`; how many rows it has. Raises ValueError for more than a sheet can hold.

    What is not finished stays under another name, so that a file that is there is whole.
    """
    part = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    try:
        with part.open("wb") as file:
            book = xlsxwriter.Workbook(file, options)
            try:
                rows = _Page(book, sheet).write()
            finally:
                book.close()
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return rows


def write_csv(sheet: Sheet, path: Path) -> int:
    """The list as comma separated text for other programmes: headings and rows alone, days as 2026-11-21.

    What a spreadsheet would calculate is kept from it by a leading apostrophe. How many rows there are.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(column.heading for column in sheet.columns)
        for cells in sheet.rows:
            lines.writerow(map(_plain, cells))
            count += 1
    return count


def _plain(cell: Cell) -> str | int | None:
    if isinstance(cell, datetime):
        return formatting.local(cell).isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        text = cell.replace("\x00", "")
        return f"'{text}" if text.startswith(CALCULATES) else text
    return cell


class _Page:
    """The one worksheet of a workbook; its rows are written from above and never touched again."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.sheet = sheet
        self.page = book.add_worksheet("Danh sách")
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        self.large = book.add_format({"bold": True, "font_size": 14})
        self.formats = {kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in FORMATS.items()}
        self.guarded = book.add_format({"num_format": "@", "valign": "top", "quote_prefix": True})

    def write(self) -> int:
        sheet, page = self.sheet, self.page
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
        top = len(sheet.notes) + 1
        page.freeze_panes(top + 1, 0)
        page.repeat_rows(top)
        page.write_string(0, 0, sheet.title, self.large)
        for row, note in enumerate(sheet.notes, 1):
            page.write_string(row, 0, note)
        for place, column in enumerate(sheet.columns):
            page.write_string(top, place, column.heading, self.bold)
        count = 0
        for count, cells in enumerate(sheet.rows, 1):
            if count > MOST_ROWS:
                raise ValueError("more rows than a sheet can hold")
            self._row(top + count, cells)
        if count:
            page.autofilter(top, 0, top + count, len(sheet.columns) - 1)
        return count

    def _row(self, row: int, cells: Sequence[Cell]) -> None:
        page, formats = self.page, self.formats
        for place, (cell, column) in enumerate(zip(cells, self.sheet.columns, strict=True)):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                text = cell.replace("\x00", "")[:LONGEST]
                page.write_string(row, place, text, self.guarded if text.startswith(CALCULATES) else formats["text"])
            elif isinstance(cell, datetime):
                page.write_datetime(row, place, formatting.local(cell).replace(tzinfo=None), formats[column.kind])
            elif isinstance(cell, date):
                page.write_datetime(row, place, cell, formats["day"])
            else:
                page.write_number(row, place, cell, formats["number"])
