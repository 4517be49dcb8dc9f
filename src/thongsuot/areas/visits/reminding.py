"""Reminding people of a time that they booked, and forgetting their telephones when its day is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from thongsuot.areas.visits.queue import today
from thongsuot.engine import sql
from thongsuot.ports import messages
from thongsuot.ports.messages import Message
from thongsuot.register import bodies, formatting

EVERY = timedelta(minutes=1)
BEFORE = timedelta(hours=18)

_DUE = """
UPDATE visits_appointment SET reminded_at = %(now)s
WHERE state = 'booked' AND reminded_at IS NULL AND starts_at > %(now)s AND starts_at <= %(until)s
  AND made_at <= %(before)s RETURNING centre, starts_at, code, phone
"""


def remind(now: datetime) -> int:
    """Send what is due, each once: marked before it leaves, so that two workers never send one twice.

    Who booked within the last hour has just read it.
    """
    rows = sql.run(_DUE, {"now": now, "until": now + BEFORE, "before": now - timedelta(hours=1)})
    for centre, starts_at, code, phone in rows:
        if way := messages.way_to(phone, ""):
            messages.send_soon(way[0], Message(way[1], words(centre, starts_at, code)))
    return len(rows)


def words(centre: str, starts_at: datetime, code: str) -> str:
    """The message: when, where, the code for the kiosk. At most two parts on a telephone where the name allows."""
    when = f"{formatting.clock(starts_at)} ngày {formatting.day(starts_at)}"
    return f"Nhắc hẹn {when}, {bodies.name_of(centre)}. Nhập mã {code} ở máy lấy số."


def forget(now: datetime) -> int:
    """Erase the telephones of days that are over; how many."""
    rows = sql.run("UPDATE visits_appointment SET phone = '' WHERE phone <> '' AND day < %s RETURNING 1", [today(now)])
    return len(rows)


def make_round(now: datetime) -> None:
    """Remind and forget."""
    remind(now)
    forget(now)
