"""What obstacles do by themselves: followers are answered with their main one, silence after an answer ends it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import people
from people import BINH, HOA, LAN, MINH, TUYET, VAN
from scenarios.obstacle import ANSWER, RAISE, SON, TOLD, TRANG
from thongsuot.areas.obstacles import following, similar
from thongsuot.areas.obstacles.area import join, raise_
from thongsuot.engine import access, briefed, sql, verbs, verify, writing
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.briefed import Figure, Span
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotAllowed, Refused
from thongsuot.engine.related import related
from thongsuot.engine.verbs import VIETNAM
from thongsuot.register import calendar

TITLE = "Dữ liệu hộ tịch trước năm 2016 không tra được"
THEODOI = people.officer("Lâm Ngọc Ngân", ("specialist", "vpcp"))


@pytest.fixture(autouse=True)
def thuan_hoa(db: None) -> Iterator[None]:
    """The people in their posts, and the country's calendar."""
    people.settle((*people.EVERYBODY, TRANG, SON, THEODOI))
    calendar.load_calendar_rows()
    yield
    calendar.forget()
    people.forget()


def now() -> datetime:
    return datetime.now(VIETNAM)


def raised(actor: Actor = LAN, **changed: Any) -> Case:
    return verbs.open(actor, raise_(actor, {"title": TITLE, **TOLD, **changed}, None, now()))


def in_working_days(days: int) -> str:
    times = calendar.load(people.WARD)
    return times.moment_of_days(times.days_at(now()) + days).isoformat()


def at(case: Case) -> Case:
    found = writing.find(case.id)
    assert found is not None
    return found


def answered(case: Case, **given: Any) -> Case:
    return verbs.move(BINH, case.id, at(case).length, "answer", {**ANSWER, **given})


def merged(case: Case, main: Case) -> Case:
    return verbs.move(BINH, case.id, at(case).length, "merge", {"main": str(main.id)})


def counted(key: str, days: int = 7) -> list[Any]:
    figure = briefed.told()[f"obstacles.{key}"]
    assert isinstance(figure, Figure)
    until = datetime.now(UTC) + timedelta(seconds=1)
    return [row[0] for row in sql.run(figure.statement, Span(until - timedelta(days=days), until).parameters())]


def test_who_follows_is_answered_with_the_main_one_and_asked_too() -> None:
    main, second = raised(), raised(MINH)
    merged(second, main)
    assert counted("merged") == [second.id]
    assert following.catch_up() == 1, "the two are related"
    assert [one.id for one in related(LAN, main.id)] == [second.id]
    assert following.catch_up() == 0

    answered(main)
    assert following.catch_up() == 1
    told = at(second)
    assert (told.step, told.facts["number"], told.assignee) == ("answered", "1234/BTP-HCTP", MINH.person)
    verbs.move(MINH, second.id, told.length, "confirm", {})
    assert at(main).step == "answered", "Lan is still asked"
    assert following.catch_up() == 0
    assert verify.verify_site("vn").faults == ()


def test_a_chain_of_followers_is_answered_to_its_end() -> None:
    first, second, third = raised(), raised(), raised()
    merged(third, second)
    merged(second, first)
    answered(first)
    while following.catch_up():
        pass

    assert {at(one).step for one in (first, second, third)} == {"answered"}


def test_who_follows_goes_on_alone_when_the_main_one_is_withdrawn() -> None:
    main, second = raised(), raised(MINH)
    merged(second, main)
    verbs.move(LAN, main.id, at(main).length, "withdraw", {})
    following.catch_up()

    assert at(second).step == "raised"
    assert at(second).due_at is not None


def test_nobody_follows_a_follower_nor_itself_nor_what_has_ended() -> None:
    main, second, third = raised(), raised(), raised()
    merged(second, main)
    for to, sentence in ((second, "đã gộp"), (third, "Không có vướng mắc")):
        with pytest.raises(Refused, match=sentence):
            merged(third, to)
    verbs.move(LAN, main.id, at(main).length, "withdraw", {})
    with pytest.raises(Refused, match="đã kết thúc"):
        merged(third, main)


def test_bình_can_take_a_merging_back_before_the_round_sees_it() -> None:
    main, second = raised(), raised()
    done = merged(second, main)
    verbs.undo(BINH, second.id, done.length)

    assert at(second).step == "raised"
    assert "main" not in at(second).facts
    assert following.catch_up() == 0


def test_bình_can_take_a_merging_back_after_the_round_too() -> None:
    main, second = raised(), raised()
    merged(second, main)
    following.catch_up()
    verbs.undo(BINH, second.id, at(second).length)

    assert at(second).step == "raised"
    assert following.catch_up() == 0


def test_ten_working_days_of_silence_after_an_answer_end_it() -> None:
    case = answered(raised())

    assert following.catch_up(datetime.now(UTC) + timedelta(days=5)) == 0
    with pytest.raises(NotAllowed, match="hệ thống"):
        verbs.move(LAN, case.id, at(case).length, "lapse", {})
    assert at(case).step == "answered"


def test_a_lapsed_one_counts_as_ended_without_a_word_and_can_still_be_opened_again() -> None:
    opening = raise_(LAN, {"title": TITLE, **TOLD}, None, now() - timedelta(days=40))
    case = verbs.open(LAN, opening)
    long_ago = now() - timedelta(days=39)
    verbs.move(BINH, case.id, 1, "answer", ANSWER, happened_at=long_ago)
    assert following.catch_up() == 1
    assert (at(case).step, at(case).outcome) == ("closed", "lapsed")
    assert counted("lapsed") == [case.id]
    assert counted("confirmed") == []

    verbs.move(LAN, case.id, at(case).length, "reopen", {"reasons": ["Vẫn vướng"]})
    assert at(case).step == "raised"
    assert counted("reopened") == [case.id]
    assert counted("aged") == [case.id]


def test_the_same_matter_is_offered_to_who_may_see_it_alone() -> None:
    main = raised()
    given = {"title": "Không tra được dữ liệu hộ tịch trước năm 2016", "field": "justice"}

    assert [one.id for one in similar.for_opening(MINH, given)] == [main.id]
    assert [one.id for one in similar.for_opening(TUYET, given)] == [main.id], "the ministry sees its field"
    assert similar.for_opening(HOA, given) == []
    assert similar.for_opening(VAN, given) == [], "the neighbour sees its own"
    assert similar.for_opening(MINH, {"title": "Thiếu máy in", "field": "premises"}) == []


def test_minh_joins_lans_obstacle_and_bình_who_joins_nothing_is_told_so() -> None:
    main = raised()
    opening = join(MINH, {"title": TITLE, "kind": "data", "field": "justice", "description": ["Cũng vậy"]}, main, now())
    second = verbs.open_about(MINH, opening, main.id, "obstacle")

    assert (second.step, second.facts["main"]) == ("merged", str(main.id))
    assert following.catch_up() == 0, "they are related already"
    with pytest.raises(Refused, match="Chọn một vướng mắc"):
        join(BINH, {"title": TITLE}, None, now())
    with pytest.raises(Refused, match="Chọn một vướng mắc"):
        join(BINH, {"title": TITLE}, second, now())


def test_an_office_of_the_government_raises_one_too_and_the_ward_does_not_see_it() -> None:
    case = raised(THEODOI, field="service")

    assert (case.competent_body, case.province_code, case.code[:6]) == ("vpcp", "", "VM.TW-")
    assert access.sight(THEODOI, case) is Sight.FULL
    assert access.sight(LAN, case) is Sight.NONE


def test_a_promise_that_was_moved_is_broken_and_one_that_came_in_time_is_kept() -> None:
    kept, moved = raised(), raised()
    until = in_working_days(7)
    for case in (kept, moved):
        verbs.move(BINH, case.id, 1, "promise", {"until": until, "plan": ["Số hóa"]})
    later = {"until": in_working_days(15), "reasons": ["Máy hỏng"]}
    verbs.move(BINH, moved.id, 2, "postpone", later)
    answered(kept)

    assert counted("moved") == [moved.id]
    assert counted("kept") == [kept.id]
    assert counted("own_tier") == [kept.id]
    assert counted("broken") == [], "its first day has not come"


def test_a_promise_whose_day_went_by_is_broken_whatever_day_was_given_after() -> None:
    long_ago = now() - timedelta(days=20)
    case = verbs.open(LAN, raise_(LAN, {"title": TITLE, **TOLD}, None, long_ago))
    first = (now() - timedelta(days=3)).isoformat()
    made = long_ago + timedelta(hours=1)
    verbs.move(BINH, case.id, 1, "promise", {"until": first, "plan": ["Số hóa"]}, happened_at=made)
    assert counted("overdue") == [case.id]
    later = {"until": in_working_days(15), "reasons": ["Máy hỏng"]}
    verbs.move(BINH, case.id, 2, "postpone", later)

    assert counted("overdue") == []
    assert counted("broken") == counted("ended") == [case.id]
    answered(case)
    assert counted("kept") == []


def test_every_figure_is_its_list_and_opens_on_nobody_elses_week() -> None:
    raised()
    assert RAISE.does == "raise"
    for key, figure in briefed.told().items():
        if key.startswith("obstacles.") and isinstance(figure, Figure):
            assert sql.run(figure.statement, Span(now(), now(), "96").parameters()) == [], key
