"""Limits and fees as somebody sets them for a case, into differences and back: what is not other is no difference."""

from __future__ import annotations

from typing import Any

import pytest

from thongsuot.register.catalogue import changes, terms
from thongsuot.register.catalogue.definitions import Case, Definition, Fee, Limit
from thongsuot.register.catalogue.terms import Incomplete, Terms

ALL = terms.CHANNELS
FIVE, SEVEN, TEN = (Limit(unit="working_day", amount=n, basis="Quyết định 7/QĐ-UBND") for n in (5, 7, 10))
FEE = Fee(channel="counter", kind="service_fee", name="Lệ phí", amount=None, note="do HĐND quy định")
FREE = Fee(channel="online", kind="service_fee", name="Lệ phí", amount=0)


def case(**changed: Any) -> Case:
    given: dict[str, Any] = {
        "key": "01", "name": "Mới", "limit": Limit(unit="working_day", amount=7), "fees": (FEE, FREE),
        "results": [{"code": "", "name": "Giấy phép"}], **changed,
    }  # fmt: skip
    return Case.model_validate(given)


UNCLEAR = case(limit=Limit(unit="none", amount=0), unclear="Cổng ghi hai thời hạn")


def made(before: Case, wanted: Terms, shown: Any = ALL) -> Case:
    """The case after the changes, through the whole definition as it is stored."""
    definition = Definition.model_validate(
        {
            "field_code": "x",
            "executing_kind": "",
            "receiving": {"channels": ["counter"]},
            "cases": [before],
            "source": "",
            "source_day": "2026-11-01",
        }
    )
    stored = definition.model_dump(mode="json", exclude_defaults=True)
    return Definition.model_validate(changes.apply(stored, terms.differences(before, wanted, shown))).cases[0]


class TestLimits:
    def test_one_limit_for_all_channels_is_one_difference(self) -> None:
        (one,) = terms.differences(case(), Terms(dict.fromkeys(ALL, FIVE)), ALL)
        assert one["at"] == "cases[01].limit"
        after = made(case(), Terms(dict.fromkeys(ALL, FIVE)))
        assert (after.limit.amount, after.limit.basis, after.limit_by_channel) == (5, "Quyết định 7/QĐ-UBND", {})

    def test_one_channel_leaves_the_others_alone(self) -> None:
        after = made(case(), Terms({"online": FIVE}))
        assert [after.limit_for(one).amount for one in ALL] == [7, 5, 7]

    def test_what_the_nation_says_already_is_no_difference(self) -> None:
        assert terms.differences(case(), Terms(dict.fromkeys(ALL, SEVEN)), ALL) == []
        assert terms.differences(case(), Terms(), ALL) == []

    def test_a_channel_s_own_limit_gives_way_to_one_for_all(self) -> None:
        before = case(limit_by_channel={"post": TEN})
        after = made(before, Terms(dict.fromkeys(ALL, FIVE)))
        assert [after.limit_for(one).amount for one in ALL] == [5, 5, 5]

    def test_a_case_left_unclear_becomes_clear_with_all_its_channels(self) -> None:
        after = made(UNCLEAR, Terms({"counter": SEVEN, "online": FIVE, "post": SEVEN}))
        assert after.unclear == ""
        assert [after.limit_for(one).amount for one in ALL] == [7, 5, 7]

    def test_a_case_left_unclear_is_not_half_cleared(self) -> None:
        with pytest.raises(Incomplete):
            terms.differences(UNCLEAR, Terms({"online": FIVE}), ALL)
        assert made(UNCLEAR, Terms({"counter": FIVE}), ("counter",)).limit.amount == 5

    def test_a_longer_wait_is_seen_where_the_units_compare(self) -> None:
        assert terms.longer(case(), Terms({"counter": TEN, "online": FIVE})) == ("counter",)
        assert terms.longer(case(), Terms({"counter": Limit(unit="calendar_day", amount=9)})) == ()
        assert terms.longer(UNCLEAR, Terms({"counter": TEN})) == ()


class TestFees:
    def test_an_amount_that_the_council_set_stands_with_its_basis(self) -> None:
        fees = terms.with_amounts((FEE, FREE), {0: 75_000}, "Nghị quyết 5/2026/NQ-HĐND")
        assert fees[0].amount == 75_000
        assert fees[0].note == "do HĐND quy định (Nghị quyết 5/2026/NQ-HĐND)"
        assert terms.with_amounts((FREE,), {0: 5}, "Nghị quyết 5")[0].note == "Nghị quyết 5"
        assert fees[1] == FREE
        assert made(case(), Terms(fees=fees)).fees == fees

    def test_the_same_amount_is_no_difference(self) -> None:
        fees = terms.with_amounts((FEE, FREE), {1: 0}, "Nghị quyết 5")
        assert terms.differences(case(), Terms(fees=fees), ALL) == []


class TestBack:
    @pytest.mark.parametrize(
        "wanted",
        [
            Terms(dict.fromkeys(ALL, FIVE)),
            Terms({"online": FIVE}),
            Terms({"counter": TEN, "post": FIVE}, (FEE,)),
            Terms(fees=(FREE,)),
            Terms(),
        ],
    )
    def test_what_was_set_is_read_back(self, wanted: Terms) -> None:
        assert terms.otherwise(case(), made(case(), wanted), ALL) == wanted

    def test_an_unclear_case_that_was_cleared_is_read_back(self) -> None:
        wanted = Terms({"counter": FIVE, "online": FIVE, "post": TEN})
        assert terms.otherwise(UNCLEAR, made(UNCLEAR, wanted), ALL) == wanted
        assert terms.otherwise(UNCLEAR, UNCLEAR, ALL) == Terms()

    def test_what_is_about_other_things_is_told_apart(self) -> None:
        found: list[changes.Change] = [
            {"at": "cases[01].limit.amount", "value": 5}, {"at": "cases[01].limit_by_channel.post", "value": {}},
            {"at": "cases[01].fees", "value": []}, {"at": "cases[01].unclear"},
            {"at": "cases[01].limit_note", "value": "x"}, {"at": "cases[01].papers[a].required", "value": "no"},
        ]  # fmt: skip
        assert [one["at"] for one in terms.others(found)] == ["cases[01].limit_note", "cases[01].papers[a].required"]


def test_only_channels_that_can_matter_are_asked_for() -> None:
    definition = Definition.model_validate(
        {
            "field_code": "x",
            "executing_kind": "",
            "receiving": {"channels": ["online"]},
            "cases": [case()],
            "source": "",
            "source_day": "2026-11-01",
        }
    )
    assert terms.channels(definition, definition.cases[0]) == ("counter", "online")
