"""A running desk and a real browser in front of it: what the browser tests stand on."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PEOPLE = """
import django; django.setup()
from thongsuot.engine import registry
from thongsuot.register import demo, loading
loading.load_country(); demo.create_demo_accounts(); registry.publish()
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(database: Any, var: Path, *, workers: int = 1, threads: int = 2) -> Iterator[str]:
    """The desk served by Granian on a database of its own, with the demonstration's people. Yields its address."""
    environment = {
        **os.environ,
        "DATABASE_URL": database.owner_url,
        "THONGSUOT_APP_DATABASE_URL": database.url,
        "THONGSUOT_VAR": str(var),
        "THONGSUOT_SECRET_KEY": secrets.token_hex(16),
        "THONGSUOT_DEMO": "1",
        "THONGSUOT_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "thongsuot.settings",
    }
    subprocess.run([sys.executable, "-c", PEOPLE], env=environment, check=True)
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "thongsuot.wsgi:application", "--interface", "wsgi", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads)),
        *("--no-access-log", "--no-ws", "--log-level", "warning"),
    ]
    server = subprocess.Popen(command, env=environment)
    try:
        yield _answering(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait(20)


def _answering(address: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(150):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=1):
                return address
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer in 30 s")
