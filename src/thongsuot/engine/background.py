"""The process beside the server: stamps the journal, sweeps the clock, seals the day, erases what is over."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error, close_old_connections, connection

from thongsuot.engine import beside, forms_store, intents, paper_sweep, stamper, sweep, tracking, uploads
from thongsuot.register import sessions

log = logging.getLogger(__name__)
STAMP_EVERY = 0.5
SWEEP_EVERY = timedelta(seconds=15)
AGAIN = timedelta(seconds=5)
NEVER = datetime.min.replace(tzinfo=UTC)


_followers: list[Callable[[str], int]] = []


def follow(reader: Callable[[str], int]) -> None:
    """Have a reader of the stamped journal called with the site whenever it may have grown."""
    if reader not in _followers:
        _followers.append(reader)


_again: list[tuple[str, Callable[[datetime], object]]] = []


def do_again(name: str, work: Callable[[datetime], object]) -> None:
    """Have a small piece of work done again and again, as often as the clock is swept."""
    if name not in {known for known, _ in _again}:
        _again.append((name, work))


@dataclass
class Job:
    """Something done again and again: at once at the start, then `every` so often; after a failure a little later.

    Each fails for itself: a reader that breaks must not stop the stamper, nor the clock of other cases.
    """

    name: str
    work: Callable[[datetime], object]
    every: timedelta = timedelta(0)
    due: datetime = NEVER

    def run(self, now: datetime) -> None:
        """Do it if it is due. A failure is logged and put off, never raised."""
        if now < self.due:
            return
        try:
            self.work(now)
            self.due = now + self.every
        except Exception as error:
            log.exception("background work failed; trying again", extra={"job": self.name})
            self.due = now + AGAIN
            if isinstance(error, Error):
                connection.close()
                close_old_connections()


def jobs() -> list[Job]:
    """All that is done beside the server, in the order in which it is done each time."""
    readers = [Job(f"{one.__module__}.{one.__name__}", partial(_read, one)) for one in _followers]
    return [
        Job("stamp", lambda now: stamper.stamp(settings.SITE)),
        *readers,
        Job("intents", intents.apply_waiting),
        Job("sweep", sweep.sweep, SWEEP_EVERY),
        *(Job(name, work, SWEEP_EVERY) for name, work in _again),
        Job("tidy", tidy, paper_sweep.EVERY),
        Job("day", Daily()),
    ]


def _read(reader: Callable[[str], int], now: datetime) -> None:
    reader(settings.SITE)


class Daily:
    """What is done once a day: yesterday is sealed, what is over is erased. A day that failed is done again."""

    def __init__(self) -> None:
        self.done: date | None = None

    def __call__(self, now: datetime) -> None:
        today = _today()
        if today == self.done:
            return
        stamper.make_root(settings.SITE, today - timedelta(days=1))
        forms_store.erase_old(now)
        tracking.erase_old(now)
        sweep.erase_old(now)
        sessions.erase_ended(now)
        self.done = today


def run_forever() -> None:
    """Work until SIGTERM or SIGINT; a lost database is waited for, never fatal."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    beside.begin(stop)
    todo = jobs()
    while not stop.wait(STAMP_EVERY):
        for job in todo:
            job.run(datetime.now(UTC))


def tidy(now: datetime) -> None:
    """Take away uploads that are over and a folder's orphaned papers; a disk that refuses stops nothing else."""
    try:
        uploads.sweep(now)
        paper_sweep.sweep(now)
    except OSError:
        log.exception("the paper store could not be tidied; trying again later")


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
