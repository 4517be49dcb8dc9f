"""From the journal to stretches: every stamped entry is folded once, in the transaction that moves the position."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from thongsuot.engine import registry, sql
from thongsuot.engine.process import Exposure
from thongsuot.measures.definitions import UNDER_WAY, Bucket, bucket_of

BATCH = 5000
PLACES = ("place_code", "competent_body", "executing_body", "receiving_body", "procedure_code", "sector")
END = datetime(9999, 1, 1, tzinfo=UTC)
"""The end of a stretch that has not ended."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A case in one bucket with one due moment; see `models.StretchRecord`."""

    case_id: UUID
    number: int
    kind: str
    province_code: str
    place_code: str
    competent_body: str
    executing_body: str
    receiving_body: str
    procedure_code: str
    sector: str
    channel: str
    supported_by: str
    bucket: str
    due_at: datetime | None
    received_at: datetime | None
    since: datetime
    until: datetime
    recorded_at: datetime
    status: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What folding needs of an entry."""

    case_id: UUID
    number: int
    happened_at: datetime
    recorded_at: datetime
    body: str


def follow(before: Stretch | None, entry: Told) -> list[Stretch]:
    """The stretch before, as the entry leaves it, and a new one when bucket or due moment changed.

    Nothing in a life runs backwards: what is told to have happened before the stretch began ends it at its start.
    """
    content = json.loads(entry.body)
    changes = {name: new for name, (_, new) in content["changes"].items()}
    at = entry.happened_at
    if before is None:
        row = content["case_row"]
        blank: dict[str, Any] = dict.fromkeys(PLACES, "")
        before = Stretch(entry.case_id, 0, row["kind"], row["province_code"], **blank, channel="", bucket="",
                         supported_by=changes.get("supporting_body") or "", due_at=None, received_at=None, since=at,
                         until=at, recorded_at=at, status=0, is_open=True)  # fmt: skip
    places: dict[str, Any] = {name: changes[name] or "" for name in PLACES if name in changes}
    if "facts.channel" in changes:
        places["channel"] = changes["facts.channel"] or ""
    due = _moment(changes["due_at"]) if "due_at" in changes else before.due_at
    status = changes.get("status", before.status)
    is_open = changes.get("is_open", before.is_open)
    bucket = bucket_of(status, is_open, before.received_at is not None)
    moved = replace(before, **places, status=status, is_open=is_open)
    same = bucket == before.bucket and due == before.due_at
    if before.number and same and not _reorganised(content):
        return [moved]
    at = max(at, before.since)
    # Taken back to the counter it is out of the total again; withdrawn or refused there, it never came in.
    first = at if bucket in UNDER_WAY else None
    received = None if bucket == Bucket.WAITING else before.received_at or first
    begun = replace(moved, number=entry.number, bucket=str(bucket), due_at=due, received_at=received, since=at,
                    until=END, recorded_at=entry.recorded_at)  # fmt: skip
    if not before.number:
        return [begun]
    return [replace(before if _reorganised(content) else moved, until=at), begun]


def _reorganised(content: dict[str, Any]) -> bool:
    """Whether an act of reorganisation moved the case, or was taken back: the old body keeps what it counted."""
    return bool(content["verb"] == "reorganise" or content["given"].get("move") == "reorganise")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


COLUMNS = tuple(field.name for field in fields(Stretch))
_TYPES = {
    "case_id": "uuid", "number": "int", "due_at": "timestamptz", "received_at": "timestamptz", "since": "timestamptz",
    "until": "timestamptz", "recorded_at": "timestamptz", "status": "smallint", "is_open": "bool",
}  # fmt: skip
_LISTED = ", ".join(COLUMNS)
_CHANGING = ("until", "status", "is_open", *PLACES, "channel")
_WRITE = f"""
INSERT INTO measures_stretch ({_LISTED})
SELECT * FROM unnest({", ".join(f"%({name})s::{_TYPES.get(name, 'text')}[]" for name in COLUMNS)})
ON CONFLICT (case_id, number) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in _CHANGING)}
"""  # noqa: S608
_NEXT = """
SELECT s.sequence, e.case_id, e.number, e.happened_at, e.recorded_at, e.body
FROM engine_stamp s JOIN engine_entry e USING (case_id, number)
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""
# Of what is sealed not even the number is kept.
_SEALED = "SELECT id FROM engine_case WHERE id = ANY(%s) AND kind = ANY(%s)"
_LAST = f"""
SELECT DISTINCT ON (case_id) {_LISTED} FROM measures_stretch WHERE case_id = ANY(%s) ORDER BY case_id, number DESC
"""  # noqa: S608
_POSITION = """
INSERT INTO measures_position AS p (site, sequence) VALUES (%s, 0)
ON CONFLICT (site) DO UPDATE SET sequence = p.sequence RETURNING sequence
"""


def catch_up(site: str, most: int = BATCH) -> int:
    """Fold what was stamped since the last time, at most so many entries; returns how many. One works at a time."""
    with transaction.atomic():
        position = sql.run(_POSITION, [site])[0][0]
        rows = sql.run(_NEXT, {"site": site, "sequence": position, "limit": most})
        if not rows:
            return 0
        sealed = _sealed({row[1] for row in rows})
        _write(_folded([Told(*row[1:]) for row in rows if row[1] not in sealed]))
        sql.run("UPDATE measures_position SET sequence = %s WHERE site = %s", [rows[-1][0], site])
    return len(rows)


def _sealed(cases: set[UUID]) -> set[UUID]:
    kinds = registry.exposed(Exposure.SEALED)
    return {row[0] for row in sql.run(_SEALED, [list(cases), kinds])} if kinds else set()


def catch_up_fully(site: str) -> int:
    """Fold all that is stamped; for commands and tests."""
    folded = 0
    while done := catch_up(site):
        folded += done
    return folded


def _folded(entries: list[Told]) -> Iterable[Stretch]:
    last = {row[0]: Stretch(*row) for row in sql.run(_LAST, [list({entry.case_id for entry in entries})])}
    made: dict[tuple[UUID, int], Stretch] = {}
    for entry in entries:
        for stretch in follow(last.get(entry.case_id), entry):
            made[stretch.case_id, stretch.number] = last[entry.case_id] = stretch
    return made.values()


def _write(stretches: Iterable[Stretch]) -> None:
    rows = [[getattr(stretch, name) for name in COLUMNS] for stretch in stretches]
    if not rows:
        return
    sql.run(_WRITE, dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True)))
