"""The good practice as the engine and the desk know it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from thongsuot.areas.practices.process import EXAMINATION, FIELDS, PRACTICE
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotAllowed
from thongsuot.engine.faces import Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Need, NeedKind
from thongsuot.engine.published import Audience
from thongsuot.engine.registry import Area

TITLE = Need("title", "Tên cách làm", NeedKind.TEXT, longest=200, help="Một câu nói được việc gì, ở đâu.")


def offered(actor: Actor) -> bool:
    """Whether this person holds a post in a province or one of its communes, and so has somebody to examine it."""
    return any(office.roles & WORKING and office.province_code for office in actor.offices)


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening at the author's own office, to be examined by the province's committee. Raises NotAllowed."""
    office = next((one for one in actor.offices if one.roles & WORKING and one.province_code), None)
    if office is None:
        raise NotAllowed("Chỉ người giữ vị trí ở tỉnh hoặc xã mới giới thiệu cách làm hay.")
    province = f"ubnd.{office.province_code}"
    return Opening(
        kind=PRACTICE.key,
        move="offer",
        title=given["title"],
        place_code=office.unit_code,
        province_code=office.province_code,
        supporting_body=office.body,
        receiving_body=office.house,
        executing_body=province,
        competent_body=province,
        competence=PRACTICE.legal_basis,
        product=PRACTICE.product,
        limit=EXAMINATION,
        subject_name=office.body_name,
        subject={},
        number_prefix=f"CLH.{office.province_code}",
        happened_at=at,
        given={name: given[name] for name in ("field", "how", "gain") if name in given},
    )


def pairs(case: Case) -> Pairs:
    return [("Lĩnh vực", dict(FIELDS).get(case.facts.get("field", ""), ""))]


AREA = Area(
    process=PRACTICE,
    exposure=Exposure.OFFICE,
    published={Audience.ANYBODY: frozenset({"published"})},
    face=Face(
        slug="cach-lam-hay",
        noun="cách làm hay",
        title="Cách làm hay",
        subject="Nơi giới thiệu",
        bodies=((At.SUPPORTING, "Nơi giới thiệu"), (At.COMPETENT, "Nơi xem xét, công bố")),
        pairs=pairs,
        openings=(OpeningForm("offer", "Giới thiệu cách làm hay", (TITLE,), offered, prepare),),
    ),
)
