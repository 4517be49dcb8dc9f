"""Soundness of a form, before it can be published: every flaw is named with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator

from thongsuot.engine.forms import (
    PART_KINDS,
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
    Field,
    Filled,
    Form,
    Kind,
    Must,
    Not,
    OneOf,
    Part,
    Section,
    Source,
    SumEquals,
)
from thongsuot.engine.forms_text import Flaw, Unreadable

DAYS = frozenset({Kind.DATE, Kind.PARTIAL_DATE})
AMOUNTS = frozenset({Kind.NUMBER, Kind.MONEY})
PERSON_PARTS = frozenset(Part) - {Part.TAX_CODE}
ORGANISATION_PARTS = frozenset({Part.NAME, Part.TAX_CODE})
PARTED = {Kind.PERSON: PERSON_PARTS, Kind.ORGANISATION: ORGANISATION_PARTS}

SourceKnown = Callable[[Source], bool]


def check(form: Form, *, source_known: SourceKnown | None = None, results: Collection[str] | None = None) -> list[Flaw]:
    """Everything that keeps a form from being published; empty when it is sound.

    `source_known` tells whether a value can be had from a source, `results` are the result documents there are;
    without them the two are not looked at.
    """
    flaws = [*_twice(form), *_fields(form, source_known), *_conditions(form), *_checks(form)]
    if form.result and results is not None and form.result not in results:
        flaws.append(Flaw("result", f"không có văn bản kết quả “{form.result}”"))
    return flaws


def require(form: Form, *, source_known: SourceKnown | None = None, results: Collection[str] | None = None) -> None:
    """Raises Unreadable with every flaw."""
    if flaws := check(form, source_known=source_known, results=results):
        raise Unreadable(flaws)


def _places(form: Form) -> Iterator[tuple[str, Section, Field]]:
    for at, section in enumerate(form.sections):
        for number, field in enumerate(section.fields):
            yield f"sections[{at}] {section.key} › fields[{number}] {field.key}", section, field


def _twice(form: Form) -> Iterator[Flaw]:
    sections = Counter(section.key for section in form.sections)
    fields = Counter(field.key for section in form.sections for field in section.fields)
    for at, section in enumerate(form.sections):
        if sections[section.key] > 1:
            yield Flaw(f"sections[{at}] {section.key}", "hai phần trùng khóa")
        if section.repeat and section.key in fields:
            yield Flaw(f"sections[{at}] {section.key}", "khóa của phần lặp lại trùng khóa của một trường")
        if section.repeat and section.repeat.least > section.repeat.most:
            yield Flaw(f"sections[{at}] {section.key} › repeat", "số dòng ít nhất lớn hơn số dòng nhiều nhất")
    for place, _, field in _places(form):
        if fields[field.key] > 1:
            yield Flaw(place, "hai trường trùng khóa")


def _fields(form: Form, source_known: SourceKnown | None) -> Iterator[Flaw]:
    for place, section, field in _places(form):
        for sentence in (*_of_kind(field), *_bounds(field)):
            yield Flaw(place, sentence)
        for at, source in enumerate(field.prefill):
            if source_known is not None and not source_known(source):
                yield Flaw(f"{place} › prefill[{at}]", f"không có nguồn “{source}”")
            if section.repeat:
                yield Flaw(f"{place} › prefill[{at}]", "trường trong phần lặp lại không điền sẵn được")


def _of_kind(field: Field) -> Iterator[str]:
    if (field.kind in (Kind.CHOICE, Kind.CHOICES)) != bool(field.choices):
        yield "trường chọn phải có, và chỉ trường chọn mới có, danh sách phương án (choices)"
    values = Counter(choice.value for choice in field.choices)
    yield from (f"phương án “{value}” ghi hai lần" for value, times in values.items() if times > 1)
    parts = PARTED.get(field.kind)
    if parts is None and (field.asks or field.needs):
        yield "chỉ trường về người hoặc tổ chức mới có asks, needs"
    if parts is not None:
        if not field.asks:
            yield "trường về người hoặc tổ chức phải nêu hỏi những gì (asks)"
        for part in field.asks:
            if part not in parts:
                yield f"không hỏi được “{part}” ở trường này"
        yield from (f"needs có “{part}” mà asks không có" for part in field.needs if part not in field.asks)
        if len(set(field.asks)) < len(field.asks):
            yield "asks ghi một phần hai lần"
        if field.required and not field.needs:
            yield "trường bắt buộc phải nêu phần nào bắt buộc (needs)"


def _bounds(field: Field) -> Iterator[str]:
    if field.least is not None and field.most is not None and field.least > field.most:
        yield "least lớn hơn most"
    if field.kind not in AMOUNTS and (field.least is not None or field.most is not None or field.decimals):
        yield "chỉ số và số tiền mới có least, most, decimals"
    if field.kind is Kind.MONEY and field.decimals:
        yield "số tiền tính bằng đồng, không có phần lẻ"
    if field.past and field.future:
        yield "một ngày không thể vừa phải ở quá khứ vừa phải ở tương lai"
    days = field.kind in DAYS or (field.kind is Kind.PERSON and Part.BIRTH in field.asks)
    if (field.past or field.future) and not days:
        yield "chỉ ngày mới có past, future"
    places = field.kind in (Kind.ADDRESS, Kind.PERSON)
    if (field.historic or field.abroad) and not places:
        yield "chỉ địa chỉ mới có historic, abroad"


def _conditions(form: Form) -> Iterator[Flaw]:
    """A condition looks only at what was asked before it, so one pass decides what is asked."""
    before: set[str] = set()
    for at, section in enumerate(form.sections):
        place = f"sections[{at}] {section.key}"
        if section.when is not None:
            yield from _condition(form, section.when, f"{place} › when", before, None)
        here: set[str] = set()
        for number, field in enumerate(section.fields):
            if field.when is not None:
                where = f"{place} › fields[{number}] {field.key} › when"
                row = section.key if section.repeat else None
                yield from _condition(form, field.when, where, before | here, row)
            here.add(field.key)
        before |= here if section.repeat is None else set()


def _condition(form: Form, test: Condition, place: str, before: Collection[str], row: str | None) -> Iterator[Flaw]:
    if isinstance(test, Not):
        yield from _condition(form, test.of, f"{place} › of", before, row)
    elif isinstance(test, All | AnyOf):
        for at, one in enumerate(test.of):
            yield from _condition(form, one, f"{place} › of[{at}]", before, row)
    else:
        yield from _reference(form, test.field, f"{place} › field", row=row, before=before)
        yield from _compared(form, test, place)
        if isinstance(test, AgeAtLeast):
            yield from _day(form, test.field, f"{place} › field")
            if test.on is not None:
                yield from _reference(form, test.on, f"{place} › on", row=row, before=before)
                yield from _day(form, test.on, f"{place} › on")


def _compared(form: Form, test: Equals | OneOf | Filled | AgeAtLeast, place: str) -> Iterator[Flaw]:
    """The value that a field is compared with must be one that it can have."""
    field, kind = kind_at(form, test.field)
    if field is None or kind is None or isinstance(test, Filled | AgeAtLeast):
        return
    values = test.values if isinstance(test, OneOf) else (test.value,)
    options = {value for value, _ in field.options}
    if field.kind is Kind.PERSON and test.field.endswith(".sex"):
        options = {"male", "female"}
    for value in values:
        if kind in (Kind.CHOICE, Kind.CHOICES) and value not in options:
            yield Flaw(f"{place} › value", f"trường “{test.field}” không có phương án “{value}”")
        elif kind is Kind.YES_NO and not isinstance(value, bool):
            yield Flaw(f"{place} › value", "trường có/không chỉ so với true hoặc false")
        elif kind in AMOUNTS and (isinstance(value, bool) or not isinstance(value, int)):
            yield Flaw(f"{place} › value", "trường số chỉ so với số nguyên")
        elif kind not in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, *AMOUNTS) and not isinstance(value, str):
            yield Flaw(f"{place} › value", "trường này chỉ so với chữ")


def kind_at(form: Form, path: str) -> tuple[Field | None, Kind | None]:
    """The field that a path leads to, and what the value there is; (None, None) when it leads nowhere."""
    key, _, part = path.partition(".")
    field = form.fields.get(key)
    if field is None:
        return None, None
    if not part:
        return field, field.kind
    if part not in tuple(str(one) for one in field.asks):
        return None, None
    return field, PART_KINDS.get(Part(part), Kind.TEXT)


def _reference(
    form: Form,
    path: str,
    place: str,
    *,
    row: str | None = None,
    before: Collection[str] | None = None,
    rows: bool = False,
) -> Iterator[Flaw]:
    """`row` is the repeated section that asks, `before` what was asked until here, `rows` allows repeated fields."""
    if kind_at(form, path)[1] is None:
        yield Flaw(place, f"không có trường “{path}”")
        return
    key = path.partition(".")[0]
    home = form.rows_of.get(key)
    if home is not None and home != row and not rows:
        yield Flaw(place, f"“{path}” nằm trong phần lặp lại “{home}”, không chỉ được một dòng")
    elif before is not None and key not in before:
        yield Flaw(place, f"“{path}” hỏi sau chỗ này; điều kiện chỉ dựa vào trường đứng trước")


def _day(form: Form, path: str, place: str) -> Iterator[Flaw]:
    kind = kind_at(form, path)[1]
    if kind is not None and kind not in DAYS:
        yield Flaw(place, f"“{path}” không phải là ngày")


def _checks(form: Form) -> Iterator[Flaw]:
    everything = set(form.fields)
    for at, one in enumerate(form.checks):
        place = f"checks[{at}] {one.op}"
        if one.when is not None:
            yield from _condition(form, one.when, f"{place} › when", everything, None)
        if one.at is not None:
            yield from _reference(form, one.at, f"{place} › at")
        yield from _of_check(form, one, place)


def _of_check(form: Form, one: Check, place: str) -> Iterator[Flaw]:
    if isinstance(one, Before):
        for name, path in (("first", one.first), ("second", one.second)):
            yield from _reference(form, path, f"{place} › {name}")
            yield from _day(form, path, f"{place} › {name}")
    elif isinstance(one, Age):
        for name, path in (("field", one.field), ("on", one.on or one.field)):
            yield from _reference(form, path, f"{place} › {name}")
            yield from _day(form, path, f"{place} › {name}")
        if one.at_least is None and one.at_most is None:
            yield Flaw(place, "thiếu at_least hoặc at_most")
    elif isinstance(one, Must):
        yield from _condition(form, one.of, f"{place} › of", set(form.fields), None)
        if one.at is None:
            yield Flaw(place, "thiếu at: lỗi hiện ở trường nào")
    elif isinstance(one, AtLeastOne | DistinctPersons):
        for number, path in enumerate(one.fields):
            yield from _reference(form, path, f"{place} › fields[{number}]")
            person = kind_at(form, path)[1]
            if isinstance(one, DistinctPersons) and person not in (None, Kind.PERSON):
                yield Flaw(f"{place} › fields[{number}]", f"“{path}” không phải là người")
    elif isinstance(one, SumEquals):
        for name, path in (*((f"terms[{n}]", term) for n, term in enumerate(one.terms)), ("total", one.total)):
            yield from _reference(form, path, f"{place} › {name}", rows=name != "total")
            if kind_at(form, path)[1] not in (None, *AMOUNTS):
                yield Flaw(f"{place} › {name}", f"“{path}” không phải là số")
