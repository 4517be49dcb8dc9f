"""Deliveries for whoever owns them: how each stands, which are stuck, tried again, or put aside with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from thongsuot.engine import sql
from thongsuot.engine.errors import NotFound, Refused

PAGE = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """How the delivery of a paper stands, apart from its dossier; `receipt` is the store's number."""

    state: str
    receipt: str
    reason: str
    withdrawn: bool


def standing(papers: Iterable[UUID]) -> dict[UUID, Standing]:
    """How these papers stand with the stores; one that is not to be delivered has no line."""
    rows = sql.run(
        "SELECT d.paper_id, d.state, d.receipt, d.reason, EXISTS (SELECT 1 FROM exchange_store_delivery w"
        " WHERE w.paper_id = d.paper_id AND w.act = 'withdraw' AND w.state = 'delivered')"
        " FROM exchange_store_delivery d WHERE d.act = 'deliver' AND d.paper_id = ANY(%s)",
        [list(papers)],
    )
    return {row[0]: Standing(*row[1:]) for row in rows}


@dataclass(frozen=True, slots=True)
class Stuck:
    """A delivery that did not get through yet."""

    paper_id: UUID
    act: str
    case_id: UUID
    code: str
    shelf: str
    province_code: str
    since: datetime
    state: str
    attempts: int
    next_at: datetime | None
    reason: str


_MINE = "(%(provinces)s::text[] IS NULL OR d.province_code = ANY(%(provinces)s))"
_LIST = f"""
SELECT d.paper_id, d.act, d.case_id, coalesce(c.code, ''), d.shelf, d.province_code, d.since, d.state, d.attempts,
  d.next_at, d.reason, count(*) OVER ()
FROM exchange_store_delivery d JOIN engine_case c ON c.id = d.case_id
WHERE (d.state = 'dead' OR d.state = 'waiting' AND d.attempts > 0) AND {_MINE}
ORDER BY d.since, d.paper_id, d.act LIMIT %(most)s OFFSET %(after)s
"""


def deliveries(provinces: list[str] | None, page: int = 1) -> tuple[tuple[Stuck, ...], int]:
    """What did not get through in these provinces (None for all), oldest first, fifty a page, and how many."""
    rows = sql.run(_LIST, {"provinces": provinces, "most": PAGE, "after": (max(1, page) - 1) * PAGE})
    return tuple(Stuck(*row[:-1]) for row in rows), rows[0][-1] if rows else 0


def replay(provinces: list[str] | None, paper: UUID, act: str) -> None:
    """Try one again now; what may have arrived is asked for first. Raises NotFound, Refused for one not stuck."""
    _change("state = 'waiting', attempts = 0, next_at = %(now)s, decided_at = NULL", provinces, paper, act)


def settle(provinces: list[str] | None, paper: UUID, act: str, by: str, reason: str) -> None:
    """Put one aside: a person has seen to it otherwise, and says how. Raises as `replay` does."""
    changes = "state = 'settled', next_at = NULL, decided_at = %(now)s, decided_by = %(by)s, reason = %(reason)s"
    _change(changes, provinces, paper, act, by, reason)


def _change(changes: str, provinces: list[str] | None, paper: UUID, act: str, by: str = "", reason: str = "") -> None:
    said = {
        "provinces": provinces, "paper": paper, "act": act, "by": by, "reason": reason, "now": datetime.now(UTC),
    }  # fmt: skip
    at = f"d.paper_id = %(paper)s AND d.act = %(act)s AND {_MINE}"
    if sql.run(
        f"UPDATE exchange_store_delivery d SET {changes} WHERE {at}"
        " AND (d.state = 'dead' OR d.state = 'waiting' AND d.attempts > 0) RETURNING 1",
        said,
    ):
        return
    if not sql.run(f"SELECT 1 FROM exchange_store_delivery d WHERE {at}", said):
        raise NotFound
    raise Refused("Giấy tờ này đã vào kho hoặc đã được xử lý.")
