"""From the stamped journal, and from the warnings that the sweep raises, to what each officer is told: once.

Work that has come to somebody is told to whoever has it now, or to all who may take it; when it goes on, those who did
not take it need not read of it any more. Of a sealed kind only those who receive citizens hear, in the body that
received it. Nobody is told of what they did themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from thongsuot.engine import registry, sql, sweep
from thongsuot.engine.process import OFFICER, Exposure
from thongsuot.engine.warning_levels import STRENGTH
from thongsuot.exchange import following
from thongsuot.exchange.notices import telling
from thongsuot.exchange.notices.officers import rules
from thongsuot.register.working_time import VIETNAM

WORK, NEWS = "work", "news"
RECEPTION = "reception"
POSITION = "exchange_told_position"
BATCH = 1000
PASSES = frozenset({"step", "assignee", "queue_body", "queue_role"})
# Where a case stands still, and where it ended: nobody's work.
STILL = frozenset({3, 5, 7, 8})

# Whether it has gone on since is asked only of what may be told.
_NEXT = """
SELECT s.sequence, e.case_id, e.number, e.verb, e.move, e.person, e.happened_at, e.recorded_at, c.kind,
  CASE WHEN e.verb = 'undo' THEN (e.body::json #>> '{given,undoes}') END,
  CASE WHEN c.kind <> 'dossier' THEN ARRAY(SELECT json_object_keys(e.body::json -> 'changes')) END,
  c.kind <> 'dossier' AND c.is_open AND NOT EXISTS (SELECT 1 FROM engine_entry l WHERE l.case_id = e.case_id
    AND l.number > e.number AND l.verb IN ('open', 'move', 'claim', 'assign', 'undo')),
  c.status, c.assignee, c.queue_body, c.queue_role, c.receiving_body, c.facts ->> 'person',
  CASE WHEN c.kind <> 'dossier' THEN
    (SELECT o.person FROM engine_entry o WHERE o.case_id = e.case_id AND o.number = 1) END
FROM engine_stamp s JOIN engine_entry e USING (case_id, number) JOIN engine_case c ON c.id = e.case_id
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""
# Who holds a post today: of these people, and with these roles in these bodies or their offices. What waits for any
# officer of a body is told to whoever heads it.
_HOLDERS = """
WITH q AS (SELECT * FROM unnest(%(bodies)s::text[], %(roles)s::text[]) AS q (body, role)),
 held AS NOT MATERIALIZED (
   SELECT h.person_id, p.body_id, p.roles FROM register_holding h JOIN register_post p ON p.id = h.post_id
   WHERE h.valid_from <= %(day)s AND (h.valid_to IS NULL OR h.valid_to > %(day)s)
     AND p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s))
SELECT DISTINCT q.body, q.role, held.person_id FROM q JOIN register_body b ON b.key = q.body OR b.house_id = q.body
JOIN held ON held.body_id = b.key
WHERE CASE q.role WHEN 'officer' THEN b.key = q.body AND held.roles && ARRAY['chair', 'head']::varchar[]
  ELSE q.role = ANY(held.roles) END
UNION ALL SELECT DISTINCT '', '', person_id FROM held WHERE person_id = ANY(%(people)s)
"""
_KEEP = """
INSERT INTO exchange_told (person, case_id, cause, kind, event, move, told_at, read_at, mail, next_at, attempts)
SELECT n.person, n.case_id, n.cause, n.kind, n.event, n.move, %(now)s, NULL,
  CASE WHEN w.mail = 'none' THEN '' ELSE 'waiting' END,
  CASE w.mail WHEN 'none' THEN NULL WHEN 'daily' THEN %(daily)s::timestamptz ELSE %(at_once)s::timestamptz END, 0
FROM unnest(%(person)s::uuid[], %(case_id)s::uuid[], %(cause)s::text[], %(kind)s::text[], %(event)s::text[],
  %(move)s::text[]) AS n (person, case_id, cause, kind, event, move)
JOIN register_person r ON r.id = n.person LEFT JOIN exchange_told_choice k ON k.person = n.person
CROSS JOIN LATERAL (SELECT CASE WHEN r.email = '' OR NOT %(mails)s THEN 'none' ELSE coalesce(k.mail, %(usual)s) END
  AS mail) AS w
ON CONFLICT DO NOTHING
"""
_OVER = """
UPDATE exchange_told t SET read_at = %(now)s, next_at = NULL,
  mail = CASE WHEN t.mail = 'waiting' THEN 'needless' ELSE t.mail END
FROM unnest(%(cases)s::uuid[], %(causes)s::text[]) AS n (case_id, cause)
WHERE t.case_id = n.case_id AND t.read_at IS NULL AND t.event = 'work' AND t.cause <> n.cause AND t.mail <> 'sending'
"""
_TAKE_BACK = """
DELETE FROM exchange_told t USING unnest(%(cases)s::uuid[], %(causes)s::text[]) AS n (case_id, cause)
WHERE t.case_id = n.case_id AND t.cause = n.cause AND t.mail NOT IN ('sending', 'sent', 'lost')
"""


@dataclass(frozen=True)
class Thing:
    """Something to tell: of which case, why, to whom by name, or to whoever has a role in a body."""

    case_id: UUID
    cause: str
    kind: str
    event: str
    move: str
    by: UUID | None
    people: tuple[UUID, ...] = ()
    queue: tuple[str, str] | None = None


@dataclass
class Found:
    """What a batch of entries has to tell, what it takes back and what is over with it."""

    things: list[Thing] = field(default_factory=list)
    undone: list[tuple[UUID, str]] = field(default_factory=list)
    passed: list[tuple[UUID, str]] = field(default_factory=list)


def catch_up(site: str, most: int = BATCH) -> int:
    """Keep what is to be told of the entries stamped since the last time; how many were read. One works at a time."""
    return following.catch_up(POSITION, site, _NEXT, _write, most=most, begin=telling.begin())


def _write(rows: following.Rows) -> None:
    now = datetime.now(UTC)
    found = Found()
    for row in rows:
        _read(row, found, rules.now_held(now), now)
    for statement, pairs in ((_TAKE_BACK, found.undone), (_OVER, found.passed)):
        if pairs:
            cases, causes = zip(*pairs, strict=True)
            sql.run(statement, {"cases": list(cases), "causes": list(causes), "now": now})
    keep(found.things, now)


def _read(row: Sequence[Any], found: Found, held: rules.Told, now: datetime) -> None:
    """What one entry has to tell."""
    (_sequence, case_id, number, verb, move, by, happened, recorded, kind, undoes, changed, last, status, assignee,
     queue_body, queue_role, receiving, accountable, opener) = row  # fmt: skip
    if kind not in held.working:
        return
    if undoes is not None:
        found.undone.append((case_id, undoes))
    cause = str(number)
    passes = verb in ("open", "move", "claim", "assign", "undo") and (verb == "open" or PASSES & set(changed or ()))
    if passes:
        found.passed.append((case_id, cause))
    if not telling.fresh(happened, recorded, now):
        return
    sealed = registry.exposure_of(kind) is Exposure.SEALED
    if last and (passes or verb == "move") and status not in STILL:
        queue = (queue_body, queue_role)
        if not sealed or queue == (receiving, RECEPTION):
            people, queue_left = _whoever(assignee, queue, opener)
            found.things.append(Thing(case_id, cause, kind, WORK, move, by, people, queue_left))
    whom = held.news.get(kind, {}).get(move, ()) if verb == "move" and not sealed else ()
    named = {"opener": opener, "accountable": UUID(accountable) if accountable else None}
    if people := tuple(one for name in whom if (one := named[name]) is not None):
        found.things.append(Thing(case_id, cause, kind, NEWS, move, by, people))


def _whoever(
    assignee: UUID | None, queue: tuple[str, str], opener: UUID | None
) -> tuple[tuple[UUID, ...], tuple[str, str] | None]:
    """By name where somebody has it; what waits for any officer again is for who began it, if still in office."""
    if assignee is not None:
        return (assignee,), None
    if queue[1] == OFFICER and opener is not None:
        return (opener,), queue
    return (), queue if queue[1] else None


def warned(kind: str, raised: Sequence[sweep.Raised], now: datetime) -> None:
    """Keep what the sweep has just raised, in its transaction: of several levels at once each hears the strongest."""
    held = rules.now_held(now)
    wanted = held.warned.get(kind, frozenset())
    sealed = registry.exposure_of(kind) is Exposure.SEALED
    things = [
        Thing(
            one.case_id, str(one.id), kind, one.level, "", None, (one.person,) if one.person else (),
            None if one.person else (one.body, one.role),
        )
        for one in sorted(raised, key=lambda one: STRENGTH.index(one.level))
        if one.level in wanted and not (sealed and one.role != RECEPTION)
    ]  # fmt: skip
    keep(things, now, once=True)


def keep(things: Sequence[Thing], now: datetime, *, once: bool = False) -> None:
    """Write each thing for each person who holds a post today, or the first alone for each; in two statements."""
    if not things:
        return
    held = rules.now_held(now)
    rows = list(_recipients(things, now, held.most_told))
    if once:
        rows = list({row[0]: row for row in reversed(rows)}.values())
    if not rows:
        return
    names = ("person", "case_id", "cause", "kind", "event", "move")
    sql.run(
        _KEEP,
        {
            **{name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)},
            "now": now, "daily": held.leaves(now, "daily"), "at_once": held.leaves(now, "at_once"),
            "usual": held.usual, "mails": bool(settings.DEMO or settings.EMAIL_HOST),
        },
    )  # fmt: skip


def _recipients(things: Sequence[Thing], now: datetime, most: int) -> Iterable[tuple[Any, ...]]:
    queues = list(dict.fromkeys(one.queue for one in things if one.queue))
    parameters = {
        "bodies": [body for body, _role in queues],
        "roles": [role for _body, role in queues],
        "people": list({person for one in things for person in one.people}),
        "day": now.astimezone(VIETNAM).date(),
    }
    there: dict[tuple[str, str], list[UUID]] = {}
    for body, role, person in sql.run(_HOLDERS, parameters):
        there.setdefault((body, role), []).append(person)
    active = set(there.get(("", ""), ()))
    for one in things:
        named = [person for person in one.people if person in active]
        people = named or (there.get(one.queue, []) if one.queue else [])
        if len(people) > most:
            continue
        for person in dict.fromkeys(people):
            if person != one.by:
                yield person, one.case_id, one.cause, one.kind, one.event, one.move
