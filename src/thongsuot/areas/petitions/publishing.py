"""Answers that everybody may read: what an officer published, found by word, place and class; and what would leak."""

from __future__ import annotations

import json
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

PAGE = 20


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


_LAST = """
JOIN LATERAL (SELECT e.number, e.recorded_at, p.values
  FROM engine_entry e JOIN engine_personal p USING (case_id, number)
  WHERE e.case_id = c.id AND e.move = 'publish' ORDER BY e.number DESC LIMIT 1) e ON true"""
_FOUND = f"""
SELECT c.id, c.code, coalesce(c.facts ->> 'class', ''), c.place_code, c.competent_body,
  (e.values -> 'question_public')::text, (e.values -> 'answer_public')::text, c.opened_at, c.resolved_at,
  e.recorded_at, coalesce(c.facts ->> 'stars', ''),
  count(*) OVER ()
FROM engine_case c {_LAST}
WHERE {access.PUBLISHED} AND (%(place)s = '' OR %(place)s IN (c.place_code, c.province_code))
  AND (%(about)s = '' OR c.facts ->> 'class' = %(about)s)
  AND (%(like)s = '' OR (e.values -> 'question_public')::text ILIKE %(like)s
    OR (e.values -> 'answer_public')::text ILIKE %(like)s OR c.code ILIKE %(like)s)
  AND (%(id)s::uuid IS NULL OR c.id = %(id)s::uuid)
ORDER BY e.recorded_at DESC, c.id LIMIT {PAGE} OFFSET %(offset)s
"""  # noqa: S608 - constants of this module


def find(text: str = "", place: str = "", about: str = "", page: int = 1) -> tuple[tuple[Public, ...], int]:
    """Published answers, the last published first, and how many there are: one statement."""
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace('"', "")
    return _rows(
        like=f"%{plain}%" if plain.strip() else "", place=place, about=about, id=None, offset=(max(1, page) - 1) * PAGE
    )


def one(id: UUID) -> Public | None:
    """A published answer, or None for whatever is not public now."""
    rows, _total = _rows(like="", place="", about="", id=id, offset=0)
    return rows[0] if rows else None


def _rows(**parameters: Any) -> tuple[tuple[Public, ...], int]:
    rows = sql.run(_FOUND, {**parameters, **access.published(PETITION.key, None)})
    return tuple(_public(row) for row in rows), rows[0][-1] if rows else 0


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
