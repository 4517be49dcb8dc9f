"""The bundles as data: which procedures belong together, in which order, who settles each, and what is asked once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import NotFound
from thongsuot.engine.ordering import Elsewhere
from thongsuot.ports.settling import SYSTEMS
from thongsuot.register.folding import fold

FILE = Path(__file__).with_name("bundles.json")
LONGEST = 200
UNVERIFIED = "chưa xác minh"


@dataclass(frozen=True)
class Question:
    """Something that is asked once for all parts. `kind`: text, date or choice."""

    key: str
    label: str
    kind: str = "text"
    required: bool = True
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    def words(self, value: str) -> str:
        return dict(self.choices).get(value, value)


@dataclass(frozen=True)
class Part:
    """One procedure of a bundle.

    It begins when every part in `after` that is taken up has its result, at once when there is none. `when` names an
    answer without which it is not taken up. `system` is the outside system that settles it; `body` the key of the body
    that answers for it then, by commune or province. `days` is the limit where no procedure of the register says it
    (working days, or days of the calendar).
    """

    key: str
    label: str
    procedure: str
    case: str = ""
    after: tuple[str, ...] = ()
    when: tuple[str, str] | None = None
    system: str = ""
    body: str = ""
    title: str = ""
    product: str = ""
    days: int = 0
    calendar: bool = False
    uses: tuple[str, ...] = ()

    def elsewhere(self, commune: str, province: str, basis: str) -> Elsewhere | None:
        if not self.system:
            return None
        unit = LimitUnit.CALENDAR_DAY if self.calendar else LimitUnit.WORKING_DAY
        limit = Limit(unit, self.days, basis=UNVERIFIED) if self.days else Limit(LimitUnit.NONE, basis=UNVERIFIED)
        body = self.body.format(commune=commune, province=province)
        return Elsewhere(self.system, SYSTEMS[self.system], body, self.title, self.product, limit, basis)


@dataclass(frozen=True)
class Sheet:
    """A paper that is handed in once and goes to every part in `parts`."""

    key: str
    label: str
    parts: tuple[str, ...]
    help: str = ""


@dataclass(frozen=True)
class Bundle:
    """Several procedures that people have at one time in their life. `words` are what they type for it."""

    key: str
    title: str
    summary: str
    basis: str
    words: tuple[str, ...]
    questions: tuple[Question, ...]
    parts: tuple[Part, ...]
    papers: tuple[Sheet, ...] = ()

    def part(self, key: str) -> Part:
        return next(part for part in self.parts if part.key == key)

    def taken_up(self, answers: Mapping[str, Any]) -> tuple[Part, ...]:
        """The parts that these answers ask for, in order."""
        return tuple(part for part in self.parts if part.when is None or answers.get(part.when[0]) == part.when[1])

    def content(self, part: Part, answers: Mapping[str, Any]) -> str:
        """What the part's own dossier says: the shared answers that it uses, a line each."""
        asked = [question for question in self.questions if question.key in part.uses]
        lines = (f"{one.label}: {one.words(str(answers[one.key]))}" for one in asked if answers.get(one.key))
        return "\n".join(lines)[:1000]


for _kind in (Question, Part, Sheet, Bundle):
    setattr(_kind, "__pydantic_config__", ConfigDict(extra="forbid"))  # noqa: B010  (no attribute of the types)


class Unsound(ValueError):
    """A bundle that cannot be used; the message names the place."""


@cache
def bundles() -> tuple[Bundle, ...]:
    """All bundles, checked."""
    found = TypeAdapter(tuple[Bundle, ...]).validate_python(json.loads(FILE.read_text()))
    for bundle in found:
        check(bundle)
    return found


def check(bundle: Bundle) -> None:
    """Raise Unsound where a part waits for itself, for one that comes later, or uses what nobody asks."""
    asked = {question.key for question in bundle.questions}
    before: set[str] = set()
    for part in bundle.parts:
        if set(part.after) - before:
            raise Unsound(f"{bundle.key}.{part.key}: waits for a part that does not come before it")
        if set(part.uses) - asked or (part.when and part.when[0] not in asked):
            raise Unsound(f"{bundle.key}.{part.key}: uses an answer that nobody asks for")
        if part.system and (part.system not in SYSTEMS or not part.body or not part.title):
            raise Unsound(f"{bundle.key}.{part.key}: settled by an unknown system, or by no body")
        before.add(part.key)
    for sheet in bundle.papers:
        if set(sheet.parts) - before:
            raise Unsound(f"{bundle.key}: the paper {sheet.key} goes to an unknown part")


def bundle(key: str) -> Bundle:
    """Raises NotFound."""
    found = next((one for one in bundles() if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def matching(text: str) -> Sequence[Bundle]:
    """The bundles that somebody may mean who types this, with or without accents."""
    wanted = fold(text).strip()
    if len(wanted) < 4:
        return ()
    return [one for one in bundles() if any(wanted in fold(words) or fold(words) in wanted for words in one.words)]
