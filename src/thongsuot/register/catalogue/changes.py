"""Differences between two definitions, and applying them: for versions, local rules and decisions alike. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict


class Change(TypedDict, total=False):
    """`at` is a path such as `cases[01].limit.amount`; a change without `value` takes away what is there.

    `before` is what stood there, for people to see; applying does not look at it.
    """

    at: str
    value: Any
    before: Any


class NoSuchPlace(LookupError):
    """A path that leads nowhere in this definition."""


_MISSING = object()
_STEP = re.compile(r"\.?([^.\[\]]+)|\[([^\]]*)\]")
LISTS_BY_KEY = {"cases": "key", "papers": "key", "results": "name"}


def steps(path: str) -> list[tuple[str, bool]]:
    """The steps of a path, each with whether it picks an element of a list."""
    found, end = [], 0
    for match in _STEP.finditer(path):
        if match.start() != end:
            break
        end = match.end()
        found.append((match.group(1), False) if match.group(1) is not None else (match.group(2), True))
    if end != len(path) or not found:
        raise NoSuchPlace(f"Đường dẫn “{path}” không đọc được.")
    return found


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What must change in `before` to give `after`, field by field; elements of keyed lists are compared by key."""
    return list(_fields(before, after, ""))


def _fields(before: Mapping[str, Any], after: Mapping[str, Any], path: str) -> Iterable[Change]:
    for name in [*before, *(name for name in after if name not in before)]:
        at = f"{path}.{name}" if path else name
        yield from _values(before.get(name, _MISSING), after.get(name, _MISSING), at, LISTS_BY_KEY.get(name))


def _values(before: Any, after: Any, at: str, key: str | None) -> Iterable[Change]:
    if before is not _MISSING and before == after and type(before) is type(after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _fields(before, after, at)
    elif key and _keyed(before, key) and _keyed(after, key):
        yield from _elements(before, after, at, key)
    else:
        change: Change = {"at": at}
        if before is not _MISSING:
            change["before"] = before
        if after is not _MISSING:
            change["value"] = after
        yield change


def _keyed(value: Any, key: str) -> bool:
    """Whether every element has its own key: then a path can name it."""
    if not isinstance(value, list) or not all(isinstance(one, dict) and _plain(one.get(key)) for one in value):
        return False
    return len({one[key] for one in value}) == len(value)


def _plain(key: Any) -> bool:
    return isinstance(key, str) and bool(key) and not set(key) & set("[].")


def _elements(before: list[Any], after: list[Any], at: str, key: str) -> Iterable[Change]:
    old, new = {one[key]: one for one in before}, {one[key]: one for one in after}
    if [name for name in old if name in new] != [name for name in new if name in old] or list(new) != [
        *(name for name in old if name in new),
        *(name for name in new if name not in old),
    ]:
        # Another order is a difference too, and a path cannot say it: the whole list is.
        yield {"at": at, "before": before, "value": after}
        return
    for name in [*old, *(name for name in new if name not in old)]:
        yield from _values(old.get(name, _MISSING), new.get(name, _MISSING), f"{at}[{name}]", None)


def apply(definition: Mapping[str, Any], changes: Sequence[Change]) -> dict[str, Any]:
    """The definition with these changes made, the given one untouched. Raises NoSuchPlace."""
    made: dict[str, Any] = _copied(definition)
    for change in changes:
        _make(made, change)
    return made


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _copied(one) for name, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def _make(made: dict[str, Any], change: Change) -> None:
    path = change["at"]
    *way, (last, picks) = steps(path)
    holder: Any = made
    list_name = ""
    for name, element in way:
        holder = _element(holder, name, list_name, path) if element else _field(holder, name, path)
        list_name = "" if element else name
    if picks:
        _set_element(holder, last, LISTS_BY_KEY.get(list_name, "key"), change)
    elif not isinstance(holder, dict):
        raise NoSuchPlace(f"Không có “{path}” trong thủ tục.")
    elif "value" in change:
        holder[last] = _copied(change["value"])
    else:
        holder.pop(last, None)


def _field(holder: Any, name: str, path: str) -> Any:
    if not isinstance(holder, dict):
        raise NoSuchPlace(f"Không có “{path}” trong thủ tục.")
    # A default is not stored: a rule may still set something inside it.
    return holder.setdefault(name, {})


def _element(holder: Any, name: str, list_name: str, path: str) -> Any:
    key = LISTS_BY_KEY.get(list_name, "key")
    for one in holder if isinstance(holder, list) else ():
        if isinstance(one, dict) and one.get(key) == name:
            return one
    raise NoSuchPlace(f"Không có “{path}” trong thủ tục.")


def _set_element(holder: Any, name: str, key: str, change: Change) -> None:
    if not isinstance(holder, list):
        raise NoSuchPlace(f"Không có “{change['at']}” trong thủ tục.")
    places = [place for place, one in enumerate(holder) if isinstance(one, dict) and one.get(key) == name]
    if "value" not in change:
        for place in places:
            del holder[place]
    elif places:
        holder[places[0]] = _copied(change["value"])
    else:
        holder.append(_copied(change["value"]))
