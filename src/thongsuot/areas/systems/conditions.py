"""What each commune has to work with: stated by its own office with a day, and who has not said or lacks something."""

from __future__ import annotations

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
        """The labels of what is lacking or not in order."""
        found = [LABELS[name] for name, bad in LACKING.items() if getattr(self, name) in bad]
        return [*found, *([LABELS["seats"]] if self.seats == 0 else [])]


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


@dataclass(frozen=True, slots=True)
class InProvince:
    """A province's communes: what was stated, and who has not said anything: (code, name)."""

    code: str
    name: str
    stated: tuple[Condition, ...]
    silent: tuple[tuple[str, str], ...]

    @property
    def total(self) -> int:
        return len(self.stated) + len(self.silent)

    @property
    def lacking(self) -> tuple[Condition, ...]:
        return tuple(one for one in self.stated if one.lacks)


def in_province(code: str, day: date) -> InProvince:
    """Every commune of a province: one statement."""
    all_of = communes.of_province(code, day)
    stated = of([one for one, _name in all_of], day)
    said = {one.commune for one in stated}
    silent = tuple(one for one in all_of if one[0] not in said)
    return InProvince(code, communes.province_name(code, day), tuple(stated), silent)


def provinces_of(actor: Actor, day: date) -> list[tuple[str, str]]:
    """The provinces whose communes this person may look at: one's own, or all from the nation's tier."""
    if any(one.tier == 0 and one.roles & (WORKING | OVERSEEING | {"admin"}) for one in actor.offices):
        return communes.provinces(day)
    codes = dict.fromkeys(one.province_code for one in actor.offices if one.province_code)
    return [(code, communes.province_name(code, day)) for code in codes]


def counts(day: date) -> dict[str, tuple[int, int, int]]:
    """For each province: communes that stated, those that lack something, those without an IT officer."""
    rows: list[tuple[Any, ...]] = sql.run(
        """WITH l AS (SELECT DISTINCT ON (commune) * FROM systems_condition WHERE day <= %s ORDER BY commune, day DESC)
        SELECT u.province_code, count(*), count(*) FILTER (WHERE l.line <> 'good' OR l.equipment <> 'enough'
            OR l.software <> 'working' OR l.it_officer = 'none' OR l.seats = 0),
          count(*) FILTER (WHERE l.it_officer = 'none')
        FROM l JOIN register_unit u ON u.code = l.commune AND u.tier = 3 AND u.valid_from <= l.day
          AND (u.valid_to IS NULL OR u.valid_to > l.day) GROUP BY 1""",
        [day],
    )
    return {province: (stated, lacking, without) for province, stated, lacking, without in rows}
