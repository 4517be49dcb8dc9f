"""Sending the notices: each is claimed, composed from the dossier as it stands, and handed over outside a transaction.

A notice reaches a telephone once. A sender that dies between claiming and writing down leaves one of which nobody knows
whether it left: it is not sent again, its owner sees it. What was surely not sent is tried again, ever later.
Hours in which nobody is to be disturbed would move `next_at`.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thongsuot.engine import sql
from thongsuot.exchange import workers
from thongsuot.exchange.notices import wording
from thongsuot.exchange.notices.wording import Step
from thongsuot.ports import messages
from thongsuot.ports.messages import Message, NotSent
from thongsuot.register import bodies

IDLE = 1.0  # seconds
LEASE = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=2)
MOST_ATTEMPTS = 12
REASONS = {"out of reach": "Không liên lạc được."}
UNKNOWN = "Máy dừng trong lúc gửi, không rõ tin đã đi hay chưa. Hỏi người nhận trước khi gửi lại."


@dataclass(frozen=True)
class Claimed:
    """A notice that this worker alone may send, `attempts` counting this time."""

    case_id: UUID
    number: int
    channel: str
    move: str
    attempts: int


_LOST = """
UPDATE exchange_notice SET state = 'dead', next_at = NULL, reason = %(reason)s, decided_at = %(now)s
WHERE state = 'sending' AND next_at < %(now)s
"""
_CLAIM = """
WITH f AS (SELECT case_id, number, channel FROM exchange_notice WHERE state = 'waiting' AND next_at <= %(now)s
           ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE exchange_notice n SET state = 'sending', attempts = n.attempts + 1, next_at = %(until)s
FROM f WHERE n.case_id = f.case_id AND n.number = f.number AND n.channel = f.channel
RETURNING n.case_id, n.number, n.channel, n.move, n.attempts
"""
_READ = """
SELECT coalesce(c.code, ''), coalesce(c.subject ->> 'phone', ''), coalesce(c.subject ->> 'email', ''),
  c.receiving_body, coalesce(c.facts ->> 'delivery', ''),
  coalesce((e.body::json #>> '{changes,due_at,1}')::timestamptz, c.due_at)
FROM engine_case c JOIN engine_entry e ON e.case_id = c.id AND e.number = %(number)s WHERE c.id = %(case_id)s
"""
_END = """
UPDATE exchange_notice SET state = %(state)s, next_at = %(next)s, text = %(text)s, reason = %(reason)s,
  decided_at = %(now)s
WHERE case_id = %(case_id)s AND number = %(number)s AND channel = %(channel)s
  AND state = 'sending' AND attempts = %(attempts)s
"""


def outward(stop: threading.Event) -> None:
    """Send what is due until told to stop."""
    workers.forever(stop, IDLE, lambda: _drain(stop))


def _drain(stop: threading.Event) -> bool:
    while not stop.is_set() and send_one(datetime.now(UTC)):
        continue
    return True


def send_one(now: datetime) -> bool:
    """Send the notice that has been due longest; False when nothing is due."""
    with transaction.atomic():
        sql.run(_LOST, {"now": now, "reason": UNKNOWN})
        rows = sql.run(_CLAIM, {"now": now, "until": now + LEASE})
    if not rows:
        return False
    _send(Claimed(*rows[0]), now)
    return True


def _send(one: Claimed, now: datetime) -> None:
    step, ways = _composed(one)
    way = ways.get(one.channel)
    if way is None or not step.code:
        _end(one, now, "needless", reason="Hồ sơ không còn cách liên lạc này.")
        return
    channel, to = way
    subject, letter = wording.for_mail(step)
    text = letter if one.channel == "mail" else wording.for_telephone(step)
    try:
        channel.send(Message(to, text, subject))
    except NotSent as failure:
        _put_off(one, now, text, REASONS.get(str(failure), f"Máy chủ không nhận tin ({failure})."))
    else:
        _end(one, now, "sent", text=text)


def _composed(one: Claimed) -> tuple[Step, dict[str, tuple[messages.Channel, str]]]:
    """What to say, and the ways on file now by their names."""
    rows = sql.run(_READ, {"case_id": one.case_id, "number": one.number})
    code, phone, email, receiving, delivery, due = rows[0] if rows else ("", "", "", "", "", None)
    place = bodies.name_of(receiving) if receiving else ""
    site = settings.CSRF_TRUSTED_ORIGINS[0].rstrip("/") if settings.CSRF_TRUSTED_ORIGINS else ""
    step = Step(one.case_id, code, one.move, due, place, delivery, site)
    return step, {channel.name: (channel, to) for channel, to in messages.ways_to(phone, email)}


def _put_off(one: Claimed, now: datetime, text: str, reason: str) -> None:
    if one.attempts >= MOST_ATTEMPTS:
        _end(one, now, "dead", text=text, reason=reason)
        return
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (one.attempts - 1))
    _end(one, now, "waiting", text=text, reason=reason, next=now + wait)


def _end(one: Claimed, now: datetime, state: str, **more: Any) -> None:
    """Write down what became of it, while it is still ours."""
    values = {"text": "", "reason": "", "next": None, **more}
    sql.run(
        _END,
        {
            "case_id": one.case_id, "number": one.number, "channel": one.channel, "attempts": one.attempts,
            "state": state, "now": now, **values,
        },
    )  # fmt: skip
