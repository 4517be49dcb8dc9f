"""The cases that belong with a case, whichever of the two said so, as far as the actor may see them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
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


# One JSON value, so that a case's page carries it in its own statement. Moments are told in UTC.
RELATED = f"""(SELECT coalesce(json_agg(json_build_array(c.id, c.code, c.title, l.kind, l.said_here, c.is_open,
    c.process, c.step, c.executing_body, c.outcome,
    c.opened_at AT TIME ZONE 'UTC', c.due_at AT TIME ZONE 'UTC', c.closed_at AT TIME ZONE 'UTC', c.facts)
    ORDER BY c.opened_at, c.id, l.kind), '[]')::text FROM (
  SELECT r.other_id AS id, r.kind, true AS said_here FROM engine_relation r WHERE r.case_id = %(id)s
  UNION ALL
  SELECT r.case_id, r.kind, false FROM engine_relation r WHERE r.other_id = %(id)s) l
JOIN engine_case c ON c.id = l.id WHERE {access.VISIBLE})"""


def related(actor: Actor, case_id: UUID) -> tuple[Related, ...]:
    """Those that the actor may see, the oldest first; of the others not even that they are."""
    rows = sql.run(f"SELECT {RELATED}", {"id": case_id, **access.scope(actor).parameters()})
    return from_json(rows[0][0])


def from_json(text: str) -> tuple[Related, ...]:
    """What `RELATED` gave."""
    return tuple(Related(*_values(row)) for row in json.loads(text))


def _values(row: list[Any]) -> list[Any]:
    id, *told, opened, due, closed, facts = row
    moments = (datetime.fromisoformat(one).replace(tzinfo=UTC) if one else None for one in (opened, due, closed))
    return [UUID(id), *told, *moments, facts]
