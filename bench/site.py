"""The bench's own database and server: started in a directory of its own, thrown away at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from thongsuot import start
from thongsuot.platform import processes
from thongsuot.platform.supervisor import answers

WORKERS, THREADS = 2, 4
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def database(keep: bool = False) -> Iterator[tuple[start.Database, start.Options]]:
    """An embedded database with every setting of a lasting site, durability included."""
    home = Path(tempfile.mkdtemp(prefix="ts-bench-"))
    home.chmod(0o711)
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("THONGSUOT_APP_DATABASE_URL", None)
    options = start.Options(var=home, demo=False, workers=WORKERS, threads=THREADS)
    try:
        with start.database(options, ours_alone=True) as made:
            os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
            import django

            django.setup()
            start.migrate(made)
            yield made, options
    finally:
        if not keep:
            shutil.rmtree(home, ignore_errors=True)


@dataclass
class Served:
    """The running server: `leader` keeps the workers."""

    address: str
    port: int
    leader: subprocess.Popen[bytes]
    background: subprocess.Popen[bytes]


def cpu_of(leader: int) -> float:
    """Processor time in seconds of the server's processes since they began, the kernel's part included."""
    return sum(map(_ticks, [leader, *_children(leader)])) / TICKS


@contextmanager
def serving(made: start.Database, options: start.Options) -> Iterator[Served]:
    """Granian and the background process with the command and environment of `thongsuot run`."""
    from thongsuot import serving as site_serving
    from thongsuot.web.assets import collect

    collect()
    port = _free_port()
    log = (options.var / "server.log").open("ab")
    leader, background = (
        subprocess.Popen(one.command, env=dict(one.environment), stdout=log, stderr=log, start_new_session=True)
        for one in site_serving.programs(site_serving.Listening("127.0.0.1", port), options, made)
    )
    served = Served(f"http://127.0.0.1:{port}", port, leader, background)
    try:
        _wait(served)
        yield served
    finally:
        for process in (leader, background):
            processes.end_group(process.pid, 10)
            process.wait()


def _wait(served: Served) -> None:
    until = time.monotonic() + 60
    while not answers(served.address):
        if served.leader.poll() is not None or time.monotonic() > until:
            raise SystemExit("the server does not start; see server.log")
        time.sleep(0.1)


def metrics_of(port: int) -> dict[str, float]:
    """The server's own figures by their full name with labels."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as response:
        lines = response.read().decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *_children(int(child))]
    return found


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
