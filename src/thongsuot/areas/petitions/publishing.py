"""Answers that everybody may read: what an officer published, found by word, place and class; and what would leak."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.petitions import masking
from thongsuot.areas.petitions.process import PETITION
from thongsuot.engine import access, reading, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.process import Move
from thongsuot.register.folding import fold

PAGE = 20
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Public:
    """A petition with its answer as everybody may read them."""

    id: UUID
    code: str
    about: str
    place_code: str
    body: str
    question: tuple[str, ...]
    answer: tuple[str, ...]
    sent_at: datetime
    answered_at: datetime | None
    published_at: datetime
    stars: str


_SHOWN = """c.id, c.code, coalesce(c.facts ->> 'class', ''), c.place_code, c.competent_body,
  (p.values -> 'question_public')::text, (p.values -> 'answer_public')::text, c.opened_at, c.resolved_at"""
# Written as the index has it; what was withdrawn since is not shown, whether or not the journal was read so far.
_FOUND = f"""
SELECT {_SHOWN}, s.at, coalesce(c.facts ->> 'stars', ''), count(*) OVER ()
FROM petitions_published s JOIN engine_case c ON c.id = s.case_id
JOIN engine_personal p ON p.case_id = s.case_id AND p.number = s.number
WHERE {access.PUBLISHED} AND (%(place)s = '' OR %(place)s IN (c.place_code, c.province_code))
  AND (%(about)s = '' OR c.facts ->> 'class' = %(about)s)
  AND (%(words)s = '' OR to_tsvector('simple'::regconfig, COALESCE(s.words, '')) @@ to_tsquery('simple', %(words)s))
ORDER BY s.at DESC, c.id LIMIT {PAGE} OFFSET %(offset)s
"""  # noqa: S608 - constants of this module
_ONE = f"""
SELECT {_SHOWN}, e.recorded_at, coalesce(c.facts ->> 'stars', ''), 1
FROM engine_case c JOIN engine_entry e ON e.case_id = c.id AND e.move = 'publish'
JOIN engine_personal p ON p.case_id = e.case_id AND p.number = e.number
WHERE c.id = %(id)s AND {access.PUBLISHED} ORDER BY e.number DESC LIMIT 1
"""  # noqa: S608 - constants of this module
_PARTS = re.compile(r"[a-z0-9]+")


def find(text: str = "", place: str = "", about: str = "", page: int = 1) -> tuple[tuple[Public, ...], int]:
    """Published answers with all these words, typed with or without marks, the last published first, and how many
    there are: one statement. A page after the last is empty, and then so is the count."""
    words = query(text)
    if text.strip() and not words:
        return (), 0
    rows = _rows(_FOUND, words=words, place=place, about=about, offset=(max(1, page) - 1) * PAGE)
    return tuple(_public(row) for row in rows), rows[0][-1] if rows else 0


def folded(text: str) -> str:
    """The words by which a text is found, and of a text typed to find one: no marks, no signs."""
    return " ".join(_PARTS.findall(fold(text)))


def query(text: str) -> str:
    """What is typed, as the database asks for it: every word, of the last one its beginning."""
    words = folded(text).split()[:MOST_WORDS]
    return f"{' & '.join(words)}:*" if words else ""


def one(id: UUID) -> Public | None:
    """A published answer, or None for whatever is not public now."""
    rows = _rows(_ONE, id=id)
    return _public(rows[0]) if rows else None


def _rows(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    return sql.run(statement, {**parameters, **access.published(PETITION.key, None)})


def _public(row: tuple[Any, ...]) -> Public:
    id, code, about, place, body, question, answer, *rest = row[:-1]
    return Public(id, code, about, place, body, tuple(json.loads(question)), tuple(json.loads(answer)), *rest)


def proposal(actor: Actor, case: Case, row: Move) -> Mapping[str, Any]:
    """What the form of publishing says when it is opened: question and answer with what looks personal hidden."""
    if row.name != "publish":
        return {}
    told = reading.story(case.id)
    names = names_of(case)
    question: list[str] = []
    answer: list[str] = []
    for entry in told.entries:
        question = [*question, *entry.personal.get("content", [])]
        answer = entry.personal.get("answer", answer)
    return {
        "question_public": masking.proposal(question, names),
        "answer_public": masking.proposal(answer, names),
    }


def names_of(case: Case) -> list[str]:
    """What the case knows of its sender, none of which may be published."""
    known = [case.subject_name, *(str(value) for value in case.subject.values() if isinstance(value, str))]
    return [one for one in known if len(one) > 3 and one != "Không nêu tên"]


def publishable(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Why an answer may not be published: something personal still stands in it."""
    if move != "publish":
        return None
    left = masking.leaks([*given["question_public"], *given["answer_public"]], names_of(case))
    if left:
        return f"Còn thông tin có thể là của cá nhân: {', '.join(left[:5])}. Bỏ rồi công khai lại."
    return None
