"""What may be typed instead of a proposal, by what a finding is about: limits, fees, papers, names, agencies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from thongsuot.register.catalogue import changes, places, terms
from thongsuot.register.catalogue.changes import Change
from thongsuot.register.catalogue.definitions import Case, Definition, Paper, PlaceLimit, Result
from thongsuot.register.catalogue.terms import Terms
from thongsuot.web.catalogue import terms_form
from thongsuot.web.catalogue.switching import Fault
from thongsuot.web.speech import say as _

_IN_CASE = re.compile(r"cases\[([^\]]*)\]\.(limit|fees|papers|results)\b.*")
_LONGEST, _MOST_LINES, _MOST_COPIES = 500, 30, 999
REQUIRED = get_args(Paper.model_fields["required"].annotation)


@dataclass(frozen=True)
class Editor:
    """Which fields a finding's page has, for which case, and the definition that they start from."""

    kind: str
    definition: Definition
    case: Case | None = None


def of(kind: str, place: str, definition: Definition) -> Editor | None:
    """The editor for a finding; None where only the source itself can be put right."""
    found = _IN_CASE.fullmatch(place)
    case = next((one for one in definition.cases if found and one.key == found.group(1)), None)
    if found and case is not None:
        return Editor(found.group(2), definition, case)
    if place == "cases":
        return Editor("special_places" if kind == "special_places" else "names", definition)
    return Editor("deciding", definition) if place == "deciding" else None


def fields(editor: Editor, typed: Mapping[str, str] | None, faults: list[Fault]) -> dict[str, Any]:
    """What the template shows, filled with what holds now or with what was typed."""
    now, wrong = typed or {}, dict(faults)
    if editor.kind in ("limit", "fees") and editor.case is not None:
        sections = terms_form.rows(_only(editor), {}, now, faults)
        return {"cases": sections, "units": terms_form.units(), "kinds": terms_form.kinds(), "only": editor.kind}
    if editor.kind == "papers" and editor.case is not None:
        return {"papers": [_paper_row(n, one, typed, wrong) for n, one in enumerate(editor.case.papers)]}
    if editor.kind == "names":
        return {"names": [(f"ten-{one.key}", now.get(f"ten-{one.key}", one.name)) for one in editor.definition.cases]}
    if editor.kind == "special_places":
        cases = [(f"cong-{one.key}", one.name, now.get(f"cong-{one.key}", "")) for one in editor.definition.cases]
        chosen = {key for key in places.WORDS if now.get(f"loai-{key}")}
        return {"adds": cases, "place_kinds": [(key, words, key in chosen) for key, words in places.WORDS.items()]}
    return {"lines": now.get("dong", "\n".join(_lines_now(editor)))}


def wanted(editor: Editor, typed: Mapping[str, str], basis: str) -> tuple[list[Change], list[Fault]]:
    """The changes that were typed, and what is wrong with them."""
    if editor.kind in ("limit", "fees"):
        return _terms(editor, typed, basis)
    stored = editor.definition.model_dump(mode="json", exclude_defaults=True)
    try:
        made, faults = _made(editor, typed)
        after = Definition.model_validate(made.model_dump()).model_dump(mode="json", exclude_defaults=True)
    except ValidationError as error:
        return [], [("", str(error.errors()[0]["msg"]).removeprefix("Value error, "))]
    return [] if faults else changes.difference(stored, after), faults


def _only(editor: Editor) -> Definition:
    assert editor.case is not None
    return editor.definition.model_copy(update={"cases": (editor.case,)})


def _terms(editor: Editor, typed: Mapping[str, str], basis: str) -> tuple[list[Change], list[Fault]]:
    """Limits are the case's own; fees are the same for every case that has the same ones."""
    assert editor.case is not None
    read = terms_form.read(_only(editor), {}, typed, basis)
    given = read.terms.get(editor.case.key, Terms())
    if read.faults:
        return [], read.faults
    found: list[Change] = []
    for case in editor.definition.cases:
        if editor.kind == "limit" and case.key == editor.case.key:
            found += terms.differences(case, Terms(given.limits), terms.channels(editor.definition, case))
        elif editor.kind == "fees" and case.fees == editor.case.fees:
            found += terms.differences(case, Terms(fees=given.fees), ())
    return found, []


def _made(editor: Editor, typed: Mapping[str, str]) -> tuple[Definition, list[Fault]]:
    if editor.kind == "papers":
        return _papers(editor, typed)
    if editor.kind == "special_places":
        return _special_places(editor.definition, typed)
    if editor.kind == "names":
        names = {one.key: " ".join(typed.get(f"ten-{one.key}", one.name).split()) for one in editor.definition.cases}
        faults = [
            (f"ten-{key}", _("Ghi tên trường hợp, không quá %(n)s chữ cái.", n=_LONGEST))
            for key, name in names.items()
            if not name or len(name) > _LONGEST
        ]
        return _with(editor.definition, lambda case: {"name": names[case.key]}), faults
    lines = [" ".join(one.split()) for one in typed.get("dong", "").splitlines() if one.strip()]
    if not lines or len(lines) > _MOST_LINES or any(len(one) > _LONGEST for one in lines):
        return editor.definition, [("dong", _("Ghi từ 1 đến %(n)s dòng, mỗi dòng một tên.", n=_MOST_LINES))]
    if editor.kind == "deciding":
        return editor.definition.model_copy(update={"deciding": tuple(lines)}), []
    codes = {one.name: one.code for case in editor.definition.cases for one in case.results}
    results = tuple(Result(code=codes.get(name, ""), name=name) for name in dict.fromkeys(lines))
    return _with(editor.definition, lambda case: {"results": results}), []


def _with(definition: Definition, changed: Any) -> Definition:
    cases = tuple(case.model_copy(update=changed(case)) for case in definition.cases)
    return definition.model_copy(update={"cases": cases})


def _lines_now(editor: Editor) -> list[str]:
    if editor.kind == "deciding":
        return list(editor.definition.deciding or editor.definition.executing)
    return [one.name for one in editor.case.results] if editor.case is not None else []


def _paper_row(place: int, one: Paper, typed: Mapping[str, str] | None, wrong: Mapping[str, str]) -> dict[str, Any]:
    now = {"can": one.required, "khi": one.when, "chinh": str(one.originals), "sao": str(one.copies)}
    if typed is not None:
        now = {name: typed.get(f"{name}-{place}", "") for name in now}
    ids = {name: f"{name}-{place}" for name in now}
    return {
        "name": one.name,
        "now": now,
        "ids": ids,
        "error": next((wrong[id] for id in ids.values() if id in wrong), ""),
    }


def _papers(editor: Editor, typed: Mapping[str, str]) -> tuple[Definition, list[Fault]]:
    """The papers of the case as marked; another case's paper of the same key and name is marked alike."""
    assert editor.case is not None
    faults: list[Fault] = []
    marked: dict[tuple[str, str], dict[str, Any]] = {}
    for place, one in enumerate(editor.case.papers):
        required, when = typed.get(f"can-{place}", one.required), " ".join(typed.get(f"khi-{place}", "").split())
        counts = [terms_form.whole(typed.get(f"{name}-{place}", ""), _MOST_COPIES) for name in ("chinh", "sao")]
        if required not in REQUIRED:
            faults.append((f"can-{place}", _("Chọn giấy tờ cần hay không.")))
        if (required == "depends") != bool(when) or len(when) > _LONGEST:
            faults.append((f"khi-{place}", _("Chỉ giấy tờ tùy trường hợp mới ghi, và phải ghi, khi nào cần.")))
        if None in counts:
            faults.append((f"chinh-{place}", _("Nhập số bản từ 0 đến %(n)s.", n=_MOST_COPIES)))
        marked[one.key, one.name] = {"required": required, "when": when, "originals": counts[0], "copies": counts[1]}
    if faults:
        return editor.definition, faults

    def papers(case: Case) -> dict[str, Any]:
        return {"papers": tuple(one.model_copy(update=marked.get((one.key, one.name), {})) for one in case.papers)}

    return _with(editor.definition, papers), []


def _special_places(definition: Definition, typed: Mapping[str, str]) -> tuple[Definition, list[Fault]]:
    """So many working days more in each case, at places of the chosen kinds."""
    kinds = [key for key in places.WORDS if typed.get(f"loai-{key}")]
    adds: dict[str, int] = {}
    faults: list[Fault] = [] if kinds else [("loai-mountain", _("Chọn ít nhất một loại địa bàn."))]
    for case in definition.cases:
        text = typed.get(f"cong-{case.key}", "").strip()
        amount = terms_form.whole(text, _MOST_COPIES) if text else 0
        if amount is None:
            faults.append((f"cong-{case.key}", _("Nhập số ngày làm việc cộng thêm, hoặc để trống.")))
        adds[case.key] = amount or 0
    if not faults and not any(adds.values()):
        first = f"cong-{definition.cases[0].key}"
        faults.append((first, _("Nhập số ngày làm việc cộng thêm ở ít nhất một trường hợp.")))
    if faults:
        return definition, faults

    def ruled(case: Case) -> dict[str, Any]:
        if not adds[case.key]:
            return {}
        return {"place_limits": (PlaceLimit.model_validate({"kinds": kinds, "adds": adds[case.key]}),)}

    return _with(definition, ruled), []
