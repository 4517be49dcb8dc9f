"""A head gives tasks within the own house: the same table, in which the head does what the chair does otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import people
from people import BINH, CUC, KIEN, OANH, officer
from scenarios import task as tales
from scenarios.playing import Play
from thongsuot.areas.tasks import giving
from thongsuot.areas.tasks.process import ASSIGNER, HEAD, TASK, WITHIN
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Role
from thongsuot.register import calendar

TRANG = officer("Nguyễn Thu Trang", ("head", "vp.46"))
TAM = officer("Trịnh Minh Tâm", ("specialist", "vp.46"))
SIX = {
    "work": "Lập danh sách xã chưa báo cáo", "product": "Danh sách", "acceptance": "Trang nhận",
    "authority": "Quy chế làm việc của Văn phòng", "until": (datetime.now(UTC) + timedelta(days=9)).isoformat(),
}  # fmt: skip


@pytest.fixture(autouse=True)
def settled(db: None) -> Iterator[None]:
    people.settle((*people.EVERYBODY, tales.LONG, TRANG, TAM))
    calendar.load_calendar_rows()
    yield
    calendar.forget()
    people.forget()


def test_the_two_tables_differ_in_who_assigns_and_in_nothing_else() -> None:
    assert [replace(one, role=ASSIGNER) if one.role == HEAD else one for one in WITHIN.moves] == list(TASK.moves)
    assert [replace(one, queue=ASSIGNER) if one.queue == HEAD else one for one in WITHIN.states] == list(TASK.states)
    assert ASSIGNER not in {one.role for one in WITHIN.moves} | {one.queue for one in WITHIN.states}


def _opening(move: str, given: dict[str, object], then: datetime) -> Opening:
    return replace(
        tales._opening(move, given, then), process=WITHIN.pin, receiving_body="vp.46", competent_body=tales.CITY
    )


WITHIN_TALES = replace(
    tales.TALES,
    cast={**tales.CAST, "long": (TRANG, Role("head", At.RECEIVING))},
    standing={
        key: replace(one, queue="head@receiving") if one.queue == tales.ASSIGNER else one
        for key, one in tales.STANDING.items()
    },
    opening=_opening,
)


def test_every_step_of_it_goes_as_told_where_trang_gives_to_kien_of_her_office() -> None:
    for story in (*tales.STORIES[:3], tales.STORIES[-1]):
        steps = story.steps if story is tales.STORIES[-1] else tales._in_the_own_office(*story.steps)
        Play(WITHIN_TALES, replace(story, steps=steps, end=())).run()


def test_trang_gives_to_who_works_in_her_house_and_to_nobody_who_leads_it_or_beyond() -> None:
    day = datetime.now(UTC).date()
    (office,) = TRANG.offices
    offered = {one.person for one in giving.below(office, day)}

    assert TAM.person in offered
    assert not {tales.LONG.person, BINH.person, CUC.person} & offered
    assert {BINH.person, TAM.person} <= {one.person for one in giving.below(tales.LONG.offices[0], day)}


def given_by(who: Actor, to: Actor) -> Opening:
    return giving.prepare(who, {**SIX, "person": str(to.person)}, None, datetime.now(UTC))


def test_what_goes_beyond_is_refused_with_who_gives_it() -> None:
    opening = given_by(TRANG, TAM)
    assert (opening.process, opening.receiving_body, opening.executing_body) == (WITHIN.pin, "vp.46", "vp.46")
    assert given_by(tales.LONG, BINH).process == ""

    for to in (BINH, tales.LONG):
        with pytest.raises(NotAllowed, match="giữ dự thảo để người đứng đầu cơ quan giao"):
            given_by(TRANG, to)
    for who in (TAM, KIEN, OANH):
        with pytest.raises(NotAllowed, match="lập dự thảo"):
            given_by(who, TAM)


def test_trang_splits_what_her_office_was_given_and_not_what_another_house_does() -> None:
    play = Play(tales.TALES, replace(tales.STORIES[-1], steps=tales.STORIES[-1].steps[:1], end=()))
    ours = play.run()
    theirs = Play(tales.TALES, replace(tales.STORIES[0], steps=tales.STORIES[0].steps[:1], end=())).run()

    assert giving.splits(TRANG, ours)
    assert giving.splits(tales.LONG, ours)
    assert not giving.splits(TRANG, theirs)
    assert not giving.splits(TAM, ours)
