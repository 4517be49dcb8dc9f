"""Receipts (biên lai): numbered per collecting body and year, kept as they were issued, voided and never used again.

The series and layout of electronic receipts are set by tax law that was not at hand (chưa xác minh).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from uuid6 import uuid7

from thongsuot.areas.dossiers import ledger
from thongsuot.areas.dossiers.financial import PURPOSES
from thongsuot.areas.dossiers.letters import FEE_RECEIPT
from thongsuot.areas.dossiers.letters.parts import Agency
from thongsuot.areas.dossiers.models_money import Payment, Receipt, ReceiptVoid
from thongsuot.engine import letters, numbering, reading
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound
from thongsuot.register import bodies, formatting, units

METHODS = {"gateway": "Trực tuyến qua cổng thanh toán", "cash": "Tiền mặt", "transfer": "Chuyển khoản"}
KEEPERS = ("intake", "clerk", "head", "chair")
LONGEST_REASON = 500


def issue(case: Case, payment: Payment, now: datetime | None = None) -> Receipt:
    """The next receipt of the body's series of the year, for one payment. Inside the payment's transaction, last."""
    at = now or datetime.now(UTC)
    year = formatting.local(at).year
    content = _content(case, payment, at)
    number = numbering.draw(f"receipt:{payment.body}", str(year))
    content["number"] = ledger.numbered(year, number)
    return Receipt.objects.create(
        id=uuid7(), payment=payment, case_id=case.id, body=payment.body, year=year, number=number, issued_at=at,
        content=content,
    )  # fmt: skip


def _content(case: Case, payment: Payment, at: datetime) -> dict[str, Any]:
    """What the receipt says for ever, as the letter's own data."""
    lines = [
        line
        for fee in case.facts.get("fees", ())
        if fee.get("purpose", "fee") == payment.purpose
        for line in fee.get("lines", ())
    ]
    less = int(case.facts.get(f"{payment.purpose}_less") or 0)
    if less:
        lines.append(f"Được miễn, giảm {formatting.money(less)}.")
    return {
        "code": case.code or str(case.id),
        "issued_at": at.isoformat(),
        "demo": settings.DEMO,
        "agency": _agency(payment.body, at).model_dump(),
        "payer": case.subject_name or "Người nộp hồ sơ",
        "address": str(case.subject.get("address", ""))[:500],
        "procedure": case.title[:500],
        "purpose": PURPOSES[payment.purpose],
        "lines": [line[:500] for line in lines],
        "amount": payment.amount,
        "method": METHODS[payment.method],
        "transaction": payment.transaction[:500],
        "paid_at": payment.paid_at.isoformat(),
        "collector": payment.officer_name if payment.officer else "",
    }


def _agency(key: str, at: datetime) -> Agency:
    view = bodies.body(key)
    house = view.house if view else ""
    superior = bodies.name_of(house) if house and house != key else ""
    try:
        unit = units.unit(view.unit_code, formatting.local(at).date()).name if view and view.unit_code else "Hà Nội"
    except LookupError:
        unit = bodies.name_of(key)
    for word in ("Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu "):
        unit = unit.removeprefix(word)
    return Agency(superior=superior, name=bodies.name_of(key), place=unit)


def printed(actor: Actor, case_id: UUID, id: UUID) -> tuple[str, bytes]:
    """(number, PDF) of a receipt of a dossier that this actor sees whole, as it was issued. Raises NotFound."""
    page = reading.case_page(actor, case_id, "letter")
    if page.sight is not Sight.FULL:
        raise NotAllowed("Chỉ người giải quyết và chủ hồ sơ xem được biên lai.")
    found = Receipt.objects.filter(pk=id, case_id=case_id).first()
    if found is None:
        raise NotFound
    return ledger.numbered(found.year, found.number), letters.render(FEE_RECEIPT, found.content)


def void(actor: Actor, case_id: UUID, id: UUID, reason: str) -> Receipt:
    """Void a wrong receipt and issue another one for the same payment. Raises NotAllowed, Impossible, NeedsNotMet."""
    case = reading.case_page(actor, case_id, "move").case
    said = " ".join(reason.replace("\x00", "").split())
    if not said or len(said) > LONGEST_REASON:
        raise NeedsNotMet([("reason", "Ghi lý do hủy biên lai, không quá 500 ký tự.")])
    with transaction.atomic():
        found = Receipt.objects.select_related("payment").filter(pk=id, case_id=case_id).first()
        if found is None:
            raise NotFound
        if not any(actor.holding(role, found.body) for role in KEEPERS) or actor.person is None:
            raise NotAllowed("Chỉ cán bộ của nơi thu tiền được hủy biên lai.")
        at = datetime.now(UTC)
        row, new = ReceiptVoid.objects.get_or_create(
            receipt=found, defaults={"at": at, "officer": actor.person, "officer_name": actor.name, "reason": said}
        )
        if not new:
            raise Impossible(f"Biên lai này đã hủy: {row.reason}.")
        return issue(case, found.payment, at)
