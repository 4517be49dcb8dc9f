"""`find`: from what somebody typed to procedures in order, with the reason for each."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from thongsuot.register import procedures
from thongsuot.register.procedures import ProcedureView
from thongsuot.register.search import wording
from thongsuot.register.search.index import CANDIDATES, Document, Index, result_names
from thongsuot.register.search.spelling import MOST_CHARACTERS, has_marks, marked
from thongsuot.register.search.wording import Asked

# A hit far behind the first one, or that shares next to nothing with what was asked, only distracts.
FAR_BEHIND, NOTHING = 0.45, 0.12
PAIR, MARKED = 1.3, 0.08
TITLE_COVERED, BEGINS = 0.35, 0.1
_CODE = re.compile(r"^\s*(\d)[.,\s]?(\d{3,6})\S*\s*$")


@dataclass(frozen=True)
class Hit:
    """A procedure found: its score from 0 to about 1, and why, as a Vietnamese phrase for the page."""

    procedure: ProcedureView
    score: float
    why: str


def find(
    text: str,
    day: date,
    *,
    tier: int | None = None,
    field: str | None = None,
    among: Collection[str] | None = None,
    limit: int = 20,
) -> list[Hit]:
    """Procedures in force on a day, nearest first; nothing for a text without a word.

    `among` are the codes that a body has switched on. Whatever is typed is words: no character is an operator.
    """
    index = _current()
    text = text[:MOST_CHARACTERS]
    coded = _by_code(index, text, day, tier, field, among)
    if coded:
        return coded[:limit]
    asked = wording.read(text, index.speller)
    if not asked.words:
        return []
    most = CANDIDATES if among is None else len(index.documents) + 1
    wanted = [
        one for one in index.candidates(asked, tier, field, most) if _stands(one.view, day) and _in(one.view, among)
    ]
    spelled = frozenset(marked(text)) if has_marks(text) else frozenset()
    ranked = sorted(((_score(index, asked, spelled, one), one) for one in wanted), key=lambda found: _order(*found))
    if not ranked:
        return []
    floor = max(NOTHING, FAR_BEHIND * ranked[0][0])
    return [Hit(one.view, round(score, 4), _why(asked, one)) for score, one in ranked[:limit] if score >= floor]


def forget() -> None:
    """Drop the index of this process; the next search builds it again."""
    global _kept
    _kept = None


_kept: tuple[object, Index] | None = None
_lock = threading.Lock()


def _current() -> Index:
    """The index of the procedures as this process remembers them; a new reading makes a new index."""
    global _kept
    versions = procedures.versions()
    kept = _kept
    if kept is None or kept[0] is not versions:
        with _lock:
            kept = _kept
            if kept is None or kept[0] is not versions:
                kept = _kept = (versions, Index((view for some in versions.values() for view in some), result_names()))
    return kept[1]


def _stands(view: ProcedureView, day: date) -> bool:
    return view.holds_on(day)


def _in(view: ProcedureView, among: Collection[str] | None) -> bool:
    return among is None or view.code in among


def _by_code(
    index: Index, text: str, day: date, tier: int | None, field: str | None, among: Collection[str] | None
) -> list[Hit]:
    """What a code or its beginning names: "1.001193", "1001193", "1.0011"."""
    typed = _CODE.match(text)
    if typed is None:
        return []
    start = f"{typed[1]}.{typed[2]}"
    views = [
        one.view
        for one in index.documents
        if one.view.code.startswith(start)
        and _stands(one.view, day)
        and _in(one.view, among)
        and tier in (None, one.view.tier)
        and field in (None, one.view.field)
    ]
    views.sort(key=lambda view: (view.code, not view.authority.startswith("bo."), view.authority))
    return [Hit(view, 1.0, "theo mã thủ tục") for view in views]


def _order(score: float, one: Document) -> tuple[float, str, bool, str]:
    view = one.view
    return -score, view.code, not view.authority.startswith("bo."), view.authority


def _score(index: Index, asked: Asked, spelled: frozenset[str], one: Document) -> float:
    """The part of what was asked that the document says, then how much of its title was asked, then its prior."""
    total = said = 0.0
    for word, weight in asked.words.items():
        worth = weight * index.weight(word)
        total += worth
        said += worth * one.words.get(word, 0.0)
    for pair, weight in asked.pairs.items():
        if pair in index.weights:
            worth = PAIR * weight * index.weights[pair]
            total += worth
            said += worth * one.pairs.get(pair, 0.0)
    if not said:
        return 0.0
    title = sum(index.weight(word) for word in one.head)
    covered = sum(index.weight(word) for word in one.head if word in asked.words)
    share = said / total
    spelling = MARKED * len(spelled & one.marked) / len(spelled) if spelled else 0.0
    begins = BEGINS if one.begins & asked.pairs.keys() else 0.0
    return share * (1 - TITLE_COVERED + TITLE_COVERED * covered / (title or 1.0) + spelling + begins + one.prior)


def _why(asked: Asked, one: Document) -> str:
    if asked.phrases:
        return "hiểu là: " + ", ".join(asked.phrases)
    return "theo tên thủ tục" if all(word in one.words for word in asked.words) else "gần với tên thủ tục"
