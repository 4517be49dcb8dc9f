"""What obstacles do by themselves: followers are answered with their main one, and silence after an answer ends it.

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

from thongsuot.areas.obstacles.process import ANSWERED_BY
from thongsuot.engine import sql, verbs, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.errors import Refused

log = logging.getLogger(__name__)
MOST = 200

_FOLLOWERS = f"""
SELECT f.id, m.step, m.facts::text FROM engine_case f JOIN engine_case m ON m.id = (f.facts ->> 'main')::uuid
WHERE f.is_open AND f.kind = 'obstacle' AND f.site = %(site)s AND f.step = 'merged'
  AND m.step IN ('answered', 'closed', 'withdrawn') ORDER BY f.id LIMIT {MOST}
"""
_UNRELATED = f"""
SELECT f.id, f.length, f.facts ->> 'main' FROM engine_case f
WHERE f.is_open AND f.kind = 'obstacle' AND f.site = %(site)s AND f.step = 'merged'
  AND NOT EXISTS (SELECT 1 FROM engine_relation r
    WHERE r.case_id = f.id AND r.other_id = (f.facts ->> 'main')::uuid) ORDER BY f.id LIMIT {MOST}
"""
_SILENT = f"""
SELECT id FROM engine_case WHERE is_open AND kind = 'obstacle' AND site = %(site)s AND step = 'answered'
  AND (facts -> 'waits' ->> 'confirmation')::timestamptz <= %(now)s ORDER BY id LIMIT {MOST}
"""


def catch_up(now: datetime | None = None) -> int:
    """Do what is due; how many obstacles changed. One that was worked on meanwhile waits for the next round."""
    at = {"site": settings.SITE, "now": now or datetime.now(UTC)}
    done = 0
    for id, length, main in sql.run(_UNRELATED, at):
        done += _related(id, length, UUID(main))
    for id, step, facts in sql.run(_FOLLOWERS, at):
        done += _moved(id, "carry_on", {}) if step == "withdrawn" else _moved(id, "answer_with", _document(facts))
    for (id,) in sql.run(_SILENT, at):
        done += _moved(id, "lapse", {})
    return done


def _document(facts: str) -> dict[str, Any]:
    known = json.loads(facts)
    return {name: known[name] for name in ANSWERED_BY if name in known}


def _related(id: UUID, length: int, main: UUID) -> bool:
    try:
        verbs.relate(SYSTEM, id, length, main, "obstacle")
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
        log.info("an obstacle waits for the next round", extra={"case": str(id), "why": refusal.sentence})
        return False
    return True
