"""Threads beside the stamper, for what waits for an outside system or for its time: one loop for all of them.

Whatever fails there is logged and waited for, ever longer; nothing that fails is fatal, a lost database least of all.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.db import Error, connections

log = logging.getLogger(__name__)
LONGEST = 60.0  # seconds
ERASE_EVERY = timedelta(minutes=10)
NEVER = datetime.min.replace(tzinfo=UTC)

Worker = Callable[[threading.Event], None]
_workers: list[Worker] = []


def work(worker: Worker) -> None:
    """Have something run in a thread of its own until the event is set; most want `rounds` or `one_by_one`."""
    _workers.append(worker)


def rounds(make: Callable[[datetime], object], every: timedelta) -> None:
    """Have a round made again and again, `every` so often."""
    work(lambda stop: forever(stop, every.total_seconds(), lambda: make(datetime.now(UTC)) is not False))


def one_by_one(work_one: Callable[[datetime], bool | None], every: float) -> None:
    """Have what is due worked off, one after the other, with a look every so many seconds.

    `work_one` says whether there was one; None when the outside system does not work, which is then left alone longer.
    """
    work(lambda stop: forever(stop, every, lambda: drain(stop, work_one)))


def make(make_next: Callable[[datetime], bool], erase_old: Callable[[datetime], object], every: float) -> None:
    """Have files made that people asked for, one after the other, and old ones erased every ten minutes."""
    erased = NEVER

    def one_round(stop: threading.Event) -> bool:
        nonlocal erased
        now = datetime.now(UTC)
        if now - erased > ERASE_EVERY:
            erase_old(now)
            erased = now
        return drain(stop, make_next)

    work(lambda stop: forever(stop, every, lambda: one_round(stop)))


def drain(stop: threading.Event, work_one: Callable[[datetime], bool | None]) -> bool:
    """Work until nothing is due, or the process ends. Whether it went well."""
    while not stop.is_set():
        if not (was := work_one(datetime.now(UTC))):
            return was is not None
    return True


def forever(stop: threading.Event, idle: float, work: Callable[[], bool]) -> None:
    """Work again and again, `idle` seconds apart while it goes well (`work` says so) and ever longer while not."""
    wait = idle
    while not stop.wait(wait):
        try:
            well = work()
        except Exception:
            log.exception("work beside the server failed; trying again")
            well = False
        if not well:
            with suppress(Error):
                connections.close_all()
        wait = idle if well else min(LONGEST, max(idle, wait) * 2)
    connections.close_all()


def begin(stop: threading.Event) -> None:
    """Start a thread for each."""
    for number, worker in enumerate(_workers, 1):
        threading.Thread(target=worker, args=(stop,), name=f"beside-{number}", daemon=True).start()
