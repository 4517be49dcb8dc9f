"""From home: Hùng sends his own application to the centre of the body that decides, and nobody sends it for him."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

import people
from people import HUNG, LAN, MINH, THAO
from thongsuot.areas.dossiers import online
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import reading, sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound
from thongsuot.engine.making import Paper
from thongsuot.register import bodies, calendar, competences, procedures
from thongsuot.register.catalogue import adopting
from thongsuot.register.working_time import VIETNAM

THURSDAY = datetime(2026, 11, 19, 9, 15, tzinfo=VIETNAM)
SUNDAY = datetime(2026, 11, 22, 20, 40, tzinfo=VIETNAM)
EXTRACT, UNCLEAR = "2.000635", "1.001022"
WANTED = Application(
    procedure_code=EXTRACT,
    case_key="",
    place_code=people.WARD,
    name="Ai đó khác",
    number="046085009999",
    phone="0912345678",
    content="Hai bản sao trích lục khai sinh",
)


@pytest.fixture(scope="module")
def _loaded(country_setup: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The country and the tests' people; the centre of Thuận Hóa has switched its procedures on."""
    with django_db_blocker.unblock(), transaction.atomic():
        people.settle()
        _forget()
        views = [view for code in (EXTRACT, UNCLEAR) if (view := procedures.procedure(code, THURSDAY.date()))]
        keys = [(view.code, view.authority) for view in views]
        adopting.switch_on(keys, people.CENTRE, "Đặng Trung Kiên", "dữ liệu minh họa", THURSDAY.date())
        yield
        transaction.set_rollback(True)
    _forget()


def _forget() -> None:
    for module in (bodies, calendar, competences, procedures, adopting):
        module.forget()


@pytest.fixture
def country(_loaded: None, db: None) -> Iterator[None]:
    _forget()
    yield
    _forget()


def wanted(**changes: object) -> Application:
    """Hùng chooses his ward: the law lets him choose the province's department as well."""
    view = procedures.procedure(EXTRACT, THURSDAY.date())
    assert view is not None
    both = competences.competent(EXTRACT, competences.DECIDE, people.WARD, THURSDAY.date())
    ward = next(one.competence_id for one in both if one.body.key == people.COMMITTEE)
    usual = {"case_key": view.definition.cases[0].key, "competence_id": ward}
    return replace(WANTED, **{**usual, **changes})  # type: ignore[arg-type]


def refused(application: Application, actor: Actor = HUNG) -> dict[str, str]:
    with pytest.raises(NeedsNotMet) as unmet:
        online.submit(actor, application, THURSDAY)
    assert sql.run("SELECT count(*) FROM engine_case") == [(0,)], "something was left half-done"
    return dict(unmet.value.faults)


def test_hung_s_application_waits_at_his_ward_s_centre_under_his_own_name(country: None) -> None:
    paper = Paper(uuid4(), "CCCD.jpg", "image/jpeg", 200_000, b"\x05" * 32)
    case = online.submit(HUNG, wanted(), THURSDAY, papers=(paper,))
    assert (case.receiving_body, case.competent_body) == (people.CENTRE, people.COMMITTEE)
    assert (case.step, case.status, case.assignee, case.queue_role) == ("submitted", 1, None, "intake")
    assert (case.subject_name, case.subject["number"], case.facts["channel"]) == (HUNG.name, HUNG.citizen, "online")
    page = reading.case_page(HUNG, case.id)
    assert [one.name for one in page.papers] == ["CCCD.jpg"]
    assert page.entries[0].body["who"] == {"person": None, "name": "", "subject": True}
    assert [row.id for row in reading.work_list(LAN, "queue", SUNDAY).rows] == [case.id]
    with pytest.raises(NotFound):
        reading.case_page(THAO, case.id)


def test_the_centre_answers_within_eight_working_hours_counted_from_monday(country: None) -> None:
    case = online.submit(HUNG, wanted(), SUNDAY)
    assert case.due_at is not None
    assert case.due_at.astimezone(VIETNAM).strftime("%d/%m") == "23/11"
    accepted = verbs.move(LAN, case.id, case.length, "accept")
    assert accepted.clock is not None
    assert accepted.clock["limit"]["unit"] != "working_hour"


def test_pressing_twice_gives_the_same_dossier(country: None) -> None:
    key = uuid4()
    first = online.submit(HUNG, wanted(), THURSDAY, key=key)
    assert online.submit(HUNG, wanted(), SUNDAY, key=key) == first


def test_sending_asks_the_database_little(country: None) -> None:
    online.submit(HUNG, wanted(), THURSDAY)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        online.submit(HUNG, wanted(), THURSDAY)
    assert len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= 6


@pytest.mark.parametrize("actor", [LAN, MINH, Actor(None, "")], ids=["Lan", "Minh", "nobody signed in"])
def test_nobody_else_sends_in_a_citizen_s_way(country: None, actor: Actor) -> None:
    with pytest.raises(NotAllowed, match="định danh điện tử"):
        online.submit(actor, wanted(), THURSDAY)


def test_what_cannot_be_sent_says_where_to_go(country: None) -> None:
    assert "quầy" in refused(wanted(place_code=people.NEIGHBOUR))["procedure"]
    assert "Chọn nơi" in refused(wanted(competence_id=None))["competence"]
    assert "place" in refused(wanted(procedure_code="9.999999"))
    assert "place" in refused(wanted(place_code="00000"))
    assert "case" in refused(wanted(case_key="khac"))
    assert "phone" in refused(wanted(phone="một hai ba"))


def test_a_procedure_whose_limit_is_unclear_is_taken_at_the_counter(country: None) -> None:
    view = procedures.procedure(UNCLEAR, THURSDAY.date())
    assert view is not None
    unclear = next(case for case in view.definition.cases if case.limit_at("online") is None)
    assert "chưa rõ" in refused(wanted(procedure_code=UNCLEAR, case_key=unclear.key, competence_id=None))["procedure"]
