"""Satisfaction as a workbook: what the page shows, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thongsuot.areas.satisfaction import questions, reading, rules
from thongsuot.engine.actor import Actor
from thongsuot.engine.exports import Asked, Kind
from thongsuot.engine.sheets import Cell, Column, Sheet
from thongsuot.register import formatting
from thongsuot.web.doors import READING
from thongsuot.web.entrance import today
from thongsuot.web.exports.cases import notes, now
from thongsuot.web.satisfaction.leading import asked as wanted
from thongsuot.web.satisfaction.leading import name_of

COLUMNS = (
    Column("Mã", 16), Column("Tên", 60), Column("Đã trả kết quả", 16, "number"),
    Column("Được đánh giá", 16, "number"), Column("Tỷ lệ đánh giá", 16), Column("Trung bình (1 đến 5)", 20),
    Column("Độ lệch chuẩn", 16), Column("Có dấu hiệu không độc lập", 26, "number"), Column("Số lần phải đến", 18),
)  # fmt: skip


def _count(actor: Actor, asked: Asked) -> int:
    group, period, place, _days = wanted(asked, today())
    return len(reading.tallies(actor, group, period, place))


def _sheet(actor: Actor, asked: Asked) -> Sheet:
    group, period, place, _days = wanted(asked, today())
    least = questions.on(today()).least
    enough, few = rules.arranged(reading.tallies(actor, group, period, place), least)

    def rows() -> Iterator[Sequence[Cell]]:
        for one in (*enough, *few):
            yield (
                one.key, name_of(group, one.key), one.delivered, one.rated,
                "" if one.response is None else formatting.percent(one.response), _said(one.mean(least)),
                _said(one.spread(least)), one.flagged, _said(one.times(least)),
            )  # fmt: skip

    first, last = formatting.day(period.first), formatting.day(period.last)
    told = f"Hồ sơ trả kết quả từ {first} đến {last}. Dưới {least} đánh giá thì không nêu trung bình."
    return Sheet("Mức độ hài lòng", COLUMNS, rows(), (*notes(actor, now()), told))


def _said(value: float | None) -> str:
    return "" if value is None else formatting.number(value, 2)


KINDS = (Kind("hai-long", READING, _count, _sheet),)
