"""How long dossiers are kept: the classes as data, and the pure rule that chooses among them and counts the years."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.areas.dossiers.keeping import retention
from thongsuot.areas.dossiers.keeping.retention import BadClasses, RetentionClass, class_of, classes, kept, read

TODAY = date(2026, 11, 22)


def test_every_period_says_that_nobody_has_verified_it() -> None:
    assert classes()
    assert all("chưa xác minh" in one.ground for one in classes())


@pytest.mark.parametrize(
    ("field", "outcome", "key"),
    [
        ("Hộ tịch", "granted", "ho-tich"),
        ("Hộ tịch", "withdrawn", "khong-giai-quyet"),
        ("Đất đai", "granted", "dat-dai"),
        ("Hoạt động xây dựng", "denied", "xay-dung"),
        ("Bảo trợ xã hội", "granted", "ho-so-chung"),
        ("", "", "ho-so-chung"),
    ],
)
def test_a_dossier_has_the_class_of_its_outcome_then_its_field_then_the_rest(
    field: str, outcome: str, key: str
) -> None:
    assert class_of("1.013225", field, outcome, TODAY).key == key


def test_a_procedures_own_class_goes_first() -> None:
    own = RetentionClass("rieng", "Riêng", 70, "QĐ 1", True, date(2025, 7, 1), procedures=frozenset({"1.013225"}))
    assert class_of("1.013225", "Hộ tịch", "withdrawn", TODAY, (own, *classes())).key == "rieng"
    assert class_of("1.001193", "Hộ tịch", "granted", TODAY, (own, *classes())).key == "ho-tich"


def test_what_was_closed_before_every_class_is_kept_by_the_default() -> None:
    assert class_of("", "Hộ tịch", "withdrawn", date(2019, 1, 1)).default


def test_for_ever_is_never_over() -> None:
    found = kept(class_of("", "Hộ tịch", "granted", TODAY), datetime(1926, 1, 1, tzinfo=UTC))
    assert found.until is None
    assert not found.over(date(9999, 12, 31))


def test_the_last_day_is_still_kept_and_the_day_is_the_countrys() -> None:
    found = kept(class_of("", "", "granted", TODAY), datetime(2026, 11, 21, 18, 30, tzinfo=UTC))  # 01:30 on the 22nd
    assert found.until == date(2036, 11, 22)
    assert not found.over(date(2036, 11, 22))
    assert found.over(date(2036, 11, 23))


def test_a_leap_day_is_kept_to_the_first_of_march() -> None:
    found = kept(class_of("", "", "withdrawn", TODAY), datetime(2028, 2, 29, 3, tzinfo=UTC))
    assert found.until == date(2033, 3, 1)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([one for one in classes() if one.years]),
)
def test_never_less_than_the_years(closed: datetime, rule: RetentionClass) -> None:
    found = kept(rule, closed)
    assert found.until is not None
    assert found.until.year - closed.year >= (rule.years or 0)
    assert not found.over(found.until)


GOOD = (
    "classes: [{key: a, name: A, years: 5, from: closed, default: true, "
    "basis: b, verified: false, valid_from: 2025-07-01}]"
)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("classes: []", "default"),
        ("nothing", "not classes"),
        (GOOD.replace("default: true", "fields: [Đất đai]"), "default"),
        (GOOD.replace("years: 5", "years: 0"), "0 years"),
        (GOOD.replace("from: closed", "from: opened"), "closing"),
        (GOOD.replace("default: true, ", ""), "fits nothing"),
        (GOOD.replace("basis: b, ", ""), "basis"),
        (GOOD[:-1] + ", " + GOOD[len("classes: [") :], "one key"),
    ],
)
def test_classes_that_cannot_be_meant_are_refused(wrong: str, words: str) -> None:
    assert read(GOOD)[0].years == 5
    with pytest.raises(BadClasses, match=words):
        read(wrong)


def test_the_file_as_shipped_is_read_once() -> None:
    assert retention.classes() is retention.classes()
