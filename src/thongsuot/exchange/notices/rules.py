"""When a notice may leave and which ways it takes: quiet hours by Vietnam's time, gathering, a person's own choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from thongsuot.register.working_time import VIETNAM

FILE = Path(__file__).with_name("rules.json")
Channel = Literal["sms", "mail"]
Language = Literal["vi", "en"]


@dataclass(frozen=True)
class Rules:
    """What holds from a day on. Quiet hours may pass midnight; equal ends mean none. `gather_minutes` is how long a
    notice waits for others to the same person; `most_gathered` how many one message tells, 1 for none gathered."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    valid_from: date
    quiet_from: time
    quiet_to: time
    quiet_channels: frozenset[Channel]
    gather_minutes: Annotated[int, Field(ge=0, le=60)]
    most_gathered: Annotated[int, Field(ge=1, le=50)]
    basis: str

    def quiet(self, at: datetime) -> bool:
        """Whether nobody is to be disturbed then. The first quiet moment is in, the moment at which it ends is not."""
        clock = at.astimezone(VIETNAM).time()
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to

    def leaves_at(self, at: datetime, channel: str, *, urgent: bool) -> datetime:
        """The first moment from then on at which a notice may leave by this way: kept until the morning, never lost."""
        if urgent or channel not in self.quiet_channels or not self.quiet(at):
            return at
        local = at.astimezone(VIETNAM)
        morning = datetime.combine(local.date(), self.quiet_to, VIETNAM)
        return morning if morning > local else morning + timedelta(days=1)

    def first(self, now: datetime, channel: str, *, urgent: bool) -> datetime:
        """When a new notice is tried: others to the same person are waited for a little, unless it is urgent."""
        wait = timedelta() if urgent else timedelta(minutes=self.gather_minutes)
        return self.leaves_at(now + wait, channel, urgent=urgent)


@dataclass(frozen=True)
class Choice:
    """How a person wants to hear: by which ways, in which language, and whether of what is not mandatory too."""

    sms: bool = True
    mail: bool = True
    optional: bool = True
    language: Language = "vi"

    def ways(self, there: Iterable[str], *, mandatory: bool) -> tuple[str, ...]:
        """Which of the ways that lead to the person a notice takes. What is mandatory takes one at least."""
        known = tuple(there)
        if not mandatory and not self.optional:
            return ()
        wanted = tuple(one for one in known if (self.sms if one == "sms" else self.mail))
        return wanted or (known[:1] if mandatory else ())


def parse(text: str) -> tuple[Rules, ...]:
    """The rules, oldest first. Raises pydantic.ValidationError."""
    found = TypeAdapter(tuple[Rules, ...]).validate_json(text)
    return tuple(sorted(found, key=lambda one: one.valid_from))


@cache
def _all() -> tuple[Rules, ...]:
    return parse(FILE.read_text("utf-8"))


def on(day: date) -> Rules:
    """What holds on a day; before the first, the first."""
    held = [one for one in _all() if one.valid_from <= day]
    return held[-1] if held else _all()[0]
