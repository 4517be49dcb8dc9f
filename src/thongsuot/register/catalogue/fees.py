"""Fees from the source's channels: amounts as given, words kept; the absurd and the unclear are noted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from thongsuot.register.catalogue import wording
from thongsuot.register.catalogue.definitions import Fee
from thongsuot.register.catalogue.findings import Finding
from thongsuot.register.catalogue.limits import CHANNELS
from thongsuot.register.catalogue.source import Source, SourceFee

KINDS = {"FEE": ("fee", "Phí"), "SERVICE_FEE": ("service_fee", "Lệ phí"), "PRICE_LEVEL": ("fee", "Giá dịch vụ")}
# Above it no fee of a procedure stands in any tariff (the dearest known: 150 million đồng).
ABSURD = 1_000_000_000
# Below it a figure is in thousands, or in another money.
SMALLEST = 500
COUNCIL = "Mức thu do Hội đồng nhân dân cấp tỉnh quyết định."
DONG = ("", "Việt Nam Đồng")


@dataclass(frozen=True)
class Fees:
    fees: tuple[Fee, ...]
    findings: tuple[Finding, ...]


def of_source(source: Source, keys: Iterable[str]) -> Fees:
    """The fees, the same for every case: the source hangs them on channels, not on cases.

    Each point is noted once, however many channels repeat it.
    """
    fees: list[Fee] = []
    noted: dict[tuple[str, str], Finding] = {}
    place = f"cases[{next(iter(keys))}].fees"
    for number, method in enumerate(source.methods):
        channel = CHANNELS.get(method.channel)
        for given in method.fees:
            for finding in _doubts(given, place):
                noted.setdefault((finding.kind, finding.wording), finding)
            if channel is not None:
                fees.append(_fee(channel, given))
        if channel is None:
            at = f"/executionMethods[{number}].submissionMethod"
            words = "Hình thức nộp ngoài danh mục: giữ nguyên trong nguồn, không dùng."
            noted[("odd_value", at)] = Finding("odd_value", at, method.channel, words)
    return Fees(tuple(_ordered(fees)), tuple(_merged(noted.values())))


def _ordered(fees: Iterable[Fee]) -> list[Fee]:
    order = {channel: place for place, channel in enumerate(("counter", "online", "post"))}
    unique = {fee.model_dump_json(): fee for fee in fees}
    ranked = sorted(unique.items(), key=lambda one: (order[one[1].channel], one[1].kind, one[0]))
    return [fee for _, fee in ranked]


def _merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding of a kind and place: several wordings stand one under another."""
    together: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        together.setdefault((finding.kind, finding.place), []).append(finding)
    for (kind, place), several in together.items():
        said = sorted({one.wording for one in several})
        sure = min(one.confidence for one in several)
        words = " ".join(sorted({one.words for one in several}))
        yield Finding(kind, place, wording.clean("\n".join(said), 3000), words, sure)


def _number(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf")) or value % 1):
        return None
    return int(value)


def _sane(value: int) -> bool:
    return value == 0 or SMALLEST <= value <= ABSURD


def _amount(given: SourceFee) -> int | None:
    """The amount that may be charged: none for zero beside words that set one, for the absurd and for other money."""
    value = _number(given.value)
    if value is None or not _sane(value) or given.currency not in DONG:
        return None
    if value == 0 and given.description and not wording.says_free(given.description):
        return None
    return value


def _fee(channel: Any, given: SourceFee) -> Fee:
    kind, name = KINDS.get(given.kind, ("fee", "Khoản thu"))
    amount = _amount(given)
    note = given.description
    if given.currency not in DONG:
        note = f"{given.value} {given.currency}. {note}".strip()
    if given.attached:
        note = f"{note} (văn bản kèm theo: {given.attached})".strip()
    if amount is None and not note:
        note = "Nguồn không ghi mức thu." if given.value is None else f"Nguồn ghi: {_shown(given.value)}."
    return Fee(channel=channel, kind=kind, name=name, amount=amount, note=note)  # type: ignore[arg-type]


def _shown(value: Any) -> str:
    return wording.clean(str(value), 100)


def _doubts(given: SourceFee, place: str) -> Iterator[Finding]:
    value = _number(given.value)
    said = f"{_shown(given.value) if given.value is not None else 'không ghi số'}; {given.description}".strip("; ")
    if given.kind not in KINDS:
        yield Finding("odd_value", f"{place}.kind", given.kind, "Loại khoản thu ngoài danh mục.")
    if given.currency not in DONG:
        yield Finding("fee_in_words", place, f"{said} {given.currency}", "Mức thu bằng ngoại tệ: ghi theo biểu phí.")
        return
    if (value is not None and not _sane(value)) or (value is None and given.value is not None):
        yield Finding("fee_absurd", place, said, "Bỏ con số, thu theo văn bản quy định mức thu.", 90)
        return
    if not given.description or wording.says_free(given.description):
        if value is None:
            yield Finding("fee_in_words", place, said, "Tra mức thu trong văn bản.", 0)
        return
    named = wording.amounts(given.description)
    if wording.set_by_council(given.description):
        if not value:
            yield Finding("fee_in_words", place, said, COUNCIL, 85)
    elif value and named and value not in named:
        told = f"Nguồn ghi {value} đồng, lời văn ghi {', '.join(map(str, named[:5]))}."
        yield Finding("fee_contradicts", place, said, told, 40)
    elif not value:
        told = f"Mức nêu trong lời văn: {', '.join(f'{one} đồng' for one in named[:8])}." if named else "Tra văn bản."
        yield Finding(
            "fee_contradicts" if named and value == 0 else "fee_in_words", place, said, told, 40 if named else 0
        )
