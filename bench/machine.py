"""One line that says on what a figure was measured."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def machine_line() -> str:
    """Processor, cores, memory and Python of this machine; no database takes part."""
    return (
        f"{_field('/proc/cpuinfo', 'model name') or platform.processor() or 'unknown processor'}, "
        f"{os.cpu_count()} cores, {_memory()}, "
        f"{platform.python_implementation()} {platform.python_version()}, {platform.system()}, no PostgreSQL"
    )


def _field(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "")


def _memory() -> str:
    kilobytes = _field("/proc/meminfo", "MemTotal").split(" ")[0]
    return f"{int(kilobytes) / 1024 / 1024:.1f} GB" if kilobytes.isdigit() else "memory unknown"


if __name__ == "__main__":
    print(machine_line())
