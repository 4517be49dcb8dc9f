"""Asking the registered systems whether they answer: a HEAD with a time limit, kept by day; silence becomes a fault."""

from __future__ import annotations

import http.client
import logging
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from thongsuot.areas.systems import holdings, safety
from thongsuot.areas.systems.area import opening_of
from thongsuot.areas.systems.holdings import SystemView
from thongsuot.areas.systems.safety import Aim, Unsafe
from thongsuot.engine import sql, verbs
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=5)
PATIENCE = 10.0
# So many silences in a row are a fault; one alone may be the line.
SILENCES = 3
KEPT = timedelta(days=400)
SPACE = UUID("4f6a3f6e-92e4-5a0f-8b49-3d5d0b0c8e11")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system did when it was asked. Any answer but its own failure (5xx) means that it works."""

    up: bool
    milliseconds: int
    words: str


class _Pinned(http.client.HTTPConnection):
    """A connection to the number that was checked: the host's name is not looked up a second time."""

    def __init__(self, aim: Aim) -> None:
        super().__init__(aim.host, aim.port, timeout=PATIENCE)
        self.aim = aim

    def connect(self) -> None:
        line = socket.create_connection((self.aim.number, self.aim.port), PATIENCE)
        if self.aim.secure:
            line = ssl.create_default_context().wrap_socket(line, server_hostname=self.aim.host)
        self.sock = line


def ask(address: str, find: Callable[[str], Aim] = safety.aim) -> Answer:
    """Ask once. Follows no redirect, reads no body; never raises."""
    begun = time.monotonic()

    def answer(up: bool, words: str) -> Answer:
        return Answer(up, round((time.monotonic() - begun) * 1000), words[:120])

    try:
        line = _Pinned(find(address))
        try:
            line.request("HEAD", line.aim.path, headers={"User-Agent": "thong-suot-probe"})
            status = line.getresponse().status
        finally:
            line.close()
    except Unsafe as unsafe:
        return answer(False, unsafe.sentence)
    except TimeoutError:
        return answer(False, "không trả lời trong 10 giây")
    except (OSError, http.client.HTTPException, ValueError):
        return answer(False, "không kết nối được")
    return answer(status < 500, f"HTTP {status}")


def keep(system: str, answer: Answer, at: datetime) -> None:
    sql.run(
        "INSERT INTO systems_probe (system, at, up, milliseconds, words) VALUES (%s, %s, %s, %s, %s)",
        [system, at, answer.up, answer.milliseconds, answer.words],
    )


def round_of(now: datetime, asking: Callable[[str], Answer] = ask) -> int:
    """Ask every system with an address once and keep what it did; how many were asked."""
    asked = [one for one in holdings.every() if one.address]
    for one in asked:
        keep(one.key, asking(one.address), now)
        detect(one, now)
    sql.run("DELETE FROM systems_probe WHERE at < %s", [now - KEPT])
    return len(asked)


_SILENT = """
WITH last AS (SELECT at, up FROM systems_probe WHERE system = %(system)s ORDER BY at DESC LIMIT %(many)s)
SELECT min(at) FROM last HAVING count(*) = %(many)s AND NOT bool_or(up) AND NOT EXISTS (
  SELECT 1 FROM engine_case c WHERE c.kind = 'fault' AND c.is_open AND c.facts ->> 'system' = %(system)s
    AND c.facts ->> 'probed' = 'true')
"""


def detect(system: SystemView, now: datetime) -> Case | None:
    """Open a fault for a system that was silent so many times in a row, once while it lasts."""
    rows = sql.run(_SILENT, {"system": system.key, "many": SILENCES})
    if not rows:
        return None
    since = rows[0][0]
    opening = opening_of(
        system, "detect", f"{system.name} không trả lời máy thăm dò", now,
        place_code=system.province_code, province_code=system.province_code, receiving=system.owner,
        from_whom="Máy thăm dò", concerned=list(system.procedures),
        given={"symptom": "down", "since": since.isoformat()}, facts={"probed": True},
    )  # fmt: skip
    try:
        return verbs.open(SYSTEM, opening, key=uuid5(SPACE, f"{system.key}:{since.isoformat()}"))
    except Refused as refusal:
        log.warning("a silent system could not be reported: %s", refusal.sentence)
        return None


def availability(first: date, last: date) -> dict[str, list[tuple[date, float]]]:
    """For each probed system the share of questions answered, by day, in percent, oldest first: one statement."""
    rows = sql.run(
        """SELECT system, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day,
          100.0 * count(*) FILTER (WHERE up) / count(*) FROM systems_probe
        WHERE at >= (%(first)s::date)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
          AND at < (%(last)s::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' GROUP BY 1, 2 ORDER BY 1, 2""",
        {"first": first, "last": last},
    )
    found: dict[str, list[tuple[date, float]]] = {}
    for system, day, share in rows:
        found.setdefault(system, []).append((day, float(share)))
    return found
