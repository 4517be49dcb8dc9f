"""The inspection and its findings as the engine and the desk know them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from thongsuot.areas.inspections import following
from thongsuot.areas.inspections.process import FIELDS, FINDING, FOLLOW_UP, INSPECTION, SEVERITIES
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.deciding import VIETNAM
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.faces import Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Need, NeedKind
from thongsuot.engine.registry import Area
from thongsuot.register import bodies, body_search
from thongsuot.register.formatting import percent

RELATION = "found_by"
MOST_PLACES = 60
TITLE = Need("title", "Tên đoàn, tổ kiểm tra", NeedKind.TEXT, longest=200)
PLACES = Need(
    "places", "Nơi được kiểm tra", NeedKind.LINES, longest=200,
    help="Mỗi dòng một cơ quan, ví dụ Ủy ban nhân dân xã A Lưới 2.",
)  # fmt: skip
INSPECTING_TIERS = (0, 1)
PAGES = (("Ghi phát hiện tại nơi kiểm tra", "/kiem-tra/ghi"), ("Giám sát việc đã phân cấp, phân quyền", "/giam-sat"))


def inspecting(actor: Actor) -> Office | None:
    """The post by which this person sets up a team: in a ministry or a province."""
    return next((one for one in actor.offices if one.roles & WORKING and one.tier in INSPECTING_TIERS), None)


def offered(actor: Actor) -> bool:
    return inspecting(actor) is not None


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening at the office that sets the team up, at the first of its places. Raises NotAllowed, NeedsNotMet."""
    office = inspecting(actor)
    if office is None:
        raise NotAllowed("Chỉ người giữ vị trí ở bộ, tỉnh mới lập đoàn, tổ kiểm tra.")
    places = _places(given["places"], at.astimezone(VIETNAM).date(), office)
    first = bodies.body(places[0])
    assert first is not None
    if str(given["first_day"]) > str(given["last_day"]):
        raise NeedsNotMet([("last_day", "Ngày kết thúc phải sau ngày bắt đầu.")])
    return Opening(
        kind=INSPECTION.key,
        move="decide",
        title=given["title"],
        place_code=first.unit_code,
        province_code=first.province_code,
        supporting_body=first.key,
        receiving_body=office.body,
        executing_body=office.body,
        competent_body=office.house,
        competence=INSPECTION.legal_basis,
        product=INSPECTION.product,
        limit=FOLLOW_UP,
        subject_name=office.body_name,
        subject={},
        sector=sector_of(office.house),
        number_prefix=f"KT.{office.house.partition('.')[2] or 'TW'}",
        happened_at=at,
        facts={"places": places},
        given={need.name: given[need.name] for need in INSPECTION.openings[0].needs if need.name in given},
    )


def sector_of(house: str) -> str:
    """The sector that a ministry oversees, by which its leaders see its cases; empty for any other body."""
    return house.removeprefix("bo.") if house.startswith("bo.") else ""


def _places(typed: list[str], day: date, office: Office) -> list[str]:
    """The keys of the bodies to be inspected. Raises NeedsNotMet with a sentence for each line that names none."""
    found: list[str] = []
    faults = []
    for line in typed:
        named = body_search.find(line, day, office.province_code)
        if len(named) != 1:
            others = "; ".join(one.words for one in named[:3])
            hint = f" Có thể là: {others}." if others else ""
            faults.append(("places", f"“{line}” chưa rõ là cơ quan nào.{hint}"))
        elif office.tier == 1 and _province_of(named[0].key) != office.province_code:
            faults.append(("places", f"“{line}” không thuộc tỉnh, thành phố của đoàn."))
        elif named[0].key not in found:
            found.append(named[0].key)
    if len(found) > MOST_PLACES:
        faults.append(("places", f"Mỗi đoàn tối đa {MOST_PLACES} nơi. Lập thêm đoàn khác."))
    if faults:
        raise NeedsNotMet(faults)
    return found


def _province_of(key: str) -> str:
    view = bodies.body(key)
    return view.province_code if view else ""


def _day(text: str) -> str:
    return date.fromisoformat(text).strftime("%d/%m/%Y") if text else ""


def inspection_pairs(case: Case) -> Pairs:
    facts = case.facts
    first, last = _day(facts.get("first_day", "")), _day(facts.get("last_day", ""))
    return (
        ("Ngày quyết định", _day(facts.get("decided_on", ""))),
        ("Thời gian kiểm tra", f"{first} – {last}" if first else ""),
        ("Nơi được kiểm tra", "; ".join(bodies.name_of(key) for key in facts.get("places", ()))),
        ("Ngày thông báo kết luận", _day(facts.get("noticed_on", ""))),
        ("Phát hiện", _followed(case)),
    )


def _followed(case: Case) -> str:
    """How many findings were taken, and of how many something was done."""
    taken, followed = following.of(case.id)
    return f"{taken}, đã có người làm {followed} ({percent(followed / taken)})" if taken else "chưa ghi phát hiện nào"


def along(case: Case) -> dict[str, str]:
    """What a finding says of the obstacle or task that it becomes."""
    return {"title": case.title, "procedure": case.procedure_code} if case.procedure_code else {"title": case.title}


def finding_pairs(case: Case) -> Pairs:
    facts = case.facts
    return (
        ("Mức độ", dict(SEVERITIES).get(facts.get("severity", ""), "")),
        ("Lĩnh vực", dict(FIELDS).get(facts.get("field", ""), "")),
        ("Đoàn, tổ kiểm tra", facts.get("inspection_title", "")),
    )


AREAS = (
    Area(
        process=INSPECTION,
        exposure=Exposure.OFFICE,
        face=Face(
            slug="kiem-tra",
            noun="đoàn, tổ kiểm tra",
            title="Kiểm tra, giám sát",
            subject="Nơi lập đoàn",
            bodies=((At.COMPETENT, "Cơ quan quyết định"), (At.EXECUTING, "Nơi thực hiện")),
            pairs=inspection_pairs,
            pages=PAGES,
            openings=(OpeningForm("decide", "Lập đoàn, tổ kiểm tra", (TITLE, PLACES), offered, prepare),),
        ),
    ),
    Area(
        process=FINDING,
        exposure=Exposure.OFFICE,
        # Findings are opened from the team's own page, which works without a signal: no form here offers them.
        face=Face(
            slug="phat-hien",
            noun="phát hiện",
            title="Phát hiện khi kiểm tra",
            subject="Nơi được kiểm tra",
            bodies=((At.RECEIVING, "Đoàn, tổ của"), (At.EXECUTING, "Nơi khắc phục")),
            pairs=finding_pairs,
            along=along,
            pages=PAGES,
            relation=RELATION,
            words={"here": "Phát hiện của đoàn", "there": "Phát hiện"},
        ),
    ),
)
