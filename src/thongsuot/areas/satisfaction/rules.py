"""What may be said of many ratings: a mean only from enough of them, the response rate always beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Tally:
    """The ratings of one procedure, body or place in a period.

    `stars` are how many gave one to five stars and count; `flagged` are marked as not independent: told, never
    averaged. `visits` are how many came 0, 1, 2 and 3 or more times; `costs` and `hours` the sum and number of answers.
    """

    key: str
    delivered: int
    stars: tuple[int, int, int, int, int]
    flagged: int = 0
    visits: tuple[int, int, int, int] = (0, 0, 0, 0)
    costs: tuple[int, int] = (0, 0)
    hours: tuple[float, int] = (0, 0)

    @property
    def counted(self) -> int:
        return sum(self.stars)

    @property
    def rated(self) -> int:
        return self.counted + self.flagged

    @property
    def response(self) -> float | None:
        """The share of the delivered that were rated; None when nothing was delivered."""
        return self.rated / self.delivered if self.delivered else None

    def mean(self, least: int) -> float | None:
        """The mean of those that count, one to five; None under the least number."""
        if self.counted < max(1, least):
            return None
        return sum(value * count for value, count in enumerate(self.stars, 1)) / self.counted

    def spread(self, least: int) -> float | None:
        """The standard deviation of those that count; None where there is no mean."""
        mean = self.mean(least)
        if mean is None:
            return None
        squares = sum(count * (value - mean) ** 2 for value, count in enumerate(self.stars, 1))
        return sqrt(squares / self.counted)

    def satisfied(self, least: int) -> float | None:
        """The share that gave four or five stars; None where there is no mean."""
        return None if self.mean(least) is None else (self.stars[3] + self.stars[4]) / self.counted

    def times(self, least: int) -> float | None:
        """How often a person had to come, three or more counted as three; None under the least number."""
        told = sum(self.visits)
        return None if told < max(1, least) else sum(n * count for n, count in enumerate(self.visits)) / told

    def cost(self, least: int) -> float | None:
        """What compliance cost a person in đồng, fees left out; None under the least number."""
        return None if self.costs[1] < max(1, least) else self.costs[0] / self.costs[1]

    def took(self, least: int) -> float | None:
        """The hours that a person spent on it; None under the least number."""
        return None if self.hours[1] < max(1, least) else self.hours[0] / self.hours[1]


def arranged(tallies: Iterable[Tally], least: int) -> tuple[list[Tally], list[Tally]]:
    """Those that may be compared, what is worst first, and those with too few ratings, by how many were delivered.

    The second list says nothing about who does better: its order knows no star.
    """
    found = list(tallies)
    enough = [one for one in found if one.mean(least) is not None]
    few = [one for one in found if one.mean(least) is None]
    enough.sort(key=lambda one: (one.mean(least) or 0.0, one.key))
    few.sort(key=lambda one: (-one.delivered, one.key))
    return enough, few


def together(tallies: Sequence[Tally], key: str = "") -> Tally:
    """All of them as one."""
    return Tally(
        key,
        sum(one.delivered for one in tallies),
        _added([one.stars for one in tallies], (0,) * 5),  # type: ignore[arg-type]
        sum(one.flagged for one in tallies),
        _added([one.visits for one in tallies], (0,) * 4),  # type: ignore[arg-type]
        (sum(one.costs[0] for one in tallies), sum(one.costs[1] for one in tallies)),
        (sum(one.hours[0] for one in tallies), sum(one.hours[1] for one in tallies)),
    )


def _added(rows: Sequence[tuple[int, ...]], nothing: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True))) if rows else nothing
