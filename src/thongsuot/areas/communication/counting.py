"""How often what is published was read and found useful: each browser once a day, nobody followed to the next day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from thongsuot.engine import sql
from thongsuot.register.working_time import VIETNAM

_SEE = """
INSERT INTO communication_seen (about, day, visitor, vote) VALUES (%s, %s, %s, %s)
ON CONFLICT (about, day, visitor) DO UPDATE SET vote = EXCLUDED.vote
"""
_FOLD = """
WITH gone AS (DELETE FROM communication_seen WHERE day < %(today)s RETURNING about, day, vote),
 n AS (SELECT about, day, count(*) FILTER (WHERE vote = 0) AS reads, count(*) FILTER (WHERE vote > 0) AS useful,
   count(*) FILTER (WHERE vote < 0) AS useless FROM gone GROUP BY about, day),
 r AS (INSERT INTO communication_reads (about, day, count) SELECT about, day, reads FROM n WHERE reads > 0
   ON CONFLICT (about, day) DO UPDATE SET count = communication_reads.count + EXCLUDED.count),
 v AS (SELECT about, sum(useful) AS useful, sum(useless) AS useless FROM n GROUP BY about)
UPDATE communication_question q SET useful = q.useful + v.useful, useless = q.useless + v.useless
FROM v WHERE v.about = q.id AND v.useful + v.useless > 0
"""
READS = """(SELECT count(*) FROM communication_seen s WHERE s.about = {about} AND s.vote = 0)
  + (SELECT coalesce(sum(d.count), 0) FROM communication_reads d WHERE d.about = {about})"""


def see(about: UUID, visitor: bytes, day: date) -> None:
    """Count a reading of an announcement; again from the same browser on that day it is the same one."""
    sql.run(_SEE, [about, day, visitor, 0])


def vote(question: UUID, visitor: bytes, day: date, *, useful: bool) -> None:
    """Say whether an answer helped; a browser says it once a day and may change its mind."""
    sql.run(_SEE, [question, day, visitor, 1 if useful else -1])


def fold(now: datetime) -> None:
    """Turn the days that are over into numbers and let the digests go."""
    sql.run(_FOLD, {"today": now.astimezone(VIETNAM).date()})
