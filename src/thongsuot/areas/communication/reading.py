"""What is published for the people of a place, for anyone to read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.communication.counting import READS
from thongsuot.areas.communication.process import ANNOUNCEMENT
from thongsuot.engine import access, sql
from thongsuot.engine.reading import PaperRow


@dataclass(frozen=True, slots=True)
class Announcement:
    """A published announcement, as its page and the feed tell it."""

    id: UUID
    title: str
    text: str
    house: str
    place_code: str
    province_code: str
    procedures: tuple[str, ...]
    shown_from: date
    shown_until: date
    published_at: datetime
    reads: int


_SHOWN = f"""
SELECT c.id, c.title, c.facts ->> 'text', c.competent_body, c.place_code, c.province_code,
  (c.facts -> 'procedures')::text, (c.facts ->> 'shown_from')::date, (c.facts ->> 'shown_until')::date, c.closed_at,
  {READS.format(about="c.id")}
FROM engine_case c WHERE {access.PUBLISHED}
  AND (c.facts ->> 'shown_from')::date <= %(day)s AND (c.facts ->> 'shown_until')::date >= %(day)s"""
_OF_PLACE = f"""{_SHOWN} AND c.place_code = ANY(%(places)s)
  AND (%(procedure)s = '' OR c.facts -> 'procedures' ? %(procedure)s)
ORDER BY c.closed_at DESC, c.id LIMIT %(most)s"""


def of_place(places: list[str], day: date, *, procedure: str = "", most: int = 50) -> list[Announcement]:
    """What stands on that day for a commune and its province, the latest first: one statement."""
    parameters = {"places": places, "day": day, "procedure": procedure, "most": most}
    return [_announcement(row) for row in sql.run(_OF_PLACE, {**parameters, **_to_anybody()})]


def one(id: UUID, day: date) -> Announcement | None:
    """An announcement that stands on that day; None for every other case."""
    rows = sql.run(f"{_SHOWN} AND c.id = %(id)s", {"day": day, "id": id, **_to_anybody()})
    return _announcement(rows[0]) if rows else None


def papers(id: UUID) -> list[PaperRow]:
    """What is attached to an announcement; nobody's look is recorded, because it is published."""
    rows = sql.run(
        "SELECT id, number, component, name, media_type, size, encode(digest, 'hex'), origin FROM engine_paper"
        " WHERE case_id = %s ORDER BY number, id",
        [id],
    )
    return [PaperRow(*row) for row in rows]


def _to_anybody() -> dict[str, Any]:
    return access.published(ANNOUNCEMENT.key, None)


def _announcement(row: tuple[object, ...]) -> Announcement:
    procedures = tuple(json.loads(str(row[6]))) if row[6] else ()
    values: tuple[Any, ...] = (*row[:6], procedures, *row[7:])
    return Announcement(*values)
