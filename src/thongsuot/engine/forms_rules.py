"""Conditions and cross-field checks, evaluated over canonical values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from thongsuot.engine.forms import (
    Age,
    AgeAtLeast,
    All,
    AnyOf,
    AtLeastOne,
    Before,
    Check,
    Condition,
    DistinctPersons,
    Equals,
    Filled,
    Form,
    Must,
    Not,
    OneOf,
    SumEquals,
)
from thongsuot.engine.forms_reading import first_of, last_of
from thongsuot.register.folding import fold

Scope = Mapping[str, Any]


def at(values: Scope, path: str) -> Any:
    """The value at `field` or `field.part`, None when it is not there."""
    key, _, part = path.partition(".")
    found = values.get(key)
    if not part:
        return found
    return found.get(part) if isinstance(found, Mapping) else None


def holds(form: Form, test: Condition, values: Scope, today: date) -> bool:
    """Whether a condition holds; about a question that was not answered, nothing but `not` does."""
    if isinstance(test, Not):
        return not holds(form, test.of, values, today)
    if isinstance(test, All):
        return all(holds(form, one, values, today) for one in test.of)
    if isinstance(test, AnyOf):
        return any(holds(form, one, values, today) for one in test.of)
    found = at(values, test.field)
    if isinstance(test, Filled) or found is None:
        return found is not None and isinstance(test, Filled)
    if isinstance(test, Equals):
        return test.value in found if isinstance(found, list) else _same(found, test.value)
    if isinstance(test, OneOf):
        return any(value in found if isinstance(found, list) else _same(found, value) for value in test.values)
    return _old_enough(test, found, values, today)


def _same(found: Any, wanted: Any) -> bool:
    """Equal values of one kind: True is not 1."""
    return isinstance(found, bool) == isinstance(wanted, bool) and bool(found == wanted)


def _old_enough(test: AgeAtLeast, birth: str, values: Scope, today: date) -> bool:
    on = today
    if test.on is not None:
        known = at(values, test.on)
        if known is None:
            return False
        on = first_of(known)
    return age(first_of(birth), on) >= test.years


def age(birth: date, on: date) -> int:
    """Full years on a day; somebody born on 29 February grows older on 1 March of a common year."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def broken(form: Form, values: Scope, today: date) -> Iterator[tuple[str, str]]:
    """(path, sentence) of every check that the values break."""
    for one in form.checks:
        if one.when is not None and not holds(form, one.when, values, today):
            continue
        path = _fault(form, one, values, today)
        if path is not None:
            yield one.at or path, one.sentence


def _fault(form: Form, one: Check, values: Scope, today: date) -> str | None:
    if isinstance(one, Before):
        return _not_before(one, values)
    if isinstance(one, AtLeastOne):
        return one.fields[0] if all(at(values, path) in (None, False) for path in one.fields) else None
    if isinstance(one, SumEquals):
        return _wrong_sum(form, one, values)
    if isinstance(one, Age):
        return _wrong_age(one, values, today)
    if isinstance(one, Must):
        return None if holds(form, one.of, values, today) else (one.at or "")
    return _same_person(one, values)


def _not_before(one: Before, values: Scope) -> str | None:
    """A fault only when it is certain: the earliest the first can be lies after the latest the second can be."""
    first, second = at(values, one.first), at(values, one.second)
    if first is None or second is None:
        return None
    late = first_of(first) > last_of(second)
    same = not one.or_equal and first == second and len(first) == 10
    return one.second if late or same else None


def _wrong_sum(form: Form, one: SumEquals, values: Scope) -> str | None:
    total = at(values, one.total)
    found: list[float] = []
    for term in one.terms:
        section = form.rows_of.get(term.partition(".")[0])
        scopes = values.get(section, []) if section else [values]
        found += [value for value in (at(scope, term) for scope in scopes) if value is not None]
    if total is None or not found:
        return None
    return one.total if abs(sum(found) - total) > 1e-6 else None


def _wrong_age(one: Age, values: Scope, today: date) -> str | None:
    birth = at(values, one.field)
    day = at(values, one.on) if one.on else None
    if birth is None or (one.on and day is None):
        return None
    years = age(first_of(birth), first_of(day) if day else today)
    young = one.at_least is not None and years < one.at_least
    old = one.at_most is not None and years > one.at_most
    return one.field if young or old else None


def _same_person(one: DistinctPersons, values: Scope) -> str | None:
    seen: list[Mapping[str, Any]] = []
    for path in one.fields:
        person = at(values, path)
        if not isinstance(person, Mapping):
            continue
        if any(_is(person, other) for other in seen):
            return path
        seen.append(person)
    return None


def _is(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if one.get("number") and other.get("number"):
        return bool(one["number"] == other["number"])
    names = fold(one.get("name", "")), fold(other.get("name", ""))
    return bool(names[0]) and names[0] == names[1] and one.get("birth") == other.get("birth")
