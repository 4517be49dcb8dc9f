"""What a run makes of the Government's table: each kind's plan, the reports' lists, then the ratings of dossiers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from django.utils import timezone

from thongsuot.areas.obstacles import following
from thongsuot.simulation.table import (
    announcements,
    faults,
    guidance,
    inspections,
    meetings,
    obstacles,
    petitions,
    ratings,
    reports,
)
from thongsuot.simulation.table.doing import Doing
from thongsuot.simulation.table.shape import Land, Work, within
from thongsuot.simulation.working import Tally

TABLE, REPORTS = "table", "reports"
KINDS = (meetings, obstacles, guidance, inspections, faults, petitions, announcements)


def planned(land: Land, parts: Collection[str], lists: Fraction = Fraction(1)) -> list[Work]:
    """Everything that is to be done, with all that will become of it. Nothing is written."""
    found = [work for kind in KINDS for work in within(lambda: kind.plan(land))] if TABLE in parts else []  # noqa: B023
    return found + (within(lambda: reports.plan(land, lists)) if REPORTS in parts else [])


def make(land: Land, parts: Collection[str], lists: Fraction = Fraction(1)) -> Iterator[Tally]:
    """Do it; what was done, about once a second."""
    yield from Doing(planned(land, parts, lists), timezone.localdate()).done(land.until)
    if TABLE in parts:
        following.catch_up()
        made, refused = ratings.rate(land)
        yield Tally(ratings=made, verbs=made, refused=refused)
