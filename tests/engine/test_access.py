"""The one door: who sees what, how much of it, and that every look is written down before the page leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

import people
from at_work import bring_to, opening, paper, receive, rows
from people import (
    BINH,
    CENTRE,
    COMMITTEE,
    CUC,
    DUNG,
    EVERYBODY,
    HANH,
    HOA,
    KIEN,
    LAN,
    MAI,
    MINH,
    NAM,
    OANH,
    OTHER_OFFICE,
    OUTSIDE,
    OVERSEEING,
    QUYEN,
    THANG,
    TUYET,
    VAN,
    WORKING,
    officer,
)
from thongsuot.engine import access, actor, reading, registry, sql, verbs
from thongsuot.engine.access import Sight, masked_name, may, sight
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotAllowed, NotFound, Refused
from thongsuot.engine.process import Move
from thongsuot.engine.tables import APPEND_ONLY

NAME, NUMBER = "Trần Văn Hùng", "046085001234"


def row_of(case: Case, name: str) -> Move:
    found = case.table.move(name)
    assert found is not None
    return found


# Who sees a dossier.

SIGHTS = [
    *((one, Sight.FULL) for one in (*WORKING, MAI, NAM)),
    *((one, Sight.MASKED) for one in OVERSEEING),
    *((one, Sight.NONE) for one in (*OUTSIDE, DUNG)),
]


@pytest.mark.parametrize(("who", "how_much"), SIGHTS, ids=[one.name for one, _ in SIGHTS])
def test_each_sees_as_much_as_her_post_opens(thuan_hoa: None, who: Actor, how_much: Sight) -> None:
    case = bring_to("processing")
    assert sight(who, case) is how_much
    listed, count = reading.visible_cases(who)
    assert (count, len(listed)) == ((0, 0) if how_much is Sight.NONE else (1, 1))
    shown = {Sight.FULL: [NAME], Sight.MASKED: ["T*** V*** H***"], Sight.NONE: []}[how_much]
    assert [row.subject_name for row in listed] == shown


READS: dict[str, Callable[[Actor, Case], object]] = {
    "case_page": lambda who, case: reading.case_page(who, case.id),
    "who_looked": lambda who, case: reading.who_looked(who, case.id),
    "paper": lambda who, case: reading.paper(who, case.id, paper_of(case)),
}
VERBS: dict[str, Callable[[Actor, Case], object]] = {
    "move": lambda who, case: verbs.move(who, case.id, case.length, "propose", {}),
    "claim": lambda who, case: verbs.claim(who, case.id, case.length),
    "assign": lambda who, case: verbs.assign(who, case.id, case.length, NAM.person),
    "attach": lambda who, case: verbs.attach(who, case.id, case.length, (paper(),)),
    "amend": lambda who, case: verbs.amend(who, case.id, case.length, {"phone": "0912"}, NAME),
    "relate": lambda who, case: verbs.relate(who, case.id, case.length, case.id, "same"),
    "undo": lambda who, case: verbs.undo(who, case.id, case.length),
    "migrate": lambda who, case: verbs.migrate(who, case.id, case.length, case.process),
}


def paper_of(case: Case) -> UUID:
    found = sql.run("SELECT id FROM engine_paper WHERE case_id = %s", [case.id])
    return UUID(str(found[0][0])) if found else uuid4()


def with_paper() -> Case:
    case = receive()
    case = verbs.attach(LAN, case.id, case.length, (paper(),))
    return verbs.move(LAN, case.id, case.length, "hand_over")


@pytest.mark.parametrize("what", [*READS, *VERBS])
@pytest.mark.parametrize("who", [HOA, VAN, DUNG, QUYEN], ids=lambda one: one.name)
def test_hoa_of_ca_mau_cannot_tell_a_dossier_of_thuan_hoa_from_none(thuan_hoa: None, who: Actor, what: str) -> None:
    case, act = with_paper(), {**READS, **VERBS}[what]
    missing = replace(case, id=uuid4())
    before = (rows("read"), rows("entry"))
    refusals = []
    for one in (case, missing):
        with pytest.raises(Refused) as refused:
            act(who, one)
        refusals.append((type(refused.value), refused.value.sentence))
    assert refusals[0] == refusals[1]
    assert refusals[0][0] is NotFound
    assert (rows("read"), rows("entry")) == before
    assert reading.find_code(who, case.code or "") is None
    assert reading.work_list(who, "all", datetime.now(UTC)).rows == ()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", OVERSEEING, ids=lambda one: one.name)
def test_who_oversees_looks_and_changes_nothing(thuan_hoa: None, who: Actor, verb: str) -> None:
    case = with_paper()
    with pytest.raises(Refused) as refused:
        VERBS[verb](who, case)
    assert not isinstance(refused.value, NotFound)
    assert rows("entry", case.id) == case.length


def test_nobody_brings_a_stranger_s_dossier_into_sight_by_relating_it(thuan_hoa: None) -> None:
    ours = receive()
    bodies = {"receiving_body": "pvhcc.19753", "executing_body": "pkt.19753", "competent_body": "ubnd.19753"}
    theirs = verbs.open(VAN, opening(place_code="19753", number_prefix="H57.19753", **bodies))
    with pytest.raises(NotFound):
        verbs.relate(LAN, ours.id, ours.length, theirs.id, "same")
    with pytest.raises(NotFound):
        verbs.relate(LAN, ours.id, ours.length, uuid4(), "same")
    with pytest.raises(NotFound):
        verbs.relate(LAN, ours.id, ours.length, ours.id, "same")
    assert rows("relation") == 0
    other = receive()
    related = verbs.relate(LAN, ours.id, ours.length, other.id, "same")
    assert related.length == ours.length + 1
    assert rows("relation", ours.id) == 1


def test_whoever_may_claim_from_a_queue_sees_what_waits_there(thuan_hoa: None) -> None:
    """A đặc khu without offices: the committee itself settles, and its people sit in its Văn phòng."""
    case = verbs.move(LAN, (made := receive(executing_body=COMMITTEE)).id, made.length, "hand_over")
    tam = officer("Tâm", ("specialist", people.SECRETARIAT))
    assert case.queue_body == COMMITTEE
    assert (case.queue_body, case.queue_role) in tam.queues
    assert [row.id for row in reading.work_list(tam, "queue", datetime.now(UTC)).rows] == [case.id]
    assert reading.case_page(tam, case.id).sight is Sight.FULL
    assert verbs.claim(tam, case.id, case.length).assignee == tam.person


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda one: one.name)
def test_every_work_list_shows_only_what_the_door_opens(thuan_hoa: None, who: Actor) -> None:
    for step in ("received", "processing", "proposed", "reviewed", "signed", "done"):
        bring_to(step)
    for tab in reading.TABS:
        for row in reading.work_list(who, tab, datetime.now(UTC)).rows:
            assert reading.case_page(who, row.id).sight is Sight.FULL


def test_the_door_says_the_same_in_sql_and_in_python(thuan_hoa: None) -> None:
    cases = [bring_to("processing"), receive(sector="G15"), receive(receiving_body=CENTRE, executing_body=OTHER_OFFICE)]
    cases[0] = verbs.claim(MINH, cases[0].id, cases[0].length)
    for who in EVERYBODY:
        listed, _ = reading.visible_cases(who)
        assert {row.id for row in listed} == {case.id for case in cases if sight(who, case) is not Sight.NONE}
        masked = {row.id for row in listed if "*" in row.subject_name}
        assert masked == {case.id for case in cases if sight(who, case) is Sight.MASKED}


# What the masked see.


@pytest.mark.parametrize("who", OVERSEEING, ids=lambda one: one.name)
def test_who_oversees_reads_no_value_of_a_person(thuan_hoa: None, who: Actor) -> None:
    case = receive(given={"sets": "1", "note": "Bà Thảo nộp thay"})
    case = verbs.attach(LAN, case.id, case.length, (paper("Giấy khai của Hùng.pdf"),))
    page = reading.case_page(who, case.id)
    text = repr(page)
    for value in ("Hùng", "Thảo", NUMBER):
        assert value not in text
    assert page.sight is Sight.MASKED
    assert page.case.subject == {"name": "***", "kind": "***", "number": "***"}
    assert [entry.personal for entry in page.entries] == [{}, {}]
    full = reading.case_page(LAN, case.id)
    assert full.case.subject["number"] == NUMBER
    assert full.entries[0].given["note"] == "Bà Thảo nộp thay"
    assert full.papers[0].name == "Giấy khai của Hùng.pdf"


@pytest.mark.parametrize("who", OVERSEEING, ids=lambda one: one.name)
def test_who_oversees_cannot_find_by_name_but_by_code(thuan_hoa: None, who: Actor) -> None:
    case = receive()
    for text in (NAME, "Hùng", "T", "%", "_"):
        assert reading.visible_cases(who, text) == ((), 0)
    assert reading.visible_cases(who, case.code or "")[1] == 1
    assert reading.find_code(who, case.code or "") == case.id
    assert reading.visible_cases(LAN, "văn hùng")[1] == 1


def test_a_page_before_the_first_is_the_first_and_one_behind_the_last_is_empty(thuan_hoa: None) -> None:
    case = receive()
    now = datetime.now(UTC)
    for page in (-3, 0, 1):
        assert [row.id for row in reading.work_list(LAN, "mine", now, page).rows] == [case.id]
        assert [row.id for row in reading.visible_cases(LAN, page=page)[0]] == [case.id]
    beyond = reading.work_list(LAN, "mine", now, 2)
    assert (beyond.rows, beyond.total, beyond.pages) == ((), 1, 1)
    assert reading.visible_cases(LAN, page=2)[0] == ()


def test_signs_of_a_pattern_are_only_letters(thuan_hoa: None) -> None:
    receive(subject_name="Công ty 100% vốn_Huế")
    receive(subject_name="Trần Văn Hùng")
    assert [reading.visible_cases(LAN, text)[1] for text in ("100%", "vốn_", "%", "_", "\\", "")] == [1, 1, 1, 1, 0, 2]


@pytest.mark.parametrize(
    ("name", "hidden"),
    [("Nguyễn Thị Lan", "N*** T*** L***"), ("Ánh", "Á***"), ("", ""), ("  Lê   Đức ", "L*** Đ***")],
)
def test_a_hidden_name_keeps_its_initials_and_not_its_length(name: str, hidden: str) -> None:
    assert masked_name(name) == hidden


# Every look is written down.


def test_every_look_at_a_dossier_is_recorded_with_who_by_which_post_and_at_what(thuan_hoa: None) -> None:
    case = with_paper()
    for who in (LAN, MINH, KIEN):
        reading.case_page(who, case.id)
    reading.case_page(LAN, case.id, "receipt")
    reading.paper(MINH, case.id, paper_of(case))
    looked = sql.run(
        "SELECT person, post, what, province_code FROM engine_read WHERE case_id = %s ORDER BY id", [case.id]
    )
    assert looked == [
        (LAN.person, LAN.offices[0].post, "dossier", "46"),
        (MINH.person, MINH.offices[0].post, "dossier", "46"),
        (KIEN.person, KIEN.offices[0].post, "dossier", "46"),
        (LAN.person, LAN.offices[0].post, "receipt", "46"),
        (MINH.person, MINH.offices[0].post, f"paper {paper_of(case)}", "46"),
    ]
    told = [(name, title, what) for _, name, title, what in reading.who_looked(LAN, case.id)]
    assert told[-1] == ("Nguyễn Thị Lan", "Cán bộ tiếp nhận", "dossier")
    assert len(told) == 5


def test_a_look_does_not_touch_the_case_s_chain(thuan_hoa: None) -> None:
    case = receive()
    reading.case_page(LAN, case.id)
    assert reading.case_page(LAN, case.id).case == case
    assert rows("entry", case.id) == 1


def test_a_search_that_shows_a_person_is_a_look_and_a_masked_one_is_not(thuan_hoa: None) -> None:
    case = receive()
    reading.visible_cases(KIEN, case.code or "")
    reading.visible_cases(LAN)
    assert rows("read", case.id) == 0
    reading.visible_cases(LAN, "Hùng")
    assert sql.run("SELECT person, what FROM engine_read WHERE case_id = %s", [case.id]) == [(LAN.person, "search")]


def test_the_masked_open_no_paper(thuan_hoa: None) -> None:
    case = with_paper()
    for who in OVERSEEING:
        with pytest.raises(NotFound):
            reading.paper(who, case.id, paper_of(case))
    other = receive()
    with pytest.raises(NotFound):
        reading.paper(LAN, other.id, paper_of(case))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE engine_{} SET {c} = {c}", "DELETE FROM engine_{}", "TRUNCATE engine_{}"])
def test_the_application_cannot_unwrite_what_was_written(thuan_hoa: None, table: str, change: str) -> None:
    registry.publish()
    case = receive()
    reading.case_page(LAN, case.id)
    column = sql.run("SELECT column_name::text FROM information_schema.columns WHERE table_name = %s", [table])[0][0]
    statement = change.format(table.removeprefix("engine_"), c=column)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        sql.run(statement)


# How many statements it takes.


def statements(act: Callable[[], object]) -> int:
    before = sql.count()
    with connection.execute_wrapper(_no_other_statement):
        act()
    return sql.count() - before


def _no_other_statement(execute: object, statement: str, *rest: object) -> object:
    """Django's own cursor carries savepoints only: nothing goes past the count."""
    assert statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")), statement
    return execute(statement, *rest)  # type: ignore[operator]


def test_each_question_and_each_verb_keeps_to_its_statements(thuan_hoa: None) -> None:
    case = bring_to("processing")
    now = datetime.now(UTC)
    assert statements(lambda: reading.case_page(MINH, case.id)) == 1
    assert [statements(lambda tab=tab: reading.work_list(MINH, tab, now)) for tab in reading.TABS] == [1] * 7
    assert statements(lambda: reading.visible_cases(LAN, "Hùng")) == 1
    assert statements(lambda: reading.find_code(LAN, case.code or "")) == 1
    assert statements(lambda: actor.load(LAN.person or uuid4(), now.date())) == 1
    assert statements(lambda: receive(key=uuid4(), papers=(paper(), paper()))) == 2
    assert statements(lambda: verbs.claim(MINH, case.id, case.length, key=uuid4())) == 2
    case = bring_to("signed")
    papers = (paper(),)
    assert statements(lambda: verbs.move(CUC, case.id, case.length, "number", key=uuid4(), papers=papers)) == 3
    case = bring_to("proposed")
    assert statements(lambda: verbs.move(HANH, case.id, case.length, "review")) == 2
    assert statements(lambda: verbs.undo(HANH, case.id, case.length + 1)) == 3


# Who may act, by which post.


def test_an_actor_without_a_database_is_the_actor_that_the_register_knows(thuan_hoa: None) -> None:
    for one in EVERYBODY:
        assert one.person is not None
        assert actor.load(one.person, datetime.now(UTC).date()) == replace(one, day=datetime.now(UTC).date())
    nobody = actor.load(uuid4(), datetime.now(UTC).date())
    assert (nobody.offices, nobody.queues, nobody.roles) == ((), (), frozenset())
    assert reading.visible_cases(nobody) == ((), 0)


def test_a_post_that_ended_opens_nothing_the_next_day(thuan_hoa: None) -> None:
    from thongsuot.register.models import Holding

    today = datetime.now(UTC).date()
    Holding.objects.filter(person_id=LAN.person).update(valid_to=today)
    assert actor.load(LAN.person or uuid4(), today - timedelta(days=1)).offices == LAN.offices
    assert actor.load(LAN.person or uuid4(), today).offices == ()


def test_a_deputy_acts_for_the_absent_and_the_journal_says_so(thuan_hoa: None) -> None:
    """Minh is on leave; Thu holds his post for him, sees what he held and goes on with it."""
    case = bring_to("processing")
    case = verbs.claim(MINH, case.id, case.length)
    thu = officer("Thu", ("specialist", people.OFFICE), acting_for=MINH)
    with pytest.raises(NotAllowed, match="người khác giữ"):
        verbs.move(NAM, case.id, case.length, "propose", {"outcome": "granted", "summary": ["Đồng ý."]})
    assert [row.id for row in reading.work_list(thu, "mine", datetime.now(UTC)).rows] == [case.id]
    done = verbs.move(thu, case.id, case.length, "propose", {"outcome": "granted", "summary": ["Đồng ý."]})
    who = reading.case_page(LAN, done.id).entries[-1].body["who"]
    assert (who["name"], who["for"]) == ("Thu", str(MINH.person))


def test_the_refusal_says_whose_step_it_is(thuan_hoa: None) -> None:
    case = bring_to("reviewed")
    verdict = may(MINH, row_of(case, "sign"), case)
    assert (verdict.allowed, verdict.reason) == (False, "Bước này của lãnh đạo ký.")
    assert may(BINH, row_of(case, "sign"), case).allowed
    early = may(BINH, row_of(case, "sign"), bring_to("processing"))
    assert early.reason == "Hồ sơ đang ở bước “Đang thụ lý”, không thực hiện được “Ký duyệt”."
    assert may(SYSTEM, row_of(case, "sign"), case).reason == verdict.reason
    assert sight(SYSTEM, case) is Sight.FULL


def test_what_is_open_is_what_the_verb_lets_through(thuan_hoa: None) -> None:
    """The buttons that a page shows are the moves that the server makes."""
    for step in ("received", "processing", "proposed", "reviewed", "signed", "done"):
        case = bring_to(step)
        for who in EVERYBODY:
            for move, verdict in access.open_moves(who, case):
                assert verdict.allowed == (verdict.reason == "")
                assert verdict.office in who.offices
                assert sight(who, case) is Sight.FULL, (who.name, move.name)


def test_other_sectors_and_provinces_are_out_of_sight(thuan_hoa: None) -> None:
    justice = receive(sector="G15")
    assert sight(THANG, justice) is Sight.NONE
    assert sight(TUYET, justice) is Sight.MASKED
    far = receive(province_code="96")
    assert sight(OANH, far) is Sight.NONE
    nation = officer("Phong", ("leader", "vpcp"))
    assert [sight(nation, case) for case in (justice, far)] == [Sight.MASKED] * 2
    ward_head = officer("Hiền", ("leader", COMMITTEE))
    assert sight(ward_head, justice) is Sight.MASKED
    assert sight(ward_head, receive(competent_body="ubnd.19753")) is Sight.NONE
