"""What the systems tell the briefing: faults, promises of their owners, availability, conditions of the communes."""

from __future__ import annotations

from datetime import timedelta

from thongsuot.areas.systems import conditions, probing
from thongsuot.engine import sql
from thongsuot.engine.briefed import PLACED, Figure, Section, Span, Told
from thongsuot.engine.deciding import VIETNAM

_OPEN = f"SELECT c.id FROM engine_case c WHERE c.kind = 'fault' AND c.is_open AND c.opened_at < %(as_of)s AND {PLACED}"


def available(span: Span) -> float | None:
    """The mean availability of all probed systems in the period, in percent, of the days that were probed."""
    first = span.start.astimezone(VIETNAM).date()
    last = (span.as_of - timedelta(microseconds=1)).astimezone(VIETNAM).date()
    shares = [share for days in probing.availability(first, last).values() for _day, share in days]
    return round(sum(shares) / len(shares), 2) if shares else None


def without_officer(span: Span) -> int | None:
    """Communes that stated that they have no IT officer; nothing when none has stated anything."""
    day = span.as_of.astimezone(VIETNAM).date()
    if len(span.place) == 5:
        stated = [one for one in conditions.of([span.place], day) if one.day <= day]
        return sum(one.it_officer == "none" for one in stated) if stated else None
    counts = conditions.counts(day)
    chosen = [counts[span.place]] if span.place in counts else [] if span.place else list(counts.values())
    return sum(one["it_officer"] for one in chosen) if chosen else None


def connected(span: Span) -> int:
    """Provincial systems that are connected to the national portal."""
    rows = sql.run(
        """SELECT count(*) FROM systems_system s WHERE s.kind = 'province' AND (%(place)s = '' OR
          s.province_code = %(place)s) AND (SELECT f.holds FROM systems_fact f WHERE f.system = s.key
          AND f.fact = 'connected' AND f.since <= %(as_of)s ORDER BY f.since DESC, f.recorded_at DESC LIMIT 1)""",
        span.parameters(),
    )
    return int(rows[0][0])


FIGURES = (
    Figure(
        "faults_open", Section.SERVICE, "Lỗi hệ thống thông tin chưa xử lý xong",
        "Lỗi đã báo, chưa được người báo xác nhận hết.", _OPEN, unit="lỗi", bad=True,
    ),
    Figure(
        "faults_late", Section.SERVICE, "Lỗi hệ thống quá ngày hẹn",
        "Lỗi mà cơ quan chủ quản đã hẹn ngày sửa xong và ngày đó đã qua.",
        f"{_OPEN} AND c.step = 'promised' AND c.due_at < %(as_of)s", unit="lỗi", bad=True, decide=True,
    ),
    Figure(
        "faults_unanswered", Section.SERVICE, "Lỗi hệ thống chưa ai hẹn ngày sửa",
        "Lỗi đã báo mà cơ quan chủ quản chưa hẹn ngày.",
        f"{_OPEN} AND c.step IN ('reported', 'accepted')", unit="lỗi", bad=True,
    ),
    Told(
        "systemsavailable", Section.SERVICE, "Hệ thống trả lời máy thăm dò",
        "Trung bình tỷ lệ trả lời theo ngày của các hệ thống đã đăng ký địa chỉ.", available, "%", "/he-thong",
    ),
    Told(
        "systems_connected", Section.SERVICE, "Hệ thống cấp tỉnh đã kết nối Cổng Dịch vụ công quốc gia",
        "Theo danh mục hệ thống thông tin.", connected, "hệ thống", "/he-thong",
    ),
    Told(
        "communes_without_it", Section.APPARATUS, "Xã, phường chưa có cán bộ công nghệ thông tin",
        "Theo khai báo gần nhất của từng xã; xã chưa khai không tính.", without_officer, "xã", "/dieu-kien", bad=True,
    ),
)  # fmt: skip
