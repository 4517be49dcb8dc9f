"""What petitions tell the briefing: how many, answered in time, of which class, how satisfied; the two ratios of 766.

Complaints and denunciations are in none of them: they are other kinds, and this reads one kind alone.
"""

from __future__ import annotations

from thongsuot.engine.briefed import PLACED, Figure, Ratio, Section

_OF = f"c.kind = 'petition' AND {PLACED}"
_RECEIVED = f"{_OF} AND c.opened_at >= %(start)s AND c.opened_at < %(as_of)s"
_ANSWERED = f"{_OF} AND c.outcome = 'answered' AND c.resolved_at >= %(start)s AND c.resolved_at < %(as_of)s"
_COUNTED = "c.facts ->> 'class' IN ('TTHC', 'STAFF')"
_BASIS = "QĐ 766/QĐ-TTg"


def _cases(where: str) -> str:
    return f"SELECT c.id FROM engine_case c WHERE {where}"  # noqa: S608


FIGURES: tuple[Figure | Ratio, ...] = (
    Figure(
        "petitions_received", Section.PETITIONS, "Phản ánh, kiến nghị tiếp nhận",
        "Tiếp nhận trong kỳ, mọi cách gửi, kể cả không nêu tên.", _cases(_RECEIVED),
    ),
    Figure(
        "petitions_procedure", Section.PETITIONS, "Trong đó: quy định, thủ tục hành chính",
        f"Phân loại TTHC theo {_BASIS}.", _cases(f"{_RECEIVED} AND c.facts ->> 'class' = 'TTHC'"),
    ),
    Figure(
        "petitions_behaviour", Section.PETITIONS, "Trong đó: hành vi của cán bộ, công chức",
        f"Phân loại STAFF theo {_BASIS}.", _cases(f"{_RECEIVED} AND c.facts ->> 'class' = 'STAFF'"), bad=True,
    ),
    Figure(
        "petitions_field", Section.PETITIONS, "Trong đó: phản ánh hiện trường",
        "Việc tại hiện trường: đường, điện, rác, trật tự.", _cases(f"{_RECEIVED} AND c.facts ->> 'class' = 'FIELD'"),
    ),
    Figure(
        "petitions_answered", Section.PETITIONS, "Đã trả lời",
        "Lãnh đạo đã ký trả lời trong kỳ.", _cases(_ANSWERED),
    ),
    Figure(
        "petitions_late", Section.PETITIONS, "Đang quá hạn trả lời",
        "Đang mở, đã quá hạn phân loại hoặc trả lời; không tính thời gian chờ người gửi bổ sung.",
        _cases(f"{_OF} AND c.is_open AND c.waits_for = 'body' AND c.due_at < %(as_of)s"), bad=True, decide=True,
    ),
    Figure(
        "petitions_stored", Section.PETITIONS, "Lưu, không phải trả lời",
        "Không nêu tên, không đủ thông tin, trùng, hoặc thuộc luật khác; kết thúc trong kỳ.",
        _cases(f"{_OF} AND c.step = 'stored' AND c.resolved_at >= %(start)s AND c.resolved_at < %(as_of)s"),
    ),
    Figure(
        "petitions_hints", Section.PETITIONS, "Lưu làm thông tin cho kiểm tra, giám sát",
        "Không phải trả lời nhưng cán bộ tiếp công dân đánh dấu là thông tin cho kiểm tra.",
        _cases(f"{_OF} AND c.step = 'stored' AND (c.facts ->> 'hint')::boolean AND c.resolved_at >= %(start)s"
               " AND c.resolved_at < %(as_of)s"),
    ),
    Figure(
        "petitions_766", Section.PETITIONS, "Đã trả lời (TTHC và hành vi)",
        f"Mẫu số của hai tỷ lệ theo {_BASIS}: phản ánh về TTHC và hành vi đã trả lời trong kỳ.",
        _cases(f"{_ANSWERED} AND {_COUNTED}"),
    ),
    Figure(
        "petitions_766_in_time", Section.PETITIONS, "Trả lời đúng hạn (TTHC và hành vi)",
        "Ký trả lời không sau hạn; gia hạn đã duyệt được tính.",
        _cases(f"{_ANSWERED} AND {_COUNTED} AND (c.due_at IS NULL OR c.resolved_at <= c.due_at)"),
    ),
    Figure(
        "petitions_rated", Section.PETITIONS, "Câu trả lời được người gửi đánh giá",
        "Người gửi đã cho sao về câu trả lời.", _cases(f"{_ANSWERED} AND {_COUNTED} AND c.facts ? 'stars'"),
    ),
    Figure(
        "petitions_satisfied", Section.PETITIONS, "Hài lòng với câu trả lời",
        "Người gửi cho 4 hoặc 5 sao.",
        _cases(f"{_ANSWERED} AND {_COUNTED} AND c.facts ->> 'stars' IN ('4', '5')"),
    ),
    Ratio(
        "petitions_in_time_ratio", Section.PETITIONS, "Tỷ lệ trả lời phản ánh, kiến nghị đúng hạn",
        f"{_BASIS}, nhóm mức độ hài lòng: trả lời đúng hạn trên tổng đã trả lời.",
        above="petitions_766_in_time", below="petitions_766",
    ),
    Ratio(
        "petitions_satisfied_ratio", Section.PETITIONS, "Tỷ lệ hài lòng với câu trả lời",
        f"{_BASIS}: hài lòng trên tổng được đánh giá; số được đánh giá đứng cạnh.",
        above="petitions_satisfied", below="petitions_rated",
    ),
)  # fmt: skip
