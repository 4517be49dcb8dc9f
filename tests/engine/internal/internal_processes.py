"""Internal processes for the tests: a small one of Thuận Hóa, drawn ones, and workbooks as offices write them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from hypothesis import strategies as st

from thongsuot.areas.dossiers.area import AREA
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.internal.definition import Internal, Path, Span, SpanUnit, Step

assert AREA.path is not None
BASE, LETTERS = AREA.process, AREA.letters
PATH: Path = AREA.path
SEVEN_DAYS = Limit(LimitUnit.WORKING_DAY, 7, basis="Luật Xây dựng (chưa xác minh)")
BUILDING = "1.013225"


def days(amount: str) -> Span:
    return Span(Decimal(amount), SpanUnit.DAY)


def hours(amount: str) -> Span:
    return Span(Decimal(amount), SpanUnit.HOUR)


STEPS = (
    Step("tiep_nhan", "Tiếp nhận, số hóa", "received", span=hours("4"), unit="Trung tâm PVHCC", output="Mẫu 01"),
    Step("phan_cong", "Phân công thụ lý", "received", "head", "executing", "Trưởng phòng", span=hours("4")),
    Step("tham_dinh", "Thẩm định hồ sơ", "processing", span=days("2"), unit="Chuyên viên"),
    Step("thuc_dia", "Kiểm tra thực địa", "processing", span=days("1.5"), unit="Chuyên viên"),
    Step("ky", "Ký giấy phép", "reviewed", span=days("1"), unit="Chủ tịch UBND"),
    Step("vao_so", "Vào sổ, đóng dấu", "signed", span=hours("4"), unit="Văn thư"),
    Step("tra", "Trả kết quả", "done", unit="Trung tâm PVHCC"),
)


def building(place: str = "", steps: tuple[Step, ...] = STEPS, **changed: Any) -> Internal:
    """Building permits of a small ward: no examination by the head, a look at the place before the proposal."""
    values: dict[str, Any] = {"title": "Cấp giấy phép xây dựng nhà ở riêng lẻ", "limit": SEVEN_DAYS, **changed}
    return Internal(kind="dossier", procedure=BUILDING, steps=steps, place=place, **values)


_texts = st.text("abcđêộử ,;:0123", max_size=30).map(lambda text: " ".join(text.split()))
_spans = st.none() | st.builds(
    Span, st.integers(1, 8).map(lambda number: Decimal(number) / 4), st.sampled_from(SpanUnit)
)


@st.composite
def internals(draw: st.DrawFn) -> Internal:
    """Any process in the right order, with or without the optional state; not all of them fit their limit."""
    steps: list[Step] = []
    for state in PATH.states:
        least = 0 if state in PATH.optional else 1
        for number in range(draw(st.integers(least, 3))):
            role = ("specialist", "executing") if number and state == "processing" and draw(st.booleans()) else ("", "")
            steps.append(
                Step(
                    f"{state}_{number}", draw(_texts) or "Bước", state, *role, draw(_texts), draw(_texts),
                    draw(_spans), draw(_texts),
                )
            )  # fmt: skip
    unit = draw(st.sampled_from([LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY, LimitUnit.WORKING_HOUR]))
    limit = Limit(unit, draw(st.integers(30, 200)))
    place = draw(st.sampled_from(["", "46", "19789"]))
    return building(place, tuple(steps), limit=limit, title=draw(_texts) or "Quy trình", note=draw(_texts))


def workbook(rows: list[list[Any]], merges: list[tuple[int, int, int, int, str]] = []) -> bytes:  # noqa: B006
    """A workbook of these cells; merged ranges as (first row, first column, last row, last column, text)."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    page = book.add_worksheet("QT")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                page.write(at, column, cell)
    for top, left, bottom, right, text in merges:
        page.merge_range(top, left, bottom, right, text)
    book.close()
    return content.getvalue()
