"""Finding a body by its name as people type it, among all 24,000: what they chose from a list, or part of the name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from thongsuot.register import bodies
from thongsuot.register.bodies import BodyView
from thongsuot.register.folding import fold

MOST = 12
LONGEST = 300
COMMITTEE = "uy ban nhan dan"


@dataclass(frozen=True, slots=True)
class Found:
    """A body under the words by which no other one of the country goes."""

    key: str
    words: str


def words_of(view: BodyView) -> str:
    """Its name, and for what stands in a province the province beside it: commune names come twice in the country."""
    above = bodies.body(f"ubnd.{view.province_code}") if view.province_code and view.tier else None
    province = above.name.removeprefix("Ủy ban nhân dân ") if above else ""
    return f"{view.name} ({province})" if province and province not in view.name else view.name


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    """Every body's name fits in: what does not would be folded again by each search."""
    return fold(text)


def find(text: str, day: date, near: str = "") -> list[Found]:
    """The bodies that a text means: the one whose key, words or only name it is, the committee of the unit that it
    names, else those with all its words.

    Those of the province `near` come first, then the shorter names. Nothing for less than two letters.
    """
    wanted = fold(text[:LONGEST])
    if len(wanted) < 2:
        return []
    standing = [view for view in bodies.everybody() if view.stands_on(day)]
    exact = [v for v in standing if v.key == text.strip() or _goes_by(v, wanted)]
    # A commune or a province by its own name is its committee, not each office that has the name in its own.
    named = exact or [v for v in standing if _folded(v.name) in (wanted, f"{COMMITTEE} {wanted}")]
    if len(named) > 1:
        named = [v for v in named if near and v.province_code == near] or named
    if len(named) == 1:
        return [Found(named[0].key, words_of(named[0]))]
    parts = wanted.split()
    found = named or [v for v in standing if all(part in _folded(v.name) for part in parts)]
    found.sort(key=lambda v: (v.province_code != near, v.tier, len(v.name), v.key))
    return [Found(v.key, words_of(v)) for v in found[:MOST]]


def _goes_by(view: BodyView, wanted: str) -> bool:
    """Whether these are the folded words by which no other body goes: they begin with its name."""
    return wanted.startswith(_folded(view.name)) and fold(words_of(view)) == wanted


def around(house: str, day: date) -> list[Found]:
    """What is near a house, for a list to choose from: its offices, its province's bodies, the ministries."""
    view = bodies.body(house)
    if view is None:
        return []
    own = bodies.offices(house)
    province = [v for v in bodies.bodies_of_unit(view.province_code, day) if v.tier == 1]
    nation = [v for v in bodies.everybody() if v.tier == 0]
    picked = {v.key: v for v in (*own, *province, *nation) if v.stands_on(day)}
    return [Found(v.key, words_of(v)) for v in picked.values()]
