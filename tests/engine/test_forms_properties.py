"""What holds for whatever anybody sends: no answer breaks a form, and checking twice is checking once."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from form_making import EVERYTHING, PLACES, TODAY, definition, field, section, verdict
from thongsuot.engine.forms_reading import first_of, last_of
from thongsuot.engine.forms_shown import answers, words_of
from thongsuot.engine.forms_text import from_data
from thongsuot.engine.forms_validate import Checked, questions

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
days = st.dates().map(lambda day: f"{day:%d/%m/%Y}") | st.integers(1850, 2026).map(str)
person = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(max_size=40),
        "birth": days | scalars,
        "number": st.from_regex(r"\d{9}|\d{12}", fullmatch=True) | scalars,
        "residence": st.sampled_from([{}, {"commune": "19789"}, {"commune": "19800", "day": "2024-01-01"}]) | scalars,
    },
)
likely: dict[str, Any] = {
    "note": st.text(max_size=50),
    "story": st.text(max_size=80),
    "day": days,
    "since": days,
    "area": st.integers(0, 1000) | st.decimals(0, 1000, places=2).map(float) | st.sampled_from(["1.000", "12,5"]),
    "fee": st.integers(0, 10**12) | st.sampled_from(["50.000", "1.000.000 đ"]),
    "status": st.sampled_from(["never", "married"]),
    "wants": st.lists(st.sampled_from(["a", "b"]), max_size=4),
    "agrees": st.sampled_from([True, False, "yes", "no"]),
    "person": person,
    "place": st.fixed_dictionaries(
        {"commune": st.sampled_from(["19789", "19753", "19800", "1"])}, optional={"detail": st.text(max_size=20)}
    ),
    "phone": st.from_regex(r"0[39]\d{8}", fullmatch=True) | st.text(max_size=15),
    "email": st.emails(),
    "firm": st.fixed_dictionaries({}, optional={"name": st.text(max_size=20), "tax_code": st.text("0123456789-")}),
    "tax": st.from_regex(r"\d{10}(-?\d{3})?", fullmatch=True),
}
given_values = st.fixed_dictionaries({}, optional={key: good | anything for key, good in likely.items()})
WITH_CONDITIONS = from_data(
    definition(
        section("first", field("status"), field("agrees", when={"op": "filled", "field": "status"})),
        section(
            "second",
            field("note", required=True),
            field("fee", when={"op": "not", "of": {"op": "equals", "field": "note", "value": "x"}}),
            when={"op": "any", "of": [{"op": "equals", "field": "agrees", "value": True}]},
            repeat={"least": 0, "most": 4, "noun": "dòng"},
        ),
        section("third", field("person"), field("since", kind="partial_date")),
        checks=[{"op": "before", "first": "person.birth", "second": "since", "sentence": "Sai."}],
    )
)
rows = st.lists(
    st.fixed_dictionaries({}, optional={"note": st.text(max_size=3), "fee": scalars}) | anything, max_size=5
)
conditional = st.fixed_dictionaries(
    {},
    optional={
        "status": likely["status"] | anything,
        "agrees": likely["agrees"],
        "second": rows | anything,
        "person": person,
        "since": days,
    },
)


@settings(deadline=None, max_examples=300)
@given(given_values)
def test_checking_twice_is_checking_once(values: dict[str, Any]) -> None:
    once = verdict(EVERYTHING, values)

    if isinstance(once, Checked):
        twice = verdict(EVERYTHING, once.values)
        assert isinstance(twice, Checked)
        assert twice.values == once.values
        assert json.loads(json.dumps(once.values, allow_nan=False)) == once.values


@settings(deadline=None, max_examples=300)
@given(conditional)
def test_hidden_answers_never_come_out_and_what_comes_out_goes_in_again(values: dict[str, Any]) -> None:
    once = verdict(WITH_CONDITIONS, values)

    if isinstance(once, Checked):
        if once.values.get("agrees") is not True:
            assert "second" not in once.values
        if "status" not in once.values:
            assert "agrees" not in once.values
        twice = verdict(WITH_CONDITIONS, once.values)
        assert isinstance(twice, Checked)
        assert twice.values == once.values


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(sorted(likely)) | st.text(max_size=5), anything, max_size=6))
def test_nothing_that_is_sent_breaks_a_form(values: dict[str, Any]) -> None:
    found = verdict(EVERYTHING, values)

    if not isinstance(found, Checked):
        assert all(isinstance(path, str) and sentence.strip().endswith((".", "?")) for path, sentence in found.faults)


@settings(deadline=None, max_examples=150)
@given(given_values)
def test_right_values_can_be_told_and_answered_questions_are_not_asked_again(values: dict[str, Any]) -> None:
    found = verdict(EVERYTHING, values)

    if isinstance(found, Checked):
        for _, pairs in answers(EVERYTHING, found.values, PLACES, TODAY):
            assert all(isinstance(words, str) and words for _, words in pairs)
        words_of(EVERYTHING, found.values, PLACES)
        left = {
            one.field.key for one in questions(EVERYTHING, found.values, today=TODAY, places=PLACES) if not one.parts
        }
        assert left.isdisjoint(found.values)


@given(st.integers(1850, 2200), st.integers(0, 12), st.integers(0, 28))
def test_a_day_known_in_part_lies_between_its_first_and_its_last(year: int, month: int, day: int) -> None:
    value = f"{year}" + (f"-{month:02d}" + (f"-{day:02d}" if day else "") if month else "")

    assert first_of(value) <= last_of(value)
    assert (first_of(value) == last_of(value)) == (len(value) == 10)
