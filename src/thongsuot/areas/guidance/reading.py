"""Who must read an issued document, who has, and who has not: by bodies, each said once by one of its officers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.guidance.process import GUIDANCE
from thongsuot.engine import access, sql
from thongsuot.engine.access import OVERSEEING, WORKING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.errors import NotAllowed, NotFound

MOST = 50

# The committees that a document is for. Those that wait are those whose obstacle it answers, or whose obstacle follows
# such a one.
_FOR = """
  b.kind IN ('ubnd_tinh', 'ubnd_xa') AND b.valid_from <= %(day)s AND (b.valid_to IS NULL OR b.valid_to > %(day)s)
  AND (c.facts ->> 'scope' = '' OR b.province_code = c.facts ->> 'scope')
  AND CASE c.facts ->> 'audience' WHEN 'communes' THEN true WHEN 'provinces' THEN b.kind = 'ubnd_tinh'
    ELSE EXISTS (SELECT 1 FROM engine_relation r JOIN engine_case o
      ON o.id = r.other_id OR (o.kind = 'obstacle' AND o.facts ->> 'main' = r.other_id::text)
      WHERE r.case_id = c.id AND r.kind = 'guidance' AND o.receiving_body = b.key) END
"""
_SHOWN = "c.id, c.title, c.step, c.competent_body, c.facts::text"


@dataclass(frozen=True, slots=True)
class Document:
    """An issued document. `mine` says whether one's own house must read it, `read_at` when it said that it has."""

    id: UUID
    title: str
    in_force: bool
    issuer: str
    facts: Mapping[str, Any]
    mine: bool
    read_at: datetime | None
    read_by: str


@dataclass(frozen=True, slots=True)
class Readers:
    """How many bodies must read a document and how many have, and one page of those that have not, by key."""

    asked: int
    read: int
    missing: tuple[tuple[str, str], ...]


def office_of(actor: Actor) -> Office | None:
    """The post by which this person reads for a house."""
    return next((one for one in actor.offices if one.roles & (WORKING | OVERSEEING)), None)


def listed(actor: Actor, day: date) -> tuple[Document, ...]:
    """The documents that one's house must read, those unread first, then the newest."""
    found = sql.run(
        f"""SELECT {_SHOWN}, true, r.read_at, r.name FROM engine_case c JOIN register_body b ON b.key = %(house)s
LEFT JOIN guidance_reading r ON r.document = c.id AND r.body = b.key
WHERE {access.PUBLISHED} AND {_FOR} ORDER BY r.read_at IS NOT NULL, c.resolved_at DESC, c.id LIMIT {MOST}""",
        {"house": _house(actor), "day": day, **access.published(GUIDANCE.key, actor)},
    )
    return tuple(_document(row) for row in found)


def document(actor: Actor, id: UUID, day: date) -> Document:
    """One issued document: whoever holds a post may read it. Raises NotFound."""
    found = sql.run(
        f"""SELECT {_SHOWN}, EXISTS (SELECT 1 FROM register_body b WHERE b.key = %(house)s AND {_FOR}),
  r.read_at, r.name FROM engine_case c LEFT JOIN guidance_reading r ON r.document = c.id AND r.body = %(house)s
WHERE c.id = %(id)s AND {access.PUBLISHED}""",
        {"house": _house(actor), "day": day, "id": id, **access.published(GUIDANCE.key, actor)},
    )
    if not found:
        raise NotFound
    return _document(found[0])


def acknowledge(actor: Actor, id: UUID, now: datetime) -> None:
    """Say for one's house that it has read a document; saying it again changes nothing. Raises NotFound, NotAllowed."""
    office = office_of(actor)
    if not document(actor, id, now.date()).mine or office is None or not office.roles & WORKING:
        raise NotAllowed("Văn bản này không gửi cho cơ quan của bạn, nên không cần xác nhận đã đọc.")
    sql.run(
        "INSERT INTO guidance_reading (document, body, person, name, read_at) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (document, body) DO NOTHING",
        [id, office.house, actor.person, actor.name, now],
    )


def readers(actor: Actor, id: UUID, day: date, province: str = "", page: int = 1) -> Readers:
    """Who must read it and who has not said so, of the country or of one province."""
    of_page = {"province": province, "most": MOST, "skip": MOST * (page - 1)}
    asked = {"id": id, "day": day, **of_page, **access.published(GUIDANCE.key, actor)}
    found = sql.run(
        f"""WITH b AS MATERIALIZED (SELECT b.key, b.name, EXISTS (SELECT 1 FROM guidance_reading r
    WHERE r.document = %(id)s AND r.body = b.key) AS done
  FROM engine_case c, register_body b
  WHERE c.id = %(id)s AND {access.PUBLISHED} AND {_FOR} AND %(province)s IN ('', b.province_code))
SELECT (SELECT count(*) FROM b), (SELECT count(*) FROM b WHERE done), b.key, b.name
FROM (SELECT 1) one LEFT JOIN b ON NOT b.done ORDER BY b.key LIMIT %(most)s OFFSET %(skip)s""",
        asked,
    )
    if not found:
        return Readers(0, 0, ())
    return Readers(found[0][0], found[0][1], tuple((key, name) for _asked, _read, key, name in found if key))


def _house(actor: Actor) -> str:
    office = office_of(actor)
    return office.house if office else ""


def _document(row: tuple[Any, ...]) -> Document:
    id, title, step, issuer, facts, mine, read_at, name = row
    return Document(id, title, step == "issued", issuer, json.loads(facts), mine, read_at, name or "")
