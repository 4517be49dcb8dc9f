"""The money of one dossier: what is asked by its facts and its journal, what came in and went back by the ledger.

Demands are never stored: the fees as they were at the opening, less the relief that was confirmed, and the duties that
the journal asked for. What moved is in `models_money`, written in the transaction of the journal's own entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.dossiers.financial import PURPOSES, Demand, Financial, Paid, Returned, remaining, status_of
from thongsuot.areas.dossiers.process import DOSSIER
from thongsuot.engine import sql
from thongsuot.engine.case import Case
from thongsuot.engine.reading import CasePage, Told

LIVE = frozenset({"asked", "approved", "sending", "failed", "done"})
NEVER_TAKEN_IN = frozenset({"refused"})
OVER = frozenset({"refused", "withdrawn", "closed"})
TAKEN_IN = frozenset(move.name for move in DOSSIER.moves if move.letter == "01")
CONFIRMED = "payment_confirmed"
TAKEN = frozenset({"pay_fee", "payment_arrived", "pay_at_counter"})


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment with the receipt that stands for it now, if any."""

    id: UUID
    purpose: str
    asked: int
    amount: int
    method: str
    collected: str
    transaction: str
    paid_at: datetime
    officer_name: str
    receipt: UUID | None
    receipt_number: str
    reconciled: bool


@dataclass(frozen=True, slots=True)
class RefundLine:
    id: UUID
    payment: UUID
    amount: int
    ground: str
    reason: str
    basis: str
    state: str
    asked_by: UUID | None
    asked_name: str
    asked_at: datetime
    decided_name: str
    note: str
    transaction: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What moved. An empty one is a dossier for which nothing was paid."""

    payments: tuple[PaymentLine, ...] = ()
    refunds: tuple[RefundLine, ...] = ()

    @property
    def paid(self) -> tuple[Paid, ...]:
        return tuple(Paid(one.id, one.purpose, one.asked, one.amount, one.reconciled) for one in self.payments)

    @property
    def returned(self) -> tuple[Returned, ...]:
        return tuple(
            Returned(one.payment, one.amount, one.state == "done") for one in self.refunds if one.state in LIVE
        )

    def left(self, payment: UUID) -> int:
        """What of a payment is not given back and not on its way back."""
        amount = next((one.amount for one in self.payments if one.id == payment), 0)
        return amount - sum(one.amount for one in self.refunds if one.payment == payment and one.state in LIVE)


_READ = """
SELECT coalesce((SELECT json_agg(json_build_array(p.id, p.purpose, p.asked, p.amount, p.method, p.collected,
    p.transaction, p.paid_at, p.officer_name, r.id, r.year, r.number,
    p.method <> 'gateway' OR EXISTS (SELECT 1 FROM dossiers_reconciled k WHERE k.flow = 'in'
      AND k.transaction = p.transaction AND (k.state = 'matched' OR k.settled_at IS NOT NULL)))
    ORDER BY p.paid_at, p.id)
  FROM dossiers_payment p LEFT JOIN LATERAL (SELECT r.id, r.year, r.number FROM dossiers_receipt r
    WHERE r.payment_id = p.id AND NOT EXISTS (SELECT 1 FROM dossiers_receipt_void v WHERE v.receipt_id = r.id)
    ORDER BY r.issued_at DESC LIMIT 1) r ON true
  WHERE p.case_id = %(case)s), '[]')::text,
 coalesce((SELECT json_agg(json_build_array(f.id, f.payment_id, f.amount, f.ground, f.reason, f.basis, f.state,
    f.asked_by, f.asked_name, f.asked_at, f.decided_name, f.note, f.transaction, f.trouble) ORDER BY f.asked_at, f.id)
  FROM dossiers_refund f WHERE f.case_id = %(case)s), '[]')::text
"""


def read(case_id: UUID) -> Ledger:
    """The ledger of a dossier, in one statement. Whoever asks has passed the door of the dossier."""
    payments, refunds = (json.loads(text) for text in sql.run(_READ, {"case": case_id})[0])
    return Ledger(tuple(_payment(row) for row in payments), tuple(_refund(row) for row in refunds))


def of(page: CasePage) -> Ledger:
    """`read`, without asking where the journal tells of no money."""
    moved = any(entry.body["verb"] == "move" and entry.body["move"] in TAKEN for entry in page.entries)
    return read(page.case.id) if moved else Ledger()


def _payment(row: Sequence[Any]) -> PaymentLine:
    id, purpose, asked, amount, method, collected, transaction, at, officer, receipt, year, number, reconciled = row
    return PaymentLine(
        UUID(id), purpose, asked, amount, method, collected, transaction, datetime.fromisoformat(at), officer,
        UUID(receipt) if receipt else None, numbered(year, number) if receipt else "", reconciled,
    )  # fmt: skip


def _refund(row: Sequence[Any]) -> RefundLine:
    id, payment, amount, ground, reason, basis, state, asked_by, asked_name, asked_at, *rest = row
    return RefundLine(
        UUID(id), UUID(payment), amount, ground, reason, basis, state, UUID(asked_by) if asked_by else None,
        asked_name, datetime.fromisoformat(asked_at), *rest,
    )  # fmt: skip


def numbered(year: int, number: int) -> str:
    """A receipt's number as it is written: 0000012/2026."""
    return f"{number:07d}/{year}"


def demands(page: CasePage) -> tuple[Demand, ...]:
    """What the dossier asks: one demand each for phí and lệ phí, one for each duty."""
    return (*_fees(page.case), *_duties(page))


def _fees(case: Case) -> Iterator[Demand]:
    facts = case.facts
    fees = facts.get("fees", ())
    for purpose in ("fee", "charge"):
        mine = [one for one in fees if one.get("purpose", "fee") == purpose]
        if not mine:
            continue
        known = all(one["amount"] is not None for one in mine)
        full = sum(one["amount"] or 0 for one in mine)
        less = min(int(facts.get(f"{purpose}_less") or 0), full)
        lines = tuple(line for one in mine for line in one.get("lines", ()))
        name = "; ".join(dict.fromkeys(one["name"] for one in mine)) or PURPOSES[purpose]
        yield Demand(purpose, name, full if known else None, full - less if known else None, lines=lines)


def _duties(page: CasePage) -> Iterator[Demand]:
    """A duty that an officer confirmed by a voucher was paid to another collector."""
    undone = {entry.body["given"].get("undoes") for entry in page.entries if entry.body["verb"] == "undo"}
    told = [entry for entry in page.entries if entry.body["verb"] == "move" and entry.number not in undone]
    for place, entry in enumerate(told):
        amount = entry.given.get("amount")
        if entry.body["move"] != "ask_payment" or not isinstance(amount, int) or amount <= 0:
            continue
        after = _confirmed(told[place + 1 :])
        basis = str(entry.given.get("basis", "")).rstrip(".")
        lines = (f"Căn cứ: {basis}.",) if basis else ()
        yield Demand("duty", PURPOSES["duty"], amount, amount, entry.number, lines, elsewhere=after)


def _confirmed(later: Sequence[Told]) -> bool:
    for entry in later:
        if entry.body["move"] in (CONFIRMED, "ask_payment"):
            return bool(entry.body["move"] == CONFIRMED)
    return False


def earlier(facts: Mapping[str, Any]) -> tuple[Paid, ...]:
    """What another system had taken before this dossier came from there; it has no line in the ledger."""
    paid = int(facts.get("paid_before") or 0)
    return (Paid(None, "fee", 0, paid, reconciled=True),) if paid else ()


def status(page: CasePage, ledger: Ledger | None = None) -> Financial:
    """The financial status of a dossier as a page shows it. Reads the ledger (one statement) unless it is given."""
    found = of(page) if ledger is None else ledger
    over = page.case.step in OVER
    return status_of(
        demands(page),
        (*earlier(page.case.facts), *found.paid),
        found.returned,
        over=over,
        kept=_kept(page, found) if over else None,
    )


def _kept(page: CasePage, found: Ledger) -> int:
    """What the body keeps of a dossier that ended without a result: nothing when it was never taken in, else at most
    what was paid before the end. Whether more goes back is for who approves it to decide.
    """
    taken_in = any(entry.body["move"] in TAKEN_IN or entry.body["verb"] == "adopt" for entry in page.entries)
    ended = page.case.closed_at
    if page.case.step in NEVER_TAKEN_IN or not taken_in or ended is None:
        return 0
    before = sum(one.amount for one in found.payments if one.paid_at <= ended)
    earlier_on = sum(one.amount for one in earlier(page.case.facts))
    return min(before + earlier_on, sum(one.amount or 0 for one in demands(page)))


def still_owed(demand: Demand, facts: Mapping[str, Any], ledger: Ledger) -> int:
    """What is still to be paid of one demand; 0 while its amount is not known."""
    if demand.amount is None or demand.elsewhere:
        return 0
    paid = (*earlier(facts), *ledger.paid)
    return remaining(demand.purpose, demand.asked, demand.amount, paid, ledger.returned)
