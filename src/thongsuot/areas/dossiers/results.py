"""The register of results: each numbered result with the code on its paper, by which anybody may verify it.

It follows the journal: a number given makes a row, a seal wakes the work on its file. What it says of a result in the
world (issued, being corrected, replaced, revoked) is read from the dossier itself.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from uuid6 import uuid7

from thongsuot.engine import following, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NotAllowed
from thongsuot.engine.reading import CasePage, PaperRow

POSITION = "dossiers_result_position"
BATCH = 1000
KIND, DIGITAL = "dossier", "digital"
BEING_MADE = ("numbered", "sealed")
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that are mistaken for another
LENGTH = 12
CODE = re.compile(f"[{SIGNS}]{{{LENGTH}}}")


def code_of(case: UUID, number: str) -> str:
    """The code of a result: sixty bits of what nobody can guess, the same however often it is printed."""
    drawn = int.from_bytes(hashlib.sha256(case.bytes + number.encode()).digest()[:8], "big")
    return "".join(SIGNS[drawn >> (5 * place) & 31] for place in range(LENGTH))


def shown(code: str) -> str:
    """“K7QF-93MD-22PX”"""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def spelled(text: str) -> str:
    """A code as people type it, or a whole address that a QR held; empty for what cannot be one."""
    last = text.strip().rsplit("/", 1)[-1].upper()
    plain = re.sub(r"[\s\-–.]", "", last).translate(str.maketrans("OIL", "011"))
    return plain if CODE.fullmatch(plain) else ""


def address_of(code: str) -> str:
    """Where the QR of a result leads."""
    return f"{settings.ADDRESS}/xac-minh/{code}"


def has_file(case: Case) -> bool:
    """Whether the signed and sealed file of the dossier's present result is with it."""
    file = case.facts.get("result_file") or {}
    return "result_number" in case.facts and file.get("number") == case.facts["result_number"]


def present(page: CasePage) -> list[PaperRow]:
    """The files of the dossier's present result: the signed one where there is one, otherwise what was scanned."""
    found = [one for one in page.papers if one.origin == "result"]
    if "result_file" not in page.case.facts:
        return found
    paper = page.case.facts["result_file"]["paper"] if has_file(page.case) else ""
    return [one for one in found if str(one.id) == paper]


_NEXT = """
SELECT s.sequence, c.kind, e.case_id, e.number, e.move, e.happened_at, c.province_code, c.competent_body, c.product,
  c.step, c.facts ->> 'method',
  CASE WHEN e.verb = 'move' AND e.move = 'number' THEN e.body::json -> 'changes' -> 'facts.result_number' ->> 1 END
FROM engine_stamp s JOIN engine_entry e USING (case_id, number) JOIN engine_case c ON c.id = e.case_id
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""
_KEEP = """
INSERT INTO dossiers_result (id, case_id, entry, province_code, body, number, kind, code, numbered_at, state, size,
  tries, next_at, trouble)
SELECT n.*, 0, 0, CASE WHEN n.state = 'waiting' THEN %(now)s::timestamptz END, ''
FROM unnest(%(id)s::uuid[], %(case_id)s::uuid[], %(entry)s::int[], %(province)s::text[], %(body)s::text[],
  %(number)s::text[], %(kind)s::text[], %(code)s::text[], %(at)s::timestamptz[], %(state)s::text[])
  AS n (id, case_id, entry, province_code, body, number, kind, code, numbered_at, state)
ON CONFLICT DO NOTHING
"""
_WAKE = """
UPDATE dossiers_result SET next_at = %(now)s
WHERE case_id = ANY(%(cases)s) AND state IN ('waiting', 'signed')
"""


def catch_up(site: str, most: int = BATCH) -> int:
    """Enter the results numbered since the last time; how many entries were read. One works at a time."""
    return following.catch_up(POSITION, site, _NEXT, _write, most=most)


def _write(rows: following.Rows) -> None:
    made: dict[str, list[Any]] = {}
    sealed: list[UUID] = []
    for _sequence, of, case_id, entry, move, at, province, body, product, step, method, number in rows:
        if of != KIND:
            continue
        if move == "seal":
            sealed.append(case_id)
        if number is None:
            continue
        # A dossier that was numbered long ago, or in another system, has gone on without a file of ours.
        state = "paper" if method != DIGITAL else "waiting" if step in BEING_MADE else "over"
        row = {
            "id": uuid7(), "case_id": case_id, "entry": entry, "province": province, "body": body, "number": number,
            "kind": product, "code": code_of(case_id, number), "at": at, "state": state,
        }  # fmt: skip
        for name, value in row.items():
            made.setdefault(name, []).append(value)
    now = datetime.now(UTC)
    if made:
        sql.run(_KEEP, {**made, "now": now})
    if sealed:
        sql.run(_WAKE, {"cases": sealed, "now": now})


class Stands(StrEnum):
    """What a numbered result is in the world today."""

    ISSUED = "issued"
    NOT_YET = "not yet"
    CORRECTING = "correcting"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Registered:
    """A result as anybody may know it who holds it: nothing in it is about a person."""

    code: str
    number: str
    kind: str
    body: str
    day: datetime
    digital: bool
    digest: str
    stands: Stands


_FIND = """
SELECT r.code, r.number, r.kind, r.body, r.numbered_at, r.state, coalesce(encode(r.sealed, 'hex'), ''),
  c.step, c.status, c.facts ->> 'result_number', coalesce(c.facts -> 'voided', '[]'::jsonb) ? r.number
FROM dossiers_result r JOIN engine_case c ON c.id = r.case_id WHERE {where} LIMIT 1
"""


def by_code(code: str) -> Registered | None:
    """The result with this code, or None. One that was not issued yet says so and is nobody's business."""
    return _found(sql.run(_FIND.format(where="r.code = %s"), [code]))


def by_content(digest: bytes) -> Registered | None:
    """The result whose signed file has exactly this content (SHA-256)."""
    return _found(sql.run(_FIND.format(where="r.sealed = %s"), [digest]))


def _found(rows: list[tuple[Any, ...]]) -> Registered | None:
    if not rows:
        return None
    code, number, kind, body, day, state, digest, step, status, current, voided = rows[0]
    return Registered(
        code, number, kind, body, day, state not in ("paper", "over"), digest,
        _stands(number, current, step, status, voided=voided),
    )  # fmt: skip


def _stands(number: str, current: str | None, step: str, status: int, *, voided: bool) -> Stands:
    if voided or current is None:
        return Stands.NOT_YET
    if step == "revoked":
        return Stands.REVOKED
    if current != number:
        return Stands.REPLACED
    if status in (9, 10):
        return Stands.ISSUED
    return Stands.NOT_YET if step in BEING_MADE else Stands.CORRECTING


@dataclass(frozen=True, slots=True)
class Making:
    """How far the file of a dossier's present result has come; `trouble` is a sentence while something is wrong."""

    state: str
    trouble: str
    tries: int


def making(case: Case) -> Making | None:
    """None for a result on paper, and before there is one."""
    if case.facts.get("method") != DIGITAL or "result_number" not in case.facts:
        return None
    rows = sql.run(
        "SELECT state, trouble, tries FROM dossiers_result WHERE code = %s",
        [code_of(case.id, case.facts["result_number"])],
    )
    return Making(*rows[0]) if rows else Making("waiting", "", 0)


def again(actor: Actor, case: Case, now: datetime) -> None:
    """Try a file again that got stuck, by the body's clerk or chair. Raises NotAllowed, Impossible."""
    if not (actor.holding("clerk", case.competent_body) or actor.holding("chair", case.competent_body)):
        raise NotAllowed("Chỉ văn thư hoặc lãnh đạo của cơ quan ban hành cho ký lại được tệp kết quả.")
    rows = sql.run(
        "UPDATE dossiers_result SET state = CASE WHEN signed IS NULL THEN 'waiting' ELSE 'signed' END, tries = 0,"
        " next_at = %s, trouble = '' WHERE code = %s AND state IN ('waiting', 'signed', 'dead') RETURNING 1",
        [now, code_of(case.id, str(case.facts.get("result_number", "")))],
    )
    if not rows:
        raise Impossible("Hồ sơ không có tệp kết quả nào đang chờ ký.")


def stuck(bodies: list[str]) -> list[tuple[UUID, str, str, str, datetime]]:
    """Files that nobody gets signed without a person, of these bodies: (case, its code, number, why, since)."""
    return [
        (case, code, number, trouble, at)
        for case, code, number, trouble, at in sql.run(
            "SELECT r.case_id, coalesce(c.code, ''), r.number, r.trouble, r.numbered_at FROM dossiers_result r"
            " JOIN engine_case c ON c.id = r.case_id WHERE r.state = 'dead' AND r.body = ANY(%s)"
            " ORDER BY r.numbered_at LIMIT 100",
            [bodies],
        )
    ]
