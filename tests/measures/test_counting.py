"""Counts against a slow model of the same definitions, the identities of every slice, lists of exactly that length."""

from __future__ import annotations

from datetime import datetime, timedelta

import histories
import pytest
from histories import Life
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thongsuot.engine import sql
from thongsuot.engine.actor import SYSTEM
from thongsuot.measures import counting, definitions, folding
from thongsuot.measures.counting import Slice
from thongsuot.measures.definitions import FIGURES, IDENTITIES, RATIOS

RANDOM = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
SOME = st.lists(histories.lives(), min_size=1, max_size=12)
HOURS = st.integers(1, histories.SPAN + 24)


def write(cases: list[Life]) -> None:
    sql.run("DELETE FROM measures_stretch")
    folding._write([stretch for case in cases for stretch in case.stretches()])


def over(first: int, last: int) -> definitions.Period:
    return definitions.period(histories.at(min(first, last)), histories.at(max(first, last)))


@RANDOM
@given(cases=SOME, first=HOURS, last=HOURS)
def test_every_figure_is_what_walking_through_the_cases_gives(
    thuan_hoa: None, cases: list[Life], first: int, last: int
) -> None:
    write(cases)
    period = over(first, last)
    counted = counting.count(SYSTEM, [period], "house")

    for house in {case.house for case in cases}:
        mine = [case for case in cases if case.house == house]
        assert dict(counted.of(house)) == histories.expected(mine, period.start, period.as_of, period.soon)


@RANDOM
@given(cases=SOME, first=HOURS, last=HOURS)
def test_the_identities_hold_for_every_slice(thuan_hoa: None, cases: list[Life], first: int, last: int) -> None:
    write(cases)
    for group in counting.GROUPS:
        counted = counting.count(SYSTEM, [over(first, last)], group)
        for key in [*counted.keys, "no such place"]:
            for whole, parts in IDENTITIES:
                assert counted.of(key)[whole] == sum(counted.of(key)[part] for part in parts), (group, key, whole)


@RANDOM
@given(cases=SOME, first=HOURS, last=HOURS)
def test_what_is_carried_over_is_what_was_open_at_the_end_of_the_period_before(
    thuan_hoa: None, cases: list[Life], first: int, last: int
) -> None:
    """Of one period's end and the next one's beginning: nothing is lost and nothing counted twice between them."""
    only_forward = [case for case in cases if not any(e.status == 4 and p.status == 9 for p, e in _pairs(case))]
    write(only_forward)
    earlier = definitions.period(histories.START - timedelta(days=1), over(first, last).start)
    before = counting.count(SYSTEM, [earlier], "nation").total()
    after = counting.count(SYSTEM, [over(first, last)], "nation").total()

    assert after["carried"] == before["in_process"] + before["paused"]


def _pairs(case: Life) -> list[tuple[histories.Event, histories.Event]]:
    return list(zip(case.events, case.events[1:], strict=False))


@RANDOM
@given(cases=SOME, hours=st.lists(HOURS, min_size=1, max_size=5, unique=True))
def test_the_series_of_overdue_is_the_figure_of_each_moment(
    thuan_hoa: None, cases: list[Life], hours: list[int]
) -> None:
    write(cases)
    moments = [histories.at(hour) for hour in sorted(hours)]
    series = counting.overdue_at(SYSTEM, moments, "province")

    for place, moment in enumerate(moments):
        counted = counting.count(SYSTEM, [definitions.period(histories.START, moment)], "province")
        for province in histories.PROVINCES:
            assert series.get(province, [0] * len(moments))[place] == counted.of(province)["overdue"]


@RANDOM
@given(cases=SOME, first=HOURS, last=HOURS)
def test_each_number_is_the_length_of_its_list(thuan_hoa: None, cases: list[Life], first: int, last: int) -> None:
    write(cases)
    period = over(first, last)
    for part in (Slice(), Slice(province="46"), Slice(house="ubnd.31825")):
        counted = counting.count(SYSTEM, [period], "nation", part).total()
        for figure in FIGURES:
            assert counting.listing(SYSTEM, figure, period, part).total == counted[figure], (figure, part)


def test_what_is_received_at_the_first_instant_of_a_day_is_in_that_day_and_in_no_other(thuan_hoa: None) -> None:
    midnight = definitions.day_start(datetime(2026, 11, 3).date())
    hour = int((midnight - histories.START).total_seconds() // 3600)
    write([Life("46", "ubnd.19789", "online", (histories.Event(hour, 2, hour + 50),))])
    day = timedelta(days=1)
    before, on, after = (
        counting.count(SYSTEM, [definitions.period(midnight + n * day, midnight + (n + 1) * day)], "nation").total()
        for n in (-1, 0, 1)
    )

    assert (before["received"], on["received"], after["received"]) == (0, 1, 0)
    assert after["carried"] == 1


def test_a_share_of_nothing_is_no_data_and_never_full_marks() -> None:
    assert all(ratio.of(counting.NOTHING) is None for ratio in RATIOS.values())
    assert RATIOS["on_time_rate"].of({"early": 1, "on_time": 2, "resolved": 4}) == 0.75
    assert RATIOS["index_rate"].of({"early": 1, "on_time": 2, "received": 10}) == pytest.approx(0.3)


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after"):
        definitions.period(histories.at(5), histories.at(4))


def test_every_status_code_has_its_bucket_and_a_closed_stop_is_done() -> None:
    assert {definitions.bucket_of(code, True) for code in range(1, 11)} == set(definitions.Bucket)
    assert definitions.bucket_of(8, True) == "paused"
    assert definitions.bucket_of(8, False) == "resolved"
    with pytest.raises(KeyError):
        definitions.bucket_of(11, True)
