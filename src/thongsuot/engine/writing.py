"""How a change reaches the database: the row, its entry, its papers and personal values in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from thongsuot.engine import sql
from thongsuot.engine.case import COLUMNS, MUTABLE, SELECT, Case, from_row, to_row
from thongsuot.engine.journal import Entry
from thongsuot.engine.making import Change, Paper
from thongsuot.engine.undoing import Step

ENTRY_COLUMNS = (
    "case_id", "number", "site", "province_code", "verb", "move", "person", "happened_at", "recorded_at", "key",
    "body", "hash",
)  # fmt: skip
PERSONAL_COLUMNS = ("case_id", "number", "province_code", "salt", "values")
PAPER_COLUMNS = (
    "id", "case_id", "number", "province_code", "component", "name", "media_type", "size", "digest", "origin",
    "facts",
)  # fmt: skip


def entry_row(entry: Entry) -> list[Any]:
    return [getattr(entry, name) for name in ENTRY_COLUMNS]


def personal_row(entry: Entry) -> list[Any]:
    return [entry.case_id, entry.number, entry.province_code, entry.salt, Jsonb(entry.personal)]


def paper_row(entry: Entry, paper: Paper) -> list[Any]:
    return [
        paper.id, entry.case_id, entry.number, entry.province_code, paper.component, paper.name, paper.media_type,
        paper.size, paper.digest, paper.origin, Jsonb(paper.facts.to_json()),
    ]  # fmt: skip


def _marks(columns: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(columns))


_UPDATE = f"UPDATE engine_case SET ({', '.join(MUTABLE)}) = ROW({_marks(MUTABLE)}) WHERE id = %s AND length = %s"
_INSERT = f"INSERT INTO engine_case ({', '.join(COLUMNS)}) VALUES ({_marks(COLUMNS)})"
_ENTRY_TYPES = (
    "uuid", "int", "text", "text", "text", "text", "uuid", "timestamptz", "timestamptz", "uuid", "text", "bytea",
)  # fmt: skip
_ENTRY = f"""
, e AS (INSERT INTO engine_entry ({", ".join(ENTRY_COLUMNS)})
        SELECT {", ".join(f"%s::{kind}" for kind in _ENTRY_TYPES)} FROM c
        RETURNING case_id, number, province_code)
, u AS (INSERT INTO engine_unstamped (case_id, number) SELECT case_id, number FROM e)
"""
_PERSONAL = """, p AS (INSERT INTO engine_personal (case_id, number, province_code, salt, values)
        SELECT case_id, number, province_code, %s::bytea, %s::jsonb FROM e)
"""
_PAPERS = f"""
, f AS (INSERT INTO engine_paper ({", ".join(PAPER_COLUMNS)})
        SELECT n.id, e.case_id, e.number, e.province_code, n.component, n.name, n.media_type, n.size, n.digest,
          n.origin, n.facts
        FROM e, unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bytea[], %s::text[],
             %s::jsonb[]) AS n (id, component, name, media_type, size, digest, origin, facts))
"""


@cache
def _statement(new: bool, personal: bool, papers: bool) -> str:
    """The one statement of a change, its parameters numbered in the order in which `write` gives them."""
    head = f"WITH c AS ({_INSERT if new else _UPDATE} RETURNING id)"
    whole = f"{head}{_ENTRY}{_PERSONAL if personal else ''}{_PAPERS if papers else ''} SELECT count(*) FROM e"
    first, *rest = whole.split("%s")
    return first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))


def write(change: Change, *, new: bool) -> None:
    """Write a change. The caller holds the case's lock (or makes the case), inside a transaction."""
    entry = change.entry
    parameters = to_row(change.case, COLUMNS if new else MUTABLE)
    if not new:
        parameters += [entry.case_id, entry.number - 1]
    parameters += entry_row(entry)
    if entry.personal:
        parameters += [entry.salt, Jsonb(entry.personal)]
    if change.papers:
        parameters += _paper_arrays(change.papers)
    rows = sql.run_numbered(_statement(new, bool(entry.personal), bool(change.papers)), parameters)
    if rows[0][0] != 1:
        raise RuntimeError("the case was not held while it was written")


def _paper_arrays(papers: Sequence[Paper]) -> list[list[Any]]:
    names = ("id", "component", "name", "media_type", "size", "digest", "origin")
    facts = [Jsonb(paper.facts.to_json()) for paper in papers]
    return [*([getattr(paper, name) for paper in papers] for name in names), facts]


_LOCK = f"""SELECT {SELECT}, (SELECT e.case_id FROM engine_entry e WHERE e.key = %s)
FROM engine_case c WHERE c.id = %s FOR UPDATE OF c"""


def lock(case_id: UUID, key: UUID | None) -> tuple[Case | None, bool]:
    """Lock a case's row: (the case or None, whether the key has been used already)."""
    rows = sql.run(_LOCK, [key, case_id])
    if not rows:
        return None, False
    return from_row(rows[0]), rows[0][-1] is not None


def by_key(key: UUID) -> tuple[Case, str, UUID | None] | None:
    """The case that a key's request made or changed, with the request's digest and the person who sent it."""
    rows = sql.run(
        f"SELECT {SELECT}, e.body::json ->> 'request', e.person FROM engine_entry e"
        " JOIN engine_case c ON c.id = e.case_id WHERE e.key = %s",
        [key],
    )
    return (from_row(rows[0]), rows[0][-2], rows[0][-1]) if rows else None


def find(case_id: UUID) -> Case | None:
    """A case without a lock and without the door: for verbs, which check sight themselves."""
    rows = sql.run(f"SELECT {SELECT} FROM engine_case c WHERE c.id = %s", [case_id])
    return from_row(rows[0]) if rows else None


def entries(case_id: UUID) -> list[Step]:
    """The chain of a case, oldest first."""
    rows = sql.run(
        "SELECT number, verb, move, person, body FROM engine_entry WHERE case_id = %s ORDER BY number", [case_id]
    )
    return [Step(*row) for row in rows]


def relate(case_id: UUID, other: UUID, kind: str, number: int) -> None:
    sql.run(
        "INSERT INTO engine_relation (case_id, other_id, kind, number) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [case_id, other, kind, number],
    )
