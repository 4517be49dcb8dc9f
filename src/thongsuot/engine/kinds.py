"""The cases of one kind as lists: what is open, mine, due, late, ended, with the count of each; through the door.

A list is narrowed by step, by the body that answers, by field; what it can be narrowed to comes with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.listings import Listing, reader
from thongsuot.engine.reading import PAGE, ROW, Row, offset, shown_to

TABS: Mapping[str, str] = {
    "open": "c.is_open",
    "mine": """c.is_open AND (c.assignee = ANY(%(persons)s::uuid[]) OR (c.assignee IS NULL AND EXISTS (
      SELECT 1 FROM unnest(%(queue_bodies)s::text[], %(queue_roles)s::text[]) AS q (body, role)
      WHERE q.body = c.queue_body AND q.role = c.queue_role)))""",
    "due_soon": "c.is_open AND c.waits_for = 'body' AND c.warn_at <= %(now)s AND c.due_at >= %(now)s",
    "overdue": "c.is_open AND c.waits_for = 'body' AND c.due_at < %(now)s",
    "ended": "NOT c.is_open",
    "all": "true",
}
_COUNTS = ", ".join(f"count(*) FILTER (WHERE {test})" for test in TABS.values())
_FOUND = f"""c.kind = %(kind)s AND {access.CONCERNED}
  AND (%(place)s = '' OR %(place)s IN (c.province_code, c.place_code))
  AND (%(text)s = '' OR c.code ILIKE %(like)s OR c.title ILIKE %(like)s)"""
_NARROWED = """(%(step)s = '' OR c.step = %(step)s) AND (%(body)s = '' OR c.competent_body = %(body)s)
  AND (%(field)s = '' OR c.facts ->> 'field' = %(field)s)"""
MOST_BODIES = 300
_OFFERED = f"""json_build_object('steps', (SELECT json_object_agg(step, n) FROM
    (SELECT step, count(*) AS n FROM v GROUP BY 1) s),
  'bodies', (SELECT json_object_agg(body, n) FROM
    (SELECT competent_body AS body, count(*) AS n FROM v GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_BODIES}) b),
  'fields', (SELECT json_object_agg(field, json_build_array(open, late)) FROM (SELECT c.facts ->> 'field' AS field,
    count(*) FILTER (WHERE c.is_open) AS open, count(*) FILTER (WHERE {TABS["overdue"]}) AS late
    FROM v c WHERE c.facts ? 'field' GROUP BY 1) f))::text"""
_ORDER = "c.is_open DESC, c.due_at NULLS LAST, c.id"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases of a kind: of a tab, in a place (a province's or a commune's code), with words in code or title,
    on a step, for which a body answers, of a field."""

    kind: str
    tab: str = "open"
    text: str = ""
    place: str = ""
    step: str = ""
    body: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list with the count of every tab; `total` is the chosen tab's.

    `steps` and `bodies` are those that occur in the list before it is narrowed, with how often; `fields` with how
    many are open and how many late.
    """

    rows: tuple[Row, ...]
    counts: dict[str, int]
    tab: str
    steps: Mapping[str, int] = field(default_factory=dict)
    bodies: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.counts[self.tab]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def listed(actor: Actor, wanted: Wanted, now: datetime, page: int = 1, size: int = PAGE) -> Listed:
    """A page of the cases that this actor may see, due first: one statement. Raises KeyError for an unknown tab."""
    seen = access.scope(actor)
    rows = sql.run(
        f"""
WITH v AS MATERIALIZED (SELECT c.* FROM engine_case c WHERE {_FOUND}),
 w AS (SELECT c.* FROM v c WHERE {_NARROWED}),
 n AS (SELECT {_OFFERED} AS offered, {_COUNTS} FROM w c),
 r AS (SELECT {ROW} FROM (SELECT * FROM w c WHERE {TABS[wanted.tab]} ORDER BY {_ORDER}
     LIMIT %(size)s OFFSET %(offset)s) c
   LEFT JOIN register_person a ON a.id = c.assignee ORDER BY {_ORDER})
SELECT * FROM n LEFT JOIN r ON true
""",
        {"size": size, "offset": offset(page), **_parameters(actor, wanted, now)},
    )
    known, *counts = rows[0][: len(TABS) + 1]
    first = len(TABS) + 1
    found = tuple(shown_to(Row(*row[first:]), seen) for row in rows if row[first] is not None)
    offered = json.loads(known)
    fields = {key: (going, late) for key, (going, late) in (offered["fields"] or {}).items()}
    tabs = dict(zip(TABS, counts, strict=True))
    return Listed(found, tabs, wanted.tab, offered["steps"] or {}, offered["bodies"] or {}, fields)


def listing(actor: Actor, wanted: Wanted, now: datetime) -> Listing:
    """The same cases, all of them, for an export."""
    statement = (
        f"SELECT c.id FROM engine_case c WHERE {_FOUND} AND {_NARROWED} AND {TABS[wanted.tab]} ORDER BY {_ORDER}"
    )
    return Listing(statement, _parameters(actor, wanted, now))


def open_counts(actor: Actor, kinds: list[str], now: datetime) -> dict[str, tuple[int, int, int]]:
    """For each kind how many visible cases are open, wait for this person, are overdue: one statement."""
    rows = sql.run(
        f"""SELECT c.kind, count(*), count(*) FILTER (WHERE {TABS["mine"]}), count(*) FILTER (WHERE {TABS["overdue"]})
FROM engine_case c WHERE c.kind = ANY(%(kinds)s) AND c.is_open AND {access.CONCERNED} GROUP BY c.kind""",
        {"kinds": kinds, **_parameters(actor, Wanted(""), now)},
    )
    found = {kind: (all_open, mine, late) for kind, all_open, mine, late in rows}
    return {kind: found.get(kind, (0, 0, 0)) for kind in kinds}


def _parameters(actor: Actor, wanted: Wanted, now: datetime) -> dict[str, Any]:
    text = wanted.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {
        "kind": wanted.kind,
        "place": wanted.place,
        "text": wanted.text,
        "step": wanted.step,
        "body": wanted.body,
        "field": wanted.field,
        "like": f"%{text}%",
        "now": now,
        "queue_bodies": [body for body, _ in actor.queues],
        "queue_roles": [role for _, role in actor.queues],
        **reader(actor),
        **access.scope(actor).parameters(),
    }
