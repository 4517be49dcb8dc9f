"""Fifty telephones on weak lines hold uploads open, and everybody else is answered as before."""

from __future__ import annotations

import hashlib
import os
import random
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsing import _answering, free_port
from citizens import HANH, signed_in

from thongsuot import serving, start
from thongsuot.engine import papers, uploads
from thongsuot.register import calendar

pytestmark = pytest.mark.slow
SENDERS, ASKED = 50, 60


@pytest.fixture
def site(own_database: Any, tmp_path: Path, settings: Any) -> Iterator[tuple[str, str]]:
    """The server as `thongsuot run` starts it, with one worker of two places; its address and Hạnh's session."""
    settings.VAR = tmp_path
    calendar.load_calendar_rows()
    session = signed_in(HANH).cookies["sessionid"].value
    options = start.Options(tmp_path, False, 1, 2)
    port = free_port()
    database = start.Database(own_database.owner_url, own_database.url, None)
    program = serving.programs(serving.Listening("127.0.0.1", port), options, database)[0]
    environment = {
        **program.environment, "THONGSUOT_APP_DATABASE_URL": own_database.url, "THONGSUOT_VAR": str(tmp_path),
        "THONGSUOT_SECRET_KEY": "only-for-tests", "THONGSUOT_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "thongsuot.settings",
    }  # fmt: skip
    server = subprocess.Popen([sys.executable, *program.command[1:]], env=environment)
    try:
        yield _answering(f"http://127.0.0.1:{port}", server), session
    finally:
        server.terminate()
        server.wait(30)
        calendar.forget()


def send(address: str, session: str, content: bytes, first: int) -> socket.socket:
    """An upload in one request of which only so many bytes have come yet."""
    where = urlsplit(address)
    line = socket.create_connection((where.hostname or "", where.port or 0), timeout=60)
    token = "a" * 32
    head = (
        f"POST /tai-len HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: sessionid={session}; csrftoken={token}\r\n"
        f"X-CSRFToken: {token}\r\nTus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n"
        f"Upload-Length: {len(content)}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    line.sendall(head.encode() + content[:first])
    return line


def round_of_pages(address: str, session: str, id: object) -> float:
    """Seconds that a number of pages take, each with the session and a row from the database."""
    began = time.monotonic()
    for _ in range(ASKED):
        asked = urllib.request.Request(f"{address}/tai-len/{id}", headers={"Cookie": f"sessionid={session}"})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            assert answer.status == 200
            assert b"received" in answer.read()
    return time.monotonic() - began


def test_fifty_slow_uploads_slow_nobody_down_and_each_arrives(site: tuple[str, str]) -> None:
    address, session = site
    known = uploads.begin(HANH.actor, "a.pdf", 1000).id
    round_of_pages(address, session, known)
    contents = [b"%PDF-1.7\n" + random.Random(one).randbytes(3000) for one in range(SENDERS)]
    calm = min(round_of_pages(address, session, known) for _ in range(3))

    lines = [send(address, session, content, 100) for content in contents]
    over = threading.Event()
    came = [100] * SENDERS

    def trickle() -> None:
        while not over.wait(0.2):
            for one, line in enumerate(lines):
                line.sendall(contents[one][came[one] : came[one] + 1])
                came[one] += 1

    slowly = threading.Thread(target=trickle)
    slowly.start()
    held = min(round_of_pages(address, session, known) for _ in range(3))
    over.set()
    slowly.join()

    assert held < 3 * calm, f"{held:.2f} s with the uploads, {calm:.2f} s without"
    for one, line in enumerate(lines):
        line.sendall(contents[one][came[one] :])
    answers = [line.recv(4096).split(b"\r\n")[0] for line in lines]
    stored = sum(papers.path(hashlib.sha256(content).digest()).exists() for content in contents)
    allowed = answers.count(b"HTTP/1.1 201 Created")
    assert (allowed, stored) == (SENDERS, SENDERS)


def test_a_piece_that_is_cut_goes_on_from_what_had_come(site: tuple[str, str]) -> None:
    address, session = site
    content = b"%PDF-1.7\n" + bytes(5000)
    line = send(address, session, content, 3000)
    time.sleep(0.5)
    line.close()

    for _ in range(100):
        if begun := uploads.of_owner(HANH.actor):
            break
        time.sleep(0.1)

    assert begun[0].received == 3000
    assert uploads.append(HANH.actor, begun[0].id, 3000, content[3000:]).is_finished
    assert os.path.exists(papers.path(hashlib.sha256(content).digest()))
