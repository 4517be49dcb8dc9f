"""The embedded server: made once, killed in every way, and started again with what was committed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from thongsuot.platform import embedded, tuning
from thongsuot.platform.embedded import Cluster
from thongsuot.platform.trouble import Trouble


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    binaries = os.environ.get("TEST_POSTGRES_BIN")
    # Durable settings: these tests are about what a kill leaves.
    made = Cluster(
        home,
        binaries=Path(binaries) if binaries else None,
        settings=tuning.lasting(512 * tuning.MEGABYTE),
    )
    yield made
    made.destroy()


def ask(cluster: Cluster, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_the_first_start_makes_it_and_the_second_leaves_it_alone(cluster: Cluster) -> None:
    assert cluster.start() is True
    first = postmaster(cluster)
    assert cluster.start() is False
    assert postmaster(cluster) == first
    assert ask(cluster, "select current_user, current_database()") == [("thongsuot_owner", "thongsuot")]


def test_it_listens_on_a_closed_socket_and_on_no_network(cluster: Cluster) -> None:
    cluster.start()
    assert ask(cluster, "show listen_addresses") == [("",)]
    assert cluster.socket.stat().st_mode & 0o077 == 0
    assert cluster.data.stat().st_mode & 0o077 == 0


def test_it_is_durable(cluster: Cluster) -> None:
    cluster.start()
    for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
        assert ask(cluster, f"show {name}") == [("on",)], name


def test_the_owner_may_make_the_extension_that_dated_facts_need_and_is_no_superuser(cluster: Cluster) -> None:
    cluster.start()
    ask(cluster, "create extension btree_gist")
    assert ask(cluster, "select rolsuper from pg_roles where rolname = current_user") == [(False,)]


def test_what_was_committed_survives_a_killed_server(cluster: Cluster) -> None:
    cluster.start()
    ask(cluster, "create table dossier (code text)")
    ask(cluster, "insert into dossier values ('H26.00001')")
    os.kill(postmaster(cluster), signal.SIGKILL)
    assert cluster.start() is True
    assert ask(cluster, "select code from dossier") == [("H26.00001",)]


def test_a_killed_server_is_not_believed_to_run(cluster: Cluster) -> None:
    cluster.start()
    os.kill(postmaster(cluster), signal.SIGKILL)
    assert (cluster.data / "postmaster.pid").exists()
    wait(lambda: not cluster.answers())
    assert cluster.stop() is False


def test_a_killed_server_whose_back_end_still_works_is_replaced(cluster: Cluster) -> None:
    """The orphan holds the shared memory: PostgreSQL refuses to start beside it until it has ended."""
    cluster.start()
    with psycopg.connect(cluster.url(), autocommit=True) as lan:
        pid = lan.info.backend_pid
        os.kill(pid, signal.SIGSTOP)
        os.kill(postmaster(cluster), signal.SIGKILL)
        subprocess.Popen(["sh", "-c", f"sleep 2; kill -CONT {pid}"])
        assert cluster.start() is True
        assert ask(cluster, "select 1") == [(1,)]


def test_a_pid_file_whose_number_another_programme_got_does_not_stop_the_start(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n1\n5432\n\n\n")
    cluster.account.own(cluster.data / "postmaster.pid")
    assert cluster.start() is True


def test_a_killed_server_that_nobody_has_waited_for_does_not_stop_the_start(cluster: Cluster) -> None:
    """Containers often have no init that reaps the dead: the number still answers."""
    cluster.start()
    unreaped, cluster._process = cluster._process, None
    os.kill(postmaster(cluster), signal.SIGKILL)
    assert cluster.start() is True
    assert unreaped is not None
    assert "lock file" not in cluster.log.read_text()


def test_keeping_starts_a_killed_server_and_leaves_a_live_one(cluster: Cluster) -> None:
    cluster.start()
    first = postmaster(cluster)
    cluster.keep()
    assert postmaster(cluster) == first
    os.kill(first, signal.SIGKILL)
    wait(lambda: not cluster.answers())
    cluster.keep()
    assert postmaster(cluster) != first
    assert cluster.answers()


def test_a_making_that_was_killed_half_way_is_made_again(cluster: Cluster) -> None:
    (cluster.home / "pg.making" / "base").mkdir(parents=True)
    (cluster.home / "pg.making" / "PG_VERSION").write_text("18")
    assert cluster.start() is True


def test_another_server_on_the_same_socket_is_not_taken_for_ours(cluster: Cluster) -> None:
    cluster.start()
    other = Cluster(cluster.home, settings={})
    other.data = cluster.home / "elsewhere"
    assert cluster.answers()
    assert not other.answers()


def test_settings_of_a_new_release_are_used_at_the_next_start(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    again = Cluster(cluster.home, binaries=cluster._packaged, settings={"work_mem": "9MB"})
    again.start()
    assert ask(again, "show work_mem") == [("9MB",)]
    again.stop()


def test_a_deep_directory_gets_a_short_socket_beside_the_temporary_files(home: Path) -> None:
    deep = Cluster(home / ("thư-mục-rất-dài-" * 8))
    assert len(os.fsencode(deep.socket / ".s.PGSQL.5432.lock")) <= 107
    assert Cluster(home).socket == home / "socket"


def test_a_socket_directory_of_somebody_else_is_refused(home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a directory that belongs to somebody else")
    cluster = Cluster(home)
    cluster.socket.mkdir()
    os.chown(cluster.socket, 12345, 12345)
    with pytest.raises(Trouble, match="thuộc tài khoản"):
        cluster.start()


def test_the_account_is_not_root_and_the_data_keeps_its_owner(cluster: Cluster) -> None:
    cluster.start()
    owner = cluster.data.stat().st_uid
    assert owner != 0
    assert Cluster(cluster.home).account.uid in (None, owner)


def test_a_place_that_the_account_cannot_reach_is_replaced_by_one_that_it_can(home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("an ordinary user runs the database itself and reaches its own places")
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "var")
    try:
        assert cluster.home.parent == Path("/var/lib")
        cluster.start()
        assert cluster.answers()
    finally:
        cluster.destroy()
    assert not cluster.home.exists()


def test_programmes_that_the_account_cannot_reach_are_copied(home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("an ordinary user runs the database itself and reaches its own places")
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    package = embedded.packaged_binaries().parents[1]
    for name in (package.name, f"{package.name}.libs"):
        (closed / name).symlink_to(package.parent / name)
    cluster = Cluster(home / "var", binaries=closed / package.name / "pginstall" / "bin")
    # The way through the closed directory, not the place that the link leads to.
    cluster._packaged = _Unresolved(cluster._packaged)
    try:
        cluster.start()
        assert Path(cluster.binary("postgres")).is_relative_to(cluster.home / "pgbin")
    finally:
        cluster.destroy()


class _Unresolved(type(Path())):  # type: ignore[misc]
    def resolve(self, strict: bool = False) -> Path:
        return self


def test_a_full_disk_is_said_in_a_sentence(small_disk: Path) -> None:
    with pytest.raises(Trouble) as told:
        Cluster(small_disk).start()
    assert "đã đầy" in told.value.vietnamese
    assert "is full" in told.value.english


def test_a_server_that_cannot_start_says_why_and_where_to_look(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "PATIENCE", 1.0)
    cluster._settings = {"shared_buffers": "nonsense"}
    with pytest.raises(Trouble) as told:
        cluster.start()
    assert "shared_buffers" in told.value.vietnamese
    assert str(cluster.log) in told.value.english


@pytest.mark.slow
def test_every_acknowledged_row_is_there_once_after_kills_under_load(cluster: Cluster) -> None:
    cluster.start()
    ask(cluster, "create table intake (number int)")
    writer = subprocess.Popen([sys.executable, "-c", WRITER, cluster.url()], stdout=subprocess.PIPE, text=True)
    for _ in range(3):
        time.sleep(0.5)
        os.kill(postmaster(cluster), signal.SIGKILL)
        cluster.start()
    time.sleep(0.5)
    writer.terminate()
    acknowledged = [int(line) for line in writer.communicate()[0].split()]
    stored = [row[0] for row in ask(cluster, "select number from intake order by number")]
    assert len(acknowledged) > 50
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))


WRITER = """
import sys, psycopg
number = 0
while True:
    try:
        with psycopg.connect(sys.argv[1], autocommit=True) as connection:
            while True:
                number += 1
                connection.execute("insert into intake values (%s)", [number])
                print(number, flush=True)
    except psycopg.OperationalError:
        pass
"""


def wait(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)
