"""What satisfaction tells the Government's briefing: how many were asked, how many answered, and their mean."""

from __future__ import annotations

from thongsuot.areas.satisfaction import questions, reading
from thongsuot.engine.briefed import PLACED, Figure, Ratio, Section, Span, Told
from thongsuot.register.working_time import VIETNAM

_DELIVERED = f"""SELECT c.id FROM engine_case c WHERE c.kind = 'dossier' AND c.step = 'delivered'
  AND c.closed_at >= %(start)s AND c.closed_at < %(as_of)s AND {PLACED}"""


def mean(span: Span) -> float | None:
    """The mean of one to five stars; None under the least number of ratings."""
    tally = reading.of_place(span.start, span.as_of, span.place)
    found = tally.mean(questions.on(span.as_of.astimezone(VIETNAM).date()).least)
    return None if found is None else round(found, 2)


FIGURES = (
    Figure("satisfaction.delivered", Section.PETITIONS, "Hồ sơ đã trả kết quả",
           "Hồ sơ trả kết quả trong kỳ; mỗi hồ sơ được đánh giá một lần.", _DELIVERED, "hồ sơ"),
    Figure("satisfaction.rated", Section.PETITIONS, "Hồ sơ được người dân đánh giá",
           "Hồ sơ trả kết quả trong kỳ đã có đánh giá, theo mọi cách: liên kết, máy tại quầy, sau khi đăng nhập.",
           f"{_DELIVERED} AND c.facts ? 'stars'", "hồ sơ"),
    Ratio("satisfaction.response", Section.PETITIONS, "Tỷ lệ đánh giá",
          "Số hồ sơ được đánh giá trên số hồ sơ đã trả kết quả; luôn đọc cùng mức hài lòng.",
          "satisfaction.rated", "satisfaction.delivered"),
    Told("satisfaction.mean", Section.PETITIONS, "Mức hài lòng trung bình (1 đến 5)",
         "Trung bình các đánh giá được tính, không kể đánh giá có dấu hiệu không độc lập; dưới số lượng tối thiểu thì"
         " không nêu.", mean, "sao", "/hai-long"),
)  # fmt: skip
