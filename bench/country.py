"""The bench's country: wards with officers who can sign in, and their open dossiers, loaded in bulk."""

from __future__ import annotations

import itertools
import multiprocessing
import random
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any
from uuid import UUID

PASSWORD = "Đo hiệu năng 2026"
SINCE = date(2025, 7, 1)
BASIS = "dữ liệu đo hiệu năng"
PROCEDURES = (
    ("2.000815", "thong-thuong"),
    ("1.001193", "thong-thuong"),
    ("1.004873", "thong-thuong"),
    ("1.000894", "thong-thuong"),
    ("1.000656", "dung-han"),
)
# The wards' dossiers of one size: half at the counter, half at the office. Of ten at the office five are held,
# three wait in the queue and two for the applicant.
OFFICE = ("held",) * 5 + ("queue",) * 3 + ("waiting",) * 2


@dataclass(frozen=True)
class Size:
    """How large: every ward has the same number of dossiers, shared by its officers."""

    wards: int
    dossiers_of_ward: int
    officers_of_role: int

    @property
    def dossiers(self) -> int:
        return self.wards * self.dossiers_of_ward

    @property
    def users(self) -> int:
        return self.wards * self.officers_of_role * 2


FULL = Size(wards=250, dossiers_of_ward=400, officers_of_role=1)
QUICK = Size(wards=50, dossiers_of_ward=200, officers_of_role=2)


@dataclass(frozen=True)
class Officer:
    username: str
    role: str
    ward: str
    person: UUID


def wards(size: Size) -> list[str]:
    """Communes with a centre of their own, spread over the country."""
    from thongsuot.register.models import Body

    codes = Body.objects.filter(kind="pvhcc_xa", key__startswith="pvhcc.").order_by("key").values_list("unit_code")
    own = [code for (code,) in codes]
    return own[:: max(1, len(own) // size.wards)][: size.wards]


def switch_on() -> None:
    """The bench's procedures as a named officer has confirmed them; unconfirmed ones are not received."""
    from thongsuot.register import procedures
    from thongsuot.register.models import Procedure

    Procedure.objects.filter(code__in=[code for code, _ in PROCEDURES]).update(verified=True)
    procedures.forget()


def staff(codes: list[str], size: Size) -> list[Officer]:
    """Give every ward its officers, each with a post of today and a login."""
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from thongsuot.register.models import Account

    hashed = make_password(PASSWORD)
    officers = []
    with transaction.atomic():
        for ward, role, seat in itertools.product(codes, ("intake", "specialist"), range(size.officers_of_role)):
            officers.append(_appointed(ward, role, seat))
        accounts = [Account(username=one.username, password=hashed, person_id=one.person) for one in officers]
        Account.objects.bulk_create(accounts)
    return officers


def _appointed(ward: str, role: str, seat: int) -> Officer:
    from thongsuot.register import people

    username = f"{role}.{ward}.{seat}"
    office = "pvhcc" if role == "intake" else "vp"
    held = people.appoint(
        people.invented_name(username), f"{office}.{ward}", role, (role,), SINCE, basis=BASIS, key=f"bench:{username}"
    )
    return Officer(username, role, ward, held.person_id)


def load(officers: list[Officer], size: Size, processes: int = 2) -> float:
    """Load every ward's dossiers with several processes; the seconds it took."""
    by_ward: dict[str, list[Officer]] = {}
    for one in officers:
        by_ward.setdefault(one.ward, []).append(one)
    shares = [dict(itertools.islice(by_ward.items(), first, None, processes)) for first in range(processes)]
    began = time.perf_counter()
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(load_wards, shares, [size.dossiers_of_ward] * processes))
    return time.perf_counter() - began


def load_wards(share: dict[str, list[Officer]], count: int) -> int:
    """Load the dossiers of some wards; runs in a process of its own."""
    import django

    django.setup()
    from thongsuot.engine import bulk

    return len(bulk.load(itertools.chain.from_iterable(_of_ward(ward, here, count) for ward, here in share.items())))


def _of_ward(ward: str, officers: list[Officer], count: int) -> Iterator[Any]:
    from thongsuot.engine import actor

    today = datetime.now().date()
    intakes = [actor.load(one.person, today) for one in officers if one.role == "intake"]
    specialists = [actor.load(one.person, today) for one in officers if one.role == "specialist"]
    chance = random.Random(ward)
    moments = sorted(received_at(chance) for _ in range(count))
    for place, at in enumerate(moments):
        intake, specialist = intakes[place // 2 % len(intakes)], specialists[place // 20 % len(specialists)]
        yield _history(ward, place, at, intake, specialist)


def received_at(chance: random.Random) -> datetime:
    """A moment of counter hours in the last three weeks."""
    from thongsuot.register import calendar

    times = calendar.load()
    now = times.days_at(datetime.now(calendar.VIETNAM))
    return times.moment_of_days(now - Fraction(chance.randrange(1, 15 * 480), 480)).replace(microsecond=0)


def application(ward: str, name: str, place: int) -> Any:
    """What an applicant brings: names and numbers are invented."""
    from thongsuot.areas.dossiers.intake import Application

    code, case = PROCEDURES[place % len(PROCEDURES)]
    day = datetime.now().date()
    return Application(
        procedure_code=code,
        case_key=case,
        place_code=ward,
        name=name,
        number=f"0{place % 90 + 10}{int(ward):05d}{place:05d}"[:12].ljust(12, "0"),
        phone="0912 345 678",
        address=f"Tổ {place % 40 + 1}",
        content="Đề nghị giải quyết theo quy định",
        competence_id=_of_the_ward(code, ward, day),
    )


@cache
def _of_the_ward(code: str, ward: str, day: date) -> int:
    """The competence of the ward's own committee, where the law leaves a choice."""
    from thongsuot.register import competences

    found = competences.competent(code, competences.DECIDE, ward, day)
    return next(one.competence_id for one in found if one.body.tier == 3)


def _history(ward: str, place: int, at: datetime, intake: Any, specialist: Any) -> Any:
    from thongsuot.areas.dossiers.intake import prepare
    from thongsuot.engine.bulk import History
    from thongsuot.register import people

    name = f"{people.invented_name(f'{ward}:{place}')} {place}"
    opening = prepare(intake, application(ward, name, place), at)
    fate = "received" if place % 2 else OFFICE[place // 2 % len(OFFICE)]
    return History(intake, opening, tuple(_acts(fate, at, intake, specialist)), recorded_at=at)


def _acts(fate: str, at: datetime, intake: Any, specialist: Any) -> Iterator[Any]:
    from thongsuot.engine.bulk import Act

    def later(minutes: int) -> dict[str, datetime]:
        moment = at + timedelta(minutes=minutes)
        return {"happened_at": moment, "recorded_at": moment}

    if fate == "received":
        return
    yield Act(intake, "hand_over", {"note": "Đủ thành phần, kính chuyển"}, **later(5))
    if fate == "queue":
        return
    yield Act(specialist, verb="claim", **later(9))
    if fate == "waiting":
        yield Act(
            specialist, "ask_supplement", {"defects": "Tờ khai thiếu chữ ký\nThiếu bản chụp giấy tờ"}, **later(20)
        )
