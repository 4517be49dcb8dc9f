"""The obstacles that may be the same matter as one at hand, among those that somebody may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from thongsuot.areas.obstacles.rules import Matter, ranked
from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.faces import Alike
from thongsuot.register import bodies

MOST = 500
NOBODY = UUID(int=0)
_OPEN = f"""
SELECT c.id, c.title, c.facts ->> 'procedure', c.facts ->> 'article', c.facts ->> 'field', c.code, c.competent_body,
  c.step FROM engine_case c
WHERE c.kind = 'obstacle' AND c.is_open AND c.step <> 'merged' AND {access.VISIBLE}
ORDER BY c.opened_at DESC, c.id LIMIT {MOST}
"""


def alike(actor: Actor, one: Matter) -> Sequence[tuple[Matter, str, str, str]]:
    """The likeliest of those open and visible, each with its code, the body that has it, and its step."""
    rows = sql.run(_OPEN, access.scope(actor).parameters())
    beside = {row[0]: row for row in rows}
    matters = [Matter(row[0], row[1], row[2] or "", row[3] or "", row[4] or "") for row in rows]
    return [(found, *beside[found.id][5:8]) for found in ranked(one, matters)]


def for_opening(actor: Actor, given: Mapping[str, Any]) -> Sequence[Alike]:
    """What is shown before an obstacle is raised."""
    matter = Matter(NOBODY, *(str(given.get(name) or "") for name in ("title", "procedure", "article", "field")))
    return [
        Alike(found.id, code, found.title, f"Đang ở {bodies.name_of(body)}", "join")
        for found, code, body, _step in alike(actor, matter)
    ]


def for_merging(actor: Actor, case: Case) -> Sequence[tuple[str, str]]:
    """Which obstacles this one may follow, the likeliest first, as a field offers them."""
    facts = case.facts
    matter = Matter(case.id, case.title, *(str(facts.get(name) or "") for name in ("procedure", "article", "field")))
    return [(str(found.id), f"{code}: {found.title}") for found, code, _body, _step in alike(actor, matter)]
