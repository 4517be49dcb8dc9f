"""The severance as the engine and the desk know it. What somebody earned stands apart with the subject, erasable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from thongsuot.areas.severance import rules
from thongsuot.areas.severance.process import ASSESSMENT, LEAVING, SEVERANCE, SOURCES
from thongsuot.areas.severance.rules import Facts, NotOwed
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.deciding import VIETNAM
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.faces import Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Need, NeedKind
from thongsuot.engine.registry import Area
from thongsuot.register import formatting
from thongsuot.register.formatting import money

_NUMBER = re.compile(r"[0-9]{12}")
HIDDEN = "***"
NEEDS = (
    Need("name", "Họ và tên người nghỉ", NeedKind.TEXT, longest=100),
    Need("number", "Số định danh cá nhân", NeedKind.TEXT, longest=12, help="12 chữ số."),
    Need("born", "Ngày sinh", NeedKind.DATE),
    Need("salary", "Tiền lương tháng hiện hưởng", NeedKind.MONEY, least=1,
         help="Của tháng liền kề trước khi nghỉ; không tính phụ cấp kiêm nhiệm, độc hại, khu vực, thu hút."),
    Need("reorganised", "Ngày sắp xếp có hiệu lực", NeedKind.DATE, help="Theo quyết định sắp xếp của đơn vị."),
    Need("left", "Ngày nghỉ", NeedKind.DATE),
    Need("retiring", "Ngày đủ tuổi nghỉ hưu", NeedKind.DATE, help="Theo bảng tuổi nghỉ hưu của năm đó."),
    Need("insured_years", "Số năm đóng bảo hiểm xã hội", NeedKind.NUMBER, help="Số năm tròn."),
    Need("insured_months", "và số tháng", NeedKind.NUMBER, help="Từ 0 đến 11."),
)  # fmt: skip


def unit_office(actor: Actor) -> Office | None:
    """The post by which this person records the applications of the own unit's people."""
    return next((one for one in actor.offices if "specialist" in one.roles and one.province_code), None)


def offered(actor: Actor) -> bool:
    return unit_office(actor) is not None


def facts_of(given: Mapping[str, Any]) -> Facts:
    """What the sum follows from, of checked values. Raises NeedsNotMet."""
    if given["insured_months"] > 11:
        raise NeedsNotMet([("insured_months", "Số tháng lẻ từ 0 đến 11; đủ 12 tháng thì ghi thành năm.")])
    born, left, retiring, reorganised = (
        date.fromisoformat(given[name]) for name in ("born", "left", "retiring", "reorganised")
    )
    insured = given["insured_years"] * 12 + given["insured_months"]
    return Facts(str(given.get("leaving", "")), given["salary"], born, left, retiring, reorganised, insured)


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening at the person's own unit, with what is owed computed. Raises NotAllowed, NeedsNotMet."""
    office = unit_office(actor)
    if office is None:
        raise NotAllowed("Chỉ chuyên viên của đơn vị ở tỉnh, xã mới ghi nhận đơn xin nghỉ.")
    if not _NUMBER.fullmatch(given["number"]):
        raise NeedsNotMet([("number", "Số định danh cá nhân gồm 12 chữ số. Kiểm tra lại.")])
    try:
        owed = rules.owed(facts_of(given))
    except NotOwed as refused:
        raise NeedsNotMet([(refused.field, refused.sentence)]) from None
    asked = {need.name: given[need.name] for need in NEEDS if need.name not in ("name", "number")}
    return Opening(
        kind=SEVERANCE.key,
        move="apply",
        title=f"Chế độ {dict(LEAVING).get(given.get('leaving', ''), '').lower()}",
        place_code=office.unit_code,
        province_code=office.province_code,
        receiving_body=office.body,
        executing_body=f"so-noi-vu.{office.province_code}",
        competent_body=f"ubnd.{office.province_code}",
        competence=SEVERANCE.legal_basis,
        product=SEVERANCE.product,
        limit=ASSESSMENT,
        subject_name=given["name"],
        subject={
            "number": given["number"], **asked, "formula": owed.version, "total": owed.total,
            "factor": rules.shown(owed.factor),
            "parts": [f"{part.label} = {rules.shown(part.factor)}" for part in owed.parts],
        },
        number_prefix=f"CDN.{office.province_code}",
        happened_at=at,
        sector="G09",
        given={"leaving": given["leaving"]} if "leaving" in given else {},
    )  # fmt: skip


def in_order(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Decided, funded, paid: no day before the one it follows, none of tomorrow."""
    days = {"decide": ("", "decision_day"), "fund": ("decision_day", "funded_day"), "pay": ("funded_day", "paid_day")}
    if move not in days:
        return None
    before, name = days[move]
    day = date.fromisoformat(given[name])
    if before and day < date.fromisoformat(case.facts[before]):
        return "Ngày này không thể trước ngày của bước liền trước."
    return "Ngày này không thể sau hôm nay." if day > datetime.now(VIETNAM).date() else None


def pairs(case: Case) -> Pairs:
    """What is owed and why, masked for who oversees; then what was decided, funded and paid."""
    facts, subject = case.facts, case.subject
    told = [
        ("Nghỉ theo diện", dict(LEAVING).get(facts.get("leaving", ""), "")),
        ("Số định danh cá nhân", str(subject.get("number", ""))),
        *_owed(subject),
        ("Quyết định nghỉ", _dated(facts.get("number", ""), facts.get("decision_day"))),
        ("Nguồn kinh phí", _dated(dict(SOURCES).get(facts.get("source", ""), ""), facts.get("funded_day"))),
        ("Chi trả", _dated(facts.get("voucher", ""), facts.get("paid_day"))),
    ]
    return [(label, words) for label, words in told if words]


def _owed(subject: Mapping[str, Any]) -> Pairs:
    """The sum with its parts. Nothing of it is told to who may not see it, and nothing once it was erased."""
    total = subject.get("total")
    if total is None or total == HIDDEN:
        return [("Số tiền", HIDDEN)] if total else []
    insured = f"{subject['insured_years']} năm {subject['insured_months']} tháng"
    return [
        ("Ngày nghỉ, ngày đủ tuổi", f"{_day(subject['left'])}; {_day(subject['retiring'])}"),
        ("Thời gian đóng bảo hiểm", insured),
        ("Tiền lương tháng hiện hưởng", money(subject["salary"])),
        ("Cách tính", f"{'; '.join(subject['parts'])} tháng lương (công thức {subject['formula']})"),
        ("Số tiền", f"{subject['factor']} tháng lương = {money(total)}"),
    ]


def _day(value: str) -> str:
    return formatting.day(date.fromisoformat(value))


def _dated(words: str, day: str | None) -> str:
    return f"{words}, ngày {_day(day)}" if words and day else ""


AREA = Area(
    process=SEVERANCE,
    exposure=Exposure.PERSONAL,
    refuses=(in_order,),
    face=Face(
        slug="che-do-nguoi-nghi",
        noun="chế độ người nghỉ",
        title="Chế độ cho người nghỉ",
        subject="Người nghỉ",
        bodies=((At.RECEIVING, "Đơn vị"), (At.EXECUTING, "Nơi thẩm định"), (At.COMPETENT, "Nơi quyết định")),
        pairs=pairs,
        openings=(OpeningForm("apply", "Ghi nhận đơn xin nghỉ", NEEDS, offered, prepare),),
    ),
)
