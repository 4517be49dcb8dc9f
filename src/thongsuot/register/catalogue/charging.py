"""How the amount of a fee came about, line by line, for whoever pays it. Pure; amounts in integer đồng."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from thongsuot.register.catalogue.definitions import Case, Channel, Fee
from thongsuot.register.formatting import money, number

PURPOSES: Mapping[str, str] = {"fee": "fee", "service_fee": "charge"}
ONE_DOSSIER = "hồ sơ"


def charged(case: Case, channel: Channel, units: int, bases: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The fees of a dossier as its facts keep them: what for, how much, and why so much.

    `bases` are the acts by which the place set something otherwise than the nation.
    """
    told = tuple(f"Quy định của địa phương: {basis}." for basis in bases)
    return [
        {
            "name": fee.name,
            "amount": fee.total(units),
            "purpose": PURPOSES[fee.kind],
            "lines": [*_lines(fee, units), *_against_counter(case, fee, units), *told],
        }
        for fee in case.fees_for(channel)
    ]


def _lines(fee: Fee, units: int) -> Iterator[str]:
    if fee.amount is None:
        yield f"{fee.name}: mức thu theo {fee.note or 'văn bản quy định'}."
        return
    if fee.unit == ONE_DOSSIER and fee.from_page is None:
        yield f"{fee.name}: {money(fee.amount)} mỗi hồ sơ."
    else:
        yield f"{fee.name}: {money(fee.amount)} mỗi {fee.unit}, {number(units)} {fee.unit}."
    if fee.from_page is not None and fee.amount_after is not None:
        yield f"Từ {fee.unit} thứ {number(fee.from_page)}: {money(fee.amount_after)}."
    total = fee.total(units)
    if fee.at_most is not None and total == fee.at_most:
        yield f"Thu tối đa {money(fee.at_most)}."
    if fee.note:
        yield f"Căn cứ, ghi chú: {fee.note.rstrip('.')}."


def _against_counter(case: Case, fee: Fee, units: int) -> Iterator[str]:
    """What is saved by sending it online."""
    if fee.channel != "online" or fee.amount is None:
        return
    same = (one for one in case.fees_for("counter") if (one.kind, one.name) == (fee.kind, fee.name))
    there = next((total for one in same if (total := one.total(units)) is not None), None)
    here = fee.total(units) or 0
    if there is not None and there > here:
        yield f"Nộp trực tuyến được giảm {money(there - here)} so với nộp tại quầy."
