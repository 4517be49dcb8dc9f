"""What the board's pages need, asked once: figures with their change, places sorted by what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from thongsuot.engine.actor import Actor
from thongsuot.measures import counting
from thongsuot.measures.counting import Counted, Counts, Slice
from thongsuot.measures.definitions import FIGURES, RATIOS, Period, days_before
from thongsuot.register import formatting
from thongsuot.web.environment import number, url
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _

WEEK = timedelta(days=7)
DAYS = 7
COLUMNS = ("received", "in_process", "overdue", "due_soon", "paused", "resolved", "unanswered")


@dataclass(frozen=True)
class Shown:
    """A figure as a page shows it."""

    key: str
    label: str
    meaning: str
    value: str
    change: str
    worse: bool
    address: str


@dataclass(frozen=True)
class Place:
    """One place of the level below: its figures, its days and where it leads."""

    key: str
    name: str
    address: str
    counts: Counts
    before: Counts
    days: Sequence[int]
    ghost: Sequence[int]
    figures: tuple[Shown, ...]
    on_time: str
    online: str

    @property
    def overdue(self) -> int:
        return self.counts["overdue"]

    @property
    def growth(self) -> int:
        return self.counts["overdue"] - self.before["overdue"]

    @property
    def wrong(self) -> tuple[int, int, int]:
        """What sorts the places: what is overdue with its growth counted twice, then what is unanswered, then due."""
        return self.overdue + 2 * max(0, self.growth), self.counts["unanswered"], self.counts["due_soon"]


@dataclass(frozen=True)
class Look:
    """An area seen at a moment: the last seven days beside the seven before."""

    at: datetime
    now: Period
    counted: Counted
    places: tuple[Place, ...]
    part: Slice

    @property
    def total(self) -> Counts:
        return self.counted.total(0)

    @property
    def before(self) -> Counts:
        return self.counted.total(1)

    @property
    def top(self) -> int:
        """The most that was overdue anywhere on any of the days: the full height of every chart."""
        return max((value for place in self.places for value in (*place.days, *place.ghost)), default=0)


Named = Callable[[str], tuple[str, str]]
"""From the key of a group to its name and its address."""


def look(actor: Actor, at: datetime, group: str, part: Slice, named: Named, narrowed: Callable[[str], Slice]) -> Look:
    """An area by its places in two statements, the worst place first."""
    now = days_before(at, DAYS)
    counted = counting.count(actor, [now, now.back(WEEK)], group, part)
    moments = [at - timedelta(days=n) for n in range(2 * DAYS - 1, -1, -1)]
    days = counting.overdue_at(actor, moments, group, part)
    places = []
    for key in counted.keys:
        name, address = named(key)
        series = days.get(key, [0] * len(moments))
        counts, before = counted.of(key), counted.of(key, 1)
        places.append(
            Place(
                key,
                name,
                address,
                counts,
                before,
                series[DAYS:],
                series[:DAYS],
                figures(COLUMNS, counts, before, at, narrowed(key)),
                percent("on_time_rate", counts),
                percent("online_share", counts),
            )
        )
    places.sort(key=lambda place: (*(-value for value in place.wrong), place.name))
    return Look(at, now, counted, tuple(places), part)


def figures(keys: Sequence[str], counts: Counts, before: Counts, at: datetime, part: Slice) -> tuple[Shown, ...]:
    """Figures with their change against the week before and the address of their list."""
    found = []
    for key in keys:
        figure = FIGURES[key]
        change = counts[key] - before[key]
        found.append(
            Shown(
                key,
                _(figure.label),
                _(figure.meaning),
                number(counts[key]),
                changed(change),
                figure.bad and change > 0,
                list_address(key, at, part),
            )
        )
    return tuple(found)


def changed(change: int) -> str:
    """+12, −3 or = beside the week before."""
    return f"{'+' if change > 0 else '−'}{number(abs(change))}" if change else "="


def percent(ratio: str, counts: Counts) -> str:
    """A share in words; “chưa có số liệu” when there is nothing to divide by."""
    return share_words(RATIOS[ratio].of(counts))


def share_words(share: float | None) -> str:
    """A share as a page shows it."""
    return formatting.percent(share, 1, language()) if share is not None else _("chưa có số liệu")


def list_address(figure: str, at: datetime, part: Slice) -> str:
    """The list behind a figure, as of the moment at which the figure was shown."""
    words = {
        "tinh": part.province, "co-quan": part.house, "phong": part.office, "diem": part.point, "luc": at.isoformat(),
    }  # fmt: skip
    return f"{url('board:list', figure)}?{urlencode({name: value for name, value in words.items() if value})}"
