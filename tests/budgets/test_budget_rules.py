"""The sums of a budget support: never more than decided, every đồng spent or handed back, a norm known or not."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from thongsuot.areas.budgets import norms, rules
from thongsuot.areas.budgets.norms import NoNorm
from thongsuot.areas.budgets.rules import Sums

# A machine that others use too stalls now and then; that is no fault of what is tested.
STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = date(2026, 11, 20)
DONG = st.integers(0, 10**15)


@STEADY
@given(DONG, DONG, st.lists(st.integers(1, 10**13), max_size=12))
def test_whatever_is_recorded_in_parts_is_never_more_than_what_was_decided(
    decided: int, before: int, parts: list[int]
) -> None:
    sums = Sums(decided=decided, before=before)
    for part in parts:
        if rules.part_right(sums, part, DAY, DAY, DAY) is None:
            sums = Sums(decided=decided, before=before, paid=sums.paid + part)
    assert 0 <= sums.paid <= decided
    assert sums.left == decided - sums.paid
    assert sums.after - sums.before == decided
    assert sums.spent is None if not decided else sums.spent is not None and 0 <= sums.spent <= 1


@STEADY
@given(DONG, DONG, DONG)
def test_it_is_settled_when_what_is_spent_and_handed_back_is_what_was_decided_and_else_the_sum_is_said(
    decided: int, paid: int, unspent: int
) -> None:
    sums = Sums(decided=decided, paid=min(paid, decided))
    fault = rules.settled_right(sums, unspent)
    assert (fault is None) == (sums.paid + unspent == decided)
    assert rules.settled_right(sums, sums.left) is None


@STEADY
@given(st.one_of(st.none(), st.integers(1, 10**12)), st.one_of(st.none(), st.integers(1, 1000)))
def test_a_norm_gives_its_amount_for_each_unit_and_nothing_while_either_is_unknown(
    amount: int | None, units: int | None
) -> None:
    found = rules.by_norm(amount, units)
    assert (found is None) == (amount is None or units is None)
    if found is not None:
        assert found == sum([amount or 0] * (units or 0))


def test_an_appraisal_above_the_norm_needs_an_opinion_and_one_above_what_was_asked_is_refused() -> None:
    sums = Sums(asked=2_000, norm=1_500)
    assert rules.appraised_right(sums, 1_500, "") is None
    assert "1.500" in (rules.appraised_right(sums, 1_501, "") or "")
    assert rules.appraised_right(sums, 1_501, "Xã đặc biệt khó khăn") is None
    assert rules.appraised_right(sums, 2_001, "Xã đặc biệt khó khăn") is not None
    assert rules.appraised_right(Sums(asked=2_000), 2_000, "") is None, "no verified norm, nothing to compare with"


def test_days_stand_in_their_order_and_none_is_of_tomorrow() -> None:
    tomorrow, yesterday = DAY + timedelta(days=1), DAY - timedelta(days=1)
    sums = Sums(appraised=10, decided=10)
    assert rules.decided_right(sums, 10, DAY, DAY) is None
    assert "hôm nay" in (rules.decided_right(sums, 10, tomorrow, DAY) or "")
    assert "thẩm định" in (rules.decided_right(sums, 11, DAY, DAY) or "")
    assert rules.transferred_right(DAY, DAY, DAY) is None
    assert "trước ngày quyết định" in (rules.transferred_right(DAY, yesterday, DAY) or "")
    assert "hôm nay" in (rules.transferred_right(DAY, tomorrow, DAY) or "")
    assert rules.part_right(sums, 10, DAY, DAY, DAY) is None
    assert "trước ngày chuyển" in (rules.part_right(sums, 1, DAY, yesterday, DAY) or "")
    assert "hôm nay" in (rules.part_right(sums, 1, DAY, tomorrow, DAY) or "")


def test_no_shipped_norm_has_an_amount_that_nobody_verified() -> None:
    assert norms.every()
    assert not [one.key for one in norms.every() if one.amount is not None and not one.verified]
    assert all(one.source for one in norms.every())


def test_a_norm_holds_from_its_day_to_its_day_and_for_its_tier_alone() -> None:
    row = {"key": "a", "name": "A", "per": "xã", "amount": 5, "tiers": [3], "valid_from": "2026-01-01",
           "valid_to": "2027-01-01", "source": "s", "verified": True}  # fmt: skip
    among = norms.parse(json.dumps([row]))
    assert norms.find("a", 3, date(2026, 1, 1), among).amount == 5
    for key, tier, day in (("a", 1, DAY), ("b", 3, DAY), ("a", 3, date(2025, 12, 31)), ("a", 3, date(2027, 1, 1))):
        with pytest.raises(NoNorm):
            norms.find(key, tier, day, among)


@pytest.mark.parametrize("wrong", [{"amount": 0}, {"amount": 1.5}, {"tiers": [2]}, {"key": "Á"}, {"more": 1}])
def test_a_file_of_norms_with_something_strange_in_it_is_refused(wrong: dict[str, object]) -> None:
    row = {"key": "a", "name": "A", "per": "", "amount": None, "tiers": [3], "valid_from": "2026-01-01",
           "valid_to": None, "source": "s", "verified": False}  # fmt: skip
    assert norms.parse(json.dumps([row]))
    with pytest.raises(ValidationError):
        norms.parse(json.dumps([{**row, **wrong}]))
