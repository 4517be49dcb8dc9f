"""What the page of a case says in the words of its area, and what can be opened about it; a dossier has its own."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from thongsuot.engine import registry
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.faces import Face
from thongsuot.engine.registry import UnknownKind
from thongsuot.measures.external import FACT
from thongsuot.register import bodies
from thongsuot.web.environment import moment, url
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _


def face_of(case: Case) -> Face | None:
    try:
        return registry.area(case.kind).face
    except UnknownKind:
        return None


def standing(case: Case, face: Face, holder: str) -> list[tuple[str, str]]:
    """Who it comes from, where it stands, which bodies it concerns."""
    named = [(_(label), bodies.name_of(case.body_at(at))) for at, label in face.bodies if case.body_at(at)]
    return [
        (_(face.subject), case.subject_name),
        (_("Bước"), _(case.table.state(case.step).label)),
        (_("Đang chờ"), holder),
        (_("Mở lúc"), moment(case.opened_at)),
        *named,
    ]


def content(case: Case, face: Face) -> list[tuple[str, str]]:
    """What the case says beyond its table; last, where it was made up, that.

    What was chosen from a list is said in the reader's language, what was typed as it was typed, line by line.
    """
    chosen = _chosen(case.kind)
    told = [(_(label), _(words) if words in chosen else _lines(words)) for label, words in face.pairs(case) if words]
    made_up = [(_("Mô phỏng"), _("Người và nội dung hư cấu, do chương trình mô phỏng tạo."))]
    return told + (made_up if FACT in case.facts else [])


@lru_cache(maxsize=64)
def _chosen(kind: str) -> frozenset[str]:
    """The words of every choice that the forms of a kind offer."""
    area = registry.area(kind)
    needs = [need for move in area.process.moves for need in move.needs]
    needs += [need for form in (area.face.openings if area.face else ()) for need in form.needs]
    return frozenset(label for need in needs for _value, label in need.choices)


def _lines(words: str) -> str:
    return Markup("<br>").join(words.splitlines())


def openings_about(case: Case, actor: Actor) -> list[tuple[str, str]]:
    """What this person may open about a case: (label, address)."""
    return [(label, f"{address}?ve={case.id}") for label, address in _openings(actor, case.kind, language())]


@lru_cache(maxsize=4096)
def _openings(actor: Actor, kind: str, language: str) -> tuple[tuple[str, str], ...]:
    """What somebody with these posts may open about a case of a kind: the same on every page of that kind."""
    return tuple(
        (_(form.label), url("areas:open", area.face.slug, form.move))
        for area in registry.areas()
        if area.face is not None and area.face.relation and area.process.key != kind
        for form in area.face.openings
        if form.listed and form.offered(actor)
    )


def relation_words(kind: str, said_here: bool) -> str:
    """How a case that was opened about another one stands to it: the words of its area; empty for other relations."""
    for area in registry.areas():
        if area.face is not None and area.face.relation == kind:
            return _(area.face.words.get("here" if said_here else "there", area.face.title))
    return ""
