"""From what the officer took down to an opening: procedure, place and competence decide; the counter only receives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import phonenumbers

from thongsuot.areas.dossiers import clock, outside
from thongsuot.areas.dossiers.forms import filing
from thongsuot.engine import verbs
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.internal import store
from thongsuot.engine.making import Opening, Paper
from thongsuot.register import bodies, competences, procedures
from thongsuot.register.catalogue import charging, local, places
from thongsuot.register.competences import Competent
from thongsuot.register.procedures import ProcedureView

SUBJECT_KINDS = {"citizen": "Công dân", "business": "Doanh nghiệp, tổ chức", "household": "Hộ kinh doanh"}
DELIVERY = {"counter": "Tại nơi nộp hồ sơ", "post": "Bưu chính công ích", "online": "Bản điện tử"}
AT_A_POINT = {"point": "Tại điểm phục vụ khác"}
"""A choice that only a counter takes down: `return_to` says which."""
LONGEST = {"name": 200, "address": 300, "email": 200, "content": 1000, "representative": 200, "behalf": 300}
ASSISTED = "assisted"
"""The channel of what an officer sent online for somebody: counted apart from what people send themselves."""
PERSONAL_NUMBER = re.compile(r"\d{12}|\d{9}")
TAX_CODE = re.compile(r"\d{10}(-?\d{3})?")


@dataclass(frozen=True)
class Application:
    """What an applicant brings to a counter. `papers` says how many of each component: key → (originals, copies).

    `units` multiplies the fee (copies, pages). `competence_id` chooses among several competent bodies.
    `special_place` says that the place is one of the mountain, island or difficult ones that the limit names, which
    the officer knows as long as no list of them is verified. `limit_days`, in working days with its reason, is set
    by the officer where the procedure's own limit is not clear. `form_values` are the answers of the procedure's
    electronic form, filled under the version `form`, with `form_sources` saying where each was taken from;
    `reused_papers` are (component, code of the dossier that it came from). Who applies from home may do so for
    another, `behalf`, and says of a paper `without` which they come (name, why).
    """

    procedure_code: str
    case_key: str
    place_code: str
    name: str
    kind: str = "citizen"
    number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    representative: str = ""
    content: str = ""
    channel: procedures.Channel = "counter"
    delivery: str = "counter"
    sets: int = 1
    units: int = 1
    papers: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    competence_id: int | None = None
    note: str = ""
    special_place: bool = False
    limit_days: int | None = None
    limit_reason: str = ""
    form: str = ""
    form_values: Mapping[str, Any] | None = None
    form_sources: Mapping[str, str] = field(default_factory=dict)
    reused_papers: tuple[tuple[str, str], ...] = ()
    behalf: str = ""
    return_to: str = ""
    without: tuple[tuple[str, str], ...] = ()


def receive(
    actor: Actor,
    application: Application,
    happened_at: datetime,
    *,
    key: UUID | None = None,
    papers: tuple[Paper, ...] = (),
    move: str = "receive",
) -> Case:
    """Take a dossier in at the actor's counter. Raises NeedsNotMet, NotAllowed and what `verbs.open` raises."""
    return verbs.open(actor, prepare(actor, application, happened_at, papers=papers, move=move), key=key)


def prepare(
    actor: Actor,
    application: Application,
    happened_at: datetime,
    *,
    papers: tuple[Paper, ...] = (),
    move: str = "receive",
    receiving_body: str = "",
    supporting_body: str = "",
) -> Opening:
    """The opening that an application makes, without writing anything: what the check page shows.

    `receiving_body` is the actor's own counter, unless nobody stands there: what comes online goes to the centre of
    the body that decides. `supporting_body` is the counter that helped to send it there.
    """
    receiving = receiving_body or counter_of(actor).body
    day = happened_at.astimezone(verbs.VIETNAM).date()
    published = _procedure(application, day)
    competent = decided_by(application, day)
    held = local.at_place(published, competent.place_code, day)
    case = _case(held, application)
    filed = _filed(application, day)
    subject = {**subject_values(application), **filed.subject}
    process, executing = _inside(published.code, competent, day)
    bases = [one.legal_basis for one in held.differences]
    fees = charging.charged(case, application.channel, application.units, bases)
    return Opening(
        kind="dossier",
        move=move,
        title=published.title if len(held.definition.cases) == 1 else f"{published.title} ({case.name})",
        place_code=competent.place_code,
        province_code=competent.body.province_code,
        receiving_body=receiving,
        supporting_body=supporting_body,
        executing_body=executing,
        competent_body=competent.body.key,
        competence=f"{competent.provision}{'' if competent.verified else ' (chưa xác minh)'}",
        product=case.results[0].name,
        limit=clock.limit_with(_limit(case, application, competent.place_code, day), case.clock),
        rules=clock.rules_of(case, application.channel),
        subject_name=subject["name"],
        subject=subject,
        number_prefix=_prefix(receiving),
        happened_at=happened_at,
        procedure_code=published.code,
        process=process,
        sector=published.sector,
        facts={
            "procedure": {"authority": published.authority, "version": published.version, "case": case.key},
            **outside.pinned(published.code, day),
            **({"local_rules": bases} if bases else {}),
            "channel": ASSISTED if move == "submit_for" else application.channel,
            **_returned(application),
            "fees": fees,
            "papers": filing.declared(_papers(application, case.papers), case.papers, filed),
            **filed.facts,
        },
        given=_given(application, move),
        papers=papers,
    )


def _returned(application: Application) -> dict[str, str]:
    """How the result goes back, and to which counter where that is another one."""
    at_a_point = application.delivery in AT_A_POINT
    return {"delivery": application.delivery} | ({"return_to": application.return_to} if at_a_point else {})


def _given(application: Application, move: str) -> dict[str, Any]:
    """What the opening itself is given, beside what it makes of the application."""
    given: dict[str, Any] = {} if move == "submit" else {"note": application.note}
    if move in ("receive", "receive_for"):
        given["sets"] = str(application.sets)
    if move == "submit_for":
        given["present"] = True
    return given


def counter_of(actor: Actor) -> Office:
    office = next((office for office in actor.offices if "intake" in office.roles), None)
    if office is None:
        raise NotAllowed("Chỉ cán bộ tiếp nhận ở quầy được nhận hồ sơ.")
    return office


def _procedure(application: Application, day: date) -> ProcedureView:
    published = procedures.procedure(application.procedure_code, day)
    if published is None:
        raise NeedsNotMet([("procedure", "Thủ tục này không có hoặc đã hết hiệu lực. Tìm lại theo tên.")])
    return published


def _case(held: local.AtPlace, application: Application) -> procedures.Case:
    """The case chosen, with what the province or the commune set otherwise."""
    try:
        return held.definition.case(application.case_key)
    except procedures.UnknownCase as error:
        raise NeedsNotMet([("case", str(error))]) from error


def _filed(application: Application, day: date) -> filing.Filed:
    """The answers of the electronic form, checked again: what is received is right, whoever typed it."""
    return filing.filed(
        application.procedure_code,
        application.form_values,
        application.form_sources,
        application.reused_papers,
        day,
        pin=application.form,
    )


def _limit(case: procedures.Case, application: Application, place_code: str, day: date) -> Limit:
    """The limit at this place, or the one that the officer sets, with a reason, where the source has none."""
    kinds = places.kinds_of(place_code, day, verified_only=True)
    if application.special_place:
        kinds |= {kind for rule in case.place_limits for kind in rule.kinds}
    limit = case.limit_at(application.channel, kinds)
    if limit is not None:
        return Limit.from_json(limit.as_json())
    days, reason = application.limit_days, " ".join(application.limit_reason.split())
    if days is None or not 1 <= days <= 999 or not reason or len(reason) > 300:
        why = case.unclear or "cộng ngày làm việc vào thời hạn tính theo cách khác"
        raise NeedsNotMet(
            [("limit_days", f"Thời hạn của thủ tục chưa rõ ({why[:300]}). Nhập số ngày làm việc hẹn trả và lý do.")]
        )
    basis = f"cán bộ tiếp nhận ấn định, vì thời hạn công bố chưa rõ: {reason}"
    return Limit(LimitUnit.WORKING_DAY, days, basis=basis)


def decided_by(application: Application, day: date) -> Competent:
    """The one body that decides, or a sentence: nobody is a gap to be reported, several are to be chosen from."""
    found = competences.competent(application.procedure_code, competences.DECIDE, application.place_code, day)
    if application.competence_id is not None:
        found = [one for one in found if one.competence_id == application.competence_id]
    if not found:
        raise NeedsNotMet([("place", "Chưa xác định được cơ quan có thẩm quyền tại nơi này. Chọn lại xã, phường.")])
    if len(found) > 1:
        names = "; ".join(one.body.name for one in found)
        raise NeedsNotMet([("competence", f"Nhiều cơ quan cùng có thẩm quyền: {names}. Chọn nơi giải quyết.")])
    return found[0]


def _inside(code: str, competent: Competent, day: date) -> tuple[str, str]:
    """The pin of the internal process that holds at the deciding body (none: the table itself), and who settles it."""
    body = competent.body
    executing = competent.executing_body.key if competent.executing_body else body.key
    commune = body.unit_code if body.tier == 3 else ""
    held = store.in_force("dossier", code, commune, body.province_code, day)
    if held is None or held.internal is None:
        return "", executing
    office = bodies.of_kind(held.internal.office, body.unit_code, day) if held.internal.office else None
    return store.pin_of(held), office.key if office else executing


def _prefix(body: str) -> str:
    found = bodies.body(body)
    return found.identifier if found and found.identifier else body


def _papers(application: Application, wanted: Sequence[procedures.Paper]) -> list[dict[str, Any]]:
    """What was handed in, component by component, in the procedure's order."""
    known = {paper.key: paper for paper in wanted}
    unknown = [key for key in application.papers if key not in known]
    if unknown:
        raise NeedsNotMet([("papers", "Có giấy tờ không thuộc thủ tục này. Chọn lại thành phần hồ sơ.")])
    handed = [(known[key], counts) for key, counts in application.papers.items() if sum(counts)]
    if any(min(counts) < 0 or sum(counts) > 999 for _, counts in handed):
        raise NeedsNotMet([("papers", "Số bản giấy tờ phải từ 0 đến 999.")])
    order = {paper.key: place for place, paper in enumerate(wanted)}
    handed.sort(key=lambda one: order[one[0].key])
    return [{"key": p.key, "name": p.name, "originals": n[0], "copies": n[1]} for p, n in handed]


def subject_values(application: Application) -> dict[str, Any]:
    """The applicant's values, checked together so that every fault is told at once."""
    faults: list[tuple[str, str]] = []
    name = " ".join(application.name.split())
    if not name:
        faults.append(("name", "Nhập họ tên người nộp hồ sơ, hoặc tên tổ chức."))
    for label, longest in LONGEST.items():
        if len(getattr(application, label)) > longest:
            faults.append((label, f"Nội dung dài quá {longest} ký tự. Rút gọn lại."))
    if any("\x00" in str(getattr(application, label)) for label in (*LONGEST, "number", "phone", "note")):
        faults.append(("name", "Nội dung có ký tự không hợp lệ. Gõ lại."))
    if application.kind not in SUBJECT_KINDS:
        faults.append(("kind", "Chọn loại người nộp hồ sơ."))
    if application.delivery not in DELIVERY | AT_A_POINT:
        faults.append(("delivery", "Chọn nơi nhận kết quả."))
    if not 1 <= application.units <= 10_000:
        faults.append(("units", "Số lượng tính phí phải từ 1 đến 10.000."))
    number, fault = _number(application)
    phone, phone_fault = _phone(application.phone)
    faults += [one for one in (fault, phone_fault) if one]
    if faults:
        raise NeedsNotMet(faults)
    values = {
        "kind": application.kind,
        "name": name,
        "number": number,
        "phone": phone,
        "email": application.email.strip(),
        "address": application.address.strip(),
        "representative": application.representative.strip(),
        "content": application.content.strip(),
        "behalf": application.behalf.strip(),
        "without": "; ".join(f"{paper}: {why}" for paper, why in application.without),
    }
    return {key: value for key, value in values.items() if value}


def _number(application: Application) -> tuple[str, tuple[str, str] | None]:
    number = application.number.replace(" ", "")
    if not number:
        return "", None
    if application.kind == "citizen" and not PERSONAL_NUMBER.fullmatch(number):
        return "", ("number", "Số định danh cá nhân gồm 12 chữ số (số CMND cũ: 9 chữ số). Kiểm tra lại.")
    if application.kind != "citizen" and not TAX_CODE.fullmatch(number):
        return "", ("number", "Mã số thuế gồm 10 chữ số, có thể thêm 3 chữ số của chi nhánh. Kiểm tra lại.")
    return number, None


def _phone(given: str) -> tuple[str, tuple[str, str] | None]:
    if not given.strip():
        return "", None
    try:
        number = phonenumbers.parse(given, "VN")
    except phonenumbers.NumberParseException:
        return "", ("phone", "Số điện thoại chưa đúng. Nhập như 0912 345 678.")
    if not phonenumbers.is_possible_number(number):
        return "", ("phone", "Số điện thoại chưa đúng. Nhập như 0912 345 678.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL), None
