"""Mẫu 07, the register book: a line for each dossier that a counter received in a year, numbered once for ever.

The numbers follow the stamped journal: the site's entries have one gapless order that no restore or late commit
changes, so a line's number is its place among the receipts of that counter and year in this order. It is written
once, in the transaction that moves the reader's position, into a table that refuses changes; read anew from the
journal it comes out the same. A lock in the verb would make every receipt at a counter wait for the one before, and
a receipt that is undone would leave a hole: here it keeps its line, with a note.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.dossiers.process import DOSSIER
from thongsuot.engine import following, listings, sql
from thongsuot.engine.access import OVERSEEING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.engine.following import Rows
from thongsuot.engine.listings import Detail
from thongsuot.register import bodies, formatting
from thongsuot.register.bodies import BodyView

AT_ONCE = 5000
PAGE = 50
KEEPERS = frozenset({"intake", "head", "chair"})
RECEIPTS = tuple(move.name for move in DOSSIER.moves if move.letter == "01")
DELIVERY = {"counter": "Tại quầy", "post": "Bưu chính công ích", "online": "Bản điện tử"}
ENDED = {3: "Từ chối tiếp nhận", 5: "Chờ bổ sung", 6: "Chờ nghĩa vụ tài chính", 7: "Đã rút hồ sơ", 8: "Dừng giải quyết"}
DELIVERED = 10

_IS_RECEIPT = f"e.verb IN ('open', 'move') AND e.move IN ({', '.join(repr(name) for name in RECEIPTS)})"
_NEXT = f"""
SELECT s.sequence, e.case_id, e.number, e.happened_at,
  CASE WHEN {_IS_RECEIPT} THEN e.body END, CASE WHEN {_IS_RECEIPT} THEN (
    SELECT b.body::json -> 'changes' -> 'receiving_body' ->> 1 FROM engine_entry b
    WHERE b.case_id = e.case_id AND b.number <= e.number
      AND (b.body::json -> 'changes' -> 'receiving_body') IS NOT NULL ORDER BY b.number DESC LIMIT 1) END,
  c.kind = 'dossier'
FROM (SELECT sequence, case_id, number FROM engine_stamp WHERE site = %(site)s AND sequence > %(sequence)s
    ORDER BY sequence LIMIT %(limit)s) s
  JOIN engine_entry e USING (case_id, number) JOIN engine_case c ON c.id = e.case_id
ORDER BY s.sequence
"""  # noqa: S608
# A counter has one line for a dossier, however often it was received there.
_WRITE = """
INSERT INTO dossiers_book (body, year, number, month, case_id, entry, received_at, due_at, sets)
SELECT n.body, n.year, coalesce((SELECT max(b.number) FROM dossiers_book b
    WHERE b.body = n.body AND b.year = n.year), 0) + row_number() OVER (PARTITION BY n.body, n.year ORDER BY n.place),
  n.month, n.case_id, n.entry, n.received_at, n.due_at, n.sets
FROM (SELECT DISTINCT ON (body, case_id) * FROM unnest(%(body)s::text[], %(year)s::int[], %(month)s::int[],
      %(case_id)s::uuid[], %(entry)s::int[], %(received_at)s::timestamptz[], %(due_at)s::timestamptz[], %(sets)s::int[])
    WITH ORDINALITY AS u (body, year, month, case_id, entry, received_at, due_at, sets, place)
  ORDER BY body, case_id, place) n
WHERE NOT EXISTS (SELECT 1 FROM dossiers_book o WHERE o.body = n.body AND o.case_id = n.case_id)
"""
_WRITTEN = ("body", "year", "month", "case_id", "entry", "received_at", "due_at", "sets")


def catch_up(site: str, most: int = AT_ONCE) -> int:
    """Enter what was received since the last time; how many entries were read. One works at a time."""
    return following.catch_up("dossiers_book_position", site, _NEXT, _enter, most=most)


def _enter(rows: Rows) -> None:
    received = [row for row in rows if row[4] is not None and row[5] and row[6]]
    if not received:
        return
    lines = [_entered(*row[1:6]) for row in received]
    sql.run(_WRITE, {name: [line[place] for line in lines] for place, name in enumerate(_WRITTEN)})


def _entered(case_id: UUID, entry: int, happened: datetime, text: str, body: str) -> tuple[object, ...]:
    told = json.loads(text)
    day = formatting.local(happened)
    due = told["changes"].get("due_at", [None, None])[1]
    sets = str(told["given"].get("sets", ""))
    return body, day.year, day.month, case_id, entry, happened, due, int(sets) if sets.isdecimal() else 1


# Whose book.


def open_to(actor: Actor, key: str) -> BodyView:
    """The counter whose book this person may open: her own, those of her house for its chair, those of the area that
    she oversees. Raises UnknownBook: another counter's book is answered as one that does not exist."""
    view = bodies.body(key)
    if view is None or not any(_opens(office, view) for office in actor.offices):
        raise UnknownBook
    return view


def _opens(office: Office, view: BodyView) -> bool:
    house = view.house or view.key
    if office.roles & KEEPERS and view.key in (office.body, *office.archive):
        return True
    if office.roles & ({"chair"} | OVERSEEING) and office.tier == 3:
        return house == office.house
    if office.roles & {"chair"} and office.tier == 1:
        return house == office.house
    if office.roles & OVERSEEING and not office.body.startswith("bo."):
        return office.tier == 0 or view.province_code == office.province_code
    return False


class UnknownBook(NotFound):
    """No such book, or one of another counter: the two are told apart by nobody."""

    def __init__(self) -> None:
        Refused.__init__(self, "Không tìm thấy sổ theo dõi hồ sơ này, hoặc sổ không thuộc phạm vi của bạn.")


_BOOKS = """
WITH RECURSIVE b AS (
  (SELECT body FROM dossiers_book ORDER BY body LIMIT 1)
  UNION ALL SELECT (SELECT n.body FROM dossiers_book n WHERE n.body > b.body ORDER BY n.body LIMIT 1)
  FROM b WHERE b.body IS NOT NULL)
SELECT body FROM b WHERE body IS NOT NULL
"""


def books(actor: Actor) -> list[BodyView]:
    """The counters whose books this person may open: her own, and those that have been written in."""
    keys = [office.body for office in actor.offices if office.roles & {"intake"}]
    keys += [row[0] for row in sql.run(_BOOKS)]
    views = [view for key in dict.fromkeys(keys) if (view := bodies.body(key))]
    return [view for view in views if any(_opens(office, view) for office in actor.offices)]


# What stands in it.


@dataclass(frozen=True, slots=True)
class Line:
    """One line as somebody may read it. `case_id` is None for a dossier that is not in her sight any more."""

    number: int
    case_id: UUID | None
    code: str
    title: str
    sets: int
    name: str
    contact: str
    body: str
    received_at: datetime
    due_at: datetime | None
    given_at: datetime | None
    delivery: str
    note: str


_LINES = """
SELECT number, case_id, received_at, due_at, sets, count(*) OVER () FROM dossiers_book
WHERE body = %(body)s AND year = %(year)s AND (%(month)s = 0 OR month = %(month)s)
ORDER BY number LIMIT %(most)s OFFSET %(after)s
"""
_FOLLOWING = """
SELECT number, case_id, received_at, due_at, sets FROM dossiers_book
WHERE body = %(body)s AND year = %(year)s AND (%(month)s = 0 OR month = %(month)s) AND number > %(last)s
ORDER BY number LIMIT %(most)s
"""


def page(
    actor: Actor, key: str, year: int, month: int = 0, here: int = 1, most: int = PAGE, what: str = "book"
) -> tuple[list[Line], int]:
    """A page of a book and how many lines it has, of a month or (0) the whole year. Raises UnknownBook."""
    open_to(actor, key)
    asked = {"body": key, "year": year, "month": month, "most": most, "after": (here - 1) * most}
    rows = sql.run(_LINES, asked)
    return _told(actor, [row[:5] for row in rows], what), rows[0][5] if rows else 0


def count(actor: Actor, key: str, year: int, month: int = 0) -> int:
    """How many lines a book has. Raises UnknownBook."""
    open_to(actor, key)
    statement = "SELECT count(*) FROM dossiers_book WHERE body = %s AND year = %s AND (%s = 0 OR month = %s)"
    return int(sql.run(statement, [key, year, month, month])[0][0])


def lines(actor: Actor, key: str, year: int, month: int = 0, what: str = "book") -> Iterator[Line]:
    """The whole book, a thousand lines at a time. Raises UnknownBook."""
    open_to(actor, key)
    asked = {"body": key, "year": year, "month": month, "most": listings.BATCH, "last": 0}
    while rows := sql.run(_FOLLOWING, asked):
        yield from _told(actor, rows, what)
        asked["last"] = rows[-1][0]


def _told(actor: Actor, rows: Sequence[Sequence[Any]], what: str) -> list[Line]:
    """The lines with what is known of each dossier now; whose values are shown is recorded as looked at."""
    known = listings.details(actor, [row[1] for row in rows], what) if rows else {}
    return [_line(row, known.get(row[1])) for row in rows]


def _line(row: Sequence[Any], now: Detail | None) -> Line:
    number, _id, received, due, sets = row
    if now is None:
        note = "Hồ sơ đã chuyển cơ quan khác"
        return Line(number, None, "", "", sets, "", "", "", received, due, None, "", note)
    subject = now.subject
    contact = "; ".join(str(subject[name]) for name in ("address", "phone") if subject.get(name))
    return Line(
        number=number,
        case_id=now.id,
        code=now.code,
        title=f"{now.title} ({now.procedure_code})",
        sets=sets,
        name=now.subject_name,
        contact=contact,
        body=bodies.name_of(now.competent_body),
        received_at=received,
        due_at=due,
        given_at=now.closed_at if now.status == DELIVERED else None,
        delivery=DELIVERY.get(now.delivery, ""),
        note=_note(now, due),
    )


def _note(now: Detail, due: datetime | None) -> str:
    """What the printed book would have in its last column: how the dossier ended, or until when it was put off."""
    notes = [ENDED[now.status]] if now.status in ENDED else []
    if now.status == 1:
        notes.append("Đã hoàn tác việc tiếp nhận")
    if now.step == "revoked":
        notes.append("Kết quả đã bị thu hồi")
    if now.due_at and due and now.due_at != due:
        notes.append(f"Hẹn lại {formatting.moment(now.due_at)}")
    return "; ".join(notes)
