"""What a process remembers of small, rarely changing tables, so that a page does not ask for them again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")

# Another process may have changed the table: each rereads it after this many seconds.
MAX_AGE = 600.0


class Remembered(Generic[T]):
    """A value read once and kept until `forget` or until it is older than MAX_AGE."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._kept: tuple[float, T] | None = None
        self._lock = threading.Lock()
        _all.add(self)

    def get(self) -> T:
        kept = self._kept
        if kept is None or time.monotonic() - kept[0] > MAX_AGE:
            with self._lock:
                # Whoever waited here takes what the one before has just read.
                fresh = self._kept
                if fresh is None or fresh is kept:
                    fresh = self._kept = (time.monotonic(), self._read())
                kept = fresh
        return kept[1]

    def forget(self) -> None:
        self._kept = None


_all: WeakSet[Remembered[Any]] = WeakSet()


def forget_everything() -> None:
    """Drop all that this process remembers of any table: it is led to another database."""
    for one in list(_all):
        one.forget()
