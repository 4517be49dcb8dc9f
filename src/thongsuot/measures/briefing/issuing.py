"""Issuing: what was read is written down once with its texts, number and signer, and never changes.

What became known later is a restatement: the same question asked again today, shown beside what was issued.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb
from uuid6 import uuid7

from thongsuot.engine import sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NotFound
from thongsuot.measures.briefing import places, reading, texts
from thongsuot.measures.briefing.charts import Chart
from thongsuot.measures.briefing.periods import Chosen
from thongsuot.measures.briefing.places import Place
from thongsuot.measures.briefing.reading import Briefing
from thongsuot.measures.briefing.statements import Statement
from thongsuot.measures.briefing.values import Value
from thongsuot.register import formatting


@dataclass(frozen=True)
class Signer:
    person: UUID
    post: UUID
    name: str
    title: str
    body: str


@dataclass(frozen=True)
class Issued:
    """A briefing as it was issued. `file` is the digest of its signed file, once there is one; `why` why not yet."""

    id: UUID
    briefing: Briefing
    issued_at: datetime
    number: int
    signer: Signer
    texts: Mapping[int, str]
    file: bytes | None = None
    why: str = ""
    waits: bool = False

    @property
    def code(self) -> str:
        return code_of(self.number, self.briefing.place)


def code_of(number: int | str, place: Place) -> str:
    """The number and sign of a report: 12/BC-VPCP, 01/BC-UBND; numbers under ten are written with a nought."""
    return f"{number:0>2}/BC-{'UBND' if place.code else 'VPCP'}"


_NUMBER = """SELECT coalesce(max(number), 0) + 1 FROM measures_briefing WHERE body = %(body)s AND year = %(year)s"""
_WRITE = """
INSERT INTO measures_briefing (id, place, kind, first, last, as_of, before_as_of, issued_at, year, number, body,
  by_person, by_post, by_name, by_title, figures, texts, key)
VALUES (%(id)s, %(place)s, %(kind)s, %(first)s, %(last)s, %(as_of)s, %(before_as_of)s, %(at)s, %(year)s, %(number)s,
  %(body)s, %(person)s, %(post)s, %(name)s, %(title)s, %(figures)s, %(texts)s, %(key)s)
"""


def issue(actor: Actor, place: Place, chosen: Chosen, seen: int, now: datetime, *, key: UUID) -> UUID:
    """Freeze the briefing with its latest texts, number it and ask for its signature. Sent twice, it is issued once.

    `seen` is the version of the texts that the signer saw. Raises NotAllowed, StaleTexts, and Impossible for a
    period that has not begun. The number is given under a lock of the body and year, last.
    """
    office = places.issuer(actor, place)
    if chosen.start >= now:
        raise Impossible("Kỳ báo cáo chưa bắt đầu. Chọn một kỳ đã bắt đầu.")
    again = sql.run("SELECT id FROM measures_briefing WHERE by_person = %s AND key = %s", [actor.person, key])
    if again:
        return UUID(str(again[0][0]))
    with transaction.atomic():
        written = texts.latest(place, chosen, lock=True)
        texts.same(written, seen)
        asked = reading.read(place, chosen, now, digests=True)
        year = formatting.local(now).year
        sql.run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"briefing:{place.house}:{year}"])
        number = sql.run(_NUMBER, {"body": place.house, "year": year})[0][0]
        id = uuid7()
        sql.run(_WRITE, {
            "id": id, "place": place.code, "kind": chosen.kind, "first": chosen.first, "last": chosen.last,
            "as_of": asked.as_of, "before_as_of": asked.before_as_of, "at": now, "year": year, "number": number,
            "body": place.house, "person": actor.person, "post": office.post, "name": actor.name,
            "title": office.title, "figures": Jsonb(frozen(asked)),
            "texts": Jsonb({str(section): text for section, text in written.texts.items()}), "key": key,
        })  # fmt: skip
        sql.run("INSERT INTO measures_briefing_file (briefing, next_at, tries, why, size) VALUES (%s, %s, 0, '', 0)",
                [id, now])  # fmt: skip
    return id


def frozen(asked: Briefing) -> dict[str, Any]:
    """The figures as they are kept: values, publications beside them, the charts, what was not counted yet."""
    return {
        "values": [one.kept() for one in asked.values],
        "statements": [
            {"section": one.section, "label": one.label, "value": one.value, "unit": one.unit, "source": one.source,
             "on": one.on.isoformat(), "id": str(one.id) if one.id else None, "by": one.by, "of": one.of,
             "key": one.key}
            for one in asked.statements
        ],
        "charts": [one.kept() for one in asked.charts],
        "behind": asked.behind,
    }  # fmt: skip


_COLUMNS = """b.id, b.place, b.kind, b.first, b.last, b.as_of, b.before_as_of, b.issued_at, b.number, b.by_person,
 b.by_post, b.by_name, b.by_title, b.body, b.figures::text, b.texts::text, f.digest, f.why, f.next_at IS NOT NULL"""
_FROM = "FROM measures_briefing b LEFT JOIN measures_briefing_file f ON f.briefing = b.id"


def one(actor: Actor, id: UUID) -> Issued:
    """An issued briefing, for who may open its place. Raises NotFound."""
    found = by_id(id)
    if found is None or not places.may_open(actor, found.briefing.place):
        raise NotFound
    return found


def by_id(id: UUID) -> Issued | None:
    rows = sql.run(f"SELECT {_COLUMNS} {_FROM} WHERE b.id = %s", [id])
    return _issued(rows[0]) if rows else None


def last_before(place: Place, day: date) -> Issued | None:
    """The latest briefing of a place whose period was over before a day."""
    rows = sql.run(
        f"SELECT {_COLUMNS} {_FROM} WHERE b.place = %s AND b.last < %s ORDER BY b.last DESC, b.issued_at DESC LIMIT 1",
        [place.code, day],
    )
    return _issued(rows[0]) if rows else None


@dataclass(frozen=True)
class Line:
    """An issued briefing in a list."""

    id: UUID
    place: str
    chosen: Chosen
    number: int
    issued_at: datetime
    by: str
    signed: bool


def issued(place: Place, most: int = 60) -> list[Line]:
    """The briefings of a place, the latest period first."""
    rows = sql.run(
        "SELECT b.id, b.place, b.kind, b.first, b.last, b.number, b.issued_at, b.by_name, f.digest IS NOT NULL"
        f" {_FROM} WHERE b.place = %s ORDER BY b.last DESC, b.issued_at DESC LIMIT %s",
        [place.code, most],
    )
    return [Line(row[0], row[1], Chosen(*row[2:5]), *row[5:]) for row in rows]


def _issued(row: Sequence[Any]) -> Issued:
    id, code, kind, first, last, as_of, before_as_of, at, number = row[:9]
    place = places.place(code, first) or Place(code, code)
    kept = json.loads(row[14])
    asked = Briefing(
        place, Chosen(kind, first, last), as_of, before_as_of, tuple(Value.of(one) for one in kept["values"]),
        tuple(_statement(one) for one in kept["statements"]),
        tuple(Chart.of(one) for one in kept.get("charts", ())),
        kept["behind"],
    )  # fmt: skip
    signer = Signer(row[9], row[10], row[11], row[12], row[13])
    said = {int(section): text for section, text in json.loads(row[15]).items()}
    return Issued(
        id, asked, at, number, signer, said, bytes(row[16]) if row[16] else None, row[17] or "", bool(row[18])
    )


def _statement(kept: Mapping[str, Any]) -> Statement:
    on, id = date.fromisoformat(kept["on"]), kept["id"]
    return Statement(**{**kept, "on": on, "id": UUID(id) if id else None})


def restated(found: Issued) -> dict[str, float]:
    """What the same questions answer today, where that is no longer what was issued. Those of now are not asked."""
    was = found.briefing
    today = reading.again(was.place, was.chosen, was.as_of, was.before_as_of)
    known = {value.key: value for value in today}
    return {
        old.key: new.value
        for old in was.values
        if old.dated and (new := known.get(old.key)) and new.value is not None and new.value != old.value
    }


def against(asked: Briefing, last: Issued | None) -> Briefing:
    """What cannot be asked for a period that is over is compared with the last issued briefing."""
    if last is None:
        return asked
    known = {value.key: value.value for value in last.briefing.values}
    values = tuple(
        replace(one, before=known.get(one.key)) if not one.dated and one.before is None else one for one in asked.values
    )
    return replace(asked, values=values)


def now() -> datetime:
    return datetime.now(UTC)
