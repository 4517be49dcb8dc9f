"""A worker beside the stamper that goes on for ever: what it talks to may fail, and is waited for ever longer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from django.db import Error, connections

log = logging.getLogger(__name__)
LONGEST = 60.0  # seconds


def forever(stop: threading.Event, idle: float, work: Callable[[], bool]) -> None:
    """Work again and again, `idle` seconds apart while it goes well (`work` says so) and ever longer while not.

    A database that is lost, or anything that fails, is never fatal.
    """
    wait = idle
    while not stop.wait(wait):
        try:
            well = work()
        except Error:
            log.exception("the exchange lost its database; trying again")
            well = False
        except Exception:
            log.exception("the exchange failed; trying again")
            well = False
        if not well:
            with suppress(Error):
                connections.close_all()
        wait = idle if well else min(LONGEST, max(idle, wait) * 2)
    connections.close_all()
