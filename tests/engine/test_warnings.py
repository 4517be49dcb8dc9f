"""Warnings: before the day and after it, to Minh who holds the dossier, Hạnh his head and Bình who leads the house."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from at_work import DEFECTS, bring_to, receive
from people import BINH, CUC, DUNG, HANH, HOA, KIEN, LAN, MINH, NAM
from thongsuot.engine import case_rules, sql, sweep, verbs, verify, warned
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.case_rules import CaseRules, Silence
from thongsuot.engine.errors import Impossible, NotAllowed
from thongsuot.engine.warning_levels import BEFORE_SILENCE, LEVELS, Level, moment_of, raised
from thongsuot.register import calendar
from thongsuot.register.working_time import VIETNAM

NATION = calendar.from_files()
CONSENT = CaseRules(silence=Silence("granted", "Luật của câu chuyện, Điều 1"))


def held() -> Case:
    case = bring_to("processing")
    return verbs.claim(MINH, case.id, case.length)


def due_of(case: Case) -> datetime:
    assert case.due_at is not None
    return case.due_at


def kinds(case: Case) -> list[str]:
    rows = sql.run("SELECT kind FROM engine_notice WHERE case_id = %s ORDER BY id", [case.id])
    return [kind for (kind,) in rows]


def seen_by(actor: Actor) -> list[str]:
    return [one.kind for one in warned.standing(actor)[0]]


def working_hours_after(moment: datetime, hours: int) -> datetime:
    return moment_of(Level("", None, hours), None, moment, NATION)


# Who is told, when.


def test_the_leader_of_the_house_is_told_one_working_day_after_it_was_due_and_nobody_sooner(thuan_hoa: None) -> None:
    case = held()
    due, later = due_of(case), working_hours_after(due_of(case), 8)
    assert sweep.sweep(due) == 1
    assert kinds(case) == ["overdue", "overdue_head"]
    assert sweep.sweep(later - timedelta(seconds=1)) == 0
    assert sweep.sweep(later) == 1
    assert kinds(case)[2:] == ["overdue_house"]
    assert sweep.sweep(later + timedelta(days=90)) == 0


def test_a_sweep_that_slept_tells_all_that_is_due_at_once_and_nobody_that_it_is_soon(thuan_hoa: None) -> None:
    case = held()
    assert sweep.sweep(due_of(case) + timedelta(days=40)) == 1
    assert kinds(case) == ["overdue", "overdue_head", "overdue_house"]


def test_each_sees_the_strongest_warning_that_is_theirs(thuan_hoa: None) -> None:
    case = held()
    assert case.warn_at is not None
    sweep.sweep(case.warn_at)
    assert [seen_by(one) for one in (MINH, HANH, BINH)] == [["due_soon"], ["due_soon_head"], []]
    sweep.sweep(due_of(case))
    assert [seen_by(one) for one in (MINH, HANH, BINH)] == [["overdue"], ["overdue_head"], []]
    sweep.sweep(due_of(case) + timedelta(days=30))
    assert [seen_by(one) for one in (MINH, HANH, BINH)] == [["overdue"], ["overdue_head"], ["overdue_house"]]
    shown, total = warned.standing(BINH)
    assert (shown[0].id, shown[0].code, shown[0].due_at, shown[0].holder, total) == (
        case.id, case.code, case.due_at, "Lê Văn Minh", 1,
    )  # fmt: skip


def test_nobody_else_sees_a_warning(thuan_hoa: None) -> None:
    case = held()
    sweep.sweep(due_of(case) + timedelta(days=30))
    assert {one.name: seen_by(one) for one in (NAM, LAN, CUC, DUNG, HOA, KIEN)} == {
        one.name: [] for one in (NAM, LAN, CUC, DUNG, HOA, KIEN)
    }


def test_a_warning_follows_the_dossier_to_who_holds_it_now(thuan_hoa: None) -> None:
    case = held()
    sweep.sweep(due_of(case))
    verbs.assign(HANH, case.id, case.length, NAM.person)
    assert (seen_by(MINH), seen_by(NAM)) == ([], ["overdue"])


def test_who_holds_it_and_heads_the_office_is_told_once(thuan_hoa: None) -> None:
    case = bring_to("proposed")
    sweep.sweep(due_of(case))
    assert kinds(case) == ["overdue"]
    assert seen_by(HANH) == ["overdue"]


def test_what_waits_in_a_queue_warns_all_who_may_take_it(thuan_hoa: None) -> None:
    case = bring_to("processing")
    sweep.sweep(due_of(case))
    assert (seen_by(MINH), seen_by(NAM)) == (["overdue"], ["overdue"])


def test_the_list_shows_ten_and_says_how_many_there_are(thuan_hoa: None) -> None:
    for _ in range(12):
        receive(at=datetime.now(UTC) - timedelta(days=60))
    sweep.sweep(datetime.now(UTC))
    before = sql.count()
    shown, total = warned.standing(BINH)
    assert (len(shown), total) == (10, 12)
    assert sql.count() - before == 1


# What takes a warning away.


def test_a_pause_an_end_and_a_new_day_take_their_warnings_away(thuan_hoa: None) -> None:
    paused, ended, extended = held(), bring_to("signed"), held()
    now = max(one.warn_at for one in (paused, ended, extended) if one.warn_at)
    assert sweep.sweep(now) == 3
    paused = verbs.move(MINH, paused.id, paused.length, "ask_supplement", DEFECTS)
    bring_to("done", ended)
    until = NATION.closing((due_of(extended) + timedelta(days=14)).astimezone(VIETNAM).date())
    sorry = {"until": until.isoformat(), "reasons": ["Chờ ý kiến"]}
    extended = verbs.move(HANH, extended.id, extended.length, "extend", sorry)
    assert (seen_by(MINH), seen_by(HANH), seen_by(CUC)) == ([], [], [])
    assert sweep.sweep(now + timedelta(minutes=1)) == 0
    assert sweep.sweep(due_of(extended)) == 1
    assert kinds(extended) == ["due_soon", "due_soon_head", "overdue", "overdue_head"]
    assert kinds(paused) == ["due_soon", "due_soon_head"]


def test_warnings_of_what_ended_long_ago_are_dropped_and_the_others_kept(thuan_hoa: None) -> None:
    ended, open_ = held(), held()
    now = max(one.warn_at for one in (ended, open_) if one.warn_at)
    sweep.sweep(now)
    verbs.move(LAN, ended.id, ended.length, "withdraw", {"request": "Đơn xin rút."})
    sweep.erase_old(datetime.now(UTC) + sweep.KEPT - timedelta(hours=1))
    assert kinds(ended) == ["due_soon", "due_soon_head"]
    sweep.erase_old(datetime.now(UTC) + sweep.KEPT + timedelta(hours=1))
    assert kinds(ended) == []
    assert kinds(open_) == ["due_soon", "due_soon_head"]


# Silence.


def test_before_silence_all_three_are_told_and_at_the_moment_the_system_settles(thuan_hoa: None) -> None:
    case = receive(rules=CONSENT)
    case = verbs.claim(MINH, *_handed_over(case))
    assert case.warn_at is not None
    assert sweep.sweep(case.warn_at) == 1
    assert kinds(case) == [level.kind for level in BEFORE_SILENCE]
    assert [seen_by(one) for one in (MINH, HANH, BINH)] == [
        ["silence_soon"], ["silence_soon_head"], ["silence_soon_house"],
    ]  # fmt: skip
    assert sweep.sweep(due_of(case) - timedelta(seconds=1)) == 0


def _handed_over(case: Case) -> tuple[object, int]:
    after = verbs.move(LAN, case.id, case.length, "hand_over")
    return after.id, after.length


def test_silence_settles_at_the_due_moment_itself_and_once(thuan_hoa: None) -> None:
    case = receive(at=datetime.now(UTC) - timedelta(days=60), rules=CONSENT)
    now = datetime.now(UTC)
    assert sweep.sweep(now) == 1
    assert sweep.sweep(now) == 0
    row = sql.run(
        "SELECT step, outcome, is_open, resolved_at, closed_at, sweep_at FROM engine_case WHERE id = %s", [case.id]
    )
    assert row == [("deemed", "granted", False, case.due_at, case.due_at, None)]
    assert kinds(case) == []
    assert verify.verify_site("vn").faults == ()


def test_what_no_law_says_so_of_is_late_and_nothing_else(thuan_hoa: None) -> None:
    case = receive(at=datetime.now(UTC) - timedelta(days=60))
    sweep.sweep(datetime.now(UTC))
    assert sql.run("SELECT step FROM engine_case WHERE id = %s", [case.id]) == [("received",)]
    assert case_rules.silence_of(case) is None


def test_what_was_answered_in_time_is_not_settled_by_silence(thuan_hoa: None) -> None:
    case = receive(rules=CONSENT)
    case = bring_to("signed", case)
    assert sweep.sweep(due_of(case)) == 1
    assert kinds(case)[0] == "overdue"
    assert sql.run("SELECT step FROM engine_case WHERE id = %s", [case.id]) == [("signed",)]


def test_while_the_clock_stands_still_no_silence_settles(thuan_hoa: None) -> None:
    case = bring_to("processing", receive(rules=CONSENT))
    verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS)
    assert sweep.sweep(datetime.now(UTC) + timedelta(days=400)) == 0
    assert sql.run("SELECT step FROM engine_case WHERE id = %s", [case.id]) == [("waiting_supplement",)]


def test_nobody_answers_after_the_law_has_although_the_sweep_slept(thuan_hoa: None) -> None:
    case = receive(at=datetime.now(UTC) - timedelta(days=60), rules=CONSENT)
    with pytest.raises(NotAllowed, match="không trả lời đã là trả lời"):
        verbs.move(LAN, case.id, case.length, "hand_over")
    sweep.sweep(datetime.now(UTC))
    with pytest.raises(Impossible):
        verbs.move(LAN, case.id, case.length + 1, "hand_over")


# The levels, without a database.


@given(
    soon=some.integers(1, 60 * 24 * 5),
    steps=some.lists(some.integers(0, 60 * 24 * 4), min_size=1, max_size=30),
    law=some.booleans(),
)
def test_however_a_sweep_wakes_nobody_is_told_twice_and_all_that_is_due_is_told(
    soon: int, steps: list[int], law: bool
) -> None:
    due = datetime(2026, 10, 14, 10, tzinfo=VIETNAM)
    warn = due - timedelta(minutes=soon)
    levels = [*BEFORE_SILENCE, *(one for one in LEVELS if one.hours is not None)] if law else list(LEVELS)
    told: list[str] = []
    now, again = warn - timedelta(days=1), warn
    for step in steps:
        now += timedelta(minutes=step)
        if again is None or now < again:
            continue
        reached, again = raised(levels, warn, due, now, NATION)
        told += [one.kind for one in reached if one.kind not in told]
        assert all(moment_of(one, warn, due, NATION) <= now for one in reached)
        assert again is None or again > now
    owed = {one.kind for one in levels if one.hours is not None and moment_of(one, warn, due, NATION) <= now}
    assert owed <= set(told)
    assert len(told) == len(set(told))
    if again is None:
        assert {"overdue", "overdue_head", "overdue_house"} <= set(told)
