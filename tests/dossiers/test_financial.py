"""The financial status of Hùng's dossier: derived by one function, whatever the order in which money moved."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.areas.dossiers.financial import LABELS, Demand, Paid, Returned, Standing, remaining, status_of

FIRST, SECOND = UUID(int=1), UUID(int=2)
CHARGE = Demand("charge", "Lệ phí", 75_000, 75_000)
FREE = Demand("charge", "Lệ phí", 75_000, 0)
WHOLE = Paid(FIRST, "charge", 0, 75_000)


def test_nothing_asked_nothing_owed() -> None:
    found = status_of([])
    assert (found.standing, found.owed, found.reconciled) == (Standing.NONE, 0, True)


def test_asked_and_not_paid_is_owed_and_a_part_of_it_is_a_part() -> None:
    assert status_of([CHARGE]).standing is Standing.OWED
    part = status_of([CHARGE], [Paid(FIRST, "charge", 0, 74_000)])
    assert (part.standing, part.owed) == (Standing.PARTLY, 1_000)


def test_paid_is_not_reconciled_until_the_statement_says_so() -> None:
    assert (status_of([CHARGE], [WHOLE]).standing, status_of([CHARGE], [WHOLE]).reconciled) == (Standing.PAID, False)
    assert status_of([CHARGE], [Paid(FIRST, "charge", 0, 75_000, reconciled=True)]).reconciled


def test_who_owes_nothing_by_a_relief_is_exempt_and_gets_back_what_was_paid() -> None:
    assert status_of([FREE]).standing is Standing.EXEMPT
    due = status_of([FREE], [WHOLE])
    assert (due.standing, due.refund_due) == (Standing.REFUND_DUE, 75_000)
    on_its_way = status_of([FREE], [WHOLE], [Returned(FIRST, 75_000, done=False)])
    assert (on_its_way.standing, on_its_way.refund_due, on_its_way.returning) == (Standing.REFUND_DUE, 0, 75_000)
    assert status_of([FREE], [WHOLE], [Returned(FIRST, 75_000, done=True)]).standing is Standing.REFUNDED


def test_paid_twice_one_of_the_two_goes_back() -> None:
    twice = [WHOLE, Paid(SECOND, "charge", 0, 75_000)]
    assert status_of([CHARGE], twice).refund_due == 75_000
    assert status_of([CHARGE], twice, [Returned(SECOND, 75_000, done=True)]).standing is Standing.PAID


def test_a_dossier_that_was_never_taken_in_gives_everything_back_and_owes_nothing() -> None:
    assert status_of([CHARGE], over=True, kept=0).standing is Standing.NONE
    assert status_of([CHARGE], [WHOLE], over=True, kept=0).refund_due == 75_000


def test_a_withdrawn_dossier_keeps_what_was_asked_and_asks_for_no_more() -> None:
    kept = status_of([CHARGE], [WHOLE], over=True)
    assert (kept.standing, kept.owed, kept.refund_due) == (Standing.PAID, 0, 0)
    assert status_of([CHARGE], over=True).owed == 0


def test_a_sum_that_is_not_known_is_said_to_be_unknown_and_not_owed() -> None:
    found = status_of([Demand("fee", "Phí", None, None)])
    assert (found.unknown, found.owed) == (True, 0)


def test_what_was_paid_to_another_collector_is_paid() -> None:
    assert status_of([Demand("duty", "Thuế", 5, 5, 3, elsewhere=True)]).standing is Standing.PAID


def test_a_charge_back_makes_the_sum_owed_again() -> None:
    assert status_of([CHARGE], [WHOLE], [Returned(FIRST, 75_000, done=True)]).standing is Standing.OWED


@pytest.mark.parametrize("standing", list(Standing))
def test_every_standing_has_its_words(standing: Standing) -> None:
    assert LABELS[standing]


_SUMS = st.lists(st.integers(1, 10**10), max_size=5)


@given(_SUMS, _SUMS, st.data())
def test_sums_never_drift_whatever_the_order(asked: list[int], paid: list[int], data: st.DataObject) -> None:
    demands = [Demand("fee", "Phí", one, one) for one in asked]
    payments = [Paid(UUID(int=n), "fee", 0, one) for n, one in enumerate(paid)]
    returns = [Returned(one.id, data.draw(st.integers(0, one.amount)), data.draw(st.booleans())) for one in payments]
    found = status_of(demands, payments, returns)
    shuffled = status_of(demands, data.draw(st.permutations(payments)), data.draw(st.permutations(returns)))
    assert found == shuffled
    assert found.paid - found.returned == found.asked - found.owed + max(found.paid - found.returned - found.asked, 0)
    assert min(found.owed, found.refund_due) == 0
    assert found.returned + found.returning <= found.paid
    over = status_of(demands, payments, returns, over=True)
    assert (over.owed, over.refund_due >= found.refund_due or over.asked <= found.asked) == (0, True)


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**9), max_size=4))
def test_what_remains_of_a_demand_counts_only_its_own_payments(demand: int, paid: list[int]) -> None:
    mine = [Paid(UUID(int=n), "fee", 0, one) for n, one in enumerate(paid)]
    others = [Paid(SECOND, "charge", 0, 5), Paid(SECOND, "fee", 7, 5)]
    assert remaining("fee", 0, demand, [*mine, *others], []) == max(demand - sum(paid), 0)
    back = [Returned(one.id, one.amount, done=True) for one in mine]
    assert remaining("fee", 0, demand, mine, back) == demand
