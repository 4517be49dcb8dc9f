"""Numbers come from a locked row: gapless, never twice, and a voided one is not given again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from at_work import bring_to, opening, receive
from people import BINH, CUC, LAN
from thongsuot.engine import numbering, verbs
from thongsuot.engine.errors import Refused


def test_a_series_begins_with_one_in_each_period(db: None) -> None:
    assert [numbering.draw("result:ubnd.19789", "2026") for _ in range(3)] == [1, 2, 3]
    assert numbering.draw("result:ubnd.19789", "2027") == 1
    assert numbering.draw("result:ubnd.19753", "2026") == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_blocks_of_numbers_follow_one_another_without_gap_or_overlap(db: None, counts: list[int]) -> None:
    given_out: list[int] = []
    with transaction.atomic():
        for count in counts:
            first = numbering.draw("block", "2026", count)
            given_out += range(first, first + count)
        transaction.set_rollback(True)
    assert given_out == list(range(1, sum(counts) + 1))


def test_a_code_says_where_when_and_which() -> None:
    assert numbering.case_code("H57.19789", date(2026, 11, 5), 7) == "H57.19789-261105-0007"
    assert numbering.case_code("H57.19789", date(2026, 11, 5), 12_345) == "H57.19789-261105-12345"


def test_codes_of_a_day_follow_one_another_and_begin_anew_the_next(thuan_hoa: None) -> None:
    today = opening().happened_at
    yesterday = today - timedelta(days=1)
    codes = [receive(at=at).code or "" for at in (yesterday, today, today, yesterday)]
    assert [code[-4:] for code in codes] == ["0001", "0001", "0002", "0002"]
    assert len(set(codes)) == 4


def test_a_code_belongs_to_the_day_in_vietnam_on_which_the_applicant_came(thuan_hoa: None) -> None:
    late = opening().happened_at.replace(hour=17, minute=30) - timedelta(days=3)
    expected = (late + timedelta(hours=7)).date()
    assert expected == late.date() + timedelta(days=1)
    assert f"-{expected:%y%m%d}-" in (receive(at=late).code or "")


def test_a_refused_opening_uses_no_number(thuan_hoa: None) -> None:
    first = receive()
    far = opening().happened_at.replace(year=2039)
    with pytest.raises(Refused, match="ngoài lịch"):
        verbs.open(LAN, opening(at=far))
    second = receive()
    assert [case.code and case.code[-4:] for case in (first, second)] == ["0001", "0002"]


def test_a_number_taken_back_is_voided_and_the_next_one_is_another(thuan_hoa: None) -> None:
    case = bring_to("numbered")
    first = case.facts["result_number"]
    case = verbs.undo(CUC, case.id, case.length)
    assert "result_number" not in case.facts
    assert case.facts["voided"] == [first]
    case = verbs.move(CUC, case.id, case.length, "number")
    second = case.facts["result_number"]
    case = verbs.undo(BINH, case.id, case.length)
    case = verbs.move(CUC, case.id, case.length, "number")
    assert case.facts["voided"] == [first, second]
    assert len({first, second, case.facts["result_number"]}) == 3


def test_a_number_of_a_refused_step_is_given_to_the_next(thuan_hoa: None) -> None:
    case = bring_to("signed")
    with pytest.raises(Refused):
        verbs.move(CUC, case.id, case.length, "number", {"none": "such"})
    case = verbs.move(CUC, case.id, case.length, "number")
    number, year = case.facts["result_number"].split("/")
    assert (number, year) == ("1", f"{case.changed_at + timedelta(hours=7):%Y}")
