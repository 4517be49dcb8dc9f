"""The meeting as the engine and the desk know it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from thongsuot.areas.conclusions import invited
from thongsuot.areas.conclusions.process import KINDS, MEETING, NOTICE
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.faces import Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Need, NeedKind
from thongsuot.engine.registry import Area
from thongsuot.engine.verbs import VIETNAM
from thongsuot.register import bodies

PARTICIPANTS = (
    ("every_commune", "Mọi nơi, đến từng xã, phường, đặc khu (trực tuyến)"),
    ("every_province", "Mọi bộ và mọi tỉnh, thành phố"),
    ("every_ministry", "Mọi bộ, cơ quan ngang bộ"),
    ("named", "Chỉ các cơ quan ghi ở dưới"),
)
TITLE = Need("title", "Nội dung cuộc họp", NeedKind.TEXT, longest=300, help="Ví dụ: Phiên họp lần thứ 5 Ban Chỉ đạo.")
LEADS = Need("leads", "Người chủ trì", NeedKind.TEXT, longest=200, help="Chức vụ, ví dụ: Chủ tịch UBND thành phố.")
AGENDA = Need("agenda", "Chương trình", NeedKind.LINES, longest=300, help="Mỗi dòng một nội dung.")
DOCUMENTS = Need("documents", "Tài liệu", NeedKind.LINES, required=False, longest=300)
WHO = Need("who", "Thành phần", NeedKind.CHOICE, choices=PARTICIPANTS,
           help="Nơi được mời đọc được chương trình, tài liệu và thông báo kết luận.")  # fmt: skip
NAMED = Need("named", "Cơ quan mời họp", NeedKind.LINES, required=False, longest=200,
             help="Tên đầy đủ, ví dụ Ủy ban nhân dân xã A Lưới 2.")  # fmt: skip
WORKING = frozenset({"chair", "head", "specialist", "clerk"})


def office_of(actor: Actor) -> Office | None:
    """The post by which this actor prepares meetings of the own house."""
    return next((one for one in actor.offices if one.roles & WORKING), None)


def offered(actor: Actor) -> bool:
    return office_of(actor) is not None


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The meeting of the actor's own house. Raises NotAllowed, NeedsNotMet."""
    office = office_of(actor)
    if office is None:
        raise NotAllowed("Vị trí của bạn không lập lịch họp.")
    if given["who"] == "named" and not given.get("named"):
        raise NeedsNotMet([("named", "Ghi ít nhất một cơ quan mời họp, hoặc chọn thành phần khác.")])
    facts = {"leads": given["leads"], "agenda": list(given["agenda"]), "documents": list(given.get("documents", ())),
             "who": given["who"], "named": list(given.get("named", ())),
             "invited": invited.keys_of(given.get("named", ()), at.date(), office.province_code)}  # fmt: skip
    return Opening(
        kind=MEETING.key,
        move="plan",
        title=given["title"],
        place_code=office.unit_code,
        province_code=office.province_code,
        receiving_body=office.house,
        executing_body=office.house,
        competent_body=office.house,
        competence=MEETING.legal_basis,
        product=MEETING.product,
        limit=NOTICE,
        subject_name=bodies.name_of(office.house),
        subject={},
        number_prefix=f"HOP.{office.province_code or 'TW'}",
        happened_at=at,
        facts=facts,
        given={name: given[name] for name in ("meeting", "begins") if name in given},
    )


def notice_number(case: Case) -> str:
    """“12/TB-UBND”: the number of the notice as it is written, empty before there is one."""
    drawn = str(case.facts.get("notice_number", "")).partition("/")[0]
    sign = {"vpcp": "TB-VPCP", "chinhphu": "TB-VPCP"}.get(case.competent_body)
    sign = sign or ("TB-UBND" if case.competent_body.startswith("ubnd.") else "TB")
    return f"{drawn}/{sign}" if drawn else ""


def pairs(case: Case) -> Pairs:
    facts = case.facts
    dated = str(facts.get("dated") or "")
    begins = facts.get("begins")
    return [
        ("Loại", dict(KINDS).get(facts.get("meeting", ""), "")),
        ("Họp lúc", f"{datetime.fromisoformat(begins).astimezone(VIETNAM):%d/%m/%Y, %H:%M}" if begins else ""),
        ("Chủ trì", facts.get("leads", "")),
        ("Chương trình", "; ".join(facts.get("agenda", ()))),
        ("Tài liệu", "; ".join(facts.get("documents", ()))),
        ("Thành phần", "; ".join([dict(PARTICIPANTS).get(facts.get("who", ""), ""), *facts.get("named", ())])),
        ("Số điểm cầu tham dự", str(facts.get("points", "")) if facts.get("points") is not None else ""),
        ("Thông báo kết luận", f"{notice_number(case)} ngày {'/'.join(reversed(dated.split('-')))}" if dated else ""),
    ]


AREA = Area(
    process=MEETING,
    exposure=Exposure.OFFICE,
    face=Face(
        slug="cuoc-hop",
        noun="cuộc họp",
        title="Cuộc họp và kết luận",
        subject="Cơ quan họp",
        bodies=((At.EXECUTING, "Nơi chuẩn bị"),),
        pairs=pairs,
        openings=(
            OpeningForm("plan", "Lên lịch họp", (TITLE, LEADS, AGENDA, DOCUMENTS, WHO, NAMED), offered, prepare),
        ),
    ),
)
