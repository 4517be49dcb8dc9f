"""What somebody who leaves is owed: the worked examples to the đồng, the bounds, and properties of the sum."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from thongsuot.areas.severance import formulas, rules
from thongsuot.areas.severance.formulas import NoFormula
from thongsuot.areas.severance.rules import EMPLOYEE, OFFICIAL, RETIRE, Facts, NotOwed, owed

# A machine that others use too stalls now and then; that is no fault of what is tested.
STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
BASE = 2_340_000
# Hệ số 4,98 and a post's 0,25, with a quarter more for public service; leaves 54 months early with 30 years 4 months.
HEAD = Facts(
    RETIRE, int(Fraction("5.23") * Fraction("1.25") * BASE), date(1968, 1, 1), date(2025, 7, 1), date(2030, 1, 1),
    date(2025, 7, 1), 30 * 12 + 4,
)  # fmt: skip
# Hệ số 3,66; resigns at 45 with 18 years 2 months.
OFFICER = Facts(
    OFFICIAL, int(Fraction("3.66") * Fraction("1.25") * BASE), date(1980, 7, 1), date(2025, 7, 1), date(2042, 7, 1),
    date(2025, 7, 1), 18 * 12 + 2,
)  # fmt: skip


def factors(facts: Facts) -> dict[str, Fraction]:
    return {part.label: part.factor for part in owed(facts).parts}


def test_who_retires_four_and_a_half_years_early_gets_what_the_example_says_to_the_dong() -> None:
    assert HEAD.salary == 15_297_750
    assert factors(HEAD) == {
        "54 tháng nghỉ sớm": 54, "4,5 năm nghỉ sớm": Fraction("22.5"), "30,5 năm đóng bảo hiểm": Fraction("11.75"),
    }  # fmt: skip
    assert owed(HEAD).factor == Fraction("88.25")
    assert owed(HEAD).factor * HEAD.salary == Fraction("1350026437.5")
    assert owed(HEAD).total == 1_350_026_438, "halves up, once"


def test_who_resigns_gets_what_the_example_says() -> None:
    assert OFFICER.salary == 10_705_500
    assert factors(OFFICER) == {
        "60 tháng thôi việc": 48, "18,5 năm đóng bảo hiểm": Fraction("27.75"), "tìm việc làm": 3,
    }  # fmt: skip
    assert (owed(OFFICER).factor, owed(OFFICER).total) == (Fraction("78.75"), 843_058_125)
    assert owed(replace(OFFICER, leaving=EMPLOYEE)).factor == Fraction("75.75"), "no part for finding work"


def test_from_the_thirteenth_month_the_monthly_part_is_half() -> None:
    late = replace(HEAD, reorganised=date(2024, 7, 1))
    just = replace(HEAD, reorganised=date(2024, 7, 2))
    assert factors(late)["54 tháng nghỉ sớm"] == 27
    assert factors(just)["54 tháng nghỉ sớm"] == 54


def test_the_insured_part_changed_on_the_first_of_july() -> None:
    june = replace(HEAD, left=date(2025, 6, 30), reorganised=date(2025, 6, 1))
    assert factors(june)["30,5 năm đóng bảo hiểm"] == 5 + Fraction("10.5") / 2
    assert owed(june).version != owed(HEAD).version


@pytest.mark.parametrize(
    ("retiring", "parts"),
    [
        (date(2027, 6, 1), {"23 tháng nghỉ sớm": Fraction(23)}),
        (date(2027, 7, 1), {"24 tháng nghỉ sớm": Fraction(24), "2 năm nghỉ sớm": Fraction(10)}),
        (date(2030, 7, 1), {"60 tháng nghỉ sớm": Fraction(60), "5 năm nghỉ sớm": Fraction(25)}),
        (date(2030, 8, 1), {"60 tháng nghỉ sớm": Fraction(54), "5,5 năm nghỉ sớm": Fraction(22)}),
        (date(2035, 7, 1), {"60 tháng nghỉ sớm": Fraction(54), "10 năm nghỉ sớm": Fraction(40)}),
    ],
)
def test_each_band_of_early_retirement_begins_where_the_decree_says(retiring: date, parts: dict[str, Fraction]) -> None:
    found = factors(replace(HEAD, born=date(1971, 1, 1), retiring=retiring, insured=15 * 12))
    insured = {"15 năm đóng bảo hiểm": Fraction(4)} if len(parts) > 1 else {}
    assert found == {**parts, **insured}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"retiring": date(2035, 8, 1), "born": date(1971, 1, 1)}, "retiring"),
        ({"insured": 15 * 12 - 7}, "insured_years"),
        ({"insured": 43 * 12}, "insured_years"),
        ({"retiring": date(2036, 1, 1)}, "retiring"),
        ({"born": date(1986, 1, 1)}, "retiring"),
        ({"retiring": date(2025, 7, 1), "born": date(1964, 1, 1)}, "retiring"),
        ({"reorganised": date(2025, 7, 2)}, "left"),
        ({"left": date(2025, 3, 14), "reorganised": date(2025, 3, 1)}, "left"),
        ({"leaving": OFFICIAL, "retiring": date(2027, 6, 30), "born": date(1966, 1, 1)}, "retiring"),
    ],
)
def test_what_the_policy_does_not_cover_or_cannot_be_names_the_field_to_look_at(
    changed: dict[str, object], field: str
) -> None:
    with pytest.raises(NotOwed) as refused:
        owed(replace(HEAD, **changed))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert refused.value.sentence.endswith(".")


@st.composite
def believable(draw: st.DrawFn) -> Facts:
    """People who leave between the reform and 2027, of every kind, with anything that can be true of them."""
    left = _later(draw(st.dates(date(2025, 3, 15), date(2027, 12, 31))), 0)
    months = draw(st.integers(24, 120))
    retiring = _later(left, months)
    born = _later(retiring, -12 * draw(st.integers(rules.YOUNGEST, 62)))
    most = rules.months_between(born, left) - rules.BEGINS * 12
    return Facts(
        draw(st.sampled_from([RETIRE, OFFICIAL, EMPLOYEE])), draw(st.integers(1, 10**8)), born, left, retiring,
        left - timedelta(days=draw(st.integers(0, 900))), draw(st.integers(20 * 12, max(20 * 12, most))),
    )  # fmt: skip


def _later(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, min(day.day, 28))


@STEADY
@given(believable(), st.integers(1, 10**6))
def test_the_sum_is_its_parts_grows_with_the_salary_and_is_rounded_once(facts: Facts, more: int) -> None:
    assume(facts.insured <= rules.months_between(facts.born, facts.left) - rules.BEGINS * 12)
    found = owed(facts)
    assert found.factor == sum(part.factor for part in found.parts)
    assert all(part.factor > 0 for part in found.parts)
    assert abs(found.total - found.factor * facts.salary) <= Fraction(1, 2)
    assert owed(replace(facts, salary=facts.salary + more)).total >= found.total + int(found.factor * more) - 1
    assert owed(replace(facts, salary=2 * facts.salary)).factor == found.factor


@STEADY
@given(believable())
def test_a_longer_insurance_is_never_worth_less_and_leaving_in_the_first_year_never_either(facts: Facts) -> None:
    assume(facts.insured + 12 <= rules.months_between(facts.born, facts.left) - rules.BEGINS * 12)
    assert owed(replace(facts, insured=facts.insured + 12)).factor > owed(facts).factor
    at_once = replace(facts, reorganised=facts.left)
    assert owed(at_once).factor >= owed(facts).factor


@STEADY
@given(st.integers(0, 720))
def test_months_become_half_years_as_the_decree_rounds_them(months: int) -> None:
    years = rules.half_years(months)
    assert 0 <= years - Fraction(months, 12) < Fraction(1, 2)
    assert (years * 2).denominator == 1
    assert rules.half_years(months + 12) == years + 1


@STEADY
@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_months_between_two_days_are_the_whole_ones(day: date, months: int) -> None:
    first = min(day, day.replace(day=min(day.day, 28)))
    last = _later(first, months)
    assert rules.months_between(first, last) == months
    assert rules.months_between(first, last - timedelta(days=1)) == max(months - 1, 0)
    assert rules.months_between(last + timedelta(days=1), first) == 0


def test_formulas_say_their_source_what_is_not_verified_and_leave_no_day_between_them() -> None:
    every = formulas.every()
    assert all(one.source and one.unverified for one in every)
    assert [one.valid_to for one in every[:-1]] == [one.valid_from for one in every[1:]]
    with pytest.raises(NoFormula):
        formulas.on(date(2025, 3, 14))


@pytest.mark.parametrize(
    "wrong", [{"resign_early": 0.8}, {"resign_early": "-1"}, {"insured_first": "vier"}, {"more": 1}, {"retire": [{}]}]
)
def test_a_formula_with_a_binary_fraction_or_something_strange_is_refused(wrong: dict[str, object]) -> None:
    rows = json.loads(formulas.FILE.read_text("utf-8"))
    assert formulas.parse(json.dumps(rows))
    with pytest.raises(ValidationError):
        formulas.parse(json.dumps([{**rows[0], **wrong}]))
