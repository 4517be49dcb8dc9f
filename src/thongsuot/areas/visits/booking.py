"""Times booked at a centre: as many in a slot as its head allows, counted under the centre's row."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import phonenumbers
from django.db import transaction

from thongsuot.areas.visits import centres, slots
from thongsuot.areas.visits.centres import Centre
from thongsuot.engine import sql
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.register import bodies, calendar
from thongsuot.register.working_time import VIETNAM, OutsideCalendar

MOST_OF_A_PHONE = 2
GONE = "Lịch hẹn này không còn: đã hủy, đã đến hoặc đã qua ngày. Đặt lịch mới."


@dataclass(frozen=True)
class Appointment:
    """See models.Appointment."""

    id: UUID
    centre: str
    starts_at: datetime
    day: date
    kind: str
    code: str
    phone: str
    state: str


@dataclass(frozen=True)
class Slot:
    starts_at: datetime
    left: int


_COLUMNS = "id, centre, starts_at, day, kind, code, phone, state"
_TAKEN = """
SELECT starts_at, count(*) FROM visits_appointment
WHERE centre = %s AND day = %s AND state <> 'cancelled' GROUP BY starts_at
"""


def open_days(centre: Centre, now: datetime) -> list[date]:
    """The days on which this centre has times to book."""
    return slots.days(calendar.load(_place(centre)), now) if centre.slot_places else []


def free(centre: Centre, day: date, now: datetime) -> list[Slot]:
    """The slots of a day that can still be booked, with the places left in each, full ones too."""
    try:
        starts = slots.of_day(calendar.load(_place(centre)), day, centre.slot_minutes)
    except OutsideCalendar:
        return []
    wanted = [one for one in starts if slots.bookable(one, now)] if centre.slot_places else []
    if not wanted:
        return []
    taken = dict(sql.run(_TAKEN, [centre.body, day]))
    return [Slot(one, max(0, centre.slot_places - taken.get(one, 0))) for one in wanted]


def _place(centre: Centre) -> str:
    found = bodies.body(centre.body)
    return found.unit_code if found else ""


def book(centre: Centre, id: UUID, starts_at: datetime, kind: str, phone: str, now: datetime) -> Appointment:
    """Book a place; sent again with the same id it is the same one. Raises NeedsNotMet with each fault."""
    number = _number(phone)
    faults = (
        [] if kind in centres.kinds(centre.body, now.astimezone(VIETNAM).date()) else [("viec", "Chọn việc cần làm.")]
    )
    if not number:
        faults.append(("dien_thoai", "Nhập số điện thoại di động ở Việt Nam, ví dụ 0912 345 678."))
    if faults:
        raise NeedsNotMet(faults)
    with transaction.atomic():
        _lock(centre.body)
        if found := find(id):
            return found
        _room(centre, starts_at, now)
        _bounded(number, now)
        day = starts_at.astimezone(VIETNAM).date()
        rows = sql.run(
            "INSERT INTO visits_appointment (id, centre, starts_at, day, kind, code, phone, state, made_at)"
            f" VALUES (%s, %s, %s, %s, %s, %s, %s, 'booked', %s) RETURNING {_COLUMNS}",
            [id, centre.body, starts_at, day, kind, _code(centre.body, day), number, now],
        )
    return Appointment(*rows[0])


def change(centre: Centre, id: UUID, starts_at: datetime, now: datetime) -> Appointment:
    """Another time for the same matter, with the same code where the day allows. Raises Refused, NeedsNotMet."""
    with transaction.atomic():
        _lock(centre.body)
        found = _open(id, now)
        if found.starts_at == starts_at:
            return found
        _room(centre, starts_at, now)
        day = starts_at.astimezone(VIETNAM).date()
        code = found.code if day == found.day else _code(centre.body, day)
        rows = sql.run(
            "UPDATE visits_appointment SET starts_at = %s, day = %s, code = %s, reminded_at = NULL"
            f" WHERE id = %s RETURNING {_COLUMNS}",
            [starts_at, day, code, id],
        )
    return Appointment(*rows[0])


def cancel(id: UUID, now: datetime) -> None:
    """Give the place back. Cancelled again it changes nothing; raises Refused for one that was used or is over."""
    found = find(id)
    if found is not None and found.state == "cancelled":
        return
    with transaction.atomic():
        if found is not None:
            _lock(found.centre)
        _open(id, now)
        sql.run("UPDATE visits_appointment SET state = 'cancelled', phone = '' WHERE id = %s", [id])


def find(id: UUID) -> Appointment | None:
    rows = sql.run(f"SELECT {_COLUMNS} FROM visits_appointment WHERE id = %s", [id])
    return Appointment(*rows[0]) if rows else None


def of_day(centre: Centre, day: date) -> list[Appointment]:
    """Who is expected on a day, by time."""
    rows = sql.run(
        f"SELECT {_COLUMNS} FROM visits_appointment WHERE centre = %s AND day = %s AND state <> 'cancelled'"
        " ORDER BY starts_at, made_at LIMIT 1000",
        [centre.body, day],
    )
    return [Appointment(*row) for row in rows]


def _lock(centre: str) -> None:
    """One books at a time in a centre: a count that is being raced is no bound."""
    sql.run("SELECT 1 FROM visits_centre WHERE body = %s FOR UPDATE", [centre])


def _open(id: UUID, now: datetime) -> Appointment:
    found = find(id)
    if found is None or found.state != "booked" or found.day < now.astimezone(VIETNAM).date():
        raise Refused(GONE)
    return found


def _room(centre: Centre, starts_at: datetime, now: datetime) -> None:
    """Raises NeedsNotMet when that time is none of the centre's, too near, too far, or full."""
    found = free(centre, starts_at.astimezone(VIETNAM).date(), now)
    slot = next((one for one in found if one.starts_at == starts_at), None)
    if slot is None:
        raise NeedsNotMet([("gio", "Trung tâm không nhận hẹn vào giờ này. Chọn một giờ trong danh sách.")])
    if not slot.left:
        raise NeedsNotMet([("gio", "Giờ này vừa có người đặt hết chỗ. Chọn giờ khác.")])


def _bounded(number: str, now: datetime) -> None:
    rows = sql.run(
        "SELECT count(*) FROM visits_appointment WHERE phone = %s AND state = 'booked' AND starts_at > %s",
        [number, now],
    )
    if rows[0][0] >= MOST_OF_A_PHONE:
        sentence = f"Số điện thoại này đã có {MOST_OF_A_PHONE} lịch hẹn. Hủy hoặc đổi lịch cũ, hoặc đến lấy số tại chỗ."
        raise NeedsNotMet([("dien_thoai", sentence)])


def _code(centre: str, day: date) -> str:
    """Six digits that nobody else has at the centre that day. The caller holds the centre's row."""
    taken = {
        row[0] for row in sql.run("SELECT code FROM visits_appointment WHERE centre = %s AND day = %s", [centre, day])
    }
    while (made := f"{secrets.randbelow(10**6):06d}") in taken:
        continue
    return made


def _number(typed: str) -> str:
    """A telephone number as it is kept, +84…; empty for what is none of Vietnam."""
    try:
        found = phonenumbers.parse(typed[:40], "VN")
    except phonenumbers.NumberParseException:
        return ""
    if found.country_code != 84 or not phonenumbers.is_valid_number(found):
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
