"""When citizens are received, for anybody to read: the coming days of a commune and of its province."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thongsuot.areas.receptions.process import RECEPTION_DAY
from thongsuot.engine import access, sql

MOST = 30


@dataclass(frozen=True, slots=True)
class Day:
    """One reception day as everybody may read it; `why` is filled where it was called off."""

    body: str
    by: str
    begins: datetime
    until: datetime
    where: str
    register: str
    why: str


_COMING = f"""
SELECT c.competent_body, c.facts ->> 'by', (c.facts ->> 'begins')::timestamptz, (c.facts ->> 'until')::timestamptz,
  c.facts ->> 'where', c.facts ->> 'register', coalesce(c.facts ->> 'why', '')
FROM engine_case c WHERE {access.PUBLISHED} AND c.competent_body = ANY(%(bodies)s) AND c.step <> 'held'
  AND (c.facts ->> 'until')::timestamptz > %(now)s
ORDER BY (c.facts ->> 'begins')::timestamptz, c.id LIMIT {MOST}
"""  # noqa: S608 - constants of this package


def coming(bodies: list[str], now: datetime) -> list[Day]:
    """The days to come of these bodies, the next first, those called off among them: one statement."""
    asked = {"bodies": bodies, "now": now, **access.published(RECEPTION_DAY.key, None)}
    return [Day(*row) for row in sql.run(_COMING, asked)]
