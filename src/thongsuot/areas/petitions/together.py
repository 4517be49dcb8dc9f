"""What follows of itself when petitions were joined: each is related to the main one, and answered when that one is.

Each round looks at how things stand, so that one that was missed or killed is done by the next.
"""

from __future__ import annotations

import json
from datetime import datetime

from thongsuot.areas.petitions.process import PETITION
from thongsuot.areas.petitions.similar import OPEN
from thongsuot.engine import joined, sql

RELATION = "same"

# The answer is the last draft before the signature; a main one that ended without one leaves its followers alone.
_SETTLED = f"""
SELECT f.id, m.outcome = 'answered', (SELECT (p.values -> 'answer')::text
    FROM engine_personal p WHERE p.case_id = m.id AND p.values ? 'answer' ORDER BY p.number DESC LIMIT 1)
FROM engine_case f JOIN engine_case m ON m.id = (f.facts ->> 'main')::uuid
WHERE {joined.JOINED} AND m.step <> ALL(%(open)s) ORDER BY f.id LIMIT {joined.MOST}
"""  # noqa: S608 - constants of this package


def catch_up(now: datetime | None = None) -> int:
    """Do what is due; how many petitions changed. One that was worked on meanwhile waits for the next round."""
    done = joined.relate(PETITION.key, RELATION)
    for id, answered, text in sql.run(_SETTLED, {**joined.of(PETITION.key), "open": list(OPEN)}):
        if answered and text:
            done += joined.move(id, "answer_with", {"answer": json.loads(text)})
        else:
            done += joined.move(id, "carry_on", {})
    return done
