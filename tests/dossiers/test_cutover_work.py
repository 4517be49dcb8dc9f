"""Adopted dossiers at work: each on its step with its promise, worked on by the ward, counted at its own moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import other_system
import pytest
from django.db import connection, transaction
from other_system import SYSTEM, Row, clean
from pytest_django.plugin import DjangoDbBlocker

import people
from people import BINH, CUC, HANH, HOA, LAN, MINH, OANH
from thongsuot.areas.dossiers.cutover import importing
from thongsuot.areas.dossiers.cutover.importing import Result, Told, Verdict, Wanted
from thongsuot.engine import access, adopting, numbering, reading, sql, stamper, verbs, verify
from thongsuot.engine.case import SELECT, Case, from_row
from thongsuot.engine.errors import Impossible, NotAllowed, NotFound
from thongsuot.exchange.national import telling
from thongsuot.measures import counting, definitions, folding
from thongsuot.measures.counting import Slice
from thongsuot.register import bodies, calendar, competences, procedures
from thongsuot.register.working_time import VIETNAM
from thongsuot.web.desk import words as desk
from thongsuot.web.portal.following import telling as portal


def _forget() -> None:
    for module in (bodies, calendar, competences, procedures):
        module.forget()


@pytest.fixture(scope="module")
def _loaded(country_setup: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        people.settle()
        _forget()
        yield
        transaction.set_rollback(True)
    _forget()


@pytest.fixture
def country(_loaded: None, db: None) -> Iterator[None]:
    _forget()
    yield
    _forget()


def folder_of(at: Path, *rows: Row, **manifest: Any) -> Path:
    (at / "papers").mkdir(parents=True, exist_ok=True)
    (at / "manifest.json").write_text(json.dumps({"system": SYSTEM, **manifest}), encoding="utf-8")
    (at / "dossiers.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return at


def bring(at: Path, *rows: Row, **wanted: Any) -> Result:
    return importing.run(Wanted(folder_of(at, *rows), **wanted))


def only(at: Path, row: Row, **wanted: Any) -> Told:
    (told,) = bring(at, row, **wanted).told
    return told


def case_of(code: str) -> Case:
    (row,) = sql.run(f"SELECT {SELECT} FROM engine_case c WHERE c.code = %s", [code])
    return from_row(row)


def brought(at: Path, status: str, **changed: Any) -> Case:
    row = clean(1, status) | changed
    told = only(at, {name: value for name, value in row.items() if value is not None})
    assert told.here, told.why
    return case_of(told.code)


# The promise and the history.


def test_code_promise_and_moments_are_kept_as_they_were(country: None, tmp_path: Path) -> None:
    case = brought(tmp_path, "4", code="H57.1-260908-00421", due="25/09/2026 16:45")
    assert case.code == "H57.1-260908-00421"
    assert case.due_at == datetime(2026, 9, 25, 16, 45, tzinfo=VIETNAM)
    assert case.opened_at == datetime(2026, 9, 8, 8, 7, tzinfo=VIETNAM)
    reasons = desk.deadline_of(case, datetime.now(UTC)).reasons
    assert any(SYSTEM in reason and "giữ nguyên" in reason for reason in reasons), reasons


def test_a_promise_on_a_sunday_is_not_moved_by_our_calendar(country: None, tmp_path: Path) -> None:
    case = brought(tmp_path, "4", due="27/09/2026 23:59")
    assert case.due_at == datetime(2026, 9, 27, 23, 59, tzinfo=VIETNAM)


def test_adopted_entries_say_whose_word_they_are_and_name_nobody_in_the_chain(country: None, tmp_path: Path) -> None:
    case = brought(tmp_path, "4")
    rows = sql.run(
        "SELECT verb, person, body, happened_at, recorded_at FROM engine_entry WHERE case_id = %s ORDER BY number",
        [case.id],
    )
    assert {row[0] for row in rows} == {"adopt"}
    assert {row[1] for row in rows} == {None}
    assert len(rows) == 1 + other_system.ACTIONS
    assert all(json.loads(row[2])["who"]["adopted"] == SYSTEM for row in rows)
    assert not any(name in row[2] for row in rows for name in other_system.OFFICERS)
    assert all(row[3] < datetime(2026, 11, 20, tzinfo=VIETNAM) < row[4] for row in rows)
    assert [row[3] for row in rows] == sorted(row[3] for row in rows)


def test_officers_read_who_is_said_to_have_done_it_and_the_applicant_only_the_steps(
    country: None, tmp_path: Path
) -> None:
    case = brought(tmp_path, "4")
    told = desk.timeline(reading.case_page(LAN, case.id))
    assert any("Người làm, theo hệ thống trước: " in detail for line in told for detail in line.details)
    assert "chưa xác minh" in told[0].sentence
    citizen = people.Actor(None, case.subject_name, citizen=case.number)
    seen = portal.timeline(reading.case_page(citizen, case.id))
    assert len(seen) == 2
    assert not any(name in line.sentence for line in seen for name in other_system.OFFICERS)
    masked = reading.case_page(OANH, case.id)
    assert not any(entry.personal for entry in masked.entries)
    with pytest.raises(NotFound):
        reading.case_page(HOA, case.id)


def test_a_changed_adopted_entry_is_found_like_any_other(country: None, tmp_path: Path) -> None:
    case = brought(tmp_path, "10")
    stamper.stamp("vn")
    assert verify.verify_site("vn").faults == ()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE engine_case SET due_at = due_at + interval '30 days' WHERE id = %s", [case.id])
    assert "due_at" in str(verify.verify_site("vn").faults[0])


# Where they stand, and the work that goes on.


@pytest.mark.parametrize(
    ("status", "step", "role", "at"),
    [
        ("1", "submitted", "intake", people.CENTRE),
        ("2", "received", "intake", people.CENTRE),
        ("4", "processing", "specialist", people.OFFICE),
        ("5", "waiting_supplement", "specialist", people.OFFICE),
        ("6", "waiting_payment", "specialist", people.OFFICE),
        ("8", "stopped", "chair", people.COMMITTEE),
        ("9", "done", "intake", people.CENTRE),
        ("7", "withdrawn", "", ""),
        ("10", "delivered", "", ""),
        ("3", "refused", "", ""),
    ],
)
def test_each_status_lands_on_its_step_and_in_its_queue(
    country: None, tmp_path: Path, status: str, step: str, role: str, at: str
) -> None:
    case = brought(tmp_path, status)
    assert (case.step, case.status, case.queue_role, case.queue_body) == (step, int(status), role, at)
    assert case.is_open == bool(role)
    assert case.assignee is None
    assert (case.resolved_at is not None) == (status in other_system.ENDED)
    paused = status in ("5", "6", "8")
    assert (case.due_at is None) == paused
    assert case.sweep_at is None or case.is_open


def test_minh_takes_an_adopted_dossier_to_its_end_with_the_table_s_own_moves(country: None, tmp_path: Path) -> None:
    case = brought(tmp_path, "4")
    assert [row.id for row in reading.work_list(MINH, "queue", datetime.now(UTC)).rows] == [case.id]
    case = verbs.claim(MINH, case.id, case.length)
    due = case.due_at
    for who, move, given in (
        (MINH, "propose", {"outcome": "granted", "summary": ["Đồng ý."]}),
        (HANH, "review", {}),
        (BINH, "sign", {"method": "paper"}),
        (CUC, "number", {}),
        (CUC, "seal", {}),
        (CUC, "issue", {}),
        (LAN, "hand_out", {"receiver": "Phạm Văn Đức", "how": "counter"}),
    ):
        case = verbs.move(who, case.id, case.length, move, given)
    assert (case.step, case.due_at) == ("delivered", due)
    stamper.stamp("vn")
    assert verify.verify_site("vn").faults == ()


def test_the_promise_goes_on_where_it_stood_still(country: None, tmp_path: Path) -> None:
    """Asked for a supplement before the promised day: what was left of it then is left when it comes."""
    case = brought(tmp_path, "5", due=(datetime.now(VIETNAM) + timedelta(days=3)).strftime("%d/%m/%Y"))
    case = verbs.move(LAN, case.id, case.length, "supplement_arrived", {"brought": ["Bản vẽ"]})
    assert case.due_at is not None
    assert case.due_at > datetime.now(UTC) + timedelta(days=3), "the days of the pause were not given back"
    case = verbs.claim(MINH, case.id, case.length)
    with pytest.raises((Impossible, NotAllowed)):
        verbs.move(MINH, case.id, case.length, "ask_supplement", {"defects": ["Thêm nữa"]})
    row = case.table.move("ask_supplement")
    assert row is not None
    assert "lần" in access.may(MINH, row, case).reason


def test_nothing_from_before_is_undone_here(country: None, tmp_path: Path) -> None:
    case = brought(tmp_path, "4")
    with pytest.raises(Impossible, match="hoàn tác"):
        verbs.undo(HANH, case.id, case.length)
    case = verbs.claim(MINH, case.id, case.length)
    case = verbs.undo(MINH, case.id, case.length)
    assert (case.step, case.assignee) == ("processing", None)


def test_only_the_operator_adopts(country: None, tmp_path: Path) -> None:
    for actor in (LAN, BINH, people.QUYEN, people.HUNG):
        with pytest.raises(NotAllowed, match="người vận hành"):
            adopting.adopt(actor, [], datetime.now(UTC))


# Numbers and neighbours.


def test_a_number_given_there_is_not_given_again_here(country: None, tmp_path: Path) -> None:
    today = datetime.now(VIETNAM)
    brought(tmp_path, "9", code=f"H57.9-{today:%y%m%d}-0041", result_number="118/2026")
    assert numbering.draw("case:H57.9", f"{today:%Y%m%d}") == 42
    assert numbering.draw(f"result:{people.COMMITTEE}", "2026") == 119


def test_a_code_that_stands_here_already_is_refused_and_told(country: None, tmp_path: Path) -> None:
    brought(tmp_path / "one", "10")
    folder = folder_of(tmp_path / "two", clean(1, "10"))
    (folder / "manifest.json").write_text(json.dumps({"system": "Hệ thống thứ hai"}), encoding="utf-8")
    (told,) = importing.run(Wanted(folder)).told
    assert told.verdict is Verdict.REFUSED
    assert "đã thuộc một hồ sơ khác" in told.why[0]


def test_what_changed_in_the_source_since_is_told_and_not_written_over(country: None, tmp_path: Path) -> None:
    before = brought(tmp_path, "4")
    row = clean(1, "9")
    told = only(tmp_path, row | {"code": before.code, "actions": row["actions"][:20]})
    assert told.verdict is Verdict.CHANGED
    assert "trạng thái 4 → 9, số bước 28 → " in told.why[0]
    assert case_of(before.code or "") == before


def test_the_national_portal_is_not_told_the_old_history_again(country: None, tmp_path: Path) -> None:
    """That it is here now is said once, so that both know the same dossier; of what is over, nothing."""
    at_work, over = brought(tmp_path / "one", "4"), only(tmp_path / "two", clean(2, "10"))
    assert over.here, over.why
    for _ in range(2):
        stamper.stamp("vn")
        telling.catch_up_fully("vn")
    assert at_work.length == 1 + other_system.ACTIONS
    told = sql.run("SELECT dossier_id, kind, verb, number, status FROM exchange_national_message")
    assert told == [(at_work.id, "create", "adopt", 1, 4)]


# Counted at their own moment.


def test_measures_count_adopted_dossiers_where_and_when_they_happened(country: None, tmp_path: Path) -> None:
    rows = [clean(number, status) for number, status in enumerate(("10", "10", "4", "5", "7", "9", "1", "3"), 1)]
    rows[1]["ended"] = "2026-10-30T10:00:00"
    result = bring(tmp_path, *rows)
    assert {one.verdict for one in result.told} <= {Verdict.TAKEN, Verdict.REMARKED}
    stamper.stamp("vn")
    folding.catch_up_fully("vn")
    september = definitions.period(datetime(2026, 9, 1, tzinfo=VIETNAM), datetime(2026, 10, 1, tzinfo=VIETNAM))
    found = _count(september)
    told = {name: found[name] for name in ("received", "resolved", "late", "withdrawn", "in_process", "paused")}
    assert told == {"received": 6, "resolved": 2, "late": 0, "withdrawn": 1, "in_process": 2, "paused": 1}
    october = definitions.period(datetime(2026, 10, 1, tzinfo=VIETNAM), datetime(2026, 11, 1, tzinfo=VIETNAM))
    assert _count(october)["late"] == 1
    for whole, parts in definitions.IDENTITIES:
        assert found[whole] == sum(found[part] for part in parts)
    known = sql.run("SELECT min(recorded_at) > %s FROM measures_stretch", [datetime.now(UTC) - timedelta(hours=1)])
    assert known == [(True,)], "what became known today must not look as if it had been known in September"


def _count(period: definitions.Period) -> counting.Counts:
    return counting.count(OANH, [period], "nation", Slice()).total()


def test_fees_paid_there_are_not_asked_again(country: None, tmp_path: Path) -> None:
    fees = [{"name": "Lệ phí", "amount": "75.000 đ", "paid": "đã nộp"}, {"name": "Phí", "amount": "50000"}]
    case = brought(tmp_path, "4", fees=fees)
    assert case.facts["paid"] == 75_000
    assert case.facts["made"]["pay_fee"] == 1
    assert "không đọc được" in only(tmp_path / "2", clean(2, "4") | {"fees": [{"amount": "1.5"}]}).why[0]


def test_a_wrong_personal_number_opens_nothing(country: None, tmp_path: Path) -> None:
    case = brought(tmp_path, "4", number="12345")
    assert case.number == ""
    told = reading.case_page(LAN, case.id).entries[0].personal
    assert told["said_number"] == "12345"
