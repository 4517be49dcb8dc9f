"""A small believable week for the demonstration, made through the engine's verbs by the demo's own people."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import timezone

from thongsuot.areas.dossiers import intake, online
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import actor as actors
from thongsuot.engine import verbs
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case
from thongsuot.engine.verbs import VIETNAM
from thongsuot.ports.twin import Invented
from thongsuot.register import calendar, competences, demo, people, procedures
from thongsuot.register.calendar import Calendar
from thongsuot.register.models import LoadedFile
from thongsuot.register.working_time import WorkingTime

SPACE = UUID("3f1c0a52-7b1e-5d0c-9a43-51f0c2a9d7e1")
MARK = "demo-week"
DAYS = 9
NEIGHBOURHOODS = ("Phú Hòa", "Thuận Thành", "Tây Lộc", "Đông Ba", "Vĩnh Lợi")
# Which dossiers a ward sees in a week: procedure, case, how many of a hundred.
MIX = (
    ("2.000815", "thong-thuong", 26),
    ("1.001193", "thong-thuong", 17),
    ("2.000635", "thong-thuong", 13),
    ("1.004873", "thong-thuong", 11),
    ("1.000894", "thong-thuong", 7),
    ("1.000656", "dung-han", 5),
    ("1.001612", "thong-thuong", 8),
    ("1.001776", "tro-cap", 5),
    ("1.013225", "nha-o", 6),
    ("1.012812", "thong-thuong", 2),
)
FATES = (
    ("plain",) * 62
    + ("supplement",) * 12
    + ("slow",) * 12
    + ("apology",) * 4
    + ("withdrawn",) * 4
    + ("refused",) * 3
    + ("denied",) * 3
)
# How many of a hundred come online, and how many of those delivered are rated.
ONLINE, RATED = 0.6, 0.4
DEFECTS = (
    "Tờ khai thiếu chữ ký của người khai; ký bổ sung tại mục người khai",
    "Bản chụp giấy tờ tùy thân bị mờ; nộp bản chụp rõ hai mặt",
    "Thiếu văn bản ủy quyền có chứng thực; nộp bổ sung văn bản ủy quyền",
)


@dataclass(frozen=True)
class Ward:
    """A demo commune and how many dossiers it had."""

    code: str
    counter: str
    count: int


WARDS = (
    Ward(demo.WARD, f"pvhcc.{demo.WARD}", 140),
    Ward(demo.HANOI_WARD, f"pvhcc.01.diem.{demo.HANOI_WARD}", 40),
    Ward(demo.FAR_WARD, f"pvhcc.{demo.FAR_WARD}", 20),
)


@dataclass(frozen=True)
class Story:
    """A dossier that is told, not left to chance: what was asked for, how it goes, after how many steps it stands."""

    procedure: str
    fate: str
    steps: int


# Nguyễn Thị Hạnh, as whom a visitor of the demonstration signs in, and her dossiers by their place in the ward's week:
# one delivered and to be rated, one for which a supplement is asked, one that a specialist holds.
HANH = "046188001976"
HERS = {
    20: Story("2.000635", "plain", 11),
    70: Story("1.001193", "supplement", 4),
    118: Story("1.004873", "plain", 3),
}


def seed_week(report: Callable[[str], None] = lambda line: None) -> int:
    """Make the week once; killed half-way, the next call goes on. Returns how many dossiers there are.

    Raises demo.OnlyInDemo without the demo flag.
    """
    if not settings.DEMO:
        raise demo.OnlyInDemo
    started, _ = LoadedFile.objects.get_or_create(
        name=f"{MARK}:start", defaults={"digest": _now().isoformat(), "loaded_at": timezone.now()}
    )
    if LoadedFile.objects.filter(name=MARK).exists():
        return sum(ward.count for ward in WARDS)
    now = datetime.fromisoformat(started.digest)
    made = 0
    for ward in WARDS:
        made += sum(1 for _ in _ward_week(ward, now))
        report(f"Tuần minh họa: {made} hồ sơ")
    LoadedFile.objects.get_or_create(name=MARK, defaults={"digest": str(made), "loaded_at": timezone.now()})
    return made


def _now() -> datetime:
    return datetime.now(VIETNAM).replace(second=0, microsecond=0)


def _ward_week(ward: Ward, now: datetime) -> Iterator[Case]:
    chance = random.Random(f"{MARK}:{ward.code}")  # noqa: S311 - a repeatable demonstration, not a secret
    times = calendar.load(ward.code)
    moments = sorted(_moments(times, now, ward.count, chance))
    for place, at in enumerate(moments):
        yield _Life(ward, place, at, now, times).live()


def _moments(times: Calendar, now: datetime, count: int, chance: random.Random) -> list[datetime]:
    """Moments within working hours of the last days, the first hours of the day being the fullest."""
    last = times.days_at(now)
    first = last - DAYS
    whole = int(first)
    return [
        times.moment_of_days(min(last, max(first, whole + chance.randrange(DAYS + 1) + _fraction(chance))))
        for _ in range(count)
    ]


def _fraction(chance: random.Random) -> Fraction:
    return Fraction(int(chance.betavariate(1.4, 2.0) * 480), 480)


class _Life:
    """One dossier from the counter on, as far as the week got."""

    def __init__(self, ward: Ward, place: int, at: datetime, now: datetime, times: WorkingTime) -> None:
        self.ward, self.place, self.now, self.times = ward, place, now, times
        # A chance of its own: a week that goes on after a cut makes the same dossiers.
        self.chance = chance = random.Random(f"{MARK}:{ward.code}:{place}")  # noqa: S311
        self.at = at
        self.steps = 0
        self.story = HERS.get(place) if ward.code == demo.WARD else None
        self.fate = chance.choice(FATES)
        self.day = now.date()
        code, case, _ = chance.choices(MIX, weights=[weight for _, _, weight in MIX])[0]
        if self.story is not None:
            code, case, self.fate = self.story.procedure, "thong-thuong", self.story.fate
        found = procedures.procedure(code, self.day)
        if found is None:
            raise LookupError(code)
        self.procedure, self.definition = found, found.definition.case(case)
        self.online = found.online != "none" and (chance.random() < ONLINE or self.story is not None)
        self.applicant = SYSTEM

    def live(self) -> Case:
        wanted = self._application()
        if self.online:
            self.applicant = Actor(None, wanted.name, citizen=wanted.number)
            case = online.submit(self.applicant, wanted, self.at, key=self._key())
        else:
            lan = self._person(self.ward.counter, "intake")
            move = "register" if self.fate == "refused" else "receive"
            case = intake.receive(lan, wanted, self.at, key=self._key(), move=move)
        if case.length > 1:
            return case
        for step in islice(self._steps(), self.story.steps if self.story else None):
            self._later()
            if self.at > self.now:
                break
            case = step(case)
        return case

    def _steps(self) -> Iterator[Callable[[Case], Case]]:
        if self.fate == "refused":
            yield self._move("intake", "refuse", reasons=["Hồ sơ nộp không đúng nơi có thẩm quyền."],
                             guidance="Nộp tại Ủy ban nhân dân xã, phường nơi cư trú.")  # fmt: skip
            return
        if self.online:
            yield self._move("intake", "accept")
            self._later(1)
        yield self._move("intake", "hand_over")
        yield self._claim("specialist")
        if self.fate == "withdrawn":
            move, role = ("withdraw_online", "applicant") if self.online else ("withdraw", "intake")
            yield self._move(role, move, request="Chủ hồ sơ đề nghị rút, sẽ nộp lại sau.")
            return
        if self.fate == "supplement":
            yield self._move("specialist", "ask_supplement", defects=self.chance.sample(DEFECTS, 2))
            self._later(6)
            if self.online:
                yield self._move("applicant", "answer_supplement", answer=["Đã nộp đủ theo phiếu yêu cầu."])
            else:
                yield self._move("intake", "supplement_arrived", brought=["Đã nộp đủ theo phiếu yêu cầu."])
        if self.fate in ("slow", "apology"):
            self._wait()
        if self.fate == "apology":
            yield self._apologise
        yield self._move("specialist", "propose", **self._proposal())
        yield self._claim("head")
        yield self._move("head", "review")
        yield self._move("chair", "sign", method="paper")
        yield self._move("clerk", "number")
        yield self._move("clerk", "seal")
        yield self._move("clerk", "issue")
        self._later(3)
        yield self._move("intake", "hand_out", receiver=self._name(), how="online" if self.online else "counter")
        if self.online and self.chance.random() < RATED:
            self._later(3)
            yield self._move("applicant", "rate", stars=str(self.chance.choices((5, 4, 3, 2), (60, 28, 9, 3))[0]))

    def _move(self, role: str, name: str, **given: Any) -> Callable[[Case], Case]:
        def make(case: Case) -> Case:
            actor = self._holder(case, role)
            return verbs.move(actor, case.id, case.length, name, given, key=self._key(), happened_at=self.at)

        return make

    def _claim(self, role: str) -> Callable[[Case], Case]:
        def make(case: Case) -> Case:
            if case.assignee is not None:
                return case
            actor = self._person(case.queue_body, role)
            return verbs.claim(actor, case.id, case.length, key=self._key(), happened_at=self.at)

        return make

    def _apologise(self, case: Case) -> Case:
        if case.due_at is None:
            return case
        # An apology is written before the day, not after it.
        self.at = min(self.at, case.due_at - timedelta(minutes=30))
        until = self.times.moment_of_days(self.times.days_at(max(case.due_at, self.at)) + 2)
        given = {"until": until, "reasons": ["Cần xác minh thêm thông tin tại nơi cư trú cũ."]}
        return self._move("head", "extend", **given)(case)

    def _proposal(self) -> dict[str, Any]:
        if self.fate == "denied":
            return {"outcome": "denied", "summary": ["Thông tin khai chưa phù hợp với dữ liệu đã đăng ký."]}
        return {"outcome": "granted", "summary": [f"{self.definition.results[0].name} theo đề nghị của người nộp."]}

    def _holder(self, case: Case, role: str) -> Actor:
        """Who holds the case, when that is this role's person; else somebody of the role."""
        if role == "applicant":
            return self.applicant
        if case.assignee is not None and case.queue_role == role:
            return actors.load(case.assignee, self.day)
        place = {"intake": case.receiving_body, "chair": case.competent_body, "clerk": f"vp.{self.ward.code}"}
        return self._person(place.get(role, case.executing_body), role)

    def _person(self, body: str, role: str) -> Actor:
        if role == "clerk":
            body = f"vp.{self.ward.code}"
        held = people.holders(body, role, self.day)
        return actors.load(held[self.place % len(held)].person, self.day)

    def _later(self, most: int = 4) -> None:
        """Some working time passes: minutes to a few hours, less for what is settled the same day."""
        hurry = 0.25 if self.definition.limit.unit == "same_day" or self.story else 1.0
        minutes = max(3, int(self.chance.expovariate(1 / (60 * most * hurry / 2))))
        self._pass(minutes)

    def _wait(self) -> None:
        """Nothing happens until after the limit."""
        days = self.definition.limit.amount or 1
        self._pass(int((days + self.chance.uniform(0.2, 1.5)) * 480))

    def _pass(self, minutes: int) -> None:
        self.at = self.times.moment_of_days(self.times.days_at(self.at) + _days(minutes))

    def _key(self) -> UUID:
        self.steps += 1
        return uuid5(SPACE, f"{self.ward.code}:{self.place}:{self.steps}")

    def _name(self) -> str:
        if self.story is not None:
            return Invented(HANH).name
        return people.invented_name(f"{MARK}:{self.ward.code}:{self.place}")

    def _application(self) -> Application:
        papers = {
            paper.key: (paper.originals, paper.copies)
            for paper in self.definition.papers
            if paper.required == "yes" and not paper.presented and paper.originals + paper.copies
        }
        number = f"0{self.chance.randrange(10, 96):02d}{self.chance.randrange(10**9):09d}"
        neighbourhood = self.chance.choice(NEIGHBOURHOODS)
        competent = competences.competent(self.procedure.code, competences.DECIDE, self.ward.code, self.day)
        return Application(
            procedure_code=self.procedure.code,
            case_key=self.definition.key,
            place_code=self.ward.code,
            name=self._name(),
            number=HANH if self.story is not None else number,
            phone=f"09{self.chance.randrange(10**8):08d}",
            address=f"Số {self.chance.randrange(1, 240)}, tổ dân phố {neighbourhood} (hư cấu)",
            delivery=self.chance.choice(("counter", "counter", "counter", "post")),
            papers=papers,
            competence_id=competent[0].competence_id,
        )


def _days(minutes: int) -> Fraction:
    return Fraction(minutes, 480)
