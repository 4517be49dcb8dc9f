"""What the register book says: its head, and a line for each dossier."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime, Field

from thongsuot.areas.dossiers.letters.parts import Agency
from thongsuot.engine.letters import LetterData, LetterPart, Line, Name, breakable
from thongsuot.register import formatting

CODE, NARROW, NOTE, NARROWEST = 16, 14, 12, 9  # characters of a word that fit the columns


class BookLine(LetterPart):
    """One dossier of the book; what is not known yet stays blank."""

    number: int = Field(title="STT", ge=1)
    code: Line = Field(default="", title="Mã hồ sơ")
    title: Line = Field(default="", title="Tên thủ tục hành chính")
    sets: int = Field(default=1, title="Số bộ", ge=0)
    name: Line = Field(default="", title="Tên cá nhân, tổ chức")
    contact: str = Field(default="", title="Địa chỉ, số điện thoại", max_length=1000)
    body: Line = Field(default="", title="Cơ quan chủ trì giải quyết")
    received_at: AwareDatetime = Field(title="Nhận hồ sơ")
    due_at: AwareDatetime | None = Field(default=None, title="Hẹn trả kết quả")
    given_at: AwareDatetime | None = Field(default=None, title="Trả kết quả")
    delivery: Line = Field(default="", title="Phương thức nhận kết quả")
    note: Line = Field(default="", title="Ghi chú")

    def printed(self) -> list[str]:
        moments = [_moment(one) for one in (self.received_at, self.due_at, self.given_at)]
        return [
            formatting.number(self.number),
            breakable(self.code, CODE),
            breakable(self.title, NARROW),
            f"{self.sets:02d}",
            breakable(self.name, NARROW),
            breakable(self.contact, NARROW),
            breakable(self.body, NARROW),
            *moments,
            breakable(self.delivery, NARROWEST),
            "",
            breakable(self.note, NOTE),
        ]


def _moment(value: Any) -> str:
    return f"{formatting.day(value)}\n{formatting.clock(value)}" if value else ""


class RegisterBookData(LetterData):
    """Mẫu 07: a part of a counter's book of a year."""

    agency: Agency = Field(title="Cơ quan tiếp nhận")
    year: int = Field(title="Năm")
    span: Name = Field(title="Phần của sổ", description="such as: Tháng 11 năm 2026, từ số 1 đến số 218")
    lines: tuple[BookLine, ...] = Field(default=(), title="Các hồ sơ")

    def printed(self) -> dict[str, Any]:
        return {
            "agency": self.agency.printed(),
            "place_line": self.agency.place_line(self.issued_at),
            "year": str(self.year),
            "span": self.span,
            "lines": [line.printed() for line in self.lines],
        }
