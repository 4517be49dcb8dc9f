"""The programmes of a running site: Granian's workers and the background process, under the supervisor."""

from __future__ import annotations

import json
import logging.config
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from thongsuot import start
from thongsuot.platform import logs, supervisor
from thongsuot.platform.trouble import Trouble

LARGEST_LOG = 50 * 1024 * 1024
# Threads that wait for what is being sent; they cost little more than their stack. See web.places.
SENDERS = 128
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104


@dataclass(frozen=True)
class Listening:
    """Where the server listens, and the file that its lines go to (standard error without one)."""

    host: str
    port: int
    log_file: Path | None = None

    @property
    def address(self) -> str:
        """The address to print."""
        return self._address("localhost" if self.host == "127.0.0.1" else self.host)

    @property
    def asked(self) -> str:
        """The address at which the supervisor asks for a sign of life."""
        return self._address("127.0.0.1" if self.host in EVERY_ADDRESS else self.host)

    def _address(self, host: str) -> str:
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def serve(
    where: Listening,
    options: start.Options,
    database: start.Database,
    place: supervisor.Place,
    lines: list[str],
) -> None:
    """Serve until told to stop; `lines` are printed with the address once it answers."""
    from thongsuot.web.assets import collect

    collect()

    def ready() -> None:
        told = (f"\nThông Suốt đang chạy tại / is running at  {where.address}\n", *lines)
        print(*told, "\nDừng / stop: Ctrl-C hoặc / or make stop", sep="\n", flush=True)

    def watch() -> None:
        if database.cluster is None:
            return
        try:
            database.cluster.keep()
        except Trouble as trouble:
            logs.say("database does not start", reason=trouble.english)

    run = programs(where, options, database)
    supervisor.Supervisor(place, where.asked, run, watch, _output(where.log_file)).run(ready)


def programs(where: Listening, options: start.Options, database: start.Database) -> list[supervisor.Program]:
    """What a site runs: the server first, then what works beside it."""
    environment = start.server_environment(database, options)
    environment.setdefault("THONGSUOT_ADDRESS", where.address)
    return [
        supervisor.Program("server", _granian(where, options), environment),
        supervisor.Program("background", [sys.executable, "-m", "thongsuot", "background"], environment),
    ]


def _output(path: Path | None) -> IO[bytes] | None:
    """The log, appended to; the previous one is kept beside it once it has grown large."""
    if path is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(path.suffix + ".1"))
    logging.config.dictConfig(logs.configuration(_level(), path))
    return path.open("ab")


def _level() -> str:
    return os.environ.get("THONGSUOT_LOG_LEVEL", "INFO")


def _granian(where: Listening, options: start.Options) -> list[str]:
    log_config = options.var / "granian-log.json"
    log_config.write_text(json.dumps(logs.configuration(_level())))
    return [
        *(sys.executable, "-m", "granian", "thongsuot.wsgi:application", "--interface", "wsgi"),
        *("--host", where.host, "--port", str(where.port)),
        *("--workers", str(options.workers), "--blocking-threads", str(options.threads + SENDERS)),
        *("--http", "1", "--no-ws", "--backlog", "2048"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
        *("--no-access-log", "--log-config", str(log_config)),
    ]
