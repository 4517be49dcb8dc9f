"""The form of a case's rules of time, and their words: pauses, the term to supplement, how often to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, cast

from thongsuot.areas.dossiers.process import SUPPLEMENT_TERM
from thongsuot.register.catalogue.definitions import Case, ClockRules, Limit
from thongsuot.web.desk import counter_fields
from thongsuot.web.speech import say as _

if TYPE_CHECKING:
    from thongsuot.web.catalogue.switching import Fault

Rule = Literal["pause", "reset"]
PAUSES = ("on_supplement", "on_payment", "on_stop")
COUNTS = ("supplements", "extensions")
MOST_TERM, MOST_TIMES = 365, 9


def labels() -> dict[str, str]:
    return {
        "on_supplement": _("Khi người nộp bổ sung xong"),
        "on_payment": _("Khi nộp xong nghĩa vụ tài chính"),
        "on_stop": _("Khi tiếp tục hồ sơ đã dừng"),
        "supplement": _("Thời hạn người nộp bổ sung"),
        "supplements": _("Số lần được yêu cầu bổ sung"),
        "extensions": _("Số lần được xin lỗi và gia hạn"),
        "late_extension": _("Xin lỗi, gia hạn khi đã quá hạn"),
        "silence": _("Không trả lời khi hết thời hạn"),
    }


def options() -> dict[str, dict[str, str]]:
    pauses = {"pause": _("tính tiếp phần còn lại"), "reset": _("tính lại từ đầu")}
    return {
        **dict.fromkeys(PAUSES, pauses),
        "unit": {"calendar_day": _("ngày"), "working_day": _("ngày làm việc"), "month": _("tháng")},
        "late_extension": {"0": _("không được"), "1": _("được")},
    }


def words(case: Case) -> dict[str, str]:
    """What holds for a case, rule by rule; what nobody set says what holds everywhere."""
    rules, pauses = case.clock, options()["on_supplement"]
    general = _("chung, chưa xác minh")
    own = {one: getattr(rules, one) or (rules.on_supplement or case.limit.on_supplement) for one in PAUSES}
    told = {one: pauses[own[one]] for one in PAUSES}
    told["supplement"] = (
        counter_fields.limit_words(case, rules.supplement)
        if rules.supplement
        else _("%(n)s ngày (%(g)s)", n=SUPPLEMENT_TERM.amount, g=general)
    )
    told |= {one: str(getattr(rules, one) or _("1 (%(g)s)", g=general)) for one in COUNTS}
    told["late_extension"] = options()["late_extension"][str(int(rules.late_extension))]
    if rules.silence:
        means = _("coi như đồng ý") if rules.silence.outcome == "granted" else _("coi như không đồng ý")
        checked = "" if rules.silence.verified else f" ({_('chưa xác minh')})"
        told["silence"] = f"{means}, {rules.silence.basis}{checked}"
    return told


def shown(case: Case, set_otherwise: ClockRules | None) -> dict[str, str]:
    """The fields as they are filled when the form is opened: only what is otherwise than published."""
    if set_otherwise is None:
        return {}
    found: dict[str, str] = {}
    for name in (*PAUSES, *COUNTS):
        value = getattr(set_otherwise, name)
        if value != getattr(case.clock, name) and value is not None:
            found[f"tg-{case.key}-{name}"] = str(value)
    if set_otherwise.supplement is not None and set_otherwise.supplement != case.clock.supplement:
        found[f"tg-{case.key}-supplement"] = str(set_otherwise.supplement.amount)
        found[f"tg-{case.key}-unit"] = set_otherwise.supplement.unit
    if set_otherwise.late_extension != case.clock.late_extension:
        found[f"tg-{case.key}-late_extension"] = str(int(set_otherwise.late_extension))
    return found


def rows(case: Case, typed: Mapping[str, str], wrong: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row a rule: its name, what is published, its field, and the choices where it is one of several."""
    found, choices = words(case), options()
    return [
        {
            "label": label,
            "published": found[name],
            "field": _field(case, name, typed, wrong),
            "options": choices.get(name),
            "unit": {**_field(case, "unit", typed, wrong), "options": choices["unit"]}
            if name == "supplement"
            else None,
        }
        for name, label in labels().items()
        if name != "silence"
    ]


def _field(case: Case, name: str, typed: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, str]:
    id = f"tg-{case.key}-{name}"
    return {"id": id, "value": typed.get(id, ""), "error": wrong.get(id, "")}


def read(case: Case, typed: Mapping[str, str], basis: str, faults: list[Fault]) -> ClockRules | None:
    """The rules that were typed, with this basis; None: as published. Silence is never a place's to set."""

    def text(name: str) -> str:
        return typed.get(f"tg-{case.key}-{name}", "").strip()

    def fault(name: str, sentence: str) -> None:
        faults.append((f"tg-{case.key}-{name}", sentence))

    changed: dict[str, Any] = {}
    for name in PAUSES:
        if text(name) in ("pause", "reset"):
            changed[name] = cast(Rule, text(name))
        elif text(name):
            fault(name, _("Chọn một trong các cách tính."))
    for name in COUNTS:
        if text(name).isdecimal() and 1 <= int(text(name)[:4]) <= MOST_TIMES:
            changed[name] = int(text(name))
        elif text(name):
            fault(name, _("Nhập số lần từ 1 đến %(n)s, hoặc để trống nếu như bản công bố.", n=MOST_TIMES))
    if text("late_extension") in ("0", "1"):
        changed["late_extension"] = text("late_extension") == "1"
    changed |= _term(text("supplement"), text("unit"), basis, fault)
    made = case.clock.model_copy(update=changed)
    if not changed or made == case.clock:
        return None
    return made.model_copy(update={"basis": basis, "verified": False})


def _term(amount: str, unit: str, basis: str, fault: Any) -> dict[str, Limit]:
    if not amount:
        return {}
    if not amount.isdecimal() or not 1 <= int(amount[:6]) <= MOST_TERM or unit not in ("", *options()["unit"]):
        fault("supplement", _("Nhập thời hạn bổ sung là số nguyên từ 1 đến %(n)s.", n=MOST_TERM))
        return {}
    counted = cast(Literal["calendar_day", "working_day", "month"], unit or "calendar_day")
    return {"supplement": Limit(unit=counted, amount=int(amount), basis=basis)}
