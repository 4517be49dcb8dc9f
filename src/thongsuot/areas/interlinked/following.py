"""What happens to the parts, taken from the stamped journal: each entry once, in one transaction with the position.

The journal only marks a request as due and brings its parts up to date. What follows is worked out from how they all
stand, in a transaction of the request's own: a worker that is killed leaves it due, and nothing is done twice.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from thongsuot.areas.interlinked import working
from thongsuot.areas.interlinked.holding import holder_of
from thongsuot.engine import following, sql
from thongsuot.engine.errors import Refused

log = logging.getLogger(__name__)
POSITION = "interlinked_position"
BATCH, ROUND = 1000, 50
AGAIN, LONGEST = timedelta(seconds=30), timedelta(hours=1)

_NEXT = """
SELECT s.sequence, e.happened_at, c.id, c.kind, c.facts -> 'of' ->> 'parent', c.status, c.outcome, c.is_open,
  c.waits_for, c.responsible_body, coalesce(c.facts -> 'elsewhere' ->> 'system', ''), e.move,
  (e.body::json -> 'changes')::jsonb ?| ARRAY['step', 'responsible_body', 'waits_for']
FROM engine_stamp s JOIN engine_entry e USING (case_id, number) JOIN engine_case c ON c.id = e.case_id
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""
_TELL = """
UPDATE interlinked_part SET status = %(status)s, outcome = %(outcome)s, is_open = %(is_open)s,
  waits_for = %(waits_for)s, holder = %(holder)s, since = CASE WHEN %(moved)s THEN %(at)s ELSE since END
WHERE child = %(child)s
"""
_DUE = """
INSERT INTO interlinked_due (parent, next_at, tries) SELECT unnest(%s::uuid[]), clock_timestamp(), 0
ON CONFLICT (parent) DO UPDATE SET next_at = clock_timestamp(), tries = 0
"""
_ASK_BACK = "UPDATE interlinked_errand SET state = 'withdraw', next_at = %s, tries = 0 WHERE child = %s"


def follow(site: str) -> int:
    """Read what was stamped, then see to the requests that are due; how many entries were read."""
    read = catch_up(site)
    settle_due(datetime.now(UTC))
    return read


def catch_up(site: str, most: int = BATCH) -> int:
    return following.catch_up(POSITION, site, _NEXT, _write, most=most)


def _write(rows: following.Rows) -> None:
    due: dict[UUID, None] = {}
    for row in rows:
        _sequence, at, id, kind, parent, status, outcome, is_open, waits, body, system, move, moved = row
        if kind == "interlinked":
            due[id] = None
        if parent is None:
            continue
        told = {
            "child": id, "status": status, "outcome": outcome, "is_open": is_open, "waits_for": waits, "moved": moved,
            "holder": holder_of(body, waits, system), "at": at,
        }  # fmt: skip
        sql.run(_TELL, told)
        if move == "withdraw_online" and system:
            sql.run(_ASK_BACK, [datetime.now(UTC), id])
        due[UUID(parent)] = None
    if due:
        sql.run(_DUE, [list(due)])


def settle_due(now: datetime, most: int = ROUND) -> int:
    """See to the requests that are due, each in its own transaction; how many. One that fails holds up no other."""
    done = 0
    while done < most and _settle_one(now):
        done += 1
    return done


def _settle_one(now: datetime) -> bool:
    with transaction.atomic():
        rows = sql.run(
            "SELECT parent, tries FROM interlinked_due WHERE next_at <= %s ORDER BY next_at, parent LIMIT 1"
            " FOR UPDATE SKIP LOCKED",
            [now],
        )
        if not rows:
            return False
        parent, tries = rows[0]
        try:
            with transaction.atomic():
                settled = working.settle(parent, now)
        except Refused as refusal:
            log.warning("an interlinked request waits", extra={"case": str(parent), "why": refusal.sentence})
            settled = False
        except Exception:
            log.exception("an interlinked request could not be followed", extra={"case": str(parent)})
            settled = False
        if settled:
            sql.run("DELETE FROM interlinked_due WHERE parent = %s", [parent])
        else:
            wait = min(LONGEST, AGAIN * 2 ** min(tries, 10))
            sql.run(
                "UPDATE interlinked_due SET tries = tries + 1, next_at = %s WHERE parent = %s", [now + wait, parent]
            )
    return True


def hurry(parent: UUID) -> None:
    """See to one request at once, because its person waits for the page."""
    sql.run(_DUE, [[parent]])
    settle_due(datetime.now(UTC), most=1)
