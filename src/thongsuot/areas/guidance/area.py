"""The document owed as the engine and the desk know it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from thongsuot.areas.guidance.process import AUDIENCES, FORMS, GUIDANCE, REPLY
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.faces import Face, OpeningForm, Pairs
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Need, NeedKind
from thongsuot.engine.published import Audience
from thongsuot.engine.registry import Area
from thongsuot.register import bodies, fields
from thongsuot.register.houses import in_own_name, office_of

RELATION = "guidance"
TITLE = Need("title", "Văn bản về việc gì", NeedKind.TEXT, longest=200)
OWES = Need(
    "owes", "Cơ quan nợ văn bản", NeedKind.BODY, required=False,
    help="Bỏ trống: cơ quan đang giải quyết vướng mắc, hoặc bộ quản lý lĩnh vực.",
)  # fmt: skip
COMPETENCE = "Thẩm quyền ban hành theo Luật 64/2025/QH15 (chưa xác minh điều khoản)"


def offered(actor: Actor) -> bool:
    """Whether this person holds a post that works, at any tier."""
    return any(office.roles & WORKING for office in actor.offices)


def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The opening at the asker's office, owed by a body above the commune. Raises NotAllowed, NeedsNotMet."""
    office = next((one for one in actor.offices if one.roles & WORKING), None)
    if office is None:
        raise NotAllowed("Chỉ người đang giữ một vị trí công tác mới ghi văn bản nợ.")
    owes = bodies.body(_owing(given, about))
    if owes is None or not in_own_name(owes) or owes.tier == 3:
        raise NeedsNotMet([("owes", "Chọn bộ, cơ quan ngang bộ, tỉnh hoặc sở có thẩm quyền ban hành.")])
    field = fields.BY_KEY.get(given.get("field", ""))
    return Opening(
        kind=GUIDANCE.key,
        move="owe",
        title=given["title"],
        place_code=office.unit_code,
        province_code=office.province_code,
        supporting_body=office.body,
        receiving_body=office.house,
        executing_body=office_of(owes.key),
        competent_body=owes.key,
        competence=COMPETENCE,
        product=GUIDANCE.product,
        limit=REPLY,
        subject_name=office.body_name,
        subject={},
        number_prefix=f"VBN.{office.province_code or 'TW'}",
        happened_at=at,
        sector=field.sector if field else "",
        facts={"scope": owes.province_code if owes.tier else "", "issuer": owes.key},
        given={name: given[name] for name in ("form", "field", "topic", "article") if name in given},
    )


def _owing(given: Mapping[str, Any], about: Case | None) -> str:
    """Who was named; else who has the obstacle, above the commune; else the ministry of the field."""
    if named := given.get("owes"):
        return str(named)
    if about is not None and (solver := bodies.body(about.competent_body)) is not None and solver.tier != 3:
        return solver.key
    field = fields.BY_KEY.get(given.get("field", ""))
    return field.body if field else ""


def pairs(case: Case) -> Pairs:
    """What the document says of itself; empty values are left out by the page."""
    facts = case.facts
    return [
        ("Loại văn bản", dict(FORMS).get(facts.get("form", ""), "")),
        ("Lĩnh vực", dict(fields.CHOICES).get(facts.get("field", ""), "")),
        ("Điều khoản đang vướng", facts.get("article", "")),
        ("Dự thảo", facts.get("draft", "")),
        ("Số, ký hiệu", facts.get("number", "")),
        ("Ngày ban hành", day_words(facts.get("issued_day"))),
        ("Có hiệu lực từ", day_words(facts.get("effective_day"))),
        ("Hết hiệu lực", day_words(facts.get("expires_day"))),
        ("Hướng dẫn, sửa đổi", facts.get("articles", "")),
        ("Trái hoặc chồng lấn với", facts.get("contradicts", "")),
        ("Văn bản", facts.get("link", "")),
        ("Ai phải đọc", dict(AUDIENCES).get(facts.get("audience", ""), "")),
        ("Bị thay thế, bãi bỏ bởi", facts.get("by", "")),
    ]


def day_words(text: str | None) -> str:
    return date.fromisoformat(text).strftime("%d/%m/%Y") if text else ""


def in_order(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """The days of a document follow one another."""
    if move != "issue":
        return None
    if given["effective_day"] < given["issued_day"]:
        return "Ngày có hiệu lực không thể trước ngày ban hành. Kiểm tra lại hai ngày."
    if (expires := given.get("expires_day")) and expires <= given["effective_day"]:
        return "Ngày hết hiệu lực phải sau ngày có hiệu lực."
    return None


AREA = Area(
    process=GUIDANCE,
    exposure=Exposure.OFFICE,
    published={Audience.OFFICERS: frozenset({"issued", "repealed"})},
    refuses=(in_order,),
    face=Face(
        slug="van-ban-no",
        noun="văn bản nợ",
        title="Văn bản nợ",
        subject="Nơi đề nghị",
        bodies=((At.COMPETENT, "Cơ quan nợ văn bản"), (At.EXECUTING, "Nơi soạn thảo")),
        pairs=pairs,
        openings=(OpeningForm("owe", "Ghi văn bản nợ", (TITLE, OWES), offered, prepare),),
        relation=RELATION,
        words={"here": "Tháo gỡ vướng mắc", "there": "Văn bản sẽ tháo gỡ"},
    ),
)
