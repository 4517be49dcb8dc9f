"""The dossiers' figures of the briefing, from the definitions by which the board counts, asked for a whole place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from thongsuot.engine import sql
from thongsuot.engine.actor import SYSTEM
from thongsuot.measures import counting, definitions
from thongsuot.measures.briefing.places import COMMUNE, NATION, Place
from thongsuot.measures.counting import Counted, Slice
from thongsuot.measures.definitions import FIGURES, HELD, Period

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
