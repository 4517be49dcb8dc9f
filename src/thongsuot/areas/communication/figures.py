"""What communication tells the Government's briefing: how much was announced, and how often it was read."""

from __future__ import annotations

from thongsuot.engine import sql
from thongsuot.engine.briefed import PLACED, Figure, Section, Span, Told
from thongsuot.register.working_time import VIETNAM

_READ = """
SELECT coalesce(sum(n), 0)::int FROM (
  SELECT about, day, count AS n FROM communication_reads
  UNION ALL SELECT about, day, count(*) FROM communication_seen WHERE vote = 0 GROUP BY about, day) r
JOIN engine_case c ON c.id = r.about WHERE r.day >= %(first)s AND r.day <= %(last)s
  AND (%(place)s = '' OR %(place)s IN (c.province_code, c.place_code))
"""


def read(span: Span) -> int:
    """How many times announcements were opened, each browser once a day."""
    first, last = (at.astimezone(VIETNAM).date() for at in (span.start, span.as_of))
    return int(sql.run(_READ, {"first": first, "last": last, "place": span.place})[0][0])


FIGURES = (
    Figure("communication.published", Section.SERVICE, "Thông báo đã đăng cho người dân",
           "Thông báo của xã, tỉnh được duyệt và đăng trong kỳ, kể cả đã gỡ.",
           "SELECT c.id FROM engine_case c WHERE c.kind = 'announcement' AND c.step IN ('published', 'taken_down')"
           f" AND c.resolved_at >= %(start)s AND c.resolved_at < %(as_of)s AND {PLACED}", "thông báo"),
    Told("communication.read", Section.SERVICE, "Lượt đọc thông báo",
         "Số lần thông báo được mở, mỗi trình duyệt một lần mỗi ngày, không theo dõi ai.", read, "lượt", "/tin-xa"),
)  # fmt: skip
