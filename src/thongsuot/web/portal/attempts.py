"""Sign-ins under way, kept in the visitor's session: their secrets, the page they lead to, and what had been typed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from thongsuot.ports.identity import Attempt
from thongsuot.web.signing_in import Kept, actor_of

UNDER_WAY = "signing in"
TYPED = "typed"
SECONDS = 15 * 60
TABS = 3  # in so many tabs one visitor may be signing in at once
MOST_TYPED = 100_000  # letters


@dataclass(frozen=True)
class UnderWay:
    attempt: Attempt
    then_to: str
    kept: Kept


def too_long(kept: Kept) -> bool:
    return sum(len(name) + len(value) for name, value in kept) > MOST_TYPED


def keep(request: HttpRequest, under_way: UnderWay) -> None:
    """Remember a sign-in until its answer comes; the oldest of too many is forgotten."""
    session = request.session
    if actor_of(request) is None:
        session.set_expiry(2 * SECONDS)
    one = under_way.attempt
    row = [one.state, one.nonce, one.verifier, under_way.then_to, under_way.kept, time.time()]
    session[UNDER_WAY] = [*_fresh(request), row][-TABS:]


def take(request: HttpRequest, state: str) -> UnderWay | None:
    """The sign-in that an answer with this state belongs to; each serves once."""
    fresh = _fresh(request)
    found = next((row for row in fresh if row[0] == state), None)
    if found is None:
        return None
    request.session[UNDER_WAY] = [row for row in fresh if row is not found]
    return UnderWay(Attempt(*found[:3]), found[3], [(name, value) for name, value in found[4]])


def _fresh(request: HttpRequest) -> list[list[Any]]:
    rows: list[list[Any]] = request.session.get(UNDER_WAY, [])
    return [row for row in rows if time.time() - float(row[5]) < SECONDS]
