"""The surplus property as the engine and the desk know it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from thongsuot.areas.premises import rules
from thongsuot.areas.premises.process import CONDITIONS, FORMS, PREMISES, PROPOSING, USES
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.deciding import VIETNAM
from thongsuot.engine.errors import NotAllowed
from thongsuot.engine.faces import Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Move, Need, NeedKind
from thongsuot.engine.registry import Area
from thongsuot.register import bodies, formatting
from thongsuot.register.formatting import money

ADDRESS = Need("title", "Tên và địa chỉ", NeedKind.TEXT, longest=200, help="Ví dụ: Trụ sở UBND xã cũ, thôn 2.")


def holding_office(actor: Actor) -> Office | None:
    """The post by which this person lists what its house holds: of a commune, or of a province's own offices."""
    return next(
        (one for one in actor.offices if one.roles & WORKING and one.province_code and one.tier in (1, 3)), None
    )


def offered(actor: Actor) -> bool:
    return holding_office(actor) is not None


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening at the house that holds it; the province appraises and decides. Raises NotAllowed."""
    office = holding_office(actor)
    if office is None:
        raise NotAllowed("Chỉ người giữ vị trí ở tỉnh hoặc xã mới kê khai cơ sở nhà, đất.")
    province = office.province_code
    return Opening(
        kind=PREMISES.key,
        move="list",
        title=given["title"],
        place_code=office.unit_code,
        province_code=province,
        supporting_body=office.body,
        receiving_body=office.house,
        executing_body=f"so-tai-chinh.{province}",
        competent_body=f"ubnd.{province}",
        competence=PREMISES.legal_basis,
        product=PREMISES.product,
        limit=PROPOSING,
        subject_name=bodies.name_of(office.house),
        subject={},
        number_prefix=f"NDDD.{province}",
        happened_at=at,
        sector="G12",
        given={need.name: given[need.name] for need in PREMISES.openings[0].needs if need.name in given},
    )


def fills(actor: Actor, case: Case, move: Move) -> Mapping[str, Any]:
    """The form of handling that was proposed stands in the decider's form, and in the next proposal."""
    return {"form": case.facts["form"]} if move.name in ("decide", "propose") and "form" in case.facts else {}


def as_decided(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Why what was given does not fit the case."""
    today = datetime.now(VIETNAM).date()
    if move == "decide":
        if bodies.body(given["manager"]) is None:
            return "Không có cơ quan nào như vậy. Chọn đơn vị quản lý khác."
        return rules.decided_right(date.fromisoformat(given["decision_day"]), today)
    if move == "finish":
        decision, day = date.fromisoformat(case.facts["decision_day"]), date.fromisoformat(given["handled_day"])
        return rules.finished_right(case.facts["form"], decision, day, today, given.get("proceeds"))
    return None


def pairs(case: Case) -> Pairs:
    """What the property says beyond its table; empty values are left out by the page."""
    facts = case.facts
    return [
        ("Loại cơ sở", dict(USES).get(facts.get("use", ""), "")),
        ("Cơ quan sử dụng trước sắp xếp", facts.get("former", "")),
        ("Diện tích", f"{formatting.number(facts['floor'])} m² sàn, {formatting.number(facts['land'])} m² đất"),
        ("Giá trị còn lại", money(facts["value"]) if "value" in facts else ""),
        ("Tình trạng", dict(CONDITIONS).get(facts.get("condition", ""), "")),
        ("Giấy tờ nhà, đất đã có", facts.get("papers", "")),
        ("Hình thức xử lý", dict(FORMS).get(facts.get("form", ""), "")),
        ("Dùng vào việc gì sau xử lý", facts.get("purpose", "")),
        ("Quyết định", _dated(facts, "number", "decision_day")),
        ("Đơn vị quản lý từ nay", bodies.name_of(facts["manager"]) if "manager" in facts else ""),
        ("Biên bản, hợp đồng", _dated(facts, "record", "handled_day")),
        ("Tiền thu được", money(facts["proceeds"]) if "proceeds" in facts else ""),
    ]


def _dated(facts: Mapping[str, Any], number: str, day: str) -> str:
    return f"{facts[number]} ngày {formatting.day(date.fromisoformat(facts[day]))}" if number in facts else ""


AREA = Area(
    process=PREMISES,
    exposure=Exposure.OFFICE,
    refuses=(as_decided,),
    face=Face(
        slug="nha-dat-doi-du",
        noun="cơ sở nhà, đất dôi dư",
        title="Nhà, đất dôi dư",
        subject="Nơi đang giữ",
        bodies=((At.SUPPORTING, "Nơi kê khai"), (At.EXECUTING, "Nơi thẩm định"), (At.COMPETENT, "Nơi quyết định")),
        pairs=pairs,
        openings=(OpeningForm("list", "Kê khai cơ sở nhà, đất dôi dư", (ADDRESS,), offered, prepare),),
        fills=fills,
    ),
)
