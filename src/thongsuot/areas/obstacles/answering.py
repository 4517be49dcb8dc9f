"""The answer that a document gives which was issued for an obstacle: known by the relation, offered to its solver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.related import Related, related

GUIDANCE = "guidance"
"""The kind of relation between a document owed and the obstacle that waits for it."""


def known_answer(actor: Actor, case: Case) -> Mapping[str, Any]:
    """The needs of an answer by the latest document issued for it; nothing while there is none."""
    issued = [one for one in related(actor, case.id) if one.kind == GUIDANCE and one.step == "issued"]
    return _answer(max(issued, key=lambda one: one.facts.get("issued_day", ""))) if issued else {}


def _answer(document: Related) -> Mapping[str, Any]:
    facts = document.facts
    articles = facts.get("articles", "")
    line = f"Thực hiện theo {facts.get('number', '')}: {document.title}" + (f" ({articles})" if articles else "")
    found = {
        "answer": [line],
        "number": facts.get("number"),
        "document_day": facts.get("issued_day"),
        "issuer": facts.get("issuer"),
        "link": facts.get("link"),
    }
    return {name: value for name, value in found.items() if value}
