"""What works in threads beside the stamper: one loop, which nothing that fails may end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg
import pytest

from thongsuot.engine import beside
from thongsuot.engine.beside import Worker


class Waits(threading.Event):
    """An event that nobody waits for: it notes how long somebody would have, and is set after so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times, self.waited = times, list[float]()

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0.0)
        if len(self.waited) > self.times:
            self.set()
        return self.is_set()


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Worker]:
    """The workers that a test declares, and no others."""
    workers: list[Worker] = []
    monkeypatch.setattr(beside, "_workers", workers)
    monkeypatch.setattr(beside.connections, "close_all", lambda: None)
    return workers


def of(answers: list[bool | None]) -> Callable[[datetime], bool | None]:
    """Work that answers this, one after the other."""
    left = list(answers)
    return lambda now: left.pop(0) if left else False


def test_what_is_due_is_worked_off_before_the_next_wait(begun: list[Worker]) -> None:
    done: list[datetime] = []

    def work_one(now: datetime) -> bool:
        done.append(now)
        return len(done) % 4 != 0

    beside.one_by_one(work_one, 0.5)
    stop = Waits(2)
    begun[0](stop)
    assert len(done) == 8, "three of each round were due, and one look found nothing"
    assert stop.waited == [0.5, 0.5, 0.5]


def test_an_outside_system_that_does_not_work_is_left_alone_longer_and_longer_and_then_asked_as_before(
    begun: list[Worker],
) -> None:
    beside.one_by_one(of([None, None, None, True, False]), 10.0)
    stop = Waits(5)
    begun[0](stop)
    assert stop.waited == [10.0, 20.0, 40.0, 60.0, 10.0, 10.0]


@pytest.mark.parametrize("trouble", [psycopg.OperationalError("away"), OSError("no space left"), ValueError("a bug")])
def test_a_round_that_breaks_is_made_again_later(
    begun: list[Worker], trouble: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    made: list[datetime] = []

    def make(now: datetime) -> None:
        made.append(now)
        if len(made) == 1:
            raise trouble

    beside.rounds(make, timedelta(seconds=15))
    stop = Waits(3)
    begun[0](stop)
    assert len(made) == 3
    assert stop.waited == [15.0, 30.0, 15.0, 15.0]
    assert "work beside the server failed" in caplog.text


def test_a_round_that_says_that_it_did_not_go_well_is_made_again_later(begun: list[Worker]) -> None:
    answers = [False, True]
    beside.rounds(lambda now: answers.pop(0), timedelta(seconds=2))
    stop = Waits(2)
    begun[0](stop)
    assert stop.waited == [2.0, 4.0, 2.0]


def test_what_people_asked_for_is_made_one_after_the_other_and_a_lost_disk_ends_nothing(begun: list[Worker]) -> None:
    stop, made, erased = threading.Event(), list[str](), list[datetime]()

    def make_next(now: datetime) -> bool:
        made.append("made")
        if len(made) < 3:
            return True
        stop.set()
        raise OSError("no space left on the disk")

    beside.make(make_next, erased.append, 0.001)
    begun[0](stop)

    assert made == ["made"] * 3
    assert len(erased) == 1, "what is old is looked for every ten minutes, not at every file"


def test_the_end_of_the_process_ends_what_would_go_on(begun: list[Worker]) -> None:
    stop, done = threading.Event(), list[datetime]()

    def work_one(now: datetime) -> bool:
        done.append(now)
        if len(done) == 3:
            stop.set()
        return True

    beside.one_by_one(work_one, 0.001)
    begun[0](stop)
    assert len(done) == 3


def test_each_worker_has_a_thread_of_its_own(begun: list[Worker]) -> None:
    both = threading.Barrier(3, timeout=10)
    for _ in range(2):
        beside.work(lambda stop: (both.wait(), None)[1])
    beside.begin(threading.Event())
    both.wait()
    assert not both.broken
