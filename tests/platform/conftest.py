"""Places where a database's account can live, whoever runs the tests, and a disk that is nearly full."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def home() -> Iterator[Path]:
    """A short directory that the database's account can walk into."""
    made = Path(tempfile.mkdtemp(prefix="ts-pg-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    """A disk of twelve megabytes: too small for any database."""
    place = home / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=12m,mode=0755", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a full disk: only root can make a small one, where mounting is allowed")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
