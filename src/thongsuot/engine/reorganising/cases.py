"""The rows that an act reads and writes: the open dossiers of bodies, and the act's own list of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from thongsuot.engine import sql
from thongsuot.engine.case import SELECT, Case, from_row

AT_ONCE = 1000

_OF = """c.is_open AND c.id > %(after)s AND (c.competent_body = ANY(%(bodies)s) OR c.executing_body = ANY(%(bodies)s)
  OR c.receiving_body = ANY(%(bodies)s) OR c.supporting_body = ANY(%(bodies)s))"""
_OPEN = f"SELECT {SELECT} FROM engine_case c WHERE {_OF} ORDER BY c.id LIMIT {AT_ONCE}"
_LEFT = f"""SELECT {SELECT} FROM engine_case c WHERE {_OF}
  AND NOT EXISTS (SELECT FROM engine_handed h WHERE h.act = %(act)s AND h.case_id = c.id)
  ORDER BY c.id LIMIT {AT_ONCE}"""
_FIRST = UUID(int=0)


def open_of(bodies: Sequence[str]) -> Iterator[Case]:
    """Every open case that names one of these bodies, a thousand at a time."""
    yield from _paged(_OPEN, {"bodies": list(bodies)})


def left_over(act: UUID, bodies: Sequence[str]) -> Iterator[Case]:
    """Open cases that name one of these bodies and stand in no line of the act: they came in while it began."""
    yield from _paged(_LEFT, {"bodies": list(bodies), "act": act})


def _paged(statement: str, asked: dict[str, Any]) -> Iterator[Case]:
    after = _FIRST
    while True:
        rows = sql.run(statement, {**asked, "after": after})
        for row in rows:
            yield from_row(row)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][0]


_LOCKED = f"SELECT {SELECT} FROM engine_case c WHERE c.id = ANY(%s) ORDER BY c.id FOR UPDATE"


def locked(ids: Sequence[UUID]) -> dict[UUID, Case]:
    """These cases with their rows locked, always in one order."""
    return {row[0]: from_row(row) for row in sql.run(_LOCKED, [list(ids)])}


_ADD = """
INSERT INTO engine_handed (act, case_id, status, step, due_at, before, after, number, trouble)
SELECT %(act)s, * FROM unnest(%(case)s::uuid[], %(status)s::smallint[], %(step)s::text[], %(due)s::timestamptz[],
  %(before)s::jsonb[], %(after)s::jsonb[], %(number)s::int[], %(trouble)s::text[])
ON CONFLICT (act, case_id) DO NOTHING
"""


def add(act: UUID, lines: Sequence[tuple[Case, Mapping[str, str], Mapping[str, str], str]]) -> None:
    """Enter cases with (before, after, trouble); one whose bodies all stay is settled at once with number 0."""
    sql.run(
        _ADD,
        {
            "act": act,
            "case": [case.id for case, *_ in lines],
            "status": [case.status for case, *_ in lines],
            "step": [case.step for case, *_ in lines],
            "due": [case.due_at for case, *_ in lines],
            "before": [Jsonb(dict(before)) for _, before, _, _ in lines],
            "after": [Jsonb(dict(after)) for _, _, after, _ in lines],
            "number": [0 if after == before else None for _, before, after, _ in lines],
            "trouble": [trouble for *_, trouble in lines],
        },
    )


def waiting(act: UUID, most: int) -> list[UUID]:
    """Cases of the act that have not gone over yet."""
    rows = sql.run(
        "SELECT case_id FROM engine_handed WHERE act = %s AND number IS NULL AND trouble = ''"
        " ORDER BY case_id LIMIT %s",
        [act, most],
    )
    return [row[0] for row in rows]


def settle(act: UUID, done: Mapping[UUID, int], troubles: Mapping[UUID, str]) -> None:
    """Write down which went over by which entry, and which did not and why."""
    sql.run(
        "UPDATE engine_handed h SET number = n.number FROM unnest(%s::uuid[], %s::int[]) AS n (id, number)"
        " WHERE h.act = %s AND h.case_id = n.id",
        [list(done), list(done.values()), act],
    )
    if troubles:
        sql.run(
            "UPDATE engine_handed h SET trouble = n.why FROM unnest(%s::uuid[], %s::text[]) AS n (id, why)"
            " WHERE h.act = %s AND h.case_id = n.id",
            [list(troubles), list(troubles.values()), act],
        )


def progress(act: UUID) -> tuple[int, int, int]:
    """(all dossiers of the act, those settled, those in trouble)."""
    total, settled, troubled = sql.run(
        "SELECT count(*)::int, (count(*) FILTER (WHERE number IS NOT NULL))::int,"
        " (count(*) FILTER (WHERE trouble <> '' AND number IS NULL))::int FROM engine_handed WHERE act = %s",
        [act],
    )[0]
    return total, settled, troubled
