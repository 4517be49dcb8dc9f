"""What an applicant has given before: papers and answers of earlier dossiers of the same number, through the door."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.reading import PaperRow

MOST = 20


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier dossier as far as it can be used again: its papers, and the answers of its form."""

    case: UUID
    code: str
    title: str
    procedure_code: str
    opened_at: datetime
    form: str
    values: dict[str, Any]
    papers: tuple[PaperRow, ...]


# Refused and withdrawn dossiers are not used again: nobody vouched for what they hold.
_EARLIER = f"""
WITH c AS MATERIALIZED (
  SELECT c.id, c.province_code, c.code, c.title, c.procedure_code, c.opened_at, c.subject, c.facts
  FROM engine_case c
  WHERE c.subject ->> 'number' = %(number)s AND c.subject ? 'number' AND c.outcome NOT IN ('refused', 'withdrawn')
    AND {access.FULLY}
  ORDER BY c.opened_at DESC LIMIT {MOST}),
 r AS (INSERT INTO engine_read (case_id, province_code, person, post, at, what)
       SELECT id, province_code, %(person)s::uuid, %(post)s::uuid, clock_timestamp(), 'earlier' FROM c)
SELECT c.id, c.code, c.title, c.procedure_code, c.opened_at, coalesce(c.facts #>> '{{form,pin}}', ''),
  coalesce(c.subject -> 'form', '{{}}')::text,
  (SELECT coalesce(json_agg(json_build_array(f.id, f.number, f.component, f.name, f.media_type, f.size,
     encode(f.digest, 'hex'), f.origin) ORDER BY f.number, f.id), '[]')
   FROM engine_paper f WHERE f.case_id = c.id)::text
FROM c ORDER BY c.opened_at DESC
"""


def earlier(actor: Actor, number: str) -> tuple[Earlier, ...]:
    """The dossiers of a personal number that this actor sees fully, the latest first; each look is recorded.

    An officer sees those of their own counter, office or house: the door decides, not the number.
    """
    if not number:
        return ()
    post = actor.offices[0].post if actor.offices else None
    parameters = {"number": number, "person": actor.person, "post": post, **access.scope(actor).parameters()}
    found = []
    for id, code, title, procedure, opened, pin, values, papers in sql.run(_EARLIER, parameters):
        rows = tuple(PaperRow(UUID(paper), *rest) for paper, *rest in json.loads(papers))
        found.append(Earlier(id, code or "", title, procedure, opened, pin, json.loads(values), rows))
    return tuple(found)
