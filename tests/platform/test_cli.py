"""The command as a newcomer and an operator meet it: processes of its own, sentences instead of tracebacks."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from thongsuot import cli, start
from thongsuot.platform import processes
from thongsuot.platform.supervisor import Place
from thongsuot.platform.trouble import Trouble

OURS = ("THONGSUOT_", "DATABASE_URL", "HOST", "PORT", "DJANGO_")


def environment(var: Path, **more: str) -> dict[str, str]:
    """A newcomer's environment: nothing of ours but the data directory and what is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {"THONGSUOT_VAR": str(var)} | more


def call(var: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "thongsuot", *words],
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


class Site:
    """`thongsuot run` in a process of its own."""

    def __init__(self, var: Path, port: int, *words: str, **more: str) -> None:
        self.var = var
        self.address = f"http://127.0.0.1:{port}"
        self.printed: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "thongsuot", "run", "--port", str(port), "--log-file", str(var / "log"), *words],
            env=environment(var, **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_it_serves(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line)
            if "make stop" in line:
                return
        raise AssertionError("".join(self.printed))

    def status(self, page: str) -> int:
        try:
            with urllib.request.urlopen(f"{self.address}/{page}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60
        while self.status("readyz") != 200:
            assert time.monotonic() < deadline, "not ready again"
            time.sleep(0.2)

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=90)
        return self.process.returncode


@pytest.fixture
def var(home: Path) -> Iterator[Path]:
    place = home / "var"
    place.mkdir()
    yield place
    # DATABASE_URL or not, no test leaves a server behind.
    call(place, "stop")


def test_an_old_python_is_told_which_one_is_needed() -> None:
    with pytest.raises(Trouble) as told:
        cli._check_python((3, 9))
    assert "3.11" in told.value.vietnamese
    assert "3.9" in told.value.english
    cli._check_python((3, 11))


@pytest.mark.parametrize("words", [("--port", "80000"), ("--port", "abc"), ("--port", "0")])
def test_a_port_that_is_none_is_refused_with_a_sentence(var: Path, words: tuple[str, str]) -> None:
    done = call(var, "run", *words)
    assert done.returncode != 0
    assert "1 đến 65535" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said_before_anything_is_made(var: Path, free_port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        done = call(var, "run", "--port", str(free_port))
    assert done.returncode != 0
    assert f"Cổng {free_port}" in done.stderr
    assert f"PORT={free_port + 1}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (var / "pg").exists()


def test_a_full_disk_ends_in_two_sentences(small_disk: Path, free_port: int) -> None:
    done = call(small_disk, "run", "--port", str(free_port))
    assert done.returncode != 0
    assert "đã đầy" in done.stderr
    assert "is full" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_ends_in_two_sentences_without_its_password(var: Path) -> None:
    done = call(var, "migrate", DATABASE_URL="postgresql://lan:rat-bi-mat@127.0.0.1:1/thongsuot")
    assert done.returncode != 0
    assert "Không kết nối được cơ sở dữ liệu" in done.stderr
    assert "rat-bi-mat" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_a_foreign_directory_ends_in_two_sentences(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = PermissionError(13, "Permission denied", "/srv/var/secret")
    known = cli._known(refusal)
    assert known is not None
    assert "/srv/var/secret" in known.vietnamese


def test_an_error_of_ours_is_not_dressed_up() -> None:
    assert cli._known(ZeroDivisionError()) is None


def test_one_role_for_migrating_and_serving_is_refused(var: Path, own_database: Any) -> None:
    url = own_database.owner_url
    done = call(var, "migrate", DATABASE_URL=url, THONGSUOT_APP_DATABASE_URL=url)
    assert done.returncode != 0
    assert "hai vai trò khác nhau" in done.stderr


def test_nothing_runs_in_an_empty_directory(var: Path) -> None:
    assert call(var, "status").returncode == 3
    done = call(var, "stop")
    assert done.returncode == 0
    assert "không chạy" in done.stdout


def test_reset_never_touches_a_database_of_ones_own(var: Path, own_database: Any) -> None:
    done = call(var, "reset", "--yes", DATABASE_URL=own_database.owner_url)
    assert done.returncode != 0
    assert "DATABASE_URL" in done.stderr
    with psycopg.connect(own_database.owner_url) as connection:
        assert connection.execute("select count(*) from django_migrations").fetchone() != (0,)


def test_sample_work_is_refused_outside_a_demonstration(var: Path) -> None:
    done = call(var, "seed")
    assert done.returncode != 0
    assert "--demo" in done.stderr


def test_another_sites_database_on_the_same_server_gets_a_role_of_its_own() -> None:
    assert start.role_of("postgresql://o@h/thongsuot") == "thongsuot_app"
    assert start.role_of("postgresql://o@h/hue") == "hue_app"
    assert len(start.role_of("postgresql://o@h/" + "x" * 80)) <= 63


def test_connections_are_enough_for_every_thread(tmp_path: Path) -> None:
    assert start.Options(tmp_path, demo=False, workers=2, threads=4).connections == 60
    assert start.Options(tmp_path, demo=False, workers=32, threads=4).connections > 32 * 4


@pytest.mark.slow
def test_a_real_database_starts_with_one_administrator_who_must_change_the_password(
    var: Path, own_database: Any, free_port: int
) -> None:
    given = {"DATABASE_URL": own_database.owner_url, "THONGSUOT_APP_DATABASE_URL": own_database.url}
    site = Site(var, free_port, **given)
    site.wait_until_it_serves()
    printed = "".join(site.printed)
    password = re.search(r"admin\s+mật khẩu / password: (\S+)", printed)
    assert password is not None
    assert len(password[1]) >= 12
    assert (site.status("healthz"), site.status("readyz")) == (200, 200)
    serving_processes_know_only_the_app_role(var, own_database)
    assert site.end() == 0
    with psycopg.connect(own_database.owner_url) as connection:
        accounts = connection.execute(
            "select username, must_change_password, is_superuser, demo from register_account"
        ).fetchall()
    assert accounts == [("admin", True, True, False)]

    again = Site(var, free_port, **given)
    again.wait_until_it_serves()
    assert "mật khẩu" not in "".join(again.printed)
    assert "ghi" not in "".join(line for line in again.printed if "Đơn vị hành chính" in line)
    again.end()


def serving_processes_know_only_the_app_role(var: Path, own_database: Any) -> None:
    for pid, _ in Place(var).read()["children"]:
        known = Path(f"/proc/{pid}/environ").read_bytes().decode()
        assert own_database.url in known
        assert own_database.owner_url not in known


@pytest.mark.slow
def test_a_loading_that_was_killed_goes_on_at_the_next_start(var: Path, own_database: Any) -> None:
    given = {"DATABASE_URL": own_database.owner_url, "THONGSUOT_APP_DATABASE_URL": own_database.url}
    first = subprocess.Popen(
        [sys.executable, "-m", "thongsuot", "load"], env=environment(var, **given), stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    assert "Đơn vị hành chính: ghi" in first.stdout.readline()
    first.kill()
    first.communicate()
    done = call(var, "load", **given)
    assert done.returncode == 0
    assert "Đơn vị hành chính: không thay đổi" in done.stdout
    third = call(var, "load", **given)
    assert "ghi" not in third.stdout
    assert call(var, "verify", **given).returncode == 0


@pytest.mark.slow
def test_the_whole_site_comes_back_after_the_database_the_server_and_the_supervisor_were_killed(
    var: Path, free_port: int
) -> None:
    site = Site(var, free_port, "--demo")
    site.wait_until_it_serves()
    printed = "".join(site.printed)
    for login in ("lan", "minh", "hoa", "kiemsoat", "quantri"):
        assert re.search(rf"^  {login}\s+\S+\s", printed, re.MULTILINE), login
    dossiers = count(var, "engine_case")
    assert dossiers > 0

    database = int((var / "pg" / "postmaster.pid").read_text().split()[0])
    os.kill(database, signal.SIGKILL)
    site.wait_until_ready()
    server = Place(var).read()["children"][0][0]
    os.kill(server, signal.SIGKILL)
    time.sleep(0.5)
    site.wait_until_ready()

    site.process.kill()
    site.process.wait()
    again = Site(var, free_port, "--demo")
    again.wait_until_it_serves()
    again.wait_until_ready()
    assert count(var, "engine_case") == dossiers
    assert call(var, "status").returncode == 0
    second = call(var, "run", "--port", str(free_port))
    assert second.returncode != 0
    assert again.address.rpartition(":")[2] in second.stderr

    assert call(var, "stop").returncode == 0
    again.process.communicate(timeout=60)
    assert call(var, "status").returncode == 3
    assert not [pid for pid in processes.all_pids() if processes.works_in(pid, var / "pg")]
    lines = [json.loads(line) for line in (var / "log").read_text().splitlines()]
    assert {"time", "level", "logger", "event"} <= set(lines[0])

    assert call(var, "reset", "--yes").returncode == 0
    assert not var.exists()
    var.mkdir()


def count(var: Path, table: str) -> int:
    options = start.Options(var, demo=True, workers=2, threads=4)
    with psycopg.connect(start.cluster_of(options).url()) as connection:
        row = connection.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.slow
def test_demonstration_logins_are_closed_when_the_site_becomes_a_real_one(
    var: Path, own_database: Any, free_port: int
) -> None:
    given = {"DATABASE_URL": own_database.owner_url, "THONGSUOT_APP_DATABASE_URL": own_database.url}
    assert call(var, "load", THONGSUOT_DEMO="1", **given).returncode == 0
    assert call(var, "seed", "--demo", **given).returncode == 0
    site = Site(var, free_port, **given)
    site.wait_until_it_serves()
    site.end()
    with psycopg.connect(own_database.owner_url) as connection:
        open_ones = connection.execute("select username from register_account where is_active").fetchall()
    assert open_ones == [("admin",)]
