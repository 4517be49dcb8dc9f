"""Cases that belong together under a name: the officer's own order over her work, written in each case's journal.

A group's name is free text and may name a person, so it stands beside the chain: the journal holds the group's id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from uuid6 import uuid7

from thongsuot.engine import access, erasing, needs, reading, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound
from thongsuot.engine.reading import Row

FACT = "group"
LONGEST = 120
UNNAMED = "Nhóm đã xóa tên"
MOST = 200


@dataclass(frozen=True, slots=True)
class Group:
    """A named group of an office; `open_cases` are those of it that are open and visible to who asks."""

    id: UUID
    name: str
    made_by: str
    made_at: datetime
    open_cases: int = 0


def make(actor: Actor, name: str) -> UUID:
    """A new group of the actor's office. Raises NotAllowed, NeedsNotMet."""
    office = next((one for one in actor.offices if one.roles & access.WORKING), None)
    if office is None:
        raise NotAllowed("Chỉ người đang giải quyết hồ sơ được lập nhóm.")
    needs.storable(name)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise NeedsNotMet([("name", f"Nhập tên nhóm, tối đa {LONGEST} ký tự.")])
    id = uuid7()
    sql.run(
        "INSERT INTO engine_group (id, name, body, province_code, person, person_name, made_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [id, name, office.body, office.province_code, actor.person, actor.name, datetime.now(UTC)],
    )
    return id


# Whose groups an actor uses: those of the offices in which she works, and those of a case that she sees.
_MINE = f"""(g.body = ANY(%(offices)s) OR EXISTS (
  SELECT 1 FROM engine_case c WHERE c.facts ? 'group' AND c.facts ->> 'group' = g.id::text AND {access.FULLY}))"""


def exists(actor: Actor, id: UUID) -> bool:
    """Whether there is such a group that this actor may use."""
    return bool(sql.run(f"SELECT 1 FROM engine_group g WHERE g.id = %(id)s AND {_MINE}", {"id": id, **_scope(actor)}))


def find(actor: Actor, id: UUID) -> Group:
    """One group. Raises NotFound, also for one of an office elsewhere."""
    rows = sql.run(
        f"SELECT g.id, g.name, g.person_name, g.made_at FROM engine_group g WHERE g.id = %(id)s AND {_MINE}",
        {"id": id, **_scope(actor)},
    )
    if not rows:
        raise NotFound
    return Group(*rows[0])


def of_case(facts: dict[str, object]) -> tuple[UUID, str] | None:
    """The group that a visible case stands in: (id, name)."""
    if FACT not in facts:
        return None
    rows = sql.run("SELECT id, name FROM engine_group WHERE id = %s", [facts[FACT]])
    return (rows[0][0], rows[0][1]) if rows else None


def of_offices(actor: Actor) -> tuple[Group, ...]:
    """The groups of the actor's offices, the newest first, each with its open cases that she sees."""
    rows = sql.run(
        f"""
SELECT g.id, g.name, g.person_name, g.made_at, (
  SELECT count(*) FROM engine_case c WHERE c.facts ? 'group' AND c.facts ->> 'group' = g.id::text AND c.is_open
    AND {access.VISIBLE})
FROM engine_group g WHERE g.body = ANY(%(offices)s) ORDER BY g.made_at DESC LIMIT {MOST}
""",
        _scope(actor),
    )
    return tuple(Group(*row) for row in rows)


def members(actor: Actor, id: UUID) -> tuple[Row, ...]:
    """The cases of a group that the actor sees: open ones first, due first."""
    rows = sql.run(
        f"SELECT c.id FROM engine_case c WHERE c.facts ? 'group' AND c.facts ->> 'group' = %(group)s"
        f" AND {access.VISIBLE} ORDER BY c.is_open DESC, c.due_at NULLS LAST, c.id LIMIT {MOST}",
        {"group": str(id), **_scope(actor)},
    )
    return reading.rows_of(actor, [row[0] for row in rows])


_EMPTY = """
DELETE FROM engine_group g USING engine_case c WHERE c.id = %s AND c.facts ->> 'group' = g.id::text AND NOT EXISTS (
  SELECT 1 FROM engine_case o WHERE o.facts ? 'group' AND o.facts ->> 'group' = g.id::text AND o.id <> c.id
    AND NOT o.facts ? 'erased')
"""
_NAMED = """
UPDATE engine_group g SET name = %s FROM engine_case c WHERE c.id = %s AND c.facts ->> 'group' = g.id::text
  AND EXISTS (SELECT 1 FROM unnest(%s::text[]) one WHERE position(lower(one) IN lower(g.name)) > 0)
"""


def forget(case_id: UUID) -> Iterable[bytes]:
    """A group whose cases are all erased goes; one that bears the name of an erased case's person loses it."""
    person = erasing.person_of(case_id)
    sql.run(_EMPTY, [case_id])
    sql.run(_NAMED, [UNNAMED, case_id, [*person.names, *person.numbers]])
    return ()


def _scope(actor: Actor) -> dict[str, object]:
    return {"offices": [one.body for one in actor.offices], **access.scope(actor).parameters()}
