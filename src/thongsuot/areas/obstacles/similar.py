"""The obstacles that may be the same matter as one at hand, among all open ones that somebody may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from thongsuot.areas.obstacles.rules import ARTICLE, FIELD, PROCEDURE, telling
from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.faces import Alike
from thongsuot.register import bodies

MOST = 5
LEAST = 0.25
NOBODY = UUID(int=0)
MERGED = "merged"
MERGED_WORDS = "Đã gộp vào một vướng mắc chính: khi có trả lời, nơi nêu được hỏi. Không phải nêu lại."
CANDIDATE = "c.is_open AND c.facts ? 'telling' AND c.facts -> 'telling' ?| %(asked)s"
"""Written as the index on telling words is, so that it serves."""
# How much two are the same matter, 0 to 1: the share of words in common, a quarter each for the procedure and for the
# article of law, a tenth for the field, which alone says nothing. The index on telling words finds the candidates.
_LIKELIEST = f"""
WITH found AS (
  SELECT c.id, c.code, c.title, c.competent_body, c.step, least(1.0,
    coalesce(t.shared::float / nullif(cardinality(%(words)s::text[]) + t.words - t.shared, 0), 0)
    + 0.25 * t.procedure + 0.25 * t.article + 0.1 * t.field) AS likeness
  FROM engine_case c CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE one = ANY(%(words)s)) AS shared, count(*) FILTER (WHERE left(one, 1) <> '=') AS words,
      count(*) FILTER (WHERE one = %(procedure)s) AS procedure, count(*) FILTER (WHERE one = %(article)s) AS article,
      count(*) FILTER (WHERE one = %(field)s) AS field
    FROM jsonb_array_elements_text(c.facts -> 'telling') one) t
  WHERE {CANDIDATE} AND c.kind = 'obstacle' AND c.step <> ALL(%(without)s) AND c.id <> %(own)s AND {access.VISIBLE})
SELECT id, code, title, competent_body, step FROM found WHERE likeness >= {LEAST}
ORDER BY likeness DESC, id LIMIT {MOST}
"""


def likeliest(
    actor: Actor, told: Sequence[str], own: UUID = NOBODY, without: Sequence[str] = ()
) -> list[tuple[UUID, str, str, str, str]]:
    """Those that may be the same matter as one with these telling words, the likeliest first: id, code, title, body
    and step, which is none of `without`.

    `own` is the one at hand, which is never the same as itself. One statement, whatever is open.
    """
    words = [one for one in told if not one.startswith("=")]
    marked = {mark: next((one for one in told if one.startswith(mark)), "") for mark in (PROCEDURE, ARTICLE, FIELD)}
    asked = [one for one in told if not one.startswith(FIELD)]
    return sql.run(
        _LIKELIEST,
        {
            "words": words, "asked": asked, "own": own, "procedure": marked[PROCEDURE], "article": marked[ARTICLE],
            "field": marked[FIELD], "without": list(without), **access.scope(actor).parameters(),
        },
    ) if asked else []  # fmt: skip


def told_of(given: Mapping[str, Any]) -> list[str]:
    """The telling words of what was typed."""
    return telling(*(str(given.get(name) or "") for name in ("title", "procedure", "article", "field")))


def for_opening(actor: Actor, given: Mapping[str, Any]) -> Sequence[Alike]:
    """What is shown before an obstacle is raised."""
    return [
        Alike(id, code, title, MERGED_WORDS, "")
        if step == MERGED
        else Alike(id, code, title, f"Đang ở {bodies.name_of(body)}", "join")
        for id, code, title, body, step in likeliest(actor, told_of(given))
    ]


def for_merging(actor: Actor, case: Case) -> Sequence[tuple[str, str]]:
    """Which obstacles this one may follow, the likeliest first, as a field offers them."""
    found = likeliest(actor, case.facts.get("telling", ()), case.id, (MERGED,))
    return [(str(id), f"{code}: {title}") for id, code, title, _body, _step in found]
