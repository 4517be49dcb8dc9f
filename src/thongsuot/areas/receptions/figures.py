"""What reception days tell the briefing: how many the chairs held themselves, beside how many the law wants."""

from __future__ import annotations

from datetime import date, timedelta

from thongsuot.areas.receptions.process import CHAIR, RECEPTION_DAY
from thongsuot.engine.briefed import PLACED, Figure, Section, Span, Told
from thongsuot.register import communes
from thongsuot.register.working_time import VIETNAM

WEEK = 7
_HELD = f"""SELECT c.id FROM engine_case c WHERE c.kind = '{RECEPTION_DAY.key}' AND c.step = 'held'
  AND (c.facts ->> 'begins')::timestamptz >= %(start)s AND (c.facts ->> 'begins')::timestamptz < %(as_of)s
  AND {PLACED}"""  # noqa: S608 - constants of this package


def months(first: date, last: date) -> int:
    """The whole calendar months from a day to another, both counted in."""
    after = last + timedelta(days=1)
    begun = first.year * 12 + first.month + (first.day > 1)
    return max(0, after.year * 12 + after.month - begun)


def owed(first: date, last: date, of_communes: int, of_provinces: int) -> int:
    """The days owed by so many chairs: each whole week one of a commune, each whole month one of a province."""
    weeks = max(0, ((last - first).days + 1) // WEEK)
    return weeks * of_communes + months(first, last) * of_provinces


def required(span: Span) -> int:
    """The days that the chairs of a place owe in a period."""
    first = span.start.astimezone(VIETNAM).date()
    last = (span.as_of - timedelta(microseconds=1)).astimezone(VIETNAM).date()
    if len(span.place) == 5:
        return owed(first, last, 1, 0)
    provinces = [span.place] if span.place else [code for code, _ in communes.provinces(last)]
    return owed(first, last, sum(len(communes.of_province(code, last)) for code in provinces), len(provinces))


FIGURES = (
    Figure("receptions.held", Section.PETITIONS, "Ngày Chủ tịch trực tiếp tiếp công dân",
           "Buổi tiếp theo lịch trong kỳ do chính Chủ tịch tiếp.",
           f"{_HELD} AND c.facts ->> 'received_by' = '{CHAIR}'", "ngày"),
    Told("receptions.required", Section.PETITIONS, "Ngày phải tiếp theo luật",
         "Chủ tịch xã mỗi tuần trọn một ngày, Chủ tịch tỉnh mỗi tháng trọn một ngày (Luật Tiếp công dân 2013, chưa xác"
         " minh điều khoản); tính các tuần, tháng trọn trong kỳ.", required, "ngày"),
)  # fmt: skip
