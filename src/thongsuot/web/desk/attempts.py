"""Failed logins: after a few for one name, the next has to wait; kept in this process, for minutes."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

FREE = 5
FIRST_WAIT = 5.0
LONGEST_WAIT = 300.0
MOST_NAMES = 10_000


class Attempts:
    """How often a name failed lately. The wait doubles with each failure and ends with a success."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, name: str) -> int:
        """Seconds until this name may be tried again; 0 when now."""
        count, until = self._failed.get(name.casefold(), (0, 0.0))
        return max(0, round(until - time.monotonic() + 0.5)) if count >= FREE else 0

    def failed(self, name: str) -> None:
        with self._lock:
            count = self._failed.get(name.casefold(), (0, 0.0))[0] + 1
            pause = min(LONGEST_WAIT, FIRST_WAIT * 2 ** max(0, count - FREE))
            self._failed[name.casefold()] = (count, time.monotonic() + pause)
            self._failed.move_to_end(name.casefold())
            while len(self._failed) > MOST_NAMES:
                self._failed.popitem(last=False)

    def forget(self, name: str) -> None:
        with self._lock:
            self._failed.pop(name.casefold(), None)
