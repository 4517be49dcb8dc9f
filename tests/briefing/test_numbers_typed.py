"""Numbers and duties without a database: what is typed, what is written, who has reported."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.engine import briefed
from thongsuot.measures.briefing import duties, statements, words
from thongsuot.measures.briefing.duties import FILED, KNOWN, MISSING, OUTSIDE, WAITING
from thongsuot.measures.briefing.regime import Covered
from thongsuot.measures.briefing.values import CASES, SHARE, TOLD, Value

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)  # 08:00 in Vietnam


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.250", Decimal("1250")),
        ("1250", Decimal("1250")),
        ("65,89", Decimal("65.89")),
        ("1.234.567,5", Decimal("1234567.5")),
        ("-3", Decimal("-3")),
        ("1 250", Decimal("1250")),
        ("0", Decimal(0)),
    ],
)
def test_a_number_is_read_as_vietnamese_is_typed(typed: str, value: Decimal) -> None:
    assert statements.number(typed) == value


@pytest.mark.parametrize(
    "typed", ["", "-", "12.5", "1.2.3", "1,2,3", "nhiều", "NaN", "1e9", "９", "9" * 30, "Infinity"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert statements.number(typed) is None


@given(st.text(max_size=30))
def test_nothing_typed_breaks_the_reader(typed: str) -> None:
    found = statements.number(typed)
    assert found is None or abs(found) < statements.LARGEST


@given(st.integers(-(10**14), 10**14), st.sampled_from((0, 1, 5, 25, 99)))
def test_what_is_written_is_read_back(whole: int, cents: int) -> None:
    value = whole + cents / 100 if abs(whole) < 10**12 else whole
    typed = words.number(value).replace("−", "-")
    assert statements.number(typed) == pytest.approx(Decimal(str(value)))


def test_a_share_changes_in_points_and_a_count_in_pieces() -> None:
    assert words.change(0.915, 0.903, share=True) == "+1,2 điểm %"
    assert words.change(3, 10) == "−7"
    assert words.change(3, 3) == "="
    assert words.change(3, None) == ""


def _value(value: float | None, before: float | None = None, kind: str = CASES, bad: bool = False) -> Value:
    return Value("x", 8, "Vướng mắc", "…", "việc", kind, value, before, bad=bad)


def test_a_difference_weighs_by_what_chance_would_bring() -> None:
    assert _value(30, 10).weight > _value(1020, 1000).weight
    assert _value(0.9, 0.1, SHARE).weight == 0
    assert _value(None, 5).weight == 0
    assert _value(2_035_000_000, 1_285_000_000, TOLD).weight == 0, "money is no count"
    assert _value(5, None).difference == 0
    assert _value(6, 5, bad=True).worse
    assert not _value(4, 5, bad=True).worse


def test_a_frozen_value_is_thawed_as_it_was() -> None:
    one = Value("a", 2, "b", "c", "d", SHARE, 0.5, None, share_of=("e", "f"), places={"46": 3})
    assert Value.of(one.kept()) == one


@pytest.mark.parametrize(
    ("knows", "filed", "used", "hours", "expected"),
    [
        (True, False, True, 5, KNOWN), (True, False, False, 5, KNOWN), (False, True, True, 5, FILED),
        (False, False, True, 5, MISSING), (False, False, True, -1, WAITING), (False, False, False, 5, OUTSIDE),
    ],
)  # fmt: skip
def test_nobody_owes_what_the_system_knows(knows: bool, filed: bool, used: bool, hours: int, expected: str) -> None:
    now = MONDAY + timedelta(hours=hours)
    assert duties.state(knows=knows, filed=filed, used=used, due_at=MONDAY, now=now) == expected


def test_the_surplus_premises_of_a_week_are_owed_on_monday_before_nine() -> None:
    duty = next(one for one in duties.all_duties() if one.key == "surplus_premises")
    days = duties.covered(duty, MONDAY)

    assert days == Covered(date(2026, 11, 16), date(2026, 11, 22))
    assert duties.due(duty, days).isoformat() == "2026-11-23T09:00:00+07:00"
    assert duty.receiver == "Bộ Tài chính"


def test_a_duty_is_needless_once_an_area_tells_its_figures() -> None:
    duty = next(one for one in duties.all_duties() if one.key == "surplus_premises")
    assert not duties.known(duty, {"dossier.received": 1})
    assert duties.known(duty, {"premises.left": 1})
    others = [one for one in duties.all_duties() if one != duty]
    assert len(others) == 2
    assert all(duties.known(one, {}) for one in others)


def test_two_areas_may_not_tell_one_key() -> None:
    one = briefed.Rows("test.twice", briefed.Section.BUDGET, "a", "b", "SELECT '', ''", "c")
    with pytest.raises(briefed.ToldTwice):
        briefed.tell(one, briefed.Rows("test.twice", briefed.Section.BUDGET, "z", "b", "SELECT '', ''", "c"))
    briefed._told.pop("test.twice")
