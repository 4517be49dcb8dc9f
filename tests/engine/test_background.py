"""Beside the servers: entries are stamped, days sealed, what comes due is warned of, a lost database is waited for."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from at_work import DEFECTS, bring_to, receive, rows
from people import LAN, MINH
from thongsuot.engine import background, sql, stamper, sweep, verbs, verify
from thongsuot.engine.case import Case
from thongsuot.register import calendar
from thongsuot.register.working_time import VIETNAM

TODAY = datetime.now(VIETNAM).date()


# Stamps and roots.


def test_entries_are_stamped_in_the_order_of_their_case(thuan_hoa: None) -> None:
    one, other = bring_to("processing"), bring_to("proposed")
    assert stamper.stamp("vn") == one.length + other.length
    assert stamper.stamp("vn") == 0
    one = verbs.claim(MINH, one.id, one.length)
    assert stamper.stamp("vn") == 1
    stamped = sql.run("SELECT sequence, case_id, number FROM engine_stamp ORDER BY sequence")
    assert [row[0] for row in stamped] == list(range(1, len(stamped) + 1))
    assert [number for _, id, number in stamped if id == one.id] == [1, 2, 3]
    assert stamped[-1][1:] == (one.id, 3)


def test_a_day_is_sealed_at_its_midnight_and_not_before(thuan_hoa: None) -> None:
    bring_to("processing")
    assert stamper.make_root("vn", TODAY) is None, "nothing is stamped yet"
    stamper.stamp("vn")
    assert stamper.make_root("vn", TODAY - timedelta(days=1)) is None, "what was stamped today is not yesterday's"
    first = stamper.make_root("vn", TODAY)
    assert first is not None
    assert stamper.make_root("vn", TODAY) is None
    receive()
    stamper.stamp("vn")
    second = stamper.make_root("vn", TODAY)
    assert second not in (None, first)
    sealed = sql.run("SELECT first_sequence, last_sequence, day, root FROM engine_root ORDER BY first_sequence")
    assert sealed == [(1, 2, TODAY, first), (3, 3, TODAY, second)]
    assert verify.verify_site("vn").faults == ()


def test_a_root_covers_the_root_before_it() -> None:
    hashes = [b"a" * 32, b"b" * 32]
    first = stamper.sealed(b"", hashes)
    assert stamper.sealed(first, hashes) != first
    assert stamper.sealed(b"", hashes[::-1]) != first
    assert stamper.sealed(b"", []) != stamper.sealed(first, [])


def test_each_site_has_a_sequence_of_its_own(thuan_hoa: None) -> None:
    receive()
    stamper.stamp("vn")
    receive()
    stamper.stamp("hue")
    assert sql.run("SELECT site, sequence FROM engine_stamp ORDER BY site") == [("hue", 1), ("vn", 1)]


# What comes due.


def notices(case: Case) -> list[tuple[str, UUID | None, str, str]]:
    return sql.run("SELECT kind, person, body, role FROM engine_notice WHERE case_id = %s ORDER BY id", [case.id])


def test_a_warning_goes_to_who_holds_the_dossier_a_day_before_and_again_when_it_is_late(thuan_hoa: None) -> None:
    case = bring_to("processing")
    case = verbs.claim(MINH, case.id, case.length)
    assert case.warn_at is not None
    assert case.due_at is not None
    hours = calendar.from_files()
    assert hours.days_at(case.due_at) - hours.days_at(case.warn_at) == 1
    assert sweep.sweep(case.warn_at - timedelta(seconds=1)) == 0
    assert sweep.sweep(case.warn_at) == 1
    assert sweep.sweep(case.warn_at + timedelta(minutes=1)) == 0
    assert sweep.sweep(case.due_at) == 1
    assert sweep.sweep(case.due_at + timedelta(hours=1)) == 0
    held, head = (MINH.person, "pkt.19789", "specialist"), (None, "pkt.19789", "head")
    assert notices(case) == [("due_soon", *held), ("due_soon_head", *head), ("overdue", *held), ("overdue_head", *head)]


def test_nobody_is_warned_of_what_is_paused_resolved_or_withdrawn(thuan_hoa: None) -> None:
    paused = bring_to("processing")
    paused = verbs.move(MINH, paused.id, paused.length, "ask_supplement", DEFECTS)
    resolved = bring_to("done")
    withdrawn = receive()
    verbs.move(LAN, withdrawn.id, withdrawn.length, "withdraw", {"request": "Đơn xin rút."})
    assert sweep.sweep(datetime.now(UTC) + timedelta(days=300)) == 0
    assert (notices(paused), notices(resolved), notices(withdrawn)) == ([], [], [])
    back = verbs.move(LAN, paused.id, paused.length, "supplement_arrived", {"brought": ["Bản vẽ"]})
    assert sweep.sweep(back.due_at or datetime.now(UTC)) == 1


def test_an_undone_step_does_not_warn_twice_of_one_due_moment(thuan_hoa: None) -> None:
    case = bring_to("processing")
    due = case.due_at or datetime.now(UTC)
    asked = verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS)
    back = verbs.undo(MINH, case.id, asked.length)
    assert (back.due_at, back.warn_at, back.sweep_at) == (case.due_at, case.warn_at, case.sweep_at)
    assert sweep.sweep(due) == 1
    asked = verbs.move(MINH, case.id, back.length, "ask_supplement", DEFECTS)
    verbs.undo(MINH, case.id, asked.length)
    assert sweep.sweep(due) == 0
    assert [kind for kind, *_ in notices(case)] == ["overdue", "overdue_head"]


def test_one_row_that_fails_is_pushed_ahead_and_the_others_are_warned_of(
    thuan_hoa: None, caplog: pytest.LogCaptureFixture
) -> None:
    cases = [receive(at=datetime.now(UTC) - timedelta(days=60)) for _ in range(3)]
    now = datetime.now(UTC)

    def broken(case: sweep.Due, at: datetime) -> bool:
        if case.id == cases[0].id:
            raise ArithmeticError("a calendar without an end")
        return sweep.attend(case, at)

    assert sweep.sweep(now, attend=broken) == 2
    assert notices(cases[0]) == []
    assert "sweep failed" in caplog.text
    assert sweep.sweep(now) == 0
    assert sweep.sweep(now + sweep.RETRY) == 1


def test_a_sweep_takes_the_most_overdue_first_and_no_more_than_its_share(thuan_hoa: None) -> None:
    cases = [receive(at=datetime.now(UTC) - timedelta(days=days)) for days in (50, 70, 60)]
    assert [sweep.sweep(datetime.now(UTC), limit=2) for _ in range(3)] == [2, 1, 0]
    first = sql.run("SELECT case_id FROM engine_notice WHERE kind = 'overdue' ORDER BY id LIMIT 2")
    assert {row[0] for row in first} == {cases[1].id, cases[2].id}


# The process.


class Stopping(threading.Event):
    """Ends the process's loop after so many turns; `between` is called at each."""

    def __init__(self, turns: int, between: Any = None) -> None:
        super().__init__()
        self.turns, self.between = turns, between

    def wait(self, timeout: float | None = None) -> bool:
        if timeout == background.STAMP_EVERY:
            self.turns -= 1
            if self.between:
                self.between(self.turns)
        return self.turns < 0


def run(monkeypatch: pytest.MonkeyPatch, turns: int, between: Any = None) -> None:
    monkeypatch.setattr(background.threading, "Event", lambda: Stopping(turns, between))
    monkeypatch.setattr(background.signal, "signal", lambda *_: None)
    # What works beside waits on the same event and would use up the turns.
    monkeypatch.setattr(background.beside, "begin", lambda stop: None)
    background.run_forever()


def test_the_process_stamps_warns_and_seals(committed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    case = receive(at=datetime.now(UTC) - timedelta(days=60))
    stamper.stamp("vn")
    days = iter([TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=1)])
    monkeypatch.setattr(background, "_today", lambda: next(days))
    verbs.move(LAN, case.id, case.length, "hand_over")
    run(monkeypatch, turns=3)
    assert (rows("stamp"), rows("unstamped"), rows("notice")) == (2, 0, 3)
    assert sql.run("SELECT day, first_sequence, last_sequence FROM engine_root") == [(TODAY, 1, 2)]


def test_a_process_that_was_off_at_midnight_seals_the_day_when_it_is_back(
    committed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive()
    stamper.stamp("vn")
    monkeypatch.setattr(background, "_today", lambda: TODAY + timedelta(days=3))
    run(monkeypatch, turns=2)
    run(monkeypatch, turns=2)
    assert sql.run("SELECT day FROM engine_root") == [(TODAY + timedelta(days=2),)]


def test_a_lost_database_is_waited_for(committed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    receive()
    cut = []

    def between(turns_left: int) -> None:
        if turns_left == 3 and not cut:
            with psycopg.connect(committed.owner_url, autocommit=True) as owner:
                cut.extend(
                    owner.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    ).fetchall()
                )
        if turns_left == 2:
            receive()

    monkeypatch.setattr(background, "AGAIN", timedelta(0))
    run(monkeypatch, turns=6, between=between)
    assert cut
    assert (rows("stamp"), rows("unstamped")) == (2, 0)


# One that fails.


def test_a_reader_that_breaks_stops_nobody_else_and_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def broken(site: str) -> int:
        read.append("broken")
        raise psycopg.errors.UndefinedTable("gone")

    def sound(site: str) -> int:
        read.append(site)
        return 0

    monkeypatch.setattr(background, "_followers", [broken, sound])
    readers = background.jobs()[1:3]
    at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    for moment in (at, at + timedelta(seconds=1), at + background.AGAIN):
        for job in readers:
            job.run(moment)
    assert read == ["broken", "vn", "vn", "broken", "vn"]


def test_a_job_with_its_own_pace_keeps_it() -> None:
    done: list[datetime] = []
    job = background.Job("sweep", done.append, timedelta(seconds=15))
    at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    for second in (0, 1, 14, 15, 16, 31):
        job.run(at + timedelta(seconds=second))
    assert [(one - at).seconds for one in done] == [0, 15, 31]


def test_a_day_that_could_not_be_sealed_is_sealed_later(thuan_hoa: None, monkeypatch: pytest.MonkeyPatch) -> None:
    daily, tried = background.Daily(), []

    def failing(site: str, day: Any) -> None:
        tried.append(day)
        if len(tried) == 1:
            raise psycopg.OperationalError("away")

    monkeypatch.setattr(stamper, "make_root", failing)
    job = background.Job("day", daily)
    at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    for seconds in (0, 1, 6, 7):
        job.run(at + timedelta(seconds=seconds))
    assert len(tried) == 2
    assert daily.done == TODAY
