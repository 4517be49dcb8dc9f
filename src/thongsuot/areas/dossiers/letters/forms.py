"""What each form of a dossier says: its fields with their Vietnamese names, and how they are written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, Field, model_validator

from thongsuot.areas.dossiers.letters.parts import (
    OUTCOMES,
    Agency,
    Applicant,
    Contact,
    Defect,
    Fee,
    Outcome,
    Paper,
    Procedure,
    Reason,
    RightBody,
    Signer,
)
from thongsuot.engine.letters import LetterData, LetterPart, Line, Name, Text, breakable
from thongsuot.register import formatting

NARROW = 12  # characters of a word that fit the narrow columns of the control sheet


def _with_weekday(moment: datetime) -> str:
    return f"{formatting.moment_in_words(moment)} ({formatting.weekday(moment)})"


class DossierLetter(LetterData):
    """The head of every form: who issues it, under which number, where and when."""

    agency: Agency = Field(title="Cơ quan ban hành")
    number: str = Field(default="", title="Số", description="empty until the clerk gives it: printed as a blank")
    symbol: str = Field(default="", title="Ký hiệu")

    def head(self) -> dict[str, Any]:
        number = self.number or "………"
        return {
            "agency": self.agency.printed(),
            "agency_name": self.agency.in_sentence,
            "number": f"{number}/{self.symbol}" if self.symbol else self.number,
            "place_line": self.agency.place_line(self.issued_at),
        }


class ToApplicant(DossierLetter):
    """A form that goes to the applicant about a procedure."""

    applicant: Applicant = Field(title="Người nộp hồ sơ")
    procedure: Procedure = Field(title="Thủ tục hành chính")
    content: str = Field(default="", title="Nội dung yêu cầu giải quyết")

    def head(self) -> dict[str, Any]:
        return super().head() | {
            "applicant": self.applicant.printed(),
            "you": self.applicant.you,
            "procedure": self.procedure.printed(),
            "content": self.content,
        }


class ReceiptData(ToApplicant):
    """Mẫu 01. `limit` and `due_reasons` are the words of the deadline as it was computed."""

    number: Text = Field(title="Số giấy tiếp nhận")
    symbol: str = Field(default="TNHS", title="Ký hiệu")
    papers: tuple[Paper, ...] = Field(default=(), title="Thành phần hồ sơ")
    sets: int = Field(default=1, title="Số bộ hồ sơ", ge=1)
    limit: Text = Field(title="Thời hạn giải quyết")
    received_at: AwareDatetime = Field(title="Thời điểm nhận hồ sơ")
    due_at: AwareDatetime = Field(title="Thời điểm trả kết quả")
    due_reasons: tuple[Text, ...] = Field(default=(), title="Căn cứ tính thời hạn")
    result_place: Text = Field(title="Nơi nhận kết quả")
    fees: tuple[Fee, ...] = Field(default=(), title="Phí, lệ phí")
    book: str = Field(default="", title="Quyển số")
    book_number: str = Field(default="", title="Số thứ tự trong sổ")
    submitter: str = Field(default="", title="Người nộp ký tên")
    receiver: str = Field(default="", title="Người tiếp nhận")
    copy_for: str = Field(default="", title="Liên", description="such as: Liên giao người nộp hồ sơ")

    @model_validator(mode="after")
    def _result_follows_receipt(self) -> ReceiptData:
        if self.due_at < self.received_at:
            raise ValueError("thời điểm trả kết quả không được trước thời điểm nhận hồ sơ")
        return self

    def printed(self) -> dict[str, Any]:
        return self.head() | {
            "copy": self.copy_for,
            "received_at_place": self.agency.in_sentence,
            "papers": [paper.printed(row) for row, paper in enumerate(self.papers, start=1)],
            "papers_count": formatting.counted(len(self.papers), "loại giấy tờ"),
            "sets": formatting.counted(self.sets, "bộ"),
            "limit": self.limit,
            "received_at": formatting.moment_in_words(self.received_at),
            "due_at": _with_weekday(self.due_at),
            "due_reasons": list(self.due_reasons),
            "result_place": self.result_place,
            "fee": "; ".join(fee.printed() for fee in self.fees),
            "book": self.book,
            "book_number": self.book_number,
            "submitter": self.submitter or self.applicant.name,
            "receiver": self.receiver,
        }


class SupplementData(ToApplicant):
    """Mẫu 02. All defects stand in it at once; `clock` says what the request does to the deadline."""

    number: Text = Field(title="Số phiếu")
    symbol: str = Field(default="HDHS", title="Ký hiệu")
    defects: tuple[Defect, ...] = Field(title="Nội dung cần bổ sung, hoàn thiện", min_length=1)
    answer_by: AwareDatetime | None = Field(default=None, title="Thời hạn bổ sung")
    clock: str = Field(default="", title="Ảnh hưởng đến thời hạn giải quyết")
    contact: Contact = Field(title="Liên hệ")
    officer: str = Field(default="", title="Người hướng dẫn")

    def printed(self) -> dict[str, Any]:
        return self.head() | {
            "defects": [defect.printed() for defect in self.defects],
            "defects_count": formatting.counted(len(self.defects), "nội dung"),
            "answer_by": _with_weekday(self.answer_by) if self.answer_by else "",
            "clock": self.clock,
            "contact": self.contact.printed(),
            "officer": self.officer,
        }


class RefusalData(ToApplicant):
    """Mẫu 03. Each reason is one of substance, never the code of a technical fault."""

    number: Text = Field(title="Số phiếu")
    symbol: str = Field(default="TCHS", title="Ký hiệu")
    reasons: tuple[Reason, ...] = Field(title="Lý do từ chối", min_length=1)
    guidance: str = Field(default="", title="Hướng dẫn")
    right_body: RightBody | None = Field(default=None, title="Nơi có thẩm quyền")
    contact: Contact = Field(title="Liên hệ")
    officer: str = Field(default="", title="Người tiếp nhận")

    def printed(self) -> dict[str, Any]:
        return self.head() | {
            "reasons": [reason.printed() for reason in self.reasons],
            "guidance": self.guidance,
            "right_body": self.right_body.printed() if self.right_body else {"name": ""},
            "contact": self.contact.printed(),
            "officer": self.officer,
        }


class ApologyData(ToApplicant):
    """Mẫu 04, signed by the head of the body that is late."""

    symbol: str = Field(default="XL", title="Ký hiệu")
    received_at: AwareDatetime = Field(title="Thời điểm nhận hồ sơ")
    old_due_at: AwareDatetime = Field(title="Thời điểm đã hẹn")
    new_due_at: AwareDatetime = Field(title="Thời điểm trả kết quả mới")
    reason: Text = Field(title="Lý do chậm")
    contact: Contact = Field(title="Liên hệ")
    signer: Signer = Field(title="Người ký")

    @model_validator(mode="after")
    def _new_day_is_later(self) -> ApologyData:
        if self.new_due_at <= self.old_due_at:
            raise ValueError("thời điểm trả kết quả mới phải sau thời điểm đã hẹn")
        return self

    def printed(self) -> dict[str, Any]:
        return self.head() | {
            "received_at": formatting.moment_in_words(self.received_at),
            "old_due_at": _with_weekday(self.old_due_at),
            "new_due_at": _with_weekday(self.new_due_at),
            "reason": self.reason,
            "contact": self.contact.printed(),
            "signer": self.signer.printed(),
        }


class StopData(ToApplicant):
    """Mẫu 05: the body stops settling the dossier, on a decision of its head; `ends` says that it is for good."""

    symbol: str = Field(default="TB", title="Ký hiệu")
    received_at: AwareDatetime = Field(title="Thời điểm nhận hồ sơ")
    stopped_at: AwareDatetime = Field(title="Thời điểm dừng giải quyết")
    reasons: tuple[Reason, ...] = Field(title="Lý do dừng", min_length=1)
    ground: str = Field(default="", title="Căn cứ pháp lý")
    ends: bool = Field(default=False, title="Kết thúc giải quyết")
    guidance: str = Field(default="", title="Hướng dẫn")
    contact: Contact = Field(title="Liên hệ")
    signer: Signer = Field(title="Người ký")

    def printed(self) -> dict[str, Any]:
        return self.head() | {
            "received_at": formatting.moment_in_words(self.received_at),
            "stopped_at": formatting.moment_in_words(self.stopped_at),
            "ground": self.ground,
            "does": "dừng và kết thúc giải quyết" if self.ends else "dừng giải quyết",
            "reasons": [reason.printed() for reason in self.reasons],
            "guidance": self.guidance,
            "contact": self.contact.printed(),
            "signer": self.signer.printed(),
        }


class RevocationData(ToApplicant):
    """A result that was handed over is revoked: which one, by which decision, why."""

    symbol: str = Field(default="TB", title="Ký hiệu")
    result: Text = Field(title="Kết quả bị thu hồi")
    decision: Text = Field(title="Quyết định thu hồi")
    revoked_at: AwareDatetime = Field(title="Thời điểm thu hồi")
    reasons: tuple[Reason, ...] = Field(title="Lý do thu hồi", min_length=1)
    ground: str = Field(default="", title="Căn cứ pháp lý")
    guidance: str = Field(default="", title="Hướng dẫn")
    contact: Contact = Field(title="Liên hệ")
    signer: Signer = Field(title="Người ký")

    def printed(self) -> dict[str, Any]:
        return self.head() | {
            "result": self.result,
            "decision": self.decision,
            "revoked_at": formatting.moment_in_words(self.revoked_at),
            "reasons": [reason.printed() for reason in self.reasons],
            "ground": self.ground,
            "guidance": self.guidance,
            "contact": self.contact.printed(),
            "signer": self.signer.printed(),
        }


def _short(at: datetime) -> str:
    """15 giờ 05 phút, 20/11/2026"""
    return f"{formatting.clock(at).replace(':', ' giờ ')} phút, {formatting.day(at)}"


class HandOver(LetterPart):
    """One row of the control sheet. `taken_at` is None while nobody has taken it; `outcome` where nothing is due."""

    from_body: Name = Field(title="Bên giao")
    to_body: Name = Field(title="Bên nhận")
    at: AwareDatetime = Field(title="Thời điểm giao")
    taken_at: AwareDatetime | None = Field(default=None, title="Thời điểm nhận")
    from_person: Line = Field(default="", title="Người giao")
    to_person: Line = Field(default="", title="Người nhận")
    outcome: Outcome | None = Field(default=None, title="Kết quả")
    note: Line = Field(default="", title="Ghi chú")

    def printed(self, row: int) -> dict[str, str]:
        return {
            "row": str(row),
            "from_body": breakable(self.from_body, NARROW),
            "to_body": breakable(self.to_body, NARROW),
            "given": _short(self.at),
            "taken": _short(self.taken_at) if self.taken_at else "",
            "from_person": breakable(self.from_person, NARROW),
            "to_person": breakable(self.to_person, NARROW),
            "outcome": OUTCOMES[self.outcome] if self.outcome else "",
            "note": breakable(self.note, NARROW),
        }


class ControlSheetData(DossierLetter):
    """Mẫu 06: every hand-over of the dossier, one row each, in the order in which they happened."""

    applicant: Text = Field(title="Người nộp hồ sơ")
    procedure: Procedure = Field(title="Thủ tục hành chính")
    settling_body: Text = Field(title="Cơ quan giải quyết")
    coordinating_bodies: tuple[Text, ...] = Field(default=(), title="Cơ quan phối hợp")
    received_at: AwareDatetime = Field(title="Thời điểm nhận hồ sơ")
    due_at: AwareDatetime = Field(title="Thời điểm hẹn trả kết quả")
    hand_overs: tuple[HandOver, ...] = Field(default=(), title="Các lần giao, nhận")

    def printed(self) -> dict[str, Any]:
        return self.head() | {
            "applicant": self.applicant,
            "procedure": self.procedure.printed(),
            "settling_body": self.settling_body,
            "coordinating_bodies": "; ".join(self.coordinating_bodies),
            "received_at": formatting.moment_in_words(self.received_at),
            "due_at": _with_weekday(self.due_at),
            "hand_overs": [one.printed(row) for row, one in enumerate(self.hand_overs, start=1)],
        }


class ResultData(DossierLetter):
    """A result document for procedures without a form of their own.

    `bases` are the grounds, in italics; `decision_word` (QUYẾT ĐỊNH:) stands between them and the body.
    """

    title: Text = Field(title="Tên văn bản")
    subject: str = Field(default="", title="Trích yếu")
    bases: tuple[Text, ...] = Field(default=(), title="Căn cứ")
    decision_word: str = Field(default="", title="Dòng quyết định")
    body: tuple[Text, ...] = Field(title="Nội dung", min_length=1)
    recipients: tuple[Text, ...] = Field(default=(), title="Nơi nhận")
    signer: Signer = Field(title="Người ký")

    def printed(self) -> dict[str, Any]:
        return self.head() | {
            "title": self.title.upper(),
            "subject": self.subject,
            "bases": list(self.bases),
            "decision_word": self.decision_word,
            "body": list(self.body),
            "recipients": list(self.recipients),
            "signer": self.signer.printed(),
        }
