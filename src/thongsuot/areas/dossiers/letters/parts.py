"""What several forms of a dossier are made of: the agency, the applicant, papers, reasons, who signs."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from thongsuot.engine.letters import LetterPart, Line, Name, Text
from thongsuot.register import formatting


class Agency(LetterPart):
    """Who issues the form: the header's two lines, and how its sentences call it."""

    superior: Line = Field(default="", title="Cơ quan cấp trên")
    name: Name = Field(title="Tên cơ quan")
    full_name: Line = Field(default="", title="Tên đầy đủ", description="in sentences; empty: the same as `name`")
    place: Name = Field(title="Địa danh")

    @property
    def in_sentence(self) -> str:
        return self.full_name or self.name

    def printed(self) -> dict[str, str]:
        return {"superior": self.superior.upper(), "name": self.name.upper()}

    def place_line(self, day: date) -> str:
        return f"{self.place}, {formatting.day_in_words(day)}"


class Applicant(LetterPart):
    """Whose dossier it is, and how the form speaks to a person or to an organisation."""

    name: Name = Field(title="Họ tên")
    address: Line = Field(default="", title="Địa chỉ")
    phone: Line = Field(default="", title="Số điện thoại")
    email: Line = Field(default="", title="Thư điện tử")
    organisation: bool = Field(default=False, title="Là tổ chức")

    @property
    def you(self) -> str:
        return "Quý đơn vị" if self.organisation else "Ông/Bà"

    def printed(self) -> dict[str, str]:
        return {
            "name": self.name,
            "salutation": self.name if self.organisation else f"{self.you} {self.name}",
            "address": self.address,
            "phone": self.phone,
            "email": self.email,
        }


class Procedure(LetterPart):
    name: Text = Field(title="Tên thủ tục")
    code: Name = Field(title="Mã thủ tục")

    def printed(self) -> str:
        return f"{self.name} (mã số {self.code})"


class PaperKind(StrEnum):
    """How a paper was handed in; the values are the national portal's `LoaiBan`."""

    ORIGINAL = "0"
    COPY = "1"
    ELECTRONIC = "2"


PAPER_KINDS = {
    PaperKind.ORIGINAL: "Bản chính",
    PaperKind.COPY: "Bản sao",
    PaperKind.ELECTRONIC: "Bản điện tử",
}


class Paper(LetterPart):
    name: Name = Field(title="Tên giấy tờ")
    kind: PaperKind = Field(title="Loại bản")
    count: int = Field(default=1, title="Số bản", ge=1)

    def printed(self, row: int) -> dict[str, str]:
        return {
            "row": str(row),
            "name": self.name,
            "kind": PAPER_KINDS[self.kind],
            "count": f"{self.count:02d}",
        }


class Fee(LetterPart):
    name: Name = Field(title="Khoản thu")
    amount: int = Field(title="Số tiền", ge=0, description="đồng")
    paid: bool = Field(default=False, title="Đã nộp")

    def printed(self) -> str:
        if not self.amount:
            return f"{self.name}: không thu"
        state = "đã nộp" if self.paid else "chưa nộp"
        return f"{self.name} {formatting.money(self.amount)} ({state})"


class Defect(LetterPart):
    """One thing that the dossier lacks, and what the applicant does about it."""

    what: Text = Field(title="Nội dung cần bổ sung")
    todo: Text = Field(title="Việc cần làm")
    basis: Line = Field(default="", title="Căn cứ")

    def printed(self) -> dict[str, str]:
        return {"what": self.what, "todo": self.todo, "basis": self.basis}


class Reason(LetterPart):
    text: Text = Field(title="Lý do")
    basis: Line = Field(default="", title="Căn cứ")

    def printed(self) -> dict[str, str]:
        return {"text": self.text, "basis": self.basis}


class Contact(LetterPart):
    name: Name = Field(title="Người hoặc nơi liên hệ")
    phone: Line = Field(default="", title="Điện thoại liên hệ")
    email: Line = Field(default="", title="Thư điện tử liên hệ")
    hours: Line = Field(default="", title="Giờ làm việc")

    def printed(self) -> dict[str, str]:
        return {"name": self.name, "phone": self.phone, "email": self.email, "hours": self.hours}


class RightBody(LetterPart):
    """Where the person should go instead."""

    name: Name = Field(title="Cơ quan có thẩm quyền")
    address: Line = Field(default="", title="Địa chỉ")
    phone: Line = Field(default="", title="Điện thoại")

    def printed(self) -> dict[str, str]:
        return {"name": self.name, "address": self.address, "phone": self.phone}


class Signer(LetterPart):
    """The signature block: its lines (TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH) and the name."""

    titles: tuple[Name, ...] = Field(title="Chức vụ người ký", min_length=1)
    name: Line = Field(default="", title="Họ tên người ký")
    note: Line = Field(default="(Ký, ghi rõ họ tên và đóng dấu)", title="Cách ký")

    def printed(self) -> dict[str, Any]:
        return {"titles": [title.upper() for title in self.titles], "name": self.name, "note": self.note}


class Outcome(StrEnum):
    """How a hand-over stands to its step's time."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


OUTCOMES = {Outcome.EARLY: "Trước hạn", Outcome.ON_TIME: "Đúng hạn", Outcome.LATE: "Quá hạn"}
