"""Which steps of two versions stand for each other, what a pin names, and which dossiers somebody may move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from internal_processes import BASE, BUILDING, LETTERS, PATH, STEPS, building

import people
from people import BINH, HANH, HOA, LAN, MINH
from thongsuot.engine import registry, sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import Impossible
from thongsuot.engine.internal import moving, store, under_way
from thongsuot.engine.internal.store import Decision
from thongsuot.engine.internal.weaving import named_by, weave
from thongsuot.engine.making import Opening
from thongsuot.register import bodies, calendar

DAY = date(2026, 7, 1)


@pytest.fixture
def country(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(calendar, "load", lambda place="": calendar.from_files())
    monkeypatch.setattr(registry, "_versions", dict(registry._versions))
    people.settle()
    bodies.forget()
    store.forget()
    yield
    store.forget()
    bodies.forget()


def received(procedure: str = BUILDING, **changed: Any) -> Case:
    opening = Opening(
        kind="dossier", move="receive", title="x", place_code=people.WARD, province_code=people.HUE,
        receiving_body=people.CENTRE, executing_body=people.OFFICE, competent_body=people.COMMITTEE,
        competence="thử", product="x", limit=Limit(LimitUnit.WORKING_DAY, 7), subject_name="Hùng", subject={},
        number_prefix="H57.1", happened_at=datetime(2026, 11, 23, 2, tzinfo=UTC), given={"sets": "1"},
        procedure_code=procedure,
    )  # fmt: skip
    return verbs.open(LAN, replace(opening, **changed))


def elsewhere(who: Actor, target: str = "dossier@9", place: str = "", **more: Any) -> list[str]:
    return [one.code for one in under_way.elsewhere(who, "dossier", BUILDING, place, target, **more)[0]]


@pytest.mark.parametrize(
    ("pin", "named"),
    [
        ("dossier@1", None),
        ("dossier@3/1.013225/vn@3", ("1.013225", "", 3)),
        ("dossier@3/1.013225/46@1", ("1.013225", "46", 1)),
        ("dossier@3/1.013225/19789@12", ("1.013225", "19789", 12)),
        ("dossier@3/a/b/19789@1", ("a/b", "19789", 1)),
    ],
)
def test_a_pin_names_procedure_place_and_number_and_a_table_itself_names_none(pin: str, named: Any) -> None:
    assert named_by(pin) == named


def test_a_woven_pin_is_read_back() -> None:
    for place in ("", "46", "19789"):
        assert named_by(weave(BASE, PATH, building(place), 4, LETTERS).pin) == (BUILDING, place, 4)


def test_steps_of_one_status_stand_for_each_other_and_no_others() -> None:
    woven = weave(BASE, PATH, building(), 1, LETTERS)
    alike = {state.key for state in moving.alike(BASE.state("processing"), woven)}

    assert {"processing", "thuc_dia"} <= alike
    assert "waiting_supplement" not in alike
    assert "delivered" not in alike
    assert [state.key for state in moving.alike(BASE.state("waiting_payment"), woven)] == ["waiting_payment"]


@pytest.mark.usefixtures("country")
class TestWhich:
    def test_the_head_sees_the_offices_and_the_chair_the_houses_and_nobody_else_any(self) -> None:
        case = received()

        assert elsewhere(HANH) == elsewhere(BINH) == [case.code]
        for who in (LAN, MINH, HOA):
            assert elsewhere(who) == []

    def test_those_on_the_version_already_those_that_ended_and_other_procedures_are_left_out(self) -> None:
        case, ended, other = received(), received(), received("1.001193")
        verbs.move(LAN, ended.id, ended.length, "withdraw", {"request": "Ông Hùng xin rút"})

        assert elsewhere(HANH) == [case.code]
        assert elsewhere(HANH, target=case.process) == []
        assert other.code not in elsewhere(BINH)

    def test_only_of_the_place_and_only_the_one_asked_for(self) -> None:
        first, second = received(), received()

        assert elsewhere(HANH, place=people.WARD) == elsewhere(HANH, place=people.HUE) == [first.code, second.code]
        assert elsewhere(HANH, place="01") == elsewhere(HANH, place="00001") == []
        assert elsewhere(HANH, only=[second.id]) == [second.code]
        assert elsewhere(HANH, only=[]) == []

    def test_it_costs_one_statement_and_says_how_many_there_are_in_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        received()
        received()
        monkeypatch.setattr(under_way, "_FOUND", under_way._FOUND.replace(f"LIMIT {under_way.MOST}", "LIMIT 1"))

        before = sql.count()
        found, total = under_way.elsewhere(HANH, "dossier", BUILDING, "", "dossier@9")

        assert (len(found), total, sql.count() - before) == (1, 2, 1)

    def test_a_process_of_another_procedure_or_of_another_place_is_refused(self) -> None:
        case = received()
        foreign = registry.keep(weave(BASE, PATH, building("01"), 1, LETTERS)).pin
        other = registry.keep(weave(BASE, PATH, replace(building(), procedure="1.001193"), 1, LETTERS)).pin

        for pin in (foreign, other):
            with pytest.raises(Impossible, match="thủ tục khác hoặc không áp dụng"):
                verbs.migrate(HANH, case.id, case.length, pin)
        for place in ("", people.HUE, people.WARD):
            pin = registry.keep(weave(BASE, PATH, building(place, STEPS), 7, LETTERS)).pin
            case = verbs.migrate(HANH, case.id, case.length, pin)
            assert case.process == pin

    def test_what_the_store_publishes_can_be_moved_to(self) -> None:
        case = received()
        made = store.publish(BINH, building(people.WARD), Decision("12/QĐ-UBND", DAY, DAY))

        assert verbs.migrate(BINH, case.id, case.length, store.pin_of(made)).process == made.pin
