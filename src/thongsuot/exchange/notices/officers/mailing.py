"""Mail about what officers were told: one letter for all that waits for a person, claimed first, so none is doubled.

A letter has the code, the kind of work, what is to be done and a link, nothing that anybody wrote. A sender that dies
between claiming and writing down leaves letters of which nobody knows: they are not sent again, the page has it all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thongsuot.engine import sql
from thongsuot.exchange.notices import sending
from thongsuot.exchange.notices.officers import rules
from thongsuot.exchange.notices.officers.reading import ABOUT, Line
from thongsuot.ports import messages
from thongsuot.ports.messages import Message, NotSent
from thongsuot.register import formatting

PAGE = "/thong-bao"
END = "Thư gửi tự động, xin không trả lời. Chọn cách nhận thư ở trang Thông báo."
SEALED = "Đơn tại bộ phận tiếp công dân: xem tại trang Thông báo."

_CLAIM = """
WITH f AS (SELECT person FROM exchange_told WHERE mail = 'waiting' AND next_at <= %(now)s ORDER BY next_at LIMIT 1),
 r AS (SELECT t.person, t.case_id, t.cause FROM exchange_told t JOIN f USING (person)
   WHERE t.mail = 'waiting' AND t.next_at <= %(soon)s ORDER BY t.told_at, t.case_id, t.cause LIMIT %(most)s
   FOR UPDATE OF t SKIP LOCKED)
UPDATE exchange_told t SET mail = 'sending', next_at = %(until)s, attempts = t.attempts + 1
FROM r WHERE t.person = r.person AND t.case_id = r.case_id AND t.cause = r.cause
RETURNING t.person, t.case_id, t.cause, t.attempts
"""
_LOST = "UPDATE exchange_told SET mail = 'lost', next_at = NULL WHERE mail = 'sending' AND next_at < %(now)s"
_FROM = """
SELECT r.email, t.next_at, t.case_id, t.kind, t.event, t.move, t.told_at, t.read_at IS NOT NULL, coalesce(c.code, ''),
  '', c.process, c.step,
  CASE WHEN c.resolved_at IS NULL THEN c.due_at END, c.is_open
FROM exchange_told t JOIN engine_case c ON c.id = t.case_id JOIN register_person r ON r.id = t.person
"""
_LINES = f"""
{_FROM} WHERE t.person = %(person)s
  AND (t.case_id, t.cause) IN (SELECT * FROM unnest(%(cases)s::uuid[], %(causes)s::text[]))
ORDER BY t.told_at, t.case_id, t.cause
"""
_LATEST = f"{_FROM} WHERE t.mail = 'sent' ORDER BY t.next_at DESC, r.email, t.told_at, t.case_id, t.cause LIMIT 200"
_END = """
UPDATE exchange_told SET mail = %(mail)s, next_at = %(next)s
WHERE person = %(person)s AND mail = 'sending' AND attempts = ANY(%(attempts)s)
  AND (case_id, cause) IN (SELECT * FROM unnest(%(cases)s::uuid[], %(causes)s::text[]))
"""


@dataclass(frozen=True)
class Claimed:
    """What this worker alone tells one person now."""

    person: UUID
    cases: list[UUID]
    causes: list[str]
    attempts: list[int]


def send_one(now: datetime) -> bool:
    """Send one person the letter that has been due longest; False when none is due."""
    held = rules.now_held(now).sending
    parameters = {
        "now": now, "soon": now + timedelta(minutes=held.gather_minutes), "most": held.most_gathered,
        "until": now + sending.LEASE,
    }  # fmt: skip
    with transaction.atomic():
        sql.run(_LOST, {"now": now})
        rows = sql.run(_CLAIM, parameters)
    if not rows:
        return False
    _person, cases, causes, attempts = map(list, zip(*rows, strict=True))
    _send(Claimed(rows[0][0], cases, causes, attempts), now)
    return True


def _send(claimed: Claimed, now: datetime) -> None:
    leaves = rules.now_held(now).sending.leaves_at(now, "mail", urgent=False)
    if leaves > now:
        # It was due by day; whoever sends was late and comes by night.
        _end(claimed, "waiting", leaves)
        return
    rows = sql.run(_LINES, {"person": claimed.person, "cases": claimed.cases, "causes": claimed.causes})
    lines = [Line(*row[2:]) for row in rows]
    unread = [line for line in lines if not line.read]
    way = messages.way_to("", rows[0][0]) if rows else None
    if way is None or not unread:
        _end(claimed, "needless", None)
        return
    channel, to = way
    subject, text = letter(unread)
    try:
        channel.send(Message(to, text, subject))
    except NotSent:
        again = sending.FIRST_WAIT * 2 ** (min(claimed.attempts) - 1)
        if min(claimed.attempts) >= sending.MOST_ATTEMPTS:
            _end(claimed, "dead", None)
        else:
            _end(claimed, "waiting", now + min(sending.LONGEST_WAIT, again))
    else:
        _end(claimed, "sent", now)


def _end(claimed: Claimed, mail: str, next_at: datetime | None) -> None:
    """Write down what became of it, while it is still ours."""
    values: dict[str, Any] = {
        "person": claimed.person, "cases": claimed.cases, "causes": claimed.causes, "attempts": claimed.attempts,
        "mail": mail, "next": next_at,
    }  # fmt: skip
    sql.run(_END, values)


def letter(lines: Sequence[Line]) -> tuple[str, str]:
    """One letter about all of it: (subject, text)."""
    site = settings.CSRF_TRUSTED_ORIGINS[0].rstrip("/") if settings.CSRF_TRUSTED_ORIGINS else ""
    told = [_told(line, site) for line in lines]
    first = "Có 1 thông báo mới" if len(lines) == 1 else f"Có {len(lines)} thông báo mới"
    return f"Thông Suốt: {first[:1].lower()}{first[1:]}", "\n\n".join([f"{first}.", *dict.fromkeys(told), END])


def _told(line: Line, site: str) -> str:
    about = ABOUT.get(line.event, "Thông báo")
    if line.sealed:
        return f"– {about}. {SEALED} {site}{PAGE}".rstrip()
    due = f", hạn {formatting.clock(line.due_at)} ngày {formatting.day(line.due_at)}" if line.due_at else ""
    said = f"– {about}: {line.noun} {line.code}. {line.label or line.state}{due if line.is_open else ''}."
    return f"{said} {site}{PAGE}/{line.case_id}" if site else said


def latest() -> list[tuple[str, datetime, str]]:
    """The letters that left last, (to, when, text), as they would read now: for the demonstration's screen."""
    found: dict[tuple[str, datetime], list[Line]] = {}
    for to, left, *line in sql.run(_LATEST):
        found.setdefault((to, left), []).append(Line(*line))
    return [(to, left, letter(lines)[1]) for (to, left), lines in found.items()]
