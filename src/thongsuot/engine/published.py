"""What a kind publishes: the steps at which officers of every body, or anybody at all, may read its cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from thongsuot.engine.process import Exposure, Process


class Audience(StrEnum):
    """Who reads what is published: whoever holds a post, in any body; or anybody, and so officers too."""

    OFFICERS = "officers"
    ANYBODY = "anybody"


Steps = Mapping[Audience, frozenset[str]]


def to(audience: Audience, steps: Steps) -> frozenset[str]:
    """The steps at which this audience may read."""
    of_anybody = steps.get(Audience.ANYBODY, frozenset())
    return of_anybody if audience is Audience.ANYBODY else of_anybody | steps.get(audience, frozenset())


def faults(process: Process, exposure: Exposure, steps: Steps) -> Iterator[str]:
    """What is wrong with a declaration: every fault with its place. What is sealed is never published."""
    known = {state.key for state in process.states}
    for audience, keys in steps.items():
        for key in sorted(keys):
            if key not in known:
                yield f"published to {audience}: unknown state {key}"
            if exposure is Exposure.SEALED:
                yield f"state {key}: published to {audience}, yet its kind is sealed"
