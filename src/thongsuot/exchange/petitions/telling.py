"""From the stamped journal to what other systems are told of petitions: that one came, and that it was answered.

Only petitions: complaints and denunciations are other kinds, and the statement asks for one.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from uuid6 import uuid7

from thongsuot.engine import sql
from thongsuot.exchange import following
from thongsuot.ports.national_petitions import NATIONAL

POSITION = "petitions_position"
BATCH = 1000
OPEN311 = "open311"
ACTS = {"submit": "petition", "submit_unsigned": "petition", "record": "petition", "sign": "answer",
        "answer_with": "answer"}  # fmt: skip

# A site that is connected for the first time does not tell what is old.
_BEGIN = "SELECT coalesce(max(sequence), 0) FROM engine_stamp WHERE site = %(site)s"
_NEXT = """
SELECT s.sequence, e.case_id, e.move, c.province_code, c.facts ->> 'class', coalesce(c.facts ->> 'channel', '')
FROM engine_stamp s JOIN engine_entry e USING (case_id, number)
LEFT JOIN engine_case c ON c.id = e.case_id AND c.kind = 'petition'
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""
_KEEP = """
INSERT INTO petitions_message (id, system, inward, act, key, case_id, province_code, foreign_id, state, attempts,
  uncertain, next_at, reason, since, decided_by)
VALUES (%(id)s, %(system)s, false, %(act)s, %(key)s, %(case)s, %(province)s, '', 'waiting', 0, false, %(now)s, '',
  %(now)s, '')
ON CONFLICT DO NOTHING
"""


def catch_up(site: str, most: int = BATCH) -> int:
    """Keep what is to be told of the entries stamped since the last time; how many were read."""
    return following.catch_up(POSITION, site, _NEXT, _write, most=most, begin=_BEGIN)


def _write(rows: following.Rows) -> None:
    for _sequence, case_id, move, province, about, channel in rows:
        act = ACTS.get(move)
        system = _system(about, province) if province is not None and act else ""
        # What came from a system is not told to it as new, only answered.
        if not system or (act == "petition" and channel == system):
            continue
        now = datetime.now(UTC)
        said = {"id": uuid7(), "system": system, "act": act, "case": case_id, "province": province, "now": now}
        sql.run(_KEEP, {**said, "key": str(case_id)})


def _system(about: str, province: str) -> str:
    """Where petitions of this class go: reflections to the city's endpoint where there is one, others to the nation."""
    if about == "FIELD":
        return OPEN311 if settings.OPEN311_URL and province == settings.OPEN311_PLACE else ""
    return NATIONAL
