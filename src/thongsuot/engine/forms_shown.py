"""Canonical values in Vietnamese words: what a person checks before sending, and what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from thongsuot.engine.forms import PART_KINDS, SEXES, Field, Form, Kind, Part, Section
from thongsuot.engine.forms_places import Places
from thongsuot.engine.forms_reading import first_of
from thongsuot.engine.forms_validate import PARTED, asked, part_field
from thongsuot.register import formatting

Pair = tuple[str, str]


def shown(field: Field, value: Any, places: Places) -> str:
    """One value as it is read; empty for none. A person is told on one line."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if field.kind in PARTED:
        return "; ".join(f"{label}: {words}" for label, words in parts(field, value, places))
    if field.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        return day(value)
    if field.kind is Kind.MONEY:
        return formatting.money(value)
    if field.kind is Kind.NUMBER:
        return f"{amount(value)} {field.unit}".strip()
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        labels = dict(field.options)
        given = [value] if isinstance(value, str) else value
        return "; ".join(labels.get(one, one) for one in given)
    if field.kind is Kind.YES_NO:
        return "Có" if value else "Không"
    if field.kind is Kind.ADDRESS:
        return address(value, places)
    if field.kind is Kind.FILE:
        return str(value["name"])
    return str(value)


def parts(field: Field, value: Mapping[str, Any], places: Places) -> list[Pair]:
    """(label, words) of every part that is known of a person or an organisation."""
    found = []
    for part in field.asks:
        known = value.get(str(part))
        if known:
            found.append((part_field(field, part).label, part_words(part, known, places)))
    return found


def part_words(part: Part, value: Any, places: Places) -> str:
    kind = PART_KINDS.get(part)
    if kind is Kind.ADDRESS:
        return address(value, places)
    if kind is Kind.PARTIAL_DATE:
        return day(value)
    if part is Part.SEX:
        return dict(SEXES)[value]
    return str(value)


def day(value: str) -> str:
    """21/11/1990, 11/1990 or 1990: as much as is known."""
    return "/".join(reversed(value.split("-")))


def day_in_words(value: str) -> str:
    """“ngày 21 tháng 11 năm 1990”, “tháng 11 năm 1990” or “năm 1990”."""
    pieces = value.split("-")
    if len(pieces) == 3:
        return formatting.day_in_words(first_of(value))
    month = f"tháng {int(pieces[1]):02d} " if len(pieces) == 2 and int(pieces[1]) < 3 else ""
    if len(pieces) == 2 and not month:
        month = f"tháng {int(pieces[1])} "
    return f"{month}năm {pieces[0]}"


def amount(value: float) -> str:
    exact = Decimal(str(value))
    decimals = max(0, -int(exact.as_tuple().exponent)) if isinstance(value, float) else 0
    return formatting.number(exact, decimals)


def address(value: Mapping[str, Any], places: Places) -> str:
    """“12 Lê Lợi, Phường Thuận Hóa, Thành phố Huế”; an old name stands behind today's in brackets."""
    if "country" in value:
        return ", ".join(part for part in (value.get("detail", ""), value["country"]) if part)
    since = value.get("day")
    commune = places.on(value["commune"], date.fromisoformat(since)) if since else places.today(value["commune"])
    words = commune.words if commune else f"mã {value['commune']}"
    found = f"{value['detail']}, {words}" if value.get("detail") else words
    if was := value.get("was"):
        old = places.on(was["commune"], date.fromisoformat(was["day"]))
        found += f" (trước đây: {old.words})" if old else ""
    return found


def answers(form: Form, values: Mapping[str, Any], places: Places, today: date) -> list[tuple[str, list[Pair]]]:
    """Block by block, (title, its (label, words)): a block for a section, for a row, for each of several persons."""
    told: list[tuple[str, list[Pair]]] = []
    for section, fields in asked(form, values, today):
        told += answers_of(section, fields, values, places)
    return told


def answers_of(
    section: Section, fields: tuple[Field, ...], values: Mapping[str, Any], places: Places
) -> list[tuple[str, list[Pair]]]:
    """The blocks of one section, of these fields of it."""
    if section.repeat is None:
        return _blocks(section.title, fields, values, places)
    told: list[tuple[str, list[Pair]]] = []
    for number, row in enumerate(values.get(section.key, []), start=1):
        told += _blocks(f"{section.title}: {section.repeat.noun} {number}", fields, row, places)
    return told


def _blocks(
    title: str, fields: tuple[Field, ...], values: Mapping[str, Any], places: Places
) -> list[tuple[str, list[Pair]]]:
    """One block; but each of several persons has one under their own name for it, and what follows one without."""
    several = sum(field.kind in PARTED for field in fields) > 1
    blocks: list[tuple[str, list[Pair]]] = [(title, [])]
    after_person = False
    for field in fields:
        value = values.get(field.key)
        if field.kind in PARTED and value:
            if several:
                blocks.append((field.label, []))
            blocks[-1][1].extend(parts(field, value, places))
            after_person = True
        elif words := shown(field, value, places):
            if several and after_person:
                blocks.append(("", []))
                after_person = False
            blocks[-1][1].append((field.label, words))
    return [block for block in blocks if block[1]]


def words_of(form: Form, values: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """The values by their keys, each as words: what a result document is written from.

    A person is a dict of words by part, a repeated section a list of dicts. A day has its words beside it under
    `<key>_words`. What was not answered is not there.
    """
    found: dict[str, Any] = {}
    for key, field in form.fields.items():
        if key not in form.rows_of and values.get(key) is not None:
            found |= _worded(field, values[key], places)
    for section in form.sections:
        if section.repeat is not None:
            found[section.key] = [
                {
                    name: words
                    for field in section.fields
                    if row.get(field.key) is not None
                    for name, words in _worded(field, row[field.key], places).items()
                }
                for row in values.get(section.key, [])
            ]
    return found


def _worded(field: Field, value: Any, places: Places) -> dict[str, Any]:
    if field.kind in PARTED:
        person = {str(part): part_words(part, value[part], places) for part in field.asks if value.get(str(part))}
        if birth := value.get("birth"):
            person["birth_words"] = day_in_words(birth)
        return {field.key: person}
    words = {field.key: shown(field, value, places)}
    if field.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        words[f"{field.key}_words"] = day_in_words(value)
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        words[f"{field.key}_value"] = value if isinstance(value, str) else ",".join(value)
    return words
