"""Many ratings as figures: by procedure, body or place over a period, of the dossiers that the reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from thongsuot.areas.satisfaction import questions
from thongsuot.areas.satisfaction.rules import Tally
from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.register.working_time import VIETNAM

GROUPS: Mapping[str, str] = {
    "thu-tuc": "c.procedure_code",
    "co-quan": "c.competent_body",
    "noi": "c.place_code",
}
# A rating of an officer's own browser, or one of many from one address in a day or from one tablet in a minute.
FLAGGED = """(r.by_officer OR (r.way <> 'kiosk' AND r.a_day >= %(same_origin)s)
  OR (r.way = 'kiosk' AND r.a_minute >= %(same_minute)s))"""
_RATED = """
 r AS (SELECT s.*, count(*) OVER (PARTITION BY s.origin, s.way = 'kiosk', date_trunc('day', s.rated_at)) AS a_day,
   count(*) OVER (PARTITION BY s.origin, date_trunc('minute', s.rated_at)) AS a_minute FROM satisfaction_rating s
   WHERE s.rated_at >= %(start)s)"""
_STARS = ", ".join(f"count(*) FILTER (WHERE NOT flagged AND stars = {n})" for n in range(1, 6))
_VISITS = ", ".join(f"count(*) FILTER (WHERE NOT flagged AND times = {n})" for n in range(4))


def _statement(group: str, visible: str) -> str:
    return f"""
WITH {_RATED},
 d AS (SELECT {group} AS key, (c.facts ->> 'stars')::int AS stars, r.times, r.cost, r.hours,
   coalesce({FLAGGED}, false) AS flagged
   FROM engine_case c LEFT JOIN r ON r.case_id = c.id
   WHERE c.kind = 'dossier' AND c.step = 'delivered' AND c.closed_at >= %(start)s AND c.closed_at < %(until)s
     AND (%(place)s = '' OR %(place)s IN (c.province_code, c.place_code)) AND {visible})
SELECT key, count(*), {_STARS}, count(*) FILTER (WHERE flagged AND stars IS NOT NULL), {_VISITS},
  coalesce(sum(cost) FILTER (WHERE NOT flagged), 0)::bigint, count(cost) FILTER (WHERE NOT flagged),
  coalesce(sum(hours) FILTER (WHERE NOT flagged), 0)::float8, count(hours) FILTER (WHERE NOT flagged)
FROM d GROUP BY key"""


@dataclass(frozen=True)
class Period:
    """From the beginning of a day to the end of another one, by Vietnam's time."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), VIETNAM)

    @property
    def until(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), VIETNAM)


def tallies(actor: Actor, group: str, period: Period, place: str = "") -> list[Tally]:
    """One for each procedure, body or place in which something was delivered then: one statement. Raises KeyError."""
    parameters = {**_parameters(period.start, period.until, place), **access.scope(actor).parameters()}
    return [_tally(row) for row in sql.run(_statement(GROUPS[group], access.VISIBLE), parameters)]


def of_place(start: datetime, until: datetime, place: str) -> Tally:
    """All of a place as one, for who may know the figure and no case: the briefing and the public."""
    rows = sql.run(_statement("''", "true"), _parameters(start, until, place))
    return _tally(rows[0]) if rows else Tally("", 0, (0, 0, 0, 0, 0))


def _parameters(start: datetime, until: datetime, place: str) -> dict[str, object]:
    version = questions.on(until.astimezone(VIETNAM).date())
    return {
        "start": start, "until": until, "place": place, "same_origin": version.same_origin,
        "same_minute": version.same_minute,
    }  # fmt: skip


def _tally(row: tuple[object, ...]) -> Tally:
    return Tally(str(row[0]), row[1], tuple(row[2:7]), row[7], tuple(row[8:12]), (row[12], row[13]), (row[14], row[15]))  # type: ignore[arg-type]
