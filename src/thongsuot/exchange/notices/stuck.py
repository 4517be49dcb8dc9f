"""Notices that did not get through, for whoever owns them: listed, sent again, or put aside with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from thongsuot.engine import sql
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.exchange.notices.contacts import EMAIL, PHONE

PAGE = 50
CHANNELS = {"sms": "Tin nhắn", "mail": "Thư điện tử"}


@dataclass(frozen=True)
class Notice:
    """A notice as its owner sees it. `to` is where it goes with all but its end hidden."""

    case_id: UUID
    number: int
    channel: str
    move: str
    province_code: str
    since: datetime
    state: str
    attempts: int
    text: str
    reason: str
    decided_at: datetime | None
    code: str
    to: str


_COLUMNS = f"""n.case_id, n.number, n.channel, n.move, n.province_code, n.since, n.state, n.attempts, n.text, n.reason,
  n.decided_at, coalesce(c.code, ''),
  CASE n.channel WHEN 'sms' THEN '…' || right({PHONE}, 3)
    ELSE left({EMAIL}, 1) || '…@' || split_part({EMAIL}, '@', 2) END"""
_STUCK = """(n.state = 'dead' OR n.state = 'waiting' AND n.attempts > 0)
  AND (%(provinces)s::text[] IS NULL OR n.province_code = ANY(%(provinces)s))"""


def notices(provinces: list[str] | None, page: int = 1) -> tuple[tuple[Notice, ...], int]:
    """What did not get through in these provinces (None for all), oldest first, fifty a page, and how many."""
    rows = sql.run(
        f"SELECT {_COLUMNS}, count(*) OVER () FROM exchange_notice n JOIN engine_case c ON c.id = n.case_id"
        f" WHERE {_STUCK} ORDER BY n.since, n.case_id, n.number, n.channel LIMIT %(most)s OFFSET %(after)s",
        {"provinces": provinces, "most": PAGE, "after": (max(1, page) - 1) * PAGE},
    )
    return tuple(Notice(*row[:-1]) for row in rows), rows[0][-1] if rows else 0


def latest(most: int = PAGE) -> tuple[Notice, ...]:
    """What was last sent or tried: for the demonstration, which shows its messages instead of sending them."""
    rows = sql.run(
        f"SELECT {_COLUMNS} FROM exchange_notice n JOIN engine_case c ON c.id = n.case_id WHERE n.text <> ''"
        " ORDER BY n.decided_at DESC LIMIT %s",
        [most],
    )
    return tuple(Notice(*row) for row in rows)


_AT = """WHERE case_id = %(case_id)s AND number = %(number)s AND channel = %(channel)s
  AND (%(provinces)s::text[] IS NULL OR province_code = ANY(%(provinces)s))
  AND (state = 'dead' OR state = 'waiting' AND attempts > 0) RETURNING 1"""


def replay(provinces: list[str] | None, case_id: UUID, number: int, channel: str) -> None:
    """Send one again now. Raises NotFound also for one of another province, Refused for one that is not stuck."""
    _change("state = 'waiting', attempts = 0, next_at = %(now)s", provinces, case_id, number, channel)


def settle(provinces: list[str] | None, case_id: UUID, number: int, channel: str, by: str, reason: str) -> None:
    """Put one aside: a person has told the applicant otherwise, and says how. Raises as `replay` does."""
    changes = "state = 'settled', next_at = NULL, decided_at = %(now)s, decided_by = %(by)s, reason = %(reason)s"
    _change(changes, provinces, case_id, number, channel, by, reason)


def _change(
    changes: str, provinces: list[str] | None, case_id: UUID, number: int, channel: str, by: str = "", reason: str = ""
) -> None:
    values = {
        "provinces": provinces, "case_id": case_id, "number": number, "channel": channel, "by": by, "reason": reason,
        "now": datetime.now(UTC),
    }  # fmt: skip
    if sql.run(f"UPDATE exchange_notice SET {changes} {_AT}", values):
        return
    there = "SELECT 1 FROM exchange_notice WHERE case_id = %(case_id)s AND number = %(number)s"
    mine = " AND channel = %(channel)s AND (%(provinces)s::text[] IS NULL OR province_code = ANY(%(provinces)s))"
    if not sql.run(there + mine, values):
        raise NotFound
    raise Refused("Tin này đã gửi xong hoặc đã được xử lý.")
