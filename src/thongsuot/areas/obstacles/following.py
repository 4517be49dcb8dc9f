"""What obstacles do by themselves: followers are answered with their main one, and silence after an answer ends it.

Each round looks at how things stand, so that one that was missed or killed is done by the next.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from thongsuot.areas.obstacles.process import ANSWERED_BY, OBSTACLE
from thongsuot.engine import joined, sql

RELATION = "obstacle"

_FOLLOWERS = f"""
SELECT f.id, m.step, m.facts::text FROM engine_case f JOIN engine_case m ON m.id = (f.facts ->> 'main')::uuid
WHERE {joined.JOINED} AND m.step IN ('answered', 'closed', 'withdrawn') ORDER BY f.id LIMIT {joined.MOST}
"""
_SILENT = f"""
SELECT id FROM engine_case WHERE is_open AND kind = %(kind)s AND site = %(site)s AND step = 'answered'
  AND (facts -> 'waits' ->> 'confirmation')::timestamptz <= %(now)s ORDER BY id LIMIT {joined.MOST}
"""


def catch_up(now: datetime | None = None) -> int:
    """Do what is due; how many obstacles changed. One that was worked on meanwhile waits for the next round."""
    at = {**joined.of(OBSTACLE.key), "now": now or datetime.now(UTC)}
    done = joined.relate(OBSTACLE.key, RELATION)
    for id, step, facts in sql.run(_FOLLOWERS, at):
        answered = step != "withdrawn"
        done += joined.move(id, "answer_with", _document(facts)) if answered else joined.move(id, "carry_on", {})
    for (id,) in sql.run(_SILENT, at):
        done += joined.move(id, "lapse", {})
    return done


def _document(facts: str) -> dict[str, Any]:
    known = json.loads(facts)
    return {name: known[name] for name in ANSWERED_BY if name in known}
