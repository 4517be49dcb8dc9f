"""Which obstacles are the same matter, and which tier comes next: pure rules."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.areas.obstacles.rules import LEAST, Matter, Way, likeness, ranked, way, words

FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))
WORDS = st.sampled_from(("dữ liệu", "hộ tịch", "khai sinh", "đất đai", "bản đồ", "máy quét", "kế toán", "chữ ký số"))
MATTERS = st.builds(
    Matter,
    id=st.uuids(),
    title=st.lists(WORDS, max_size=4).map(" ".join),
    procedure=st.sampled_from(("", "2.000635", "1.001193")),
    article=st.sampled_from(("", "khoản 2 Điều 5", "Điều 7")),
    field=st.sampled_from(("", "justice", "land")),
)


def test_two_communes_that_say_the_same_in_other_words_are_found() -> None:
    quynh = Matter(FIRST, "Không tra được dữ liệu khai sinh lập trước năm 2016", field="justice")
    other = Matter(SECOND, "Dữ liệu khai sinh trước năm 2016 chưa tra được", field="justice")

    assert likeness(quynh, other) > LEAST
    assert ranked(quynh, [other]) == [other]


def test_the_same_procedure_and_article_are_enough() -> None:
    one = Matter(FIRST, "Hệ thống báo lỗi", procedure="2.000635", article="Điều 5")
    other = Matter(SECOND, "Trích lục không in được", procedure="2.000635", article="điều 5")

    assert ranked(one, [other]) == [other]


def test_words_that_every_obstacle_has_say_nothing() -> None:
    assert words("Vướng mắc khi thực hiện thủ tục tại xã") == frozenset()
    one = Matter(FIRST, "Vướng mắc khi giải quyết hồ sơ", field="land")
    assert ranked(one, [Matter(SECOND, "Khó khăn khi giải quyết hồ sơ", field="land")]) == []


def test_the_likeliest_comes_first_and_itself_never() -> None:
    one = Matter(FIRST, "Thiếu máy quét tại trung tâm")
    near = Matter(SECOND, "Thiếu máy quét tại trung tâm, hỏng máy in")
    same = Matter(THIRD, "Thiếu máy quét tại trung tâm")

    assert ranked(one, [one, near, same]) == [same, near]


@given(MATTERS, MATTERS)
def test_likeness_is_a_share_the_same_from_both_sides(one: Matter, other: Matter) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)


@given(MATTERS, st.lists(MATTERS, max_size=20), st.integers(min_value=0, max_value=6))
def test_a_ranking_is_bounded_ordered_and_of_what_was_given(one: Matter, others: list[Matter], most: int) -> None:
    found = ranked(one, others, most)

    assert len(found) <= most
    assert all(other in others and other.id != one.id for other in found)
    likely = [likeness(one, other) for other in found]
    assert likely == sorted(likely, reverse=True)
    assert all(value >= LEAST for value in likely)


@pytest.mark.parametrize(
    ("now", "to", "expected"),
    [
        (3, 1, Way.UP), (3, 0, Way.SKIPS), (1, 0, Way.UP), (3, 3, Way.BESIDE), (0, 0, Way.BESIDE), (1, 3, Way.DOWN),
        (0, 1, Way.DOWN), (0, 3, Way.DOWN),
    ],
)  # fmt: skip
def test_a_tier_is_never_passed_without_being_told_so(now: int, to: int, expected: Way) -> None:
    assert way(now, to) is expected


def test_a_tier_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="tuple"):
        way(3, 2)
