"""From the stamped journal to the notices that are to be sent: at most one for each entry and way, and none too late.

A site that follows for the first time, or again after days, does not tell what is old. In a demonstration what the
seeded week and the simulation write is told to nobody: it was recorded long after it happened. In quiet hours a
notice is kept until the morning.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from thongsuot.engine import sql
from thongsuot.exchange import following
from thongsuot.exchange.notices import rules, wording
from thongsuot.exchange.notices.contacts import EMAIL, PHONE
from thongsuot.exchange.notices.wording import TOLD
from thongsuot.ports import messages
from thongsuot.register.working_time import VIETNAM

# Whose senders are told; those of a dossier under the bare names of its moves, of others as “petition:sign”.
KINDS = frozenset({"dossier", "petition", "complaint"})
# What came through another system is told there.
ELSEWHERE = frozenset({"national", "open311"})
BATCH = 1000
TOO_OLD = timedelta(hours=24)
INVENTED = timedelta(minutes=10)
POSITION = "exchange_notice_position"

_NEXT = f"""
SELECT s.sequence, e.case_id, e.number, e.verb, e.move, e.province_code, e.happened_at, e.recorded_at,
  CASE WHEN e.verb = 'undo' THEN (e.body::json #>> '{{given,undoes}}')::int END, c.kind,
  {PHONE}, {EMAIL}, coalesce(c.facts ->> 'channel', ''), coalesce(c.facts ->> 'answer_by', '')
FROM engine_stamp s JOIN engine_entry e USING (case_id, number) JOIN engine_case c ON c.id = e.case_id
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""
_MADE = ("case_id", "number", "channel", "province_code", "move", "next_at")
_NOW = "SELECT coalesce(max(sequence), 0) FROM engine_stamp WHERE site = %(site)s"
_YESTERDAY = f"{_NOW} AND stamped_at < clock_timestamp() - interval '24 hours'"
_KEEP = """
INSERT INTO exchange_notice (case_id, number, channel, province_code, move, since, state, attempts, next_at, text,
  reason, decided_by)
SELECT n.case_id, n.number, n.channel, n.province_code, n.move, %(now)s, 'waiting', 0, n.next_at, '', '', ''
FROM unnest(%(case_id)s::uuid[], %(number)s::int[], %(channel)s::text[], %(province_code)s::text[], %(move)s::text[],
  %(next_at)s::timestamptz[]) AS n (case_id, number, channel, province_code, move, next_at)
ON CONFLICT DO NOTHING
"""
_TAKE_BACK = """
UPDATE exchange_notice n SET state = 'taken_back', next_at = NULL, decided_at = %(now)s
FROM unnest(%(case_id)s::uuid[], %(number)s::int[]) AS u (case_id, number)
WHERE n.case_id = u.case_id AND n.number = u.number AND n.state IN ('waiting', 'dead')
"""


def catch_up(site: str, most: int = BATCH) -> int:
    """Keep what is to be told of the entries stamped since the last time; how many were read. One works at a time."""
    return following.catch_up(POSITION, site, _NEXT, _write, most=most, begin=begin())


def begin() -> str:
    """Where one begins who follows for the first time, in SQL."""
    return _NOW if settings.DEMO else _YESTERDAY


def _write(rows: following.Rows) -> None:
    now = datetime.now(UTC)
    held = rules.on(now.astimezone(VIETNAM).date())
    made: dict[str, list[Any]] = {name: [] for name in _MADE}
    undone: dict[str, list[Any]] = {"case_id": [], "number": []}
    for (_sequence, case_id, number, verb, name, province, happened, recorded, undoes, kind, phone, email, channel,
         answer_by) in rows:  # fmt: skip
        if kind not in KINDS or channel in ELSEWHERE or answer_by == "none":
            continue
        move = wording.told_as(kind, name)
        if undoes is not None:
            undone["case_id"].append(case_id)
            undone["number"].append(undoes)
        if verb not in ("open", "move") or move not in TOLD or not fresh(happened, recorded, now):
            continue
        for way, _to in messages.ways_to(phone, email):
            next_at = held.first(now, way.name, urgent=wording.event_of(move).urgent)
            for column, value in zip(made, (case_id, number, way.name, province, move, next_at), strict=True):
                made[column].append(value)
    if made["case_id"]:
        sql.run(_KEEP, {**made, "now": now})
    if undone["case_id"]:
        sql.run(_TAKE_BACK, {**undone, "now": now})


def fresh(happened: datetime, recorded: datetime, now: datetime) -> bool:
    """Whether it is still news, and in a demonstration none of what was made up."""
    if settings.DEMO and recorded - happened > INVENTED:
        return False
    return now - min(happened, recorded) <= TOO_OLD
