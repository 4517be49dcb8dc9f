"""Syllables made comparable, and what somebody probably meant by one that no title has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from thongsuot.register.folding import fold, tidy

MOST_CHARACTERS = 300
MOST_SYLLABLES = 24

_WORD = re.compile(r"[a-z0-9]+")
_MARKED_WORD = re.compile(r"\w+")
_FINAL_Y = re.compile(r"(?<=[bcdghklmnpqrstvx])y$")
_TELEX_PAIRS = (("dd", "d"), ("aa", "a"), ("aw", "a"), ("ee", "e"), ("oo", "o"), ("ow", "o"), ("uw", "u"), ("w", "u"))
_TELEX_TONE = re.compile(r"(?<=[aeiouy])([a-z]*?)[sfrxj]")
_DIGITS = re.compile(r"\d+")


def syllables(text: str) -> list[str]:
    """Folded syllables; a final y after a consonant is i, as people write "ký" and "kí" alike."""
    return [syllable for word in marked(text) for syllable in _folded(word)]


@lru_cache(maxsize=20_000)
def _folded(word: str) -> tuple[str, ...]:
    return tuple(_FINAL_Y.sub("i", part) for part in _WORD.findall(fold(word)))


def marked(text: str) -> list[str]:
    """Syllables in their own spelling, in lower case: what tells "tử" from "từ" when somebody typed the marks."""
    return _MARKED_WORD.findall(tidy(text).lower())


def has_marks(text: str) -> bool:
    return fold(text) != " ".join(tidy(text).lower().split())


def pairs(words: list[str]) -> Iterator[str]:
    """Neighbouring syllables: most Vietnamese words are two of them."""
    return (f"{first} {second}" for first, second in pairwise(words))


def without_keys(word: str) -> str:
    """A syllable typed with the input method switched off: "ddawng" and "d9a8ng" are "dang"."""
    bare = _DIGITS.sub("", word)
    for typed, letter in _TELEX_PAIRS:
        bare = bare.replace(typed, letter)
    return _FINAL_Y.sub("i", _TELEX_TONE.sub(r"\1", bare, count=1))


class Speller:
    """Known syllables and pairs, and the nearest known ones to an unknown syllable.

    The table of deletions answers in constant time what an automaton over the vocabulary would.
    """

    def __init__(self, known: Iterable[str], known_pairs: Iterable[str]) -> None:
        self.known = frozenset(known)
        self.pairs = frozenset(known_pairs)
        self._near: dict[str, set[str]] = defaultdict(set)
        for word in self.known:
            if len(word) >= 3 and not word.isdigit():
                for shorter in _shortened(word):
                    self._near[shorter].add(word)

    def meant(self, before: str, word: str, after: str) -> list[str]:
        """What the syllable may be, likeliest first: itself when it is known and stands well where it stands."""
        if word in self.known and (self._fits(before, word, after) or not (before or after)):
            return [word]
        others = self._others(word)
        fitting = [other for other in others if self._fits(before, other, after)]
        if word in self.known:
            return [word, *fitting[:2]]
        return fitting[:2] or others[:2]

    def _fits(self, before: str, word: str, after: str) -> bool:
        return f"{before} {word}" in self.pairs or f"{word} {after}" in self.pairs

    def _others(self, word: str) -> list[str]:
        typed = without_keys(word)
        if typed != word and typed in self.known and word not in self.known:
            return [typed]
        split = [f"{word[:at]} {word[at:]}" for at in range(2, len(word) - 1)]
        joined = [pair for pair in split if pair in self.pairs]
        if joined and word not in self.known:
            return joined[:1]
        if len(word) < 3 or word.isdigit():
            return []
        found: set[str] = set()
        for shorter in _shortened(word):
            found |= self._near.get(shorter, set())
        return sorted(found - {word}, key=lambda other: (abs(len(other) - len(word)), other[0] != word[0], other))


def _shortened(word: str) -> Iterator[str]:
    """The word and every way to leave one letter out."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
