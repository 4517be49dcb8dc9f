"""Keeps the site's programmes running side by side; exactly one supervisor works in a data directory."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from thongsuot.platform import logs, processes
from thongsuot.platform.trouble import Trouble, port_taken

GRACE = 15.0
LONGEST_PAUSE = 30.0
# A programme that lived this long was well; the next failure is a new one.
WELL = 60.0


@dataclass(frozen=True)
class Program:
    """One child: its command and what it finds in its environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]


@dataclass
class Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0

    def spawn(self, output: Any) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.program.command,
            env=dict(self.program.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # A group of its own: Ctrl-C reaches the supervisor alone, and the whole group can be ended.
            start_new_session=True,
        )


class Place:
    """The data directory's lock and its list of running children; both outlive a `kill -9` harmlessly."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._list = directory / "run.json"
        self._lock: Any = None

    def take(self) -> None:
        """Become this directory's one supervisor, ending what a killed one left; Trouble if one works."""
        self.directory.mkdir(parents=True, exist_ok=True)
        lock = (self.directory / "run.lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise self._already() from None
        self._lock = lock
        self.end_leftovers()
        self.write("", [])

    def release(self) -> None:
        if self._lock is not None:
            self._list.unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def read(self) -> dict[str, Any]:
        with contextlib.suppress(OSError, ValueError):
            found: dict[str, Any] = json.loads(self._list.read_text())
            return found
        return {}

    def write(self, address: str, children: Sequence[Child]) -> None:
        pids = [child.process.pid for child in children if child.process]
        listed = {
            "supervisor": _identity(os.getpid()),
            "address": address,
            "children": [_identity(pid) for pid in pids],
        }
        # Moved into place, so that nobody reads a half.
        making = self._list.with_suffix(".making")
        making.write_text(json.dumps(listed))
        making.replace(self._list)

    def supervisor(self) -> int | None:
        """The process number of the supervisor at work, None if there is none."""
        return _alive(self.read().get("supervisor"))

    def end_leftovers(self) -> None:
        for identity in self.read().get("children", []):
            pid = _alive(identity)
            if pid is not None:
                processes.end_group(pid, GRACE)

    def _already(self) -> Trouble:
        address = self.read().get("address") or str(self.directory)
        return Trouble(
            f"Thông Suốt đang chạy tại {address}. Dừng bằng: make stop",
            f"Thông Suốt is running already at {address}. Stop it with: make stop",
        )


def _identity(pid: int) -> list[Any]:
    return [pid, processes.started_at(pid)]


def _alive(identity: Any) -> int | None:
    """The process number if that very process still runs, and not another that was given its number."""
    if not isinstance(identity, list) or len(identity) != 2:
        return None
    pid, started = identity
    return pid if started is not None and processes.started_at(pid) == started else None


@dataclass
class Supervisor:
    """Starts the programmes, starts again what ends, and ends all when told to.

    `watch` is called about once a second: it keeps the embedded database alive.
    `output` is the file that the children's lines go to, None for our own standard error.
    """

    place: Place
    address: str
    programs: Sequence[Program]
    watch: Callable[[], None] = lambda: None
    output: Any = None
    _stopping: bool = field(default=False, init=False)

    def run(self, ready: Callable[[], None]) -> None:
        """Run until SIGTERM or SIGINT; `ready` is called when the address answers."""
        children = [Child(program) for program in self.programs]
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._loop(children, ready)
        finally:
            for child in children:
                if child.process is not None:
                    processes.end_group(child.process.pid, GRACE)
                    child.process.wait()

    def _loop(self, children: list[Child], ready: Callable[[], None]) -> None:
        waiting = True
        watched = 0.0
        while not self._stopping:
            started = [self._keep(child) for child in children]
            if any(started):
                self.place.write(self.address, children)
            if waiting and answers(self.address):
                waiting = False
                ready()
            if waiting and children[0].failures >= 3:
                raise _server_does_not_start()
            if time.monotonic() - watched > 1:
                watched = time.monotonic()
                self.watch()
            time.sleep(0.1)

    def _keep(self, child: Child) -> bool:
        """Start the child if it should run and does not; whether it was started now."""
        now = time.monotonic()
        if child.process is not None:
            code = child.process.poll()
            if code is None:
                return False
            self._note_end(child, code, now)
        if now < child.not_before:
            return False
        child.spawn(self.output)
        return True

    def _note_end(self, child: Child, code: int, now: float) -> None:
        assert child.process is not None
        child.failures = 1 if now - child.started > WELL else child.failures + 1
        child.not_before = now + min(0.5 * 2**child.failures, LONGEST_PAUSE)
        # Its own children (the server's workers) would go on holding the port.
        processes.end_group(child.process.pid, 0)
        child.process = None
        logs.say("programme ended", programme=child.program.name, code=code, failures=child.failures)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True


def _server_does_not_start() -> Trouble:
    return Trouble(
        "Máy chủ web không khởi động được. Xem các dòng nhật ký ở trên hoặc trong thư mục dữ liệu.",
        "The web server does not start. See the log lines above or in the data directory.",
    )


def answers(address: str) -> bool:
    """Whether our server answers there."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as response:  # noqa: S310
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def check_port(host: str, port: int) -> None:
    """Raise Trouble if the address cannot be listened on; better now than after a minute of loading."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError as refusal:
            raise Trouble(
                f"Không được phép mở cổng {port}. Hãy chọn cổng từ 1024 trở lên: make run PORT=8000",
                f"Port {port} may not be opened. Choose one from 1024 up: make run PORT=8000",
            ) from refusal
        except OSError as refusal:
            raise port_taken(host, port) from refusal
