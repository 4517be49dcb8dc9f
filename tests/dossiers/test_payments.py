"""Hùng pays through a gateway that is late, doubles and errs: paid once, and what does not fit has an owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

import people
from people import BINH, HUNG, LAN, MINH
from scenarios import dossier as story
from thongsuot.areas.dossiers import ledger, payments
from thongsuot.areas.dossiers.financial import Standing
from thongsuot.areas.dossiers.models import Bill
from thongsuot.engine import intents, reading, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, Refused
from thongsuot.ports import payment, payment_twin
from thongsuot.ports.payment import BadNotice
from thongsuot.ports.payment_twin import GatewayTwin
from thongsuot.register import calendar

FEE = {"name": "Lệ phí", "amount": 75_000}


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
    return verbs.open(HUNG, replace(opening, facts={**opening.facts, "fees": [FEE]}))


def twin() -> GatewayTwin:
    found = payment.gateway()
    assert isinstance(found, GatewayTwin)
    return found


def page(case: Case) -> reading.CasePage:
    return reading.case_page(HUNG, case.id)


def pay(case: Case, way: str, purpose: str = "fee") -> str:
    """Hùng goes to the gateway and pays there; what it tells at once is taken in. The bill's reference."""
    address = payments.begin(page(case), purpose, datetime.now(UTC))
    reference = address.rsplit("/", 1)[-1]
    for body, signature in twin().pay(reference, way, datetime.now(UTC)):
        payments.arrived(twin().read(body, signature))
    intents.apply_waiting(datetime.now(UTC) + timedelta(seconds=1))
    return reference


def reasons() -> list[str]:
    return [one.reason for one in intents.stuck(["46"], 10)[0]]


def test_a_fee_is_owed_paid_once_and_owed_no_more(dossier: Case) -> None:
    assert [(one.purpose, one.amount) for one in payments.owed(page(dossier))] == [("fee", 75_000)]
    pay(dossier, "prompt")
    after = page(dossier)
    assert (after.case.step, after.case.facts["paid"]) == ("submitted", 75_000)
    assert after.entries[-1].body["who"]["name"] == "hệ thống"
    assert payments.owed(after) == ()
    assert Bill.objects.get().paid_at is not None
    with pytest.raises(Impossible, match="không còn khoản"):
        payments.begin(after, "fee", datetime.now(UTC))


def test_a_notice_told_twice_counts_once(dossier: Case) -> None:
    pay(dossier, "doubled")
    moves = [entry.body["move"] for entry in page(dossier).entries]
    assert moves == ["submit", "pay_fee"]
    assert reasons() == []


def test_paid_two_times_the_second_is_asked_back_and_waits_for_who_approves(dossier: Case) -> None:
    pay(dossier, "twice")
    found = ledger.read(dossier.id)
    assert [one.amount for one in found.payments] == [75_000, 75_000]
    assert [(one.amount, one.ground, one.state) for one in found.refunds] == [(75_000, "double", "asked")]
    assert ledger.status(page(dossier)).standing is Standing.REFUND_DUE
    assert (reasons(), payments.owed(page(dossier))) == ([], ())


def test_too_little_is_a_part_and_the_rest_is_owed(dossier: Case) -> None:
    pay(dossier, "wrong")
    assert ledger.status(page(dossier)).standing is Standing.PARTLY
    assert [(one.purpose, one.amount) for one in payments.owed(page(dossier))] == [("fee", 1_000)]
    pay(dossier, "prompt")
    after = ledger.status(page(dossier))
    assert (after.standing, after.paid, after.reconciled) == (Standing.PAID, 75_000, False)
    assert reasons() == []


def test_a_notice_that_never_comes_is_asked_for(dossier: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payment_twin, "LATE", timedelta(0))
    pay(dossier, "late")
    assert "paid" not in page(dossier).case.facts
    payments.ask_about(dossier.id)
    assert page(dossier).case.facts["paid"] == 75_000


def test_the_round_asks_ever_more_seldom_and_ends_after_three_days(dossier: Case) -> None:
    payments.begin(page(dossier), "fee", datetime.now(UTC))
    bill = Bill.objects.get()
    assert bill.ask_at is not None
    assert payments.ask_due(bill.made_at) == 0
    assert Bill.objects.get().ask_at == bill.ask_at, "not due yet"
    payments.ask_due(bill.made_at + timedelta(minutes=10))
    assert Bill.objects.get().ask_at == bill.made_at + timedelta(minutes=20)
    payments.ask_due(bill.made_at + timedelta(days=4))
    assert Bill.objects.get().ask_at is None


def test_a_duty_paid_lets_the_work_go_on_with_who_had_it(dossier: Case) -> None:
    case = verbs.move(LAN, dossier.id, dossier.length, "accept")
    case = verbs.move(LAN, case.id, case.length, "hand_over")
    case = verbs.claim(MINH, case.id, case.length)
    case = verbs.move(MINH, case.id, case.length, "ask_payment", {"amount": "1.250.000", "basis": "Thông báo 12"})
    assert [(one.purpose, one.amount) for one in payments.owed(page(case))] == [("duty", 1_250_000), ("fee", 75_000)]
    pay(case, "prompt", "duty")
    after = page(case).case
    assert (after.step, after.assignee) == ("processing", MINH.person)
    pay(case, "prompt")
    assert page(case).case.facts["paid"] == 75_000


def test_a_stopped_dossier_asks_for_no_fee_and_takes_the_one_that_was_on_its_way(dossier: Case) -> None:
    case = verbs.move(LAN, dossier.id, dossier.length, "accept")
    case = verbs.move(LAN, case.id, case.length, "hand_over")
    address = payments.begin(page(case), "fee", datetime.now(UTC))
    case = verbs.move(BINH, case.id, case.length, "stop", {"reasons": ["Tranh chấp"], "ground": "Luật Xây dựng"})
    assert payments.owed(page(case)) == ()
    with pytest.raises(Impossible, match="không còn khoản"):
        payments.begin(page(case), "fee", datetime.now(UTC))

    for body, signature in twin().pay(address.rsplit("/", 1)[-1], "prompt", datetime.now(UTC)):
        payments.arrived(twin().read(body, signature))
    intents.apply_waiting(datetime.now(UTC) + timedelta(seconds=1))
    assert (page(case).case.step, page(case).case.facts["paid"]) == ("stopped", 75_000)


def test_money_for_a_dossier_that_was_withdrawn_meanwhile_is_asked_back(dossier: Case) -> None:
    address = payments.begin(page(dossier), "fee", datetime.now(UTC))
    verbs.move(HUNG, dossier.id, dossier.length, "withdraw_online", {"request": "Nộp nhầm"})
    assert payments.owed(page(dossier)) == ()
    for body, signature in twin().pay(address.rsplit("/", 1)[-1], "prompt", datetime.now(UTC)):
        payments.arrived(twin().read(body, signature))
    intents.apply_waiting(datetime.now(UTC) + timedelta(seconds=1))
    assert [(one.amount, one.ground) for one in ledger.read(dossier.id).refunds] == [(75_000, "withdrawn")]
    assert ledger.status(page(dossier)).standing is Standing.REFUND_DUE


def test_a_reference_that_is_not_ours_is_kept_for_somebody_to_look(demo: None) -> None:
    payments.arrived(payment.Notice("khong-co", "MH1", 5, datetime.now(UTC)))
    assert ["không có ở đây" in one.reason for one in intents.stuck(None, 10)[0]] == [True]


def test_a_notice_that_is_not_the_gateway_s_is_not_read(dossier: Case) -> None:
    address = payments.begin(page(dossier), "fee", datetime.now(UTC))
    (body, signature), *_ = twin().pay(address.rsplit("/", 1)[-1], "prompt", datetime.now(UTC))
    for wrong_body, wrong_signature in ((body + b" ", signature), (body, "0" * 64), (body, ""), (b"{}", signature)):
        with pytest.raises(BadNotice):
            twin().read(wrong_body, wrong_signature)


def test_where_there_is_no_gateway_the_person_is_told_where_to_pay(dossier: Case, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Refused, match="quầy"):
        payments.begin(page(dossier), "fee", datetime.now(UTC))


def test_a_fee_whose_amount_is_not_known_cannot_be_paid_here(demo: None) -> None:
    opening = story.opening("submit", {}, datetime.now(UTC))
    unknown = verbs.open(HUNG, replace(opening, facts={**opening.facts, "fees": [{"name": "Phí", "amount": None}]}))
    assert payments.owed(page(unknown)) == ()
    free = verbs.open(HUNG, replace(opening, facts={**opening.facts, "fees": [{"name": "Phí", "amount": 0}]}))
    assert payments.owed(page(free)) == ()


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_told_in_any_order_and_doubled_the_end_is_the_same(dossier: Case, order: tuple[int, ...]) -> None:
    reference = payments.begin(page(dossier), "fee", datetime.now(UTC)).rsplit("/", 1)[-1]
    at = datetime.now(UTC)
    told = [
        payment.Notice(reference, "A", 75_000, at),
        payment.Notice(reference, "A", 75_000, at),
        payment.Notice(reference, "B", 75_000, at),
        payment.Notice(reference, "A", 75_000, at, "charge_back"),
    ]
    for number, place in enumerate(order):
        payments.arrived(told[place])
        intents.apply_waiting(at + timedelta(hours=2 * number + 1))
    intents.apply_waiting(at + timedelta(days=2))
    found = ledger.status(page(dossier))
    assert (found.paid, found.returned, found.owed) == (150_000, 75_000, 0)
    book = ledger.read(dossier.id)
    for one in book.payments:
        assert 0 <= book.left(one.id) <= one.amount
