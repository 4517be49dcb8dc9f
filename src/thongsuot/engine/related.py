"""The cases that belong with a case, whichever of the two said so, as far as the actor may see them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor


@dataclass(frozen=True, slots=True)
class Related:
    """A case that belongs with another one, and how; `said_here` is whether that other one's journal says it.

    `facts` are those of the case that is related, not personal.
    """

    id: UUID
    code: str
    title: str
    kind: str
    said_here: bool
    is_open: bool
    process: str = ""
    step: str = ""
    executing_body: str = ""
    outcome: str = ""
    opened_at: datetime | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


_RELATED = f"""
SELECT c.id, c.code, c.title, l.kind, l.said_here, c.is_open, c.process, c.step, c.executing_body, c.outcome,
  c.opened_at, c.due_at, c.closed_at, c.facts::text FROM (
  SELECT r.other_id AS id, r.kind, true AS said_here FROM engine_relation r WHERE r.case_id = %(id)s
  UNION ALL
  SELECT r.case_id, r.kind, false FROM engine_relation r WHERE r.other_id = %(id)s) l
JOIN engine_case c ON c.id = l.id WHERE {access.VISIBLE} ORDER BY c.opened_at, c.id, l.kind
"""


def related(actor: Actor, case_id: UUID) -> tuple[Related, ...]:
    """Those that the actor may see, the oldest first; of the others not even that they are."""
    rows = sql.run(_RELATED, {"id": case_id, **access.scope(actor).parameters()})
    return tuple(Related(*[*row[:-1], json.loads(row[-1])]) for row in rows)
