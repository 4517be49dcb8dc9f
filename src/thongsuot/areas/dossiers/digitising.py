"""The scans of dossiers on their way to a signed copy: each is signed by the intake officer who answers for it.

It follows the journal: a scan that an officer brought makes a row. The signed file is the scan with a signature behind
it, byte for byte, so the journal's chain, which covers the scan, covers what was signed. Whoever did not want to sign
at the counter has the scan on a list of work; so has everybody whose signature did not come about.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from thongsuot.engine import following, papers, signed_papers, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NotAllowed, Refused
from thongsuot.engine.verdicts import VALID
from thongsuot.ports import signing
from thongsuot.ports.signing import Holder
from thongsuot.register import bodies

POSITION = "dossiers_scan_position"
BATCH = 1000
EVERY = 0.5  # seconds between two looks at the list
LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT, MOST_TRIES = timedelta(seconds=5), timedelta(minutes=30), 10
FIELD, REASON = "ChuKySoHoa", "Số hóa từ bản giấy, đã kiểm tra"
UNSIGNED, WAITING, DONE, DEAD = "unsigned", "waiting", "done", "dead"
OPEN = (UNSIGNED, WAITING, DEAD)
PAGE = 100

_NEXT = """
WITH s AS (SELECT sequence, case_id, number FROM engine_stamp WHERE site = %(site)s AND sequence > %(sequence)s
           ORDER BY sequence LIMIT %(limit)s)
SELECT s.sequence, p.id, p.case_id, p.province_code, c.receiving_body, p.digest, p.size,
  coalesce((p.facts ->> 'sign')::boolean, false), e.body::json -> 'who', e.recorded_at
FROM s JOIN engine_entry e USING (case_id, number)
LEFT JOIN engine_case c ON c.id = e.case_id AND c.kind = 'dossier'
LEFT JOIN engine_paper p ON p.case_id = c.id AND p.number = e.number AND p.origin = 'scan'
  AND p.media_type = 'application/pdf' AND e.person IS NOT NULL
ORDER BY s.sequence
"""
_KEEP = """
INSERT INTO dossiers_scan (id, case_id, province_code, body, digest, size, signer, since, state, tries, next_at,
  trouble)
SELECT n.*, 0, CASE WHEN n.state = 'waiting' THEN %(now)s::timestamptz END, ''
FROM unnest(%(id)s::uuid[], %(case_id)s::uuid[], %(province)s::text[], %(body)s::text[], %(digest)s::bytea[],
  %(size)s::bigint[], %(signer)s::jsonb[], %(since)s::timestamptz[], %(state)s::text[])
  AS n (id, case_id, province_code, body, digest, size, signer, since, state)
ON CONFLICT DO NOTHING
"""
_CLAIM = """
UPDATE dossiers_scan SET next_at = %(until)s WHERE id = (
  SELECT id FROM dossiers_scan WHERE next_at <= %(now)s ORDER BY next_at FOR UPDATE SKIP LOCKED LIMIT 1)
RETURNING id, digest, signer::text, tries
"""


def catch_up(site: str, most: int = BATCH) -> int:
    """Enter the scans brought since the last time; how many rows were read. One works at a time."""
    return following.catch_up(POSITION, site, _NEXT, _write, most=most)


def _write(rows: following.Rows) -> None:
    made: dict[str, list[Any]] = {}
    for _sequence, id, case_id, province, body, digest, size, sign, who, since in rows:
        if id is None:
            continue
        row = {
            "id": id, "case_id": case_id, "province": province, "body": body, "digest": digest, "size": size,
            "signer": Jsonb(_signer(who)), "since": since, "state": WAITING if sign else UNSIGNED,
        }  # fmt: skip
        for name, value in row.items():
            made.setdefault(name, []).append(value)
    if made:
        sql.run(_KEEP, {**made, "now": datetime.now(UTC)})


def _signer(who: dict[str, Any]) -> dict[str, str]:
    return {name: str(who.get(name) or "") for name in ("post", "name", "title", "body")}


class NotYet(Refused):
    """What came back is no signature that may be shown."""


def work_one(now: datetime) -> bool:
    """Sign the scan that has waited longest; False when none is due."""
    rows = sql.run(_CLAIM, {"now": now, "until": now + LEASE})
    if not rows:
        return False
    id, digest, signer, tries = rows[0]
    otherwise = "Chưa ký được bản quét này. Báo quản trị hệ thống kèm mã hồ sơ."
    if trouble := signed_papers.attempted(
        lambda: _sign(id, bytes(digest), json.loads(signer)), otherwise, {"paper": str(id)}
    ):
        _failed(id, tries, trouble, now)
    return True


def _sign(id: UUID, digest: bytes, signer: dict[str, str]) -> None:
    from thongsuot.engine import signature_checks, signatures

    service = signing.service()
    if service is None:
        raise NotYet("Nơi này chưa nối dịch vụ ký số.")
    path = papers.path(digest)
    if not path.exists():
        raise NotYet("Tệp này không còn trong kho giấy tờ.")
    body = bodies.name_of(signer["body"])
    holder = Holder("officer", signer["post"], signer["name"], signer["body"], body, signer["title"])
    made = signatures.sign(path.read_bytes(), service, holder, field=FIELD, reason=REASON, place=body)
    checked = signature_checks.check(made, signing.trusted(), signing.lists())
    own = checked.signatures[-1] if checked.signatures else None
    if own is None or own.verdict != VALID or own.body != signer["body"]:
        raise NotYet("Chứng thư số của cán bộ không dùng được (hết hạn, bị thu hồi hoặc của nơi khác).")
    kept = papers.keep([made], "ban-quet.pdf", origin="scan")
    signed_papers.keep(kept.digest, checked)
    sql.run(
        "UPDATE dossiers_scan SET state = 'done', signed = %s, size = %s, signed_at = %s, next_at = NULL, trouble = ''"
        " WHERE id = %s AND state <> 'done'",
        [kept.digest, kept.size, datetime.now(UTC), id],
    )


def _failed(id: UUID, tries: int, why: str, now: datetime) -> None:
    """Later, each time later; after the last try the officer has to look."""
    dead = tries + 1 >= MOST_TRIES
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2**tries)
    sql.run(
        "UPDATE dossiers_scan SET tries = tries + 1, trouble = %(why)s, next_at = %(next)s,"
        " state = CASE WHEN %(dead)s THEN 'dead' ELSE state END WHERE id = %(id)s AND state <> 'done'",
        {"why": why, "next": None if dead else now + wait, "dead": dead, "id": id},
    )


@dataclass(frozen=True, slots=True)
class Scan:
    """How far the signed copy of a scan has come; `signed` is its digest (hex), empty until there is one."""

    id: UUID
    state: str
    signed: str
    signer: str
    trouble: str
    tries: int


def of(ids: Iterable[UUID]) -> dict[UUID, Scan]:
    """The scans among these papers."""
    rows = sql.run(
        "SELECT id, state, coalesce(encode(signed, 'hex'), ''), signer ->> 'name', trouble, tries FROM dossiers_scan"
        " WHERE id = ANY(%s)",
        [list(ids)],
    )
    return {row[0]: Scan(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class Work:
    """A scan that is not signed, with its dossier."""

    id: UUID
    case_id: UUID
    code: str
    title: str
    name: str
    state: str
    trouble: str
    since: datetime


_MINE = """
SELECT s.id, s.case_id, coalesce(c.code, ''), c.title, p.name, s.state, s.trouble, s.since, count(*) OVER ()
FROM dossiers_scan s JOIN engine_case c ON c.id = s.case_id JOIN engine_paper p ON p.id = s.id
WHERE s.state IN ('unsigned', 'waiting', 'dead') AND s.body = ANY(%(bodies)s)
ORDER BY s.since, s.id LIMIT %(most)s
"""


def counters_of(actor: Actor) -> list[str]:
    """The counters whose scans this officer may sign."""
    return sorted({one.body for one in actor.offices if "intake" in one.roles})


def unsigned(actor: Actor, most: int = PAGE) -> tuple[tuple[Work, ...], int]:
    """What this officer's counters have scanned and nobody has signed, the oldest first, and how many in all."""
    rows = sql.run(_MINE, {"bodies": counters_of(actor), "most": most})
    return tuple(Work(*row[:-1]) for row in rows), rows[0][-1] if rows else 0


def sign(actor: Actor, ids: Sequence[UUID], now: datetime) -> int:
    """Have scans of one's own counter signed in one's own name, now; how many.

    Raises Impossible where no service signs, NotAllowed for who receives nowhere, Refused when nothing was chosen.
    """
    office = next((one for one in actor.offices if "intake" in one.roles), None)
    if office is None:
        raise NotAllowed("Chỉ cán bộ tiếp nhận ký số được bản quét của quầy mình.")
    if signing.service() is None:
        raise Impossible("Nơi này chưa nối dịch vụ ký số.")
    if not ids:
        raise Refused("Chọn ít nhất một bản quét.")
    who = {"post": str(office.post), "name": actor.name, "title": office.title, "body": office.body}
    rows = sql.run(
        "UPDATE dossiers_scan SET state = 'waiting', tries = 0, trouble = '', next_at = %(now)s, signer = %(who)s"
        " WHERE id = ANY(%(ids)s) AND body = ANY(%(bodies)s) AND state IN ('unsigned', 'dead') RETURNING 1",
        {"now": now, "who": Jsonb(who), "ids": list(ids), "bodies": counters_of(actor)},
    )
    if not rows:
        raise Impossible("Các bản quét này đã ký, đang ký, hoặc thuộc quầy khác.")
    return len(rows)


def digests() -> list[bytes]:
    """The signed copies, which stand in no case, for the sweep of the paper store."""
    return [bytes(row[0]) for row in sql.run("SELECT signed FROM dossiers_scan WHERE signed IS NOT NULL")]
