"""What the list says with which originals go from one counter to another. Its layout is ours, chưa xác minh."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime, Field

from thongsuot.areas.dossiers.letters.forms import DossierLetter
from thongsuot.areas.dossiers.letters.parts import Procedure
from thongsuot.engine.letters import Line, Name, Text
from thongsuot.register import formatting

BLANK_MOMENT = "…… giờ …… phút, ngày …… tháng …… năm ………"


class OriginalsData(DossierLetter):
    """One list: as it left, with blanks for who takes it, or as it was signed for, with both people and both times."""

    applicant: Text = Field(title="Người nộp hồ sơ")
    procedure: Procedure = Field(title="Thủ tục hành chính")
    from_body: Name = Field(title="Bên giao")
    to_body: Name = Field(title="Bên nhận")
    carrier: Line = Field(default="", title="Người, đơn vị chuyển")
    papers: tuple[Text, ...] = Field(title="Bản gốc", min_length=1)
    given_at: AwareDatetime = Field(title="Thời điểm giao")
    giver: Line = Field(default="", title="Người giao")
    taken_at: AwareDatetime | None = Field(default=None, title="Thời điểm nhận")
    taker: Line = Field(default="", title="Người nhận")
    checked: Line = Field(default="", title="Đối chiếu")
    note: Line = Field(default="", title="Ghi chú")

    def printed(self) -> dict[str, Any]:
        return self.head() | {
            "applicant": self.applicant,
            "procedure": self.procedure.printed(),
            "from_body": self.from_body,
            "to_body": self.to_body,
            "carrier": self.carrier,
            "papers": [{"row": str(row), "name": name} for row, name in enumerate(self.papers, 1)],
            "given_at": formatting.moment_in_words(self.given_at),
            "giver": self.giver,
            "taken_at": formatting.moment_in_words(self.taken_at) if self.taken_at else BLANK_MOMENT,
            "taker": self.taker,
            "checked": self.checked,
            "note": self.note,
        }
