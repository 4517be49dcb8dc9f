"""Money that an applicant owes on a dossier and pays through the gateway: billed, told of, and put to the case.

What the gateway tells is kept first, as an intent under its transaction's own name, and applied after: a notice that
comes twice changes nothing. Too little is a part, too much or too late goes back: somebody approves that. Paid is not
reconciled: that is `reconciling`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from uuid6 import uuid7

from thongsuot.areas.dossiers import ledger, receipts, reconciling, refunds
from thongsuot.areas.dossiers.financial import PURPOSES, Demand
from thongsuot.areas.dossiers.models import Bill
from thongsuot.areas.dossiers.models_money import Payment
from thongsuot.engine import intents, reading, verbs
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NotFound, Refused
from thongsuot.engine.intents import Act, Intent
from thongsuot.engine.reading import CasePage
from thongsuot.ports import payment
from thongsuot.ports.payment import Gateway, NoAnswer, Notice
from thongsuot.register import formatting

log = logging.getLogger(__name__)
SOURCE = "payment"
STOPPED = 8
FIRST_ASK, LAST_ASK, EVERY = timedelta(seconds=30), timedelta(days=3), timedelta(seconds=15)
STATED_BY = 6  # the hour from which yesterday's statement is asked for (mức tạm đặt)
# When money was taken, as far as the step tells: the codes of `HinhThucThu` are in `COLLECTED`.
AT_INTAKE = frozenset({"submitted", "waiting_correction", "received"})
AT_RESULT = frozenset({"signed", "numbered", "sealed", "done", "on_the_way", "at_point", "delivered", "revoked"})
# Source: the national portal's contract; 3 is not used there (chưa xác minh).
COLLECTED = {"intake": 1, "supplement": 2, "result": 4}


@dataclass(frozen=True)
class Owed:
    """A sum that can be paid online now. `asked` numbers the entry that asked for a duty, 0 for a fee."""

    purpose: str
    items: tuple[tuple[str, int], ...]
    asked: int = 0
    lines: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return PURPOSES[self.purpose]

    @property
    def amount(self) -> int:
        return sum(amount for _, amount in self.items)


def owed(page: CasePage) -> tuple[Owed, ...]:
    """What the applicant owes on this dossier, duties before fees. A fee whose amount is not known is not here, nor is
    one of a dossier that its body stopped: what was paid before still arrives.
    """
    case = page.case
    if not case.is_open:
        return ()
    wanted = ledger.demands(page)
    found = ledger.of(page)
    order = sorted(wanted, key=lambda one: one.purpose != "duty")
    return tuple(_owed(case, found, order))


def _owed(case: Case, found: ledger.Ledger, wanted: Sequence[Demand]) -> Iterator[Owed]:
    for one in wanted:
        left = ledger.still_owed(one, case.facts, found)
        if not left or (one.purpose != "duty" and case.status == STOPPED):
            continue
        if one.purpose == "duty" and case.step != "waiting_payment":
            continue
        items = _items(case, one) if left == one.full else ((one.name, left),)
        yield Owed(one.purpose, items, one.asked, one.lines)


def _items(case: Case, demand: Demand) -> tuple[tuple[str, int], ...]:
    mine = [one for one in case.facts.get("fees", ()) if one.get("purpose", "fee") == demand.purpose]
    items = tuple((one["name"], one["amount"]) for one in mine if one["amount"])
    return items or ((demand.name, demand.amount or 0),)


def begin(page: CasePage, purpose: str, now: datetime) -> str:
    """Where the applicant goes to pay a sum that is owed. Raises Impossible when it is not, Refused when none can."""
    sum_ = next((one for one in owed(page) if one.purpose == purpose), None)
    if sum_ is None:
        raise Impossible("Hồ sơ không còn khoản này phải nộp trực tuyến.")
    gateway = _gateway()
    bill = _bill(page.case, sum_, now)
    what = f"{page.case.code or page.case.title}: {'; '.join(name for name, _ in sum_.items)}"
    try:
        return gateway.begin(payment.Bill(str(bill.id), bill.amount, what[:200], page.case.receiving_body))
    except NoAnswer as error:
        raise Refused("Cổng thanh toán chưa trả lời. Thử lại sau ít phút; chưa có khoản tiền nào bị trừ.") from error


def _gateway() -> Gateway:
    found = payment.gateway()
    if found is None:
        raise Refused("Nơi này chưa nối cổng thanh toán. Nộp tại quầy khi nhận kết quả hoặc theo hướng dẫn của cán bộ.")
    return found


def _bill(case: Case, sum_: Owed, now: datetime) -> Bill:
    """The open bill of a sum: one however often its page is opened."""
    bill, _ = Bill.objects.get_or_create(
        case_id=case.id,
        purpose=sum_.purpose,
        asked=sum_.asked,
        amount=sum_.amount,
        paid_at=None,
        defaults={"id": uuid7(), "province_code": case.province_code, "made_at": now, "ask_at": now + FIRST_ASK},
    )
    return bill


def arrived(notice: Notice) -> None:
    """Keep what the gateway told, once, before it is acknowledged. Told again it changes nothing."""
    bill = Bill.objects.filter(pk=_uuid(notice.reference)).first()
    act = Act(
        source=SOURCE,
        key=f"{notice.transaction}/{notice.kind}" if notice.kind != "pay" else notice.transaction,
        kind="pay",
        # A charge-back that is told before its payment waits for it and holds up no payment: its line is its own.
        reference=notice.reference if notice.kind == "pay" else f"{notice.reference}/{notice.kind}",
        happened_at=notice.paid_at,
        content={"amount": notice.amount, "kind": notice.kind, "transaction": notice.transaction},
        case_id=bill.case_id if bill else None,
        province_code=bill.province_code if bill else "",
    )
    intents.keep(act, refused="" if bill else "Tiền đến với mã khoản thu không có ở đây. Đối soát với cổng thanh toán.")


def case_of(reference: str) -> UUID | None:
    """The dossier whose bill has this reference; None for a reference that is not ours."""
    return Bill.objects.filter(pk=_uuid(reference)).values_list("case_id", flat=True).first()


def apply(intent: Intent) -> UUID:
    """Put a payment, or a charge-back, to its bill and its dossier. Raises Refused for one that somebody must see."""
    bill = Bill.objects.select_for_update().filter(pk=_uuid(intent.reference.partition("/")[0])).first()
    if bill is None:
        raise NotFound
    if intent.content.get("kind") == "charge_back":
        transaction, amount = str(intent.content["transaction"]), int(intent.content["amount"])
        return refunds.charged_back(bill.case_id, transaction, amount, intent.happened_at, key=intent.id)
    amount = int(intent.content["amount"])
    if amount <= 0:
        raise Refused(f"Cổng thanh toán báo số tiền {amount} đ. Đối soát với cổng thanh toán.")
    page = reading.story(bill.case_id)
    case = page.case
    name = "payment_arrived" if _lets_go_on(page, bill, amount) else "pay_fee"
    given = {"voucher": intent.key, "paid" if name == "pay_fee" else "amount": amount}
    moment = max(intent.happened_at, case.opened_at)
    after = verbs.move(SYSTEM, case.id, case.length, name, given, key=intent.id, happened_at=moment)
    paid = Payment.objects.create(
        id=uuid7(), case_id=case.id, entry=after.length, province_code=bill.province_code, body=case.receiving_body,
        purpose=bill.purpose, asked=bill.asked, method="gateway", collected=collected_at(case), transaction=intent.key,
        amount=amount, paid_at=intent.happened_at, officer=None, officer_name=SYSTEM.name,
    )  # fmt: skip
    double = bill.paid_at is not None
    Bill.objects.filter(pk=bill.pk, paid_at=None).update(
        transaction=intent.key, paid_at=intent.happened_at, ask_at=None
    )
    refunds.propose_excess(reading.story(case.id), paid, "double" if double else "wrong_amount")
    receipts.issue(case, paid)
    return case.id


def _lets_go_on(page: CasePage, bill: Bill, amount: int) -> bool:
    """Whether this payment is the last of the duty that the dossier waits for."""
    if bill.purpose != "duty" or page.case.step != "waiting_payment":
        return False
    asked = [one for one in ledger.demands(page) if one.purpose == "duty"]
    if not asked or asked[-1].asked != bill.asked:
        return False
    return ledger.still_owed(asked[-1], page.case.facts, ledger.of(page)) <= amount


def collected_at(case: Case) -> str:
    """When in the dossier's life money is taken now: intake, supplement or result."""
    if case.step in AT_INTAKE:
        return "intake"
    return "result" if case.step in AT_RESULT else "supplement"


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


class Rounds:
    """The timed rounds: open bills, refunds to be sent, and once a day yesterday's statement."""

    def __init__(self) -> None:
        self.reconciled: date | None = None

    def __call__(self, now: datetime) -> None:
        ask_due(now)
        while refunds.send_one(datetime.now(UTC)):
            continue
        self._reconcile(formatting.local(now))

    def _reconcile(self, here: datetime) -> None:
        """Yesterday, after the statement is out. Doing it again changes nothing."""
        yesterday = here.date() - timedelta(days=1)
        if self.reconciled == yesterday or here.hour < STATED_BY or payment.gateway() is None:
            return
        try:
            reconciling.run(yesterday)
        except Refused as refusal:
            log.warning("yesterday could not be reconciled: %s", refusal.sentence)
            return
        self.reconciled = yesterday


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
