"""The process beside the server: stamps the journal, sweeps the clock, seals the day, erases drafts that are over."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error, close_old_connections, connection

from thongsuot.engine import forms_store, stamper, sweep, tracking

log = logging.getLogger(__name__)
STAMP_EVERY = 0.5
SWEEP_EVERY = timedelta(seconds=15)


_followers: list[Callable[[str], int]] = []


def follow(reader: Callable[[str], int]) -> None:
    """Have a reader of the stamped journal called with the site whenever it may have grown."""
    if reader not in _followers:
        _followers.append(reader)


def run_forever() -> None:
    """Work until SIGTERM or SIGINT; a lost database is waited for, never fatal."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    swept = datetime.min.replace(tzinfo=UTC)
    sealed_on: date | None = None
    while not stop.wait(STAMP_EVERY):
        now = datetime.now(UTC)
        try:
            stamper.stamp(settings.SITE)
            for reader in _followers:
                reader(settings.SITE)
            if now - swept >= SWEEP_EVERY:
                swept = now
                sweep.sweep(now)
            if (today := _today()) != sealed_on:
                stamper.make_root(settings.SITE, today - timedelta(days=1))
                forms_store.erase_old(now)
                tracking.erase_old(now)
                sealed_on = today
        except Error:
            log.exception("background work failed; trying again")
            connection.close()
            close_old_connections()
            stop.wait(2)


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
