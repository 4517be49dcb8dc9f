"""An internal process as the Excel table that offices keep."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from thongsuot.engine.internal import times
from thongsuot.engine.internal.definition import HOURS_A_DAY, Internal
from thongsuot.engine.internal.difference import limit_words

HEADINGS = (
    "TT", "Bước", "Nội dung công việc", "Người, đơn vị thực hiện", "Thời gian", "Kết quả, sản phẩm", "Giai đoạn",
    "Vai trò", "Mã bước",
)  # fmt: skip
WIDTHS = (5, 28, 46, 34, 12, 28, 14, 22, 16)
FACTS = ("Mã thủ tục", "Phạm vi", "Thời hạn", "Phòng thực hiện", "Ghi chú")


def to_sheet(internal: Internal) -> bytes:
    """A workbook; `sheet_in.read` takes it back without a doubt. Cells are text: nothing in them is a formula."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("Quy trình")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    page.write_string(0, 0, internal.title, book.add_format({"bold": True, "font_size": 14}))
    for row, (name, value) in enumerate(zip(FACTS, _facts(internal), strict=True), 1):
        page.write_string(row, 0, f"{name}: {value}")
    top = len(FACTS) + 2
    for column, heading in enumerate(HEADINGS):
        page.write_string(top, column, heading, bold)
    for row, cells in enumerate(_rows(internal), top + 1):
        for column, cell in enumerate(cells):
            page.write_string(row, column, cell, plain)
    _total(page, top + 1 + len(internal.steps), internal, bold)
    page.repeat_rows(top)
    book.close()
    return content.getvalue()


def _facts(internal: Internal) -> tuple[str, ...]:
    return internal.procedure, internal.place or "toàn quốc", limit_words(internal), internal.office, internal.note


def _rows(internal: Internal) -> list[tuple[str, ...]]:
    return [
        (
            str(place), step.label, step.content, step.unit, times.words(step.span), step.output, step.on,
            f"{step.role}@{step.at}" if step.role else "", step.key,
        )
        for place, step in enumerate(internal.steps, 1)
    ]  # fmt: skip


def _total(page: Any, row: int, internal: Internal, form: Any) -> None:
    total = float(internal.total * HOURS_A_DAY)
    page.write_string(row, 1, "Tổng cộng", form)
    page.write_string(row, 4, f"{total:g}".replace(".", ",") + " giờ", form)
