"""The figures of guidance for the briefing: issued, owed, late and late by field, promises, what ends soon."""

from __future__ import annotations

from thongsuot.engine.briefed import PLACED, Figure, Ratio, Section

_OF = f"SELECT c.id FROM engine_case c WHERE c.kind = 'guidance' AND {PLACED}"
_ISSUED = "c.outcome = 'issued' AND c.resolved_at >= %(start)s AND c.resolved_at < %(as_of)s"
_LATE = "c.is_open AND c.due_at < %(as_of)s"
_PROMISED = "c.clock -> 'facts' -> 0 ->> 0 = 'promised'"
_FIRST = "(c.clock -> 'facts' -> 0 ->> 2)::timestamptz"
# The fields that the report on the two-tier government named; the others are in the list of all that is late.
NAMED = (("finance", "tài chính, kế toán"), ("land", "đất đai"), ("education", "giáo dục"))


def _figure(key: str, label: str, meaning: str, where: str, *, bad: bool = False) -> Figure:
    return Figure(
        f"guidance.{key}", Section.INSTITUTIONS, label, meaning, f"{_OF} AND {where} ORDER BY c.id", "văn bản", bad=bad
    )


FIGURES: tuple[Figure | Ratio, ...] = (
    _figure("issued", "Đã ban hành", "Văn bản nợ được ban hành trong kỳ.", _ISSUED),
    _figure("owed", "Còn nợ", "Chưa ban hành, kể cả chưa cho biết ngày.", "c.is_open"),
    _figure("undated", "Chưa có ngày cam kết", "Còn nợ mà cơ quan nợ chưa cho biết ngày ban hành.",
            "c.is_open AND c.step = 'owed'", bad=True),
    _figure("late", "Chậm", "Còn nợ và đã quá ngày cam kết, hoặc quá hạn cho biết ngày.", _LATE, bad=True),
    *(_figure(f"late_{key}", f"Chậm: {name}", f"Văn bản chậm thuộc lĩnh vực {name}.",
              f"{_LATE} AND c.facts ->> 'field' = '{key}'", bad=True) for key, name in NAMED),
    _figure("kept", "Ban hành đúng ngày cam kết", "Ban hành trong kỳ, không muộn hơn ngày cam kết lần đầu.",
            f"{_ISSUED} AND {_PROMISED} AND c.resolved_at <= {_FIRST}"),
    _figure("contradicting", "Có nội dung trái, chồng lấn", "Đã ban hành, còn ghi điều khoản trái với văn bản khác.",
            "c.step = 'issued' AND c.facts ? 'contradicts'", bad=True),
    _figure("expiring", "Sắp hết hiệu lực", "Đang có hiệu lực, tự hết hiệu lực trong 180 ngày tới.",
            "c.step = 'issued' AND (c.facts ->> 'expires_day')::date"
            " BETWEEN %(as_of)s::date AND (%(as_of)s + interval '180 days')::date"),
    Ratio("guidance.kept_share", Section.INSTITUTIONS, "Tỷ lệ ban hành đúng ngày cam kết",
          "Trên số văn bản ban hành trong kỳ.", "guidance.kept", "guidance.issued"),
)  # fmt: skip
