"""Sending the notices: each is claimed, composed from the dossier as it stands, and handed over outside a transaction.

A notice reaches a telephone once. A sender that dies between claiming and writing down leaves one of which nobody knows
whether it left: it is not sent again, its owner sees it. What was surely not sent is tried again, ever later, and not
in quiet hours. What waits for one person by one way leaves as one message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thongsuot.engine import consents, sql
from thongsuot.exchange.notices import choosing, overriding, rules, wording
from thongsuot.exchange.notices.contacts import EMAIL, PHONE
from thongsuot.exchange.notices.rules import Choice
from thongsuot.exchange.notices.wording import Step
from thongsuot.ports import messages
from thongsuot.ports.messages import Channel, Message, NotSent
from thongsuot.register import bodies
from thongsuot.register.working_time import VIETNAM

IDLE = 1.0  # seconds
LEASE = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=2)
MOST_ATTEMPTS = 12
REASONS = {"out of reach": "Không liên lạc được."}
UNKNOWN = "Máy dừng trong lúc gửi, không rõ tin đã đi hay chưa. Hỏi người nhận trước khi gửi lại."
NO_WAY = "Hồ sơ không còn cách liên lạc này."
NOT_WANTED = "Người nhận chọn không nhận tin này qua cách này."


@dataclass(frozen=True)
class Claimed:
    """A notice that this worker alone may send, `attempts` counting this time."""

    case_id: UUID
    number: int
    channel: str
    move: str
    attempts: int


@dataclass(frozen=True)
class Ready:
    """A notice with what it says and where it goes."""

    claimed: Claimed
    step: Step
    channel: Channel
    to: str


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
# What else waits for the same person by the same way. Who cannot be told apart (two names, one telephone) is one.
_GATHER = f"""
WITH f AS (SELECT n.case_id, n.number, n.channel FROM exchange_notice n JOIN engine_case c ON c.id = n.case_id
  WHERE n.state = 'waiting' AND n.channel = %(channel)s AND n.next_at <= %(soon)s
    AND CASE n.channel WHEN 'sms' THEN {PHONE} ELSE {EMAIL} END = %(to)s
  ORDER BY n.next_at, n.case_id, n.number LIMIT %(most)s FOR UPDATE OF n SKIP LOCKED)
UPDATE exchange_notice n SET state = 'sending', attempts = n.attempts + 1, next_at = %(until)s
FROM f WHERE n.case_id = f.case_id AND n.number = f.number AND n.channel = f.channel
RETURNING n.case_id, n.number, n.channel, n.move, n.attempts
"""
_READ = f"""
SELECT coalesce(c.code, ''), {PHONE}, {EMAIL},
  CASE WHEN e.body::json ->> 'move' = 'result_at_point' THEN c.supporting_body ELSE c.receiving_body END,
  coalesce(c.facts ->> 'delivery', ''),
  coalesce((e.body::json #>> '{{changes,due_at,1}}')::timestamptz, c.due_at), c.province_code,
  coalesce(c.subject ->> 'number', '')
FROM engine_case c JOIN engine_entry e ON e.case_id = c.id AND e.number = %(number)s WHERE c.id = %(case_id)s
"""
_END = """
UPDATE exchange_notice SET state = %(state)s, next_at = %(next)s, text = %(text)s, reason = %(reason)s,
  decided_at = %(now)s
WHERE case_id = %(case_id)s AND number = %(number)s AND channel = %(channel)s
  AND state = 'sending' AND attempts = %(attempts)s
"""

_KEEP = """
UPDATE exchange_notice SET state = 'waiting', attempts = attempts - 1, next_at = %(next)s
WHERE case_id = %(case_id)s AND number = %(number)s AND channel = %(channel)s AND state = 'sending'
"""


def send_one(now: datetime) -> bool:
    """Send the notice that has been due longest, with what waits for the same person; False when nothing is due."""
    with transaction.atomic():
        sql.run(_LOST, {"now": now, "reason": UNKNOWN})
        rows = sql.run(_CLAIM, {"now": now, "until": now + LEASE})
    if not rows:
        return False
    first = _ready(Claimed(*rows[0]), now)
    if first is not None:
        _send([first, *_gathered(first, now)], now)
    return True


def _gathered(first: Ready, now: datetime) -> list[Ready]:
    """Others to the same person that are due now or within the time of gathering."""
    held = rules.on(now.astimezone(VIETNAM).date())
    if held.most_gathered < 2:
        return []
    parameters = {
        "channel": first.channel.name, "to": first.to, "soon": now + timedelta(minutes=held.gather_minutes),
        "most": held.most_gathered - 1, "until": now + LEASE,
    }  # fmt: skip
    with transaction.atomic():
        rows = sorted(sql.run(_GATHER, parameters), key=lambda row: (str(row[0]), row[1]))
    return [one for row in rows if (one := _ready(Claimed(*row), now)) is not None]


def _send(ready: Sequence[Ready], now: datetime) -> None:
    """One message for one notice or several; what becomes of it becomes of each."""
    steps, first = [one.step for one in ready], ready[0]
    if first.channel.name == "mail":
        subject, text = wording.for_mail(steps[0]) if len(steps) == 1 else wording.many_for_mail(steps)
    else:
        subject = ""
        text = wording.for_telephone(steps[0]) if len(steps) == 1 else wording.many_for_telephone(steps)
    try:
        first.channel.send(Message(first.to, text, subject))
    except NotSent as failure:
        reason = REASONS.get(str(failure), f"Máy chủ không nhận tin ({failure}).")
        for one in ready:
            _put_off(one, now, text, reason)
    else:
        for one in ready:
            _end(one.claimed, now, "sent", text=text)


def _ready(one: Claimed, now: datetime) -> Ready | None:
    """What to say and where to; None for one that needs not go, which is written down at once."""
    rows = sql.run(_READ, {"case_id": one.case_id, "number": one.number})
    code, phone, email, receiving, delivery, due, province, number = rows[0] if rows else ("",) * 5 + (None, "", "")
    ways = {channel.name: (channel, to) for channel, to in messages.ways_to(phone, email)}
    if one.channel not in ways or not code:
        _end(one, now, "needless", reason=NO_WAY)
        return None
    choice = choosing.of_person(number)
    if one.channel not in wanted(choice, ways, one.move) or not _agreed(number, one.move):
        _end(one, now, "needless", reason=NOT_WANTED)
        return None
    channel, to = ways[one.channel]
    ready = Ready(one, _step(one, code, receiving, delivery, due, province, choice, number), channel, to)
    held = rules.on(now.astimezone(VIETNAM).date())
    leaves = held.leaves_at(now, one.channel, urgent=ready.step.event.urgent)
    if leaves > now:
        # It was due by day; whoever sends was late and comes by night.
        sql.run(_KEEP, {"case_id": one.case_id, "number": one.number, "channel": one.channel, "next": leaves})
        return None
    return ready


def _agreed(number: str, move: str) -> bool:
    """Whether the person still agrees to be told by these ways; what the law makes be told needs no agreement."""
    return not number or wording.event_of(move).mandatory or consents.stands(number, consents.NOTICES)


def wanted(choice: Choice, ways: Mapping[str, Any], move: str) -> tuple[str, ...]:
    """By which of the ways on file this person hears of that move."""
    return choice.ways(ways, mandatory=wording.event_of(move).mandatory)


def _step(
    one: Claimed, code: str, receiving: str, delivery: str, due: datetime | None, province: str, choice: Choice,
    number: str,
) -> Step:  # fmt: skip
    place = bodies.name_of(receiving) if receiving else ""
    site = settings.CSRF_TRUSTED_ORIGINS[0].rstrip("/") if settings.CSRF_TRUSTED_ORIGINS else ""
    own = overriding.of_province(province, wording.event_key(one.move, delivery), choice.language)
    return Step(one.case_id, code, one.move, due, place, delivery, site, choice.language, own, signed=number != "")


def _put_off(ready: Ready, now: datetime, text: str, reason: str) -> None:
    one = ready.claimed
    if one.attempts >= MOST_ATTEMPTS:
        _end(one, now, "dead", text=text, reason=reason)
        return
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (one.attempts - 1))
    held = rules.on(now.astimezone(VIETNAM).date())
    again = held.leaves_at(now + wait, one.channel, urgent=ready.step.event.urgent)
    _end(one, now, "waiting", text=text, reason=reason, next=again)


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
