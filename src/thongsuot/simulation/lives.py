"""What becomes of one dossier: its whole life planned from the seed, before anything is written. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from thongsuot.engine.deadline import Fact, Limit, LimitUnit, Paused, Resumed, due
from thongsuot.register import people
from thongsuot.register.calendar import Calendar, OutsideCalendar
from thongsuot.simulation import assumptions as a
from thongsuot.simulation.country import House, Matter, chance_of, matters, place_of
from thongsuot.simulation.days import count, counter_moment, expected, online_moment

SPACE = UUID("8a1d5b0e-0f8c-5d5e-9a77-5a4f2f6c3b21")
HOUR = 3_600_000_000
DEFECTS = (
    "Tờ khai thiếu chữ ký của người khai; ký bổ sung tại mục người khai",
    "Bản chụp giấy tờ tùy thân bị mờ; nộp bản chụp rõ hai mặt",
    "Thiếu văn bản ủy quyền có chứng thực; nộp bổ sung văn bản ủy quyền",
)
Step = tuple[datetime, str, str, dict[str, Any]]
"""When, by which role, which move (or "claim"), with what."""


@dataclass(frozen=True)
class Dossier:
    """One planned dossier. `name` is unique in the run and the root of all its keys."""

    name: str
    house: House
    matter: Matter
    place_code: str
    channel: str
    at: datetime
    fate: str
    steps: tuple[Step, ...]
    number: int
    applicant: str
    facts: dict[str, Any] = field(default_factory=dict)

    def key(self, step: int) -> UUID:
        """The key of the opening (0) or of a step (from 1): the same in every run with the same seed."""
        return uuid5(SPACE, f"{self.name}:{step}")


def plan(
    house: House, day: date, seed: int, scale: float, calendar: Calendar, known: list[Matter] | None = None
) -> Iterator[Dossier]:
    """The dossiers that a working day brings to a house, with all that will become of them."""
    chance = chance_of("traffic", seed, scale, house.key, day)
    mean = expected(day, house.share, scale, calendar)
    number = count(chance, mean)
    if not number:
        return
    choice = known if known is not None else matters(house, day)
    if not choice:
        return
    weights = [matter.weight for matter in choice]
    for place in range(number):
        own = chance_of("dossier", seed, scale, house.key, day, place)
        matter = own.choices(choice, weights=weights)[0]
        yield _dossier(f"{seed}:{scale:.8g}:{house.key}:{day}:{place}", house, matter, own, day, calendar)


def number_of(house: House, day: date, seed: int, scale: float, calendar: Calendar) -> int:
    """How many dossiers `plan` would make, without making them."""
    return count(chance_of("traffic", seed, scale, house.key, day), expected(day, house.share, scale, calendar))


def _dossier(name: str, house: House, matter: Matter, chance: random.Random, day: date, calendar: Calendar) -> Dossier:
    online = chance.random() < a.ONLINE_SHARE.value
    channel = "online" if online else "post" if chance.random() < a.POST_SHARE.value else "counter"
    at = (online_moment if online else counter_moment)(chance, day, calendar)
    life = _Life(matter, channel, at, house.lateness, chance, calendar)
    return Dossier(
        name=name,
        house=house,
        matter=matter,
        place_code=place_of(house, chance, day),
        channel=channel,
        at=at,
        fate=life.fate,
        steps=tuple(_within(life.steps())),
        number=chance.randrange(10**9),
        applicant=people.invented_name(f"simulate:{name}"),
    )


def _within(steps: Iterator[Step]) -> Iterator[Step]:
    """The steps as far as the calendar goes: what lies behind its last day is not planned."""
    try:
        yield from steps
    except OutsideCalendar:
        return


class _Life:
    """The moments of one dossier as positions on the calendar's axis of working time, in microseconds."""

    def __init__(
        self, matter: Matter, channel: str, at: datetime, lateness: float, chance: random.Random, calendar: Calendar
    ) -> None:
        self.matter, self.channel, self.at, self.chance, self.calendar = matter, channel, at, chance, calendar
        self.fate = self._fate()
        self.late = chance.random() < lateness
        self.pauses: list[Fact] = []

    def _fate(self) -> str:
        drawn = self.chance.random()
        for name, share in (
            ("refused", a.REFUSALS.value if self.channel == "online" else 0.0),
            ("withdrawn", a.WITHDRAWALS.value),
            ("supplement", a.SUPPLEMENTS.value * (1 - a.NEVER_SUPPLEMENTED.value)),
            ("abandoned", a.SUPPLEMENTS.value * a.NEVER_SUPPLEMENTED.value),
            ("payment", a.PAYMENTS.value),
            ("extended", a.EXTENSIONS.value),
            ("sent_back", a.SENT_BACK.value),
            ("denied", a.DENIED.value),
        ):
            if drawn < share:
                return name
            drawn -= share
        return "plain"

    def steps(self) -> Iterator[Step]:
        """Every step after the opening, in the order of the process."""
        accepted = self._position(self.at)
        if self.channel == "online":
            accepted += int(self.chance.expovariate(1 / a.ANSWERED_WITHIN_HOURS.value) * HOUR) + HOUR // 20
            if self.fate == "refused":
                yield self._step(accepted, "intake", "refuse", reasons=["Hồ sơ nộp không đúng nơi có thẩm quyền."],
                                 guidance="Nộp tại cơ quan có thẩm quyền nơi cư trú.")  # fmt: skip
                return
            yield self._step(accepted, "intake", "accept")
        yield from self._settling(self._moment(accepted) if self.channel == "online" else self.at, accepted)

    def _settling(self, start: datetime, accepted: int) -> Iterator[Step]:
        room = max(HOUR // 4, self._due(start) - accepted)
        handed = accepted + int(room * self.chance.uniform(0.01, 0.06))
        yield self._step(handed, "intake", "hand_over")
        claimed = handed + int(room * self.chance.uniform(0.01, 0.12))
        yield self._step(claimed, "specialist", "claim")
        if self.fate == "withdrawn":
            asked = claimed + int(room * self.chance.uniform(0.05, 0.3))
            yield self._step(asked, "intake", "withdraw", request="Chủ hồ sơ đề nghị rút, sẽ nộp lại sau.")
            return
        resumed = claimed
        if self.fate in ("supplement", "payment", "abandoned"):
            asked = claimed + int(room * self.chance.uniform(0.05, 0.25))
            yield from self._pause(asked)
            if self.fate == "abandoned":
                return
            resumed = self._position(self.pauses[-1].at)
        yield from self._deciding(start, resumed)

    def _pause(self, asked: int) -> Iterator[Step]:
        """The applicant is asked, and answers days later or never."""
        back = asked + int((1 + self.chance.expovariate(1 / 3)) * 8 * HOUR)
        self.pauses += [Paused(self._moment(asked), ""), Resumed(self._moment(back))]
        if self.fate == "payment":
            yield self._step(asked, "specialist", "ask_payment", amount=self.chance.randrange(5, 80) * 100_000,
                             basis="Nghĩa vụ tài chính theo thông báo (hư cấu)")  # fmt: skip
            yield self._step(back, "intake", "payment_confirmed", voucher=f"CT-{self.chance.randrange(10**7):07d}")
            return
        yield self._step(asked, "specialist", "ask_supplement", defects=self.chance.sample(DEFECTS, 2))
        if self.fate == "supplement":
            yield self._step(back, "intake", "supplement_arrived", brought=["Đã nộp đủ theo phiếu yêu cầu."])

    def _deciding(self, start: datetime, since: int) -> Iterator[Step]:
        """From the specialist's desk to the applicant's hand; late or in time as the house's habit draws it."""
        last = self._due(start)
        if self.late:
            finish = last + int((0.1 + self.chance.expovariate(1 / a.LATE_DAYS.value)) * 8 * HOUR)
        else:
            finish = since + max(HOUR // 10, int((last - since) * self.chance.betavariate(2.2, 1.5) * 0.98))
            finish = min(finish, max(since + HOUR // 30, last - HOUR // 60))
        room = finish - since
        places = sorted(self.chance.uniform(0.4, 1.0) for _ in range(5))
        proposed, reviewed, signed, numbered, sealed = (since + int(room * place) for place in places)
        if self.fate == "extended":
            yield from self._extended(last, proposed)
        if self.fate == "sent_back":
            yield self._step(since + room // 5, "specialist", "propose", **self._proposal())
            yield self._step(since + room // 4, "head", "send_back", reasons=["Bổ sung căn cứ trong phần trình."])
        yield self._step(proposed, "specialist", "propose", **self._proposal())
        yield self._step(reviewed, "head", "review")
        yield self._step(signed, "chair", "sign", method="paper")
        yield self._step(numbered, "clerk", "number")
        yield self._step(sealed, "clerk", "seal")
        yield self._step(finish, "clerk", "issue")
        handed = finish + int(self.chance.expovariate(1 / (2 if self.channel == "online" else 10)) * HOUR) + HOUR // 30
        if self.channel == "post":
            yield self._step(handed, "intake", "post_out", tracking=f"RR {self.chance.randrange(10**9):09} VN")
            return
        how = "online" if self.channel == "online" else "counter"
        yield self._step(handed, "intake", "hand_out", receiver="người nộp", how=how)

    def _extended(self, last: int, before: int) -> Iterator[Step]:
        """An apology with a new day, written before it is due and while the dossier is still with the office."""
        if self.matter.limit.unit is LimitUnit.NONE:
            return
        promised = self._moment(max(last, before)).date() + timedelta(days=self.chance.randrange(2, 8))
        until = self.calendar.closing(promised)
        yield self._step(min(before, last) - 1_000_000, "head", "extend", until=until.isoformat(),
                         reasons=["Cần xác minh thêm thông tin tại nơi cư trú cũ."])  # fmt: skip

    def _proposal(self) -> dict[str, Any]:
        if self.fate == "denied":
            return {"outcome": "denied", "summary": ["Thông tin khai chưa phù hợp với dữ liệu đã đăng ký."]}
        return {"outcome": "granted", "summary": [f"{self.matter.result} theo đề nghị của người nộp."]}

    def _due(self, start: datetime) -> int:
        """Where the limit ends; two working days for a matter without one."""
        return self._position(_due_moment(self.matter.limit, start, tuple(self.pauses), self.calendar))

    def _position(self, moment: datetime) -> int:
        return self.calendar.time_at(self.calendar.opening(moment))

    def _moment(self, position: int) -> datetime:
        return self.calendar.moment_of_time(position)

    def _step(self, position: int, role: str, move: str, **given: Any) -> Step:
        return self._moment(position), role, move, given


def _due_moment(limit: Limit, start: datetime, facts: tuple[Fact, ...], calendar: Calendar) -> datetime:
    found = due(limit, start, facts, calendar).moment
    return found or calendar.moment_of_days(calendar.days_at(start) + 2)
