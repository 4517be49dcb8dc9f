"""What others published, and what an authorised officer entered: shown beside, never added to what was counted.

An entry is never changed: a correction or a withdrawal is a new one that names it. The last of a chain is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from uuid6 import uuid7

from thongsuot.engine import sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotFound
from thongsuot.measures import external
from thongsuot.measures.briefing import places
from thongsuot.measures.briefing.periods import Chosen
from thongsuot.measures.briefing.places import Place
from thongsuot.measures.briefing.words import TITLES

LONGEST = {"label": 200, "unit": 40, "source": 300, "reason": 300}
NAMES = {"section": "Mục", "label": "Nội dung", "value": "Giá trị", "unit": "Đơn vị tính", "source": "Nguồn",
         "on": "Ngày của số liệu"}  # fmt: skip
LARGEST = Decimal(10) ** 15
PLAIN = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class Statement:
    """One figure with no record behind it. `id` is None for what is published and stands in the programme.

    With `of` it is a share, so many of so many. `key` is that of the published one in `external`.
    """

    section: int
    label: str
    value: float
    unit: str
    source: str
    on: date
    id: UUID | None = None
    by: str = ""
    entered_at: datetime | None = None
    replaces: UUID | None = None
    withdrawn: bool = False
    reason: str = ""
    of: int | None = None
    key: str = ""

    @property
    def words(self) -> str:
        return external.words(self.value, self.of, self.unit)


_COLUMNS = "section, label, value::float8, unit, source, on_day, id, by_name, entered_at, replaces, withdrawn, reason"
_CURRENT = "NOT EXISTS (SELECT 1 FROM measures_statement n WHERE n.replaces = s.id)"


def published() -> list[Statement]:
    """The figures of the Government's reports, of the nation."""
    return [
        Statement(one.section, one.label, one.value, one.unit, one.source, one.on, of=one.of, key=one.key)
        for one in external.BRIEFED
    ]


def entered(place: Place, *, history: bool = False) -> list[Statement]:
    """What was entered for a place, newest first; with its history also what was corrected and withdrawn."""
    which = "true" if history else f"{_CURRENT} AND NOT withdrawn"
    rows = sql.run(
        f"SELECT {_COLUMNS} FROM measures_statement s WHERE place = %(place)s AND {which}"
        " ORDER BY on_day DESC, entered_at DESC LIMIT 500",
        {"place": place.code},
    )
    return [Statement(*row) for row in rows]


def shown(place: Place, chosen: Chosen) -> list[Statement]:
    """What a briefing shows beside its figures: what was entered until its end; for the nation the published too."""
    found = [one for one in entered(place) if one.on <= chosen.last]
    return found + ([] if place.code else published())


def one(place: Place, id: UUID) -> Statement:
    """One entry that still stands. Raises NotFound."""
    found = next((each for each in entered(place) if each.id == id), None)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Typed:
    """What somebody typed, before it is checked; a day as date or None."""

    section: str
    label: str
    value: str
    unit: str
    source: str
    on: date | None


def enter(actor: Actor, place: Place, typed: Typed, *, key: UUID, replaces: UUID | None = None, why: str = "") -> UUID:
    """Enter a figure, or a correction of one. Sent twice, it is entered once.

    Raises NotAllowed, NeedsNotMet, and NotFound when what it replaces does not stand any more.
    """
    office = places.enterer(actor, place)
    value = _checked(typed, why if replaces else None)
    assert typed.on is not None
    made = Statement(int(typed.section), typed.label, float(value), typed.unit, typed.source, typed.on)
    return _write(actor, office.title, place, made, value, key, replaces, why)


def withdraw(actor: Actor, place: Place, id: UUID, why: str, *, key: UUID) -> None:
    """Take an entry back; it stays in the history. Raises NotAllowed, NeedsNotMet, NotFound."""
    office = places.enterer(actor, place)
    if not why.strip():
        raise NeedsNotMet([("reason", "Ghi lý do thôi sử dụng.")])
    old = one(place, id)
    _write(actor, office.title, place, old, Decimal(str(old.value)), key, id, why[: LONGEST["reason"]], True)


def _write(
    actor: Actor, title: str, place: Place, made: Statement, value: Decimal, key: UUID, replaces: UUID | None, why: str,
    withdrawn: bool = False,
) -> UUID:  # fmt: skip
    """One row; a second correction of the same entry finds nothing to replace."""
    rows = sql.run(
        """
INSERT INTO measures_statement (id, place, section, label, value, unit, source, on_day, by_person, by_name, entered_at,
  replaces, withdrawn, reason, key)
SELECT %(id)s, %(place)s, %(section)s, %(label)s, %(value)s, %(unit)s, %(source)s, %(on)s, %(person)s, %(name)s,
  clock_timestamp(), %(replaces)s, %(withdrawn)s, %(reason)s, %(key)s
WHERE %(replaces)s::uuid IS NULL OR EXISTS (SELECT 1 FROM measures_statement s WHERE s.id = %(replaces)s
  AND s.place = %(place)s AND NOT s.withdrawn)
ON CONFLICT DO NOTHING RETURNING id""",
        {
            "id": uuid7(), "place": place.code, "section": made.section, "label": made.label, "value": value,
            "unit": made.unit, "source": made.source, "on": made.on, "person": actor.person,
            "name": f"{actor.name}, {title}", "replaces": replaces, "withdrawn": withdrawn, "reason": why, "key": key,
        },
    )  # fmt: skip
    if rows:
        return UUID(str(rows[0][0]))
    again = sql.run("SELECT id FROM measures_statement WHERE key = %s AND by_person = %s", [key, actor.person])
    if not again:
        raise NotFound
    return UUID(str(again[0][0]))


def _checked(typed: Typed, why: str | None) -> Decimal:
    """The value. Raises NeedsNotMet naming every field that is missing or wrong."""
    faults = []
    if not (typed.section.isascii() and typed.section.isdigit() and int(typed.section[:4]) in TITLES):
        faults.append(("section", "Chọn mục của báo cáo."))
    for name in ("label", "unit", "source"):
        text = getattr(typed, name)
        if not text:
            faults.append((name, f"Ghi “{NAMES[name]}”."))
        elif len(text) > LONGEST[name]:
            faults.append((name, f"“{NAMES[name]}” dài quá {LONGEST[name]} ký tự."))
    value = number(typed.value)
    if value is None:
        faults.append(("value", "Ghi giá trị bằng số, ví dụ 1.250 hoặc 65,89."))
    if typed.on is None or typed.on > places.today() or typed.on.year < 2000:
        faults.append(("on", "Ghi ngày của số liệu, không sau hôm nay, ví dụ 21/11/2026."))
    if why is not None and not why.strip():
        faults.append(("reason", "Ghi lý do sửa."))
    if faults or value is None:
        raise NeedsNotMet(faults)
    return value


def number(text: str) -> Decimal | None:
    """A number as Vietnamese is typed: dots between thousands, a comma before decimals. None for what is none."""
    plain = text.replace(" ", "").replace("\u00a0", "")
    whole, comma, decimals = plain.partition(",")
    groups = whole.lstrip("-").split(".")
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        return None
    plain = whole.replace(".", "") + ("." + decimals if comma else "")
    if not PLAIN.fullmatch(plain):
        return None
    value = Decimal(plain).quantize(Decimal("0.01"))
    return value if abs(value) < LARGEST else None
