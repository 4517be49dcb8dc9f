"""What the inspections tell the briefing: teams, findings, what was done about them."""

from __future__ import annotations

from thongsuot.areas.inspections.following import FOLLOWED
from thongsuot.engine.briefed import PLACED, Figure, Ratio, Section

_OF = f"FROM engine_case c WHERE c.kind = 'finding' AND c.step <> 'dropped' AND {PLACED}"
_TAKEN = "c.opened_at >= %(start)s AND c.opened_at < %(as_of)s"

FIGURES = (
    Figure(
        "inspection_teams", Section.INSPECTIONS, "Đoàn, tổ kiểm tra đang hoạt động",
        "Đoàn, tổ đã lập và chưa kết thúc theo dõi, tính đến lúc chốt số.",
        f"SELECT c.id FROM engine_case c WHERE c.kind = 'inspection' AND c.is_open AND c.opened_at < %(as_of)s"
        f" AND {PLACED}",
        unit="đoàn",
    ),
    Figure(
        "findings_taken", Section.INSPECTIONS, "Phát hiện trong kỳ",
        "Phát hiện ghi tại nơi kiểm tra trong kỳ, không kể phát hiện đoàn đã bỏ.",
        f"SELECT c.id {_OF} AND {_TAKEN}", unit="phát hiện",
    ),
    Figure(
        "findings_followed", Section.INSPECTIONS, "Phát hiện đã có người làm",
        "Phát hiện trong kỳ đã trả lời có hẹn ngày, đã khắc phục, hoặc đã thành vướng mắc, nhiệm vụ.",
        f"SELECT c.id {_OF} AND {_TAKEN} AND {FOLLOWED}", unit="phát hiện",
    ),
    Ratio(
        "findings_follow_up", Section.INSPECTIONS, "Tỷ lệ theo dõi phát hiện",
        "Phát hiện đã có người làm chia cho phát hiện trong kỳ.", "findings_followed", "findings_taken",
    ),
    Figure(
        "findings_overdue", Section.INSPECTIONS, "Phát hiện quá hạn",
        "Phát hiện còn mở đã quá ngày phải trả lời hoặc ngày hẹn khắc phục.",
        f"SELECT c.id {_OF} AND c.is_open AND c.due_at < %(as_of)s", unit="phát hiện", bad=True,
    ),
    Figure(
        "findings_serious", Section.INSPECTIONS, "Phát hiện nghiêm trọng chưa khắc phục",
        "Phát hiện mức nghiêm trọng còn mở.",
        f"SELECT c.id {_OF} AND c.is_open AND c.facts ->> 'severity' = 'serious' AND c.opened_at < %(as_of)s",
        unit="phát hiện", bad=True, decide=True,
    ),
)  # fmt: skip
