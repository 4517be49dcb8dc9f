"""The table of a conclusion's tasks on paper, A4 landscape in the frame of NĐ 30/2020: one row for each task."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field

from thongsuot.engine.letters import Letter, LetterData, LetterPart, Line, Name, Text, breakable
from thongsuot.register import formatting

NARROW = 14  # characters of a word that fit a column


class TaskLine(LetterPart):
    """One task; `depth` 1 stands for a part of the task above it."""

    work: Text = Field(title="Nhiệm vụ")
    who: Line = Field(default="", title="Người chịu trách nhiệm")
    body: Line = Field(default="", title="Cơ quan chủ trì")
    due: Line = Field(default="", title="Thời hạn")
    first_due: Line = Field(default="", title="Hạn ban đầu")
    product: Line = Field(default="", title="Sản phẩm")
    authority: Line = Field(default="", title="Thẩm quyền")
    state: Line = Field(default="", title="Tình trạng")
    late: bool = Field(default=False, title="Chậm")
    depth: int = Field(default=0, title="Cấp", ge=0, le=3)

    def printed(self, row: int) -> dict[str, Any]:
        due = f"{self.due} (hạn ban đầu {self.first_due})" if self.first_due else self.due
        return {
            "row": str(row),
            "work": f"{'– ' * self.depth}{self.work}",
            "who": breakable(self.who, NARROW),
            "body": breakable(self.body, NARROW),
            "due": due,
            "product": breakable(self.product, NARROW),
            "authority": breakable(self.authority, NARROW),
            "state": self.state,
            "late": self.late,
        }


class TaskTableData(LetterData):
    """The annex of a notice: what it gives to whom, and how each stands on the day of printing."""

    superior: Line = Field(default="", title="Cơ quan cấp trên")
    agency: Name = Field(title="Tên cơ quan")
    place: Name = Field(title="Địa danh")
    notice: Line = Field(default="", title="Thông báo kết luận")
    meeting: Text = Field(title="Cuộc họp")
    told: tuple[Line, ...] = Field(default=(), title="Tóm tắt")
    lines: tuple[TaskLine, ...] = Field(default=(), title="Nhiệm vụ")

    def printed(self) -> dict[str, Any]:
        return {
            "agency": {"superior": self.superior.upper(), "name": self.agency.upper()},
            "place_line": f"{self.place}, {formatting.day_in_words(self.issued_at)}",
            "notice": self.notice,
            "meeting": self.meeting,
            "told": list(self.told),
            "lines": [line.printed(row) for row, line in enumerate(self.lines, start=1)],
        }


TASK_TABLE = Letter(
    key="task_table",
    title="Bảng theo dõi nhiệm vụ theo kết luận",
    template=Path(__file__).with_name("task_table.typ"),
    version="NĐ 30/2020/NĐ-CP",
    in_force_from=date(2020, 3, 5),
    in_force_to=None,
    legal_basis="Nghị định 30/2020/NĐ-CP, Phụ lục I về thể thức (bố cục bảng là của phần mềm)",
    fields=TaskTableData,
)
