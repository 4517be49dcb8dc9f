"""How a centre's day stands: what the screen shows, what an officer's page shows, what its head reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thongsuot.areas.visits.centres import Centre
from thongsuot.areas.visits.queue import COLUMNS, SHOWN_NEXT, Ticket, today
from thongsuot.engine import sql


@dataclass(frozen=True)
class Standing:
    """The numbers at the counters, the last called first; those that come next; how many wait in all."""

    called: tuple[Ticket, ...]
    next: tuple[Ticket, ...]
    waiting: int

    def at(self, counter: int) -> Ticket | None:
        return next((one for one in self.called if one.counter == counter), None)


_NOW = f"""
WITH w AS (SELECT t.*, row_number() OVER (ORDER BY t.turn, t.number) AS place, count(*) OVER () AS waiting
           FROM visits_ticket t WHERE t.centre = %(centre)s AND t.day = %(day)s AND t.state = 'waiting')
SELECT {COLUMNS}, 0 AS place, 0 AS waiting FROM visits_ticket t
WHERE t.centre = %(centre)s AND t.day = %(day)s AND t.state = 'called'
UNION ALL SELECT {COLUMNS}, t.place, t.waiting FROM w t WHERE t.place <= {SHOWN_NEXT}
"""


def now_at(centre: Centre, now: datetime) -> Standing:
    """One statement."""
    rows = sql.run(_NOW, {"centre": centre.body, "day": today(now)})
    called = sorted((Ticket(*row[:-2]) for row in rows if not row[-2]), key=_last, reverse=True)
    following = [Ticket(*row[:-2]) for row in sorted((row for row in rows if row[-2]), key=lambda row: row[-2])]
    return Standing(tuple(called), tuple(following), max((row[-1] for row in rows), default=0))


def _last(ticket: Ticket) -> tuple[float, int]:
    return (ticket.called_at.timestamp() if ticket.called_at else 0.0, ticket.number)


@dataclass(frozen=True)
class Day:
    """What the head reads of today. Waits are whole minutes from the number to the first call; None when none was."""

    taken: int
    waiting: int
    served: int
    missed: int
    mean_wait: int | None
    longest_wait: int | None
    counters: tuple[tuple[int, int], ...]


_DAY = """
SELECT count(*), count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'done'),
  count(*) FILTER (WHERE state = 'missed'),
  round(extract(epoch FROM avg(first_called_at - taken_at)) / 60)::int,
  round(extract(epoch FROM max(first_called_at - taken_at)) / 60)::int,
  (SELECT coalesce(json_agg(json_build_array(s.counter, s.n) ORDER BY s.counter), '[]') FROM (
     SELECT counter, count(*) AS n FROM visits_ticket
     WHERE centre = %(centre)s AND day = %(day)s AND state = 'done' AND counter IS NOT NULL GROUP BY counter) s)
FROM visits_ticket WHERE centre = %(centre)s AND day = %(day)s
"""


def of_today(centre: Centre, now: datetime) -> Day:
    row = sql.run(_DAY, {"centre": centre.body, "day": today(now)})[0]
    counters = tuple((counter, served) for counter, served in row[6])
    return Day(*(*row[:6], counters))
