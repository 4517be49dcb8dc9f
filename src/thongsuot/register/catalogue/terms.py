"""Limits, fees, rules of time of a case as somebody sets them: differences against a definition, and back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from thongsuot.register.catalogue.changes import Change
from thongsuot.register.catalogue.definitions import Case, Channel, ClockRules, Definition, Fee, Limit

CHANNELS: tuple[Channel, ...] = get_args(Channel)
UNITS = ("working_day", "calendar_day", "working_hour", "month")
_ABOUT_TERMS = re.compile(r"cases\[[^\]]*\]\.(?:limit|limit_by_channel|fees|unclear|clock)(?![a-z_]).*")


class Incomplete(ValueError):
    """A case whose limit the nation left unclear was given one for some channels only."""


@dataclass(frozen=True)
class Terms:
    """What is set for a case otherwise than in a definition. `fees` and `clock` are all of them; None: they stay."""

    limits: Mapping[Channel, Limit] = field(default_factory=dict)
    fees: tuple[Fee, ...] | None = None
    clock: ClockRules | None = None


def channels(definition: Definition, case: Case) -> tuple[Channel, ...]:
    """The channels for which a case can have a limit of its own."""
    known = {*definition.receiving.channels, *case.limit_by_channel, *(fee.channel for fee in case.fees)}
    return tuple(one for one in CHANNELS if one in known)


def same(one: Limit, other: Limit) -> bool:
    """Whether two limits promise the same, whatever their basis."""
    return (one.unit, one.amount, one.cutoff) == (other.unit, other.amount, other.cutoff)


def otherwise(case: Case, held: Case, shown: Sequence[Channel]) -> Terms:
    """What `held` says otherwise than the case."""
    limits: dict[Channel, Limit] = {}
    for one in () if held.unclear else shown:
        if case.unclear or not same(case.limit_for(one), held.limit_for(one)):
            limits[one] = held.limit_for(one)
    clock = held.clock if held.clock != case.clock else None
    return Terms(limits, held.fees if held.fees != case.fees else None, clock)


def differences(case: Case, terms: Terms, shown: Sequence[Channel]) -> list[Change]:
    """The changes that make these terms hold; none for what the case says already. Raises Incomplete."""
    found: list[Change] = []
    at = f"cases[{case.key}]"
    told = {one: terms.limits[one] for one in shown if one in terms.limits}
    if case.unclear and told and len(told) < len(shown):
        raise Incomplete
    if not case.unclear:
        told = {one: limit for one, limit in told.items() if not same(limit, case.limit_for(one))}
    if told and (case.unclear or (len(told) == len(shown) and _all_the_same(told))):
        first = next(iter(told.values()))
        if case.limit_by_channel:
            found.append({"at": f"{at}.limit_by_channel"})
        found.append({"at": f"{at}.limit", "value": _json(first)})
        if case.unclear:
            found.append({"at": f"{at}.unclear"})
        told = {one: limit for one, limit in told.items() if not same(limit, first)}
    found += [{"at": f"{at}.limit_by_channel.{one}", "value": _json(limit)} for one, limit in told.items()]
    if terms.fees is not None and terms.fees != case.fees:
        stored = [fee.model_dump(mode="json", exclude_defaults=True) for fee in terms.fees]
        found.append({"at": f"{at}.fees", "value": stored})
    if terms.clock is not None and terms.clock != case.clock:
        found.append({"at": f"{at}.clock", "value": terms.clock.model_dump(mode="json", exclude_defaults=True)})
    return found


def _all_the_same(told: Mapping[Channel, Limit]) -> bool:
    first, *rest = told.values()
    return all(same(first, one) for one in rest)


def _json(limit: Limit) -> dict[str, object]:
    return limit.model_dump(mode="json", exclude_defaults=True)


def with_amounts(fees: Sequence[Fee], amounts: Mapping[int, int], basis: str) -> tuple[Fee, ...]:
    """The fees with other amounts, by place in the list; a changed one keeps its note, with the basis behind it."""
    return tuple(
        fee.model_copy(update={"amount": amounts[place], "note": _noted(fee.note, basis), "verified": False})
        if place in amounts and amounts[place] != fee.amount
        else fee
        for place, fee in enumerate(fees)
    )


def _noted(note: str, basis: str) -> str:
    return f"{note} ({basis})" if note else basis


def longer(case: Case, terms: Terms) -> tuple[Channel, ...]:
    """The channels in which people would wait longer than the definition says, as far as the units compare."""
    return tuple(
        one
        for one, limit in terms.limits.items()
        if not case.unclear and limit.unit == case.limit_for(one).unit and limit.amount > case.limit_for(one).amount
    )


def others(found: Sequence[Change]) -> tuple[Change, ...]:
    """The changes that are about something else than limits, fees and rules of time."""
    return tuple(one for one in found if not _ABOUT_TERMS.fullmatch(one["at"]))


def same_fee(one: Fee, other: Fee) -> bool:
    """Whether two rows are the same fee, whatever its amount."""
    return (one.channel, one.kind, one.name) == (other.channel, other.kind, other.name)


def paired(case: Case, set_otherwise: Terms) -> tuple[list[tuple[Fee, Fee | None]], list[Fee]]:
    """Each fee of the case with what was set instead of it, and the fees that were added."""
    left = list(set_otherwise.fees or ())
    pairs: list[tuple[Fee, Fee | None]] = []
    for fee in case.fees:
        found = next((one for one in left if same_fee(one, fee)), None)
        if found is not None:
            left.remove(found)
        pairs.append((fee, found if found is not None and found.amount != fee.amount else None))
    return pairs, left
