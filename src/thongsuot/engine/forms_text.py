"""A form's definition as text: YAML that people edit, JSON that is published, and the places of what is wrong in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from thongsuot.engine.errors import Refused
from thongsuot.engine.forms import Form

LONGEST = 300_000
DEEPEST = 40


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong in a definition: its place in it, and a sentence."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class Unreadable(Refused):
    """A definition that cannot be used; every flaw at once."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(str(flaw) for flaw in flaws))


class _Loader(yaml.SafeLoader):
    """YAML without surprises: no dates, no yes/no/on/off as truth values, no aliases, no key twice."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="không dùng bí danh (*)", problem_mark=self._mark())
        self.depth += 1
        if self.depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem="lồng quá sâu", problem_mark=self._mark())
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def _mark(self) -> Any:
        return self.peek_event().start_mark  # type: ignore[no-untyped-call]

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                problem = f"khóa “{key_node.value}” ghi hai lần"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key_node.start_mark)
            seen.add(key_node.value)
        return super().construct_mapping(node, deep=deep)


_GUESSES = (":bool", ":timestamp", ":merge", ":int", ":float")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(_GUESSES)]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9]\d*)$"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?\d+\.\d+$"), list("-0123456789"))


def from_yaml(text: str) -> Form:
    """The form that a text describes. Raises Unreadable with every flaw that can be told at once."""
    if len(text) > LONGEST:
        raise Unreadable([Flaw("", f"Văn bản dài quá {LONGEST} ký tự.")])
    try:
        raw = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader of ours
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"dòng {mark.line + 1}, cột {mark.column + 1}" if mark else ""
        raise Unreadable([Flaw(place, f"không đọc được YAML: {error.problem or error.context}.")]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable([Flaw("", "không đọc được YAML: có ký tự không hợp lệ.")]) from error
    except ValueError as error:  # Digits without end, a day that no calendar has.
        raise Unreadable([Flaw("", "không đọc được YAML: có số hoặc ngày không hợp lệ.")]) from error
    if not isinstance(raw, Mapping):
        raise Unreadable([Flaw("", "Biểu mẫu phải là một bảng “khóa: giá trị”.")])
    return from_data(raw)


def from_json(text: str) -> Form:
    """A published version read back. Raises Unreadable."""
    try:
        return Form.model_validate_json(text)
    except ValidationError as error:
        raise Unreadable(_flaws(error, {})) from error


def from_data(raw: Mapping[str, Any]) -> Form:
    """Raises Unreadable, each flaw with its place."""
    try:
        return Form.model_validate(raw)
    except ValidationError as error:
        raise Unreadable(_flaws(error, raw)) from error


def to_json(form: Form) -> str:
    """Canonical: the same definition gives the same bytes. What is left at its default is not written."""
    return form.model_dump_json(exclude_defaults=True, by_alias=True)


def to_yaml(form: Form) -> str:
    """The text that the editor shows; `from_yaml` gives the same form back."""
    data = form.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def digest(form: Form) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal digits: what tells two definitions apart."""
    return hashlib.sha256(to_json(form).encode()).hexdigest()


_MESSAGES = {
    "extra_forbidden": "mục này không có trong ngôn ngữ biểu mẫu",
    "missing": "còn thiếu mục này",
    "enum": "giá trị không có trong danh sách cho phép",
    "literal_error": "giá trị không có trong danh sách cho phép",
    "union_tag_invalid": "phép “{tag}” không có",
    "union_tag_not_found": "thiếu “op”: tên của phép",
    "string_pattern_mismatch": "viết sai dạng",
    "string_too_short": "không được để trống",
    "string_too_long": "dài quá",
    "too_short": "phải có ít nhất một mục",
    "string_type": "phải là chữ; đặt trong dấu nháy nếu là số",
    "bool_type": "phải là true hoặc false",
    "tuple_type": "phải là danh sách",
}


def _flaws(error: ValidationError, raw: Mapping[str, Any]) -> list[Flaw]:
    found = []
    errors = error.errors(include_url=False)
    for one in errors:
        if one["type"] == "too_short" and any(_inside(other["loc"], one["loc"]) for other in errors):
            continue  # the rows are there, but they are wrong
        message = _MESSAGES.get(one["type"], str(one["msg"])).format(**one.get("ctx", {}))
        found.append(Flaw(place_of(one["loc"], raw), message))
    return found


def _inside(inner: Sequence[int | str], outer: Sequence[int | str]) -> bool:
    return len(inner) > len(outer) and tuple(inner[: len(outer)]) == tuple(outer)


def place_of(steps: Sequence[int | str], raw: Any) -> str:
    """“sections[1] father › fields[0] birth › kind”: the index, and the key of what stands there when it has one."""
    names: list[str] = []
    here = raw
    for step in steps:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list | tuple) and step < len(here) else None
            key = here.get("key", "") if isinstance(here, Mapping) else ""
            before = names.pop() if names else ""
            names.append(f"{before}[{step}]{' ' + str(key) if key else ''}")
        elif isinstance(here, Mapping) and step not in here and isinstance(here.get("op"), str) and step == here["op"]:
            continue
        else:
            here = here.get(step) if isinstance(here, Mapping) else None
            names.append(str(step))
    return " › ".join(names)
