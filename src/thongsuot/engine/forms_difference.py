"""What changed between two versions of a form, place by place, for people to read before they publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from thongsuot.engine.forms import Form

What = Literal["added", "removed", "changed", "moved"]
WHAT_WORDS: dict[What, str] = {"added": "thêm", "removed": "bỏ", "changed": "sửa", "moved": "đổi chỗ"}


@dataclass(frozen=True)
class Change:
    """One difference; `before` and `after` are values as JSON knows them, None where there was nothing."""

    place: str
    what: What
    before: Any = None
    after: Any = None


def difference(old: Form, new: Form) -> tuple[Change, ...]:
    """Every difference but the version's number. Nothing for two equal definitions."""
    before, after = _data(old), _data(new)
    changes = list(_settings("", before, after, skip={"version", "sections", "checks"}))
    sections = _by_key(before["sections"]), _by_key(after["sections"])
    changes += _keyed("Phần", *sections, skip={"fields"})
    changes += _keyed("Trường", _fields(before), _fields(after), skip=set())
    rules = before.get("checks", []), after.get("checks", [])
    changes += [Change("Kiểm tra chéo", "removed", before=rule) for rule in rules[0] if rule not in rules[1]]
    changes += [Change("Kiểm tra chéo", "added", after=rule) for rule in rules[1] if rule not in rules[0]]
    return tuple(changes)


def _data(form: Form) -> dict[str, Any]:
    return form.model_dump(mode="json", exclude_defaults=True, by_alias=True)


def _by_key(things: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(thing["key"]): thing for thing in things}


def _fields(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Every field by its key, with the section that it stands in as one of its settings."""
    return {
        field["key"]: {**field, "section": section["key"]}
        for section in data["sections"]
        for field in section["fields"]
    }


def _keyed(
    noun: str, old: Mapping[str, dict[str, Any]], new: Mapping[str, dict[str, Any]], skip: set[str]
) -> Iterator[Change]:
    for key in old:
        if key not in new:
            yield Change(f"{noun} {key}", "removed", before=old[key])
    for key in new:
        if key not in old:
            yield Change(f"{noun} {key}", "added", after=new[key])
        else:
            yield from _settings(f"{noun} {key}", old[key], new[key], skip=skip)
    left, right = [key for key in old if key in new], [key for key in new if key in old]
    if left != right:
        yield Change(noun, "moved", before=left, after=right)


def _settings(place: str, old: Mapping[str, Any], new: Mapping[str, Any], skip: set[str]) -> Iterator[Change]:
    for name in dict.fromkeys([*old, *new]):
        if name in skip or old.get(name) == new.get(name):
            continue
        where = f"{place} › {name}" if place else name
        if name not in old:
            yield Change(where, "added", after=new[name])
        elif name not in new:
            yield Change(where, "removed", before=old[name])
        else:
            yield Change(where, "changed", before=old[name], after=new[name])
