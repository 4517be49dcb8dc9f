"""The common shape of what happens at the Government's table: a case, its way, the beats of that way. Pure.

A kind is a module with `plan(land)`, which gives the works of every week, and with a table of ways: after how many
working days which move follows. How often a way is gone stands in `assumptions`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from thongsuot.register import bodies, units
from thongsuot.register.calendar import VIETNAM, Calendar, OutsideCalendar
from thongsuot.simulation import assumptions as a
from thongsuot.simulation.country import chance_of
from thongsuot.simulation.days import count

if TYPE_CHECKING:
    from thongsuot.engine.actor import Actor
    from thongsuot.engine.case import Case
    from thongsuot.engine.making import Opening

SPACE = UUID("5f2a7f0e-4b1d-5a3c-8f5e-0d9c3b7a6e11")
DAY = 8 * 3_600_000_000
WEEK = timedelta(days=7)
COMMUNES = 3321
SECRETARIAT = "vpcp"
GOLDEN = (math.sqrt(5) - 1) / 2
SAMPLE = "(mô phỏng)"


@dataclass(frozen=True)
class Holder:
    """In what a move is given: the person who carries a role in a body, found when it is made."""

    role: str
    body: str


@dataclass(frozen=True)
class Beat:
    """One move of a way: so many working days after the one before, and until when it promises something."""

    move: str
    low: float
    high: float
    until: float = 0


Way = tuple[Beat, ...]
Told = Callable[[Beat, datetime, str], Mapping[str, Any]]
"""What a move is given: its beat, its moment, and the day that it promises (ISO), empty where it promises none."""
Opener = Callable[["Actor", "Work", "Case | None"], "Opening"]


@dataclass(frozen=True)
class Step:
    at: datetime
    move: str
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """One planned case. `name` is unique in the run and the root of its keys; `who` is the role and body that opens it.

    `about` is the name of the work that it belongs with, `relates` whether who opens it sees that one and says so.
    `mark` is the published figure in whose list it stands. `opens` makes the opening where the kind's form does not.
    """

    name: str
    kind: str
    move: str
    at: datetime
    who: Holder
    given: Mapping[str, Any]
    steps: tuple[Step, ...] = ()
    about: str = ""
    mark: str = ""
    opens: Opener | None = None
    relates: bool = True

    def key(self, step: int) -> UUID:
        """The key of the opening (0) or of a step (from 1): the same in every run with the same seed."""
        return uuid5(SPACE, f"{self.name}:{step}")


@dataclass(frozen=True)
class Land:
    """Where and when the table's work is made: provinces with their communes, the days, the part of the whole."""

    seed: int
    scale: float
    first: date
    until: datetime
    calendar: Calendar
    provinces: Mapping[str, Sequence[str]]
    whole: bool = True

    @property
    def share(self) -> float:
        return 1.0 if self.whole else sum(map(len, self.provinces.values())) / COMMUNES

    @cached_property
    def ministries(self) -> tuple[str, ...]:
        """The ministries and what ranks with them, but for the Government's own office."""
        return tuple(sorted(one.key for one in bodies.everybody() if one.key.startswith("bo.")))

    def weeks(self) -> list[date]:
        """The Mondays from some weeks before the first day to the last."""
        monday = self.first - timedelta(days=self.first.weekday()) - WEEK * int(a.WEEKS_BEFORE.value)
        last = self.until.astimezone(VIETNAM).date()
        return [monday + WEEK * number for number in range((last - monday).days // 7 + 1)]

    def drawn(self, kind: str, mean: a.Assumption) -> Iterator[Place]:
        """The works of a kind, week by week: each with its own chance, its moment and where it happens."""
        for week in self.weeks():
            chance = chance_of("table", kind, self.seed, self.scale, sorted(self.provinces), week)
            number = count(chance, mean.value * self.share * self.scale)
            for place in range(max(int(a.LEAST_A_WEEK.value), number)):
                yield self._place(kind, week, place, chance.random())

    def _place(self, kind: str, week: date, place: int, start: float) -> Place:
        where = "" if self.whole else ",".join(sorted(self.provinces))
        name = f"{kind}:{self.seed}:{self.scale:.8g}:{where}:{week}:{place}"
        own = chance_of(name)
        province = own.choices(list(self.provinces), [len(each) for each in self.provinces.values()])[0]
        # Spread over the ways by steps of the golden ratio: a few cases already go several ways.
        share = (start + place * GOLDEN) % 1
        at = self.moment(week, own)
        return Place(name, own, at, province, own.choice(list(self.provinces[province])), share)

    def moment(self, week: date, chance: random.Random) -> datetime:
        """Some moment in the working hours of a week."""
        monday = self.calendar.opening(datetime(week.year, week.month, week.day, tzinfo=VIETNAM))
        return self.later(monday, chance.uniform(0.05, 4.9))

    def later(self, moment: datetime, days: float) -> datetime:
        """So many working days after a moment. Raises OutsideCalendar."""
        start = self.calendar.time_at(self.calendar.opening(moment))
        return self.calendar.moment_of_time(start + max(1, int(days * DAY))).replace(microsecond=0)

    def closing(self, moment: datetime, days: float) -> str:
        """The end of the working day so many days later, as a form gives it. Raises OutsideCalendar."""
        return self.calendar.closing(self.later(moment, days).astimezone(VIETNAM).date()).isoformat()


@dataclass(frozen=True)
class Place:
    """One work to be: its name, its chance, when and where, and where in the distribution of ways it falls (0 to 1)."""

    name: str
    chance: random.Random
    at: datetime
    province: str
    commune: str
    share: float

    def way(self, weights: Mapping[str, int]) -> str:
        """Which way it goes, by how often each is gone."""
        left = self.share * sum(weights.values())
        for name, weight in weights.items():
            left -= weight
            if left < 0:
                return name
        return next(iter(weights))


def steps(land: Land, way: Way, start: datetime, chance: random.Random, told: Told, unit: float = 1) -> Iterator[Step]:
    """The steps of a way as far as the calendar goes; `unit` is how many working days a day of its table is here."""
    at = start
    for beat in way:
        try:
            at = land.later(at, chance.uniform(beat.low, beat.high) * unit)
            until = land.closing(at, beat.until * unit) if beat.until else ""
        except OutsideCalendar:
            return
        yield Step(at, beat.move, told(beat, at, until))


def within(plan: Callable[[], Iterator[Work]]) -> list[Work]:
    """What a plan gives as far as the calendar goes."""
    found = []
    try:
        for work in plan():
            found.append(work)
    except OutsideCalendar:
        pass
    return found


def provinces_of(day: date, chosen: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The provinces of a run with their communes."""
    wanted = chosen or [one.code for one in units.provinces(day)]
    return {code: tuple(one.code for one in units.communes(code, day)) for code in wanted}
