"""Lan takes money at the counter of Thuận Hóa, with a receipt; who is freed pays less after she saw the paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

import people
from people import BINH, HANH, HOA, HUNG, LAN, MAI, MINH
from scenarios import dossier as story
from thongsuot.areas.dossiers import collecting, ledger, payments, receipts, refunds
from thongsuot.areas.dossiers.financial import Standing
from thongsuot.areas.dossiers.models_money import Payment, Receipt, Refund
from thongsuot.engine import intents, reading, verbs, verify
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, StaleCase
from thongsuot.ports import payment
from thongsuot.ports.payment import NoAnswer
from thongsuot.ports.payment_twin import GatewayTwin
from thongsuot.register import calendar

FEES = [
    {"name": "Phí thẩm định", "amount": 150_000, "purpose": "fee", "lines": ["Phí thẩm định: 150.000 đ mỗi hồ sơ."]},
    {"name": "Lệ phí cấp phép", "amount": 75_001, "purpose": "charge", "lines": []},
]
CASH = {"purpose": "charge", "paid": "75.001", "how": "cash", "when": "intake"}


@pytest.fixture
def demo(db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DEMO, settings.VAR = True, tmp_path
    people.settle()
    calendar.load_calendar_rows()
    yield
    calendar.forget()


@pytest.fixture
def dossier(demo: None) -> Case:
    opening = story.opening("submit", {}, datetime.now(UTC))
    return verbs.open(HUNG, replace(opening, facts={**opening.facts, "fees": FEES}))


def now(case: Case) -> Case:
    return reading.story(case.id).case


def status(case: Case) -> Any:
    return ledger.status(reading.story(case.id))


def collect(case: Case, key: UUID | None = None, **changed: Any) -> Receipt:
    return collecting.collect(LAN, case.id, now(case).length, {**CASH, **changed}, key=key or uuid4())


def twin() -> GatewayTwin:
    found = payment.gateway()
    assert isinstance(found, GatewayTwin)
    return found


def pay_online(case: Case, way: str, purpose: str = "fee") -> None:
    address = payments.begin(reading.case_page(HUNG, case.id), purpose, datetime.now(UTC))
    for body, signature in twin().pay(address.rsplit("/", 1)[-1], way, datetime.now(UTC)):
        payments.arrived(twin().read(body, signature))
    intents.apply_waiting(datetime.now(UTC) + timedelta(seconds=1))


def test_lan_takes_the_charge_in_cash_and_the_fee_is_still_owed(dossier: Case) -> None:
    made = collect(dossier)
    assert (made.number, made.body, made.content["amount"]) == (1, "pvhcc.19789", 75_001)
    found = status(dossier)
    assert (found.standing, found.paid, found.owed, found.reconciled) == (Standing.PARTLY, 75_001, 150_000, True)
    collect(dossier, purpose="fee", paid=150_000, how="transfer", reference="FT2611")
    assert (status(dossier).standing, Receipt.objects.count()) == (Standing.PAID, 2)
    assert verify.verify_site("vn").faults == ()


def test_she_takes_no_more_than_is_owed_and_nothing_is_written(dossier: Case) -> None:
    with pytest.raises(NeedsNotMet, match=r"75\.001"):
        collect(dossier, paid=75_002)
    with pytest.raises(NeedsNotMet, match="lớn hơn 0"):
        collect(dossier, paid=0)
    with pytest.raises(NeedsNotMet):
        collect(dossier, how="vàng")
    assert (Payment.objects.count(), now(dossier).length) == (0, dossier.length)
    collect(dossier)
    with pytest.raises(Impossible, match="không còn"):
        collect(dossier)


def test_the_button_pressed_twice_takes_the_money_once(dossier: Case) -> None:
    key = uuid4()
    first = collecting.collect(LAN, dossier.id, dossier.length, CASH, key=key)
    again = collecting.collect(LAN, dossier.id, dossier.length, CASH, key=key)
    assert (first.id, Payment.objects.count()) == (again.id, 1)


def test_minh_does_not_take_money_and_hoa_sees_nothing(dossier: Case) -> None:
    with pytest.raises(NotAllowed):
        collecting.collect(MINH, dossier.id, dossier.length, CASH, key=uuid4())
    with pytest.raises(NotFound):
        collecting.collect(HOA, dossier.id, dossier.length, CASH, key=uuid4())
    with pytest.raises(StaleCase):
        collecting.collect(LAN, dossier.id, 0, CASH, key=uuid4())
    assert Receipt.objects.count() == 0


def test_a_voided_number_is_never_used_again_and_the_receipt_prints_as_it_was(dossier: Case) -> None:
    first = collect(dossier)
    before = receipts.printed(LAN, dossier.id, first.id)
    second = receipts.void(LAN, dossier.id, first.id, "In sai tên người nộp")
    assert (first.number, second.number) == (1, 2)
    assert ledger.read(dossier.id).payments[0].receipt == second.id
    assert receipts.printed(LAN, dossier.id, first.id) == before
    assert before[1].startswith(b"%PDF")
    with pytest.raises(Impossible, match="In sai tên"):
        receipts.void(LAN, dossier.id, first.id, "Lại hủy")
    with pytest.raises(NeedsNotMet):
        receipts.void(LAN, dossier.id, second.id, "  ")
    with pytest.raises(NotAllowed):
        receipts.void(MINH, dossier.id, second.id, "Không phải việc của tôi")
    with pytest.raises(NotFound):
        receipts.printed(HOA, dossier.id, first.id)
    assert receipts.printed(HUNG, dossier.id, second.id)[0] == f"0000002/{second.year}"


def test_receipts_and_payments_cannot_be_changed_in_the_database(dossier: Case) -> None:
    collect(dossier)
    for statement in ("UPDATE dossiers_payment SET amount = 1", "DELETE FROM dossiers_receipt"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# --- Reliefs


def test_hung_asks_lan_sees_the_paper_and_only_then_the_amount_falls(dossier: Case) -> None:
    collecting.ask(HUNG, dossier.id, dossier.length, "near_poor", "Giấy số 12", key=uuid4())
    assert collecting.asked(reading.story(dossier.id)) == ("Người thuộc hộ cận nghèo", "Giấy số 12")
    assert status(dossier).owed == 225_001
    with pytest.raises(NeedsNotMet, match="đối chiếu"):
        collecting.grant(LAN, dossier.id, now(dossier).length, "near_poor", checked=False, key=uuid4())
    collecting.grant(LAN, dossier.id, now(dossier).length, "near_poor", checked=True, key=uuid4())
    assert status(dossier).owed == 75_000 + 37_500
    assert collecting.asked(reading.story(dossier.id)) is None


def test_a_relief_that_is_not_in_the_list_is_none_and_nobody_grants_his_own(dossier: Case) -> None:
    with pytest.raises(NeedsNotMet, match="danh sách"):
        collecting.grant(LAN, dossier.id, dossier.length, "friend", checked=True, key=uuid4())
    with pytest.raises(NotAllowed):
        collecting.grant(HUNG, dossier.id, dossier.length, "poor", checked=True, key=uuid4())
    assert status(dossier).owed == 225_001


def test_who_is_freed_after_paying_gets_it_back_when_hanh_approves(dossier: Case) -> None:
    collect(dossier)
    collecting.grant(LAN, dossier.id, now(dossier).length, "disabled", checked=True, key=uuid4())
    row = Refund.objects.get()
    assert (row.amount, row.ground, row.state) == (75_001, "relief", "asked")
    refunds.decide(HANH, row.id, approve=True)
    with pytest.raises(NeedsNotMet, match="phiếu chi"):
        refunds.paid_out(LAN, row.id, " ")
    refunds.paid_out(LAN, row.id, "PC-01")
    assert status(dossier).standing is Standing.REFUNDED
    with pytest.raises(Impossible):
        refunds.paid_out(LAN, row.id, "PC-02")


# --- Refunds


def ask(case: Case, amount: int, who: Any = LAN, ground: str = "other") -> Refund:
    paid = ledger.read(case.id).payments[0]
    return refunds.ask(who, case.id, paid.id, amount, ground, "Nộp nhầm hồ sơ", "Điều 5 Quy chế thu")


def test_lan_asks_hanh_approves_and_the_gateway_gives_back_once(dossier: Case) -> None:
    pay_online(dossier, "prompt")
    row = ask(dossier, 150_000)
    with pytest.raises(NotAllowed):
        refunds.decide(LAN, row.id, approve=True)
    assert not refunds.send_one(datetime.now(UTC)), "nothing goes before somebody else approved"
    refunds.decide(HANH, row.id, approve=True)
    with pytest.raises(Impossible, match="đã xử lý"):
        refunds.decide(BINH, row.id, approve=True)
    assert refunds.send_one(datetime.now(UTC) + timedelta(seconds=1))
    assert not refunds.send_one(datetime.now(UTC) + timedelta(hours=1))
    found = ledger.read(dossier.id)
    assert [(one.state, one.transaction[:2]) for one in found.refunds] == [("done", "HT")]
    assert [entry.body["move"] for entry in reading.story(dossier.id).entries] == ["submit", "pay_fee", "refund"]
    assert status(dossier).returned == 150_000


def test_more_than_was_paid_is_never_given_back(dossier: Case) -> None:
    pay_online(dossier, "prompt")
    ask(dossier, 100_000)
    for amount in (50_001, 0, -1):
        with pytest.raises(Impossible, match="tối đa"):
            ask(dossier, amount)
    ask(dossier, 50_000)
    with pytest.raises(Impossible, match="tối đa 0"):
        ask(dossier, 1)


def test_who_asked_does_not_approve_even_as_the_head(dossier: Case) -> None:
    pay_online(dossier, "prompt")
    row = ask(dossier, 1_000, HANH)
    with pytest.raises(NotAllowed, match="không tự duyệt"):
        refunds.decide(HANH, row.id, approve=True)
    with pytest.raises(NeedsNotMet, match="lý do"):
        refunds.decide(BINH, row.id, approve=False)
    assert refunds.decide(BINH, row.id, approve=False, note="Đã làm xong việc").state == "declined"
    assert ledger.read(dossier.id).left(row.payment_id) == 150_000


def test_without_ground_reason_or_basis_nothing_is_asked(dossier: Case) -> None:
    pay_online(dossier, "prompt")
    paid = ledger.read(dossier.id).payments[0].id
    with pytest.raises(NeedsNotMet) as faults:
        refunds.ask(LAN, dossier.id, paid, 1, "nothing", " ", "x" * 501)
    assert {name for name, _ in faults.value.faults} == {"ground", "reason", "basis"}
    with pytest.raises(NotFound):
        refunds.ask(LAN, dossier.id, uuid4(), 1, "other", "Lý do", "Căn cứ")
    with pytest.raises(NotAllowed):
        refunds.ask(HUNG, dossier.id, paid, 1, "other", "Lý do", "Căn cứ")
    with pytest.raises(NotFound):
        refunds.ask(HOA, dossier.id, paid, 1, "other", "Lý do", "Căn cứ")


def test_what_the_gateway_refuses_stands_before_its_owner_and_is_sent_again(dossier: Case) -> None:
    pay_online(dossier, "refusing")
    row = refunds.decide(HANH, ask(dossier, 150_000).id, approve=True)
    refunds.send_one(datetime.now(UTC) + timedelta(seconds=1))
    (waiting,) = refunds.waiting(MAI)
    assert (waiting.state, "tạm khóa" in waiting.trouble) == ("failed", True)
    assert refunds.waiting(HOA) == []
    refunds.again(LAN, row.id)
    refunds.send_one(datetime.now(UTC) + timedelta(seconds=1))
    assert (Refund.objects.get().state, refunds.waiting(MAI)) == ("done", [])
    with pytest.raises(Impossible):
        refunds.again(LAN, row.id)


def test_an_answer_that_is_lost_gives_back_once(dossier: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    pay_online(dossier, "prompt")
    refunds.decide(HANH, ask(dossier, 150_000).id, approve=True)
    sent = GatewayTwin.give_back

    def lost(self: GatewayTwin, id: str, transaction: str, amount: int) -> str:
        sent(self, id, transaction, amount)
        raise NoAnswer

    monkeypatch.setattr(GatewayTwin, "give_back", lost)
    at = datetime.now(UTC) + timedelta(seconds=1)
    refunds.send_one(at)
    assert (Refund.objects.get().state, Refund.objects.get().tries) == ("approved", 1)
    assert not refunds.send_one(at), "not before its time"
    monkeypatch.setattr(GatewayTwin, "give_back", sent)
    refunds.send_one(at + timedelta(hours=3))
    stated = payment.read_statement(twin().statement(datetime.now(refunds_zone()).date()))
    assert [line.amount for line in stated if line.flow == "out"] == [150_000]
    assert status(dossier).returned == 150_000


def refunds_zone() -> Any:
    from thongsuot.ports.payment_twin import VIETNAM

    return VIETNAM


def test_a_gateway_that_never_answers_is_given_up_and_somebody_sees_it(
    dossier: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    pay_online(dossier, "prompt")
    refunds.decide(HANH, ask(dossier, 1).id, approve=True)

    def deaf(*_args: object) -> str:
        raise NoAnswer

    monkeypatch.setattr(GatewayTwin, "give_back", deaf)
    at = datetime.now(UTC)
    for round_ in range(refunds.MOST_TRIES):
        refunds.send_one(at + timedelta(hours=3 * (round_ + 1)))
    assert (Refund.objects.get().state, Refund.objects.get().trouble) == ("failed", "Cổng thanh toán không trả lời.")


def test_the_bank_takes_it_back_and_the_sum_is_owed_again(dossier: Case) -> None:
    pay_online(dossier, "charge_back")
    assert [entry.body["move"] for entry in reading.story(dossier.id).entries] == ["submit", "pay_fee", "charge_back"]
    assert (status(dossier).owed, status(dossier).returned) == (225_001, 150_000)
    with pytest.raises(Impossible, match="tối đa 0"):
        ask(dossier, 1)


def test_a_refused_dossier_gives_back_what_was_prepaid(dossier: Case) -> None:
    pay_online(dossier, "prompt")
    case = now(dossier)
    verbs.move(LAN, case.id, case.length, "refuse", {"reasons": ["Không thuộc thẩm quyền"], "guidance": "Nộp nơi khác"})
    assert (status(dossier).standing, status(dossier).refund_due) == (Standing.REFUND_DUE, 150_000)
    refunds.decide(HANH, ask(dossier, 150_000, ground="refused").id, approve=True)
    refunds.send_one(datetime.now(UTC) + timedelta(seconds=1))
    assert status(dossier).standing is Standing.REFUNDED
