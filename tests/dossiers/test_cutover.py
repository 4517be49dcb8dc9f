"""Cut-over: a folder of another system comes in, every row has one verdict, and nothing is lost or doubled."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import other_system
import pytest
from django.db import connections, transaction
from other_system import MESS, Source

import people
from thongsuot.areas.dossiers.cutover import importing, reconciling
from thongsuot.areas.dossiers.cutover.importing import Result, Verdict, Wanted
from thongsuot.areas.dossiers.cutover.reading import BadSource
from thongsuot.engine import sql, stamper, verify
from thongsuot.measures import folding
from thongsuot.register import bodies, calendar, competences, loading, procedures
from thongsuot.register.catalogue import adopting as catalogue

FORK = get_context("fork")
TABLES = ("engine_case", "engine_entry", "engine_personal", "engine_paper", "engine_unstamped", "engine_counter")


@pytest.fixture
def country(own_database: Any) -> Iterator[Any]:
    """The whole country, committed, with the tests' people in Phường Thuận Hóa."""
    loading.load_country()
    people.settle()
    _forget()
    yield own_database
    _forget()


def _forget() -> None:
    for module in (bodies, calendar, competences, procedures, catalogue):
        module.forget()


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return other_system.write(tmp_path / "cu")


def counts() -> dict[str, int]:
    return {table: int(sql.run(f"SELECT count(*) FROM {table}")[0][0]) for table in TABLES}


def state() -> list[tuple[Any, ...]]:
    """What stands here of each dossier, without what differs by the moment of the import."""
    return sql.run(
        "SELECT c.code, c.step, c.status, c.due_at, c.resolved_at, c.closed_at, c.length, c.subject_name,"
        " c.subject::text,"
        " c.competent_body, c.executing_body, c.receiving_body, c.queue_body, c.queue_role,"
        " (SELECT array_agg(encode(p.digest, 'hex') ORDER BY p.digest) FROM engine_paper p WHERE p.case_id = c.id),"
        " (SELECT array_agg(e.happened_at ORDER BY e.number) FROM engine_entry e WHERE e.case_id = c.id)"
        " FROM engine_case c ORDER BY c.code"
    )


def test_every_row_of_the_mess_has_the_one_verdict_that_it_must_have(country: Any, source: Source) -> None:
    assert len(source.kinds) == 256
    assert source.actions >= 7000
    dry = importing.run(Wanted(source.folder, dry_run=True))
    assert set(counts().values()) == {0}, "a dry run wrote something"
    result = importing.run(Wanted(source.folder))
    wrong = [
        (kind, told.verdict, told.why, told.remarks)
        for kind, expected, told in zip(source.kinds, source.expected, result.told, strict=True)
        if told.verdict is not expected
    ]
    assert wrong == []
    assert [(one.verdict, one.why) for one in dry.told] == [(one.verdict, one.why) for one in result.told]
    assert result.counts == Counter(source.expected)
    assert all(told.why for told in result.told if told.verdict is Verdict.REFUSED), "a refusal without a reason"
    assert len(result.here) == counts()["engine_case"]
    _whole(result)
    _again(source, result)


def _whole(result: Result) -> None:
    """The counts agree, the chains hold, and what the measures count is what stands here."""
    found = reconciling.reconcile(result)
    assert found.differences == ()
    assert found.entries == counts()["engine_entry"]
    stamper.stamp("vn")
    report = verify.verify_site("vn")
    assert (report.faults, report.cases) == ((), len(result.here))
    folding.catch_up_fully("vn")


def _again(source: Source, before: Result) -> None:
    kept, stood = counts(), state()
    again = importing.run(Wanted(source.folder))
    assert again.counts == {
        Verdict.REFUSED: before.counts[Verdict.REFUSED],
        Verdict.EARLIER: len(before.here),
    }
    assert (counts(), state()) == (kept, stood)


# Killed in the middle.


def _imports(folder: Path, acknowledged: int) -> None:
    connections.close_all()
    with os.fdopen(acknowledged, "w", buffering=1) as told:
        importing.run(Wanted(folder), lambda words: print(words, file=told), batch=16)


@pytest.mark.slow
def test_killed_in_the_middle_and_run_again_it_gives_what_one_run_gives(country: Any, source: Source) -> None:
    with transaction.atomic():
        assert importing.run(Wanted(source.folder)).counts == Counter(source.expected)
        whole = state()
        transaction.set_rollback(True)
    assert set(counts().values()) == {0}
    connections.close_all()
    ours, theirs = os.pipe()
    process = FORK.Process(target=_imports, args=(source.folder, theirs), daemon=True)
    process.start()
    os.close(theirs)
    with os.fdopen(ours) as told:
        for _ in range(4):
            assert told.readline()
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    halfway = counts()["engine_case"]
    resumed = importing.run(Wanted(source.folder))
    assert 0 < halfway < len(resumed.here)
    assert resumed.counts[Verdict.EARLIER] == halfway
    assert resumed.counts[Verdict.REFUSED] == Counter(source.expected)[Verdict.REFUSED]
    _whole(resumed)
    assert state() == whole


def test_a_folder_for_which_another_run_is_at_work_waits_and_says_so(
    country: Any, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PATIENCE", 0.1)
    with importing._alone(other_system.SYSTEM):
        thread_saw: list[str] = []

        def other() -> None:
            try:
                importing.run(Wanted(source.folder))
            except BadSource as error:
                thread_saw.append(str(error))
            finally:
                connections.close_all()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert thread_saw == [f"Một lần nhập khác từ {other_system.SYSTEM} đang chạy. Đợi lần đó xong rồi chạy lại."]
    assert counts()["engine_case"] == 0


def test_the_mess_has_every_kind_that_a_cut_over_brings() -> None:
    assert sum(kind.count * len(kind.verdicts) for kind in MESS.values()) == 256
    assert {verdict for kind in MESS.values() for verdict in kind.verdicts} == {
        Verdict.TAKEN,
        Verdict.REMARKED,
        Verdict.REFUSED,
    }
