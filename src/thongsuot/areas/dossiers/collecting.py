"""Money at the counter: taken with a receipt, and reliefs that the officer confirms before the amount falls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from thongsuot.areas.dossiers import ledger, receipts, refunds
from thongsuot.areas.dossiers.models_money import Payment, Receipt
from thongsuot.engine import reading, verbs, writing
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound
from thongsuot.engine.reading import CasePage
from thongsuot.register import formatting
from thongsuot.register.catalogue import reliefs
from thongsuot.register.catalogue.reliefs import Relief

TAKE, GRANT, ASK, DENY = "pay_at_counter", "grant_relief", "ask_relief", "deny_relief"


def collect(actor: Actor, case_id: UUID, seen: int, given: Mapping[str, Any], *, key: UUID) -> Receipt:
    """Take phí or lệ phí at the counter, never more than is owed, with its receipt; all in one transaction.

    Sent again with its key it gives the first receipt again. Raises what `verbs.move` raises.
    """
    if (before := writing.by_key(key)) is not None and before[0].id == case_id:
        verbs.move(actor, case_id, seen, TAKE, given, key=key)
        return _of_key(case_id, key)
    with transaction.atomic():
        after = verbs.move(actor, case_id, seen, TAKE, given, key=key)
        page = reading.story(case_id)
        told = page.entries[-1]
        purpose, amount = str(told.given["purpose"]), int(told.given["paid"])
        _not_too_much(page, purpose, amount)
        paid = Payment.objects.create(
            id=key, case_id=case_id, entry=after.length, province_code=after.province_code, body=after.receiving_body,
            purpose=purpose, asked=0, method=told.given["how"], collected=told.given["when"],
            transaction=told.given.get("reference", ""), amount=amount, officer=actor.person, officer_name=actor.name,
            paid_at=datetime.fromisoformat(told.body["happened"]),
        )  # fmt: skip
        return receipts.issue(after, paid)


def _of_key(case_id: UUID, key: UUID) -> Receipt:
    found = Receipt.objects.filter(payment_id=key, case_id=case_id).order_by("issued_at").first()
    if found is None:
        raise NotFound
    return found


def _not_too_much(page: CasePage, purpose: str, amount: int) -> None:
    found = ledger.read(page.case.id)
    wanted = next((one for one in ledger.demands(page) if one.purpose == purpose), None)
    left = ledger.still_owed(wanted, page.case.facts, found) if wanted else 0
    if wanted is not None and wanted.amount is None and amount > 0:
        return
    if amount <= 0:
        raise NeedsNotMet([("paid", "Số tiền thu phải lớn hơn 0.")])
    if not left:
        raise Impossible("Khoản này không còn phải nộp.")
    if amount > left:
        raise NeedsNotMet([("paid", f"Khoản này chỉ còn phải nộp {formatting.money(left)}.")])


def offered(case: Case) -> tuple[Relief, ...]:
    """The reliefs that hold for a dossier: those of the day on which it was opened."""
    day = formatting.local(case.opened_at).date()
    return reliefs.offered(case.province_code, case.procedure_code, day)


def relief_of(case: Case, code: str) -> Relief:
    """Raises NeedsNotMet for a code that is not offered."""
    found = next((one for one in offered(case) if one.code == code), None)
    if found is None:
        raise NeedsNotMet([("relief", "Chọn diện miễn, giảm trong danh sách.")])
    return found


def less(case: Case, one: Relief) -> dict[str, int]:
    """What a relief takes off the fees of a dossier: by phí and lệ phí, fee by fee."""
    found = {"fee": 0, "charge": 0}
    for fee in case.facts.get("fees", ()):
        purpose = fee.get("purpose", "fee")
        found[purpose] += one.less(purpose, fee["amount"] or 0)
    return found


def grant(actor: Actor, case_id: UUID, seen: int, code: str, *, checked: bool, key: UUID) -> Case:
    """Confirm a relief after its paper was seen: the amount falls, and what was paid too much is asked back.

    Raises what `verbs.move` raises, and NeedsNotMet for a relief that does not hold here.
    """
    page = reading.case_page(actor, case_id, "move")
    if page.sight is not Sight.FULL:
        raise NotAllowed("Chỉ cán bộ tiếp nhận xác nhận được miễn, giảm.")
    one = relief_of(page.case, code)
    off = less(page.case, one)
    given = {
        "relief": f"{one.name} ({one.percent}%, {one.legal_basis})"[:100],
        "seen": checked,
        "fee_less": off["fee"],
        "charge_less": off["charge"],
    }
    with transaction.atomic():
        after = verbs.move(actor, case_id, seen, GRANT, given, key=key)
        story = reading.story(case_id)
        for paid in Payment.objects.filter(case_id=case_id).order_by("-paid_at", "-id"):
            refunds.propose_excess(story, paid, "relief")
        return after


def ask(actor: Actor, case_id: UUID, seen: int, code: str, evidence: str, *, key: UUID) -> Case:
    """An applicant says that a relief holds for them, and by which paper. The amount stays until it is confirmed."""
    case = reading.case_page(actor, case_id, "move").case
    given = {"relief": relief_of(case, code).name, "evidence": evidence}
    return verbs.move(actor, case_id, seen, ASK, given, key=key)


def asked(page: CasePage) -> tuple[str, str] | None:
    """(relief, paper) that the applicant asked for and nobody answered yet; None otherwise."""
    for entry in reversed(page.entries):
        if entry.body["verb"] == "move" and entry.body["move"] in (GRANT, DENY):
            return None
        if entry.body["verb"] == "move" and entry.body["move"] == ASK:
            return str(entry.given.get("relief", "")), str(entry.given.get("evidence", ""))
    return None
