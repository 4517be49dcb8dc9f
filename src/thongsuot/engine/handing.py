"""All that somebody holds given to another or back to the queue, case by case, each with its own outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from thongsuot.engine import access, sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused

MOST = 500


@dataclass(frozen=True, slots=True)
class Held:
    """A case in somebody's hand, as whoever hands it on sees it."""

    id: UUID
    version: int
    code: str
    title: str


def held_by(actor: Actor, person: UUID) -> tuple[Held, ...]:
    """What a person holds of what the actor sees fully, due first."""
    rows = sql.run(
        f"SELECT c.id, c.length, coalesce(c.code, ''), c.title FROM engine_case c"
        f" WHERE c.is_open AND c.assignee = %(whose)s AND {access.FULLY} ORDER BY c.due_at NULLS LAST, c.id"
        f" LIMIT {MOST}",
        {"whose": person, **access.scope(actor).parameters()},
    )
    return tuple(Held(*row) for row in rows)


def hand_on(actor: Actor, person: UUID, to: UUID | None, key: UUID) -> Iterator[tuple[Held, Case | Refused]]:
    """Give each of them to a person, or back to its queue: one that cannot go does not stop the others.

    The same key again gives what the first time did; a case that came meanwhile goes too.
    """
    for one in held_by(actor, person):
        try:
            yield one, verbs.assign(actor, one.id, one.version, to, key=uuid5(key, str(one.id)))
        except Refused as refusal:
            yield one, refusal
