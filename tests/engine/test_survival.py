"""Killed without warning, dumped and restored: whatever was acknowledged is there, once, and the journal is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connections, transaction

import people
from at_work import DEFECTS, bring_to, receive, rows
from people import LAN, MINH
from thongsuot import start
from thongsuot.engine import reading, registry, sql, stamper, verbs, verify
from thongsuot.platform import embedded, processes, roles, tuning
from thongsuot.platform.embedded import Cluster
from thongsuot.register import calendar

pytestmark = pytest.mark.slow
FORK = get_context("fork")
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date()


# Officers at work until somebody pulls the plug.


def works(acknowledged: int) -> None:
    """Receive, hand over, claim and ask for a supplement for ever; each commit is acknowledged in one line."""
    connections.close_all()
    with os.fdopen(acknowledged, "w", buffering=1) as told:
        while True:
            case = receive(key=uuid4())
            told.write(f"{case.code} {case.length}\n")
            case = verbs.move(LAN, case.id, case.length, "hand_over", key=uuid4())
            told.write(f"{case.code} {case.length}\n")
            case = verbs.claim(MINH, case.id, case.length, key=uuid4())
            told.write(f"{case.code} {case.length}\n")
            case = verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS, key=uuid4())
            told.write(f"{case.code} {case.length}\n")


class Officers:
    """Processes that work until they are killed or their database is gone."""

    def __init__(self, count: int) -> None:
        connections.close_all()
        self.pipes, self.processes = [], []
        for _ in range(count):
            ours, theirs = os.pipe()
            process = FORK.Process(target=works, args=(theirs,), daemon=True)
            process.start()
            os.close(theirs)
            self.pipes.append(os.fdopen(ours))
            self.processes.append(process)
        self.lines: list[str] = []

    def until(self, count: int) -> None:
        """Wait until each has had so many things acknowledged."""
        for pipe in self.pipes:
            self.lines += [pipe.readline() for _ in range(count)]

    def end(self, kill: bool) -> dict[str, int]:
        """The newest version acknowledged of each dossier, when all are gone."""
        for process in self.processes:
            if kill:
                os.kill(process.pid or 0, signal.SIGKILL)
        for pipe in self.pipes:
            self.lines += pipe.readlines()
            pipe.close()
        for process in self.processes:
            process.join(30)
            assert process.exitcode not in (0, None)
        told: dict[str, int] = {}
        for line in self.lines:
            code, _, length = line.rstrip("\n").partition(" ")
            if line.endswith("\n"):
                told[code] = max(told.get(code, 0), int(length))
        return told


def check(told: dict[str, int], officers: int) -> None:
    """Everything acknowledged is there once; of what was under way, at most one thing an officer."""
    stand = dict(sql.run("SELECT code, length FROM engine_case"))
    assert len(stand) == rows("case")
    assert told.keys() <= stand.keys()
    assert all(stand[code] >= length for code, length in told.items())
    assert sum(stand.values()) - sum(told.values()) <= officers
    assert rows("entry") == sum(stand.values()) == rows("unstamped") + rows("stamp")
    for day in {code.rsplit("-", 1)[0] for code in stand}:
        numbers = sorted(int(code.rsplit("-", 1)[1]) for code in stand if code.startswith(f"{day}-"))
        assert numbers == list(range(1, len(numbers) + 1)), "a code was lost or given twice"
    assert verify.verify_site("vn").faults == ()


def go_on() -> None:
    """The morning after: work goes on, and the stamper with it."""
    case = verbs.move(LAN, (made := receive()).id, made.length, "hand_over")
    assert reading.case_page(LAN, case.id).case == case
    stamper.stamp("vn")
    assert stamper.make_root("vn", TOMORROW)
    order = [row[0] for row in sql.run("SELECT sequence FROM engine_stamp ORDER BY sequence")]
    assert order == list(range(1, rows("entry") + 1))
    assert verify.verify_site("vn").faults == ()


def test_servers_killed_at_work_lose_nothing_that_they_acknowledged(committed: Any) -> None:
    for _ in range(3):
        officers = Officers(3)
        officers.until(20)
        told = officers.end(kill=True)
        assert len(told) >= 15
        stand = dict(sql.run("SELECT code, length FROM engine_case"))
        assert all(stand[code] >= length for code, length in told.items())
        assert verify.verify_site("vn").faults == ()
    assert rows("entry") == sum(length for (length,) in sql.run("SELECT length FROM engine_case"))
    go_on()


@pytest.fixture
def durable(django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A server of its own that forces every commit to the disk, migrated and settled."""
    chosen = os.environ.get("TEST_POSTGRES_BIN")
    before = dict(connections["default"].settings_dict)
    with tempfile.TemporaryDirectory(prefix="ts-durable-") as home, django_db_blocker.unblock():
        Path(home).chmod(0o711)
        binaries = Path(chosen) if chosen else None
        cluster = Cluster(Path(home), binaries=binaries, settings=tuning.lasting(256 * 1024 * 1024))
        cluster.start()
        try:
            roles.ensure(cluster.url(), "secret")
            start.migrate(start.Database(cluster.url(), roles.app_url(cluster.url(), "secret"), cluster))
            people.settle()
            calendar.load_calendar_rows()
            yield cluster
        finally:
            connections.close_all()
            calendar.forget()
            cluster.destroy()
            settings.DATABASES["default"].update(before)
            connections["default"].settings_dict.update(before)


def test_a_database_killed_under_load_has_everything_that_was_acknowledged(durable: Cluster) -> None:
    """The postmaster and its back-ends end at once, as when the power goes; recovery replays the log."""
    assert sql.run("SHOW fsync") == sql.run("SHOW synchronous_commit") == [("on",)]
    officers = Officers(3)
    officers.until(40)
    pids = [pid for pid in processes.all_pids() if processes.works_in(pid, durable.data)]
    assert len(pids) > 3
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    told = officers.end(kill=False)
    assert len(told) >= 30
    durable.start()
    check(told, officers=3)
    go_on()


# Dumped and restored.


def _programme(name: str) -> str:
    chosen = os.environ.get("TEST_POSTGRES_BIN")
    return str((Path(chosen) if chosen else embedded.packaged_binaries()) / name)


def _copied(source: str, target: str, file: Path) -> None:
    dump = [_programme("pg_dump"), "--format=custom", f"--file={file}", f"--dbname={source}"]
    restore = [_programme("pg_restore"), "--exit-on-error", f"--dbname={target}", str(file)]
    for command in (dump, restore):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_a_restored_site_is_whole_and_goes_on_where_it_was(
    committed: Any, postgres_server: Any, tmp_path: Path
) -> None:
    registry.publish()
    for step in ("delivered", "numbered", "processing"):
        bring_to(step)
    stamper.stamp("vn")
    stamper.make_root("vn", (datetime.now(UTC) + timedelta(hours=7)).date())
    late = verbs.claim(MINH, (case := bring_to("processing")).id, case.length)
    reading.case_page(LAN, late.id)
    before = verify.verify_site("vn")
    name = f"restored_{uuid4().hex[:8]}"
    postgres_server.create(name, template="template0")
    try:
        _copied(committed.owner_url, postgres_server.owner(name), tmp_path / "site.dump")
        start.point_at(postgres_server.app(name))
        assert verify.verify_site("vn") == before
        assert reading.case_page(LAN, late.id).case == late
        declared = sum(1 + len(one.others) for one in registry.areas())
        assert (rows("unstamped"), rows("read"), rows("process")) == (late.length, 2, declared)
        again = receive()
        assert (again.code or "")[-4:] == "0005"
        signed = bring_to("numbered")
        assert signed.facts["result_number"].startswith("3/")
        go_on()
        _still_closed(postgres_server.owner(name))
    finally:
        start.point_at(committed.url)
        postgres_server.drop(name)


def _still_closed(owner_url: str) -> None:
    """The application's missing rights and the triggers came over with the rest."""
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        sql.run("DELETE FROM engine_entry")
    with (
        psycopg.connect(owner_url) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
    ):
        owner.execute("DELETE FROM engine_entry")
    assert urlsplit(owner_url).path
