"""The dossiers' figures of the briefing, from the definitions by which the board counts, asked for a whole place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from thongsuot.engine import sql
from thongsuot.engine.actor import SYSTEM
from thongsuot.measures import counting, definitions
from thongsuot.measures.briefing.places import COMMUNE, NATION, Place
from thongsuot.measures.counting import Counted, Slice
from thongsuot.measures.definitions import FIGURES, HELD, Period
from thongsuot.register.calendar import VIETNAM

PREFIX = "dossier."
SHOWN = (
    "received", "online", "carried", "total", "processed", "resolved", "late", "withdrawn", "in_process", "overdue",
    "due_soon", "paused", "waiting", "unanswered", "refused", "from_elsewhere",
)  # fmt: skip
SHARES = ("online_share", "on_time_rate", "index_rate", "overdue_share")
CHART_DAYS = 31


def slice_of(place: Place) -> Slice:
    if place.tier == NATION:
        return Slice()
    return Slice(house=place.house) if place.tier == COMMUNE else Slice(province=place.code)


def group_of(place: Place) -> str:
    """By what the figures of a place are laid out beneath it."""
    return {NATION: "province", COMMUNE: "office"}.get(place.tier, "house")


def counted(place: Place, spans: list[tuple[datetime, datetime]]) -> Counted:
    """Every figure in each of the spans, by what stands beneath the place: one statement."""
    periods = [definitions.period(*span) for span in spans]
    return counting.count(SYSTEM, periods, group_of(place), slice_of(place))


@dataclass(frozen=True)
class Day:
    """What was overdue at the end of one day, and on the same day of the period before."""

    at: datetime
    overdue: int
    before: int

    @property
    def day(self) -> date:
        """The day that ended then."""
        return (self.at - timedelta(microseconds=1)).astimezone(VIETNAM).date()


@dataclass(frozen=True)
class Week:
    """What was resolved in some days up to the last one, and how much of it late."""

    last: date
    days: int
    resolved: int
    late: int


WEEKS = 8
_WEEKS = f"""
SELECT p.place, count(*), count(*) FILTER (WHERE s.since > s.due_at)
FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS p (start, as_of, place)
  JOIN measures_stretch s ON {counting.HOLDS} AND s.since >= p.start AND s.bucket = 'resolved'
WHERE {{part}} GROUP BY 1
"""


def weeks(place: Place, start: datetime, as_of: datetime) -> list[Week]:
    """What was resolved, by week up to the moment: eight of them, or as many as the period has; over half a year by
    four weeks. One statement, with the condition by which `resolved` and `late` are counted."""
    length = timedelta(days=7 if as_of - start <= timedelta(days=184) else 28)
    number = max(WEEKS if length.days == 7 else 1, -(-(as_of - start) // length))
    ends = [as_of - length * back for back in reversed(range(number))]
    part = slice_of(place)
    given = {**part.parameters(), "starts": [end - length for end in ends], "ends": ends}
    rows = sql.run(_WEEKS.format(part=part.conditions()), given)
    known = {at: (resolved, late) for at, resolved, late in rows}
    return [
        Week((end - timedelta(microseconds=1)).astimezone(VIETNAM).date(), length.days, *known.get(at, (0, 0)))
        for at, end in enumerate(ends, 1)
    ]


def days(place: Place, start: datetime, as_of: datetime, earlier: datetime) -> list[Day]:
    """The overdue at each day's end since `start` beside those since `earlier`: one statement; the last 31 days."""
    length = min(CHART_DAYS, max(1, -(-(as_of - start) // timedelta(days=1))))
    began = max(start, as_of - timedelta(days=length))
    ends = [min(as_of, began + timedelta(days=n + 1)) for n in range(length)]
    ghosts = [end - (start - earlier) for end in ends]
    moments = sorted({*ends, *ghosts})
    series = counting.overdue_at(SYSTEM, moments, "nation", slice_of(place)).get("", [0] * len(moments))
    known = dict(zip(moments, series, strict=True))
    return [Day(end, known[end], known[ghost]) for end, ghost in zip(ends, ghosts, strict=True)]


def digests(place: Place, period: Period) -> Mapping[str, str]:
    """A digest of the dossiers behind each figure, whatever their order: one statement."""
    part = slice_of(place)
    mixed = ", ".join(
        f"bit_xor(('x' || substr(md5(h.case_id::text), 1, 16))::bit(64)::bigint) FILTER (WHERE {FIGURES[key].test})"
        for key in SHOWN
    )
    row = sql.run(
        f"""
SELECT {mixed} FROM (
  SELECT s.case_id, s.bucket, s.channel, {HELD} FROM (SELECT %(start)s::timestamptz AS start, %(as_of)s::timestamptz
    AS as_of, %(soon)s::timestamptz AS soon) p JOIN measures_stretch s ON {counting.HOLDS} AND {counting.MATTERS}
  WHERE {part.conditions()}) h""",
        {"start": period.start, "as_of": period.as_of, "soon": period.soon, **part.parameters()},
    )[0]
    return {f"{PREFIX}{key}": digest(value) for key, value in zip(SHOWN, row, strict=True)}


def digest(value: int | None) -> str:
    """Sixteen signs; empty for a list without a row."""
    return f"{value % 2**64:016x}" if value is not None else ""
