"""Open dossiers of one procedure in a place, for who is about to change what holds there: through the one door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor

MOST = 20


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A dossier that goes on as it was received; nothing of its subject is read."""

    id: UUID
    code: str
    version: int
    opened_at: datetime
    due_at: datetime | None


_OPEN = f"""
SELECT c.id, coalesce(c.code, ''), coalesce((c.facts -> 'procedure' ->> 'version')::int, 0), c.opened_at, c.due_at,
  count(*) OVER ()
FROM engine_case c
WHERE c.is_open AND c.province_code = %(province)s AND c.procedure_code = %(code)s
  AND coalesce(c.facts -> 'procedure' ->> 'authority', %(authority)s) = %(authority)s
  AND (%(commune)s = '' OR c.place_code = %(commune)s) AND {access.VISIBLE}
ORDER BY c.due_at NULLS LAST, c.id LIMIT {MOST}
"""


def open_cases(
    actor: Actor, code: str, authority: str, province: str, commune: str = ""
) -> tuple[tuple[OpenCase, ...], int]:
    """The open dossiers of a procedure in a province or one commune of it that this actor may see: (the first, all)."""
    given = {"code": code, "authority": authority, "province": province, "commune": commune}
    rows = sql.run(_OPEN, {**given, **access.scope(actor).parameters()})
    return tuple(OpenCase(*row[:-1]) for row in rows), (rows[0][-1] if rows else 0)
