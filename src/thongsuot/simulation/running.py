"""Running the simulation: houses shared out among processes, progress told, a cut run gone on with where it was."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import pickle
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from thongsuot.register import calendar as calendars
from thongsuot.register.calendar import VIETNAM, Calendar
from thongsuot.simulation import country, days, lives, worker, working
from thongsuot.simulation.country import House
from thongsuot.simulation.table import making
from thongsuot.simulation.table.making import REPORTS, TABLE
from thongsuot.simulation.table.shape import Land, provinces_of
from thongsuot.simulation.working import HouseAtWork, Tally

TOLD_REFUSALS = 5
DOSSIERS = "dossiers"
PARTS = (DOSSIERS, TABLE, REPORTS)


@dataclass(frozen=True)
class Run:
    """One run: the last `days` days up to `until`, at a scale, repeatable by its seed. `speed` makes it live.

    `parts` are what it makes: dossiers, the work of the Government's table, lists as long as the reports' figures
    (`lists` of that length: the whole of it, but for a quick look).

    The same seed and scale make the same dossiers for a day in every run, so that a longer run, or one a day
    later, goes on with the lives that an earlier one began.
    """

    days: int
    scale: float
    seed: int
    until: datetime
    provinces: tuple[str, ...] = ()
    workers: int = 2
    speed: float | None = None
    parts: frozenset[str] = frozenset({DOSSIERS, TABLE})
    lists: Fraction = Fraction(1)

    @property
    def first(self) -> date:
        return self.until.astimezone(VIETNAM).date() - timedelta(days=self.days - 1)

    def working_days(self, calendar: Calendar) -> list[date]:
        """The working days whose dossiers come in the run: the next one's, too, are sent the evening before."""
        today = self.until.astimezone(VIETNAM).date()
        return days.working_days(calendar, self.first, calendar.next_working_day(today + timedelta(days=1)))

    @property
    def name(self) -> str:
        """The run without its end: what a checkpoint belongs to."""
        parts = [*sorted(self.parts), str(self.lists)]
        what = json.dumps([self.days, f"{self.scale:.10g}", self.seed, self.provinces, self.speed is not None, parts])
        return hashlib.sha256(what.encode()).hexdigest()[:12]


@dataclass
class Progress:
    """What all workers have done so far."""

    houses: int = 0
    planned: int = 0
    dossiers: int = 0
    works: int = 0
    ratings: int = 0
    verbs: int = 0
    repeated: int = 0
    refused: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return self.verbs / self.seconds if self.seconds else 0.0

    def add(self, tally: Tally, seconds: float) -> None:
        self.dossiers += tally.dossiers
        self.works += tally.works
        self.ratings += tally.ratings
        self.verbs += tally.verbs
        self.repeated += tally.repeated
        self.refused += len(tally.refused)
        self.seconds = seconds


class Checkpoint:
    """A file that names the houses done and keeps the run's end, so that a cut run ends where it would have."""

    def __init__(self, var: Path, run: Run) -> None:
        self.path = var / "simulation" / f"{run.name}.txt"

    def resume(self, run: Run) -> tuple[Run, frozenset[str]]:
        """The run with the end that it began with, and the houses done; anew when the last one was completed."""
        if self.path.exists():
            lines = self.path.read_text().splitlines()
            if lines and "done" not in lines:
                until = datetime.fromisoformat(lines[0])
                return Run(**{**asdict(run), "until": until}), frozenset(lines[1:])
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(f"{run.until.isoformat()}\n")
        return run, frozenset()

    def add(self, *names: str) -> None:
        with self.path.open("a") as file:
            file.write("".join(f"{name}\n" for name in names))


def simulate(run: Run, var: Path, say: Callable[[Progress, int], None]) -> tuple[Progress, list[str]]:
    """Make the traffic of a run; what was done, and the first sentences of what was refused.

    `say` is called about once a second with the progress and the number of dossiers still to be made. A house
    belongs to one process, so that its codes and numbers come in the same order whatever the number of processes.
    """
    checkpoint = Checkpoint(var, run)
    run, done = checkpoint.resume(run)
    calendar = calendars.load()
    wanted = _with_traffic(run, calendar) if DOSSIERS in run.parts else []
    todo = [(house, number) for house, number in wanted if house.key not in done]
    total = sum(number for _, number in todo)
    began = time.monotonic()
    progress = Progress()
    sentences: list[str] = []
    for name, tally, number in _results(
        run, [house for house, _ in todo], {house.key: number for house, number in todo}
    ):
        progress.add(tally, time.monotonic() - began)
        sentences += tally.refused[: TOLD_REFUSALS - len(sentences)]
        if name:
            progress.houses += 1
            progress.planned += number
            checkpoint.add(name)
        say(progress, total - progress.planned)
    for tally in _table(run, calendar):
        progress.add(tally, time.monotonic() - began)
        sentences += tally.refused[: TOLD_REFUSALS - len(sentences)]
        say(progress, 0)
    checkpoint.add("done")
    return progress, sentences


def _table(run: Run, calendar: Calendar) -> Iterator[Tally]:
    """The work of the Government's table: after the dossiers, of which it rates some, and in this process alone."""
    if run.speed is not None or not run.parts & {TABLE, REPORTS}:
        return
    _relax()
    provinces = provinces_of(run.until.astimezone(VIETNAM).date(), run.provinces)
    land = Land(run.seed, run.scale, run.first, run.until, calendar, provinces, not run.provinces)
    yield from making.make(land, run.parts, run.lists)


def _with_traffic(run: Run, calendar: Calendar) -> list[tuple[House, int]]:
    """The houses that get any dossier in the run, with how many."""
    found = []
    span = run.working_days(calendar)
    for house in country.houses(run.until.astimezone(VIETNAM).date(), run.provinces):
        number = sum(lives.number_of(house, day, run.seed, run.scale, calendar) for day in span)
        if number:
            found.append((house, number))
    return found


def _results(run: Run, houses: Sequence[House], numbers: dict[str, int]) -> Iterator[tuple[str, Tally, int]]:
    """What each house's work came to, as it is done: (its key or empty while it goes on, what was done, planned)."""
    shares = [share for n in range(run.workers) if (share := list(houses[n :: run.workers]))]
    if len(shares) <= 1:
        for share in shares:
            yield from ((name, tally, numbers.get(name, 0)) for name, tally in work(run, share))
        return
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    workers = [
        context.Process(target=worker.start, args=(pickle.dumps((run, share)), results, os.getpid()), daemon=True)
        for share in shares
    ]
    for process in workers:
        process.start()
    try:
        for name, tally in _messages(results, workers):
            yield name, tally, numbers.get(name, 0)
    finally:
        for process in workers:
            process.terminate()
            process.join()


def _messages(results: Any, workers: Sequence[Any]) -> Iterator[tuple[str, Tally]]:
    """What the workers tell until the last is done. Raises RuntimeError when one fails or dies."""
    left = len(workers)
    while left:
        try:
            message = results.get(timeout=1)
        except queue.Empty:
            if any(process.exitcode for process in workers):
                raise RuntimeError("a worker of the simulation died; run the command again to go on") from None
            continue
        if isinstance(message, str):
            raise RuntimeError(message)
        if message is None:
            left -= 1
        else:
            yield message


def work(run: Run, houses: Sequence[House]) -> Iterator[tuple[str, Tally]]:
    """House after house, each told when it is done; together and told about once a second when live."""
    _relax()
    calendar = calendars.load()
    span = run.working_days(calendar)
    at_work = (HouseAtWork(house, span, run.seed, run.scale, calendar) for house in houses)
    if run.speed is not None:
        yield from _live(run, list(at_work))
        return
    for one in at_work:
        tally = Tally()
        for turn, _ in working.turns([one], run.until):
            one.take(turn, tally)
        yield one.house.key, tally


def _relax() -> None:
    """A lost last second costs nothing here: its steps have keys and are made again by the next run."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def _live(run: Run, at_work: list[HouseAtWork]) -> Iterator[tuple[str, Tally]]:
    """The day as it goes on, until its midnight: the past part of it `speed` times as fast, then as the clock runs."""
    clock = _Clock(run.until, run.speed or 1.0)
    midnight = run.until.astimezone(VIETNAM).replace(hour=23, minute=59, second=59)
    tally, told = Tally(), time.monotonic()
    for turn, house in working.turns(at_work, midnight):
        clock.wait(turn.at)
        house.take(turn, tally)
        if time.monotonic() - told > 1:
            yield "", tally
            tally, told = Tally(), time.monotonic()
    yield "", tally


class _Clock:
    """Simulated time: from the day's midnight, `speed` times as fast as the real one, and never ahead of it."""

    def __init__(self, now: datetime, speed: float) -> None:
        self._midnight = now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
        self._began = time.monotonic()
        self._speed = speed

    def wait(self, moment: datetime) -> None:
        due = self._began + (moment - self._midnight).total_seconds() / self._speed
        real = time.monotonic() + (moment - datetime.now(VIETNAM)).total_seconds()
        pause = max(due, real) - time.monotonic()
        if pause > 0:
            time.sleep(pause)
