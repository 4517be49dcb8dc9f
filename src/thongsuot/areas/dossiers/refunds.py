"""Money that goes back: asked for with a ground, approved by another person, sent after commit, told in the journal.

The gateway knows a refund by its id here, so that sending it twice gives it back once. One that cannot be sent stands
before its owner with what went wrong, and is sent again when somebody says so.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from uuid6 import uuid7

from thongsuot.areas.dossiers import ledger
from thongsuot.areas.dossiers.models_money import Payment, Refund
from thongsuot.engine import reading, sql, verbs, writing
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused, StaleCase
from thongsuot.engine.intents import NotYet
from thongsuot.engine.reading import CasePage
from thongsuot.ports import payment as gateways
from thongsuot.ports.payment import NoAnswer, NotGivenBack

log = logging.getLogger(__name__)
GROUNDS = {
    "refused": "Hồ sơ không được tiếp nhận",
    "double": "Nộp trùng",
    "wrong_amount": "Nộp sai số tiền",
    "relief": "Được miễn, giảm sau khi nộp",
    "withdrawn": "Hồ sơ đã rút hoặc kết thúc",
    "other": "Lý do khác",
}
CHARGE_BACK = "charge_back"
STATES = {
    "asked": "Chờ duyệt",
    "declined": "Không duyệt",
    "approved": "Đã duyệt, chờ chuyển tiền",
    "sending": "Đang gửi cổng thanh toán",
    "failed": "Cổng thanh toán không nhận",
    "done": "Đã hoàn trả",
    "cancelled": "Đã hủy",
}
UNSENT = ("asked", "approved", "failed")
LONGEST = 500
LEASE, FIRST_WAIT, LONGEST_WAIT, MOST_TRIES = timedelta(minutes=2), timedelta(seconds=30), timedelta(hours=2), 8
ASKING = (("intake", "receiving_body"), ("specialist", "executing_body"), ("head", "executing_body"))
APPROVING = (("head", "executing_body"), ("chair", "competent_body"), ("head", "receiving_body"))


def ask(actor: Actor, case_id: UUID, payment_id: UUID, amount: int, ground: str, reason: str, basis: str) -> Refund:
    """Ask for money to be given back. Raises NotAllowed, NeedsNotMet, Impossible, NotFound."""
    page = reading.case_page(actor, case_id, "move")
    if page.sight is not Sight.FULL or actor.person is None or not _holds(actor, page.case, ASKING):
        raise NotAllowed("Chỉ cán bộ tiếp nhận, thụ lý hồ sơ được đề nghị hoàn trả.")
    said, law = _clean(reason), _clean(basis)
    faults = [("reason", "Ghi lý do hoàn trả, không quá 500 ký tự.")] if not said else []
    faults += [("basis", "Ghi căn cứ hoàn trả, không quá 500 ký tự.")] if not law else []
    faults += [("ground", "Chọn trường hợp hoàn trả.")] if ground not in GROUNDS else []
    if faults:
        raise NeedsNotMet(faults)
    with transaction.atomic():
        return _ask(page, payment_id, amount, ground, said, law, actor)


def _ask(page: CasePage, id: UUID, amount: int, ground: str, reason: str, basis: str, actor: Actor) -> Refund:
    """The row, with the payment locked: what is on its way counts as gone."""
    case = page.case
    paid = _lock(id)
    if paid is None or paid.case_id != case.id:
        raise NotFound
    left = ledger.read(case.id).left(paid.id)
    if not 0 < amount <= left:
        raise Impossible(f"Khoản này chỉ còn hoàn trả được tối đa {left:,} đ.".replace(",", "."))
    return Refund.objects.create(
        id=uuid7(), payment=paid, case_id=case.id, province_code=case.province_code, body=paid.body, amount=amount,
        ground=ground, reason=reason, basis=basis, state="asked", asked_by=actor.person, asked_name=actor.name,
        asked_at=timezone.now(), decided_name="", note="", transaction="", tries=0, trouble="",
    )  # fmt: skip


def _lock(id: UUID) -> Payment | None:
    """The payment, for one hand at a time. An advisory lock: nothing may change the row itself."""
    sql.run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"payment:{id}"])
    return Payment.objects.filter(pk=id).first()


def propose_excess(page: CasePage, paid: Payment, ground: str) -> Refund | None:
    """Ask, in the system's name, for what was paid too much: somebody else approves it. Inside the payment's
    transaction."""
    found = ledger.read(page.case.id)
    due = min(ledger.status(page, found).refund_due, found.left(paid.id))
    if due <= 0:
        return None
    over = page.case.step in ledger.OVER
    reason = "Tiền đến nhiều hơn số phải nộp." if not over else "Tiền đến khi hồ sơ đã kết thúc."
    kind = "withdrawn" if over else ground
    return _ask(page, paid.id, due, kind, reason, "Đối chiếu khoản thu của hồ sơ (hệ thống đề nghị)", SYSTEM)


def decide(actor: Actor, id: UUID, *, approve: bool, note: str = "") -> Refund:
    """Approve or decline: never by who asked. Raises NotAllowed, Impossible, NeedsNotMet, NotFound."""
    with transaction.atomic():
        row = _of(actor, id)
        case = _case(row)
        if not _holds(actor, case, APPROVING):
            raise NotAllowed("Chỉ trưởng phòng hoặc lãnh đạo được duyệt hoàn trả.")
        if actor.person == row.asked_by:
            raise NotAllowed("Người đề nghị không tự duyệt hoàn trả. Người khác duyệt.")
        if row.state != "asked":
            raise Impossible(f"Đề nghị này đã xử lý: {STATES[row.state]}.")
        said = _clean(note)
        if not approve and not said:
            raise NeedsNotMet([("note", "Ghi lý do không duyệt, không quá 500 ký tự.")])
        now = timezone.now()
        row.state = "approved" if approve else "declined"
        row.decided_by, row.decided_name, row.decided_at, row.note = actor.person, actor.name, now, said
        row.next_at = now if approve and row.payment.method == "gateway" else None
        row.save()
        return row


def may_decide(actor: Actor, case: Case, asked_by: UUID | None) -> bool:
    """Whether this person may approve what that one asked for."""
    return _holds(actor, case, APPROVING) and actor.person != asked_by


def again(actor: Actor, id: UUID) -> Refund:
    """Send a failed one again now. Raises NotAllowed, Impossible, NotFound."""
    with transaction.atomic():
        row = _of(actor, id)
        if not _holds(actor, _case(row), (*ASKING, *APPROVING)):
            raise NotAllowed("Chỉ cán bộ giải quyết hồ sơ được gửi lại.")
        if row.state != "failed":
            raise Impossible(f"Khoản hoàn trả này không chờ gửi lại: {STATES[row.state]}.")
        row.state, row.next_at, row.tries, row.trouble = "approved", timezone.now(), 0, ""
        row.save()
        return row


def paid_out(actor: Actor, id: UUID, voucher: str) -> Refund:
    """Record that an approved refund of money taken at a counter was paid out. Raises NotAllowed, Impossible …"""
    said = _clean(voucher)[:100]
    if not said:
        raise NeedsNotMet([("voucher", "Ghi số phiếu chi hoặc số bút toán chuyển trả.")])
    with transaction.atomic():
        row = _of(actor, id)
        if actor.holding("intake", row.body) is None and actor.holding("clerk", row.body) is None:
            raise NotAllowed("Chỉ cán bộ của nơi thu tiền ghi nhận đã chi trả.")
        if row.state != "approved" or row.payment.method == "gateway":
            raise Impossible("Khoản hoàn trả này không chi tại quầy, hoặc chưa được duyệt.")
        _done(row, said, timezone.now())
        return row


def charged_back(case_id: UUID, transaction_: str, amount: int, at: datetime, *, key: UUID) -> UUID:
    """The bank took a payment back: what was not sent yet of its refunds is cancelled. Inside an intent's transaction.

    Raises Refused when that much is not there any more: the money went back twice, and somebody must see it.
    """
    paid = Payment.objects.filter(transaction=transaction_, method="gateway", case_id=case_id).first()
    if paid is None:
        raise NotYet("Ngân hàng đòi lại một giao dịch chưa có ở đây. Đối soát với cổng thanh toán.")
    _lock(paid.id)
    Refund.objects.filter(payment=paid, state__in=UNSENT).update(state="cancelled", next_at=None)
    if not 0 < amount <= ledger.read(case_id).left(paid.id):
        raise Refused("Ngân hàng đòi lại khoản đã hoàn trả hoặc nhiều hơn khoản đã nộp. Liên hệ cổng thanh toán.")
    case = _told(case_id, "charge_back", {"voucher": transaction_, "amount": amount}, key, at)
    Refund.objects.create(
        id=uuid7(), payment=paid, case_id=case_id, province_code=paid.province_code, body=paid.body, amount=amount,
        ground=CHARGE_BACK, reason="Ngân hàng đòi lại khoản đã nộp", basis="Thông báo của cổng thanh toán",
        state="done", asked_name=SYSTEM.name, asked_at=at, decided_name=SYSTEM.name, decided_at=at, note="",
        transaction=f"{transaction_}/{CHARGE_BACK}", done_at=at, tries=0, trouble="",
    )  # fmt: skip
    return case.id


_CLAIM = """
UPDATE dossiers_refund SET next_at = %(until)s, state = 'sending' WHERE id = (
  SELECT id FROM dossiers_refund WHERE next_at <= %(now)s AND state IN ('approved', 'sending')
  ORDER BY next_at FOR UPDATE SKIP LOCKED LIMIT 1)
RETURNING id
"""


def send_one(now: datetime) -> bool:
    """Send the approved refund that has waited longest to the gateway; False when none is due."""
    rows = sql.run(_CLAIM, {"now": now, "until": now + LEASE})
    if not rows:
        return False
    row = Refund.objects.select_related("payment").get(pk=rows[0][0])
    gateway = gateways.gateway()
    try:
        if gateway is None:
            raise NotGivenBack("Nơi này chưa nối cổng thanh toán.")
        transaction_ = gateway.give_back(str(row.id), row.payment.transaction, row.amount)
    except NotGivenBack as error:
        _failed(row, str(error))
    except NoAnswer:
        _wait(row, now)
    else:
        _finish(row.id, transaction_, now)
    return True


def _finish(id: UUID, transaction_: str, now: datetime) -> None:
    with transaction.atomic():
        row = Refund.objects.select_for_update(of=("self",)).select_related("payment").get(pk=id)
        if row.state != "sending":
            return
        try:
            with transaction.atomic():
                _done(row, transaction_, now)
        except StaleCase:
            Refund.objects.filter(pk=id).update(next_at=now, state="approved")
        except Refused as refusal:
            _failed(row, f"Tiền đã hoàn ({transaction_}) nhưng chưa ghi được vào hồ sơ: {refusal.sentence}")


def _done(row: Refund, voucher: str, now: datetime) -> None:
    """The journal's entry and the row, in one transaction."""
    _told(row.case_id, "refund", {"voucher": voucher, "amount": row.amount}, row.id, now)
    row.state, row.transaction, row.done_at, row.next_at, row.trouble = "done", voucher, now, None, ""
    row.save()


def _told(case_id: UUID, move: str, given: dict[str, object], key: UUID, at: datetime) -> Case:
    case = writing.find(case_id)
    if case is None:
        raise NotFound
    moment = max(at, case.opened_at)
    return verbs.move(SYSTEM, case.id, case.length, move, given, key=key, happened_at=moment)


def _failed(row: Refund, trouble: str) -> None:
    Refund.objects.filter(pk=row.pk).update(state="failed", next_at=None, trouble=trouble[:LONGEST])


def _wait(row: Refund, now: datetime) -> None:
    """No answer is no refusal: asked again under the same id, later each time, until somebody must look."""
    if row.tries + 1 >= MOST_TRIES:
        _failed(row, "Cổng thanh toán không trả lời.")
        return
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2**row.tries)
    Refund.objects.filter(pk=row.pk).update(
        state="approved", tries=row.tries + 1, next_at=now + wait, trouble="Cổng thanh toán chưa trả lời, sẽ gửi lại."
    )


def waiting(actor: Actor, most: int = 100) -> list[Refund]:
    """What waits for a person (approval, pay-out, a failure) at the bodies of this actor's houses, oldest first."""
    houses = {office.house for office in actor.offices} | {office.body for office in actor.offices}
    rows = Refund.objects.select_related("payment").filter(state__in=("asked", "approved", "failed", "sending"))
    found = rows.order_by("asked_at")
    return [row for row in found[:1000] if _house(row.body) in houses][:most]


def _house(body: str) -> str:
    from thongsuot.register import bodies

    view = bodies.body(body)
    return (view.house or view.key) if view else body


def _of(actor: Actor, id: UUID) -> Refund:
    """The row, locked, for who sees its dossier. Raises NotFound."""
    row = Refund.objects.select_for_update(of=("self",)).select_related("payment").filter(pk=id).first()
    if row is None:
        raise NotFound
    if reading.case_page(actor, row.case_id, "move").sight is not Sight.FULL:
        raise NotAllowed("Chỉ người giải quyết hồ sơ được xử lý khoản hoàn trả.")
    return row


def _case(row: Refund) -> Case:
    case = writing.find(row.case_id)
    if case is None:
        raise NotFound
    return case


def _holds(actor: Actor, case: Case, pairs: tuple[tuple[str, str], ...]) -> bool:
    return any(actor.holding(role, getattr(case, body)) for role, body in pairs)


def _clean(text: str) -> str:
    said = " ".join(text.replace("\x00", "").split())
    return said if len(said) <= LONGEST else ""
