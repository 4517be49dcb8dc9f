"""Who is told of what, as data from a day on: `rules.json`; and when a message about it may leave."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field, TypeAdapter

from thongsuot.exchange.notices.rules import Rules
from thongsuot.register import calendar
from thongsuot.register.working_time import VIETNAM, OutsideCalendar

FILE = Path(__file__).with_name("rules.json")
# Who hears of a step that is not work for them: who began the case, and who answers for it.
Whom = Literal["opener", "accountable"]
Mail = Literal["at_once", "daily", "none"]
MAILS: tuple[Mail, ...] = get_args(Mail)


@dataclass(frozen=True)
class Told:
    """What holds from a day on. Of the `working` kinds, whoever a case comes to is told; `news` says who else hears of
    which move of which kind; `warned` which warnings of which kind are told beside the work list. Nobody is told when
    more than `most_told` people could take the work: it stands in their list."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    valid_from: date
    working: frozenset[str]
    news: Mapping[str, Mapping[str, tuple[Whom, ...]]]
    warned: Mapping[str, frozenset[str]]
    sending: Rules
    usual: Mail
    most_told: Annotated[int, Field(ge=1, le=200)]
    kept_days: Annotated[int, Field(ge=1, le=3650)]
    basis: str

    def leaves(self, now: datetime, wish: Mail) -> datetime:
        """When a message about what was told now is tried: with others of the next minutes, or those of the day."""
        if wish == "daily":
            return self.morning(now)
        return self.sending.first(now, "mail", urgent=False)

    def morning(self, now: datetime) -> datetime:
        """The end of the quiet hours on the next day that is worked; on any day where no calendar says."""
        local = now.astimezone(VIETNAM)
        begins = datetime.combine(local.date(), self.sending.quiet_to, VIETNAM)
        day = local.date() if begins > local else local.date() + timedelta(days=1)
        with suppress(OutsideCalendar):
            day = calendar.load("").next_working_day(day)
        return datetime.combine(day, self.sending.quiet_to, VIETNAM)


def parse(text: str) -> tuple[Told, ...]:
    """The versions, oldest first. Raises pydantic.ValidationError."""
    return tuple(sorted(TypeAdapter(tuple[Told, ...]).validate_json(text), key=lambda one: one.valid_from))


@cache
def _all() -> tuple[Told, ...]:
    return parse(FILE.read_text("utf-8"))


def on(day: date) -> Told:
    """What holds on a day; before the first, the first."""
    held = [one for one in _all() if one.valid_from <= day]
    return held[-1] if held else _all()[0]


def now_held(now: datetime) -> Told:
    """What holds at a moment, by Vietnam's day."""
    return on(now.astimezone(VIETNAM).date())
