"""What follows of itself when petitions were joined: each is related to the main one, and answered when that one is.

Each round looks at how things stand, so that one that was missed or killed is done by the next.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from thongsuot.areas.petitions.process import PETITION
from thongsuot.areas.petitions.similar import OPEN
from thongsuot.engine import sql, verbs, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.errors import Refused

log = logging.getLogger(__name__)
MOST = 200
RELATION = "same"

_MERGED = (
    f"FROM engine_case f WHERE f.is_open AND f.kind = '{PETITION.key}' AND f.site = %(site)s AND f.step = 'merged'"
)
_UNRELATED = f"""
SELECT f.id, f.length, f.facts ->> 'main' {_MERGED}
  AND NOT EXISTS (SELECT 1 FROM engine_relation r
    WHERE r.case_id = f.id AND r.other_id = (f.facts ->> 'main')::uuid) ORDER BY f.id LIMIT {MOST}
"""  # noqa: S608 - constants of this package
# The answer is the last draft before the signature; a main one that ended without one leaves its followers alone.
_SETTLED = f"""
SELECT f.id, m.outcome = 'answered', (SELECT (p.values -> 'answer')::text
    FROM engine_personal p WHERE p.case_id = m.id AND p.values ? 'answer' ORDER BY p.number DESC LIMIT 1)
FROM engine_case f JOIN engine_case m ON m.id = (f.facts ->> 'main')::uuid
WHERE f.is_open AND f.kind = '{PETITION.key}' AND f.site = %(site)s AND f.step = 'merged'
  AND m.step <> ALL(%(open)s) ORDER BY f.id LIMIT {MOST}
"""  # noqa: S608 - constants of this package


def catch_up(now: datetime | None = None) -> int:
    """Do what is due; how many petitions changed. One that was worked on meanwhile waits for the next round."""
    at = {"site": settings.SITE, "open": list(OPEN), "now": now or datetime.now(UTC)}
    done = 0
    for id, length, main in sql.run(_UNRELATED, at):
        done += _related(id, length, UUID(main))
    for id, answered, text in sql.run(_SETTLED, at):
        if answered and text:
            done += _moved(id, "answer_with", {"answer": json.loads(text)})
        else:
            done += _moved(id, "carry_on", {})
    return done


def _related(id: UUID, length: int, main: UUID) -> bool:
    try:
        verbs.relate(SYSTEM, id, length, main, RELATION)
    except Refused:
        return False
    return True


def _moved(id: UUID, move: str, given: Mapping[str, Any]) -> bool:
    case = writing.find(id)
    if case is None:
        return False
    try:
        verbs.move(SYSTEM, id, case.length, move, given, key=uuid5(id, f"{move}:{case.length}"))
    except Refused as refusal:
        log.info("a petition waits for the next round", extra={"case": str(id), "why": refusal.sentence})
        return False
    return True
