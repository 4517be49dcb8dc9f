"""What may be said of ratings: nothing is averaged or ranked under the least number, whatever the numbers are."""

from __future__ import annotations

from datetime import date
from math import isclose
from statistics import fmean, pstdev
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from thongsuot.areas.satisfaction import questions, tokens
from thongsuot.areas.satisfaction.rules import Tally, arranged, together

SMALL = st.integers(0, 60)
STARS = st.tuples(SMALL, SMALL, SMALL, SMALL, SMALL)
TALLIES = st.builds(
    Tally,
    st.text("abcdef", min_size=1, max_size=4),
    st.integers(0, 500),
    STARS,
    flagged=SMALL,
    visits=st.tuples(SMALL, SMALL, SMALL, SMALL),
    costs=st.tuples(st.integers(0, 10**9), SMALL),
    hours=st.tuples(st.floats(0, 1000), SMALL),
)
LEAST = st.integers(2, 100)


@given(TALLIES, LEAST)
def test_under_the_least_number_nothing_is_said_of_how_satisfied_people_are(one: Tally, least: int) -> None:
    if one.counted < least:
        assert (one.mean(least), one.spread(least), one.satisfied(least)) == (None, None, None)
    if sum(one.visits) < least:
        assert one.times(least) is None
    if one.costs[1] < least:
        assert one.cost(least) is None
    if one.hours[1] < least:
        assert one.took(least) is None


@given(TALLIES, LEAST)
def test_the_mean_and_spread_are_those_of_the_single_ratings(one: Tally, least: int) -> None:
    every = [value for value, count in enumerate(one.stars, 1) for _ in range(count)]
    mean, spread = one.mean(least), one.spread(least)
    if mean is not None and spread is not None:
        assert len(every) >= least
        assert isclose(mean, fmean(every))
        assert isclose(spread, pstdev(every), abs_tol=1e-9)


@given(st.lists(TALLIES, max_size=12), LEAST)
def test_no_body_with_too_few_ratings_is_ranked_and_none_is_lost(found: list[Tally], least: int) -> None:
    enough, few = arranged(found, least)

    assert all(one.counted >= least for one in enough)
    assert all(one.counted < least for one in few)
    assert sorted(map(repr, (*enough, *few))) == sorted(map(repr, found))
    assert [one.mean(least) for one in enough] == sorted(one.mean(least) or 0 for one in enough)


@given(st.lists(TALLIES, max_size=8), STARS, LEAST)
def test_the_order_of_those_with_too_few_does_not_move_with_their_stars(
    found: list[Tally], other: tuple[int, ...], least: int
) -> None:
    few = arranged(found, 10**6)[1]
    turned = [Tally(one.key, one.delivered, other, one.flagged) for one in found]  # type: ignore[arg-type]

    assert [(one.key, one.delivered) for one in few] == [(o.key, o.delivered) for o in arranged(turned, 10**6)[1]]


@given(TALLIES, SMALL)
def test_marked_ratings_move_the_response_and_never_the_mean(one: Tally, more: int) -> None:
    marked = Tally(one.key, one.delivered, one.stars, one.flagged + more)

    assert marked.mean(2) == one.mean(2)
    assert marked.rated == one.rated + more


@given(st.lists(TALLIES, max_size=6))
def test_all_together_are_as_many_as_each(found: list[Tally]) -> None:
    whole = together(found)

    assert whole.delivered == sum(one.delivered for one in found)
    assert whole.counted == sum(one.counted for one in found)
    assert whole.flagged == sum(one.flagged for one in found)


def test_where_nothing_was_delivered_there_is_no_rate_of_response() -> None:
    assert Tally("x", 0, (0, 0, 0, 0, 0)).response is None
    assert Tally("x", 40, (0, 0, 0, 5, 3), flagged=2).response == 0.25


@given(st.uuids())
def test_a_token_opens_its_dossier_and_a_changed_one_nothing(id: UUID) -> None:
    made = tokens.token(id)

    assert tokens.case_of(made) == id
    assert tokens.found_in(f" https://dichvucong.vn/danh-gia/{made.upper()}/ ") == made
    for place in (0, 20, 41):
        other = "a" if made[place] != "a" else "b"
        assert tokens.case_of(made[:place] + other + made[place + 1 :]) is None


@given(st.text(max_size=60))
def test_whatever_else_is_scanned_opens_nothing(text: str) -> None:
    assert tokens.case_of(text) is None


def test_the_questions_asked_are_those_of_the_day() -> None:
    found = questions.parse(
        '[{"valid_from":"2027-01-01","basis":"mới","verified":true,"least":50,"same_origin":5,"same_minute":3,'
        '"open_days":90,"questions":[]},{"valid_from":"2025-07-01","basis":"cũ","verified":false,"least":30,'
        '"same_origin":5,"same_minute":3,"open_days":90,"questions":[{"key":"ease","text":"Dễ không?"}]}]'
    )

    assert [one.valid_from for one in found] == [date(2025, 7, 1), date(2027, 1, 1)]
    assert questions.on(date(2020, 1, 1)) == questions.versions()[0]
    assert questions.on(date(2026, 11, 22)).least == 30
    assert len({one.key for one in questions.on(date(2026, 11, 22)).questions}) == 8


@pytest.mark.parametrize("wrong", ["[{}]", "[", '[{"valid_from":"2025-07-01","least":1}]'])
def test_a_file_of_questions_that_cannot_be_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        questions.parse(wrong)
