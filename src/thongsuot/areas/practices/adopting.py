"""Published practices for everybody in the country, and the bodies that took them over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.practices.process import FIELDS, PRACTICE
from thongsuot.engine import access, sql
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.errors import NotAllowed, NotFound

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Published:
    """A published practice as anybody may read it: what its office wrote, and how many bodies took it over."""

    id: UUID
    title: str
    by: str
    supporting_body: str
    field: str
    published_at: datetime
    adopters: int
    how: tuple[str, ...] = ()
    gain: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Adopter:
    """A body that says it does likewise."""

    body: str
    note: str
    adopted_at: datetime


@dataclass(frozen=True)
class _Said:
    """What was written of a practice in the moves that led to its publication; the latest word of each holds."""

    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: list[tuple[str, Mapping[str, Any]]]) -> _Said:
        values: dict[str, Any] = {}
        for move, said in entries:
            for name in ("how", "gain", "where"):
                if move == "offer_again" and name == "how" and said.get(name):
                    values[name] = [*values.get(name, []), *said[name]]
                elif said.get(name):
                    values[name] = said[name]
        return cls(values)


# Written for publication by the office itself: no value of a person stands there.
_PUBLISHED = f"""
SELECT c.id, c.title, c.subject_name, c.supporting_body, coalesce(c.facts ->> 'field', ''), c.resolved_at,
  (SELECT count(*) FROM practices_adoption a WHERE a.case_id = c.id),
  coalesce((SELECT json_agg(json_build_array(e.move, p.values) ORDER BY e.number) FROM engine_entry e
    JOIN engine_personal p USING (case_id, number)
    WHERE e.case_id = c.id AND e.move IN ('offer', 'offer_again', 'examine')), '[]')::text
FROM engine_case c WHERE {access.PUBLISHED}"""


def published(most: int = 200) -> list[Published]:
    """Those that stand, what most bodies took over first: one statement."""
    asked = {**_to_anybody(), "most": most}
    rows = sql.run(f"{_PUBLISHED} ORDER BY 7 DESC, c.resolved_at DESC, c.id LIMIT %(most)s", asked)
    return [_published(row) for row in rows]


def one(id: UUID) -> Published:
    """A published practice. Raises NotFound for every other case."""
    rows = sql.run(f"{_PUBLISHED} AND c.id = %(id)s", {**_to_anybody(), "id": id})
    if not rows:
        raise NotFound
    return _published(rows[0])


def adopters(id: UUID) -> list[Adopter]:
    """The bodies that took a practice over, the first of them first."""
    rows = sql.run(
        "SELECT body, note, adopted_at FROM practices_adoption WHERE case_id = %s ORDER BY adopted_at, body LIMIT 500",
        [id],
    )
    return [Adopter(*row) for row in rows]


def office_of(actor: Actor) -> Office | None:
    """The post by which this person speaks for a house."""
    return next((one for one in actor.offices if one.roles & WORKING), None)


def adopt(actor: Actor, id: UUID, note: str, now: datetime) -> None:
    """Say that one's own house does likewise; said again it is the same. Raises NotFound, NotAllowed."""
    office, practice = office_of(actor), one(id)
    if office is None or actor.person is None:
        raise NotAllowed("Chỉ người giữ vị trí ở cơ quan mới ghi được nơi áp dụng.")
    if office.house == _house(practice.supporting_body):
        raise NotAllowed("Đây là cách làm của cơ quan bạn; nơi khác ghi khi áp dụng.")
    sql.run(
        "INSERT INTO practices_adoption (case_id, body, person, note, adopted_at) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (case_id, body) DO UPDATE SET note = EXCLUDED.note",
        [id, office.house, actor.person, note.replace("\x00", "").strip()[:LONGEST_NOTE], now],
    )


def give_up(actor: Actor, id: UUID) -> None:
    """Say that one's own house does it no more. Raises NotFound when it never said so."""
    office = office_of(actor)
    rows = sql.run(
        "DELETE FROM practices_adoption WHERE case_id = %s AND body = %s RETURNING 1",
        [id, office.house if office else ""],
    )
    if not rows:
        raise NotFound


def _house(body: str) -> str:
    rows = sql.run("SELECT coalesce(house_id, key) FROM register_body WHERE key = %s", [body])
    return str(rows[0][0]) if rows else body


def _to_anybody() -> dict[str, Any]:
    return access.published(PRACTICE.key, None)


def _published(row: tuple[Any, ...]) -> Published:
    said = _Said.of(json.loads(row[7])).values
    label = dict(FIELDS).get(row[4], "")
    written = (tuple(said.get("how", ())), tuple(said.get("gain", ())), str(said.get("where", "")))
    values = (*row[:4], label, *row[5:7], *written)
    return Published(*values)
