"""The form of the limits, fees and rules of time of a procedure's cases: the published ones beside what is set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from thongsuot.register.catalogue import terms
from thongsuot.register.catalogue.definitions import Case, Channel, Definition, Fee, Limit
from thongsuot.register.catalogue.terms import Terms
from thongsuot.web.catalogue import clock_form, comparing, wording
from thongsuot.web.catalogue.switching import Fault
from thongsuot.web.environment import number
from thongsuot.web.speech import say as _

MOST_DAYS, MOST_DONG, LONGEST_NAME = 9_999, 10_000_000_000, 200
Unit = Literal["working_day", "calendar_day", "working_hour", "month", "same_day"]


def units() -> dict[Unit, str]:
    return {
        "working_day": _("ngày làm việc"), "calendar_day": _("ngày"), "working_hour": _("giờ làm việc"),
        "month": _("tháng"), "same_day": _("trong ngày làm việc"),
    }  # fmt: skip


def kinds() -> dict[str, str]:
    return {"fee": _("phí"), "service_fee": _("lệ phí")}


@dataclass(frozen=True)
class Read:
    """What was typed: the terms of each case that says otherwise, and every fault with its field."""

    terms: Mapping[str, Terms]
    faults: list[Fault]


def shown(definition: Definition, set_otherwise: Mapping[str, Terms]) -> dict[str, str]:
    """The fields as they are filled when the form is opened."""
    filled: dict[str, str] = {}
    for case in definition.cases:
        given = set_otherwise.get(case.key, Terms())
        for channel, limit in given.limits.items():
            filled[f"tl-{case.key}-{channel}"] = str(limit.amount) if limit.amount else ""
            filled[f"dv-{case.key}-{channel}"] = limit.unit
        filled |= clock_form.shown(case, given.clock)
        pairs, added = terms.paired(case, given)
        for place, one in enumerate([*(instead for _fee, instead in pairs), *added]):
            if one is not None and one.amount is not None:
                filled[f"phi-{case.key}-{place}"] = number(one.amount)
    return filled


def rows(
    definition: Definition, set_otherwise: Mapping[str, Terms], typed: Mapping[str, str], faults: list[Fault]
) -> list[dict[str, Any]]:
    """A section for each case; one that says otherwise or has a fault is open, and so are few."""
    wrong = dict(faults)
    made = []
    for case in definition.cases:
        pairs, added = terms.paired(case, set_otherwise.get(case.key, Terms()))
        channels = terms.channels(definition, case)
        all_fees = [*((fee, True) for fee, _instead in pairs), *((fee, False) for fee in added)]
        section: dict[str, Any] = {
            "key": case.key, "name": case.name, "unclear": case.unclear, "channels": _choices(channels),
            "limits": [_limit_row(case, one, typed, wrong) for one in channels],
            "fees": [
                _fee_row(case, place, fee, national, typed, wrong)
                for place, (fee, national) in enumerate(all_fees)
            ],
            "clock": clock_form.rows(case, typed, wrong),
            "new": {name: _field(f"moi-{case.key}-{name}", typed, wrong) for name in ("ten", "loai", "hinh", "muc")},
        }  # fmt: skip
        names = names_of(section)
        section["clock_open"] = any(row["field"]["value"] or row["field"]["error"] for row in section["clock"])
        section["open"] = len(definition.cases) <= 3 or any(typed.get(one) or one in wrong for one in names)
        made.append(section)
    return made


def names_of(section: Mapping[str, Any]) -> list[str]:
    """The names of a section's fields."""
    fields = [*(row["amount"] for row in section["limits"]), *(row["unit"] for row in section["limits"])]
    fields += [row["amount"] for row in section["fees"]]
    fields += [one for row in section["clock"] for one in (row["field"], row["unit"]) if one]
    return [one["id"] for one in [*fields, *section["new"].values()]]


def _choices(channels: tuple[Channel, ...]) -> list[tuple[str, str]]:
    words = wording.channels()
    return [(one, words[one]) for one in channels]


def _field(id: str, typed: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, str]:
    return {"id": id, "value": typed.get(id, ""), "error": wrong.get(id, "")}


def _limit_row(case: Case, channel: Channel, typed: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, Any]:
    return {
        "channel": wording.channels()[channel],
        "published": comparing.limit_words(case, case.limit_for(channel)),
        "amount": _field(f"tl-{case.key}-{channel}", typed, wrong),
        "unit": _field(f"dv-{case.key}-{channel}", typed, wrong),
    }


def _fee_row(
    case: Case, place: int, fee: Fee, national: bool, typed: Mapping[str, str], wrong: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "name": fee.name, "channel": wording.channels()[fee.channel],
        "published": comparing.fee_words(fee if national else None),
        "note": fee.note if national else "", "amount": _field(f"phi-{case.key}-{place}", typed, wrong),
    }  # fmt: skip


def read(definition: Definition, set_otherwise: Mapping[str, Terms], typed: Mapping[str, str], basis: str) -> Read:
    """The terms that were typed; what is changed stands with this basis."""
    found: dict[str, Terms] = {}
    faults: list[Fault] = []
    for case in definition.cases:
        channels = terms.channels(definition, case)
        limits = {one: limit for one in channels if (limit := _limit(case, one, typed, basis, faults)) is not None}
        if case.unclear and limits and len(limits) < len(channels):
            missing = next(one for one in channels if one not in limits)
            faults.append((f"tl-{case.key}-{missing}", _("Nhập thời hạn cho mọi hình thức nộp, hoặc để trống cả.")))
        fees = _fees(case, set_otherwise.get(case.key, Terms()), channels, typed, basis, faults)
        clock = clock_form.read(case, typed, basis, faults)
        made = Terms(limits, None if fees == case.fees else fees, clock)
        if made != Terms():
            found[case.key] = made
    return Read(found, faults)


def _limit(case: Case, channel: Channel, typed: Mapping[str, str], basis: str, faults: list[Fault]) -> Limit | None:
    id = f"tl-{case.key}-{channel}"
    text, unit = typed.get(id, "").strip(), typed.get(f"dv-{case.key}-{channel}", "")
    published = case.limit_for(channel)
    if not text and not unit:
        return None
    if unit == "same_day":
        return Limit(unit="same_day", amount=0, cutoff=published.cutoff, basis=basis)
    if not unit and published.unit not in terms.UNITS:
        faults.append((f"dv-{case.key}-{channel}", _("Chọn đơn vị tính của thời hạn.")))
        return None
    amount = whole(text, MOST_DAYS)
    if not amount or (unit and unit not in units()):
        faults.append((id, _("Nhập thời hạn là số nguyên từ 1, hoặc để trống nếu như bản công bố.")))
        return None
    counted = cast(Unit, unit or published.unit)
    return Limit(unit=counted, amount=amount, on_supplement=published.on_supplement, basis=basis)


def _fees(
    case: Case, before: Terms, channels: tuple[Channel, ...], typed: Mapping[str, str], basis: str, faults: list[Fault]
) -> tuple[Fee, ...]:
    pairs, added = terms.paired(case, before)
    amounts: dict[int, int] = {}
    for place in range(len(pairs) + len(added)):
        id = f"phi-{case.key}-{place}"
        text = typed.get(id, "").strip()
        amount = whole(text, MOST_DONG) if text else None
        if text and amount is None:
            faults.append((id, _("Nhập số tiền bằng đồng, ví dụ 75.000; 0 là không thu.")))
        elif amount is not None:
            amounts[place] = amount
    kept = {place - len(pairs): amount for place, amount in amounts.items() if place >= len(pairs)}
    own = [fee.model_copy(update={"amount": kept[n], "note": basis}) for n, fee in enumerate(added) if n in kept]
    return (*terms.with_amounts(case.fees, amounts, basis), *own, *_new(case, channels, typed, basis, faults))


def _new(
    case: Case, channels: tuple[Channel, ...], typed: Mapping[str, str], basis: str, faults: list[Fault]
) -> list[Fee]:
    """A fee that the publication does not have: in one channel, or in all."""
    name, kind, channel, text = (
        typed.get(f"moi-{case.key}-{one}", "").strip() for one in ("ten", "loai", "hinh", "muc")
    )
    if not name and not text:
        return []
    amount = whole(text, MOST_DONG)
    if not name or len(name) > LONGEST_NAME:
        faults.append((f"moi-{case.key}-ten", _("Ghi tên khoản thu, không quá %(n)s chữ cái.", n=LONGEST_NAME)))
    if amount is None:
        faults.append((f"moi-{case.key}-muc", _("Nhập số tiền bằng đồng, ví dụ 75.000; 0 là không thu.")))
    if amount is None or not name or len(name) > LONGEST_NAME:
        return []
    known = Literal["fee", "service_fee"]
    return [
        Fee(
            channel=one,
            kind=cast(known, kind if kind in kinds() else "service_fee"),
            name=name,
            amount=amount,
            note=basis,
        )
        for one in channels
        if channel in ("", one)
    ]


def whole(text: str, most: int) -> int | None:
    """A whole number as people type it: 75000, 75.000, 75 000 đ. None for anything else, and beyond `most`."""
    digits = re.sub(r"[.\s]|đ$|đồng$", "", text.strip().lower())
    if not re.fullmatch(r"[0-9]{1,11}", digits):
        return None
    return int(digits) if int(digits) <= most else None
