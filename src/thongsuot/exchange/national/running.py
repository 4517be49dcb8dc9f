"""The workers beside the stamper: one sends, one takes in, both back off while the portal is down."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import Error, connections

from thongsuot.exchange.national import receiving, reconciling, sending
from thongsuot.ports.national_portal import Account, NationalPortal, NationalPortalError
from thongsuot.register.working_time import VIETNAM

log = logging.getLogger(__name__)
IDLE, LONGEST = 1.0, 60.0  # seconds
POLL = 10.0
RECONCILE_AT = 1  # the hour after which yesterday is compared


@cache
def portal() -> NationalPortal:
    """The portal of this site's settings, one for all threads."""
    return NationalPortal(Account(settings.NATIONAL_URL, settings.NATIONAL_CLIENT, settings.NATIONAL_SECRET))


def outward(stop: threading.Event) -> None:
    """Send what is due until told to stop."""
    _forever(stop, IDLE, lambda: _drain(stop))


def inward(stop: threading.Event) -> None:
    """Take in what the portal holds, and compare yesterday once a day, until told to stop."""
    _forever(stop, POLL, lambda: _poll(stop))


def _drain(stop: threading.Event) -> bool:
    while not stop.is_set():
        sent = sending.send_one(portal())
        if not sent:
            return sent is not None
    return True


def _poll(stop: threading.Event) -> bool:
    try:
        while receiving.take(portal()) and not stop.is_set():
            continue
        here = datetime.now(VIETNAM)
        if here.hour >= RECONCILE_AT:
            reconciling.compare_once(portal(), here.date() - timedelta(days=1))
    except NationalPortalError as failure:
        log.warning("the national portal: %s", failure.sentence)
        return False
    return True


def _forever(stop: threading.Event, idle: float, work: Callable[[], bool]) -> None:
    """Work again and again; a portal or a database that fails is waited for, ever longer, and never fatal."""
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


def drain(of: NationalPortal, seconds: float) -> None:
    """Send until nothing is due or the time is over; for commands and tests."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and sending.send_one(of):
        continue
