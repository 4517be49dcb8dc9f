"""Who is warned of a deadline and when: one table, before the day and after it, up to the leader of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from thongsuot.engine import deadline
from thongsuot.engine.process import At, Role
from thongsuot.register.calendar import Calendar
from thongsuot.register.working_time import MINUTE

HOUR = 60 * MINUTE


@dataclass(frozen=True)
class Level:
    """One warning: what it is called, to whom it goes, when.

    `to` is empty for whoever holds the case then, or its queue. `hours` are working hours after the due moment; None
    stands for the moment before it at which a case is marked as due soon. `charge` sends it to the leader by name who
    is in charge of the place or the field, where the register of charges names one (`sweep.in_charge`): NEAR in the
    houses of the case and in its province, ABOVE at the centre; ABOVE is told nobody else.
    """

    kind: str
    to: Role | None
    hours: int | None
    charge: str = ""


HEAD, LEADER = Role("head", At.EXECUTING), Role("chair", At.COMPETENT)
LEVELS = (
    Level("due_soon", None, None),
    Level("due_soon_head", HEAD, None),
    Level("overdue", None, 0),
    Level("overdue_head", HEAD, 0),
    Level("overdue_house", LEADER, 8),
)
# For work between bodies: two working days late, the leader in charge there is told, else those of the body that gave
# it; after five, who is in charge at the centre.
NEAR, ABOVE = "near", "above"
IN_CHARGE = (
    Level("overdue_giver", Role("leader", At.RECEIVING), 16, NEAR),
    Level("overdue_above", Role("leader", At.COMPETENT), 40, ABOVE),
)
# Where no answer will be one by law, all three are told beforehand: afterwards nobody can answer any more.
BEFORE_SILENCE = (
    Level("silence_soon", None, None),
    Level("silence_soon_head", HEAD, None),
    Level("silence_soon_house", LEADER, None),
)
# The strongest first: of several warnings of one case its reader needs one.
STRENGTH = tuple(level.kind for level in (*reversed(BEFORE_SILENCE), *reversed(IN_CHARGE), *reversed(LEVELS)))


def moment_of(level: Level, warn_at: datetime | None, due_at: datetime, calendar: Calendar) -> datetime:
    """When a level is raised. Raises OutsideCalendar."""
    if level.hours is None:
        return warn_at or deadline.soon_from(due_at, calendar)
    if level.hours == 0:
        return due_at
    return calendar.moment_of_time(calendar.time_at(due_at) + level.hours * HOUR)


def raised(
    levels: Sequence[Level], warn_at: datetime | None, due_at: datetime, now: datetime, calendar: Calendar
) -> tuple[list[Level], datetime | None]:
    """What is to be raised now, and when the case is to be looked at again; nobody is told "soon" of what is late."""
    moments = [(moment_of(level, warn_at, due_at, calendar), level) for level in levels]
    reached = [level for moment, level in moments if moment <= now]
    if now >= due_at:
        reached = [level for level in reached if level.hours is not None]
    return reached, min((moment for moment, _level in moments if moment > now), default=None)
