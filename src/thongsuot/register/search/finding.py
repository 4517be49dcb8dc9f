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
    scale = _Scale(index, asked, text)
    ranked = sorted(((scale.score(one), one) for one in wanted), key=lambda found: _order(*found))
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


class _Scale:
    """What one query weighs, computed once for all its candidates."""

    def __init__(self, index: Index, asked: Asked, text: str) -> None:
        self._index = index
        self._words = [(word, weight * index.weight(word)) for word, weight in asked.words.items()]
        self._pairs = [
            (pair, PAIR * weight * index.weights[pair]) for pair, weight in asked.pairs.items() if pair in index.weights
        ]
        self._total = sum(worth for _, worth in (*self._words, *self._pairs))
        self._worths = {word: index.weight(word) for word in asked.words}
        self._asked = asked
        self._spelled = frozenset(marked(text)) if has_marks(text) else frozenset()

    def score(self, one: Document) -> float:
        """The part of what was asked that the document says, then how much of its title was asked, then its prior."""
        words, joined = one.words, one.pairs
        said = sum([worth * words[word] for word, worth in self._words if word in words])
        said += sum([worth * joined[pair] for pair, worth in self._pairs if pair in joined])
        covered = sum([worth for word, worth in self._worths.items() if word in one.head])
        title = covered / (self._index.heads[one.number] or 1.0)
        spelling = MARKED * len(self._spelled & one.marked) / len(self._spelled) if self._spelled else 0.0
        begins = BEGINS if one.begins & self._asked.pairs.keys() else 0.0
        return said / self._total * (1 - TITLE_COVERED + TITLE_COVERED * title + spelling + begins + one.prior)


def _why(asked: Asked, one: Document) -> str:
    if asked.phrases:
        return "hiểu là: " + ", ".join(asked.phrases)
    return "theo tên thủ tục" if all(word in one.words for word in asked.words) else "gần với tên thủ tục"
