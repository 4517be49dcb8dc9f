"""What a receipt (biên lai) says. It is none of the seven forms: its layout is ours, chưa xác minh."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime, Field

from thongsuot.areas.dossiers.letters.parts import Agency
from thongsuot.engine.letters import LetterData, Line, Name
from thongsuot.register import formatting
from thongsuot.register.amount_words import in_words


class FeeReceiptData(LetterData):
    """One receipt, as it was issued. `lines` say how the amount came about."""

    agency: Agency = Field(title="Cơ quan thu")
    number: Name = Field(title="Số")
    payer: Name = Field(title="Người nộp tiền")
    address: Line = Field(default="", title="Địa chỉ")
    procedure: Line = Field(title="Thủ tục")
    purpose: Name = Field(title="Khoản thu")
    lines: tuple[Line, ...] = Field(default=(), title="Cách tính")
    amount: int = Field(title="Số tiền", ge=0)
    method: Name = Field(title="Hình thức nộp")
    transaction: Line = Field(default="", title="Mã giao dịch")
    paid_at: AwareDatetime = Field(title="Thời điểm nộp")
    collector: Line = Field(default="", title="Người thu tiền")

    def printed(self) -> dict[str, Any]:
        return {
            "agency": self.agency.printed(),
            "place_line": self.agency.place_line(self.issued_at),
            "number": self.number,
            "payer": self.payer,
            "address": self.address,
            "procedure": self.procedure,
            "purpose": self.purpose,
            "lines": list(self.lines),
            "amount": formatting.money(self.amount),
            "words": in_words(self.amount),
            "method": self.method,
            "transaction": self.transaction,
            "paid_at": formatting.moment_in_words(self.paid_at),
            "collector": self.collector,
        }
