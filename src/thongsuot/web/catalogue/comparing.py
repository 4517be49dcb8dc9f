"""Two definitions of a procedure beside each other, case by case, in the words of a receipt."""

from __future__ import annotations

from collections.abc import Sequence

from thongsuot.register import procedures
from thongsuot.register.catalogue import changes, terms
from thongsuot.register.catalogue.changes import Change
from thongsuot.register.catalogue.definitions import Case, Definition, Fee, Limit
from thongsuot.web.catalogue import clock_form, wording
from thongsuot.web.desk import content, counter_fields
from thongsuot.web.speech import say as _

Rows = list[dict[str, str]]


def compared(before: Definition, after: Definition) -> Rows:
    """Rows of a table: where they differ, what one says, what the other says."""
    old = {case.key: case for case in before.cases}
    rows: Rows = []
    for case in after.cases:
        if case.key in old:
            named = [_("trường hợp “%(name)s”", name=case.name)] if len(after.cases) > 1 else []
            rows += _limits(old[case.key], case, terms.channels(after, case), named)
            rows += _fees(old[case.key], case, named)
            rows += _clock(old[case.key], case, named)
    rest = terms.others(
        changes.difference(*(one.model_dump(mode="json", exclude_defaults=True) for one in (before, after)))
    )
    return rows + wording.changes(rest, after)


def about_changes(found: Sequence[Change], definition: Definition) -> Rows:
    """The same for differences that may not fit the definition: then as they stand."""
    try:
        stored = definition.model_dump(mode="json", exclude_defaults=True)
        return compared(definition, Definition.model_validate(changes.apply(stored, found)))
    except (changes.NoSuchPlace, ValueError):
        return wording.changes(found, definition)


def _limits(old: Case, new: Case, shown: Sequence[procedures.Channel], named: list[str]) -> Rows:
    pairs = {one: (limit_words(old, old.limit_for(one)), limit_words(new, new.limit_for(one))) for one in shown}
    differ = {one: pair for one, pair in pairs.items() if pair[0] != pair[1]}
    if len(differ) == len(shown) and len(set(differ.values())) == 1:
        before, after = next(iter(differ.values()))
        return [{"where": _joined(named, _("thời hạn")), "before": before, "after": after}]
    words = wording.channels()
    return [
        {"where": _joined(named, _("thời hạn, nộp %(channel)s", channel=words[one])), "before": before, "after": after}
        for one, (before, after) in differ.items()
    ]


def _clock(old: Case, new: Case, named: list[str]) -> Rows:
    before, after, labels = clock_form.words(old), clock_form.words(new), clock_form.labels()
    nothing = _("(không có)")
    return [
        {
            "where": _joined(named, label[:1].lower() + label[1:]),
            "before": before.get(name, nothing),
            "after": after.get(name, nothing),
        }
        for name, label in labels.items()
        if before.get(name) != after.get(name)
    ]


def limit_words(case: Case, limit: Limit) -> str:
    return counter_fields.limit_words(case, limit)


def _fees(old: Case, new: Case, named: list[str]) -> Rows:
    left = list(old.fees)
    rows = []
    for fee in new.fees:
        before = next((one for one in left if terms.same_fee(one, fee)), None)
        if before is not None:
            left.remove(before)
        if before is None or before.amount != fee.amount:
            rows.append(_fee_row(named, fee, before, fee))
    return rows + [_fee_row(named, one, one, None) for one in left]


def _fee_row(named: list[str], fee: Fee, before: Fee | None, after: Fee | None) -> dict[str, str]:
    place = _("%(name)s, nộp %(channel)s", name=fee.name, channel=wording.channels()[fee.channel])
    return {"where": _joined(named, place), "before": fee_words(before), "after": fee_words(after)}


def fee_words(fee: Fee | None) -> str:
    """What a fee costs, without its name: "75.000 đ", "không thu"."""
    if fee is None:
        return _("(không có)")
    return content.fee_words("", fee.amount).removeprefix(": ")


def _joined(named: list[str], place: str) -> str:
    return " › ".join([*named, place])
