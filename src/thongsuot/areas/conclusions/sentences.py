"""The text of a notice cut into sentences, each with the heading that stands over it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARK = re.compile(r"^\s*(?:(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*)\s*[.)]\s*|([a-zđ])\s*\)\s*|[-–+•*]\s+)")
_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_END = re.compile(rf"(?<=[.:;!?])\s+(?=[{_UPPER}])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands, and the words of the heading that ends in a colon above it, if it is an item there."""

    text: str
    heading: str = ""

    @property
    def ends_with_colon(self) -> bool:
        return self.text.endswith(":")


def split(text: str) -> Iterator[Sentence]:
    """The sentences of a text whose paragraphs are lines."""
    heading = ""
    for line in text.splitlines():
        found = _MARK.match(line)
        rest = line[found.end() :] if found else line
        rest = " ".join(rest.split())
        if not rest:
            continue
        item = found is not None and (found[1] is not None or line.lstrip()[0] in "-–+•*")
        if not item:
            heading = ""
        if rest.endswith(":"):
            # A heading inside an item does not replace the one above it: sub-items are rare and short.
            heading = heading if item and heading else rest.rstrip(":").strip()
            if not item:
                yield Sentence(rest)
                continue
        for part in _END.split(rest):
            yield Sentence(part.strip(), heading if item else "")
