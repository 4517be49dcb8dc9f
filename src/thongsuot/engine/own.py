"""What a citizen has: all of one's own cases in one list, what is asked of one first, and who looked at each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from thongsuot.engine import access, registry, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.process import At, Waits
from thongsuot.engine.reading import ROW, Row

PAGE = 20
MOST_LOOKS = 200
# For so long a closed case that its person may still say something about stands among what is asked; then it rests.
REMEMBERED = timedelta(days=30)
GROUPS = ("asked", "under_way", "ended")


@dataclass(frozen=True, slots=True)
class Own:
    """One's own case in the list; `group` is one of GROUPS."""

    row: Row
    group: str


@dataclass(frozen=True, slots=True)
class OwnList:
    """One page of what a citizen has, with the count of every group."""

    cases: tuple[Own, ...]
    counts: dict[str, int]
    page: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


# Asked: what waits for the person, and what has ended but leaves one a move that was not made yet.
_OWN = f"""
WITH c AS MATERIALIZED (
  SELECT c.id, c.due_at, c.resolved_at, c.changed_at, c.waits_for,
    CASE WHEN c.is_open AND c.waits_for = '{Waits.APPLICANT}' THEN 0 WHEN c.is_open THEN 1
      WHEN c.closed_at > %(since)s AND EXISTS (
        SELECT 1 FROM unnest(%(kinds)s::text[], %(steps)s::text[], %(moves)s::text[], %(most)s::int[])
          AS m (kind, step, move, most)
        WHERE m.kind = c.kind AND m.step = c.step
          AND coalesce((c.facts -> 'made' ->> m.move)::int, 0) < m.most) THEN 0
      ELSE 2 END AS place
  FROM engine_case c WHERE {access.OWN}),
 n AS (SELECT {", ".join(f"count(*) FILTER (WHERE place = {place})" for place in range(len(GROUPS)))} FROM c),
 k AS (SELECT id, place, row_number() OVER (ORDER BY place, waits_for = '{Waits.NOBODY}',
     resolved_at IS NOT NULL, CASE WHEN place = 1 THEN due_at END NULLS LAST, changed_at DESC, id) AS nth FROM c)
SELECT n.*, r.* FROM n LEFT JOIN LATERAL (
  SELECT k.place, {ROW} FROM k JOIN engine_case c ON c.id = k.id LEFT JOIN register_person a ON a.id = c.assignee
  WHERE k.nth > %(offset)s AND k.nth <= %(offset)s + {PAGE} ORDER BY k.nth) r ON true
"""


def cases(actor: Actor, now: datetime, page: int = 1) -> OwnList:
    """The cases whose subject this citizen is: what is asked of one, then what is under way by its due day, then the
    rest, the last changed first. One statement."""
    asking = list(_asking())
    rows = sql.run(
        _OWN,
        {
            "citizen": actor.citizen or None,
            "since": now - REMEMBERED,
            "kinds": [kind for kind, _, _, _ in asking],
            "steps": [step for _, step, _, _ in asking],
            "moves": [move for _, _, move, _ in asking],
            "most": [most for _, _, _, most in asking],
            "offset": max(0, page - 1) * PAGE,
        },
    )
    at = len(GROUPS)
    counts = dict(zip(GROUPS, rows[0], strict=False))
    found = tuple(Own(Row(*row[at + 1 :]), GROUPS[row[at]]) for row in rows if row[at] is not None)
    return OwnList(found, counts, page)


def _asking() -> Iterator[tuple[str, str, str, int]]:
    """The moves that a subject may make after the end: (kind, step, move, how often)."""
    for area in registry.areas():
        table = area.process
        for state in table.states:
            if state.terminal:
                for move in table.leaving(state.key):
                    if move.role.at is At.SUBJECT and move.at_most:
                        yield table.key, state.key, move.name, move.at_most


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody looked at something of a case on a day, so many times. `own` looks carry no officer's post: they
    were the person's own, or made with a code that was sent to the person."""

    day: date
    last: datetime
    times: int
    what: str
    title: str
    body: str
    own: bool


# A look of a lawful investigation is told once its end has passed.
TOLD = """NOT EXISTS (SELECT 1 FROM engine_investigation i WHERE i.case_id = r.case_id AND i.person = r.person
  AND r.at >= i.since AND r.at < i.until AND now() < i.until)"""
_LOOKS = f"""
SELECT (r.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, max(r.at) AS last, count(*), r.what,
  coalesce(p.title, ''), coalesce(p.body_id, ''), r.person IS NULL
FROM engine_case c JOIN engine_read r ON r.case_id = c.id LEFT JOIN register_post p ON p.id = r.post
WHERE c.id = %(id)s AND {access.OWN} AND {TOLD}
GROUP BY day, r.person, p.title, p.body_id, r.what ORDER BY last DESC LIMIT {MOST_LOOKS}
"""


def looks(actor: Actor, case_id: UUID) -> tuple[Look, ...]:
    """Who looked at one's own case, by day and post, the last first; nothing for a case of somebody else.

    Looks of a lawful investigation stand among them once it is over. See investigations.
    """
    parameters: dict[str, Any] = {"id": case_id, "citizen": actor.citizen or None}
    return tuple(Look(*row) for row in sql.run(_LOOKS, parameters))
