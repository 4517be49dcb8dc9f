"""The person whose case it is: Hùng sees his own dossier and nobody else's, and leaves no number in the chain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import people
from scenarios import dossier as story
from thongsuot.engine import access, reading, sql, verbs, writing
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotAllowed, NotFound
from thongsuot.engine.process import At, Move, Role
from thongsuot.register import calendar

NUMBER = "046085001234"
HUNG = Actor(person=None, name="Trần Văn Hùng", citizen=NUMBER)
THAO = Actor(person=None, name="Lê Thị Thảo", citizen="046085009999")
NOBODY = Actor(person=None, name="")


@pytest.fixture
def dossier(db: None) -> Iterator[Case]:
    people.settle()
    calendar.load_calendar_rows()
    yield verbs.open(people.LAN, story.opening("receive", {"sets": "1"}, datetime.now(UTC)))
    calendar.forget()


def test_hung_sees_his_own_dossier_fully_and_the_look_is_recorded(dossier: Case) -> None:
    page = reading.case_page(HUNG, dossier.id)
    assert page.sight is Sight.FULL
    assert page.case.subject_name == "Trần Văn Hùng"
    assert sql.run("SELECT count(*) FROM engine_read WHERE case_id = %s AND person IS NULL", [dossier.id]) == [(1,)]
    assert [row.id for row in reading.visible_cases(HUNG)[0]] == [dossier.id]
    assert reading.find_code(HUNG, dossier.code or "") == dossier.id


@pytest.mark.parametrize("other", [THAO, NOBODY], ids=["another citizen", "nobody signed in"])
def test_nobody_else_sees_it_not_even_that_it_is_there(dossier: Case, other: Actor) -> None:
    with pytest.raises(NotFound):
        reading.case_page(other, dossier.id)
    with pytest.raises(NotFound):
        reading.who_looked(other, dossier.id)
    assert reading.visible_cases(other) == ((), 0)
    assert reading.find_code(other, dossier.code or "") is None
    with pytest.raises(NotFound):
        verbs.move(other, dossier.id, dossier.length, "hand_over")


def test_a_dossier_without_a_number_belongs_to_no_citizen_by_chance(dossier: Case) -> None:
    nameless = replace(dossier, subject={"name": "Không rõ"})
    assert access.sight(NOBODY, nameless) is Sight.NONE
    assert access.sight(HUNG, nameless) is Sight.NONE


def test_what_belongs_to_officers_hung_cannot_do(dossier: Case) -> None:
    with pytest.raises(NotAllowed, match="cán bộ tiếp nhận"):
        verbs.move(HUNG, dossier.id, dossier.length, "hand_over")
    with pytest.raises(NotAllowed):
        verbs.amend(HUNG, dossier.id, dossier.length, {"phone": "0912 345 678"}, "Trần Văn Hùng")
    with pytest.raises(NotAllowed):
        verbs.claim(HUNG, dossier.id, dossier.length)
    assert [move.name for move, _verdict in access.open_moves(HUNG, dossier)] == ["withdraw_online"]


def test_a_move_of_the_subject_is_his_alone(dossier: Case) -> None:
    his = Move("take_back", "Rút", ("received",), "withdrawn", Role("applicant", At.SUBJECT))
    assert access.may(HUNG, his, dossier).allowed
    for other in (THAO, NOBODY, people.LAN, people.KIEN):
        verdict = access.may(other, his, dossier)
        assert not verdict.allowed
        assert "chủ hồ sơ" in verdict.reason


def test_the_chain_holds_neither_his_name_nor_his_number(dossier: Case) -> None:
    for step in writing.entries(dossier.id):
        assert NUMBER not in step.body
        assert "Hùng" not in step.body
        assert "subject" in json.loads(step.body)["personal"]
