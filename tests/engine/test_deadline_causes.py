"""What a law sets of the clock: which pauses keep the rest and which begin anew, and how a dossier came to the counter.

Minh at Ba Đình asks for a supplement, for a payment, or stops; the post brings what Lan receives.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from thongsuot.engine.deadline import (
    Arrived,
    BadClock,
    BadLimit,
    Cause,
    Clock,
    Due,
    Fact,
    Limit,
    LimitUnit,
    OnSupplement,
    Paused,
    Resumed,
    due,
)
from thongsuot.register.calendar import VIETNAM, from_files

NATION = from_files()
BASIS = "Quyết định công bố của Chủ tịch UBND thành phố"
LAND = "Luật Đất đai 31/2024/QH15"
POST = Arrived(
    datetime(2026, 11, 23, 9, tzinfo=VIETNAM),
    "Hồ sơ gửi qua bưu chính công ích, không tính thời gian chuyển phát",
    LAND,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def limit(
    on_supplement: OnSupplement = OnSupplement.PAUSE,
    on_payment: OnSupplement | None = None,
    on_stop: OnSupplement | None = None,
    pause_basis: str = "",
) -> Limit:
    return Limit(
        LimitUnit.WORKING_DAY, 5, None, on_supplement, BASIS, True, on_payment, on_stop, pause_basis
    )  # fmt: skip


def waited(cause: Cause | None) -> tuple[Fact, ...]:
    """From Wednesday morning to Friday morning. Monday is used by then; Tuesday is the day of Vietnamese culture."""
    return (Paused(at("2026-11-25T08:00"), "chờ", "Mẫu 02", cause), Resumed(at("2026-11-27T08:00")))


def answer(kept: Limit, cause: Cause | None) -> Due:
    found = due(kept, at("2026-11-23T08:00"), waited(cause), NATION)
    assert all(after.moved_from == before.moved_to for before, after in pairwise(found.reasons))
    return found


PLAIN = due(limit(), at("2026-11-23T08:00"), (), NATION).moment
KEPT, ANEW = answer(limit(), None).moment, answer(limit(OnSupplement.RESET), None).moment


def test_two_days_of_waiting_move_the_day_by_two_and_a_new_start_by_three() -> None:
    assert PLAIN is not None
    assert KEPT is not None
    assert ANEW is not None
    assert [NATION.days_at(one) - NATION.days_at(PLAIN) for one in (KEPT, ANEW)] == [2, 3]


@pytest.mark.parametrize("cause", [None, *Cause])
def test_one_rule_holds_for_every_pause_unless_the_law_separates_them(cause: Cause | None) -> None:
    assert answer(limit(OnSupplement.RESET), cause).moment == ANEW
    assert answer(limit(OnSupplement.PAUSE), cause).moment == KEPT


def test_tax_time_is_left_out_although_a_supplement_begins_anew() -> None:
    land = limit(OnSupplement.RESET, on_payment=OnSupplement.PAUSE)
    assert answer(land, Cause.PAYMENT).moment == KEPT
    assert answer(land, Cause.SUPPLEMENT).moment == ANEW
    assert answer(land, Cause.STOP).moment == ANEW, "nothing was said of a stop"


def test_a_stop_begins_anew_where_only_a_stop_does() -> None:
    stops = limit(on_stop=OnSupplement.RESET)
    assert answer(stops, Cause.STOP).moment == ANEW
    assert answer(stops, Cause.SUPPLEMENT).moment == answer(stops, Cause.PAYMENT).moment == KEPT


def test_the_reason_names_the_provision_and_says_when_nobody_checked_it() -> None:
    checked = answer(limit(OnSupplement.RESET, pause_basis=LAND), Cause.SUPPLEMENT).reasons[-1]
    assert checked.rule == "restarted"
    assert f"tính lại từ đầu kể từ 08:00 thứ Sáu 27/11/2026 theo {LAND}: hạn là" in checked.text
    unchecked = answer(replace(limit(pause_basis=LAND), verified=False), Cause.PAYMENT).reasons[-1]
    assert unchecked.rule == "paused"
    assert f"được giữ nguyên theo {LAND} (chưa xác minh)" in unchecked.text
    assert "theo" not in answer(limit(), Cause.STOP).reasons[-1].text.partition("giữ nguyên")[2]


def test_a_pause_stored_before_causes_were_told_is_a_supplement() -> None:
    old = {"limit": limit(OnSupplement.RESET, on_payment=OnSupplement.PAUSE).to_json(),
           "start": "2026-11-23T08:00:00+07:00",
           "facts": [["paused", "2026-11-25T08:00:00+07:00", "chờ", "Mẫu 02"],
                     ["resumed", "2026-11-27T08:00:00+07:00"]]}  # fmt: skip
    clock = Clock.from_json(old)
    assert clock.due(NATION).moment == ANEW
    assert clock.to_json() == old


@pytest.mark.parametrize("cause", [None, *Cause])
def test_a_cause_survives_storage(cause: Cause | None) -> None:
    clock = Clock(limit(on_stop=OnSupplement.RESET, pause_basis=LAND), at("2026-11-23T08:00"), waited(cause))
    assert Clock.from_json(clock.to_json()) == clock


@pytest.mark.parametrize(
    "stored",
    [{"on_payment": "later"}, {"on_stop": 1}, {"pause_basis": 5}, {"on_supplement": None}, {"on_tax": "pause"}],
)
def test_a_rule_that_is_not_known_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(BadLimit):
        Limit.from_json({"unit": "working_day", "amount": 5, **stored})


@pytest.mark.parametrize("cause", ["holiday", ""])
def test_a_cause_that_is_not_known_is_refused(cause: str) -> None:
    clock = Clock(limit(), at("2026-11-23T08:00")).to_json()
    with pytest.raises(BadClock):
        Clock.from_json({**clock, "facts": [["paused", "2026-11-25T08:00:00+07:00", "chờ", "", cause]]})


# What the post brings.


def test_what_the_post_brings_counts_from_the_counter_and_says_so_first() -> None:
    told = due(limit(), POST.at, (POST,), NATION)
    assert told.moment == due(limit(), POST.at, (), NATION).moment
    first = told.reasons[0]
    assert (first.rule, first.days, first.basis) == ("arrived", 0, LAND)
    assert first.text == f"{POST.why}: thời hạn tính từ lúc nhận, 09:00 thứ Hai 23/11/2026."
    assert [reason.rule for reason in told.reasons][:2] == ["arrived", "limit"]


def test_what_the_post_brings_at_1505_before_the_national_day_is_due_after_it() -> None:
    brought = replace(POST, at=at("2026-08-28T15:05"))
    told = due(Limit(LimitUnit.SAME_DAY, cutoff=time(15), basis=BASIS), brought.at, (brought,), NATION)
    assert [reason.rule for reason in told.reasons][:2] == ["arrived", "cutoff"]
    assert told.moment is not None
    assert told.moment.date() == at("2026-09-03T00:00").date()


def test_what_the_post_brings_on_a_sunday_begins_on_monday_and_both_are_told() -> None:
    brought = replace(POST, at=at("2026-11-22T10:00"))
    told = due(limit(), brought.at, (brought,), NATION)
    assert [reason.rule for reason in told.reasons][:3] == ["arrived", "received_out_of_hours", "limit"]
    assert told.reasons[1].moved_to == at("2026-11-23T07:30")


def test_an_arrival_that_is_not_the_beginning_is_refused() -> None:
    with pytest.raises(BadClock, match="lúc thời hạn bắt đầu"):
        due(limit(), POST.at - timedelta(hours=1), (POST,), NATION)


def test_an_arrival_survives_storage_and_is_kept_beside_a_pause() -> None:
    pause = Paused(POST.at + timedelta(days=1), "chờ", "", Cause.STOP)
    clock = Clock(limit(), POST.at, (POST, pause))
    assert Clock.from_json(clock.to_json()) == clock
    assert clock.paused_now


RULES = some.sampled_from([None, *OnSupplement])


@given(
    on_supplement=some.sampled_from(list(OnSupplement)), on_payment=RULES, on_stop=RULES,
    cause=some.sampled_from([None, *Cause]), amount=some.integers(1, 60),
    begins=some.integers(0, 60 * 24 * 60), waits=some.integers(0, 60 * 24 * 40), until=some.integers(1, 60 * 24 * 20),
)  # fmt: skip
def test_whatever_a_law_says_a_pause_never_makes_a_person_wait_less_and_a_new_start_never_less_than_that(
    on_supplement: OnSupplement,
    on_payment: OnSupplement | None,
    on_stop: OnSupplement | None,
    cause: Cause | None,
    amount: int,
    begins: int,
    waits: int,
    until: int,
) -> None:
    kept = replace(limit(on_supplement, on_payment, on_stop), amount=amount)
    start = at("2026-02-02T00:00") + timedelta(minutes=begins)
    asked = start + timedelta(minutes=until)
    facts = (Paused(asked, "chờ", "", cause), Resumed(asked + timedelta(minutes=waits)))
    found, plain = due(kept, start, facts, NATION).moment, due(kept, start, (), NATION).moment
    assert found is not None
    assert plain is not None
    rule = kept.after(cause)
    own = {Cause.PAYMENT: on_payment, Cause.STOP: on_stop}.get(cause) if cause else None
    assert rule == (own or on_supplement)
    if rule is OnSupplement.PAUSE:
        assert found >= plain
        anew = due(replace(kept, on_supplement=OnSupplement.RESET, on_payment=None, on_stop=None), start, facts, NATION)
        assert anew.moment is not None
        assert asked > plain or anew.moment >= found
    else:
        fresh = due(kept, facts[1].at, (), NATION).moment
        assert found == fresh
