"""From a source to a version of a procedure: what is certain becomes typed, the rest is kept and listed. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from thongsuot.register.catalogue import agencies, fees, findings, limits, papers
from thongsuot.register.catalogue.definitions import Case, Definition, Receiving, Result
from thongsuot.register.catalogue.findings import Finding
from thongsuot.register.catalogue.source import Source, SourceCase
from thongsuot.register.folding import fold

ADDRESS = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/"
CODE = re.compile(r"\d\.\d{6}")
COMMON = "chung"
NO_RESULT = "Kết quả giải quyết (nguồn không ghi tên)"
UNITS_KNOWN = {*limits.UNITS, "OTHER", ""}


@dataclass(frozen=True)
class Understood:
    """A version as a source has it: the columns of its row, its definition, and what a person must decide."""

    code: str
    authority: str
    title: str
    field: str
    sector: str
    tier: int
    decision: str
    non_territorial: bool
    online: str
    legal_basis: str
    valid_from: date
    definition: Definition
    findings: tuple[Finding, ...]

    @property
    def folded(self) -> str:
        return fold(f"{self.title} {self.field}")


def understand(source: Source, today: date) -> Understood:
    """What the source says, typed. `today` stands in for a day of effect that it does not say or cannot mean."""
    authority = agencies.publisher(source.publisher_code, source.publisher_name)
    keys = case_keys(source.cases)
    found_limits = limits.of_cases(_with_cases(source), keys)
    found_fees = fees.of_source(source, keys)
    found_papers = papers.of_source(source, keys)
    results = _results(source)
    cases = tuple(
        Case(
            key=key,
            name=name or source.title,
            limit=limit.limit,
            limit_by_channel=limit.by_channel,
            limit_note=limit.note,
            unclear=limit.unclear,
            place_limits=limit.places,
            notes=found_papers.notes,
            fees=found_fees.fees,
            papers=found_papers.papers,
            results=results,
        )
        for key, name, limit in zip(keys, _case_names(source), found_limits, strict=True)
    )
    valid_from, day_finding = _valid_from(source, today)
    noted = [
        *(finding for limit in found_limits for finding in limit.findings),
        *found_fees.findings,
        *found_papers.findings,
        *_missing(source, keys),
        *day_finding,
        *_odd(source),
    ]
    return Understood(
        code=source.code,
        authority=authority,
        title=source.title,
        field=source.field_name,
        sector=source.publisher_code[:10],
        tier=_tier(source),
        decision=source.decision,
        non_territorial=source.non_territorial,
        online=source.online,
        legal_basis="; ".join(filter(None, [source.decision, *(code or name for code, name in source.laws)])),
        valid_from=valid_from,
        definition=_definition(source, cases, authority, today),
        findings=_unique(noted),
    )


def _with_cases(source: Source) -> Source:
    """The same source with its cases in the order of their keys."""
    return Source(**{**source.__dict__, "cases": _cases(source.cases)})


def _cases(cases: Sequence[SourceCase]) -> tuple[SourceCase, ...]:
    return tuple(sorted(dict.fromkeys(cases), key=lambda one: (one.code, one.name, str(one.amount), one.unit)))


def _case_names(source: Source) -> list[str]:
    return [case.name for case in _cases(source.cases)] or ["Trường hợp chung"]


def case_keys(cases: Sequence[SourceCase]) -> list[str]:
    """A key for each case in the order of `_cases`: the end of its code, and where that is taken a digest beside it.

    Keys do not depend on the order in which the source lists the cases.
    """
    ordered = _cases(cases)
    ends = [re.sub(r"[^a-z0-9]+", "-", case.code.rpartition(".")[2].lower()).strip("-") for case in ordered]
    keys: list[str] = []
    for case, end in zip(ordered, ends, strict=True):
        key = end[:20] if end and len(case.code) > 8 else COMMON
        if ends.count(end) > 1 or key in keys:
            told = f"{case.code}\0{case.name}\0{case.amount}\0{case.unit}"
            key = f"{key}-{hashlib.sha256(told.encode()).hexdigest()[:6]}"
        keys.append(key)
    return keys or [COMMON]


def _results(source: Source) -> tuple[Result, ...]:
    """Each result once by its name; where the source has none, one that says so."""
    named = {name: code for code, name in reversed(source.results) if name}
    found = [Result(code=code, name=name) for name, code in sorted(named.items())]
    return tuple(found) or (Result(code="", name=NO_RESULT),)


def _tier(source: Source) -> int:
    """The tier that is nearest to people among those that the source marks."""
    if "commune" in source.levels:
        return 3
    return 1 if "province" in source.levels or source.publisher_code.startswith("H") else 0


def _definition(source: Source, cases: tuple[Case, ...], authority: str, today: date) -> Definition:
    channels = {limits.CHANNELS[one.channel] for one in source.methods if one.channel in limits.CHANNELS}
    ordered = tuple(one for one in ("counter", "online", "post") if one in channels)
    named = [agencies.recognise(name, authority) for name in (*source.executing, *source.deciding)]
    office = next((one.office for one in named if one.office), "")
    if not office and "commune" in source.levels and "vertical" not in source.levels:
        office = agencies.office_of(source.field_code[:3] or source.publisher_code)
    return Definition.model_validate(
        {
            "field_code": source.field_code,
            "executing_kind": office,
            "receiving": Receiving(channels=ordered or ("counter",), note=source.addresses),
            "cases": cases,
            "source": f"{ADDRESS}{source.id}" if source.id else "",
            "source_day": today,
            "levels": source.levels,
            "executing": source.executing,
            "deciding": source.deciding,
            "coordinating": source.coordinating,
            "subjects": tuple(sorted(source.subjects)),
            "groups": tuple(sorted(source.groups)),
            "service": source.service,
        }
    )


def _valid_from(source: Source, today: date) -> tuple[date, list[Finding]]:
    """The day of the decision; the portal gives no day of effect, so that is what people have to go by."""
    day = source.decided_on or source.published_on
    if source.decided_on and source.decision and date(2000, 1, 1) <= source.decided_on <= today + timedelta(days=366):
        return source.decided_on, []
    sane = day if day and date(2000, 1, 1) <= day <= today + timedelta(days=366) else today
    told = f"số {source.decision or '(không ghi)'}, ngày {source.decided_on or '(không ghi)'}"
    return sane, [Finding("no_decision", "/procedureProposal", told, f"Tính hiệu lực từ {sane:%d/%m/%Y}.", 40)]


def _missing(source: Source, keys: Sequence[str]) -> list[Finding]:
    noted = []
    if not source.cases:
        noted.append(Finding("no_case", "cases", "cases: []", "Một trường hợp chung cho mọi hồ sơ.", 70))
    codes = [case.code for case in _cases(source.cases)]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        noted.append(Finding("case_twice", "cases", ", ".join(twice), "Giữ cả hai, phân biệt bằng khóa riêng.", 60))
    if not source.results:
        noted.append(Finding("no_result", f"cases[{keys[0]}].results", "resultsDetails: []", "Ghi tên kết quả.", 0))
    if not source.laws:
        noted.append(Finding("no_law", "/legalBasisesDetails", "[]", "Ghi căn cứ pháp lý.", 0))
    if not source.executing and not source.deciding:
        words = "Xác định từ cấp thực hiện và lĩnh vực."
        noted.append(Finding("no_agency", "deciding", f"cấp: {', '.join(source.levels) or 'không ghi'}", words, 40))
    elif not source.deciding:
        told = f"thực hiện: {'; '.join(source.executing[:5])}"
        noted.append(Finding("no_authority", "deciding", told, "Cơ quan thực hiện cũng là cơ quan quyết định.", 60))
    if not CODE.fullmatch(source.code):
        noted.append(Finding("odd_code", "/code", source.code, "Giữ mã như nguồn ghi.", 50))
    return noted


def _odd(source: Source) -> list[Finding]:
    """Values of unexpected kinds, and words that are in no list of the portal's that we know."""
    words = "Giữ nguyên trong nguồn, không dùng."
    noted = [Finding("odd_value", f"/{oddity.place}"[:200], oddity.wording, words) for oddity in source.oddities]
    for case in source.cases:
        if case.unit not in UNITS_KNOWN:
            noted.append(Finding("odd_value", "/cases.processingDay.type", case.unit, words))
        if case.code and not re.fullmatch(r"\d\.\d{6}\.\d{1,3}", case.code):
            noted.append(Finding("odd_code", "/cases.code", case.code, "Giữ khóa riêng cho trường hợp này.", 70))
    for method in source.methods:
        if method.unit not in UNITS_KNOWN:
            noted.append(Finding("odd_value", "/executionMethods.processingTimeUnit", method.unit, words))
    return noted


def _unique(noted: Sequence[Finding]) -> tuple[Finding, ...]:
    """One finding of a kind at a place."""
    found: dict[tuple[str, str], Finding] = {}
    for finding in noted:
        found.setdefault((finding.kind, finding.place), finding)
    return tuple(found.values())


def weight(understood: Understood, communes: int | None) -> int:
    """How many people a finding about this procedure concerns, as `findings.weight` counts."""
    known = findings.volumes()
    key = understood.code if understood.code in known else understood.field
    return findings.weight(key, understood.field, understood.definition.levels, communes)
