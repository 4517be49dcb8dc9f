"""What pages show of tasks: those of a conclusion as a tree with states and leaders, conclusions with their counts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.tasks import charges, rules
from thongsuot.areas.tasks.process import RELATION
from thongsuot.areas.tasks.rules import Followed, Progress, Track
from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.briefed import Figure, Span
from thongsuot.engine.case import Case
from thongsuot.register import bodies

MOST = 2000
_HANDED = """(SELECT max(e.happened_at) FROM engine_entry e
  WHERE e.case_id = c.id AND e.move IN ('hand_in', 'report') AND e.verb = 'move')"""
_ACCOUNTABLE = """coalesce(CASE WHEN c.queue_role = 'officer' THEN c.assignee END,
  (c.facts -> 'holders' ->> 'officer@executing')::uuid, (c.facts ->> 'person')::uuid)"""
_ROW = f"""c.id, c.code, c.title, c.step, c.is_open, c.due_at, {_HANDED}, c.facts::text, c.clock::text, c.product,
  c.competence, c.executing_body, c.receiving_body, c.place_code, c.province_code, c.sector, coalesce(p.name, ''),
  c.opened_at"""
_FROM = f"FROM engine_case c LEFT JOIN register_person p ON p.id = {_ACCOUNTABLE}"


@dataclass(frozen=True, slots=True)
class Line:
    """One task of a list. `first_due` is the day first set where another holds now; `charge` the leader in charge."""

    id: UUID
    code: str
    title: str
    track: Track
    late: bool
    is_open: bool
    due_at: datetime | None
    first_due: datetime | None
    wanted: datetime | None
    body: str
    giver: str
    person: str
    product: str
    acceptance: str
    authority: str
    percent: int | None
    parent: str
    charge: str
    depth: int = 0
    children: Progress | None = None


def _line(row: Sequence[Any], now: datetime, charge: Mapping[str, str]) -> tuple[Line, Followed]:
    (id, code, title, step, is_open, due, handed, facts_text, clock_text, product, competence, body, giver, place,
     province, sector, person, _opened) = row  # fmt: skip
    facts = json.loads(facts_text)
    followed = Followed(step, due, handed, begun="percent" in facts)
    leader = charge.get(place) or charge.get(sector) or charge.get(province) or ""
    line = Line(
        id, code or "", title, rules.tracking(followed, now), rules.late(followed, now), is_open, due,
        _first(json.loads(clock_text) if clock_text else None),
        datetime.fromisoformat(facts["wanted"]) if step == "asking" and "wanted" in facts else None,
        bodies.name_of(body), bodies.name_of(giver), person, product, facts.get("acceptance", ""), competence,
        facts.get("percent"), facts.get("parent", ""), leader,
    )  # fmt: skip
    return line, followed


def _first(clock: Mapping[str, Any] | None) -> datetime | None:
    """The day first promised, where it was moved later or stands still."""
    facts = clock["facts"] if clock else []
    moved = any(one[0] == "extended" for one in facts) or (facts and facts[-1][0] == "paused")
    if not moved or facts[0][0] != "promised":
        return None
    return datetime.fromisoformat(facts[0][2])


def of_conclusion(actor: Actor, meeting: UUID, now: datetime) -> tuple[Line, ...]:
    """The tasks of a conclusion that this actor may see, each larger one followed by its parts."""
    rows = sql.run(
        f"SELECT {_ROW} {_FROM} WHERE c.kind = 'task' AND c.facts ->> 'conclusion' = %(id)s AND {access.VISIBLE}"
        f" ORDER BY c.opened_at, c.id LIMIT {MOST}",
        {"id": str(meeting), **access.scope(actor).parameters()},
    )
    charge = charges.by_place(charges.of_actor(actor, now.date()))
    found = [_line(row, now, charge)[0] for row in rows]
    return tree(found, _rolled([line.id for line in found], now))


def tree(found: Sequence[Line], rolled: Mapping[UUID, Progress]) -> tuple[Line, ...]:
    """Parents before their parts, with how far these are; a part whose parent is not seen stands by itself."""
    seen = {str(line.id) for line in found}
    below: dict[str, list[Line]] = {}
    for line in found:
        below.setdefault(line.parent if line.parent in seen else "", []).append(line)
    told: list[Line] = []

    def walk(parent: str, depth: int) -> None:
        for line in below.get(parent, ()):
            told.append(_at(line, min(depth, 3), rolled.get(line.id)))
            walk(str(line.id), depth + 1)

    walk("", 0)
    return tuple(told)


def _at(line: Line, depth: int, children: Progress | None) -> Line:
    values = {name: getattr(line, name) for name in Line.__slots__}
    return Line(**{**values, "depth": depth, "children": children})


_CHILDREN = f"""
SELECT {_ROW}, r.other_id
FROM engine_relation r JOIN engine_case c ON c.id = r.case_id LEFT JOIN register_person p ON false
WHERE r.other_id = ANY(%(ids)s) AND r.kind = %(relation)s AND c.kind = 'task'
"""  # noqa: S608  (constants of this module)


def progress_of(task: Case, now: datetime) -> Progress | None:
    """How far the parts of a task are; None without any. Counts alone: who sees the task may know them."""
    return _rolled([task.id], now).get(task.id)


def _rolled(parents: Sequence[UUID], now: datetime) -> dict[UUID, Progress]:
    parts: dict[UUID, list[Followed]] = {}
    for *row, parent in sql.run(_CHILDREN, {"ids": list(parents), "relation": RELATION}):
        parts.setdefault(parent, []).append(_line(row, now, {})[1])
    return {parent: rules.progress(found, now) for parent, found in parts.items()}


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A meeting with how its tasks stand, of those that the actor may see."""

    id: UUID
    code: str
    title: str
    step: str
    facts: Mapping[str, Any]
    body: str
    given: int
    open: int
    overdue: int
    done: int


_CONCLUSIONS = f"""
WITH m AS MATERIALIZED (
  SELECT c.* FROM engine_case c WHERE c.kind = 'meeting' AND {access.VISIBLE}
  ORDER BY coalesce(c.facts ->> 'begins', '') DESC, c.id LIMIT 100),
 t AS (SELECT c.facts ->> 'conclusion' AS of, count(*) AS given, count(*) FILTER (WHERE c.is_open) AS open,
   count(*) FILTER (WHERE c.is_open AND c.due_at < %(now)s AND c.step <> 'paused'
     AND (c.step <> 'handed_in' OR {_HANDED} > c.due_at)) AS overdue,
   count(*) FILTER (WHERE c.step = 'done') AS done
 FROM engine_case c WHERE c.kind = 'task' AND c.facts ->> 'conclusion' IN (SELECT id::text FROM m) AND {access.VISIBLE}
 GROUP BY 1)
SELECT m.id, m.code, m.title, m.step, m.facts::text, m.competent_body, coalesce(t.given, 0), coalesce(t.open, 0),
  coalesce(t.overdue, 0), coalesce(t.done, 0)
FROM m LEFT JOIN t ON t.of = m.id::text ORDER BY coalesce(m.facts ->> 'begins', '') DESC, m.id
"""  # noqa: S608  (constants of this module)


def conclusions(actor: Actor, now: datetime) -> tuple[Conclusion, ...]:
    """The last hundred meetings, the newest first, in one statement."""
    rows = sql.run(_CONCLUSIONS, {"now": now, **access.scope(actor).parameters()})
    return tuple(
        Conclusion(id, code or "", title, step, json.loads(facts), bodies.name_of(body), *counts)
        for id, code, title, step, facts, body, *counts in rows
    )


def late_of(actor: Actor, now: datetime, day: date) -> tuple[Line, ...]:
    """The tasks and obstacles that are late in the places and fields that this person is in charge of, the oldest day
    first."""
    mine = [one for one in charges.of_actor(actor, day) if one.person == actor.person]
    if not mine:
        return ()
    rows = sql.run(
        f"""SELECT {_ROW} {_FROM} WHERE c.kind IN ('task', 'obstacle') AND c.is_open AND c.resolved_at IS NULL
AND c.due_at < %(now)s AND {access.VISIBLE}
AND (c.place_code = ANY(%(places)s) OR c.province_code = ANY(%(places)s) OR c.sector = ANY(%(fields)s))
ORDER BY c.due_at, c.id LIMIT 200""",
        {
            "now": now, "places": [one.place_code for one in mine if one.place_code],
            "fields": [one.sector for one in mine if one.sector], **access.scope(actor).parameters(),
        },
    )  # fmt: skip
    charge = charges.by_place(tuple(mine))
    return tuple(line for line, _followed in (_line(row, now, charge) for row in rows) if line.late)


def counted(figure: Figure, span: Span, actor: Actor) -> tuple[UUID, ...]:
    """The cases of a figure that this actor may see: its number is their count."""
    rows = sql.run(
        f"SELECT c.id FROM engine_case c WHERE c.id IN ({figure.statement}) AND {access.VISIBLE} ORDER BY c.id",  # noqa: S608
        {**span.parameters(), **access.scope(actor).parameters()},
    )
    return tuple(row[0] for row in rows)


def lines(actor: Actor, ids: Sequence[UUID], now: datetime) -> tuple[Line, ...]:
    """These tasks, as far as the actor may see them."""
    rows = sql.run(
        f"SELECT {_ROW} {_FROM} WHERE c.id = ANY(%(ids)s) AND {access.VISIBLE} ORDER BY c.due_at NULLS LAST, c.id"
        f" LIMIT {MOST}",
        {"ids": list(ids), **access.scope(actor).parameters()},
    )
    charge = charges.by_place(charges.of_actor(actor, now.date()))
    return tuple(_line(row, now, charge)[0] for row in rows)
