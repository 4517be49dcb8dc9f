"""Answers against a form: hidden ones dropped, the others brought to canonical values, every fault told at once.

One pass in the form's order, because a condition looks only at what was asked before it. What comes out goes in
again unchanged.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from thongsuot.engine.errors import NeedsNotMet
from thongsuot.engine.forms import PART_KINDS, PART_LABELS, SEXES, Choice, Field, Form, Kind, Part, Section
from thongsuot.engine.forms_places import Places
from thongsuot.engine.forms_reading import READERS, Circumstances, Wrong, is_empty, personal_number, text
from thongsuot.engine.forms_rules import broken, holds

Fault = tuple[str, str]
Values = dict[str, Any]
PARTED = frozenset({Kind.PERSON, Kind.ORGANISATION})


@dataclass(frozen=True)
class Checked:
    """Values that a form accepts, canonical. Only `validate` makes one."""

    form: Form
    values: Values


@dataclass(frozen=True)
class Faulty:
    """What is wrong, as (path, sentence) in the form's order, and the values that are right so far.

    A path is a field's key, `field.part`, or `section[row].field`.
    """

    form: Form
    faults: tuple[Fault, ...]
    values: Values


def validate(form: Form, given: Mapping[str, Any], *, today: date, places: Places) -> Checked | Faulty:
    """The form's verdict on answers. Answers to questions that are not asked are dropped, unknown ones are faults."""
    run = _Run(form, Circumstances(today, places))
    run.read(given)
    if run.faults:
        return Faulty(form, tuple(run.faults), run.values)
    faults = [(path, sentence) for path, sentence in broken(form, run.values, today)]
    return Faulty(form, tuple(faults), run.values) if faults else Checked(form, run.values)


def require(form: Form, given: Mapping[str, Any], *, today: date, places: Places) -> Values:
    """The canonical values. Raises NeedsNotMet with every fault."""
    found = validate(form, given, today=today, places=places)
    if isinstance(found, Faulty):
        raise NeedsNotMet(found.faults)
    return found.values


def read_one(field: Field, raw: Any, now: Circumstances) -> Any:
    """One field's canonical value, however much of it is known; None when it cannot be taken."""
    if field.kind in PARTED:
        found: Values = {}
        for part, one, reader in _plan(field):
            answer = raw.get(part) if isinstance(raw, Mapping) else None
            with contextlib.suppress(Wrong):
                if not is_empty(answer):
                    found[part] = reader(one, answer, now)
        return found or None
    try:
        return None if is_empty(raw) else READERS[field.kind](field, raw, now)
    except Wrong:
        return None


def blank(form: Form) -> Values:
    """An unanswered form, as a page begins with: every field empty, repeated sections with their fewest rows."""
    values: Values = {}
    for section in form.sections:
        if section.repeat is None:
            values.update(_blank_row(section))
        else:
            values[section.key] = [_blank_row(section) for _ in range(section.repeat.least)]
    return values


def _blank_row(section: Section) -> Values:
    return {field.key: empty(field) for field in section.fields}


def empty(field: Field) -> Any:
    if field.kind in PARTED:
        return {str(part): {} if PART_KINDS.get(part) is Kind.ADDRESS else "" for part in field.asks}
    return {Kind.ADDRESS: {}, Kind.CHOICES: [], Kind.FILE: None, Kind.YES_NO: None}.get(field.kind, "")


@dataclass(frozen=True)
class Question:
    """A field that is still to be asked; of a person, only these parts. `row` counts from 0 in repeated sections."""

    section: str
    field: Field
    parts: tuple[Part, ...] = ()
    row: int | None = None


def questions(form: Form, known: Mapping[str, Any], *, today: date, places: Places) -> tuple[Question, ...]:
    """What is left to ask of somebody of whom this much is known; what is known wrongly is asked again.

    Questions that need not be answered are asked too, as long as nothing is known.
    """
    run = _Run(form, Circumstances(today, places))
    run.read(known)
    wrong = {path for path, _ in run.faults}
    return tuple(question for question in _unanswered(form, run, wrong))


def _unanswered(form: Form, run: _Run, wrong: set[str]) -> list[Question]:
    left: list[Question] = []
    for section in form.sections:
        if section.when is not None and not holds(form, section.when, run.values, run.now.today):
            continue
        rows: list[tuple[int | None, Values]] = [(None, run.values)]
        if section.repeat is not None:
            rows = list(enumerate(run.values.get(section.key, [])))
            rows += [(len(rows), {})] if len(rows) < section.repeat.least else []
        for row, values in rows:
            scope = run.values if row is None else {**run.values, **values}
            for field in section.fields:
                if field.when is None or holds(form, field.when, scope, run.now.today):
                    left += _left_of(section, field, values.get(field.key), row, wrong)
    return left


def _left_of(section: Section, field: Field, value: Any, row: int | None, wrong: set[str]) -> list[Question]:
    path = field.key if row is None else f"{section.key}[{row}].{field.key}"
    if field.kind in PARTED:
        parts = tuple(part for part in field.asks if str(part) not in (value or {}) or f"{path}.{part}" in wrong)
        return [Question(section.key, field, parts, row)] if parts else []
    return [Question(section.key, field, (), row)] if value is None or path in wrong else []


def asked(form: Form, values: Mapping[str, Any], today: date) -> list[tuple[Section, tuple[Field, ...]]]:
    """The sections and fields that these (canonical) values let appear; of a repeated section all fields."""
    shown = []
    for section in form.sections:
        if section.when is not None and not holds(form, section.when, values, today):
            continue
        fields = section.fields
        if section.repeat is None:
            fields = tuple(one for one in fields if one.when is None or holds(form, one.when, values, today))
        if fields:
            shown.append((section, fields))
    return shown


class _Run:
    """One reading of a form's answers."""

    def __init__(self, form: Form, now: Circumstances) -> None:
        self.form, self.now = form, now
        self.values: Values = {}
        self.faults: list[Fault] = []

    def read(self, given: Mapping[str, Any]) -> None:
        known = {one.key for one in self.form.sections if one.repeat} | (
            self.form.fields.keys() - self.form.rows_of.keys()
        )
        self.faults += [(str(name), f"Biểu mẫu không có mục “{name}”.") for name in given if name not in known]
        for section in self.form.sections:
            if section.when is not None and not self._holds(section.when, self.values):
                continue
            if section.repeat is None:
                self._row(section, given, self.values, self.values, "")
            else:
                self._rows(section, given.get(section.key))

    def _holds(self, test: Any, scope: Mapping[str, Any]) -> bool:
        return holds(self.form, test, scope, self.now.today)

    def _rows(self, section: Section, raw: Any) -> None:
        repeat = section.repeat
        if repeat is None:
            return
        rows = [] if raw is None else raw
        if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
            self.faults.append((section.key, f"Phần “{section.title}” phải là danh sách."))
            return
        found: list[Values] = []
        before = len(self.faults)
        for number, row in enumerate(rows[: repeat.most * 2]):
            values = self._one_row(section, row, number) if not is_empty(dict(row)) else None
            if values is not None:
                found.append(values)
        counted: list[Fault] = []
        if len(found) < repeat.least:
            counted.append((section.key, f"Khai ít nhất {repeat.least} {repeat.noun}."))
        if len(found) > repeat.most or len(rows) > repeat.most * 2:
            counted.append((section.key, f"Chỉ khai được tối đa {repeat.most} {repeat.noun}."))
        self.faults[before:before] = counted
        if found:
            self.values[section.key] = found

    def _one_row(self, section: Section, row: Mapping[str, Any], number: int) -> Values | None:
        """The row's values; None for one that answers nothing that is asked."""
        before = len(self.faults)
        path = f"{section.key}[{number}]"
        known = {field.key for field in section.fields}
        self.faults += [(path, f"Biểu mẫu không có mục “{name}”.") for name in row if name not in known]
        values: Values = {}
        self._row(section, row, values, {**self.values}, f"{path}.")
        return values if values or len(self.faults) > before else None

    def _row(self, section: Section, given: Mapping[str, Any], into: Values, scope: Values, before: str) -> None:
        for field in section.fields:
            if field.when is not None and not self._holds(field.when, scope):
                continue
            value = self._value(field, given.get(field.key), before + field.key)
            if value is not None:
                into[field.key] = scope[field.key] = value

    def _value(self, field: Field, raw: Any, path: str) -> Any:
        if field.kind in PARTED:
            return self._parted(field, raw, path)
        if is_empty(raw):
            if field.required:
                self.faults.append((path, _ask(field)))
            return None
        try:
            return READERS[field.kind](field, raw, self.now)
        except Wrong as wrong:
            self.faults.append((path, str(wrong)))
            return None

    def _parted(self, field: Field, raw: Any, path: str) -> Values | None:
        """A person or an organisation, part by part. Nothing at all is an answer when the field is not required."""
        if raw is not None and raw != "" and not isinstance(raw, Mapping):
            self.faults.append((path, f"Nhập lại mục “{field.label}”."))
            return None
        given = dict(raw or {})
        if is_empty(given) and not field.required:
            return None
        self.faults += [(path, f"Mục “{field.label}” không hỏi “{name}”.") for name in given if name not in field.asks]
        found: Values = {}
        for part, one, reader in _plan(field):
            answer = given.get(part)
            if is_empty(answer):
                if part in field.needs:
                    self.faults.append((f"{path}.{part}", f"{field.label}: {_ask(one, small=True)}"))
                continue
            try:
                found[part] = reader(one, answer, self.now)
            except Wrong as wrong:
                self.faults.append((f"{path}.{part}", str(wrong)))
        return found or None


def _ask(field: Field, *, small: bool = False) -> str:
    """“Nhập …”, “Chọn …”: what to do about an empty answer."""
    said = f"Nhập mục “{field.label}”."
    if field.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        said = f"Chọn mục “{field.label}”."
    elif field.kind is Kind.FILE:
        said = f"Tải tệp mục “{field.label}”."
    return said[:1].lower() + said[1:] if small else said


_NUMBERS = {Part.NUMBER: personal_number, Part.NAME: text, Part.DOCUMENT: text}
_PLANS: dict[int, tuple[Field, list[Any]]] = {}


def part_field(field: Field, part: Part) -> Field:
    """A part of a person as a field of its own: its label names the part, its bounds are the whole field's."""
    kind = PART_KINDS.get(part, Kind.TEXT)
    return Field(
        key=str(part),
        label=PART_LABELS[part] if field.kind is Kind.PERSON or part is Part.TAX_CODE else "Tên tổ chức",
        kind=kind,
        required=part in field.needs,
        choices=tuple(Choice(value=value, label=label) for value, label in SEXES) if part is Part.SEX else (),
        longest=100 if part in (Part.NATIONALITY, Part.ETHNICITY) else 200,
        past=field.past or part is Part.BIRTH,
        historic=field.historic or part is Part.HOMETOWN,
        abroad=field.abroad,
    )


def _plan(field: Field) -> list[Any]:
    """(part, field, reader) for each part; worked out once for a field."""
    found = _PLANS.get(id(field))
    if found is None or found[0] is not field:
        plan = []
        for part in field.asks:
            one = part_field(field, part)
            plan.append((str(part), one, _NUMBERS.get(part, READERS[one.kind])))
        found = _PLANS[id(field)] = (field, plan)
    return found[1]
