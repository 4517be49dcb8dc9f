"""The reception day as the engine and the desk know it: nobody's data is in it, everybody may read when it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from thongsuot.areas.receptions.process import PLAN, RECEIVERS, RECEPTION_DAY, UNUSED
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.deadline_words import day_words
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.faces import Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure
from thongsuot.engine.published import Audience
from thongsuot.engine.registry import Area
from thongsuot.register.houses import office_of
from thongsuot.register.working_time import VIETNAM


def _office(actor: Actor) -> Office | None:
    return next((one for one in actor.offices if "reception" in one.roles and one.province_code), None)


def offered(actor: Actor) -> bool:
    return _office(actor) is not None


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening at the house whose reception this is. Raises NotAllowed, NeedsNotMet."""
    office = _office(actor)
    if office is None:
        raise NotAllowed("Chỉ cán bộ tiếp công dân của tỉnh, xã xếp lịch tiếp công dân.")
    begins, until = (datetime.fromisoformat(str(given[name])).astimezone(VIETNAM) for name in ("begins", "until"))
    if begins.date() != until.date() or until <= begins:
        raise NeedsNotMet([("until", "Kết thúc phải sau bắt đầu, trong cùng một ngày. Ngày khác thì xếp lịch riêng.")])
    return Opening(
        kind=RECEPTION_DAY.key,
        move="plan",
        title=f"Tiếp công dân {day_words(begins.date())}",
        place_code=office.unit_code or office.province_code,
        province_code=office.province_code,
        receiving_body=office.house,
        executing_body=office_of(office.house),
        competent_body=office.house,
        competence=RECEPTION_DAY.legal_basis,
        product=RECEPTION_DAY.product,
        limit=UNUSED,
        subject_name=office.body_name,
        subject={},
        number_prefix=f"TCD.{office.unit_code or office.province_code}",
        happened_at=at,
        facts={"day": begins.date().isoformat()},
        given={need.name: given[need.name] for need in PLAN if need.name in given},
    )


def pairs(case: Case) -> Pairs:
    facts = case.facts
    begins, until = (datetime.fromisoformat(facts[name]).astimezone(VIETNAM) for name in ("begins", "until"))
    return [
        ("Người tiếp", dict(RECEIVERS).get(facts.get("received_by") or facts.get("by", ""), "")),
        ("Thời gian", f"{begins:%H:%M}–{until:%H:%M} {day_words(begins.date())}"),
        ("Nơi tiếp", facts.get("where", "")),
        ("Đăng ký", facts.get("register", "")),
        ("Số lượt người đến", str(facts["people"]) if "people" in facts else ""),
        ("Lý do không tiếp", facts.get("why", "")),
    ]


AREA = Area(
    process=RECEPTION_DAY,
    exposure=Exposure.OFFICE,
    published={Audience.ANYBODY: frozenset({"planned", "held", "cancelled"})},
    face=Face(
        slug="tiep-cong-dan",
        noun="lịch tiếp công dân",
        title="Tiếp công dân",
        subject="Bộ phận",
        bodies=((At.RECEIVING, "Cơ quan tiếp"),),
        pairs=pairs,
        openings=(OpeningForm("plan", "Xếp lịch tiếp công dân", (), offered, prepare),),
    ),
)
