"""Money that an applicant owes on a dossier and pays through the gateway: billed, told of, and put to the case.

What the gateway tells is kept first, as an intent under its transaction's own name, and applied after: a notice that
comes twice changes nothing, one that does not fit its bill has an owner. Paid is not reconciled: that is the books'.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import UUID

from django.db import Error, connection
from uuid6 import uuid7

from thongsuot.areas.dossiers.models import Bill
from thongsuot.engine import access, intents, verbs, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NotFound, Refused
from thongsuot.engine.intents import Act, Intent
from thongsuot.engine.reading import CasePage
from thongsuot.ports import payment
from thongsuot.ports.payment import Gateway, NoAnswer, Notice

log = logging.getLogger(__name__)
SOURCE = "payment"
STOPPED = 8
MOVES = {"fee": "pay_fee", "duty": "payment_arrived"}
FIRST_ASK, LAST_ASK, EVERY = timedelta(seconds=30), timedelta(days=3), timedelta(seconds=15)


@dataclass(frozen=True)
class Owed:
    """A sum that can be paid online now. `asked` numbers the entry that asked for a duty, 0 for a fee."""

    purpose: str
    items: tuple[tuple[str, int], ...]
    asked: int = 0

    @property
    def amount(self) -> int:
        return sum(amount for _, amount in self.items)


def owed(page: CasePage) -> tuple[Owed, ...]:
    """What the applicant owes on this dossier, the duty before the fee. A fee whose amount is not known is not here,
    nor is one of a dossier that its body stopped: what was paid before still arrives.
    """
    case = page.case
    open_now = {move.name for move in case.table.leaving(case.step) if access.may(SYSTEM, move, case).allowed}
    found = []
    if MOVES["duty"] in open_now and (asked := _asked(page)):
        found.append(asked)
    fees = [(fee["name"], fee["amount"]) for fee in case.facts.get("fees", ())]
    if MOVES["fee"] in open_now and case.status != STOPPED and fees and all(amount is not None for _, amount in fees):
        fee = Owed("fee", tuple((name, amount) for name, amount in fees if amount))
        found += [fee] if fee.amount else []
    return tuple(found)


def _asked(page: CasePage) -> Owed | None:
    """The last demand of a financial duty."""
    for entry in reversed(page.entries):
        amount = entry.body.get("given", {}).get("amount")
        if entry.body["move"] == "ask_payment" and isinstance(amount, int) and amount > 0:
            return Owed("duty", (("Nghĩa vụ tài chính", amount),), entry.number)
    return None


def begin(page: CasePage, purpose: str, now: datetime) -> str:
    """Where the applicant goes to pay a sum that is owed. Raises Impossible when it is not, Refused when none can."""
    sum_ = next((one for one in owed(page) if one.purpose == purpose), None)
    if sum_ is None:
        raise Impossible("Hồ sơ không còn khoản này phải nộp trực tuyến.")
    gateway = _gateway()
    bill = _bill(page.case, sum_, now)
    if bill.paid_at is not None:
        raise Impossible("Khoản này đã được nộp.")
    what = f"{page.case.code or page.case.title}: {'; '.join(name for name, _ in sum_.items)}"
    try:
        return gateway.begin(payment.Bill(str(bill.id), bill.amount, what[:200]))
    except NoAnswer as error:
        raise Refused("Cổng thanh toán chưa trả lời. Thử lại sau ít phút; chưa có khoản tiền nào bị trừ.") from error


def _gateway() -> Gateway:
    found = payment.gateway()
    if found is None:
        raise Refused("Nơi này chưa nối cổng thanh toán. Nộp tại quầy khi nhận kết quả hoặc theo hướng dẫn của cán bộ.")
    return found


def _bill(case: Case, sum_: Owed, now: datetime) -> Bill:
    """The bill of a sum: one however often its page is opened."""
    bill, _ = Bill.objects.get_or_create(
        case_id=case.id,
        purpose=sum_.purpose,
        asked=sum_.asked,
        amount=sum_.amount,
        defaults={"id": uuid7(), "province_code": case.province_code, "made_at": now, "ask_at": now + FIRST_ASK},
    )
    return bill


def arrived(notice: Notice) -> None:
    """Keep what the gateway told, once, before it is acknowledged. Told again it changes nothing."""
    bill = Bill.objects.filter(pk=_uuid(notice.reference)).first()
    act = Act(
        source=SOURCE,
        key=notice.transaction,
        kind="pay",
        reference=notice.reference,
        happened_at=notice.paid_at,
        content={"amount": notice.amount},
        case_id=bill.case_id if bill else None,
        province_code=bill.province_code if bill else "",
    )
    intents.keep(act, refused="" if bill else "Tiền đến với mã khoản thu không có ở đây. Đối soát với cổng thanh toán.")


def case_of(reference: str) -> UUID | None:
    """The dossier whose bill has this reference; None for a reference that is not ours."""
    return Bill.objects.filter(pk=_uuid(reference)).values_list("case_id", flat=True).first()


def apply(intent: Intent) -> UUID:
    """Put a payment to its bill and its dossier. Raises Refused for one that does not fit: somebody looks."""
    bill = Bill.objects.select_for_update().filter(pk=_uuid(intent.reference)).first()
    if bill is None:
        raise NotFound
    amount = intent.content["amount"]
    if bill.paid_at is not None:
        if bill.transaction == intent.key:
            return bill.case_id
        raise Refused(f"Khoản thu đã nộp bằng giao dịch {bill.transaction}; giao dịch này nộp thừa, phải hoàn trả.")
    if amount != bill.amount:
        raise Refused(
            f"Số tiền nhận được ({amount} đ) khác số phải nộp ({bill.amount} đ). Đối soát và liên hệ chủ hồ sơ."
        )
    case = writing.find(bill.case_id)
    if case is None:
        raise NotFound
    given = {"voucher": intent.key, "paid" if bill.purpose == "fee" else "amount": amount}
    moment = max(intent.happened_at, case.opened_at)
    verbs.move(SYSTEM, case.id, case.length, MOVES[bill.purpose], given, key=intent.id, happened_at=moment)
    Bill.objects.filter(pk=bill.pk).update(transaction=intent.key, paid_at=intent.happened_at, ask_at=None)
    return case.id


def ask_gateway(bills: Sequence[Bill]) -> int:
    """Ask the gateway about bills whose notice has not come; how many payments it knew of."""
    gateway = payment.gateway()
    if gateway is None:
        return 0
    found = 0
    for bill in bills:
        try:
            notices = gateway.find(str(bill.id))
        except NoAnswer:
            continue
        for notice in notices:
            arrived(notice)
        found += len(notices)
    return found


def ask_about(case_id: UUID) -> None:
    """Ask about a dossier's own open bills now, because its applicant came back from the gateway and waits."""
    if ask_gateway(list(Bill.objects.filter(case_id=case_id, paid_at=None)[:5])):
        intents.apply_waiting(datetime.now(UTC), most=5)


def ask_due(now: datetime) -> int:
    """The timed round: bills not told of for a while, each time later, for three days."""
    with_due = Bill.objects.filter(ask_at__lte=now).order_by("ask_at")[:100]
    bills = list(with_due)
    found = ask_gateway(bills)
    for bill in bills:
        age = now - bill.made_at
        Bill.objects.filter(pk=bill.pk, paid_at=None).update(ask_at=now + age if age < LAST_ASK else None)
    return found


def watch(stop: Event) -> None:
    """Make the timed round until the background work ends."""
    while not stop.wait(EVERY.total_seconds()):
        try:
            ask_due(datetime.now(UTC))
        except Error:
            log.exception("the round of open bills failed; trying again")
            connection.close()


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
