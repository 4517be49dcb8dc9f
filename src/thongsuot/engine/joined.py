"""Cases of one matter that were joined to a main one: each is related to it, and moved on by the system with it.

A joined case stands at the step `merged` and names the main one in its fact `main`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from thongsuot.engine import sql, verbs, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.errors import Refused

log = logging.getLogger(__name__)
MOST = 200

JOINED = "f.is_open AND f.kind = %(kind)s AND f.site = %(site)s AND f.step = 'merged'"
"""The condition of joined cases `f`, with the parameters of `of`."""

_UNRELATED = f"""
SELECT f.id, f.length, f.facts ->> 'main' FROM engine_case f WHERE {JOINED}
  AND NOT EXISTS (SELECT 1 FROM engine_relation r
    WHERE r.case_id = f.id AND r.other_id = (f.facts ->> 'main')::uuid) ORDER BY f.id LIMIT {MOST}
"""


def of(kind: str) -> dict[str, Any]:
    """The parameters of `JOINED` for a kind at this site."""
    return {"kind": kind, "site": settings.SITE}


def relate(kind: str, relation: str) -> int:
    """Relate each joined case to its main one; how many. One that was worked on meanwhile waits for the next round."""
    return sum(_related(id, length, UUID(main), relation) for id, length, main in sql.run(_UNRELATED, of(kind)))


def _related(id: UUID, length: int, main: UUID, relation: str) -> bool:
    try:
        verbs.relate(SYSTEM, id, length, main, relation)
    except Refused:
        return False
    return True


def move(id: UUID, name: str, given: Mapping[str, Any]) -> bool:
    """Have the system make a move, once for how the case stands. Whether it did; if not, the next round tries again."""
    case = writing.find(id)
    if case is None:
        return False
    try:
        verbs.move(SYSTEM, id, case.length, name, given, key=uuid5(id, f"{name}:{case.length}"))
    except Refused as refusal:
        log.info(
            "what the system does of itself waits for the next round", extra={"case": str(id), "why": refusal.sentence}
        )
        return False
    return True
