"""Everyday words and what the titles call them, kept as data and read into a query."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from thongsuot.register.search.spelling import (
    MOST_CHARACTERS,
    MOST_SYLLABLES,
    Speller,
    has_marks,
    marked,
    pairs,
    syllables,
)

DATA = Path(__file__).parent.parent / "data" / "search"

# How much a syllable counts: of an official title, replaced by its official words, or said by habit.
FULL, GUESSED, BESIDE, JOINED, REPLACED, LIGHT = 1.0, 0.8, 0.6, 0.5, 0.25, 0.12
# Light words that stay light beside any other; the rest may be half of a word of a title ("khai tu" without marks).
NEVER_JOINED = frozenset({"cho", "cua", "va", "thi", "la", "bi", "voi", "theo", "toi", "minh", "nhung", "cac"})


@dataclass(frozen=True)
class Syllable:
    """One syllable: folded for comparing, and as it was spelled when it was typed with marks."""

    folded: str
    spelled: str = ""

    def is_said_by(self, other: Syllable) -> bool:
        """Whether a typed syllable may be this one: marks count where somebody typed them ("từ" is not "tử")."""
        return self.folded == other.folded and other.spelled in ("", self.spelled)


@dataclass(frozen=True)
class Wording:
    """An everyday phrase and the words of the titles for it. `keeps` leaves its own words in."""

    said: tuple[Syllable, ...]
    means: tuple[str, ...]
    keeps: bool
    shown: str

    @property
    def words(self) -> list[str]:
        return [one.folded for one in self.said]


@dataclass(frozen=True)
class Asked:
    """What a query asks for: syllables and pairs with their weights, and the everyday phrases that it used."""

    words: dict[str, float]
    pairs: dict[str, float]
    phrases: tuple[str, ...]


def spelt(text: str) -> list[Syllable]:
    """The syllables of a text; one without marks may be any spelling of it."""
    found = []
    for word in marked(text):
        for folded in syllables(word):
            found.append(Syllable(folded, word if has_marks(word) else ""))
    return found


@cache
def wordings() -> dict[str, tuple[Wording, ...]]:
    """Every wording by the first syllable of what is said, the longest first."""
    found: dict[str, list[Wording]] = {}
    with (DATA / "everyday.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            means = tuple(syllables(row["means"]))
            for said in row["said"].split("|"):
                one = Wording(tuple(spelt(said)), means, row["keeps"] == "yes", said.strip())
                found.setdefault(one.said[0].folded, []).append(one)
    return {first: tuple(sorted(some, key=lambda one: -len(one.said))) for first, some in found.items()}


@cache
def light_phrases() -> dict[str, tuple[tuple[Syllable, ...], ...]]:
    """Phrases that say nothing of the procedure ("làm", "ở đâu") by their first syllable, the longest first."""
    found: dict[str, list[tuple[Syllable, ...]]] = {}
    with (DATA / "light.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            phrase = tuple(spelt(row["word"]))
            found.setdefault(phrase[0].folded, []).append(phrase)
    return {first: tuple(sorted(some, key=len, reverse=True)) for first, some in found.items()}


@cache
def common() -> dict[str, float]:
    """How common a procedure is, from 0 to 1, by its code."""
    with (DATA / "common.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: int(row["grade"]) / 3 for row in csv.DictReader(file)}


def read(text: str, speller: Speller) -> Asked:
    """A query as the titles would say it. Everything beyond the first 300 characters, 24 syllables is left out."""
    heard = _heard(spelt(text[:MOST_CHARACTERS])[:MOST_SYLLABLES], speller)
    asked = _Asking(heard, speller)
    while asked.at < len(heard):
        found = _said(heard, asked.at)
        size = 0 if found else _light(heard, asked.at)
        if found is not None:
            asked.take_wording(found)
        elif size:
            asked.take_light(size)
        else:
            asked.take_one()
    return Asked(asked.words, asked.pairs, tuple(asked.phrases))


@cache
def _said_words() -> frozenset[str]:
    return frozenset(word for some in wordings().values() for one in some for word in one.words)


def _heard(typed: Sequence[Syllable], speller: Speller) -> list[Syllable]:
    """The syllables with slips of the keys put right; words of our own data are left alone."""
    heard: list[Syllable] = []
    for at, one in enumerate(typed):
        if one.folded in speller.known or one.folded in _said_words():
            heard.append(one)
            continue
        after = typed[at + 1].folded if at + 1 < len(typed) else ""
        meant = speller.meant(heard[-1].folded if heard else "", one.folded, after)
        heard += [Syllable(word) for word in meant[0].split()] if meant else [one]
    return heard


def _said(heard: Sequence[Syllable], at: int) -> Wording | None:
    return next((one for one in wordings().get(heard[at].folded, ()) if _stands(one.said, heard, at)), None)


def _light(heard: Sequence[Syllable], at: int) -> int:
    """How many syllables from here on say nothing."""
    some = light_phrases().get(heard[at].folded, ())
    return next((len(phrase) for phrase in some if _stands(phrase, heard, at)), 0)


def _stands(phrase: Sequence[Syllable], heard: Sequence[Syllable], at: int) -> bool:
    part = heard[at : at + len(phrase)]
    return len(part) == len(phrase) and all(one.is_said_by(typed) for one, typed in zip(phrase, part, strict=True))


class _Asking:
    """A query half read: where it stands, and what was asked so far."""

    def __init__(self, heard: Sequence[Syllable], speller: Speller) -> None:
        self.heard = [one.folded for one in heard]
        self.speller = speller
        self.at = 0
        self.last = ""
        self.words: dict[str, float] = {}
        self.pairs: dict[str, float] = {}
        self.phrases: list[str] = []

    def take_wording(self, found: Wording) -> None:
        """An everyday phrase: the words of the titles for it, and its own, faintly unless titles say them too."""
        own = found.keeps or (len(found.said) > 2 and all(pair in self.speller.pairs for pair in pairs(found.words)))
        self._add(found.words, FULL if own else REPLACED, self.last)
        self._add(found.means, BESIDE if own and not found.keeps else FULL, "")
        self.phrases.append(found.shown)
        self.at += len(found.said)
        self.last = found.words[-1]

    def take_light(self, size: int) -> None:
        some = self.heard[self.at : self.at + size]
        joined = size == 1 and some[0] not in NEVER_JOINED and f"{self.last} {some[0]}" in self.speller.pairs
        self._add(some, JOINED if joined else LIGHT, self.last)
        self.at += size
        self.last = some[-1]

    def take_one(self) -> None:
        """One syllable of no phrase: itself, and what else it may be where it stands oddly."""
        word = self.heard[self.at]
        after = self.heard[self.at + 1] if self.at + 1 < len(self.heard) else ""
        self._add([word], FULL, self.last)
        for other in self.speller.meant(self.last, word, after):
            if other != word:
                self._add([other], GUESSED, self.last)
                self.pairs.setdefault(f"{other} {after}", GUESSED)
        self.at += 1
        self.last = word

    def _add(self, some: Sequence[str], weight: float, last: str) -> None:
        for word in some:
            self.words[word] = max(self.words.get(word, 0.0), weight)
            if last:
                pair = f"{last} {word}"
                self.pairs[pair] = max(self.pairs.get(pair, 0.0), weight)
            last = word
