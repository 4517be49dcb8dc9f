"""The warnings that somebody has to see: of what they hold, of their office's work, of their house's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from thongsuot.engine import access, registry, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.warning_levels import BEFORE_SILENCE, STRENGTH

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Warned:
    """One case of which somebody is warned; `kind` is the strongest of the warnings that stand."""

    id: UUID
    code: str
    title: str
    kind: str
    due_at: datetime
    place_code: str
    holder: str


# What goes to a leader by name goes to nobody else. A warning stands as long as the case is open and due at the moment
# of which it warned: a pause, an extension or an end takes it away without anybody telling it.
_STANDING = f"""
WITH w AS (
  SELECT DISTINCT ON (c.id) c.id, c.code, c.title, n.kind, c.due_at, c.place_code, c.assignee,
         array_position(%(strength)s::text[], n.kind) AS weight
  FROM engine_notice n JOIN engine_case c ON c.id = n.case_id AND c.due_at = n.due_at
  WHERE c.is_open AND c.resolved_at IS NULL AND {access.FULLY}
    AND CASE WHEN n.kind = ANY(%(holders)s)
        THEN c.assignee = ANY(%(persons)s::uuid[])
             OR (c.assignee IS NULL AND (c.queue_body, c.queue_role) IN
                 (SELECT * FROM unnest(%(queue_bodies)s::text[], %(queue_roles)s::text[])))
        WHEN n.person IS NOT NULL THEN n.person = ANY(%(persons)s::uuid[])
        ELSE (n.body, n.role) IN (SELECT * FROM unnest(%(queue_bodies)s::text[], %(queue_roles)s::text[])) END
  ORDER BY c.id, weight)
SELECT w.id, coalesce(w.code, ''), w.title, w.kind, w.due_at, w.place_code, coalesce(p.name, ''), count(*) OVER ()
FROM w LEFT JOIN register_person p ON p.id = w.assignee ORDER BY w.weight, w.due_at, w.id LIMIT %(limit)s
"""


def standing(actor: Actor, limit: int = SHOWN) -> tuple[list[Warned], int]:
    """The warnings of this actor, the strongest first, one for each case; and of how many cases in all."""
    levels = [*BEFORE_SILENCE, *(level for area in registry.areas() for level in area.warnings)]
    parameters = {
        **access.scope(actor).parameters(),
        "strength": list(STRENGTH),
        "holders": [level.kind for level in levels if level.to is None],
        "queue_bodies": [body for body, _role in actor.queues],
        "queue_roles": [role for _body, role in actor.queues],
        "limit": limit,
    }
    rows = sql.run(_STANDING, parameters)
    return [Warned(*row[:-1]) for row in rows], rows[0][-1] if rows else 0
