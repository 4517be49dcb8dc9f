"""From the stamped journal to the outbox: every entry of a dossier that the portal must hear of, once and in order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from thongsuot.engine import sql
from thongsuot.exchange import following
from thongsuot.exchange.national import outbox
from thongsuot.register.working_time import VIETNAM

KIND = "dossier"
BATCH = 1000
TOLD = frozenset({"open", "move", "undo"})
ADOPT = "adopt"
ENDED = frozenset({3, 7, 10})
"""Statuses from which nothing is expected: such a dossier that came with its history is met only when it moves."""

_NEXT = """
SELECT s.sequence, e.case_id, e.number, e.verb, e.province_code, e.happened_at, e.recorded_at, e.body
FROM engine_stamp s JOIN engine_entry e USING (case_id, number)
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""
# A dossier that came from the portal is there already: it is not created again.
_MESSAGES = """
INSERT INTO exchange_national_message (dossier_id, place, kind, number, verb, status, province_code, happened_at,
  sequence, since, state, attempts, uncertain, reason, code, decided_by)
SELECT n.dossier_id, n.place, n.kind, n.number, n.verb, n.status, n.province_code, n.happened_at, n.sequence, %(now)s,
  'waiting', 0, false, '', '', ''
FROM unnest(%(dossier_id)s::uuid[], %(place)s::int[], %(kind)s::text[], %(number)s::int[], %(verb)s::text[],
  %(status)s::smallint[], %(province_code)s::text[], %(happened_at)s::timestamptz[], %(sequence)s::bigint[])
  AS n (dossier_id, place, kind, number, verb, status, province_code, happened_at, sequence)
WHERE n.kind <> 'create'
   OR NOT EXISTS (SELECT 1 FROM exchange_national_dossier d WHERE d.id = n.dossier_id AND d.origin = 'there')
ON CONFLICT (dossier_id, place) DO NOTHING
"""
# After the messages, never before: see `outbox.release`.
_DOSSIERS = """
INSERT INTO exchange_national_dossier AS d (id, province_code, code, foreign_id, origin, created, ours, told, rows,
  changed_on, quality, quality_message, next_at)
SELECT n.id, n.province_code, n.code, NULL, 'here', false, n.ours, 0, 0, n.changed_on, '', '', %(now)s
FROM unnest(%(id)s::uuid[], %(province_code)s::text[], %(code)s::text[], %(ours)s::smallint[], %(changed_on)s::date[])
  AS n (id, province_code, code, ours, changed_on)
ON CONFLICT (id) DO UPDATE SET ours = EXCLUDED.ours, changed_on = EXCLUDED.changed_on,
  code = coalesce(EXCLUDED.code, d.code),
  next_at = CASE WHEN EXISTS (SELECT 1 FROM exchange_national_message m WHERE m.dossier_id = d.id AND m.state = 'dead')
                 THEN d.next_at ELSE coalesce(d.next_at, EXCLUDED.next_at) END
"""


@dataclass
class _Followed:
    """What following needs to know of a dossier."""

    province_code: str
    ours: int
    code: str | None = None
    changed_on: date = date.min
    adopted: dict[str, Any] | None = None


@dataclass
class _Batch:
    """Rows to be written, as columns."""

    columns: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, **row: Any) -> None:
        for name, value in row.items():
            self.columns.setdefault(name, []).append(value)


def catch_up(site: str, most: int = BATCH) -> int:
    """Put what was stamped since the last time into the outbox; how many entries were read. One works at a time."""
    return following.catch_up("exchange_national_position", site, _NEXT, _write, most=most)


def catch_up_fully(site: str) -> int:
    """All that is stamped; for commands and tests."""
    return following.fully(catch_up, site)


def _write(rows: list[tuple[Any, ...]]) -> None:
    dossiers = _known({row[1] for row in rows})
    touched: dict[UUID, _Followed] = {}
    messages = _Batch()
    for sequence, case_id, number, verb, province, happened_at, recorded_at, text in rows:
        body = json.loads(text)
        if "case_row" in body and body["case_row"]["kind"] == KIND:
            dossiers[case_id] = _Followed(province, 0)
        dossier = dossiers.get(case_id)
        if dossier is None:
            continue
        touched[case_id] = dossier
        dossier.changed_on = recorded_at.astimezone(VIETNAM).date()
        told = {"dossier_id": case_id, "number": number, "verb": verb, "province_code": province,
                "happened_at": happened_at, "sequence": sequence}  # fmt: skip
        if verb == ADOPT and number == 1:
            dossier.adopted = {**told, "place": outbox.place_of(1, "create"), "kind": "create"}
        for kind in _kinds(verb, body, dossier):
            messages.add(**told, place=outbox.place_of(number, kind), kind=kind, status=dossier.ours)
    for dossier in touched.values():
        if dossier.adopted and dossier.ours not in ENDED:
            messages.add(**dossier.adopted, status=dossier.ours)
    now = datetime.now(UTC)
    if messages.columns:
        sql.run(_MESSAGES, {**messages.columns, "now": now})
    if touched:
        sql.run(_DOSSIERS, {**_columns(touched), "now": now})


def _kinds(verb: str, body: dict[str, Any], dossier: _Followed) -> Iterable[str]:
    """The messages that an entry makes; the dossier follows it."""
    changes = body["changes"]
    if "code" in changes:
        dossier.code = changes["code"][1]
    moved = "status" in changes
    if moved:
        dossier.ours = int(changes["status"][1])
    if verb == ADOPT:
        return  # the portal heard of it from the system that had the dossier then; it is only asked for it
    if verb == "open":
        yield "create"
    if verb in TOLD:
        yield "progress"
    if moved:
        yield "status"


def _known(ids: set[UUID]) -> dict[UUID, _Followed]:
    # What came from the portal has a row before its opening is followed: `number` 1 makes it anew.
    rows = sql.run(
        "SELECT id, province_code, ours, code FROM exchange_national_dossier WHERE id = ANY(%s)", [list(ids)]
    )
    return {id: _Followed(province, ours, code) for id, province, ours, code in rows}


def _columns(touched: dict[UUID, _Followed]) -> dict[str, list[Any]]:
    batch = _Batch()
    for id, one in touched.items():
        batch.add(id=id, province_code=one.province_code, code=one.code, ours=one.ours, changed_on=one.changed_on)
    return batch.columns
