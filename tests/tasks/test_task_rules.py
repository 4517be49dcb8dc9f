"""The six clears, the Government's states, progress and rates: rules that hold for whatever is typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.areas.tasks import rules
from thongsuot.areas.tasks.process import STATES
from thongsuot.areas.tasks.rules import Followed, Track

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
FULL = {
    "person": "0197", "work": "Lập danh sách điểm mất kết nối", "until": "2026-11-30T17:00:00+07:00",
    "body": "ubnd.20044", "product": "Danh sách", "acceptance": "Sở nhận", "authority": "Chủ tịch xã quyết định",
}  # fmt: skip
PART = {"person": "person", "work": "work", "until": "time", "body": "responsibility", "product": "product",
        "acceptance": "product", "authority": "authority"}  # fmt: skip
steps = st.sampled_from([state.key for state in STATES])
moments = st.none() | st.integers(-90, 90).map(lambda days: NOW + timedelta(days=days))
followed = st.builds(Followed, steps, moments, moments, st.booleans())


def test_a_draft_with_all_six_lacks_nothing() -> None:
    assert rules.missing(FULL) == ()
    assert rules.missing_words(()) == ""


@given(st.sets(st.sampled_from(sorted(FULL))), st.sampled_from(["", " ", "\n\t", None]))
def test_whatever_is_left_out_or_blank_is_named_and_nothing_else(taken: set[str], blank: str | None) -> None:
    left = {name: blank if name in taken else value for name, value in FULL.items()}

    assert set(rules.missing(left)) == {PART[name] for name in taken}
    assert rules.missing(left) == rules.missing({name: left[name] for name in left if name not in taken})


@given(st.sets(st.sampled_from(sorted(FULL))))
def test_missing_is_told_in_the_order_of_the_six_and_each_says_what_to_do(taken: set[str]) -> None:
    lacking = rules.missing({name: value for name, value in FULL.items() if name not in taken})
    order = [key for key, _label in rules.CLEARS]

    assert list(lacking) == sorted(lacking, key=order.index)
    said = rules.missing_words(lacking)
    assert said.count(": ") == len(lacking)
    assert all(rules.WANTED[key] in said for key in lacking)


def test_no_time_is_clear_only_with_a_reason_and_never_with_both() -> None:
    without = {name: value for name, value in FULL.items() if name != "until"}

    assert rules.missing(without) == ("time",)
    assert rules.missing({**without, "why_no_limit": "Việc thường xuyên"}) == ()
    assert rules.missing({**FULL, "why_no_limit": "Việc thường xuyên"}) == ("time",)


def test_a_word_is_no_work() -> None:
    assert rules.missing({**FULL, "work": "Làm"}) == ("work",)


@pytest.mark.parametrize(
    ("task", "track", "late"),
    [
        (Followed("doing", NOW + timedelta(1)), Track.NOT_BEGUN, False),
        (Followed("doing", NOW), Track.NOT_BEGUN, False),
        (Followed("doing", NOW + timedelta(1), begun=True), Track.IN_TIME, False),
        (Followed("doing", NOW - timedelta(1)), Track.OVERDUE, True),
        (Followed("asking", NOW - timedelta(1)), Track.EXTENSION_ASKED, True),
        (Followed("returned", NOW - timedelta(1), NOW - timedelta(2)), Track.RETURNED, True),
        (Followed("paused", None), Track.PAUSED, False),
        (Followed("standing", None), Track.OPEN_ENDED, False),
        (Followed("handed_in", NOW - timedelta(1), NOW - timedelta(2)), Track.IN_TIME, False),
        (Followed("handed_in", NOW - timedelta(2), NOW - timedelta(1)), Track.OVERDUE, True),
        (Followed("done", NOW - timedelta(1), NOW - timedelta(2)), Track.DONE_IN_TIME, False),
        (Followed("done", NOW - timedelta(3), NOW - timedelta(2)), Track.DONE_LATE, True),
        (Followed("done", None, NOW), Track.DONE_IN_TIME, False),
        (Followed("cancelled", NOW - timedelta(1)), Track.CANCELLED, False),
    ],
)  # fmt: skip
def test_each_state_of_the_governments_tracking_follows_from_the_case_and_the_clock(
    task: Followed, track: Track, late: bool
) -> None:
    assert rules.tracking(task, NOW) is track
    assert rules.late(task, NOW) is late


@given(followed)
def test_every_task_has_one_state_and_words_for_it(task: Followed) -> None:
    track = rules.tracking(task, NOW)

    assert rules.TRACK_WORDS[track]
    assert (track in rules.ENDED) == (task.step in ("done", "cancelled"))
    assert track is not Track.OVERDUE or rules.late(task, NOW)


@given(followed, st.integers(0, 400))
def test_what_is_late_stays_late_while_time_passes(task: Followed, days: int) -> None:
    assert not rules.late(task, NOW) or rules.late(task, NOW + timedelta(days=days))


@given(st.lists(followed))
def test_progress_counts_each_part_once_and_what_is_not_given_any_more_not_at_all(parts: list[Followed]) -> None:
    rolled = rules.progress(parts, NOW)

    assert rolled.total == sum(one.step != "cancelled" for one in parts)
    assert 0 <= rolled.late <= rolled.open <= rolled.total
    assert rolled.share is None or 0 <= rolled.share <= 1
    assert rules.progress([*parts, Followed("cancelled", NOW)], NOW) == rolled
    more = rules.progress([*parts, Followed("done", None)], NOW)
    assert (more.done, more.total, more.late) == (rolled.done + 1, rolled.total + 1, rolled.late)


@given(st.lists(followed))
def test_rates_lie_between_none_and_all_and_what_is_not_due_says_nothing(tasks: list[Followed]) -> None:
    rate = rules.on_time(tasks, NOW)

    assert 0 <= rate.above <= rate.below <= len(tasks)
    assert rules.on_time([*tasks, Followed("doing", NOW + timedelta(1))], NOW) == rate
    plan = rules.completion(tasks, NOW - timedelta(30), NOW)
    assert 0 <= plan.above <= plan.below


def test_the_rate_in_time_is_done_in_time_of_done_and_overdue() -> None:
    yesterday, before = NOW - timedelta(1), NOW - timedelta(2)
    tasks = [
        *[Followed("done", yesterday, before)] * 3, Followed("done", before, yesterday), Followed("doing", yesterday),
        Followed("doing", NOW + timedelta(1)),
    ]  # fmt: skip
    rate = rules.on_time(tasks, NOW)

    assert (rate.above, rate.below, rate.share) == (3, 5, Fraction(3, 5))
    assert rules.on_time([], NOW).share is None


def test_the_published_shares_are_what_their_numbers_give() -> None:
    from thongsuot.measures import external

    assert [one.words for one in external.TASKS] == [
        "296 trên 845 nhiệm vụ = 35,03\u00a0%", "1.384 trên 3.003 nhiệm vụ = 46,09\u00a0%",
    ]  # fmt: skip
