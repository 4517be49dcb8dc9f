"""Two wards of Huế with their officers and 200 open dossiers, and the people who enter and approve an act."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

import people
from people import HUE, LAN, MINH, NEIGHBOUR, SINCE, WARD
from scenarios import dossier
from thongsuot.engine import bulk, stamper
from thongsuot.engine.actor import Actor
from thongsuot.engine.bulk import Act, History
from thongsuot.engine.reorganising import acts, running
from thongsuot.register import bodies, calendar, communes, competences
from thongsuot.register.models import Body, Unit
from thongsuot.register.reorganising import facts
from thongsuot.register.reorganising.plan import Plan

TODAY = acts.today()
DATED: dict[str, Any] = {"valid_from": SINCE, "recorded_on": SINCE, "legal_basis": "dữ liệu minh họa"}
UNITS = ((HUE, "Thành phố Huế", "thanh_pho", 1, ""), (WARD, "Phường Thuận Hóa", "phuong", 3, HUE),
         (NEIGHBOUR, "Phường Phú Xuân", "phuong", 3, HUE))  # fmt: skip
TUAN = people.officer("Trần Anh Tuấn", ("specialist", f"pkt.{NEIGHBOUR}"))
THUY = people.officer("Lê Thị Thúy", ("head", f"pkt.{NEIGHBOUR}"))
PHUC = people.officer("Hoàng Phúc", ("admin", "vpcp"), key="Hoàng Phúc, quản trị")
CHAIR = people.officer("Nguyễn Thanh Bình", ("chair", "ubnd.46"), key="Chủ tịch Huế")
ADMIN = people.QUYEN
EVERYBODY = (*people.EVERYBODY, TUAN, THUY, PHUC, CHAIR)
VILLAGES = ("Phú Hòa", "Tây Lộc", "Đông Ba")
STOPS = ("received", "processing", "claimed", "waiting", "proposed")


def settle() -> None:
    """The register of the tests: two wards, their offices, the people."""
    people.settle(EVERYBODY)
    for code, name, kind, tier, province in UNITS:
        Unit.objects.get_or_create(
            code=code, valid_from=SINCE,
            defaults={**DATED, "name": name, "kind": kind, "tier": tier, "province_code": province or code,
                      "parent_code": province},
        )  # fmt: skip
    # The people of the tests name two offices otherwise than the rules that make the bodies of a commune.
    Body.objects.filter(kind="pkt_xa").update(kind="pkt")
    Body.objects.filter(kind="pvhxh_xa").update(kind="pvhxh")
    for key in (f"hdnd.{HUE}", f"ca.{HUE}"):
        Body.objects.get_or_create(
            key=key, defaults={**DATED, "kind": "x", "name": key, "tier": 1, "unit_code": HUE, "province_code": HUE}
        )
    forget()


def forget() -> None:
    facts.forget()
    bodies.forget()
    communes.forget()
    competences.forget()


@pytest.fixture
def hue(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In a transaction that is rolled back; the calendar as shipped."""
    monkeypatch.setattr(calendar, "load", lambda place="": calendar.from_files())
    settle()
    yield
    forget()


def seed(count: int = 200) -> list[Any]:
    """So many open dossiers of the two wards, on different steps, some paused, some held, by the verbs' own rules."""
    chance = random.Random("reorganising")
    return bulk.load(_history(place, chance) for place in range(count))


def _history(place: int, chance: random.Random) -> History:
    here = NEIGHBOUR if place % 4 == 3 else WARD
    intake, specialist = (people.VAN, TUAN) if here == NEIGHBOUR else (LAN, MINH)
    at = datetime.now(UTC) - timedelta(days=3, minutes=10 * place)
    opening = dossier.opening("receive", {"sets": "1"}, at)
    address = f"{place} đường Lê Lợi, tổ dân phố {VILLAGES[place % 3]}, Huế"
    from dataclasses import replace

    opening = replace(
        opening, place_code=here, receiving_body=f"pvhcc.{here}", executing_body=f"pkt.{here}",
        competent_body=f"ubnd.{here}", subject={**opening.subject, "address": address},
        sector="G17" if place % 2 else "G12", number_prefix=f"TAM.{here}",
    )  # fmt: skip
    stop = STOPS[chance.randrange(len(STOPS))]
    return History(intake, opening, tuple(_acts(stop, at, intake, specialist)), at)


def _acts(stop: str, at: datetime, intake: Actor, specialist: Actor) -> Iterator[Act]:
    minutes = itertools.count(5, 5)

    def made(who: Actor, move: str = "", given: dict[str, Any] | None = None) -> Act:
        when = at + timedelta(minutes=next(minutes))
        return Act(who, move, given or {}, when, when, verb="move" if move else "claim")

    if stop == "received":
        return
    yield made(intake, "hand_over")
    if stop == "processing":
        return
    yield made(specialist)
    if stop == "waiting":
        yield made(specialist, "ask_supplement", {"defects": ["Thiếu bản vẽ mặt bằng móng"]})
    elif stop == "proposed":
        yield made(specialist, "propose", {"outcome": "granted", "summary": ["Đồng ý cấp giấy phép xây dựng."]})


def prepared(plan: Plan) -> acts.Act:
    """A plan entered by Quyên, checked, and approved by Phúc."""
    act = acts.propose(ADMIN, plan)
    acts.check(ADMIN, act.id)
    return acts.approve(PHUC, act.id)


def carried_out(plan: Plan) -> acts.Act:
    return running.run(ADMIN, prepared(plan).id)


def stamp() -> None:
    stamper.stamp(settings.SITE)


def day(text: str) -> date:
    return date.fromisoformat(text)
