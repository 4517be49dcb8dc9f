"""The definitions, in one place: which bucket a case is in, what each figure counts, what each ratio divides by what.

Source of the buckets: the status list of the national portal's synchronisation (docs/glossary.md) and the headings
of the provinces' reports, "Đã xử lý", "Tạm dừng", "Đang xử lý". Bounds are half-open: an event at the first
instant of a period belongs to it, one at its end does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from thongsuot.register import calendar
from thongsuot.register.calendar import VIETNAM


class Bucket(StrEnum):
    """Where a case stands for counting. WAITING and REFUSED are not in the total."""

    WAITING = "waiting"
    REFUSED = "refused"
    PROCESS = "process"
    PAUSED = "paused"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


_OF_STATUS = {
    1: Bucket.WAITING,
    2: Bucket.PROCESS,
    3: Bucket.REFUSED,
    4: Bucket.PROCESS,
    5: Bucket.PAUSED,
    6: Bucket.PAUSED,
    7: Bucket.WITHDRAWN,
    8: Bucket.PAUSED,
    9: Bucket.RESOLVED,
    10: Bucket.RESOLVED,
}
UNDER_WAY = frozenset({Bucket.PROCESS, Bucket.PAUSED, Bucket.RESOLVED})
"""What a case that was not received cannot be in: entering one of them is coming into the total."""
STOPPED = 8


def bucket_of(status: int, is_open: bool, received: bool = True) -> Bucket:
    """The bucket of a status code; a stop that was closed with form 05 is done. Raises KeyError for an unknown code.

    What the applicant is asked to correct before it is `received` still waits to be received: it cannot be paused.
    """
    if status == STOPPED and not is_open:
        return Bucket.RESOLVED
    found = _OF_STATUS[status]
    return Bucket.WAITING if found is Bucket.PAUSED and not received else found


@dataclass(frozen=True)
class Period:
    """From a moment to before another, seen as of `as_of`, which is never after the end.

    `soon` is the moment until which what is within time counts as due soon: one working day after `as_of`.
    """

    start: datetime
    as_of: datetime
    soon: datetime

    def back(self, by: timedelta) -> Period:
        """The same period so much earlier, seen from so much earlier."""
        return period(self.start - by, self.as_of - by)


def period(start: datetime, as_of: datetime) -> Period:
    """A period seen as of its end. Raises ValueError when it ends before it starts."""
    if as_of < start:
        raise ValueError("a period ends after it starts")
    times = calendar.load()
    return Period(start, as_of, times.moment_of_days(times.days_at(as_of) + 1))


def days_before(as_of: datetime, days: int) -> Period:
    """The last days up to a moment."""
    return period(as_of - timedelta(days=days), as_of)


def day_start(day: date) -> datetime:
    """The first instant of a day in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)


@dataclass(frozen=True)
class Figure:
    """One number: `test` is the SQL condition on what a case's stretch `h` says at the period's end, see `HELD`.

    What was finished before the period began is not asked. `bad` says that more of it is worse. The condition is
    all there is: counting and listing share it.
    """

    key: str
    label: str
    meaning: str
    test: str
    bad: bool = False


HELD = """
  s.received_at IS NOT NULL AND s.bucket <> 'refused' AS counted, s.received_at >= p.start AS fresh,
  s.supported_by <> '' AS helped,
  CASE WHEN s.bucket = 'resolved' THEN CASE WHEN s.since > s.due_at THEN 'late'
      WHEN (s.since AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < (s.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
      THEN 'early' ELSE 'on_time' END
    WHEN s.due_at < p.as_of THEN 'overdue' WHEN s.due_at <= p.soon THEN 'soon' ELSE 'within' END AS timing"""
"""What a stretch `s` says at a period's end `p`: whether it is in the total, whether received in it, how timed."""

_LIST = (
    Figure("received", "Tiếp nhận", "Hồ sơ được tiếp nhận trong kỳ.", "h.counted AND h.fresh"),
    Figure("carried", "Kỳ trước chuyển sang", "Tiếp nhận trước kỳ và chưa xong khi kỳ bắt đầu.",
           "h.counted AND NOT h.fresh"),
    Figure("total", "Tổng số", "Kỳ trước chuyển sang cộng tiếp nhận trong kỳ.", "h.counted"),
    Figure("in_process", "Đang xử lý", "Đã tiếp nhận hoặc đang xử lý, không tạm dừng (trạng thái 2, 4).",
           "h.bucket = 'process'"),
    Figure("within", "Đang xử lý, trong hạn", "Đang xử lý và chưa qua hạn trả, kể cả không quy định thời hạn.",
           "h.bucket = 'process' AND h.timing <> 'overdue'"),
    Figure("overdue", "Đang xử lý, quá hạn", "Đang xử lý và đã qua hạn trả.",
           "h.bucket = 'process' AND h.timing = 'overdue'", bad=True),
    Figure("due_soon", "Sắp hết hạn", "Đang xử lý, còn không quá một ngày làm việc.",
           "h.bucket = 'process' AND h.timing = 'soon'", bad=True),
    Figure("paused", "Tạm dừng", "Chờ bổ sung, chờ nghĩa vụ tài chính hoặc dừng xử lý (trạng thái 5, 6, 8).",
           "h.bucket = 'paused'"),
    Figure("processed", "Đã xử lý", "Đã giải quyết cộng đã rút, trong kỳ.",
           "h.counted AND h.bucket IN ('resolved', 'withdrawn')"),
    Figure("resolved", "Đã giải quyết", "Có kết quả trong kỳ, kể cả đã trả (trạng thái 9, 10).",
           "h.bucket = 'resolved'"),
    Figure("early", "Trước hạn", "Có kết quả trước ngày hẹn trả.", "h.bucket = 'resolved' AND h.timing = 'early'"),
    Figure("on_time", "Đúng hạn", "Có kết quả trong ngày hẹn trả, không muộn hơn giờ hẹn; hoặc không có hạn.",
           "h.bucket = 'resolved' AND h.timing = 'on_time'"),
    Figure("late", "Quá hạn", "Có kết quả sau hạn trả.", "h.bucket = 'resolved' AND h.timing = 'late'", bad=True),
    Figure("withdrawn", "Đã rút", "Chủ hồ sơ rút sau khi được tiếp nhận, trong kỳ (trạng thái 7).",
           "h.counted AND h.bucket = 'withdrawn'"),
    Figure("waiting", "Chờ tiếp nhận",
           "Mới nộp, chưa được tiếp nhận, kể cả đang chờ hoàn thiện. Không nằm trong tổng số.",
           "h.bucket = 'waiting'"),
    Figure("unanswered", "Chờ tiếp nhận quá 08 giờ", "Mới nộp và đã quá 08 giờ làm việc chưa được trả lời.",
           "h.bucket = 'waiting' AND h.timing = 'overdue'", bad=True),
    Figure("refused", "Từ chối tiếp nhận", "Bị từ chối trong kỳ (trạng thái 3). Không nằm trong tổng số.",
           "h.bucket = 'refused'"),
    Figure("withdrawn_unreceived", "Rút trước khi tiếp nhận",
           "Chủ hồ sơ rút khi chưa được tiếp nhận. Không nằm trong tổng số.",
           "h.bucket = 'withdrawn' AND NOT h.counted"),
    Figure("online", "Tiếp nhận trực tuyến", "Tiếp nhận trong kỳ, nộp qua kênh trực tuyến.",
           "h.counted AND h.fresh AND h.channel = 'online'"),
    Figure("assisted", "Cán bộ nộp hộ",
           "Tiếp nhận trong kỳ, do cán bộ nơi khác nộp trực tuyến hộ; không tính là trực tuyến.",
           "h.counted AND h.fresh AND h.channel = 'assisted'"),
    Figure("supported", "Hỗ trợ nộp",
           "Tiếp nhận trong kỳ, do điểm này nhận thay hoặc nộp hộ cho nơi khác giải quyết. Đếm theo điểm hỗ trợ.",
           "h.counted AND h.fresh AND h.helped"),
    Figure("from_elsewhere", "Nhận từ nơi khác",
           "Tiếp nhận trong kỳ, người nộp đến một điểm khác nơi giải quyết. Đếm theo cơ quan giải quyết.",
           "h.counted AND h.fresh AND h.helped"),
)  # fmt: skip
FIGURES: Mapping[str, Figure] = {figure.key: figure for figure in _LIST}


@dataclass(frozen=True)
class Ratio:
    """One share: the figures above the line, and the figure below it, both named because there are several."""

    key: str
    label: str
    meaning: str
    above: tuple[str, ...]
    below: str

    def of(self, counts: Mapping[str, int]) -> float | None:
        """The share, or None when there is nothing to divide by: no data is not full marks."""
        whole = counts[self.below]
        return sum(counts[name] for name in self.above) / whole if whole else None


RATIOS: Mapping[str, Ratio] = {
    ratio.key: ratio
    for ratio in (
        Ratio("on_time_rate", "Tỷ lệ đúng hạn", "Trước hạn và đúng hạn, trên số đã giải quyết trong kỳ.",
              ("early", "on_time"), "resolved"),
        Ratio("index_rate", "Tỷ lệ đúng hạn theo Bộ chỉ số 766",
              "Trước hạn và đúng hạn, trên số tiếp nhận trong kỳ (QĐ 766/QĐ-TTg).",
              ("early", "on_time"), "received"),
        Ratio("online_share", "Tỷ lệ trực tuyến", "Tiếp nhận trực tuyến, trên số tiếp nhận trong kỳ.",
              ("online",), "received"),
        Ratio("overdue_share", "Tỷ lệ quá hạn", "Đang xử lý đã quá hạn, trên số đang xử lý.",
              ("overdue",), "in_process"),
    )
}  # fmt: skip

IDENTITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("total", ("carried", "received")),
    ("total", ("in_process", "paused", "processed")),
    ("processed", ("resolved", "withdrawn")),
    ("in_process", ("within", "overdue")),
    ("resolved", ("early", "on_time", "late")),
)
"""What holds for every slice, period and moment: the figure on the left is the sum of those on the right."""
