"""Minh consults the culture office: its clock is its own, its silence is recorded once, and says what it allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import people
from at_work import GRANTED, bring_to
from people import DUNG, HOA, MINH, NAM, OTHER_OFFICE
from scenarios.consultation import OPINION, REASONS, YEN
from thongsuot.areas.consultations import asking, silence, terms
from thongsuot.engine import access, related, sql, verbs, writing
from thongsuot.engine.access import Sight
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound, Refused, StaleCase
from thongsuot.register import calendar

QUESTION = {"question": ["Công trình có thuộc khu vực bảo vệ di tích không?"], "binding": "required"}
LATE = datetime.now(UTC) + timedelta(days=60)


@pytest.fixture
def dossier(db: None) -> Iterator[Case]:
    """Ông Hùng's dossier in Minh's hands."""
    people.settle((*people.EVERYBODY, YEN))
    calendar.load_calendar_rows()
    case = bring_to("processing")
    yield verbs.claim(MINH, case.id, case.length)
    calendar.forget()
    people.forget()


def ask(dossier: Case, **changed: Any) -> Case:
    """Minh's question to the culture office about the dossier as it is now."""
    now = writing.find(dossier.id)
    assert now is not None
    given = {**QUESTION, **{name: changed.pop(name) for name in ("binding",) if name in changed}}
    return asking.ask(MINH, dossier.id, now.length, OTHER_OFFICE, given, **changed)


def propose(dossier: Case) -> Case:
    now = writing.find(dossier.id)
    assert now is not None
    return verbs.move(MINH, dossier.id, now.length, "propose", GRANTED)


def overdue(case: Case) -> Case:
    """The consultation as if its time had run out yesterday."""
    sql.run(
        "UPDATE engine_case SET due_at = now() - interval '1 day' WHERE id = %s RETURNING 1",
        [case.id],
    )
    found = writing.find(case.id)
    assert found is not None
    return found


def test_the_dossiers_clock_and_hand_do_not_change_by_a_question(dossier: Case) -> None:
    ask(dossier)

    after = writing.find(dossier.id)

    assert after is not None
    assert (after.clock, after.due_at, after.assignee, after.step) == (
        dossier.clock, dossier.due_at, dossier.assignee, dossier.step,
    )  # fmt: skip
    assert after.length == dossier.length + 1, "its journal says that somebody was asked"


def test_only_who_holds_the_dossier_asks_about_it_and_nobody_about_a_consultation(dossier: Case) -> None:
    with pytest.raises(NotAllowed):
        asking.ask(NAM, dossier.id, dossier.length, OTHER_OFFICE, QUESTION)
    with pytest.raises(NotFound):
        asking.ask(HOA, dossier.id, dossier.length, OTHER_OFFICE, QUESTION)
    one = ask(dossier)
    with pytest.raises(NotAllowed):
        asking.ask(MINH, one.id, one.length, OTHER_OFFICE, QUESTION)


def test_a_question_about_a_dossier_that_moved_on_opens_nothing(dossier: Case) -> None:
    before = sql.run("SELECT count(*) FROM engine_case")

    with pytest.raises(StaleCase):
        asking.ask(MINH, dossier.id, dossier.length - 1, OTHER_OFFICE, QUESTION)

    assert sql.run("SELECT count(*) FROM engine_case") == before


def test_nothing_of_the_applicant_stands_in_the_consultation(dossier: Case) -> None:
    one = ask(dossier)

    told = json.dumps(sql.run("SELECT row_to_json(c)::text FROM engine_case c WHERE id = %s", [one.id])[0][0])

    assert dossier.subject_name not in told
    assert str(dossier.subject["number"]) not in told
    assert access.sight(YEN, one) is Sight.FULL
    assert access.sight(YEN, dossier) is Sight.NONE
    assert related.related(YEN, one.id) == (), "not even that there is a dossier beyond its code"
    assert [found.id for found in related.related(MINH, dossier.id)] == [one.id]


@pytest.mark.parametrize("binding", ["required", "optional"])
def test_only_a_binding_question_holds_the_proposal_up(dossier: Case, binding: str) -> None:
    ask(dossier, binding=binding)

    if binding == "optional":
        assert propose(dossier).step == "proposed"
        return
    with pytest.raises(Refused, match="ý kiến bắt buộc"):
        propose(dossier)


@pytest.mark.parametrize("way", ["approve", "decline", "withdraw"])
def test_once_it_has_ended_in_whichever_way_the_dossier_goes_on(dossier: Case, way: str) -> None:
    one = ask(dossier)
    if way == "approve":
        one = verbs.claim(YEN, one.id, one.length)
        one = verbs.move(YEN, one.id, one.length, "answer", OPINION)
        with pytest.raises(Refused, match="ý kiến bắt buộc"):
            propose(dossier)
    verbs.move(MINH if way == "withdraw" else DUNG, one.id, one.length, way, {} if way == "approve" else REASONS)

    assert propose(dossier).step == "proposed"


def test_two_questions_hold_it_up_until_both_are_answered(dossier: Case) -> None:
    first, second = ask(dossier), ask(dossier)
    verbs.move(DUNG, first.id, first.length, "decline", REASONS)

    with pytest.raises(Refused, match=second.code or "?"):
        propose(dossier)
    verbs.move(DUNG, second.id, second.length, "decline", REASONS)

    assert propose(dossier).step == "proposed"


@pytest.mark.parametrize("allows", ["proceed", "wait"])
def test_silence_is_recorded_once_and_allows_what_the_parameter_says(
    dossier: Case, allows: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = replace(terms.on(date(2026, 11, 22)), silence=allows)  # type: ignore[arg-type]
    monkeypatch.setattr(terms, "on", lambda day: held)
    one = overdue(ask(dossier))

    assert (silence.record(LATE), silence.record(LATE)) == (1, 0)

    after = writing.find(one.id)
    assert after is not None
    assert (after.facts["allows"], after.is_open, after.step) == (allows, True, "asked")
    if allows == "proceed":
        assert propose(dossier).step == "proposed"
    else:
        with pytest.raises(Refused, match="ý kiến bắt buộc"):
            propose(dossier)
    assert verbs.claim(YEN, one.id, after.length).assignee == YEN.person, "a late answer is still an answer"


def test_nobody_is_called_silent_in_time_or_after_the_answer(dossier: Case) -> None:
    in_time, answered = ask(dossier), ask(dossier)
    verbs.move(DUNG, answered.id, answered.length, "decline", REASONS)
    overdue(answered)

    assert silence.record(datetime.now(UTC)) == 0
    assert "allows" not in (writing.find(in_time.id) or in_time).facts


@pytest.mark.parametrize("days", [0, -1, 16, 10**9])
def test_a_limit_outside_the_parameter_is_refused(dossier: Case, days: int) -> None:
    with pytest.raises(NeedsNotMet) as unmet:
        ask(dossier, days=days)

    assert [name for name, _ in unmet.value.faults] == ["days"]


def test_a_paper_of_another_dossier_is_not_shared(dossier: Case) -> None:
    with pytest.raises(NeedsNotMet, match="không thuộc hồ sơ này"):
        ask(dossier, shared=[uuid4()])


@given(st.integers(1, 15))
def test_every_limit_says_its_basis_and_that_nobody_has_verified_it(days: int) -> None:
    held = terms.on(date(2026, 1, 5))

    limit = held.limit(days)

    assert limit.amount == days
    assert "chưa xác minh" in limit.basis
    assert not limit.verified
    assert ("người hỏi đặt" in limit.basis) == (days != held.working_days)


@given(st.dates(date(2025, 7, 1), date(2060, 1, 1)))
def test_terms_hold_from_their_day_on_and_none_before(day: date) -> None:
    assert terms.on(day).valid_from <= day
    with pytest.raises(terms.NoTerms):
        terms.on(date(2025, 6, 30))


@pytest.mark.parametrize("fault", [{"silence": "agreed"}, {"working_days": 0}, {"unknown": 1}, {"valid_from": "x"}])
def test_terms_with_a_fault_are_refused_whole(fault: dict[str, Any]) -> None:
    [good] = json.loads(terms.FILE.read_text("utf-8"))

    with pytest.raises(ValidationError):
        terms.parse(json.dumps([{**good, **fault}]))
    assert terms.parse(json.dumps([good]))[0].working_days == 5
