"""Differences and applying them: whatever differs is found, and applied gives the other again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies

from thongsuot.register.catalogue import changes
from thongsuot.register.catalogue.changes import NoSuchPlace

LIMIT = {"unit": "working_day", "amount": 10}
DEFINITION: dict[str, Any] = {
    "field_code": "G15-TP07",
    "cases": [
        {"key": "01", "name": "Lần đầu", "limit": LIMIT, "papers": [{"key": "don", "name": "Đơn"}]},
        {"key": "02", "name": "Cấp lại", "limit": LIMIT},
    ],
}


def test_a_change_inside_a_case_is_named_by_its_key() -> None:
    after = changes.apply(DEFINITION, [{"at": "cases[02].limit.amount", "value": 7}])
    assert changes.difference(DEFINITION, after) == [{"at": "cases[02].limit.amount", "before": 10, "value": 7}]
    assert DEFINITION["cases"][1]["limit"]["amount"] == 10, "the given one is untouched"


def test_elements_come_and_go_by_their_key() -> None:
    added = changes.apply(DEFINITION, [{"at": "cases[01].papers[anh]", "value": {"key": "anh", "name": "Ảnh"}}])
    assert [paper["key"] for paper in added["cases"][0]["papers"]] == ["don", "anh"]
    assert changes.difference(added, DEFINITION) == [
        {"at": "cases[01].papers[anh]", "before": {"key": "anh", "name": "Ảnh"}}
    ]
    assert changes.apply(added, [{"at": "cases[01].papers[anh]"}]) == DEFINITION


@pytest.mark.parametrize("path", ["", "cases[09].limit", "cases[01", "field_code.deeper", "a..b"])
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    with pytest.raises(NoSuchPlace):
        changes.apply(DEFINITION, [{"at": path, "value": 1}])


names = strategies.sampled_from(["a", "b", "c"])
values = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers(-3, 3) | strategies.text("xy", max_size=2),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
keyed = strategies.lists(
    strategies.builds(lambda key, value: {"key": key, "value": value}, names, values),
    max_size=3,
    unique_by=lambda one: one["key"],
)
definitions = strategies.fixed_dictionaries({"cases": keyed}, optional={"a": values, "b": values})


@given(definitions, definitions)
def test_the_difference_applied_gives_the_other_and_of_equals_is_nothing(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert changes.apply(before, changes.difference(before, after)) == after
    assert changes.difference(after, after) == []
