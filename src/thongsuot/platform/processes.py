"""Ask and end processes by number without being fooled by a number used again."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path


def started_at(pid: int) -> str | None:
    """The moment (in clock ticks since boot) at which this process began; None when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def works_in(pid: int, directory: Path) -> bool:
    """Whether the process stands in this directory (and still runs)."""
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == directory
    except OSError:
        return False


def all_pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]


def wait_gone(pid: int, patience: float) -> bool:
    """Wait up to `patience` seconds for the process to end; whether it did."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if started_at(pid) is None:
            return True
        time.sleep(0.05)
    return started_at(pid) is None


def end_group(leader: int, patience: float) -> None:
    """End a process group: asked first, killed after `patience` seconds."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and _group_lives(leader):
            time.sleep(0.05)
        os.killpg(leader, signal.SIGKILL)


def _group_lives(leader: int) -> bool:
    for pid in all_pids():
        with contextlib.suppress(ProcessLookupError):
            if os.getpgid(pid) == leader and started_at(pid) is not None:
                return True
    return False
