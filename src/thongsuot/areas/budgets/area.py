"""The budget support as the engine and the desk know it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from thongsuot.areas.budgets import norms, rules
from thongsuot.areas.budgets.norms import NoNorm
from thongsuot.areas.budgets.process import APPRAISAL, SOURCES, SUPPORT
from thongsuot.areas.budgets.rules import Sums
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.deciding import VIETNAM
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.faces import Choices, Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Move, Need, NeedKind
from thongsuot.engine.registry import Area
from thongsuot.register import bodies, formatting
from thongsuot.register.formatting import money

FINANCE = "bo.G12"
TITLE = Need("title", "Hỗ trợ việc gì", NeedKind.TEXT, longest=200, help="Một câu, không ghi tên người dân.")
# A body is what a form lets one choose from the area's own list: here the list is that of the bases in force.
BASED_ON = Need("norm", "Căn cứ, định mức", NeedKind.BODY)


def asking_office(actor: Actor) -> Office | None:
    """The post by which this person asks: in a commune's committee, or for a province in its committee or finance."""
    for one in actor.offices:
        code = one.province_code
        provincial = one.tier == 1 and (one.house == f"ubnd.{code}" or one.body == f"so-tai-chinh.{code}")
        communal = one.tier == 3 and one.house == f"ubnd.{one.unit_code}"
        if one.roles & WORKING and (provincial or communal):
            return one
    return None


def offered(actor: Actor) -> bool:
    return asking_office(actor) is not None


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening: a commune asks its province, a province the nation. Raises NotAllowed, NeedsNotMet."""
    office = asking_office(actor)
    if office is None:
        raise NotAllowed("Chỉ người giữ vị trí ở Ủy ban nhân dân cấp xã, cấp tỉnh mới đề nghị hỗ trợ ngân sách.")
    day = at.astimezone(VIETNAM).date()
    try:
        norm = norms.find(str(given.get("norm", "")), office.tier, day)
    except NoNorm:
        raise NeedsNotMet([("norm", "Chọn căn cứ trong danh sách.")]) from None
    communal, province = office.tier == 3, office.province_code
    return Opening(
        kind=SUPPORT.key,
        move="ask",
        title=given["title"],
        place_code=office.unit_code,
        province_code=province,
        supporting_body=office.body,
        receiving_body=f"ubnd.{office.unit_code}",
        executing_body=f"so-tai-chinh.{province}" if communal else FINANCE,
        competent_body=f"ubnd.{province}" if communal else "chinhphu",
        competence=SUPPORT.legal_basis,
        product=SUPPORT.product,
        limit=APPRAISAL,
        subject_name=bodies.name_of(f"ubnd.{office.unit_code}"),
        subject={},
        number_prefix=f"HTNS.{province}",
        happened_at=at,
        sector="G12",
        facts={
            "norm": norm.key, "norm_name": norm.name, "norm_per": norm.per, "norm_amount": norm.amount,
            "norm_source": norm.source, "year": day.year,
        },
        given={need.name: given[need.name] for need in SUPPORT.openings[0].needs if need.name in given},
    )  # fmt: skip


def choices(actor: Actor, need: Need, case: Case | None) -> Choices | None:
    """The bases in force today for whoever asks."""
    office = asking_office(actor)
    if need.name != BASED_ON.name or office is None:
        return None
    return [(one.key, one.name) for one in norms.offered(office.tier, _today())]


def fills(actor: Actor, case: Case, move: Move) -> Mapping[str, Any]:
    """The sum that was asked for stands in the appraiser's form, the appraised one in the decider's."""
    sums = Sums.of(case.facts)
    known = {"appraise": ("appraised", sums.asked), "decide": ("decided", sums.appraised),
             "settle_up": ("unspent", sums.left)}  # fmt: skip
    if move.name not in known:
        return {}
    name, amount = known[move.name]
    return {name: amount}


def within(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Why the sums or days that were given do not fit those of the case."""
    sums, today = Sums.of(case.facts), _today()
    match move:
        case "appraise":
            return rules.appraised_right(sums, given["appraised"], given.get("opinion", ""))
        case "decide":
            return rules.decided_right(sums, given["decided"], date.fromisoformat(given["decision_day"]), today)
        case "transfer":
            return rules.transferred_right(_day(case, "decision_day"), date.fromisoformat(given["transfer_day"]), today)
        case "disburse":
            day = date.fromisoformat(given["day"])
            return rules.part_right(sums, given["part"], _day(case, "transfer_day"), day, today)
        case "settle_up":
            return rules.settled_right(sums, given["unspent"])
    return None


def offers(case: Case, move: str) -> bool:
    """Nothing more is spent of what is spent."""
    return move != "disburse" or Sums.of(case.facts).left > 0


def _day(case: Case, fact: str) -> date:
    return date.fromisoformat(case.facts[fact])


def _today() -> date:
    return datetime.now(VIETNAM).date()


def pairs(case: Case) -> Pairs:
    """What the support says beyond its table; empty values are left out by the page."""
    facts, sums = case.facts, Sums.of(case.facts)
    units = f"{formatting.number(facts['units'])} {facts['norm_per'] or 'đơn vị'}" if "units" in facts else ""
    return [
        ("Căn cứ, định mức", facts["norm_name"]),
        ("Theo văn bản", facts["norm_source"]),
        ("Số đơn vị tính", units),
        ("Theo định mức", _by_norm(facts, sums)),
        ("Văn bản đề nghị", facts.get("document", "")),
        ("Số tiền đề nghị", money(sums.asked)),
        ("Số tiền thẩm định", money(sums.appraised) if sums.appraised else ""),
        ("Nguồn", dict(SOURCES).get(facts.get("source", ""), "")),
        ("Số tiền quyết định", _decision(facts, sums)),
        ("Dự toán trước và sau hỗ trợ", _estimates(sums)),
        ("Đã giải ngân", _spent(sums)),
        ("Nộp trả", money(sums.unspent) if "unspent" in facts else ""),
    ]


def _by_norm(facts: Mapping[str, Any], sums: Sums) -> str:
    if sums.norm is not None:
        return f"{money(facts['norm_amount'])} × {formatting.number(facts['units'])} = {money(sums.norm)}"
    return "chưa xác minh mức của định mức" if facts["norm_per"] and facts["norm_amount"] is None else ""


def _decision(facts: Mapping[str, Any], sums: Sums) -> str:
    if not sums.decided:
        return ""
    day = formatting.day(date.fromisoformat(facts["decision_day"]))
    return f"{money(sums.decided)} (Quyết định {facts['number']} ngày {day})"


def _estimates(sums: Sums) -> str:
    before = f"{money(sums.before)} trước khi hỗ trợ"
    return f"{before}, {money(sums.after)} sau khi hỗ trợ" if sums.decided else before


def _spent(sums: Sums) -> str:
    if sums.spent is None:
        return ""
    share = formatting.percent(float(sums.spent))
    return f"{money(sums.paid)} trên {money(sums.decided)} ({share}), còn {money(sums.left)}"


AREA = Area(
    process=SUPPORT,
    exposure=Exposure.OFFICE,
    refuses=(within,),
    offers=offers,
    face=Face(
        slug="ho-tro-ngan-sach",
        noun="đề nghị hỗ trợ ngân sách",
        title="Hỗ trợ ngân sách",
        subject="Nơi đề nghị",
        bodies=((At.SUPPORTING, "Nơi lập đề nghị"), (At.EXECUTING, "Nơi thẩm định"), (At.COMPETENT, "Nơi quyết định")),
        pairs=pairs,
        openings=(OpeningForm("ask", "Đề nghị hỗ trợ ngân sách", (TITLE, BASED_ON), offered, prepare),),
        choices=choices,
        fills=fills,
    ),
)
