"""Counting and listing: the figures of an area by place, body or procedure, and the cases behind each of them.

Both use the one condition of a figure's definition on the stretches that hold at a moment, within what the
actor's posts open, so a list has exactly as many rows as its number says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from thongsuot.engine import access, reading, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.listings import Listing
from thongsuot.engine.reading import PAGE, Row
from thongsuot.measures import presence
from thongsuot.measures.definitions import FIGURES, HELD, Period
from thongsuot.measures.folding import END

GROUPS = {
    "nation": "''",
    "province": "s.province_code",
    "place": "s.place_code",
    "house": "s.competent_body",
    "office": "s.executing_body",
    "counter": "s.receiving_body",
    "point": "s.supported_by",
    "procedure": "s.procedure_code",
    "sector": "s.sector",
}
Counts = Mapping[str, int]
NOTHING: Counts = dict.fromkeys(FIGURES, 0)


@dataclass(frozen=True)
class Slice:
    """A part of the cases; an empty word means all of them."""

    province: str = ""
    house: str = ""
    office: str = ""
    procedure: str = ""
    kind: str = "dossier"
    point: str = ""

    def parameters(self) -> dict[str, str]:
        return {
            "province": self.province,
            "house": self.house,
            "office": self.office,
            "procedure": self.procedure,
            "kind": self.kind,
            "point": self.point,
        }

    def conditions(self) -> str:
        """The conditions that this slice needs, so that an index can answer them."""
        columns = {
            "province": "province_code", "house": "competent_body", "office": "executing_body",
            "procedure": "procedure_code", "kind": "kind", "point": "supported_by",
        }  # fmt: skip
        used = [f"s.{columns[name]} = %({name})s" for name, value in self.parameters().items() if value]
        return " AND ".join(used) or "true"


def sight(actor: Actor) -> tuple[str, dict[str, Any]]:
    """The part of `access.VISIBLE` that an actor's posts open, as (condition, parameters); nothing personal in it."""
    seen = access.scope(actor)
    if actor.system or seen.nation:
        return "true", {}
    parameters = {
        "receiving_body": list(seen.receiving),
        "supported_by": list(seen.receiving),
        "executing_body": list(seen.executing),
        "competent_body": [*seen.competent, *seen.overseen],
        "province_code": list(seen.provinces),
        "sector": list(seen.sectors),
    }
    used = {name: values for name, values in parameters.items() if values}
    tests = [f"s.{name} = ANY(%(seen_{name})s)" for name in used]
    return f"({' OR '.join(tests) or 'false'})", {f"seen_{name}": values for name, values in used.items()}


# A stretch holds at a moment when it began before and did not end before: half-open, so that each case is in one.
HOLDS = "s.since < p.as_of AND s.until >= p.as_of"
# What was finished before the period began counts nowhere in it.
MATTERS = """(s.bucket IN ('waiting', 'process', 'paused')
  OR (s.bucket IN ('resolved', 'withdrawn', 'refused') AND s.since >= p.start))"""
# A stretch is asked once what it says; the figures are sums over the few combinations that come out.
_FLAGS = "h.bucket, h.channel, h.counted, h.fresh, h.helped, h.timing"
_COUNTED = ", ".join(f"coalesce(sum(h.n) FILTER (WHERE {figure.test}), 0)::int" for figure in FIGURES.values())


@dataclass(frozen=True)
class Counted:
    """The figures of each group in each period, and how many entries of the journal are not in them yet."""

    groups: tuple[Mapping[str, Counts], ...]
    behind: int

    def of(self, key: str, place: int = 0) -> Counts:
        return self.groups[place].get(key, NOTHING)

    def total(self, place: int = 0) -> Counts:
        """All groups together."""
        return {name: sum(counts[name] for counts in self.groups[place].values()) for name in FIGURES}

    @property
    def keys(self) -> list[str]:
        return sorted(set().union(*self.groups))


def count(actor: Actor, periods: Sequence[Period], group: str, part: Slice | None = None) -> Counted:
    """Every figure by group in each of the periods, in one statement. Raises KeyError for an unknown group."""
    part = part or Slice()
    seen, parameters = sight(actor)
    statement = f"""
SELECT h.place, h.key, {_COUNTED}, 0 FROM (
  SELECT place, key, {_FLAGS}, count(*) AS n FROM (
    SELECT p.place, {GROUPS[group]} AS key, s.bucket, s.channel, {HELD} FROM {PERIODS}
      JOIN measures_stretch s ON {HOLDS} AND {MATTERS} WHERE {seen} AND {part.conditions()}) h
  GROUP BY place, key, {_FLAGS}) h
GROUP BY h.place, h.key
UNION ALL SELECT 0, NULL, {", ".join("0" for _ in FIGURES)}, {_BEHIND}
"""  # noqa: S608
    rows = sql.run(statement, {**parameters, **part.parameters(), **of_periods(periods)})
    groups: list[dict[str, Counts]] = [{} for _ in periods]
    behind = 0
    for place, key, *counts, left in rows:
        if key is None:
            behind = left
        else:
            groups[place - 1][key] = dict(zip(FIGURES, counts, strict=True))
    return Counted(tuple(groups), behind)


_BEHIND = """(SELECT count(*) FROM engine_unstamped) + (SELECT coalesce(sum(
  (SELECT max(t.sequence) FROM engine_stamp t WHERE t.site = q.site) - q.sequence), 0) FROM measures_position q)"""
PERIODS = """unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[], %(soons)s::timestamptz[])
  WITH ORDINALITY AS p (start, as_of, soon, place)"""


def of_periods(periods: Sequence[Period]) -> dict[str, list[datetime]]:
    """The parameters of `PERIODS`."""
    return {
        "starts": [period.start for period in periods],
        "ends": [period.as_of for period in periods],
        "soons": [period.soon for period in periods],
    }


def overdue_at(
    actor: Actor, moments: Sequence[datetime], group: str, part: Slice | None = None
) -> Mapping[str, list[int]]:
    """How many were in process and overdue at each of the moments (in order), by group, in one statement.

    A stretch is overdue from its due moment on, until it ends: at the moments from its first to its last.
    """
    part = part or Slice()
    seen, parameters = sight(actor)
    statement = f"""
SELECT key, first, last, count(*) FROM (
  SELECT {GROUPS[group]} AS key, width_bucket(greatest(s.due_at, s.since), %(moments)s::timestamptz[]) AS first,
    width_bucket(s.until, %(moments)s::timestamptz[]) AS last
  FROM measures_stretch s WHERE s.bucket = 'process' AND s.due_at < s.until
    AND s.until >= %(begin)s AND s.due_at < %(end)s AND {seen} AND {part.conditions()}) w
WHERE last > first GROUP BY 1, 2, 3
"""  # noqa: S608
    given = {"moments": list(moments), "begin": moments[0], "end": moments[-1]}
    found: dict[str, list[int]] = {}
    for key, first, last, number in sql.run(statement, {**parameters, **part.parameters(), **given}):
        series = found.setdefault(key, [0] * len(moments))
        for place in range(first, last):
            series[place] += number
    return found


def running(actor: Actor, period: Period, part: Slice | None = None) -> tuple[int, int]:
    """How many counters took in at least one dossier in the period, and how many people are on the portal now."""
    part = part or Slice()
    seen, parameters = sight(actor)
    statement = f"""
SELECT count(*), (SELECT count(*) FROM measures_presence WHERE seen_at > clock_timestamp() - %(presence)s::interval)
FROM (SELECT h.receiving_body FROM (SELECT s.receiving_body, s.bucket, s.channel, {HELD} FROM {PERIODS}
    JOIN measures_stretch s ON {HOLDS} AND {MATTERS} WHERE {seen} AND {part.conditions()}) h
  WHERE {FIGURES["received"].test} GROUP BY 1) b
"""  # noqa: S608
    given = {**parameters, **part.parameters(), **of_periods([period]), "presence": presence.NOW}
    counters, on_portal = sql.run(statement, given)[0]
    return counters, on_portal


@dataclass(frozen=True)
class Listed:
    """One page of the cases behind a figure; `total` is the figure."""

    rows: tuple[Row, ...]
    total: int
    page: int = 1
    pages: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pages", max(1, -(-self.total // PAGE)))


def listing(actor: Actor, figure: str, period: Period, part: Slice | None = None, page: int = 1) -> Listed:
    """The cases behind a figure, the longest due first, masked as the door says. Raises KeyError for an unknown one."""
    part = part or Slice()
    seen, parameters = sight(actor)
    statement = f"""
SELECT h.case_id, count(*) OVER () FROM (
  SELECT s.case_id, s.due_at, s.bucket, s.channel, {HELD} FROM {PERIODS}
    JOIN measures_stretch s ON {HOLDS} AND {MATTERS} WHERE {seen} AND {part.conditions()}) h
WHERE {FIGURES[figure].test} ORDER BY h.due_at NULLS LAST, h.case_id LIMIT {PAGE} OFFSET %(offset)s
"""  # noqa: S608
    offset = (page - 1) * PAGE
    rows = sql.run(statement, {**parameters, **part.parameters(), **of_periods([period]), "offset": offset})
    return Listed(reading.rows_of(actor, [row[0] for row in rows]), rows[0][1] if rows else 0, page)


@dataclass(frozen=True, slots=True)
class Queue:
    """The open cases of a house that wait at one place for one role."""

    body: str
    role: str
    step: str
    process: str
    open: int
    overdue: int


def behind(actor: Actor, figure: str, period: Period, part: Slice | None = None) -> Listing:
    """All the cases behind a figure, in the order of `listing`. Raises KeyError for an unknown one."""
    part = part or Slice()
    seen, parameters = sight(actor)
    statement = f"""
SELECT h.case_id FROM (
  SELECT s.case_id, s.due_at, s.bucket, s.channel, {HELD} FROM {PERIODS}
    JOIN measures_stretch s ON {HOLDS} AND {MATTERS} WHERE {seen} AND {part.conditions()}) h
WHERE {FIGURES[figure].test} ORDER BY h.due_at NULLS LAST, h.case_id
"""  # noqa: S608
    return Listing(statement, {**parameters, **part.parameters(), **of_periods([period])})


def behind_queue(actor: Actor, queue: tuple[str, str], house: str) -> Listing:
    """All the open cases of `in_queue`, in its order."""
    seen, parameters = sight(actor)
    statement = f"""
SELECT c.id FROM measures_stretch s JOIN engine_case c ON c.id = s.case_id
WHERE s.competent_body = %(house)s AND s.until = %(end)s AND c.is_open AND c.queue_body = %(body)s
  AND c.step = %(step)s AND {seen} ORDER BY c.due_at NULLS LAST, c.id
"""  # noqa: S608
    return Listing(statement, {**parameters, "house": house, "body": queue[0], "step": queue[1], "end": END})


def queues(actor: Actor, house: str, now: datetime) -> list[Queue]:
    """Where the open cases of a house stand now, by office and step, the most overdue first."""
    statement = """
SELECT c.queue_body, c.queue_role, c.step, min(c.process), count(*), count(*) FILTER (
    WHERE c.status IN (2, 4) AND c.due_at < %(now)s)
FROM measures_stretch s JOIN engine_case c ON c.id = s.case_id
WHERE s.competent_body = %(house)s AND s.until = %(end)s AND s.bucket IN ('waiting', 'process', 'paused')
  AND c.is_open AND {seen} GROUP BY 1, 2, 3 ORDER BY 6 DESC, 5 DESC, 1, 3
"""
    seen, parameters = sight(actor)
    return [
        Queue(*row)
        for row in sql.run(statement.format(seen=seen), {**parameters, "house": house, "now": now, "end": END})
    ]


def in_queue(actor: Actor, queue: tuple[str, str], house: str, page: int = 1) -> Listed:
    """The open cases of a house on one step at one body: (body, step)."""
    seen, parameters = sight(actor)
    statement = f"""
SELECT c.id, count(*) OVER () FROM measures_stretch s JOIN engine_case c ON c.id = s.case_id
WHERE s.competent_body = %(house)s AND s.until = %(end)s AND c.is_open AND c.queue_body = %(body)s
  AND c.step = %(step)s AND {seen} ORDER BY c.due_at NULLS LAST, c.id LIMIT {PAGE} OFFSET %(offset)s
"""  # noqa: S608
    given = {**parameters, "house": house, "body": queue[0], "step": queue[1], "offset": (page - 1) * PAGE}
    rows = sql.run(statement, {**given, "end": END})
    return Listed(reading.rows_of(actor, [row[0] for row in rows]), rows[0][1] if rows else 0, page)
