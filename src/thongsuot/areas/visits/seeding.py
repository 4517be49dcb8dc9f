"""The demonstration's centre of today: three counters in Phường Thuận Hóa, some served, some waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from thongsuot.areas.visits import centres, queue
from thongsuot.engine import sql
from thongsuot.register import demo

SPACE = UUID("5f0b6c6e-3d0f-5e55-9d0e-0c1d9a6f2b71")
CENTRE = f"pvhcc.{demo.WARD}"
TAKEN, SERVED = 9, 4


def seed_today(now: datetime | None = None) -> int:
    """Set the centre up and give out today's first numbers, once a day; how many there are."""
    if not settings.DEMO:
        raise demo.OnlyInDemo
    now = now or datetime.now(UTC)
    day = queue.today(now)
    with transaction.atomic():
        found = centres.find(CENTRE) or centres.keep(CENTRE, 3, 30, 4, now)
        there = sql.run("SELECT count(*) FROM visits_ticket WHERE centre = %s AND day = %s", [CENTRE, day])[0][0]
        if there:
            return int(there)
        wishes = centres.kinds(CENTRE, day)
        begun = now - timedelta(minutes=5 * TAKEN)
        for number in range(TAKEN):
            id, at = uuid5(SPACE, f"{day}:{number}"), begun + timedelta(minutes=5 * number)
            queue.take(found, id, wishes[number % len(wishes)], at)
            if number < SERVED:
                sql.run(
                    "UPDATE visits_ticket SET state = 'done', counter = %s, calls = 1, first_called_at = %s,"
                    " called_at = %s, ended_at = %s WHERE id = %s",
                    [number % 3 + 1, *[at + timedelta(minutes=4)] * 2, at + timedelta(minutes=12), id],
                )
    return TAKEN
