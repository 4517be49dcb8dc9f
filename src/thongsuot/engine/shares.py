"""Shares that an area declares of its received cases: so many of them are such, each with the list behind it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """How many of the cases received in a period that meet `whole` meet `part` too.

    Both are conditions in SQL about `engine_case c`, without parameters.
    """

    key: str
    label: str
    meaning: str
    whole: str
    part: str


_shares: dict[str, Share] = {}


def declare(*shares: Share) -> None:
    """Announce an area's shares, when the application starts."""
    _shares.update({one.key: one for one in shares})


def known() -> tuple[Share, ...]:
    """All that are declared, in the order in which they were."""
    return tuple(_shares.values())


def share(key: str) -> Share:
    """Raises KeyError for one that nobody declared."""
    return _shares[key]
