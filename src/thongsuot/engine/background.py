"""The process beside the server: stamps the journal, sweeps the clock, seals the day, erases what is over."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error, close_old_connections, connection

from thongsuot.engine import forms_store, intents, paper_sweep, stamper, sweep, tracking, uploads
from thongsuot.register import sessions

log = logging.getLogger(__name__)
STAMP_EVERY = 0.5
SWEEP_EVERY = timedelta(seconds=15)


_followers: list[Callable[[str], int]] = []


def follow(reader: Callable[[str], int]) -> None:
    """Have a reader of the stamped journal called with the site whenever it may have grown."""
    if reader not in _followers:
        _followers.append(reader)


_beside: list[Callable[[threading.Event], None]] = []


def work_beside(work: Callable[[threading.Event], None]) -> None:
    """Have something that waits for others (an outside system) run in a thread of its own until the event is set."""
    if work not in _beside:
        _beside.append(work)


def run_forever() -> None:
    """Work until SIGTERM or SIGINT; a lost database is waited for, never fatal."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    for work in _beside:
        threading.Thread(target=work, args=(stop,), name="beside", daemon=True).start()
    swept = tidied = datetime.min.replace(tzinfo=UTC)
    sealed_on: date | None = None
    while not stop.wait(STAMP_EVERY):
        now = datetime.now(UTC)
        try:
            stamper.stamp(settings.SITE)
            for reader in _followers:
                reader(settings.SITE)
            intents.apply_waiting(now)
            if now - swept >= SWEEP_EVERY:
                swept = now
                sweep.sweep(now)
            if now - tidied >= paper_sweep.EVERY:
                tidied = now
                tidy(now)
            if (today := _today()) != sealed_on:
                stamper.make_root(settings.SITE, today - timedelta(days=1))
                forms_store.erase_old(now)
                tracking.erase_old(now)
                sessions.erase_ended(now)
                sealed_on = today
        except Error:
            log.exception("background work failed; trying again")
            connection.close()
            close_old_connections()
            stop.wait(2)


def tidy(now: datetime) -> None:
    """Take away uploads that are over and a folder's orphaned papers; a disk that refuses stops nothing else."""
    try:
        uploads.sweep(now)
        paper_sweep.sweep(now)
    except OSError:
        log.exception("the paper store could not be tidied; trying again later")


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
