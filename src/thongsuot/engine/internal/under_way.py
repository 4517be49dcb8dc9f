"""Dossiers under way that somebody may move to another version of their procedure's process, by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from thongsuot.engine import sql
from thongsuot.engine.actor import Actor

MOST = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """An open case: the version of it that its reader saw, and the process and step on which it stands."""

    id: UUID
    length: int
    code: str
    process: str
    step: str
    due_at: datetime | None


_FOUND = f"""
SELECT c.id, c.length, c.code, c.process, c.step, c.due_at, count(*) OVER ()
FROM engine_case c
WHERE c.is_open AND c.kind = %(kind)s AND c.procedure_code = %(procedure)s AND c.process <> %(target)s
  AND (c.executing_body = ANY(%(headed)s) OR c.competent_body = ANY(%(chaired)s))
  AND (%(only)s::uuid[] IS NULL OR c.id = ANY(%(only)s::uuid[]))
ORDER BY c.process, c.step, c.due_at NULLS LAST, c.id LIMIT {MOST}
"""


def elsewhere(
    actor: Actor, kind: str, procedure: str, place: str, target: str, only: list[UUID] | None = None
) -> tuple[list[Standing], int]:
    """The open cases of a procedure that are not on the version `target` and that this actor may move to it.

    Those of the offices of `place` that the actor heads and of the houses there that he chairs, as
    `moving.migrated` asks; the first MOST of them and how many there are in all. Nothing of a person is read.
    """
    rows = sql.run(
        _FOUND,
        {
            "kind": kind,
            "procedure": procedure,
            "target": target,
            "headed": _bodies(actor, "head", place),
            "chaired": _bodies(actor, "chair", place),
            "only": only,
        },
    )
    return [Standing(*row[:-1]) for row in rows], (rows[0][-1] if rows else 0)


def _bodies(actor: Actor, role: str, place: str) -> list[str]:
    found: dict[str, None] = {}
    for office in actor.offices:
        inside = not place or place == office.province_code or (office.tier == 3 and place == office.unit_code)
        if role in office.roles and inside:
            found |= dict.fromkeys((office.body, office.house))
    return list(found)
