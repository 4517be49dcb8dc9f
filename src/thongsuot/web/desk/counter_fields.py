"""How the counter's form is drawn: who, the matter, the papers; who decides here, by when, and what is missing."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from thongsuot.areas.dossiers import intake, printing
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.deadline import LimitUnit
from thongsuot.engine.paper_facts import NOTHING, Kind
from thongsuot.register import bodies, competences, procedures, units
from thongsuot.register.catalogue import adopting
from thongsuot.register.memory import MAX_AGE
from thongsuot.register.procedures import ProcedureView
from thongsuot.web.desk import scanning
from thongsuot.web.desk.counter import Taken
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.entrance import today
from thongsuot.web.speech import say as _


def fields(
    published: ProcedureView, taken: Taken, office: Office, actor: Actor
) -> tuple[list[Field], list[Field], list[dict[str, Any]]]:
    """(the person's fields, the matter's fields, the rows of papers)."""
    wrong = dict(reversed(taken.faults))
    rows = _papers(published, taken, wrong, actor)
    return person(taken.application, wrong), _matter(published, taken, office, wrong), rows


def person(one: Application, wrong: Mapping[str, str]) -> list[Field]:
    """Who hands in, with what is wrong by field; a correction asks for the same."""
    kinds = _translated(intake.SUBJECT_KINDS)
    made = [
        Field("kind", _("Người nộp là"), "choice", value=one.kind, choices=kinds),
        Field("name", _("Họ tên, hoặc tên tổ chức"), value=one.name, longest=200),
        Field("number", _("Số định danh, mã số thuế"), value=one.number, mode="numeric", required=False, longest=20),
        Field("phone", _("Số điện thoại"), value=one.phone, mode="tel", required=False, longest=30),
        Field("address", _("Địa chỉ"), value=one.address, required=False, longest=300),
        Field("email", _("Thư điện tử"), value=one.email, type="email", required=False, longest=200),
        Field("representative", _("Người được ủy quyền"), value=one.representative, required=False, longest=200),
    ]
    return [replace(one, error=wrong.get(one.name, ""), size="full") for one in made]


def _matter(published: ProcedureView, taken: Taken, office: Office, wrong: Mapping[str, str]) -> list[Field]:
    one = taken.application
    nearby = communes(office.province_code, today())
    elsewhere = _("Nơi khác, hoặc tên cũ của xã, phường")
    example = _("Chỉ nhập khi không có trong danh sách trên, ví dụ “Trúc Bạch, Hà Nội”")
    made = [
        Field("place_code", _("Nơi của việc"), "select", value=one.place_code, choices=nearby),
        Field("elsewhere", elsewhere, value=taken.elsewhere, required=False, longest=150, hint=example),
    ]
    if taken.found:
        only = taken.found[0][0] if len(taken.found) == 1 else ""
        made.append(Field("found", _("Nơi tìm thấy"), "choice", value=only or one.place_code, choices=taken.found))
    asked = _("Nội dung yêu cầu")
    made.append(Field("content", asked, "area", value=one.content, required=False, longest=1000, rows=2, size="full"))
    made.append(
        Field(
            "delivery",
            _("Nhận kết quả"),
            "choice",
            value=one.delivery,
            choices=_translated(intake.DELIVERY | intake.AT_A_POINT),
        )
    )
    label = _("Điểm nhận kết quả, khi chọn điểm khác")
    offered = points(office.province_code, today())
    made.append(Field("return_to", label, "select", value=one.return_to, choices=offered, required=False))
    made.append(Field("sets", _("Số bộ hồ sơ"), value=one.sets, mode="numeric", size="short", longest=1))
    if counted := _counted(published, one):
        label = _("Số lượng tính phí (%(unit)s)") % {"unit": counted}
        made.append(Field("units", label, value=one.units, mode="numeric", size="short", longest=5))
    made += _limit_fields(published, one)
    moved = {"place": "place_code", "procedure": "place_code", "case": "place_code", "papers": "sets"}
    errors = {moved.get(name, name): sentence for name, sentence in wrong.items()}
    return [replace(field, error=errors.get(field.name, "")) for field in made]


def _limit_fields(published: ProcedureView, one: Application) -> list[Field]:
    """What the officer says of the limit: the day where the source is unclear, the kind of place where it counts."""
    case = published.definition.case(one.case_key)
    made = []
    if case.place_limits:
        label = _("Nơi thuộc vùng núi, hải đảo, khó khăn mà thời hạn của thủ tục có tính riêng")
        made.append(Field("special_place", label, "confirm", value=one.special_place, required=False))
    if case.unclear:
        days = "" if one.limit_days is None else str(one.limit_days)
        reason = one.limit_reason
        made.append(Field("limit_days", _("Số ngày làm việc hẹn trả"), value=days, mode="numeric", size="short"))
        made.append(Field("limit_reason", _("Lý do ấn định số ngày"), value=reason, hint=case.unclear, longest=300))
    return made


def _translated(choices: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(key, _(label)) for key, label in choices.items()]


def _counted(published: ProcedureView, one: Application) -> str:
    """What the fee is counted in, when not by dossier."""
    fees = published.definition.case(one.case_key).fees_for(one.channel)
    return next((fee.unit for fee in fees if fee.amount and fee.unit != "hồ sơ"), "")


def _papers(published: ProcedureView, taken: Taken, wrong: Mapping[str, str], actor: Actor) -> list[dict[str, Any]]:
    rows = []
    for paper in published.definition.case(taken.application.case_key).papers:
        originals, copies, handed = taken.counts.get(paper.key, (str(paper.originals), str(paper.copies), False))
        rows.append(
            {
                "key": paper.key,
                "label": paper.name,
                "required": paper.required == "yes",
                "when": paper.when or (_("nếu có") if paper.required == "no" else ""),
                "presented": paper.presented,
                "handed": handed,
                "originals": originals,
                "copies": copies,
                "error": wrong.get(f"chinh-{paper.key}") or wrong.get(f"tep-{paper.key}") or "",
                **_scanned(published, taken, paper, actor),
            }
        )
    return rows


def _scanned(published: ProcedureView, taken: Taken, paper: procedures.Paper, actor: Actor) -> dict[str, Any]:
    """What was scanned for a component, what is said of it, and what the person has already that may stand for it."""
    kept = [one for one in taken.own_papers if one.component == paper.key]
    facts = next((one.facts for one in kept if one.origin != "reuse"), NOTHING)
    offers = taken.offered.fitting(paper.key, paper.name, published.code) if taken.offered else []
    used = {one.facts.source for one in kept}
    return {
        "kept": scanning.rows(kept, actor),
        "kind": facts.kind or (Kind.ORIGINAL if paper.originals else Kind.COPY),
        "compared": facts.compared_at is not None,
        "why": facts.why,
        "bad": any(one.facts.faults for one in kept),
        "kinds": scanning.kinds(),
        "offers": [one for one in offers if one.id not in used],
    }


def other_faults(taken: Taken, shown: Sequence[Field]) -> list[Fault]:
    """Faults that stand beside a paper, or nowhere, for the summary."""
    told = {field.error for field in shown if field.error}
    return [
        (f"f-{name}" if name.startswith(("chinh-", "tep-")) else "", sentence)
        for name, sentence in taken.faults
        if sentence not in told
    ]


@lru_cache(maxsize=128)
def communes(province_code: str, day: date) -> tuple[tuple[str, str], ...]:
    """The communes of a province as choices. A day's answer is kept: the list changes by law, not by the hour."""
    return tuple((row.code, row.name) for row in units.communes(province_code, day))


@lru_cache(maxsize=128)
def points(province_code: str, day: date) -> tuple[tuple[str, str], ...]:
    """The counters of a province as choices, a day's answer kept."""
    centres = (bodies.centre_for(row.code, day) for row in units.communes(province_code, day))
    city = bodies.of_kind("pvhcc_tinh", province_code, day)
    return tuple((one.key, one.name) for one in (city, *centres) if one is not None)


def deciding(code: str, place_code: str) -> list[tuple[str, str]]:
    """Who decides on the procedure at a place and who settles it, or that nobody is recorded."""
    if not place_code:
        return [(_("Cơ quan quyết định"), _("chọn nơi của việc"))]
    found = competences.competent(code, competences.DECIDE, place_code, today())
    if not found:
        return [(_("Cơ quan quyết định"), _("chưa xác định được tại nơi này"))]
    told = []
    for one in found:
        told.append((_("Cơ quan quyết định"), one.body.name))
        if one.executing_body:
            told.append((_("Nơi thụ lý"), one.executing_body.name))
        mark = "" if one.verified else _(" (chưa xác minh)")
        told.append((_("Căn cứ thẩm quyền"), f"{one.provision}{mark}"))
    return told


def usual(place_code: str, day: date, body: str = "") -> list[ProcedureView]:
    """The procedures that a body receives under and that somebody is known to decide for this place.

    Without a body, those switched on for everybody.
    """
    known = _usual_codes(place_code, day, int(time.monotonic() // MAX_AGE))
    offered = [one.view for one in adopting.offered(body, day)] if body else procedures.switched_on(day)
    return [view for view in offered if not place_code or view.code in known]


@lru_cache(maxsize=64)
def _usual_codes(place_code: str, day: date, age: int) -> frozenset[str]:
    """Asked again as often as the register's own memory is read anew; `age` counts those times."""
    codes = {one.code for one in procedures.in_force(day)} if place_code else set()
    return frozenset(code for code in codes if competences.competent(code, competences.DECIDE, place_code, day))


def limit_words(case: procedures.Case, limit: procedures.Limit) -> str:
    """The limit as a receipt says it; where the source is unclear, that the officer sets the day."""
    if case.unclear:
        return _("chưa rõ, cán bộ tiếp nhận ấn định")
    return printing.LIMIT_WORDS[LimitUnit(limit.unit)].format(f"{limit.amount:02d}")


def missing(published: ProcedureView, application: Application) -> list[str]:
    """The papers that the procedure always wants and that were not ticked."""
    wanted = published.definition.case(application.case_key).papers
    return [paper.name for paper in wanted if paper.required == "yes" and paper.key not in application.papers]
