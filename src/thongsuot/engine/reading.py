"""Questions to the door: one case with its story, work lists with their counts, search, trails. Reads are recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from thongsuot.engine import access, sql
from thongsuot.engine.access import Scope, Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import COLUMNS, SELECT, Case, from_row
from thongsuot.engine.errors import NotFound
from thongsuot.engine.process import Process
from thongsuot.engine.registry import process_of
from thongsuot.engine.related import RELATED, Related, from_json

PAGE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as a page tells it; `personal` is empty for who sees the case masked, or once erased."""

    number: int
    body: dict[str, Any]
    personal: dict[str, Any]

    @property
    def given(self) -> dict[str, Any]:
        return {**self.body["given"], **self.personal}


@dataclass(frozen=True, slots=True)
class PaperRow:
    id: UUID
    number: int
    component: str
    name: str
    media_type: str
    size: int
    digest: str
    origin: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with its journal and papers, as far as this actor sees them; `beside` is what others keep of it.

    `others` are the cases that belong with it, where they were asked for.
    """

    case: Case
    sight: Sight
    entries: tuple[Told, ...]
    papers: tuple[PaperRow, ...]
    beside: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[Related, ...] = ()


_beside: dict[str, str] = {}


def beside(name: str, expression: str) -> None:
    """Have every whole case carry what somebody keeps of it beside the journal, asked in the same statement.

    `expression` is SQL for one JSON value about the case `c`, with nothing personal in it.
    """
    _beside[name] = expression


def _kept_beside() -> str:
    pairs = ", ".join(f"'{name}', {one}" for name, one in _beside.items())
    return f"json_build_object({pairs})::text"


def kept_beside(ids: Sequence[UUID]) -> dict[UUID, tuple[dict[str, Any], dict[str, Any]]]:
    """The facts of cases, and what is kept beside them, for lists that passed the door already."""
    rows = sql.run(f"SELECT c.id, c.facts::text, {_kept_beside()} FROM engine_case c WHERE c.id = ANY(%s)", [list(ids)])
    return {id: (json.loads(facts), json.loads(kept)) for id, facts, kept in rows}


_STORY = f"""{SELECT},
 (SELECT json_agg(json_build_array(e.number, e.body::json, p.values) ORDER BY e.number)
    FROM engine_entry e LEFT JOIN engine_personal p USING (case_id, number) WHERE e.case_id = c.id)::text,
 (SELECT coalesce(json_agg(json_build_array(f.id, f.number, f.component, f.name, f.media_type, f.size,
    encode(f.digest, 'hex'), f.origin, f.facts) ORDER BY f.number, f.id), '[]')
    FROM engine_paper f WHERE f.case_id = c.id)::text"""
_CASE_PAGE = f"""
WITH c AS MATERIALIZED (SELECT * FROM engine_case c WHERE c.id = %(id)s AND {access.VISIBLE}),
 r AS (INSERT INTO engine_read (case_id, province_code, person, post, at, what)
       SELECT id, province_code, %(person)s::uuid, %(post)s::uuid, clock_timestamp(), %(what)s::text FROM c)
SELECT {_STORY}, """


# Where in a row of the story stands what is kept beside it; entries and papers stand before.
_KEPT = len(COLUMNS) + 2


def story(case_id: UUID) -> CasePage:
    """One case, whole, for the site's own work on it (a result that is made from it): nobody looks. Raises NotFound."""
    rows = sql.run(f"SELECT {_STORY}, {_kept_beside()} FROM engine_case c WHERE c.id = %s", [case_id])
    if not rows:
        raise NotFound
    return CasePage(from_row(rows[0]), Sight.FULL, *_told(rows[0], full=True))


def case_page(actor: Actor, case_id: UUID, what: str = "dossier", *, others: bool = False) -> CasePage:
    """One case, whole, in one statement that also records who looked. Raises NotFound."""
    statement = f"{_CASE_PAGE}{_kept_beside()}{f', {RELATED}' if others else ''} FROM c"
    rows = sql.run(statement, {"id": case_id, "what": what, **_reader(actor), **access.scope(actor).parameters()})
    if not rows:
        raise NotFound
    case = from_row(rows[0])
    seen = access.sight(actor, case)
    full = seen is Sight.FULL
    entries, papers, kept = _told(rows[0], full=full)
    belonging = from_json(rows[0][_KEPT + 1]) if others else ()
    if not full:
        name, subject = access.masked(case)
        case = replace(case, subject_name=name, subject=subject)
        papers = tuple(replace(paper, name="", facts=_unnamed(paper.facts)) for paper in papers)
    return CasePage(case, seen, entries, papers, kept, belonging)


def _unnamed(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a paper without what may be personal."""
    return {name: value for name, value in facts.items() if name != "why"}


def _told(row: tuple[Any, ...], *, full: bool) -> tuple[tuple[Told, ...], tuple[PaperRow, ...], dict[str, Any]]:
    entries = tuple(Told(n, body, (values or {}) if full else {}) for n, body, values in json.loads(row[_KEPT - 2]))
    papers = tuple(PaperRow(UUID(id), *rest) for id, *rest in json.loads(row[_KEPT - 1]))
    return entries, papers, dict(json.loads(row[_KEPT]))


def table_of(actor: Actor, case_id: UUID) -> Process:
    """The process that a visible case is pinned to; nothing of the person is read. Raises NotFound."""
    rows = sql.run(
        f"SELECT c.process FROM engine_case c WHERE c.id = %(id)s AND {access.VISIBLE}",
        {"id": case_id, **access.scope(actor).parameters()},
    )
    if not rows:
        raise NotFound
    return process_of(rows[0][0])


def _reader(actor: Actor) -> dict[str, Any]:
    return {"person": actor.person, "post": actor.offices[0].post if actor.offices else None}


class Row(NamedTuple):
    """One line of a list: fifty of them a page."""

    id: UUID
    length: int
    code: str
    title: str
    subject_name: str
    step: str
    process: str
    status: int
    waits_for: str
    place_code: str
    supporting_body: str
    receiving_body: str
    executing_body: str
    competent_body: str
    queue_role: str
    assignee: UUID | None
    assignee_name: str | None
    opened_at: datetime
    due_at: datetime | None
    warn_at: datetime | None
    outcome: str
    resolved_at: datetime | None
    number: str
    province_code: str
    sector: str


ROW = """c.id, c.length, c.code, c.title, c.subject_name, c.step, c.process, c.status, c.waits_for, c.place_code,
 c.supporting_body, c.receiving_body, c.executing_body, c.competent_body, c.queue_role, c.assignee, a.name,
 c.opened_at, c.due_at, c.warn_at, c.outcome, c.resolved_at, coalesce(c.subject ->> 'number', ''),
 c.province_code, c.sector"""

TABS: dict[str, str] = {
    "mine": "c.assignee IS NOT NULL AND c.waits_for = 'body'",
    "queue": "c.assignee IS NULL AND c.waits_for = 'body'",
    "due_soon": "c.waits_for = 'body' AND c.warn_at <= %(now)s AND c.due_at >= %(now)s",
    "overdue": "c.waits_for = 'body' AND c.due_at < %(now)s",
    "waiting": "c.waits_for = 'applicant' AND c.status <> 9",
    "results": "c.status = 9",
    "all": "true",
}

_MINE = """
 SELECT {columns} FROM engine_case c WHERE c.is_open AND c.assignee = ANY(%(persons)s::uuid[])
 UNION ALL
 SELECT {columns} FROM unnest(%(bodies)s::text[], %(roles)s::text[]) AS q (body, role)
   JOIN engine_case c ON c.queue_body = q.body AND c.queue_role = q.role WHERE c.is_open AND c.assignee IS NULL
"""
_COUNTED = "id, assignee, waits_for, status, warn_at, due_at"


@dataclass(frozen=True, slots=True)
class WorkList:
    """One page of an officer's work with the count of every tab; `total` is the chosen tab's."""

    rows: tuple[Row, ...]
    counts: dict[str, int]
    tab: str
    page: int

    @property
    def total(self) -> int:
        return self.counts[self.tab]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def _worklist_statement(tab: str) -> str:
    columns = ", ".join(f"c.{name}" for name in _COUNTED.split(", "))
    counts = ", ".join(f"count(*) FILTER (WHERE {test}) AS n_{name}" for name, test in TABS.items())
    return f"""
WITH c AS MATERIALIZED ({_MINE.format(columns=columns)}),
 n AS (SELECT {counts} FROM c),
 k AS (SELECT id FROM c WHERE {TABS[tab]} ORDER BY due_at NULLS LAST, id LIMIT {PAGE} OFFSET %(offset)s)
SELECT {", ".join("n.n_" + name for name in TABS)}, r.* FROM n LEFT JOIN LATERAL (
  SELECT {ROW} FROM k JOIN engine_case c ON c.id = k.id LEFT JOIN register_person a ON a.id = c.assignee
  ORDER BY c.due_at NULLS LAST, c.id) r ON true
"""


_WORKLISTS = {tab: _worklist_statement(tab) for tab in TABS}


def offset(page: int) -> int:
    return max(0, page - 1) * PAGE


def work_list(actor: Actor, tab: str, now: datetime, page: int = 1) -> WorkList:
    """The cases that wait for this person: held by her, or in a queue that she may claim from; due first.

    One statement for the page and all counts. Raises KeyError for an unknown tab.
    """
    queues = actor.queues
    rows = sql.run(
        _WORKLISTS[tab],
        {
            "persons": list(access.scope(actor).persons),
            "bodies": [body for body, _ in queues],
            "roles": [role for _, role in queues],
            "now": now,
            "offset": offset(page),
        },
    )
    counts = dict(zip(TABS, rows[0], strict=False))
    found = tuple(Row(*row[len(TABS) :]) for row in rows if row[len(TABS)] is not None)
    return WorkList(found, counts, tab, page)


_LIST = f"""
WITH l AS MATERIALIZED (
  SELECT c.id, count(*) OVER () AS n, row_number() OVER (ORDER BY c.is_open DESC, c.due_at NULLS LAST, c.id) AS place
  FROM engine_case c
  WHERE {access.VISIBLE}
    AND (%(text)s = '' OR c.code ILIKE %(like)s OR ({access.FULLY} AND c.subject_name ILIKE %(like)s))
    AND (%(step)s = '' OR c.step = %(step)s) AND (NOT %(only_open)s OR c.is_open)
  ORDER BY c.is_open DESC, c.due_at NULLS LAST, c.id LIMIT {PAGE} OFFSET %(offset)s),
 r AS (INSERT INTO engine_read (case_id, province_code, person, post, at, what)
  SELECT c.id, c.province_code, %(person)s::uuid, %(post)s::uuid, clock_timestamp(), 'search'
  FROM l JOIN engine_case c ON c.id = l.id WHERE %(text)s <> '' AND {access.FULLY})
SELECT {ROW}, l.n FROM l JOIN engine_case c ON c.id = l.id LEFT JOIN register_person a ON a.id = c.assignee
ORDER BY l.place
"""


def visible_cases(
    actor: Actor, text: str = "", step: str = "", page: int = 1, *, only_open: bool = False
) -> tuple[tuple[Row, ...], int]:
    """The cases that this actor may see, by code or subject's name: (rows of the page, how many in all).

    Names are masked for who oversees. Finding by name is possible only where the name may be seen, and what a
    search showed of a person is recorded as a look.
    """
    seen = access.scope(actor)
    like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    parameters = {"text": text, "like": like, "step": step, "only_open": only_open, "offset": offset(page)}
    rows = sql.run(_LIST, {**parameters, **_reader(actor), **seen.parameters()})
    found = tuple(shown_to(Row(*row[:-1]), seen) for row in rows)
    return found, (rows[0][-1] if rows else 0)


def rows_of(actor: Actor, ids: list[UUID]) -> tuple[Row, ...]:
    """Those of these cases that the actor may see, in the order given; names masked for who oversees."""
    seen = access.scope(actor)
    rows = sql.run(
        f"SELECT {ROW} FROM engine_case c LEFT JOIN register_person a ON a.id = c.assignee"
        f" WHERE c.id = ANY(%(ids)s) AND {access.VISIBLE} ORDER BY array_position(%(ids)s, c.id)",
        {"ids": ids, **seen.parameters()},
    )
    return tuple(shown_to(Row(*row), seen) for row in rows)


def shown_to(row: Row, seen: Scope) -> Row:
    """A line of a list as who sees this much may read it."""
    if access.sees_fully(seen, row):
        return row
    return row._replace(subject_name=access.shown_name(row, row.subject_name), number="")


def find_code(actor: Actor, code: str) -> UUID | None:
    """The id of the visible case with that code."""
    rows = sql.run(
        f"SELECT c.id FROM engine_case c WHERE c.code = %(code)s AND {access.VISIBLE}",
        {"code": code, **access.scope(actor).parameters()},
    )
    return rows[0][0] if rows else None


def who_looked(actor: Actor, case_id: UUID) -> list[tuple[datetime, str, str, str]]:
    """Who looked at a case: (when, name, post, at what), newest first. Raises NotFound.

    For those whose work it is: who only reads what is published does not learn who else did.
    """
    if not sql.run(
        f"SELECT 1 FROM engine_case c WHERE c.id = %(id)s AND {access.CONCERNED}",
        {"id": case_id, **access.scope(actor).parameters()},
    ):
        raise NotFound
    return [
        (at, name or "", title or "", what)
        for at, name, title, what in sql.run(
            "SELECT r.at, p.name, t.title, r.what FROM engine_read r LEFT JOIN register_person p ON p.id = r.person"
            " LEFT JOIN register_post t ON t.id = r.post WHERE r.case_id = %s ORDER BY r.at DESC LIMIT 200",
            [case_id],
        )
    ]


_PAPER = f"""
WITH c AS MATERIALIZED (SELECT c.id, c.province_code, f.id AS paper
   FROM engine_case c JOIN engine_paper f ON f.case_id = c.id
   WHERE c.id = %(id)s AND f.id = %(paper)s AND {access.FULLY}),
 r AS (INSERT INTO engine_read (case_id, province_code, person, post, at, what)
       SELECT id, province_code, %(person)s::uuid, %(post)s::uuid, clock_timestamp(), 'paper ' || paper FROM c)
SELECT f.id, f.number, f.component, f.name, f.media_type, f.size, encode(f.digest, 'hex'), f.origin, f.facts::text
FROM c JOIN engine_paper f ON f.id = c.paper
"""


def paper(actor: Actor, case_id: UUID, paper_id: UUID) -> PaperRow:
    """One paper of a case, for who sees the case fully; the look is recorded. Raises NotFound."""
    parameters = {"id": case_id, "paper": paper_id, **_reader(actor), **access.scope(actor).parameters()}
    rows = sql.run(_PAPER, parameters)
    if not rows:
        raise NotFound
    values: list[Any] = [*rows[0][:-1], json.loads(rows[0][-1])]
    return PaperRow(*values)
