"""The workers beside the stamper: one sends, one takes in, both back off while the portal is down."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings

from thongsuot.exchange.national import receiving, reconciling, sending
from thongsuot.ports.national_portal import Account, NationalPortal, NationalPortalError
from thongsuot.register.working_time import VIETNAM

log = logging.getLogger(__name__)
IDLE, POLL = 1.0, timedelta(seconds=10)
RECONCILE_AT = 1  # the hour after which yesterday is compared
RECHECKED, RECHECK_AFTER = timedelta(days=14), timedelta(hours=1)


@cache
def portal() -> NationalPortal:
    """The portal of this site's settings, one for all threads."""
    return NationalPortal(Account(settings.NATIONAL_URL, settings.NATIONAL_CLIENT, settings.NATIONAL_SECRET))


def send_one(now: datetime) -> bool | None:
    """Send what has been due longest: False when nothing is, None when the portal does not work."""
    return sending.send_one(portal())


def poll(now: datetime) -> bool:
    """Take in what the portal holds, and compare yesterday once a day. Whether it worked."""
    try:
        while receiving.take(portal()):
            continue
        here = now.astimezone(VIETNAM)
        if here.hour >= RECONCILE_AT:
            reconciling.compare_once(portal(), here.date() - timedelta(days=1))
            reconciling.recheck(portal(), here.date() - RECHECKED, here - RECHECK_AFTER)
    except NationalPortalError as failure:
        log.warning("the national portal: %s", failure.sentence)
        return False
    return True


def drain(of: NationalPortal, seconds: float) -> None:
    """Send until nothing is due or the time is over; for commands and tests."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and sending.send_one(of):
        continue
