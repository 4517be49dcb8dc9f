"""Which findings are followed up: in the briefing, and of one inspection on its page."""

from __future__ import annotations

from uuid import UUID

from thongsuot.engine import sql

# A finding is followed up when it is remedied, answered with a day, or has become an obstacle or a task.
FOLLOWED = """(c.step IN ('remedying', 'reported', 'remedied') OR EXISTS (
  SELECT 1 FROM engine_relation r JOIN engine_case o ON o.id = r.case_id
  WHERE r.other_id = c.id AND o.kind IN ('obstacle', 'task')))"""
_OF = f"""
SELECT count(*), count(*) FILTER (WHERE {FOLLOWED}) FROM engine_case c
WHERE c.kind = 'finding' AND c.step <> 'dropped' AND c.facts ->> 'inspection' = %s
"""


def of(inspection: UUID) -> tuple[int, int]:
    """How many findings an inspection has, without those that it dropped, and how many are followed up."""
    taken, followed = sql.run(_OF, [str(inspection)])[0]
    return int(taken), int(followed)
