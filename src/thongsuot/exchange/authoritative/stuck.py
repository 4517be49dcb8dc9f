"""Stages that their owner's system does not answer for, for whoever looks after a province: the list, asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from thongsuot.engine import sql
from thongsuot.engine.errors import NotFound, Refused

PAGE = 50


@dataclass(frozen=True, slots=True)
class Stuck:
    """A dossier at a stage whose system failed, was never reached, or said what could not be recorded."""

    case_id: UUID
    code: str
    step: str
    province_code: str
    system: str
    reference: str
    confirmed_at: datetime | None
    state: str
    attempts: int
    next_at: datetime | None
    reason: str


_MINE = "(%(provinces)s::text[] IS NULL OR o.province_code = ANY(%(provinces)s))"
# What nobody took up for an hour after its time has no system connected: its worker asks only those that are.
_STUCK = "(o.state = 'dead' OR o.state = 'waiting' AND (o.attempts > 0 OR o.next_at < %(now)s - interval '1 hour'))"
_LIST = f"""
SELECT o.case_id, coalesce(c.code, ''), c.step, o.province_code, o.system, o.reference, o.confirmed_at, o.state,
  o.attempts, o.next_at, o.reason, count(*) OVER ()
FROM exchange_stage o JOIN engine_case c ON c.id = o.case_id
WHERE {_STUCK} AND {_MINE}
ORDER BY o.state <> 'dead', coalesce(o.confirmed_at, '-infinity'), o.case_id LIMIT %(most)s OFFSET %(after)s
"""


def stages(provinces: list[str] | None, page: int = 1) -> tuple[tuple[Stuck, ...], int]:
    """What is stuck in these provinces (None for all), what needs a person first, fifty a page, and how many."""
    given = {"provinces": provinces, "now": datetime.now(UTC), "most": PAGE, "after": (max(1, page) - 1) * PAGE}
    rows = sql.run(_LIST, given)
    return tuple(Stuck(*row[:-1]) for row in rows), rows[0][-1] if rows else 0


def again(provinces: list[str] | None, case_id: UUID) -> None:
    """Ask for this stage again now, its attempts counted anew. Raises NotFound, and Refused for one not stuck."""
    if _again(provinces, case_id):
        return
    given = {"provinces": provinces, "case": case_id}
    if not sql.run(f"SELECT 1 FROM exchange_stage o WHERE o.case_id = %(case)s AND {_MINE}", given):
        raise NotFound
    raise Refused("Bước này đã được hệ thống bên ngoài trả lời hoặc đang chờ đến lượt.")


def all_again(provinces: list[str] | None) -> int:
    """Ask again for every stage that is stuck in these provinces; how many."""
    return _again(provinces, None)


def _again(provinces: list[str] | None, case_id: UUID | None) -> int:
    now = datetime.now(UTC)
    return len(
        sql.run(
            "UPDATE exchange_stage o SET state = 'waiting', attempts = 0, next_at = %(now)s"
            f" WHERE {_STUCK} AND {_MINE} AND (%(case)s::uuid IS NULL OR o.case_id = %(case)s) RETURNING 1",
            {"provinces": provinces, "case": case_id, "now": now},
        )
    )
