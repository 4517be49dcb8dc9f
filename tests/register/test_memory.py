"""What a process remembers: read once, dropped on demand, read again when old or after a failure."""

from __future__ import annotations

import threading
import time

import pytest

from thongsuot.register import memory
from thongsuot.register.memory import Remembered


class Source:
    """A table that counts how often it is read."""

    def __init__(self) -> None:
        self.reads = 0
        self.broken = False

    def read(self) -> int:
        if self.broken:
            raise ConnectionError("the database is away")
        self.reads += 1
        return self.reads


def test_a_table_is_read_once_until_it_is_forgotten() -> None:
    source = Source()
    kept = Remembered(source.read)
    assert [kept.get(), kept.get(), kept.get()] == [1, 1, 1]
    kept.forget()
    assert [kept.get(), kept.get()] == [2, 2]


def test_what_is_older_than_the_age_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(memory.time, "monotonic", lambda: now[0])
    kept = Remembered(Source().read)
    assert kept.get() == 1
    now[0] += memory.MAX_AGE
    assert kept.get() == 1
    now[0] += 0.1
    assert kept.get() == 2


def test_a_failed_reading_is_no_memory_and_the_next_one_succeeds() -> None:
    source = Source()
    kept = Remembered(source.read)
    source.broken = True
    with pytest.raises(ConnectionError):
        kept.get()
    source.broken = False
    assert kept.get() == 1


def test_many_threads_get_a_whole_value_and_none_waits_for_ever() -> None:
    kept = Remembered(Source().read)
    got: list[int] = []
    threads = [threading.Thread(target=lambda: got.append(kept.get())) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=5)
    assert len(got) == 16
    assert not any(thread.is_alive() for thread in threads)
    assert kept.get() == max(got)


def test_threads_that_wait_for_a_reading_take_it_and_do_not_read_again() -> None:
    source = Source()
    waiting = threading.Barrier(8)

    def slowly() -> int:
        time.sleep(0.2)
        return source.read()

    kept = Remembered(slowly)
    got: list[int] = []

    def ask() -> None:
        waiting.wait()
        got.append(kept.get())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=5)
    assert got == [1] * 8
    assert source.reads == 1
