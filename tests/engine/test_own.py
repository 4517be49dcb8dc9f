"""All that one has: Hùng's dossiers in three groups, by what is asked first; of Thảo's he sees nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

import people
from at_work import DEFECTS, bring_to, receive
from people import HUNG, LAN, MINH, THAO
from thongsuot.engine import own, reading, sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.register import calendar


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def _country(db: None) -> Iterator[None]:
    people.settle()
    calendar.load_calendar_rows()
    yield
    calendar.forget()


def waiting() -> Case:
    case = bring_to("processing")
    return verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS)


def withdrawn() -> Case:
    case = receive()
    return verbs.move(HUNG, case.id, case.length, "withdraw_online", {"request": "Không cần nữa."})


def groups(actor: Actor = HUNG, page: int = 1) -> list[tuple[object, str]]:
    return [(one.row.id, one.group) for one in own.cases(actor, now(), page).cases]


def test_what_waits_for_him_comes_first_the_result_after_what_holds_it_up_and_the_word_last() -> None:
    over, rated, under_way = withdrawn(), bring_to("delivered"), receive()
    ready, asked = bring_to("done"), waiting()

    assert groups() == [
        (asked.id, "asked"),
        (ready.id, "asked"),
        (rated.id, "asked"),
        (under_way.id, "under_way"),
        (over.id, "ended"),
    ]
    assert own.cases(HUNG, now()).counts == {"asked": 3, "under_way": 1, "ended": 1}


def test_what_is_under_way_stands_by_its_due_day() -> None:
    later, sooner = receive(), receive()
    sql.run("UPDATE engine_case SET due_at = due_at - interval '1 day' WHERE id = %s", [sooner.id])

    assert [id for id, _ in groups()] == [sooner.id, later.id]


def test_a_word_said_or_a_month_gone_by_and_the_end_is_the_end() -> None:
    said, old = bring_to("delivered"), bring_to("delivered")
    verbs.move(HUNG, said.id, said.length, "rate", {"stars": "5"})
    sql.run("UPDATE engine_case SET closed_at = closed_at - %s WHERE id = %s", [own.REMEMBERED, old.id])

    assert {group for _, group in groups()} == {"ended"}


@pytest.mark.parametrize("other", [THAO, Actor(None, ""), LAN], ids=["another citizen", "nobody", "an officer"])
def test_nobody_else_has_any(other: Actor) -> None:
    case = receive()

    assert groups(other) == []
    assert own.cases(other, now()).total == 0
    reading.case_page(LAN, case.id)
    assert own.looks(other, case.id) == ()


def test_a_dossier_without_a_number_is_in_nobodys_list() -> None:
    receive(subject={"name": "Không rõ"})

    assert groups(Actor(None, "")) == []
    assert groups(HUNG) == []


def test_pages_have_twenty_each_and_beyond_the_last_there_are_none() -> None:
    for _ in range(own.PAGE + 1):
        receive()

    first, second, third = (own.cases(HUNG, now(), page) for page in (1, 2, 3))

    assert [len(one.cases) for one in (first, second, third)] == [own.PAGE, 1, 0]
    assert {one.row.id for one in first.cases} & {one.row.id for one in second.cases} == set()
    assert first.pages == third.pages == 2
    assert third.total == own.PAGE + 1
    assert own.cases(HUNG, now(), -5).cases == first.cases


def test_the_list_is_one_statement() -> None:
    receive()
    before = sql.count()

    own.cases(HUNG, now())

    assert sql.count() - before == 1


def test_the_list_uses_the_index_of_subjects() -> None:
    receive()
    sql.run("SET LOCAL enable_seqscan = off")

    plan = sql.run(
        "EXPLAIN SELECT 1 FROM engine_case c WHERE c.subject ->> 'number' = %(citizen)s::text",
        {"citizen": HUNG.citizen},
    )

    assert "case_of_subject" in str(plan)


def test_looks_are_told_by_day_post_and_matter_the_last_first() -> None:
    case = receive()
    for who, times in ((LAN, 2), (MINH, 1)):
        for _ in range(times):
            reading.case_page(who, case.id)
    reading.case_page(HUNG, case.id)

    found = own.looks(HUNG, case.id)

    assert [(one.title, one.times, one.own) for one in found] == [
        ("", 1, True),
        ("Chuyên viên", 1, False),
        ("Cán bộ tiếp nhận", 2, False),
    ]
    assert found[1].body == people.OFFICE
    assert found[0].last - found[2].last < timedelta(minutes=1)
