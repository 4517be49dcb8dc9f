"""When a property counts as handled: days in their order, money only where a form of handling brings any in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thongsuot.areas.premises import rules
from thongsuot.areas.premises.process import FORMS

# A machine that others use too stalls now and then; that is no fault of what is tested.
STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = date(2026, 11, 20)
FORM = st.sampled_from([key for key, _label in FORMS])
SHIFT = st.integers(-400, 400).map(timedelta)


@STEADY
@given(FORM, SHIFT, SHIFT, st.one_of(st.none(), st.integers(0, 10**12)))
def test_a_property_is_handled_between_its_decision_and_today_and_nothing_else_is_taken(
    form: str, decided: timedelta, handled: timedelta, proceeds: int | None
) -> None:
    decision, day = DAY + decided, DAY + handled
    fault = rules.finished_right(form, decision, day, DAY, proceeds)
    in_order = decision <= day <= DAY
    money = bool(proceeds) if form == "sell" else form in rules.EARNING or not proceeds
    assert (fault is None) == (in_order and money)


@pytest.mark.parametrize("form", [key for key, _label in FORMS])
def test_a_sale_says_its_money_and_moving_to_another_office_brings_none(form: str) -> None:
    with_money = rules.finished_right(form, DAY, DAY, DAY, 5)
    without = rules.finished_right(form, DAY, DAY, DAY, None)
    assert (with_money is None) == (form in {"sell", "demolish", "convert", "local"})
    assert (without is None) == (form != "sell")


def test_a_decision_is_not_of_tomorrow() -> None:
    assert rules.decided_right(DAY, DAY) is None
    assert "hôm nay" in (rules.decided_right(DAY + timedelta(days=1), DAY) or "")
