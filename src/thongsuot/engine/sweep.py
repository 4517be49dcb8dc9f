"""Time swept: what becomes due is found by a partial index and claimed with compare-and-set, so one worker warns."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import Error, transaction
from uuid6 import uuid7

from thongsuot.engine import case_rules, registry, sql, verbs, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.errors import Refused, StaleCase
from thongsuot.engine.internal.weaving import kind_of
from thongsuot.engine.registry import UnknownKind
from thongsuot.engine.warning_levels import ABOVE, BEFORE_SILENCE, Level, raised
from thongsuot.register import calendar

log = logging.getLogger(__name__)
RETRY = timedelta(hours=1)
# How long the warnings of a case that ended are kept: none of its steps is taken back after that.
KEPT = timedelta(days=90)

_DUE = """
SELECT id, sweep_at, due_at, warn_at, process, step, place_code, coalesce(facts -> 'rules' ? 'silence', false)
FROM engine_case WHERE is_open AND sweep_at <= %s ORDER BY sweep_at LIMIT %s
"""

_CLAIM = """
WITH c AS (UPDATE engine_case SET sweep_at = %(next)s WHERE id = %(id)s AND sweep_at = %(seen)s AND is_open
           RETURNING id, province_code, code, title, due_at, assignee, receiving_body, executing_body, competent_body,
                     queue_body, queue_role, place_code, sector)
, n AS (SELECT n.id, n.kind, n.role, n.charge, CASE n.at WHEN '' THEN c.queue_body WHEN 'executing' THEN
                 c.executing_body WHEN 'competent' THEN c.competent_body ELSE c.receiving_body END AS body,
               CASE WHEN n.role = '' THEN c.assignee WHEN n.charge <> '' THEN {charge} END AS person
        FROM c, unnest(%(ids)s::uuid[], %(kinds)s::text[], %(roles)s::text[], %(ats)s::text[], %(charges)s::text[])
             AS n (id, kind, role, at, charge))
INSERT INTO engine_notice (id, case_id, province_code, kind, due_at, raised_at, person, body, role, text)
SELECT n.id, c.id, c.province_code, n.kind, c.due_at, %(now)s, n.person, n.body,
       CASE n.role WHEN '' THEN c.queue_role ELSE n.role END, c.code || ' ' || c.title
FROM c, n WHERE ((n.role, n.body) <> (c.queue_role, c.queue_body) OR n.person IS NOT NULL)
  AND (n.charge <> %(above)s OR n.person IS NOT NULL)
ON CONFLICT (case_id, kind, due_at) DO NOTHING
RETURNING id, case_id, kind, due_at, province_code, person, body, role
"""
_in_charge = "NULL::uuid"


@dataclass(frozen=True)
class Due:
    """A case whose moment has come; `law` says that one takes no answer for an answer."""

    id: UUID
    seen: datetime
    due_at: datetime | None
    warn_at: datetime | None
    process: str
    step: str
    place_code: str
    law: bool

    @property
    def silent(self) -> bool:
        """Whether that law would settle it where it stands."""
        return self.law and any(move.silent for move in registry.process_of(self.process).leaving(self.step))


Attend = Callable[[Due, datetime], bool]


@dataclass(frozen=True)
class Raised:
    """A warning that was raised just now: for a person by name, else for who has the role in the body."""

    id: UUID
    case_id: UUID
    level: str
    due_at: datetime
    province_code: str
    person: UUID | None
    body: str
    role: str


Listener = Callable[[str, Sequence[Raised], datetime], object]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have something called with the kind of a case and its warnings, in the transaction that raises them."""
    if listener not in _listeners:
        _listeners.append(listener)


def in_charge(statement: str) -> None:
    """Say how the leader in charge is found: SQL in parentheses giving a person, where `c` is the case, with its place
    and field, and `n.charge` is NEAR or ABOVE, and `%(now)s` the moment."""
    global _in_charge
    _in_charge = statement


def warn(case: Due, now: datetime) -> bool:
    """Claim one case and raise what its levels ask for; False when another worker was first or all was raised before.

    Who both holds a case and heads its office is told once. Raises OutsideCalendar.
    """
    levels: Sequence[Level] = registry.area(kind_of(case.process)).warnings
    if case.silent:
        levels = [*BEFORE_SILENCE, *(level for level in levels if level.hours is not None)]
    now_raised: list[Level] = []
    again = None
    if case.due_at is not None:
        now_raised, again = raised(levels, case.warn_at, case.due_at, now, calendar.load(case.place_code))
    parameters = {
        "id": case.id,
        "seen": case.seen,
        "next": again,
        "now": now,
        "ids": [uuid7() for _ in now_raised],
        "kinds": [level.kind for level in now_raised],
        "roles": [level.to.name if level.to else "" for level in now_raised],
        "ats": [str(level.to.at) if level.to else "" for level in now_raised],
        "charges": [level.charge for level in now_raised],
        "above": ABOVE,
    }
    with transaction.atomic():
        told = [Raised(*row) for row in sql.run(_CLAIM.replace("{charge}", _in_charge), parameters)]
        for listener in _listeners if told else ():
            listener(kind_of(case.process), told, now)
    return bool(told)


def settle(case: Due, now: datetime) -> bool:
    """Make the system's move of a case whose law takes silence for an answer; False where it does not stand so.

    Raises StaleCase when somebody changed it meanwhile, and what the move raises.
    """
    if not case.silent or case.due_at is None or now < case.due_at:
        return False
    found = writing.find(case.id)
    silence = case_rules.silence_of(found) if found is not None else None
    if found is None or silence is None:
        return False
    move = next(one for one in found.table.leaving(found.step) if one.silent)
    given = {"outcome": silence.outcome}
    verbs.move(SYSTEM, found.id, found.length, move.name, given, happened_at=found.due_at)
    return True


def attend(case: Due, now: datetime) -> bool:
    """Do what the moment asks of one case: settle it by silence, or warn."""
    return settle(case, now) or warn(case, now)


def sweep(now: datetime, limit: int = 500, attend: Attend = attend) -> int:
    """See to what is due; of how many cases anything was said. One that fails is pushed ahead, not in the way."""
    done = 0
    for row in sql.run(_DUE, [now, limit]):
        case = Due(*row)
        try:
            done += attend(case, now)
        except StaleCase:
            continue  # it has just been worked on: the next round sees it as it stands then
        except (Error, Refused, UnknownKind, LookupError, ValueError, ArithmeticError):
            log.exception("sweep failed", extra={"case": str(case.id)})
            sql.run(
                "UPDATE engine_case SET sweep_at = %s WHERE id = %s AND sweep_at = %s",
                [now + RETRY, case.id, case.seen],
            )
    return done


def erase_old(now: datetime) -> None:
    """Drop the warnings of cases that ended long ago."""
    sql.run(
        "DELETE FROM engine_notice n USING engine_case c WHERE c.id = n.case_id AND NOT c.is_open AND c.closed_at < %s",
        [now - KEPT],
    )
