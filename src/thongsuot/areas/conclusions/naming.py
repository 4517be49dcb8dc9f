"""The names by which a conclusion calls bodies, found word by word; and the register's names for one place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from thongsuot.register import bodies
from thongsuot.register.folding import fold

_WORD = re.compile(r"[^\s,;:.()“”\"!?]+|[0-9][0-9.,/]*")
LONGEST = 16


@dataclass(frozen=True, slots=True)
class Named:
    """One word of a text: where it stands, folded, and whether a comma follows it."""

    folded: str
    start: int
    end: int
    comma: bool


def folded_words(text: str) -> list[Named]:
    """The words of a text without signs; “UBND” is written out, as one word of four."""
    found = []
    for one in _WORD.finditer(text):
        word = fold(one[0])
        if word and word not in ("-", "–"):
            found.append(Named(word, one.start(), one.end(), text[one.end() : one.end() + 1] == ","))
    return found


@dataclass
class Names:
    """Names, folded, with the keys of the bodies that they mean."""

    keys: dict[str, str] = field(default_factory=dict)
    first: set[str] = field(default_factory=set)

    def add(self, name: str, key: str) -> None:
        folded = " ".join(one.folded for one in folded_words(name))
        if folded:
            self.keys.setdefault(folded, key)
            self.first.add(folded.split()[0])

    def longest(self, words: Sequence[Named], at: int) -> tuple[str, int]:
        """The body whose name is the longest that begins here, and of how many words; ("", 0) when none does."""
        if words[at].folded not in self.first:
            return "", 0
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            key = self.keys.get(" ".join(one.folded for one in words[at : at + length]))
            if key:
                return key, length
        return "", 0


class Body(Protocol):
    """What of a body its names are made from."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def tier(self) -> int: ...
    @property
    def province_code(self) -> str: ...


def of_register(day: date, province: str = "") -> Names:
    """The names that hold on a day, as `of_bodies` gives them."""
    return of_bodies((view for view in bodies.everybody() if view.stands_on(day)), province)


def of_bodies(rows: Iterable[Body], province: str = "") -> Names:
    """The names of the country's upper bodies, and of everything in a province, also without that province's name."""
    names, listed = Names(), list(rows)
    own = next((one.name for one in listed if province and one.key == f"ubnd.{province}"), "")
    unit = own.removeprefix("Ủy ban nhân dân ")
    for view in listed:
        near = bool(province) and view.province_code == province
        if not (near or view.tier == 0 or view.kind == "ubnd_tinh"):
            continue
        for name in _spoken(view.name, unit if near else ""):
            names.add(name, view.key)
    return names


def _spoken(name: str, unit: str) -> Iterator[str]:
    """A name as it stands and as people of the place say it: “UBND …”, “Chủ tịch …”, without the province's name."""
    forms: list[str] = [name]
    if unit and name.endswith(f" {unit}"):
        kind = "thành phố" if unit.lower().startswith("thành phố") else "tỉnh"
        forms += [name.removesuffix(f" {unit}"), f"{name.removesuffix(f' {unit}')} {kind}"]
        forms = [one for one in forms if one != "Ủy ban nhân dân"]
    for one in tuple(forms):
        if one.startswith("Ủy ban nhân dân "):
            forms += [one.replace("Ủy ban nhân dân", "UBND", 1), f"Chủ tịch {one}", f"Chủ tịch {one}".replace(
                "Ủy ban nhân dân", "UBND", 1)]  # fmt: skip
        elif one.startswith("Bộ "):
            forms.append(f"Bộ trưởng {one}")
        elif one.startswith(("Sở ", "Trung tâm ", "Công an ")):
            forms.append(f"Giám đốc {one}")
        elif one.startswith("Văn phòng "):
            forms += [one.replace("Ủy ban nhân dân", "UBND", 1), f"Chánh {one}"]
    yield from forms


def of_pairs(pairs: Iterable[tuple[str, str]]) -> Names:
    """Names from (name, key), for tests."""
    names = Names()
    for name, key in pairs:
        names.add(name, key)
    return names
