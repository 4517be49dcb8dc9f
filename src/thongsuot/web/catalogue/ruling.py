"""What a province or a commune sets otherwise: its dated rules listed, one entered, seen and confirmed, one ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import access_catalogue as access
from thongsuot.engine import reading_catalogue
from thongsuot.engine.access_catalogue import READERS, RULERS, Committee
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed
from thongsuot.register import bodies
from thongsuot.register.catalogue import local, terms
from thongsuot.register.catalogue.changes import Change
from thongsuot.register.catalogue.definitions import Definition
from thongsuot.register.catalogue.local import BadRule
from thongsuot.register.catalogue.models import LocalRule
from thongsuot.register.catalogue.terms import Terms
from thongsuot.register.procedures import ProcedureView
from thongsuot.register.working_time import VIETNAM
from thongsuot.web.catalogue import comparing, one, standing, terms_form
from thongsuot.web.catalogue.listing import typed
from thongsuot.web.catalogue.one import rules_address
from thongsuot.web.catalogue.switching import LONGEST_BASIS, Fault
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, day, number, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.processes import choosing
from thongsuot.web.speech import say as _

TEXTS = ("co-quan", "van-ban", "tu", "den", "ly-do")
LARGEST_ID = 2**63 - 1


@used_by(READERS)
def index(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """Every rule of a place, its province's among them, with its days and what it changes."""
    view = one.chosen(code, typed(request, "ban-hanh", 60))
    spot = choosing.place_of(actor, request.GET.get("noi"))
    own = access.ruling_at(actor, spot, view.tier)
    found = local.rules(view.code, view.authority, list(dict.fromkeys((spot, _province(spot)))) if spot else ())
    context: dict[str, Any] = {
        **one.about(view, actor), "where": spot, "where_name": choosing.name(spot), "spots": choosing.places(actor),
        "rules": [_row(row, view, actor) for row in found], "own": own,
        "new": rules_address("rule", view, spot) if own else "",
    }  # fmt: skip
    return page(request, actor, "catalogue/rules.html", context)


def _province(place: str) -> str:
    body = bodies.body(f"ubnd.{place}")
    return body.province_code if body is not None else place


def _row(rule: LocalRule, view: ProcedureView, actor: Actor) -> dict[str, Any]:
    ends = rule.valid_to is None or rule.valid_to > max(today(), rule.valid_from)
    may = ends and access.ruling_at(actor, rule.place_code, view.tier) is not None
    return {
        "rule": rule,
        "place": choosing.name(rule.place_code),
        "mark": _mark(rule),
        "changes": comparing.about_changes(rule.changes, _base(view, rule.place_code, rule.valid_from)),
        "end": rules_address("end_rule", view, rule.place_code, rule.pk) if may else "",
    }


def _mark(rule: LocalRule) -> tuple[str, str]:
    if rule.valid_to is not None and rule.valid_to <= rule.valid_from:
        return "plain", _("Không áp dụng ngày nào")
    if rule.valid_to is not None and rule.valid_to <= today():
        return "plain", _("Đã hết hiệu lực")
    return ("on_time", _("Đang áp dụng")) if rule.valid_from <= today() else ("paused", _("Chưa đến ngày áp dụng"))


def _base(view: ProcedureView, place: str, on: date) -> Definition:
    """What a place's rule is set against: the nation's definition, for a commune with its province's rule in it."""
    province = _province(place)
    return view.definition if province == place else local.at_place(view, province, on).definition


@dataclass(frozen=True)
class _Draft:
    """A rule being entered: for whom, against which version, over which running rule, and what was typed."""

    view: ProcedureView
    own: Committee
    base: Definition
    running: LocalRule | None
    before: Mapping[str, Terms]
    typed: Mapping[str, str]


@used_by(RULERS, "GET", "POST")
def enter(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """The form; sent once it shows what would change and whom it touches, confirmed from there it is recorded."""
    asked = request.POST if request.method == "POST" else request.GET
    view = one.chosen(code, asked.get("ban-hanh", "").replace("\x00", "")[:60])
    own = _speaking(actor, asked.get("noi", ""), view)
    if request.method != "POST":
        draft = _draft(view, own, None)
        return _form(request, actor, draft, [])
    draft = _draft(view, own, {name: str(text).replace("\x00", "")[:1000] for name, text in request.POST.items()})
    given, faults = _days(draft)
    read = terms_form.read(draft.base, draft.before, draft.typed, given["basis"])
    faults += read.faults
    seen = (str(draft.running.pk if draft.running else 0), str(view.version))
    if not faults and (draft.typed.get("_rule"), draft.typed.get("_version")) != seen:
        faults.append(("", _("Thủ tục hoặc quy định vừa thay đổi. Đối chiếu lại các giá trị rồi gửi lại.")))
    wanted = _wanted(draft, read.terms)
    if not faults and not wanted:
        faults.append(("", _("Chưa nhập giá trị nào khác bản công bố. Muốn bỏ quy định cũ, dùng “Kết thúc”.")))
    if faults or draft.typed.get("buoc") == "sua":
        return _form(request, actor, draft, faults)
    if draft.typed.get("buoc") != "xac-nhan":
        return _check(request, actor, draft, given, wanted, read.terms)
    try:
        local.set_rule(view.code, view.authority, own.place, wanted, by=actor.name, today=today(), **given)
    except BadRule as refused:
        return _form(request, actor, draft, [("", str(refused))])
    except IntegrityError:  # the database lets one rule hold in a place on a day
        return _form(request, actor, draft, [("", _("Người khác vừa ghi quy định cho nơi này. Xem lại danh sách."))])
    words = _("Đã ghi quy định của %(place)s, áp dụng từ %(day)s. Hồ sơ đã nhận vẫn theo quy định lúc nhận.",
              place=choosing.name(own.place), day=day(given["since"]))  # fmt: skip
    return then(rules_address("rules", view, own.place), Message(words))


def _speaking(actor: Actor, place: str, view: ProcedureView) -> Committee:
    own = access.ruling_at(actor, place, view.tier)
    if own is None:
        raise NotAllowed(
            _(
                "Bạn không nhập quy định riêng của nơi này cho thủ tục này. Quy định của tỉnh do cán bộ kiểm soát thủ"
                " tục hành chính của tỉnh nhập; của xã do chủ tịch xã, phường, đặc khu đó nhập, với thủ tục cấp xã."
            )
        )
    standing.refuse_another_s(view, place)
    return own


def _draft(view: ProcedureView, own: Committee, sent: Mapping[str, str] | None) -> _Draft:
    """What the form starts from: the newest rule of the place that has not ended."""
    base = _base(view, own.place, today())
    rules = local.rules(view.code, view.authority, [own.place])
    running = next((row for row in rules if row.valid_to is None or row.valid_to > max(today(), row.valid_from)), None)
    before: dict[str, Terms] = {}
    if running is not None:
        try:
            held = local.applied(base, running.changes)
        except (LookupError, ValueError):  # a newer version made it senseless: the form starts without it
            held = base
        for case in held.cases:
            before[case.key] = terms.otherwise(base.case(case.key), case, terms.channels(base, case))
    filled = {**terms_form.shown(base, before), "co-quan": running.decided_by if running else own.name}
    return _Draft(view, own, base, running, before, filled if sent is None else sent)


def _days(draft: _Draft) -> tuple[dict[str, Any], list[Fault]]:
    """Who decided, by what instrument, since and until when; and what is missing or makes no sense."""
    text = {name: " ".join(draft.typed.get(name, "").split()) for name in TEXTS}
    faults: list[Fault] = []
    for name, words in (
        ("co-quan", _("Ghi cơ quan quyết định.")), ("van-ban", _("Ghi số, ngày, tên văn bản.")),
    ):  # fmt: skip
        if not text[name]:
            faults.append((name, words))
    for name in ("co-quan", "van-ban", "ly-do"):
        if len(text[name]) > LONGEST_BASIS:
            faults.append((name, _("Nội dung dài quá %(n)s chữ cái. Rút gọn lại.", n=LONGEST_BASIS)))
    since, until = day_of(text["tu"]), day_of(text["den"]) if text["den"] else None
    if since is None:
        faults.append(("tu", _("Nhập ngày bắt đầu như 21/11/2026.")))
    elif since < today() and not text["ly-do"]:
        faults.append(("ly-do", _("Ngày bắt đầu đã qua: ghi lý do nhập chậm.")))
    if text["den"] and until is None:
        faults.append(("den", _("Nhập ngày hết hiệu lực như 21/11/2026, hoặc để trống.")))
    elif since and until and until <= since:
        faults.append(("den", _("Ngày hết hiệu lực phải sau ngày bắt đầu.")))
    given = {"decided_by": text["co-quan"], "basis": text["van-ban"], "since": since, "until": until,
             "late_reason": text["ly-do"]}  # fmt: skip
    return given, faults


def day_of(text: str) -> date | None:
    """A day as people type it, from this century."""
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            found = datetime.strptime(text.strip()[:10], form).replace(tzinfo=VIETNAM).date()
        except ValueError:
            continue
        return found if 2000 <= found.year <= 2100 else None
    return None


def _wanted(draft: _Draft, set_: Mapping[str, Terms]) -> list[Change]:
    """All differences of the place: those about other things stay as they are."""
    kept = list(terms.others(draft.running.changes)) if draft.running else []
    try:
        for case in draft.base.cases:
            kept += terms.differences(case, set_.get(case.key, Terms()), terms.channels(draft.base, case))
    except terms.Incomplete:  # told at its field
        return kept
    return kept


def _about(draft: _Draft, actor: Actor) -> dict[str, Any]:
    return {
        **one.about(draft.view, actor), "own": draft.own, "where": draft.own.place,
        "where_name": choosing.name(draft.own.place), "running": draft.running, "typed": draft.typed,
        "seen": draft.running.pk if draft.running else 0, "back": rules_address("rules", draft.view, draft.own.place),
        "send": url("catalogue:rule", draft.view.code),
    }  # fmt: skip


def _form(request: HttpRequest, actor: Actor, draft: _Draft, faults: list[Fault]) -> HttpResponseBase:
    context = {
        **_about(draft, actor), "faults": faults, "wrong": dict(faults), "units": terms_form.units(),
        "kinds": terms_form.kinds(), "today": today(),
        "cases": terms_form.rows(draft.base, draft.before, draft.typed, faults),
    }  # fmt: skip
    return page(request, actor, "catalogue/rule.html", context, status=422 if faults else 200)


def _check(
    request: HttpRequest,
    actor: Actor,
    draft: _Draft,
    given: Mapping[str, Any],
    wanted: list[Change],
    set_: Mapping[str, Terms],
) -> HttpResponseBase:
    """What will change, from when, and the open dossiers that go on as they were received."""
    own, view = draft.own, draft.view
    commune = "" if own.province else own.place
    found, total = reading_catalogue.open_cases(actor, view.code, view.authority, _province(own.place), commune)
    longer = [case.name for case in draft.base.cases if terms.longer(case, set_.get(case.key, Terms()))]
    context = {
        **_about(draft, actor), "given": given, "rows": comparing.about_changes(wanted, draft.base), "longer": longer,
        "hidden": [(name, text) for name, text in draft.typed.items() if name not in ("buoc", "csrfmiddlewaretoken")],
        "cases": [(one, case_url(one.id)) for one in found], "total": total, "late": given["since"] < today(),
        "more": number(total - len(found)) if total > len(found) else "",
    }  # fmt: skip
    return page(request, actor, "catalogue/rule_check.html", context)


@used_by(RULERS, "GET", "POST")
def end(request: HttpRequest, actor: Actor, code: str, id: int) -> HttpResponseBase:
    """End one rule from a day, on a basis; the nation's definition then holds again."""
    asked = request.POST if request.method == "POST" else request.GET
    view = one.chosen(code, asked.get("ban-hanh", "").replace("\x00", "")[:60])
    rule = next((row for row in local.rules(view.code, view.authority) if row.pk == id), None)
    if rule is None:
        raise one.UnknownProcedure
    own = _speaking(actor, rule.place_code, view)
    faults: list[Fault] = []
    if request.method == "POST":
        until = day_of(request.POST.get("tu", ""))
        basis = " ".join(request.POST.get("van-ban", "").replace("\x00", " ").split())
        if until is None:
            faults.append(("tu", _("Nhập ngày kết thúc như 21/11/2026.")))
        if not basis or len(basis) > LONGEST_BASIS:
            faults.append(("van-ban", _("Ghi số, ngày, tên văn bản, không quá %(n)s chữ cái.", n=LONGEST_BASIS)))
        if until is not None and not faults:
            try:
                local.end_rule(rule.pk, until, actor.name, basis, today())
                words = _("Đã kết thúc quy định từ %(day)s. Từ đó áp dụng lại bản công bố.", day=day(until))
                return then(rules_address("rules", view, own.place), Message(words))
            except BadRule as refused:
                faults.append(("tu", str(refused)))
    context = {
        **one.about(view, actor), "own": own, "where_name": choosing.name(own.place), "rule": rule, "faults": faults,
        "wrong": dict(faults), "back": rules_address("rules", view, own.place), "row": _row(rule, view, actor),
        "send": url("catalogue:end_rule", view.code, rule.pk), "since": request.POST.get("tu", day(today()))[:20],
        "basis": request.POST.get("van-ban", "")[:LONGEST_BASIS],
    }  # fmt: skip
    return page(request, actor, "catalogue/rule_end.html", context, status=422 if faults else 200)
