"""Erasing what a closed case keeps of persons: decided by two people, journalled, the chain whole for ever.

The journal keeps its entries and the digests in them; the values behind the digests and their salts, the subject on the
case, the papers and what areas keep beside the case go, in one transaction. The row stays as a tombstone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from thongsuot.engine import making, needs, paper_sweep, sql
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case, plain
from thongsuot.engine.errors import Impossible, NotAllowed, Refused
from thongsuot.engine.making import Change, Circumstances

VERB, FACT, APPROVES = "erase", "erased", "chair"
SHORTEST_NAME = 2

Forget = Callable[[UUID], Iterable[bytes]]
"""What of a case stands beside it is erased; the digests of the papers that are let go of. Called while the case's own
values still stand, so that `person_of` can be asked."""
Kept = Callable[[Case, datetime], str | None]
_beside: list[Forget] = []
_kept: dict[str, Kept] = {}


@dataclass(frozen=True)
class Decision:
    """What was proposed: by whom, by which class of retention, on which basis. Whoever erases approves it."""

    id: UUID
    proposer: UUID
    proposer_name: str
    rule: str
    basis: str


def kept(kind: str, rule: Kept) -> None:
    """Say until when cases of a kind must be kept: a sentence while one must. A kind without a rule is never erased."""
    _kept[kind] = rule


def beside(forget: Forget) -> None:
    """Have something called in the same transaction that erases what stands of a case elsewhere than in the engine.

    It returns the digests of the papers that it let go of.
    """
    if forget not in _beside:
        _beside.append(forget)


@dataclass(frozen=True)
class Person:
    """By what a case knows whom it is about. `gone` are the numbers of whom no other case is left here."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    gone: tuple[str, ...]


_PERSON = """
SELECT DISTINCT coalesce(values ->> 'subject_name', ''), coalesce(values #>> '{subject,number}', '')
FROM engine_personal WHERE case_id = %s
"""
_LEFT = (
    "SELECT DISTINCT c.subject ->> 'number' FROM engine_case c WHERE c.id <> %s AND c.subject ->> 'number' = ANY(%s)"
)


def person_of(case_id: UUID) -> Person:
    """Whom a case that is being erased was about; for who is called by `beside`. Afterwards nobody knows."""
    rows = sql.run(_PERSON, [case_id])
    names = {name.strip() for name, _ in rows if len(name.strip()) > SHORTEST_NAME}
    numbers = sorted({number for _, number in rows if number})
    left = {row[0] for row in sql.run(_LEFT, [case_id, numbers])} if numbers else set()
    return Person(tuple(sorted(names)), tuple(numbers), tuple(one for one in numbers if one not in left))


def is_erased(case: Case) -> bool:
    """Whether only the tombstone stands."""
    return FACT in case.facts


def erased(actor: Actor, case: Case, now: Circumstances, decision: Decision) -> Change:
    """The change that leaves a tombstone. Raises Impossible, NotAllowed, and Refused while the case must be kept."""
    if is_erased(case):
        raise Impossible("Dữ liệu cá nhân của hồ sơ này đã được xóa.")
    if case.is_open:
        raise Impossible("Hồ sơ chưa kết thúc, không xóa được dữ liệu.")
    office = _approving(actor, case, decision)
    rule = _kept.get(case.kind)
    if rule is None:
        raise Refused("Loại hồ sơ này chưa có quy định thời hạn lưu nên không xóa được.")
    if sentence := rule(case, now.recorded_at):
        raise Refused(sentence)
    check_basis(case, decision.basis)
    given = {
        "decision": str(decision.id),
        "basis": decision.basis,
        "rule": decision.rule,
        "proposed_by": {"person": str(decision.proposer), "name": decision.proposer_name},
    }
    facts = {**case.facts, FACT: {"at": plain(now.recorded_at), "rule": decision.rule}}
    after = replace(case, subject={}, subject_name="", facts=facts)
    return making.written(case, after, VERB, VERB, replace(now, office=office), given, {})


def _approving(actor: Actor, case: Case, decision: Decision) -> Office:
    office = actor.holding(APPROVES, case.competent_body)
    if office is None:
        raise NotAllowed("Chỉ lãnh đạo cơ quan giải quyết hồ sơ được duyệt việc xóa dữ liệu.")
    if decision.proposer in (actor.person, office.acting_for):
        raise NotAllowed("Người đề nghị không được tự duyệt việc xóa. Cần người thứ hai.")
    return office


def check_basis(case: Case, basis: str) -> None:
    """The basis stays in the journal for ever: it may name nobody whom the case is about."""
    needs.storable([basis])
    if not basis.strip():
        raise Refused("Nhập căn cứ của việc xóa.")
    values = [case.subject_name, *(str(value) for value in case.subject.values() if isinstance(value, str))]
    said = basis.casefold()
    if any(len(value) > SHORTEST_NAME and value.casefold() in said for value in values):
        raise Refused("Căn cứ được giữ mãi trong nhật ký nên không ghi tên hay thông tin của người nộp.")


# The function is the only way to empty the store of values; it looks for the entry that says so. See ADR 14.
_VALUES = "SELECT engine_erase(%s)"
_PAPERS = "DELETE FROM engine_paper WHERE case_id = %s RETURNING digest"
_INTENTS = "UPDATE engine_intent SET content = '{}', papers = '[]' WHERE case_id = %s"
_CHECKS = """
DELETE FROM engine_signature s WHERE s.digest = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM engine_paper p WHERE p.digest = s.digest)
"""


def forget(case_id: UUID) -> None:
    """Erase the values behind a case whose last entry says so; its papers' files go after the commit."""
    digests = {digest for one in _beside for digest in one(case_id)}
    sql.run(_VALUES, [case_id])
    digests.update(bytes(row[0]) for row in sql.run(_PAPERS, [case_id]))
    sql.run(_INTENTS, [case_id])
    sql.run(_CHECKS, [list(digests)])
    transaction.on_commit(partial(_take, frozenset(digests)))


def _take(digests: Iterable[bytes]) -> None:
    """What a crash leaves behind here, the sweep of the paper store takes."""
    paper_sweep.take(digests, datetime.now(UTC))


def told(given: dict[str, Any]) -> str:
    """Who decided that, in a sentence for the case's story."""
    return f"theo đề nghị của {given['proposed_by']['name']}; căn cứ: {given['basis']}"
