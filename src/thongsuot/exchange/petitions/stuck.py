"""Messages about petitions for whoever owns them: which did not get through, tried again, put aside with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from thongsuot.engine import sql
from thongsuot.engine.errors import NotFound, Refused

PAGE = 50
_MINE = "(%(provinces)s::text[] IS NULL OR m.province_code = ANY(%(provinces)s) OR m.province_code = '')"
_STUCK = "(m.state = 'dead' OR m.state = 'waiting' AND m.attempts > 0)"


@dataclass(frozen=True, slots=True)
class Stuck:
    """A message that did not get through yet."""

    id: UUID
    code: str
    system: str
    inward: bool
    act: str
    province_code: str
    since: datetime
    state: str
    attempts: int
    reason: str


def messages(provinces: list[str] | None, page: int = 1) -> tuple[tuple[Stuck, ...], int]:
    """What did not get through in these provinces (None for all), oldest first, and how many."""
    rows = sql.run(
        f"""SELECT m.id, coalesce(c.code, m.foreign_id), m.system, m.inward, m.act, m.province_code, m.since, m.state,
  m.attempts, m.reason, count(*) OVER ()
FROM petitions_message m LEFT JOIN engine_case c ON c.id = m.case_id WHERE {_STUCK} AND {_MINE}
ORDER BY m.since, m.id LIMIT {PAGE} OFFSET %(after)s""",
        {"provinces": provinces, "after": (max(1, page) - 1) * PAGE},
    )
    return tuple(Stuck(*row[:-1]) for row in rows), rows[0][-1] if rows else 0


def replay(provinces: list[str] | None, id: UUID) -> None:
    """Try one again now. Raises NotFound, Refused for one that is not stuck or comes by itself."""
    changes = "state = 'waiting', attempts = 0, next_at = %(now)s"
    _change(f"{changes}", provinces, id, "AND NOT m.inward")


def settle(provinces: list[str] | None, id: UUID, by: str, reason: str) -> None:
    """Put one aside: a person has seen to it otherwise, and says how. Raises as `replay` does."""
    _change(
        "state = 'settled', next_at = NULL, decided_by = %(by)s, reason = %(reason)s", provinces, id, "", by, reason
    )


def _change(changes: str, provinces: list[str] | None, id: UUID, more: str, by: str = "", reason: str = "") -> None:
    said = {"id": id, "provinces": provinces, "by": by, "reason": reason, "now": datetime.now(UTC)}
    at = f"m.id = %(id)s AND {_MINE}"
    done = sql.run(
        f"UPDATE petitions_message m SET {changes} WHERE {at} AND {_STUCK} {more} RETURNING 1",
        said,
    )
    if done:
        return
    if not sql.run(f"SELECT 1 FROM petitions_message m WHERE {at}", said):
        raise NotFound
    raise Refused("Việc này không còn vướng, hoặc hệ thống kia sẽ tự gửi lại.")
