"""The communes' conditions as a workbook or as CSV: what the page shows, for one province or for all that one sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thongsuot.areas.systems import conditions
from thongsuot.areas.systems.conditions import CHOICES, LABELS, Place
from thongsuot.engine.actor import Actor
from thongsuot.engine.exports import Asked, Kind
from thongsuot.engine.sheets import Cell, Column, Sheet
from thongsuot.register import communes
from thongsuot.web.doors import READING
from thongsuot.web.entrance import today
from thongsuot.web.exports.cases import notes, now
from thongsuot.web.systems.conditions import viewed
from thongsuot.web.systems.drawing import names

COLUMNS = (
    Column("Mã xã", 10), Column("Xã, phường, đặc khu", 30), Column("Tỉnh, thành phố", 26), Column("Thiếu", 40),
    *(Column(label, 18, "number" if name == "seats" else "text") for name, label in LABELS.items()),
    Column("Ghi chú", 40), Column("Khai ngày", 12, "day"), Column("Người khai", 36),
)  # fmt: skip


def _places(actor: Actor, asked: Asked) -> list[Place]:
    """The communes asked for, of the provinces that this person looks at; another province has none."""
    day, one = today(), asked.get("tinh", "")
    seen = [code for code, _name in conditions.provinces_of(actor, day) if one in ("", code)]
    return [place for place in conditions.places(seen, day) if place.shown(viewed(asked))]


def _sheet(actor: Actor, asked: Asked) -> Sheet:
    def rows() -> Iterator[Sequence[Cell]]:
        for one in _places(actor, asked):
            province, said = communes.province_name(one.province, today()), one.stated
            if said is None:
                yield one.code, one.name, province, "Chưa khai", *([""] * (len(COLUMNS) - 4))
                continue
            told = {name: dict(choices)[getattr(said, name)] for name, choices in CHOICES.items()}
            yield (
                one.code, one.name, province, "; ".join(LABELS[name] for name in said.lacks),
                *(said.seats if name == "seats" else told[name] for name in LABELS), said.note, said.day,
                said.entered_by,
            )  # fmt: skip

    told = f"Xem: {names()[viewed(asked)]}. Theo khai báo gần nhất của từng xã."
    return Sheet("Điều kiện làm việc của xã", COLUMNS, rows(), (*notes(actor, now()), told))


KINDS = (Kind("dieu-kien", READING | {"admin"}, lambda actor, asked: len(_places(actor, asked)), _sheet),)
