"""How often one network address may ask for something that costs: counted in this process, for minutes."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque

MOST_ADDRESSES = 10_000


class Pace:
    """So many times in so many seconds. Each worker counts for itself: the bound is for one of them."""

    def __init__(self, times: int, seconds: float) -> None:
        self.times, self.seconds = times, seconds
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, address: str) -> bool:
        """Count one more time, unless that is too many: then it is not counted either."""
        now = time.monotonic()
        with self._lock:
            asked = self._asked.setdefault(address, deque())
            self._asked.move_to_end(address)
            while len(self._asked) > MOST_ADDRESSES:
                self._asked.popitem(last=False)
            while asked and now - asked[0] > self.seconds:
                asked.popleft()
            if len(asked) >= self.times:
                return False
            asked.append(now)
            return True

    def forget(self) -> None:
        with self._lock:
            self._asked.clear()
