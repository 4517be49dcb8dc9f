"""What tells whether obstacles are the same matter, and which tier comes next: pure rules."""

from __future__ import annotations

import pytest

from thongsuot.areas.obstacles.rules import Way, telling, way


def test_what_tells_of_an_obstacle_are_its_words_without_marks_and_what_it_refers_to() -> None:
    told = telling("Lỗi (Huế): trích lục in sai tên!", "2.000635", " Điều  5 ", "justice")

    assert told == ["hue", "in", "loi", "luc", "sai", "ten", "trich", "=p 2.000635", "=a dieu 5", "=f justice"]
    assert telling("Trích lục: in sai tên, lỗi Huế", "2.000635", "điều 5", "justice") == told


def test_words_that_every_obstacle_has_say_nothing() -> None:
    assert telling("Vướng mắc khi thực hiện thủ tục tại xã") == []


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
