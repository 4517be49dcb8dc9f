"""Trying a process out: when each step is due, who holds it, and what if somebody is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import assume, given, settings
from internal_processes import BASE, LETTERS, PATH, STEPS, building, days, internals

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.internal.definition import BadInternal, Internal
from thongsuot.engine.internal.simulation import Bodies, Holder, Simulation, simulate
from thongsuot.engine.internal.weaving import weave
from thongsuot.register import calendar
from thongsuot.register.working_time import VIETNAM, OutsideCalendar

HERE = Bodies("pvhcc.19789", "pkt.19789", "ubnd.19789")
LAN, MAI, MINH = Holder(uuid4(), "Lan", "Tiếp nhận"), Holder(uuid4(), "Mai", "Tiếp nhận"), Holder(uuid4(), "Minh", "CV")
POSTS = {("pvhcc.19789", "intake"): (LAN, MAI), ("pkt.19789", "specialist"): (MINH,)}
MONDAY = datetime(2026, 11, 23, 7, tzinfo=VIETNAM)


def find(body: str, role: str, day: date) -> Sequence[Holder]:
    return POSTS.get((body, role), ())


def run(internal: Internal, starts: datetime = MONDAY, away: Sequence[UUID] = ()) -> Simulation:
    process = weave(BASE, PATH, internal, 1, LETTERS)
    return simulate(internal, process, HERE, starts, calendar.from_files(), find, away)


class TestDates:
    def test_steps_follow_one_another_over_a_holiday_and_end_before_the_limit(self) -> None:
        done = run(building())
        assert [one.due.date() for one in done.steps][:3] == [
            date(2026, 11, 23),
            date(2026, 11, 23),
            date(2026, 11, 26),
        ]
        assert all(one.starts <= one.due for one in done.steps)
        assert done.due.moment is not None
        assert done.in_time
        assert done.ends <= done.due.moment

    def test_a_plan_that_fits_on_paper_may_still_miss_a_limit_in_calendar_days_over_a_long_holiday(self) -> None:
        steps = tuple(replace(step, span=days("1.4")) if step.span else step for step in STEPS)
        internal = building(steps=steps, limit=Limit(LimitUnit.CALENDAR_DAY, 12))
        before_tet = datetime(2026, 2, 12, 8, tzinfo=VIETNAM)
        assert not run(internal, before_tet).in_time
        assert run(internal, MONDAY).in_time

    def test_a_limit_that_the_law_does_not_set_is_always_kept(self) -> None:
        done = run(building(limit=Limit(LimitUnit.NONE)))
        assert done.due.moment is None
        assert done.in_time

    def test_days_that_the_calendar_does_not_cover_are_refused(self) -> None:
        with pytest.raises(OutsideCalendar):
            run(building(), datetime(2090, 1, 2, 8, tzinfo=VIETNAM))

    @settings(max_examples=40, deadline=None)
    @given(internals())
    def test_no_step_ends_before_it_begins_and_the_last_ends_the_run(self, internal: Internal) -> None:
        try:
            done = run(internal)
        except BadInternal:
            assume(False)
        moments = [moment for one in done.steps for moment in (one.starts, one.due)]
        assert moments == sorted(moments)
        assert done.ends == moments[-1]
        if internal.limit.unit is LimitUnit.WORKING_DAY:
            assert done.in_time


class TestPeople:
    def test_each_step_is_held_by_whoever_carries_its_role_there(self) -> None:
        done = run(building())
        assert done.steps[0].holders == (LAN, MAI)
        assert done.steps[2].holders == (MINH,)
        assert (done.steps[1].role and done.steps[1].role.name, done.steps[1].body) == ("head", "pkt.19789")

    def test_a_post_that_nobody_holds_is_a_gap_by_the_step_s_name(self) -> None:
        assert "“Phân công thụ lý”: chưa có ai giữ vị trí này." in run(building()).gaps

    def test_with_lan_away_mai_goes_on_with_minh_away_there_is_a_gap_with_his_name(self) -> None:
        done = run(building(), away=[LAN.person, MINH.person])
        assert done.steps[0].holders == (MAI,)
        assert done.steps[0].away == (LAN,)
        assert done.steps[0].gap == ""
        assert "Minh (CV) vắng" in done.steps[2].gap
