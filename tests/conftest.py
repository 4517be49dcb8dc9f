"""Databases for the tests: one throw-away server a run, tables made by the owner, tests run as the app role.

`db` (pytest-django's) wraps a test in a transaction that is rolled back. `own_database` gives a test a fresh,
committed database of its own, which processes that it starts open too: `DATABASE_URL` is the owner's address
and `THONGSUOT_APP_DATABASE_URL` the app role's, as in production. Both are copies of one migrated template,
so neither costs a migration. `country_setup` and `demo_setup` lead the tests of a module to a database with the whole
country, or with the demonstration's people in it too: a copy again, so that the country is loaded once a run.

Environment: `TEST_POSTGRES_BIN` runs the suite on another PostgreSQL's programmes
(/usr/lib/postgresql/15/bin); `TEST_DATABASE_URL` on a running server, as a role that may create databases
and roles.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from thongsuot import start
from thongsuot.platform import roles, tuning
from thongsuot.platform.embedded import Cluster
from thongsuot.platform.processes import started_at

ROOT = "THONGSUOT_TEST_ROOT"
TEMPLATE = "thongsuot_template"
APP_ROLE = "thongsuot_test_app"
DROP_TRIES = 60
OWNS_ROOT = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    """The run's directory: made by the first process, found by xdist's workers in the environment."""
    if ROOT not in os.environ:
        os.environ[ROOT] = tempfile.mkdtemp(prefix="ts-test-")
        # The database's account must be able to walk through it when the tests run as root.
        Path(os.environ[ROOT]).chmod(0o711)
        config.stash[OWNS_ROOT] = True
        _clear_killed_runs()
        (Path(os.environ[ROOT]) / "run.json").write_text(json.dumps([os.getpid(), started_at(os.getpid())]))
    _away_from_the_real_one(Path(os.environ[ROOT]))


def _clear_killed_runs() -> None:
    """A run that was killed left its server behind; it must not go on eating memory."""
    for note in Path(tempfile.gettempdir()).glob("ts-test-*/run.json"):
        with contextlib.suppress(OSError, ValueError):
            pid, started = json.loads(note.read_text())
            if started_at(pid) != started:
                _cluster(note.parent).destroy()
                shutil.rmtree(note.parent, ignore_errors=True)


def _away_from_the_real_one(root: Path) -> None:
    """No test, and no process that a test starts, touches the developer's own data, key or demo."""
    os.environ["THONGSUOT_VAR"] = str(root / "var")
    os.environ["THONGSUOT_SECRET_KEY"] = settings.SECRET_KEY = "only-for-tests"
    settings.VAR = root / "var"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="browser tests need Chromium: apt-get install chromium"))


def chromium() -> str | None:
    """The browser that this machine has."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was not tested is said last, where it is read, with its number and reason."""
    reasons = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", [])
    )
    if reasons:
        terminalreporter.section("NOT TESTED HERE", sep="!", red=True)
    for reason, number in reasons.most_common():
        terminalreporter.line(f"{number} × {reason}", red=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not config.stash.get(OWNS_ROOT, False):
        return
    root = Path(os.environ.pop(ROOT))
    if (root / "pg").exists():
        _cluster(root).destroy()
    elif (root / "server.json").exists():
        server = Server(**json.loads((root / "server.json").read_text()))
        for content in ("_demo", "_country", ""):
            server.drop(f"{server.template}{content}")
    shutil.rmtree(root, ignore_errors=True)


@dataclass(frozen=True)
class Server:
    """A running server: its owner's address and the app role's password."""

    owner_url: str
    secret: str
    template: str

    def owner(self, database: str) -> str:
        return urlsplit(self.owner_url)._replace(path=f"/{database}").geturl()

    def app(self, database: str) -> str:
        return roles.app_url(self.owner(database), self.secret, APP_ROLE)

    def prepared(self, content: str) -> str:
        """The template with the "country", or the "demo" (its people and published tables too), made when asked for."""
        name, root = f"{self.template}_{content}", Path(os.environ[ROOT])
        with (root / f"{content}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (root / content).exists():
                self.create(name, template=self.prepared("country") if content == "demo" else self.template)
                _fill(self.owner(name), self.app(name), CONTENTS[content])
                (root / content).touch()
        return name

    def create(self, database: str, *, template: str) -> None:
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')

    def drop(self, database: str) -> None:
        """Drop it with whoever is still connected; an autovacuum at work there may be waited for, not ended."""
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            for patience in range(DROP_TRIES, -1, -1):
                try:
                    connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
                except psycopg.errors.InsufficientPrivilege:
                    if not patience:
                        raise
                    time.sleep(0.5)
                else:
                    return


CONTENTS = {
    "country": "loading.load_country()",
    "demo": "loading.load_country(); demo.create_demo_accounts(); registry.publish()",
}


def _fill(owner_url: str, app_url: str, what: str) -> None:
    """Have another process write into a database: nothing of it stays in this one's memory."""
    before = "import django; django.setup()"
    imports = "from thongsuot.engine import registry; from thongsuot.register import demo, loading"
    environment = {
        **os.environ, "DATABASE_URL": owner_url, "THONGSUOT_APP_DATABASE_URL": app_url, "THONGSUOT_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "thongsuot.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", f"{before}; {imports}; {what}"], env=environment, check=True)


@dataclass(frozen=True)
class Database:
    """A migrated database: `url` logs in as the app role, `owner_url` as the role that migrates."""

    name: str
    url: str
    owner_url: str


def _cluster(root: Path) -> Cluster:
    chosen = os.environ.get("TEST_POSTGRES_BIN")
    return Cluster(root, binaries=Path(chosen) if chosen else None, settings=tuning.passing())


@pytest.fixture(scope="session")
def postgres_server(django_db_blocker: DjangoDbBlocker) -> Server:
    """The run's server with a migrated template, made by whichever worker asks first."""
    root = Path(os.environ[ROOT])
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        facts = root / "server.json"
        if not facts.exists():
            with django_db_blocker.unblock():
                server = _new_server(root)
            facts.write_text(json.dumps(server.__dict__))
    return Server(**json.loads(facts.read_text()))


def _new_server(root: Path) -> Server:
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        cluster = _cluster(root)
        cluster.start()
        url = cluster.url()
    template = TEMPLATE if not os.environ.get("TEST_DATABASE_URL") else f"{TEMPLATE}_{secrets.token_hex(4)}"
    server = Server(owner_url=url, secret=secrets.token_hex(8), template=template)
    roles.ensure(url, server.secret, APP_ROLE)
    with psycopg.connect(url, autocommit=True) as connection:
        # To drop a database by force one must be allowed to end the sessions of a test that left some open.
        connection.execute(f"GRANT {APP_ROLE} TO CURRENT_USER")
    server.create(template, template="template0")
    made = start.Database(server.owner(template), server.app(template), None)
    start.migrate(made)
    connections["default"].close()
    return server


@pytest.fixture(scope="session")
def _worker_database(postgres_server: Server, worker_id: str) -> Iterator[Database]:
    with _fresh(postgres_server, f"thongsuot_{worker_id}_{secrets.token_hex(4)}") as database:
        yield database


class _fresh:  # noqa: N801  (reads as a context, not as a thing)
    """A new copy of a template, dropped at the end."""

    def __init__(self, server: Server, name: str, content: str = "") -> None:
        self.server, self.content = server, content
        self.database = Database(name, server.app(name), server.owner(name))

    def __enter__(self) -> Database:
        template = self.server.prepared(self.content) if self.content else self.server.template
        self.server.create(self.database.name, template=template)
        return self.database

    def __exit__(self, *_: object) -> None:
        self.server.drop(self.database.name)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """xdist's name of this process, "main" without it."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def django_db_setup(_worker_database: Database, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's way in: `db` and everything built on it use this worker's database."""
    with django_db_blocker.unblock():
        start.point_at(_worker_database.url)
        yield
        connections["default"].close()


def _forget() -> None:
    """What this process remembers of another database is wrong here."""
    from thongsuot.register import calendar, memory

    memory.forget_everything()
    calendar.forget()


@contextlib.contextmanager
def _led_to(database: Database) -> Iterator[Database]:
    """Django's connection leads to another database, and back at the end."""
    before = dict(connections["default"].settings_dict)
    start.point_at(database.url)
    _forget()
    try:
        yield database
    finally:
        _forget()
        connections.close_all()
        settings.DATABASES["default"].update(before)
        connections["default"].settings_dict.update(before)


@pytest.fixture(scope="session")
def _country_database(postgres_server: Server, worker_id: str) -> Iterator[Database]:
    with _fresh(postgres_server, f"country_{worker_id}_{secrets.token_hex(4)}", "country") as database:
        yield database


@pytest.fixture(scope="session")
def _demo_database(postgres_server: Server, worker_id: str) -> Iterator[Database]:
    with _fresh(postgres_server, f"demo_{worker_id}_{secrets.token_hex(4)}", "demo") as database:
        yield database


@pytest.fixture(scope="module")
def country_setup(
    django_db_setup: None, _country_database: Database, django_db_blocker: DjangoDbBlocker
) -> Iterator[Database]:
    """Like `django_db_setup`, with the country loaded: what the module writes it takes back itself."""
    with django_db_blocker.unblock(), _led_to(_country_database) as database:
        yield database


@pytest.fixture(scope="module")
def demo_setup(
    django_db_setup: None, _demo_database: Database, django_db_blocker: DjangoDbBlocker
) -> Iterator[Database]:
    """Like `country_setup`, with the demonstration's people in their posts and every area's table published."""
    with django_db_blocker.unblock(), _led_to(_demo_database) as database:
        yield database


@pytest.fixture
def own_database(
    postgres_server: Server,
    worker_id: str,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Database]:
    """A database for this test alone, for work that commits, in threads and in other processes."""
    name = f"own_{worker_id}_{secrets.token_hex(6)}"
    with _fresh(postgres_server, name) as database, django_db_blocker.unblock():
        yield from _own(database, monkeypatch)


@pytest.fixture
def own_demo(
    postgres_server: Server, worker_id: str, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """Like `own_database`, with the country and the demonstration's people in it."""
    name = f"own_{worker_id}_{secrets.token_hex(6)}"
    with _fresh(postgres_server, name, "demo") as database, django_db_blocker.unblock():
        yield from _own(database, monkeypatch)


def _own(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("DATABASE_URL", database.owner_url)
    monkeypatch.setenv("THONGSUOT_APP_DATABASE_URL", database.url)
    with _led_to(database):
        yield database


@pytest.fixture
def owner(db: None, _worker_database: Database) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The role that migrates, beside a test that runs as the app role; what it writes is rolled back."""
    with psycopg.connect(_worker_database.owner_url) as connection:
        yield connection
        connection.rollback()
