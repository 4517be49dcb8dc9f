"""What each commune has to work with: stated by its own office with a day, and who has not said or lacks something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from thongsuot.engine import sql
from thongsuot.engine.access import OVERSEEING, WORKING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.register import communes

LINES = (("good", "Tốt"), ("weak", "Yếu, hay mất"), ("none", "Chưa có"))
EQUIPMENT = (("enough", "Đủ: máy tính, máy quét, máy in"), ("lacking", "Thiếu"))
SOFTWARE = (("working", "Chạy ổn định"), ("faulty", "Hay lỗi"))
OFFICERS = (("full", "Có, chuyên trách"), ("part", "Có, kiêm nhiệm"), ("none", "Chưa có"))
CHOICES = {"line": LINES, "equipment": EQUIPMENT, "software": SOFTWARE, "it_officer": OFFICERS}
LABELS = {
    "line": "Đường truyền", "equipment": "Thiết bị", "software": "Phần mềm", "seats": "Số chỗ làm việc có máy",
    "it_officer": "Cán bộ công nghệ thông tin",
}  # fmt: skip
LACKING = {"line": ("weak", "none"), "equipment": ("lacking",), "software": ("faulty",), "it_officer": ("none",)}
MOST_SEATS = 500
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Condition:
    """What a commune stated last."""

    commune: str
    name: str
    day: date
    line: str
    equipment: str
    software: str
    seats: int
    it_officer: str
    note: str
    entered_by: str

    @property
    def lacks(self) -> list[str]:
        """What is lacking or not in order, by the keys of LABELS in their order."""
        return [name for name in LABELS if (self.seats == 0 if name == "seats" else self.bad(name))]

    def bad(self, name: str) -> bool:
        return name in LACKING and getattr(self, name) in LACKING[name]


def own(actor: Actor) -> Office | None:
    """The post by which this person states a commune's conditions."""
    return next((one for one in actor.offices if one.tier == 3 and one.roles & WORKING), None)


def state(actor: Actor, given: dict[str, str], day: date, now: datetime) -> str:
    """State the conditions of one's own commune as they are on a day; the commune's code. A day is stated anew.

    Raises NotAllowed, and NeedsNotMet with a sentence for each field.
    """
    office = own(actor)
    if office is None:
        raise NotAllowed("Chỉ cơ quan của xã, phường, đặc khu khai điều kiện làm việc của mình.")
    faults = [
        (name, f"Chọn một mức ở mục “{LABELS[name]}”.")
        for name, choices in CHOICES.items()
        if given.get(name) not in dict(choices)
    ]
    seats = given.get("seats", "").strip()
    if not (seats.isascii() and seats.isdigit() and len(seats) < 5 and int(seats) <= MOST_SEATS):
        faults.append(("seats", f"Số chỗ làm việc là số từ 0 đến {MOST_SEATS}."))
    if len(given.get("note", "")) > LONGEST_NOTE:
        faults.append(("note", f"Ghi chú tối đa {LONGEST_NOTE} chữ."))
    if faults:
        raise NeedsNotMet(faults)
    sql.run(
        """INSERT INTO systems_condition (commune, day, line, equipment, software, seats, it_officer, note, entered_by,
          entered_at)
        VALUES (%(commune)s, %(day)s, %(line)s, %(equipment)s, %(software)s, %(seats)s, %(it_officer)s, %(note)s,
          %(by)s, %(now)s)
        ON CONFLICT (commune, day) DO UPDATE SET line = excluded.line, equipment = excluded.equipment,
          software = excluded.software, seats = excluded.seats, it_officer = excluded.it_officer, note = excluded.note,
          entered_by = excluded.entered_by, entered_at = excluded.entered_at""",
        {
            **{name: given[name] for name in CHOICES}, "commune": office.unit_code, "day": day, "seats": int(seats),
            "note": " ".join(given.get("note", "").replace("\x00", " ").split()),
            "by": f"{actor.name}, {office.title}", "now": now,
        },
    )  # fmt: skip
    return office.unit_code


_LAST = """
SELECT DISTINCT ON (commune) commune, day, line, equipment, software, seats, it_officer, note, entered_by
FROM systems_condition WHERE commune = ANY(%s) ORDER BY commune, day DESC
"""


def of(codes: list[str], day: date) -> list[Condition]:
    """The last statement of each of these communes that made one."""
    found = []
    for row in sql.run(_LAST, [codes]):
        commune = communes.commune(row[0], day)
        found.append(Condition(row[0], commune.name if commune else row[0], *row[1:]))
    return sorted(found, key=lambda one: one.name)


ALL, ANY, SILENT = "all", "lacking", "silent"
VIEWS = (ALL, ANY, *LABELS, SILENT)
"""Which communes are looked at: all, those that lack anything, those that lack one thing, those that said nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A commune with what it stated last, if it stated anything."""

    code: str
    name: str
    province: str
    stated: Condition | None

    def lacks(self, view: str = ALL) -> list[str]:
        """What is lacking there, of what is looked at."""
        found = self.stated.lacks if self.stated else []
        return [name for name in found if name == view] if view in LABELS else found

    def shown(self, view: str) -> bool:
        if view == SILENT:
            return self.stated is None
        return view == ALL or bool(self.lacks(view))


def places(provinces: Sequence[str], day: date) -> list[Place]:
    """Every commune of these provinces, what lacks something first, who has said nothing last: one statement."""
    known = [(code, name, one) for one in provinces for code, name in communes.of_province(one, day)]
    stated = {one.commune: one for one in of([code for code, _name, _province in known], day)}
    found = [Place(code, name, province, stated.get(code)) for code, name, province in known]
    return sorted(found, key=lambda one: (one.stated is None, not one.lacks()))


def provinces_of(actor: Actor, day: date) -> list[tuple[str, str]]:
    """The provinces whose communes this person may look at: one's own, or all from the nation's tier."""
    if any(one.tier == 0 and one.roles & (WORKING | OVERSEEING | {"admin"}) for one in actor.offices):
        return communes.provinces(day)
    codes = dict.fromkeys(one.province_code for one in actor.offices if one.province_code)
    return [(code, communes.province_name(code, day)) for code in codes]


_COUNTED = """
WITH l AS (SELECT DISTINCT ON (commune) *, line <> 'good' AS bad_line, equipment <> 'enough' AS bad_equipment,
  software <> 'working' AS bad_software, seats = 0 AS no_seats, it_officer = 'none' AS no_officer
  FROM systems_condition WHERE day <= %s ORDER BY commune, day DESC)
SELECT u.province_code, count(*), count(*) FILTER (WHERE bad_line OR bad_equipment OR bad_software OR no_seats
    OR no_officer), count(*) FILTER (WHERE bad_line), count(*) FILTER (WHERE bad_equipment),
  count(*) FILTER (WHERE bad_software), count(*) FILTER (WHERE no_seats), count(*) FILTER (WHERE no_officer)
FROM l JOIN register_unit u ON u.code = l.commune AND u.tier = 3 AND u.valid_from <= l.day
  AND (u.valid_to IS NULL OR u.valid_to > l.day) GROUP BY 1
"""


def counts(day: date) -> dict[str, dict[str, int]]:
    """For each province how many communes stated (ALL), lack anything (ANY), lack each thing by its key."""
    rows: list[tuple[Any, ...]] = sql.run(_COUNTED, [day])
    return {province: dict(zip((ALL, ANY, *LABELS), numbers, strict=True)) for province, *numbers in rows}
