"""The numbers of a day: taken at the kiosk, called at the counters, each by exactly one officer.

Numbers come from a locked row of the centre and day. Whoever calls takes the first that nobody else is just taking
(SKIP LOCKED); of one counter's two presses the second finds that the page was old, and calls nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from thongsuot.areas.visits import centres
from thongsuot.areas.visits.centres import Centre
from thongsuot.engine import numbering, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.register.working_time import VIETNAM

MOST_A_MINUTE = 12
LATE = timedelta(minutes=15)
SHOWN_NEXT = 8
STALE = "Quầy vừa có thay đổi: xem lại số đang gọi rồi bấm lần nữa."


@dataclass(frozen=True)
class Ticket:
    """See models.Ticket."""

    id: UUID
    centre: str
    number: int
    kind: str
    appointment: UUID | None
    state: str
    counter: int | None
    taken_at: datetime
    called_at: datetime | None
    calls: int


_NAMES = ("id", "centre", "number", "kind", "appointment", "state", "counter", "taken_at", "called_at", "calls")
COLUMNS = ", ".join(f"t.{name}" for name in _NAMES)


def today(now: datetime) -> date:
    return now.astimezone(VIETNAM).date()


def find(id: UUID, centre: Centre, now: datetime) -> tuple[Ticket, int] | None:
    """A number of today with how many are before it."""
    rows = sql.run(
        f"SELECT {COLUMNS}, (SELECT count(*) FROM visits_ticket w WHERE w.centre = t.centre AND w.day = t.day"
        " AND w.state = 'waiting' AND (w.turn, w.number) < (t.turn, t.number))"
        " FROM visits_ticket t WHERE t.id = %s AND t.centre = %s AND t.day = %s",
        [id, centre.body, today(now)],
    )
    return (Ticket(*rows[0][:-1]), rows[0][-1]) if rows else None


def take(centre: Centre, id: UUID, kind: str, now: datetime) -> Ticket:
    """Give the next number; pressed twice, the same one. Raises NeedsNotMet, and Refused when too many are taken."""
    if kind not in centres.kinds(centre.body, today(now)):
        raise NeedsNotMet([("viec", "Chọn việc cần làm.")])
    with transaction.atomic():
        _lock(centre)
        return _give(centre, id, kind, now, now)


def check_in(centre: Centre, id: UUID, code: str, now: datetime) -> Ticket:
    """Give a number to who booked a time today, in its turn. Typed again, the same number. Raises NeedsNotMet."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        raise NeedsNotMet([("ma", "Nhập đủ 6 chữ số của mã hẹn.")])
    with transaction.atomic():
        _lock(centre)
        rows = sql.run(
            "SELECT id, starts_at, kind FROM visits_appointment"
            " WHERE centre = %s AND day = %s AND code = %s AND state <> 'cancelled'",
            [centre.body, today(now), digits],
        )
        if not rows:
            raise NeedsNotMet([("ma", "Không có lịch hẹn hôm nay với mã này. Kiểm tra lại mã, hoặc lấy số bên dưới.")])
        appointment, starts_at, kind = rows[0]
        if given := sql.run(f"SELECT {COLUMNS} FROM visits_ticket t WHERE t.appointment = %s", [appointment]):
            return Ticket(*given[0])
        sql.run("UPDATE visits_appointment SET state = 'arrived' WHERE id = %s", [appointment])
        turn = starts_at if now <= starts_at + LATE else now
        return _give(centre, id, kind, turn, now, appointment)


_GIVE = f"""
INSERT INTO visits_ticket AS t (id, centre, day, number, kind, appointment, state, turn, taken_at, calls)
VALUES (%s, %s, %s, %s, %s, %s, 'waiting', %s, %s, 0) RETURNING {COLUMNS}
"""


def _lock(centre: Centre) -> None:
    """One takes a number, or books, at a time in a centre."""
    sql.run("SELECT 1 FROM visits_centre WHERE body = %s FOR UPDATE", [centre.body])


def _give(
    centre: Centre, id: UUID, kind: str, turn: datetime, now: datetime, appointment: UUID | None = None
) -> Ticket:
    day = today(now)
    given = sql.run(f"SELECT {COLUMNS} FROM visits_ticket t WHERE t.id = %s AND t.centre = %s", [id, centre.body])
    if given:
        return Ticket(*given[0])
    taken = sql.run(
        "SELECT count(*) FROM visits_ticket WHERE centre = %s AND day = %s AND taken_at > %s",
        [centre.body, day, now - timedelta(minutes=1)],
    )
    if taken[0][0] >= MOST_A_MINUTE:
        raise Refused("Vừa có quá nhiều số được lấy. Chờ một phút rồi bấm lại, hoặc hỏi cán bộ hướng dẫn.")
    number = numbering.draw(f"visit:{centre.body}", day.isoformat())
    return Ticket(*sql.run(_GIVE, [id, centre.body, day, number, kind, appointment, turn, now])[0])


_CALL = f"""
WITH n AS (SELECT id FROM visits_ticket WHERE centre = %(centre)s AND day = %(day)s AND state = 'waiting'
             AND (counter IS NULL OR counter = %(counter)s)
           ORDER BY counter IS NULL, turn, number LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE visits_ticket t SET state = 'called', counter = %(counter)s, officer = %(officer)s, called_at = %(now)s,
  first_called_at = coalesce(t.first_called_at, %(now)s), calls = t.calls + 1
FROM n WHERE t.id = n.id RETURNING {COLUMNS}
"""


def call_next(actor: Actor, counter: int, seen: UUID | None, now: datetime) -> Ticket | None:
    """Call the next number to a counter, ending the one being served there; None when nobody waits.

    `seen` is the ticket that the officer's page showed as being served. Raises Refused when it is another by now.
    """
    centre = counter_of(actor, counter)
    with transaction.atomic():
        _hold(centre, counter)
        current = _served(centre, counter, now)
        if (current.id if current else None) != seen:
            raise Refused(STALE)
        if current is not None:
            _end(current.id, "done", now)
        values = {"centre": centre.body, "day": today(now), "counter": counter, "officer": actor.person, "now": now}
        rows = sql.run(_CALL, values)
    return Ticket(*rows[0]) if rows else None


def recall(actor: Actor, counter: int, id: UUID, now: datetime) -> Ticket:
    """Call the number being served once more. Raises Refused when it is no longer served there."""
    centre = counter_of(actor, counter)
    rows = sql.run(
        "UPDATE visits_ticket t SET called_at = %s, calls = least(t.calls + 1, 99)"
        f" WHERE t.id = %s AND t.centre = %s AND t.counter = %s AND t.state = 'called' RETURNING {COLUMNS}",
        [now, id, centre.body, counter],
    )
    if not rows:
        raise Refused(STALE)
    return Ticket(*rows[0])


def finish(actor: Actor, counter: int, id: UUID, now: datetime) -> None:
    """The person at the counter has been served. Done again it changes nothing. Raises Refused."""
    _leave(actor, counter, id, "done", now)


def miss(actor: Actor, counter: int, id: UUID, now: datetime) -> None:
    """Nobody came when the number was called. Raises Refused."""
    _leave(actor, counter, id, "missed", now)


def transfer(actor: Actor, counter: int, id: UUID, to: int, now: datetime) -> None:
    """Send the person to another counter, which calls the number next. Raises NeedsNotMet and Refused."""
    centre = counter_of(actor, counter)
    if to == counter or not 1 <= to <= centre.counters:
        raise NeedsNotMet([("den", f"Chọn quầy khác, từ 1 đến {centre.counters}.")])
    rows = sql.run(
        "UPDATE visits_ticket SET state = 'waiting', counter = %s, officer = NULL"
        " WHERE id = %s AND centre = %s AND counter = %s AND state = 'called' RETURNING 1",
        [to, id, centre.body, counter],
    )
    if not rows:
        raise Refused(STALE)


def _leave(actor: Actor, counter: int, id: UUID, state: str, now: datetime) -> None:
    centre = counter_of(actor, counter)
    rows = sql.run(
        "UPDATE visits_ticket SET state = %(state)s, ended_at = coalesce(ended_at, %(now)s)"
        " WHERE id = %(id)s AND centre = %(centre)s AND counter = %(counter)s AND state IN ('called', %(state)s)"
        " RETURNING 1",
        {"state": state, "now": now, "id": id, "centre": centre.body, "counter": counter},
    )
    if not rows:
        raise Refused(STALE)


def _end(id: UUID, state: str, now: datetime) -> None:
    sql.run("UPDATE visits_ticket SET state = %s, ended_at = %s WHERE id = %s", [state, now, id])


def counter_of(actor: Actor, counter: int) -> Centre:
    """The officer's own centre, when it has that counter. Raises Refused."""
    centre = centres.at_counter(actor)
    if not 1 <= counter <= centre.counters:
        raise Refused(f"Trung tâm có {centre.counters} quầy. Chọn lại quầy của bạn.")
    return centre


def _hold(centre: Centre, counter: int) -> None:
    """One press at a time for a counter."""
    sql.run("SELECT pg_advisory_xact_lock(63, hashtext(%s))", [f"{centre.body}:{counter}"])


def _served(centre: Centre, counter: int, now: datetime) -> Ticket | None:
    rows = sql.run(
        f"SELECT {COLUMNS} FROM visits_ticket t WHERE t.centre = %s AND t.day = %s AND t.counter = %s"
        " AND t.state = 'called'",
        [centre.body, today(now), counter],
    )
    return Ticket(*rows[0]) if rows else None
