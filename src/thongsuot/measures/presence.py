"""How many people are on the portal now: browsers that opened a page of it in the last minutes, none of them named.

A browser is known by a keyed digest that changes every day, so that nobody can be followed from one to the next.
Each server process gathers whom it has seen and writes them down every few seconds.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import Error, connection, transaction

from thongsuot.engine import sql

NOW = timedelta(minutes=5)
KEPT = timedelta(hours=1)
EVERY = 10.0
MOST = 50_000

_WRITE = """
INSERT INTO measures_presence (visitor, seen_at) SELECT DISTINCT v, %(at)s::timestamptz FROM unnest(%(visitors)s) AS v
ON CONFLICT (visitor) DO UPDATE SET seen_at = greatest(measures_presence.seen_at, EXCLUDED.seen_at)
"""


def visitor(mark: str, day: date) -> bytes:
    """The digest under which a browser is counted on a day; `mark` is what tells it from another."""
    key = hashlib.blake2b(f"presence:{day}:{settings.SECRET_KEY}".encode(), digest_size=32).digest()
    return hashlib.blake2b(mark.encode("utf-8", "replace"), digest_size=8, key=key).digest()


class Gathering:
    """The visitors that this process has seen since it last wrote them down."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: set[bytes] = set()
        self._written = clock()
        self._lock = threading.Lock()

    def see(self, one: bytes) -> None:
        """Note a visitor; once every few seconds the caller writes down all that were noted."""
        with self._lock:
            if len(self._seen) < MOST:
                self._seen.add(one)
            if self._clock() - self._written < EVERY:
                return
            seen, self._seen, self._written = self._seen, set(), self._clock()
        try:
            write(seen, datetime.now(UTC))
        except Error:
            # A figure is not worth a page: who was seen is seen again.
            connection.close()


def write(visitors: set[bytes], at: datetime) -> None:
    """Write down who was seen, and take away who was seen long ago."""
    with transaction.atomic():
        sql.run(_WRITE, {"visitors": sorted(visitors), "at": at})
        sql.run("DELETE FROM measures_presence WHERE seen_at < %s", [at - KEPT])


def on_portal(at: datetime) -> int:
    """How many browsers opened a page of the portal in the five minutes before a moment."""
    found: int = sql.run("SELECT count(*) FROM measures_presence WHERE seen_at > %s AND seen_at <= %s", [at - NOW, at])[
        0
    ][0]
    return found


__all__ = ["NOW", "Gathering", "on_portal", "visitor", "write"]
