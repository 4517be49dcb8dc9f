"""Intents: what a person did away from a case's home, durable before it is acknowledged, applied with its own moment.

Somebody submits, supplements, pays, withdraws or rates where the case cannot be changed: at the national portal, or
at ours while the home site is away. The act is kept here first. It is then applied by the area's own verbs, or refused
with a reason, and an owner looks: the control unit of the province, the administrator where no province is known.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from psycopg.types.json import Jsonb
from uuid6 import uuid7

from thongsuot.engine import sql
from thongsuot.engine.errors import KeyReused, NotFound, Refused, StaleCase
from thongsuot.engine.journal import canonical, request_digest
from thongsuot.engine.making import Paper
from thongsuot.engine.needs import YEARS

log = logging.getLogger(__name__)
KINDS = {
    "submit": "Nộp hồ sơ",
    "supplement": "Nộp bổ sung",
    "pay": "Nộp tiền",
    "withdraw": "Rút hồ sơ",
    "rate": "Đánh giá",
    "unreadable": "Không đọc được",
}
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=15)
MOST_FAILURES = 8
LONGEST_REASON = 2000


class NotYet(Exception):
    """The intent cannot be applied before something else is; it waits. `sentence` says for what."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Act:
    """What a person did, as it is handed in.

    `source` is where, `key` names the act there for ever, `reference` the dossier that it is about: acts about one
    dossier are applied in the order in which they happened. `content` is in the source's own words.
    """

    source: str
    key: str
    kind: str
    reference: str
    happened_at: datetime
    content: Mapping[str, Any]
    case_id: UUID | None = None
    province_code: str = ""
    papers: tuple[Paper, ...] = ()
    ready: bool = True


@dataclass(frozen=True)
class Intent:
    """An act that is kept, and how it stands: waiting, applied, refused or settled (by a person, otherwise)."""

    id: UUID
    source: str
    key: str
    kind: str
    reference: str
    case_id: UUID | None
    province_code: str
    happened_at: datetime
    recorded_at: datetime
    content: dict[str, Any]
    papers: tuple[Paper, ...]
    ready: bool
    state: str
    attempts: int
    next_at: datetime | None
    reason: str
    decided_at: datetime | None
    decided_by: str


Apply = Callable[[Intent], UUID]
_appliers: dict[str, Apply] = {}
_settled: dict[str, Callable[[Intent, str], None]] = {}
COLUMNS = tuple(field.name for field in fields(Intent))
_LISTED = ", ".join(f"i.{name}" for name in COLUMNS)


def applies(source: str, apply: Apply, settled: Callable[[Intent, str], None] | None = None) -> None:
    """Have the intents of a source applied by this function, inside one transaction with their new state.

    It returns the case's id, or raises Refused or NotYet. `settled` hears, in the transaction too, that a person has
    put an intent aside and why.
    """
    _appliers[source] = apply
    if settled is not None:
        _settled[source] = settled


_KEEP = """
INSERT INTO engine_intent (id, site, source, key, kind, reference, case_id, province_code, happened_at, recorded_at,
  content, papers, ready, digest, state, attempts, next_at, reason, decided_at, decided_by)
VALUES (%(id)s, %(site)s, %(source)s, %(key)s, %(kind)s, %(reference)s, %(case_id)s, %(province_code)s,
  %(happened_at)s, clock_timestamp(), %(content)s, %(papers)s, %(ready)s, %(digest)s, %(state)s, 0, clock_timestamp(),
  %(reason)s, NULL, '')
ON CONFLICT (source, key) DO NOTHING RETURNING id
"""


def keep(act: Act, refused: str = "") -> tuple[UUID, bool]:
    """Make an act durable: (its id here, whether it is new). Handed in again it changes nothing.

    `refused` keeps it for its owner at once, with this reason. Raises KeyReused when the key comes back with another
    content, and Refused for text that cannot be stored.
    """
    digest = request_digest("intent", act.source, act.key, act.kind, act.reference, canonical(dict(act.content)))
    if act.happened_at.year not in YEARS:
        raise Refused("Thời điểm thực hiện không hợp lệ.")
    if "\\u0000" in json.dumps(dict(act.content)) or "\x00" in act.key + act.reference:
        raise Refused("Nội dung có ký tự không hợp lệ. Gõ lại nội dung.")
    values = {
        "id": uuid7(), "site": settings.SITE, "source": act.source, "key": act.key, "kind": act.kind,
        "reference": act.reference, "case_id": act.case_id, "province_code": act.province_code,
        "happened_at": act.happened_at, "content": Jsonb(dict(act.content)), "papers": _papers_out(act.papers),
        "ready": act.ready, "digest": digest, "state": "refused" if refused else "waiting", "reason": refused,
    }  # fmt: skip
    rows = sql.run(_KEEP, values)
    if rows:
        return rows[0][0], True
    id, was = sql.run("SELECT id, digest FROM engine_intent WHERE source = %s AND key = %s", [act.source, act.key])[0]
    if was != digest:
        raise KeyReused
    return id, False


def bring(id: UUID, papers: Sequence[Paper]) -> None:
    """The papers of an intent that was kept without them; it may be applied from now on."""
    sql.run(
        "UPDATE engine_intent SET papers = %s, ready = true, reason = '', attempts = 0, next_at = clock_timestamp()"
        " WHERE id = %s AND state = 'waiting' AND NOT ready",
        [_papers_out(papers), id],
    )


def refuse(id: UUID, reason: str) -> None:
    """An intent that cannot go on, such as one whose file is broken: its owner looks."""
    sql.run(
        "UPDATE engine_intent SET state = 'refused', reason = %s, attempts = attempts + 1, next_at = NULL,"
        " decided_at = clock_timestamp() WHERE id = %s AND state = 'waiting'",
        [reason[:LONGEST_REASON], id],
    )


def unready(source: str, most: int = 100) -> tuple[Intent, ...]:
    """Intents of a source that wait for their papers, oldest first."""
    rows = sql.run(
        f"SELECT {_LISTED} FROM engine_intent i WHERE i.state = 'waiting' AND NOT i.ready AND i.source = %s"
        " ORDER BY i.happened_at, i.id LIMIT %s",
        [source, most],
    )
    return tuple(_read(row) for row in rows)


_CLAIM = f"""
SELECT {_LISTED} FROM engine_intent i
WHERE i.state = 'waiting' AND i.ready AND i.next_at <= %(now)s AND i.source = ANY(%(sources)s)
  AND NOT EXISTS (SELECT 1 FROM engine_intent b WHERE b.source = i.source AND b.reference = i.reference
                  AND b.state = 'waiting' AND (b.happened_at, b.id) < (i.happened_at, i.id))
ORDER BY i.happened_at, i.id LIMIT 1 FOR UPDATE OF i SKIP LOCKED
"""


def apply_waiting(now: datetime, most: int = 20) -> int:
    """Apply what is due, oldest first; how many were decided. One that fails is put off and holds up nobody else."""
    done = 0
    while done < most and _apply_one(now):
        done += 1
    return done


def _apply_one(now: datetime) -> bool:
    with transaction.atomic():
        rows = sql.run(_CLAIM, {"now": now, "sources": list(_appliers)})
        if not rows:
            return False
        intent = _read(rows[0])
        try:
            with transaction.atomic():
                case_id = _appliers[intent.source](intent)
        except StaleCase as refusal:
            _put_off(intent, now, refusal.sentence)
        except Refused as refusal:
            _decide(intent, "refused", refusal.sentence)
        except NotYet as reason:
            _put_off(intent, now, reason.sentence)
        except Exception:
            log.exception("an intent failed", extra={"intent": str(intent.id)})
            _failed(intent, now)
        else:
            _applied(intent, case_id)
    return True


def _put_off(intent: Intent, now: datetime, reason: str) -> None:
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(intent.attempts, 20))
    sql.run(
        "UPDATE engine_intent SET attempts = attempts + 1, next_at = %s, reason = %s WHERE id = %s",
        [now + wait, reason[:LONGEST_REASON], intent.id],
    )


def _failed(intent: Intent, now: datetime) -> None:
    """An error of ours: tried again some times, then somebody must know."""
    if intent.attempts + 1 >= MOST_FAILURES:
        _decide(
            intent, "refused", "Hệ thống gặp lỗi khi áp dụng yêu cầu này. Báo quản trị hệ thống, rồi thực hiện lại."
        )
    else:
        _put_off(intent, now, "Hệ thống gặp lỗi khi áp dụng yêu cầu này; sẽ thử lại.")


def _decide(intent: Intent, state: str, reason: str, by: str = "") -> None:
    sql.run(
        "UPDATE engine_intent SET state = %s, reason = %s, attempts = attempts + 1, next_at = NULL,"
        " decided_at = clock_timestamp(), decided_by = %s WHERE id = %s",
        [state, reason[:LONGEST_REASON], by, intent.id],
    )


def _applied(intent: Intent, case_id: UUID) -> None:
    """What was personal is the case's from now on, and nowhere else."""
    sql.run(
        "UPDATE engine_intent SET state = 'applied', case_id = %s, reason = '', attempts = attempts + 1,"
        " next_at = NULL, decided_at = clock_timestamp(), content = '{}', papers = '[]' WHERE id = %s",
        [case_id, intent.id],
    )


# For the pages of whoever looks after what is stuck.

_STUCK = """(i.state = 'refused' OR i.state = 'waiting' AND i.attempts > 0)
  AND (%(everywhere)s OR i.province_code = ANY(%(provinces)s))"""


def stuck(provinces: Sequence[str] | None, most: int, after: int = 0) -> tuple[tuple[Intent, ...], int]:
    """Intents that somebody must look at, oldest first, and how many there are; None: of every province."""
    parameters = {"everywhere": provinces is None, "provinces": list(provinces or ()), "most": most, "after": after}
    rows = sql.run(
        f"SELECT {_LISTED}, count(*) OVER () FROM engine_intent i WHERE {_STUCK}"
        " ORDER BY i.recorded_at, i.id LIMIT %(most)s OFFSET %(after)s",
        parameters,
    )
    return tuple(_read(row[:-1]) for row in rows), rows[0][-1] if rows else 0


def find(id: UUID) -> Intent:
    """Raises NotFound."""
    rows = sql.run(f"SELECT {_LISTED} FROM engine_intent i WHERE i.id = %s", [id])
    if not rows:
        raise NotFound
    return _read(rows[0])


def of_key(source: str, key: str) -> Intent | None:
    rows = sql.run(f"SELECT {_LISTED} FROM engine_intent i WHERE i.source = %s AND i.key = %s", [source, key])
    return _read(rows[0]) if rows else None


def of_reference(source: str, reference: str, kind: str) -> Intent | None:
    """The first act of that kind about a dossier of the source."""
    rows = sql.run(
        f"SELECT {_LISTED} FROM engine_intent i WHERE i.source = %s AND i.reference = %s AND i.kind = %s"
        " ORDER BY i.happened_at, i.id LIMIT 1",
        [source, reference, kind],
    )
    return _read(rows[0]) if rows else None


def of_person(source: str, number: str, most: int) -> tuple[Intent, ...]:
    """What somebody did and what is not applied yet, the last first: for the person whose it is."""
    rows = sql.run(
        f"SELECT {_LISTED} FROM engine_intent i WHERE i.source = %s AND i.content ->> 'number' = %s"
        " AND i.state IN ('waiting', 'refused') ORDER BY i.happened_at DESC LIMIT %s",
        [source, number, most],
    )
    return tuple(_read(row) for row in rows)


def place(id: UUID, province_code: str) -> None:
    """Say whose province an intent belongs to, and with it who looks when it is stuck."""
    sql.run("UPDATE engine_intent SET province_code = %s WHERE id = %s", [province_code, id])


def replay(id: UUID) -> bool:
    """Try a refused or waiting intent again now; False when it is decided already."""
    rows = sql.run(
        "UPDATE engine_intent SET state = 'waiting', next_at = clock_timestamp(), decided_at = NULL"
        " WHERE id = %s AND state IN ('refused', 'waiting') RETURNING id",
        [id],
    )
    return bool(rows)


def settle(id: UUID, by: str, reason: str) -> bool:
    """Put an intent aside: a person has seen to it otherwise. False when it is decided already."""
    with transaction.atomic():
        rows = sql.run(f"SELECT {_LISTED} FROM engine_intent i WHERE i.id = %s FOR UPDATE", [id])
        intent = _read(rows[0]) if rows else None
        if intent is None or intent.state not in ("refused", "waiting"):
            return False
        _decide(intent, "settled", reason, by)
        if told := _settled.get(intent.source):
            told(intent, reason)
    return True


def digests() -> Iterable[bytes]:
    """The papers of intents that are not applied: nobody else holds them yet."""
    rows = sql.run(
        "SELECT p ->> 'digest' FROM engine_intent i, jsonb_array_elements(i.papers) p"
        " WHERE i.state IN ('waiting', 'refused')"
    )
    return [bytes.fromhex(digest) for (digest,) in rows]


def _papers_out(papers: Sequence[Paper]) -> Jsonb:
    return Jsonb([{**paper.recorded(), "name": paper.name} for paper in papers])


def _paper(row: Mapping[str, Any]) -> Paper:
    return Paper(
        UUID(row["id"]), row["name"], row["type"], row["size"], bytes.fromhex(row["digest"]), row["component"],
        row["origin"],
    )  # fmt: skip


def _read(row: Sequence[Any]) -> Intent:
    values = dict(zip(COLUMNS, row, strict=True))
    for name in ("content", "papers"):
        values[name] = json.loads(values[name]) if isinstance(values[name], str) else values[name]
    values["papers"] = tuple(_paper(one) for one in values["papers"])
    return Intent(**values)
