"""Long lists of cases through the door, a thousand at a time: what an export and the register book are made of.

A listing is a statement that gives ids in order; which of them the actor may see, and what of them, is asked here
again for every thousand, and every look at a person's values is recorded in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction
from uuid6 import uuid7

from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.reading import ROW, TABS, Row, shown_to

BATCH = 1000


@dataclass(frozen=True)
class Listing:
    """A statement whose first column is the case's id, and its parameters."""

    statement: str
    parameters: Mapping[str, Any]


def of_work(actor: Actor, tab: str, now: datetime) -> Listing:
    """A tab of the work list, due first. Raises KeyError for an unknown tab."""
    queues = actor.queues
    statement = f"""
SELECT c.id, c.due_at FROM engine_case c WHERE c.is_open AND c.assignee = ANY(%(persons)s::uuid[]) AND {TABS[tab]}
UNION ALL
SELECT c.id, c.due_at FROM unnest(%(bodies)s::text[], %(roles)s::text[]) AS q (body, role)
  JOIN engine_case c ON c.queue_body = q.body AND c.queue_role = q.role
  WHERE c.is_open AND c.assignee IS NULL AND {TABS[tab]}
ORDER BY 2 NULLS LAST, 1
"""
    return Listing(
        statement,
        {
            "persons": list(access.scope(actor).persons),
            "bodies": [body for body, _ in queues],
            "roles": [role for _, role in queues],
            "now": now,
        },
    )


def of_search(actor: Actor, text: str) -> Listing:
    """What `reading.visible_cases` finds by the same words, in the same order; without a word, the open ones."""
    like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    statement = f"""
SELECT c.id FROM engine_case c WHERE {access.VISIBLE} AND (%(text)s <> '' OR c.is_open)
  AND (%(text)s = '' OR c.code ILIKE %(like)s OR ({access.FULLY} AND c.subject_name ILIKE %(like)s))
ORDER BY c.is_open DESC, c.due_at NULLS LAST, c.id
"""
    return Listing(statement, {"text": text, "like": like, **access.scope(actor).parameters()})


def count(listing: Listing) -> int:
    """How many cases a listing has."""
    return int(sql.run(f"SELECT count(*) FROM ({listing.statement}) l", listing.parameters)[0][0])


def rows(actor: Actor, listing: Listing, what: str) -> Iterator[Row]:
    """The cases of a listing that the actor may see, in order; `what` says in the log of looks what was done."""
    for ids in batches(listing):
        yield from _rows(actor, ids, what)


def batches(listing: Listing) -> Iterator[list[UUID]]:
    """The ids, a thousand at a time, from a cursor of the server, in one transaction."""
    with transaction.atomic():
        connection.ensure_connection()
        cursor = psycopg.ServerCursor(connection.connection, f"listing_{uuid7().hex}")
        with closing(cursor):
            cursor.execute(listing.statement, listing.parameters)
            while found := cursor.fetchmany(BATCH):
                yield [row[0] for row in found]


_SEEN = f"""
WITH c AS MATERIALIZED (
  SELECT c.id, c.province_code, {access.FULLY} AS fully FROM engine_case c
  WHERE c.id = ANY(%(ids)s) AND {access.VISIBLE}),
 r AS (INSERT INTO engine_read (case_id, province_code, person, post, at, what)
  SELECT id, province_code, %(person)s::uuid, %(post)s::uuid, clock_timestamp(), %(what)s::text FROM c WHERE fully)
"""
_ROWS = f"""{_SEEN}
SELECT {ROW} FROM c s JOIN engine_case c ON c.id = s.id LEFT JOIN register_person a ON a.id = c.assignee
"""


def _rows(actor: Actor, ids: Sequence[UUID], what: str) -> list[Row]:
    seen = access.scope(actor)
    found = sql.run(_ROWS, {"ids": list(ids), "what": what, **reader(actor), **seen.parameters()})
    known = {row[0]: row for row in found}
    return [shown_to(Row(*known[id]), seen) for id in ids if id in known]


def reader(actor: Actor) -> dict[str, Any]:
    """Who looks, as the log of looks has it."""
    return {"person": actor.person, "post": actor.offices[0].post if actor.offices else None}


@dataclass(frozen=True, slots=True)
class Detail:
    """What the register book tells of a case as it is now. `fully` is false where personal values are hidden."""

    id: UUID
    code: str
    title: str
    procedure_code: str
    status: int
    step: str
    competent_body: str
    subject_name: str
    subject: Mapping[str, Any]
    delivery: str
    due_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    outcome: str
    fully: bool


_DETAILS = f"""{_SEEN}
SELECT c.id, coalesce(c.code, ''), c.title, c.procedure_code, c.status, c.step, c.competent_body, c.subject_name,
  c.subject::text, coalesce(c.facts ->> 'delivery', ''), c.due_at, c.resolved_at, c.closed_at, c.outcome, s.fully
FROM c s JOIN engine_case c ON c.id = s.id
"""


def details(actor: Actor, ids: Sequence[UUID], what: str) -> dict[UUID, Detail]:
    """Those of these cases that the actor may see; a look is recorded for each whose personal values are shown."""
    parameters = {"ids": list(ids), "what": what, **reader(actor), **access.scope(actor).parameters()}
    return {row[0]: _detail(row) for row in sql.run(_DETAILS, parameters)}


def _detail(row: Sequence[Any]) -> Detail:
    values: list[Any] = [*row[:8], json.loads(row[8]), *row[9:]]
    found = Detail(*values)
    if found.fully:
        return found
    hidden = {"subject_name": access.masked_name(found.subject_name), "subject": {}}
    return Detail(**{name: hidden.get(name, getattr(found, name)) for name in Detail.__slots__})
