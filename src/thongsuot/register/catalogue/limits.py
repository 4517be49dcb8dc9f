"""The limits of a procedure's cases, from the cases, the channels and their prose: the case's own is better. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from thongsuot.register.catalogue import wording
from thongsuot.register.catalogue.changes import Change
from thongsuot.register.catalogue.definitions import Channel, Limit, PlaceLimit
from thongsuot.register.catalogue.findings import Finding
from thongsuot.register.catalogue.source import Source, SourceMethod
from thongsuot.register.catalogue.wording import Read, Unit

CHANNELS: dict[str, Channel] = {"DIRECT": "counter", "ONLINE": "online", "POSTAL": "post"}
UNITS: dict[str, Unit] = {
    "WORKING_DAY": "working_day",
    "DAY": "calendar_day",
    "HOUR": "working_hour",
    "MONTH": "month",
}
UNIT_WORDS = {
    "working_day": "{} ngày làm việc",
    "calendar_day": "{} ngày",
    "working_hour": "{} giờ làm việc",
    "month": "{} tháng",
    "same_day": "trong ngày làm việc",
    "none": "không quy định",
}
UNKNOWN = Limit(unit="none", amount=0)


@dataclass(frozen=True)
class CaseLimits:
    """What one case's limits are. `unclear` is the source's wording when nothing sure can be said."""

    limit: Limit
    by_channel: dict[Channel, Limit] = field(default_factory=dict)
    note: str = ""
    unclear: str = ""
    places: tuple[PlaceLimit, ...] = ()
    findings: tuple[Finding, ...] = ()


def words_of(limit: Limit) -> str:
    told = UNIT_WORDS[limit.unit].format(limit.amount)
    return f"{told}, nhận sau {limit.cutoff:%H:%M} thì ngày làm việc tiếp theo" if limit.cutoff else told


def as_given(amount: Any, unit: str) -> str:
    """The source's own way of saying it, for people: `20 DAY`, or its prose."""
    return f"{wording.clean(str(amount), 600)} {unit}".strip()


def stated(amount: Any, unit: str) -> Limit | None:
    """A limit from the structured fields alone; None for OTHER, prose, zero, an unknown unit."""
    if isinstance(amount, bool) or not isinstance(amount, int | float) or unit not in UNITS:
        return None
    if isinstance(amount, float) and not math.isfinite(amount):
        return None
    return wording.limit_of(Fraction(amount).limit_denominator(1000), UNITS[unit])


@dataclass(frozen=True)
class _Method:
    given: str
    channel: Channel | None
    limit: Limit | None
    read: Read | None
    places: tuple[PlaceLimit, ...]

    @property
    def best(self) -> Limit | None:
        return self.limit or (self.read.limit if self.read else None)


def _method(one: SourceMethod) -> _Method:
    prose = one.amount if isinstance(one.amount, str) else ""
    text = f"{prose}\n{one.description}".strip()
    limit = stated(one.amount, one.unit)
    read = None
    if limit is None:
        read = wording.read_limit(prose) if prose else None
        read = read or (wording.read_limit(one.description) if one.description else None)
    return _Method(
        as_given(one.amount, one.unit),
        CHANNELS.get(one.channel),
        limit,
        read,
        tuple(wording.place_limits(text)),
    )


def of_cases(source: Source, keys: Sequence[str]) -> list[CaseLimits]:
    """The limits of each case, in the order of `source.cases`; of one common case when there is none."""
    methods = [_method(one) for one in source.methods]
    same_day = _same_day(source)
    places, unplaced = _places(methods, source)
    given = [(case.amount, case.unit) for case in source.cases] or [(None, "")]
    found = []
    for key, (amount, unit) in zip(keys, given, strict=True):
        made = _of_case(key, amount, unit, methods, same_day if len(given) == 1 else None)
        kept = () if made.unclear else places
        found.append(CaseLimits(**{**made.__dict__, "places": kept, "findings": (*made.findings, *unplaced)}))
        unplaced = ()
    return found


def _same_day(source: Source) -> Read | None:
    """The rule of the steps: the same day, and what comes after an hour on the next working day."""
    for sentence in source.steps.replace("\n", ". ").split(". "):
        hour = wording.cutoff(sentence)
        if hour and "bổ sung thông tin" not in sentence:
            return Read(Limit(unit="same_day", amount=0, cutoff=hour), 70, wording.clean(sentence, 600))
    return None


def _places(methods: Iterable[_Method], source: Source) -> tuple[tuple[PlaceLimit, ...], tuple[Finding, ...]]:
    """The one rule for special places, or what must be decided when the channels tell several."""
    rules: dict[tuple[Any, ...], PlaceLimit] = {}
    for method in methods:
        for rule in method.places:
            rules.setdefault((rule.adds, rule.adds_unit, rule.limit), rule)
    told = [one for one in source.methods if wording.has_special_places(_text(one))]
    if len(rules) == 1 and len(source.cases) <= 1:
        return tuple(rules.values()), ()
    if not told:
        return (), ()
    said = "; ".join(dict.fromkeys(rule.wording for rule in rules.values())) or _text(told[0])
    finding = Finding(
        "special_places",
        "cases",
        wording.clean(said, 1200),
        "Ghi quy tắc cho từng trường hợp: cộng thêm số ngày, hoặc thời hạn riêng cho địa bàn đặc biệt.",
        30,
    )
    if len(rules) == 1:
        return tuple(rules.values()), (finding,)
    return (), (finding,)


def _text(method: SourceMethod) -> str:
    return f"{method.amount if isinstance(method.amount, str) else ''}\n{method.description}"


def _of_case(key: str, amount: Any, unit: str, methods: list[_Method], same_day: Read | None) -> CaseLimits:
    own = stated(amount, unit)
    if own is None and isinstance(amount, str):
        read = wording.read_limit(amount)
        own = read.limit if read else None
    at = f"cases[{key}].limit"
    told = _told(amount, unit, methods)
    if own is not None:
        return _agreeing(at, own, amount, unit, methods, told, same_day)
    return _from_channels(at, methods, told, same_day)


def _told(amount: Any, unit: str, methods: Iterable[_Method]) -> str:
    """Everything that the source says of the limit, in one sentence."""
    said = [f"theo trường hợp: {as_given(amount, unit)}"] if unit or amount is not None else []
    by_channel: dict[str, None] = dict.fromkeys(method.given for method in methods)
    if by_channel:
        said.append(f"theo hình thức nộp: {'; '.join(by_channel)}")
    words = dict.fromkeys(method.read.wording for method in methods if method.read)
    return wording.clean("Cổng ghi " + ". ".join([*said, *words]), 1500) if said else "Cổng không ghi thời hạn"


def _agreeing(
    at: str, own: Limit, amount: Any, unit: str, methods: list[_Method], told: str, same_day: Read | None
) -> CaseLimits:
    """The case's own limit, checked against what the channels say."""
    findings = list(_doubts(at, own, amount, unit, told))
    channels = {method.limit for method in methods if method.limit}
    explained = {rule.applied_to(own) for method in methods for rule in method.places}
    others = channels - {own} - explained
    if not others:
        # Only what the source says twice over, in fields, and in the same way is taken as sure.
        return CaseLimits(own, note=told if findings else "", findings=tuple(findings))
    by_channel: dict[Channel, Limit] = {}
    if own in channels and len(methods) == len({method.channel for method in methods}):
        by_channel = {m.channel: m.limit for m in methods if m.channel and m.limit and m.limit != own}
    words = f"Lấy theo trường hợp: {words_of(own)}."
    if by_channel:
        words = f"Lấy {words_of(own)}; riêng hình thức nộp ghi khác thì theo hình thức nộp."
    findings.append(Finding("limits_disagree", at, told, words, 65 if by_channel else 75))
    return CaseLimits(own, by_channel, told, findings=tuple(findings))


def _doubts(at: str, limit: Limit, amount: Any, unit: str, told: str) -> Iterator[Finding]:
    if unit == "HOUR" and isinstance(amount, int | float) and amount % 8 != 0:
        yield Finding("hours", at, told, f"Tính là {words_of(limit)}.", 60)
    if unit == "WORKING_DAY" and limit.unit == "working_hour":
        yield Finding("half_days", at, told, f"Tính là {words_of(limit)} (8 giờ một ngày).", 75)


def _from_channels(at: str, methods: list[_Method], told: str, same_day: Read | None) -> CaseLimits:
    """No limit in the case: what all channels state alike, else what the words propose, never more than that."""
    structured = {method.limit for method in methods if method.limit}
    if len(structured) == 1 and all(method.limit for method in methods):
        (limit,) = structured
        return CaseLimits(limit, note=told)
    reads = {method.read.limit: method.read for method in methods if method.read}
    known = structured | set(reads)
    if len(reads) == 1 and known == set(reads) and all(method.read for method in methods):
        (read,) = reads.values()
        if read.confidence >= 75:
            words = f"Thời hạn: {words_of(read.limit)}."
            finding = Finding("limit_from_words", at, told, words, read.confidence)
            return CaseLimits(read.limit, note=told, findings=(finding,))
    candidate = same_day or (next(iter(reads.values())) if len(known) == 1 and reads else None)
    return CaseLimits(UNKNOWN, unclear=told, findings=(_unclear(at, told, candidate, structured),))


def _unclear(at: str, told: str, candidate: Read | None, structured: set[Limit]) -> Finding:
    limit, sure = (candidate.limit, min(candidate.confidence, 70)) if candidate else (None, 0)
    if limit is None and len(structured) == 1:
        limit, sure = next(iter(structured)), 50
    if limit is None:
        return Finding("limit_unclear", at, told, "Cán bộ ấn định thời hạn theo quyết định công bố.", 0)
    case = at.removesuffix(".limit")
    proposal: tuple[Change, ...] = (
        {"at": at, "value": limit.model_dump(mode="json", exclude_defaults=True)},
        {"at": f"{case}.unclear"},
    )
    said = f"{told} {candidate.wording}" if candidate and candidate.wording not in told else told
    return Finding("limit_unclear", at, wording.clean(said, 1500), f"Thời hạn: {words_of(limit)}.", sure, proposal)
