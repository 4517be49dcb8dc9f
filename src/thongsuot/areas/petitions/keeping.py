"""What stands beside petitions follows them: the words of what is published, and what is forgotten in its time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from thongsuot.areas.petitions.process import PETITION
from thongsuot.areas.petitions.publishing import folded
from thongsuot.engine import following, sql

POSITION = "petitions_published_position"
BATCH = 1000
KEYS_KEPT, REASONS_KEPT = timedelta(days=365), timedelta(days=90)
"""How long a key that was taken back tells whose it was, and how long a message that arrived why it was late."""

_NEXT = f"""
SELECT s.sequence, e.case_id, e.number, e.move, e.recorded_at, c.code,
  (p.values -> 'question_public')::text, (p.values -> 'answer_public')::text
FROM engine_stamp s JOIN engine_entry e USING (case_id, number)
LEFT JOIN engine_case c ON c.id = e.case_id AND c.kind = '{PETITION.key}' AND e.move = 'publish'
LEFT JOIN engine_personal p ON p.case_id = c.id AND p.number = e.number
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""  # noqa: S608 - constants of this package
_KEEP = """
INSERT INTO petitions_published (case_id, number, words, at) VALUES (%(case)s, %(number)s, %(words)s, %(at)s)
ON CONFLICT (case_id) DO UPDATE SET number = EXCLUDED.number, words = EXCLUDED.words, at = EXCLUDED.at
WHERE petitions_published.number < EXCLUDED.number
"""


def catch_up(site: str, most: int = BATCH) -> int:
    """Keep the words of what was published since the last time; how many entries were read."""
    return following.catch_up(POSITION, site, _NEXT, _write, most=most)


def _write(rows: following.Rows) -> None:
    for _sequence, case, number, _move, at, code, question, answer in rows:
        if question is not None and answer is not None:
            text = " ".join([code, *json.loads(question), *json.loads(answer)])
            sql.run(_KEEP, {"case": case, "number": number, "words": folded(text), "at": at})


def forget(case_id: UUID) -> Iterable[bytes]:
    """Called while a case is erased: that messages went stays, what another system said of them does not."""
    sql.run("DELETE FROM petitions_published WHERE case_id = %s", [case_id])
    sql.run("UPDATE petitions_message SET reason = '', next_at = NULL WHERE case_id = %s", [case_id])
    return ()


def tidy(now: datetime | None = None) -> int:
    """Forget what nobody needs any more: keys taken back long ago, what once held up a message; how many."""
    now = now or datetime.now(UTC)
    ended = sql.run("DELETE FROM petitions_key WHERE ended_at < %s RETURNING 1", [now - KEYS_KEPT])
    told = sql.run(
        "UPDATE petitions_message SET reason = '' WHERE state IN ('delivered', 'taken') AND reason <> ''"
        " AND since < %s RETURNING 1",
        [now - REASONS_KEPT],
    )
    return len(ended) + len(told)
