"""The stamper gives committed entries the gapless sequence of their site, and roots seal runs of it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta

from django.db import transaction

from thongsuot.engine import sql
from thongsuot.register.working_time import VIETNAM

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('thongsuot.stamper'), hashtext(%s))"

_STAMP = """
WITH q AS (DELETE FROM engine_unstamped RETURNING case_id, number),
 e AS (SELECT q.case_id, q.number, e.hash, row_number() OVER (ORDER BY e.recorded_at, q.case_id, q.number) AS place
       FROM q JOIN engine_entry e USING (case_id, number)),
 s AS (INSERT INTO engine_stamp (site, sequence, case_id, number, hash, stamped_at)
       SELECT %(site)s, (SELECT coalesce(max(sequence), 0) FROM engine_stamp WHERE site = %(site)s) + place,
              case_id, number, hash, clock_timestamp() FROM e RETURNING 1)
SELECT count(*) FROM s
"""


def stamp(site: str) -> int:
    """Number what has been committed since the last run; returns how many. One stamper works at a time.

    The whole queue is taken: an entry can be seen only after the entries before it in its case, so order within
    a case holds whatever commits late.
    """
    with transaction.atomic():
        sql.run(_LOCK, [site])
        return int(sql.run(_STAMP, {"site": site})[0][0])


def make_root(site: str, day: date) -> bytes | None:
    """Seal what was stamped since the last root until that day's midnight in Vietnam; None when nothing is new.

    The new root covers the last one. A day on which nobody sealed is sealed with the next one that is.
    """
    midnight = datetime.combine(day + timedelta(days=1), time(), VIETNAM)
    with transaction.atomic():
        sql.run(_LOCK, [site])
        last = sql.run(
            "SELECT last_sequence, root FROM engine_root WHERE site = %s ORDER BY last_sequence DESC LIMIT 1", [site]
        )
        since, before = last[0] if last else (0, b"")
        rows = sql.run(
            "SELECT sequence, hash FROM engine_stamp WHERE site = %(site)s AND sequence > %(since)s AND sequence <="
            " (SELECT max(sequence) FROM engine_stamp WHERE site = %(site)s AND sequence > %(since)s"
            "  AND stamped_at < %(midnight)s) ORDER BY sequence",
            {"site": site, "since": since, "midnight": midnight},
        )
        if not rows:
            return None
        root = sealed(before, [row[1] for row in rows])
        sql.run(
            "INSERT INTO engine_root (site, first_sequence, last_sequence, day, root, made_at)"
            " VALUES (%s, %s, %s, %s, %s, now())",
            [site, since + 1, rows[-1][0], day, root],
        )
        return root


def sealed(before: bytes, hashes: list[bytes]) -> bytes:
    """The root over the root before and the entries' hashes in their sequence."""
    made = hashlib.sha256(before)
    for one in hashes:
        made.update(one)
    return made.digest()
