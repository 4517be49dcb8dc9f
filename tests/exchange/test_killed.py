"""Workers killed at work, in numbers: the portal has every dossier once, whichever worker was killed when."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from at_work import bring_to, receive
from thongsuot.engine import sql, stamper
from thongsuot.exchange.national import outbox, sending, telling
from thongsuot.ports.national_portal import Account, NationalPortal
from thongsuot.ports.national_twin import CLIENT, SECRET, NationalTwin, serving

pytestmark = pytest.mark.slow
FORK = get_context("fork")
DOSSIERS, WORKERS = 30, 3


def works(address: str) -> None:
    """Follow and send for ever, as the background does."""
    connections.close_all()
    portal = NationalPortal(Account(address, CLIENT, SECRET), read=5)
    while True:
        stamper.stamp(settings.SITE)
        telling.catch_up(settings.SITE)
        if not sending.send_one(portal):
            time.sleep(0.02)


def started(address: str) -> list[Any]:
    connections.close_all()
    processes = [FORK.Process(target=works, args=(address,), daemon=True) for _ in range(WORKERS)]
    for process in processes:
        process.start()
    return processes


def kill(processes: list[Any]) -> None:
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)
        process.join(30)


def open_messages() -> int:
    return int(sql.run("SELECT count(*) FROM exchange_national_message WHERE state NOT IN ('sent', 'needless')")[0][0])


def test_killed_in_the_middle_nothing_is_lost_or_doubled(committed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=1.5))
    cases = [receive() for _ in range(DOSSIERS)]
    cases += [bring_to("done", receive()) for _ in range(3)]
    twin = NationalTwin()
    with serving(twin) as address:
        for _ in range(4):
            processes = started(address)
            time.sleep(0.5)
            kill(processes)
        processes = started(address)
        until = time.monotonic() + 60
        while open_messages() or sql.run("SELECT 1 FROM engine_unstamped LIMIT 1"):
            assert time.monotonic() < until, "not all was told in a minute"
            time.sleep(0.2)
        kill(processes)

    assert sorted(one.code for one in twin.dossiers.values()) == sorted(str(case.code) for case in cases)
    assert sorted(tuple(one.told) for one in twin.dossiers.values()) == [(2,)] * DOSSIERS + [(2, 4, 9)] * 3
    assert sorted(len(one.rows) for one in twin.dossiers.values()) == [1] * DOSSIERS + [8] * 3
    assert twin.refused == []


def test_several_workers_at_once_send_each_thing_once(committed: Any) -> None:
    for _ in range(DOSSIERS):
        bring_to("processing", receive())
    twin = NationalTwin()
    with serving(twin) as address:
        processes = started(address)
        until = time.monotonic() + 60
        while len([one for one in twin.dossiers.values() if one.told == [2, 4]]) < DOSSIERS:
            assert time.monotonic() < until, "not all was told in a minute"
            time.sleep(0.1)
        time.sleep(0.3)
        kill(processes)

    assert twin.calls.count("CapNhatTrangThai") == 2 * DOSSIERS
    assert twin.calls.count("NoiHoSo") == DOSSIERS
    assert twin.refused == []
