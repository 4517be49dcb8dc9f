"""What a notice tells of, in words: a step of a dossier, of a petition or of a complaint."""

from __future__ import annotations

from thongsuot.engine import registry
from thongsuot.engine.registry import UnknownKind
from thongsuot.web.speech import say as _


def label(name: str) -> str:
    """The step as its table calls it; of what is no dossier with its kind before it."""
    kind, _colon, move = name.rpartition(":")
    try:
        table = registry.area(kind or "dossier").process
    except UnknownKind:
        return name
    found = table.move(move)
    told = _(found.label) if found else move
    return f"{_(table.title)}: {told}" if kind else told
