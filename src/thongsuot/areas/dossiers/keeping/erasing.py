"""Whose time is over, who proposes, who approves: the decision of two people by which a dossier's personal values go.

Nothing goes by itself. The duty to keep wins: no dossier goes while its years run, nor before the archive has given a
receipt for its package.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from uuid6 import uuid7

from thongsuot.areas.dossiers.keeping import requests, retention
from thongsuot.engine import access, sql, verbs, writing
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.erasing import Decision, check_basis
from thongsuot.engine.errors import Impossible, NotAllowed, NotFound, Refused
from thongsuot.register import formatting

PROPOSES, APPROVES = "clerk", "chair"
LONGEST_BASIS = 500
PAGE = 50


def must_be_kept(case: Case, now: datetime) -> str | None:
    """The engine's question: why this dossier may not be erased on this day; None when nothing is against it."""
    found = retention.of_case(case)
    if found is None:
        return "Hồ sơ chưa kết thúc."
    if found.until is None:
        return f"Hồ sơ thuộc nhóm “{found.rule.name}”, bảo quản vĩnh viễn: không được xóa. Căn cứ: {found.rule.ground}."
    if not found.over(formatting.local(now).date()):
        until = formatting.day(found.until)
        return f"Hồ sơ còn thời hạn lưu đến hết ngày {until} ({found.rule.term}). Căn cứ: {found.rule.ground}."
    if sentence := _receipts_kept(case.id, formatting.local(now).date()):
        return sentence
    rows = sql.run("SELECT state, closed_at FROM keeping_package WHERE case_id = %s", [case.id])
    if not rows or rows[0][0] != "taken" or rows[0][1] != case.closed_at:
        return "Lưu trữ chưa cấp biên nhận cho gói hồ sơ này. Giao nộp vào lưu trữ trước khi xóa."
    return None


def _receipts_kept(case_id: UUID, day: date) -> str | None:
    """Why a dossier with receipts waits for them: they name the payer as long as accounting papers are kept."""
    rows = sql.run("SELECT max(year) FROM dossiers_receipt WHERE case_id = %s", [case_id])
    if rows[0][0] is None:
        return None
    rule = retention.accounting()
    until = rule.until(rows[0][0])
    if until < day:
        return None
    return (
        f"Hồ sơ có biên lai thu tiền, là chứng từ kế toán phải lưu đến hết ngày {formatting.day(until)}"
        f" ({rule.years} năm). Căn cứ: {rule.ground}."
    )


_MONEY = (
    "SELECT dossiers_erase_receipts(%s)",
    "UPDATE dossiers_refund SET reason = '', basis = '', note = '', trouble = '' WHERE case_id = %s",
    "UPDATE dossiers_reconciled SET reason = '' WHERE case_id = %s",
    "DELETE FROM dossiers_bill WHERE case_id = %s AND paid_at IS NULL",
)


def forget(case_id: UUID) -> Iterable[bytes]:
    """What stands of a dossier beside its case goes with it: files of results, signed scans, what was asked to be
    corrected, and in the money's tables whom it was taken from. Sums, numbers and days stay."""
    for statement in _MONEY:
        sql.run(statement, [case_id])
    scans = sql.run("DELETE FROM dossiers_scan WHERE case_id = %s RETURNING signed", [case_id])
    rows = sql.run("SELECT signed, sealed FROM dossiers_result WHERE case_id = %s", [case_id])
    sql.run(
        "UPDATE dossiers_result SET signed = NULL, sealed = NULL, size = 0, state = 'over', next_at = NULL"
        " WHERE case_id = %s",
        [case_id],
    )
    asked = sql.run("DELETE FROM keeping_correction WHERE case_id = %s RETURNING evidence::text", [case_id])
    sql.run("UPDATE keeping_package SET state = 'erased', next_at = NULL WHERE case_id = %s", [case_id])
    files = [bytes(one) for row in (*rows, *scans) for one in row if one is not None]
    return [*files, *(digest for (text,) in asked for digest in requests.digests_in(text))]


@dataclass(frozen=True, slots=True)
class Over:
    """A dossier whose years have run out and of which the archive has the package."""

    case_id: UUID
    code: str
    rule: str
    keep_until: date
    receipt: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as the house reads it."""

    id: UUID
    case_id: UUID
    code: str
    rule: str
    basis: str
    proposer: UUID
    proposer_name: str
    proposed_at: datetime
    state: str
    decider_name: str
    decided_at: datetime | None
    reason: str


_PROPOSED = (
    "id, case_id, code, rule, basis, proposer, proposer_name, proposed_at, state, decider_name, decided_at, reason"
)


def houses(actor: Actor, role: str) -> list[str]:
    """The houses in which somebody proposes (clerk) or approves (chair)."""
    return sorted({office.house for office in actor.offices if role in office.roles})


def readable(actor: Actor) -> list[str]:
    """The houses whose list somebody may read."""
    return sorted({*houses(actor, PROPOSES), *houses(actor, APPROVES)})


def over(actor: Actor, day: date, page: int = 1) -> tuple[list[Over], int]:
    """What could be proposed in the actor's houses, the longest over first: (fifty a page, how many)."""
    rows = sql.run(
        "SELECT case_id, code, rule, keep_until, receipt, count(*) OVER () FROM keeping_package p"
        " WHERE body = ANY(%s) AND state = 'taken' AND keep_until < %s AND NOT EXISTS ("
        "SELECT 1 FROM keeping_proposal q WHERE q.case_id = p.case_id AND q.state = 'waiting') AND NOT EXISTS ("
        "SELECT 1 FROM dossiers_receipt r WHERE r.case_id = p.case_id AND r.year >= %s)"
        f" ORDER BY keep_until, case_id LIMIT {PAGE} OFFSET %s",
        [readable(actor), day, day.year - retention.accounting().years, max(0, page - 1) * PAGE],
    )
    return [Over(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def proposals(actor: Actor) -> list[Proposed]:
    """Those of the actor's houses: what waits first, then the last decided."""
    rows = sql.run(
        f"SELECT {_PROPOSED} FROM keeping_proposal WHERE body = ANY(%s)"
        " ORDER BY state <> 'waiting', coalesce(decided_at, proposed_at) DESC LIMIT 200",
        [readable(actor)],
    )
    return [Proposed(*row) for row in rows]


def propose(actor: Actor, case_ids: list[UUID], basis: str, now: datetime) -> tuple[int, list[str]]:
    """Propose to erase these. (how many, a sentence for each that cannot be). Raises NotAllowed, and Refused."""
    if not houses(actor, PROPOSES):
        raise NotAllowed("Văn thư của cơ quan lập đề nghị xóa dữ liệu.")
    words = basis.replace("\x00", "").strip()
    if not words or len(words) > LONGEST_BASIS:
        raise Refused(f"Nhập căn cứ của đề nghị, tối đa {LONGEST_BASIS} ký tự.")
    if not case_ids:
        raise Refused("Chọn ít nhất một hồ sơ.")
    done, faults = 0, []
    for case_id in case_ids[:PAGE]:
        try:
            _propose(actor, case_id, words, now)
            done += 1
        except Refused as refusal:
            faults.append(refusal.sentence)
    return done, faults


def _propose(actor: Actor, case_id: UUID, basis: str, now: datetime) -> None:
    case = writing.find(case_id)
    if case is None or access.sight(actor, case) is not access.Sight.FULL or case.kind != "dossier":
        raise NotFound
    if actor.holding(PROPOSES, case.competent_body) is None or actor.person is None:
        raise NotAllowed("Hồ sơ này của cơ quan khác.")
    if sentence := must_be_kept(case, now):
        raise Refused(f"{case.code}: {sentence}")
    check_basis(case, basis)
    kept = retention.of_case(case)
    assert kept is not None
    try:
        with transaction.atomic():
            sql.run(
                "INSERT INTO keeping_proposal (id, case_id, body, code, rule, basis, proposer, proposer_name,"
                " proposed_at, state, decider_name, reason)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 'waiting', '', '')",
                [uuid7(), case.id, case.competent_body, case.code, kept.rule.key, basis, actor.person, actor.name, now],
            )
    except IntegrityError as error:
        raise Impossible(f"{case.code}: đã có đề nghị đang chờ duyệt.") from error


def decide(actor: Actor, proposal: UUID, *, approve: bool, reason: str, now: datetime) -> Proposed:
    """Approve a proposal, which erases, or refuse it with a reason. Raises NotFound, NotAllowed, Refused."""
    with transaction.atomic():
        rows = sql.run(
            f"SELECT {_PROPOSED} FROM keeping_proposal WHERE id = %s AND body = ANY(%s) FOR UPDATE",
            [proposal, houses(actor, APPROVES)],
        )
        if not rows:
            raise NotFound
        found = Proposed(*rows[0])
        if found.state != "waiting":
            raise Impossible("Đề nghị này đã được quyết định.")
        if not approve and not reason.strip():
            raise Refused("Nhập lý do không duyệt.")
        if approve:
            _erase(actor, found)
        _decided(actor, found, approve=approve, reason=reason.replace("\x00", "").strip()[:LONGEST_BASIS], now=now)
    return found


def _erase(actor: Actor, found: Proposed) -> None:
    case = writing.find(found.case_id)
    if case is None:
        raise NotFound
    decision = Decision(found.id, found.proposer, found.proposer_name, found.rule, found.basis)
    verbs.erase(actor, case.id, case.length, decision, key=found.id)


def _decided(actor: Actor, found: Proposed, *, approve: bool, reason: str, now: datetime) -> None:
    values: list[Any] = ["approved" if approve else "refused", actor.person, actor.name, now, reason, found.id]
    sql.run(
        "UPDATE keeping_proposal SET state = %s, decider = %s, decider_name = %s, decided_at = %s, reason = %s"
        " WHERE id = %s",
        values,
    )


def today() -> date:
    """The day of the country."""
    return formatting.local(datetime.now(UTC)).date()
