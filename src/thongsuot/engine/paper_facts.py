"""What is known of a paper beside its content: original or copy, who compared it, how good its scan is, whence it came.

Source of the kinds: `LoaiBan` of the national portal (0 original, 1 copy, 2 electronic); a certified electronic copy is
an electronic one for the portal and told apart here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"
    CERTIFIED = "certified"


PORTAL_CODES = {Kind.ORIGINAL: 0, Kind.COPY: 1, Kind.ELECTRONIC: 2, Kind.CERTIFIED: 2}
ON_PAPER = frozenset({Kind.ORIGINAL, Kind.COPY})


@dataclass(frozen=True)
class PaperFacts:
    """`faults` are (page, what is wrong); `why` says why a bad scan was kept and may be personal.

    `source` is the `IdGiayTo` of the paper that is used again, `source_of` the dossier or store that holds it, `body`
    who issued it. `sign` is the officer's will to sign the scan in person.
    """

    kind: Kind | None = None
    compared_by: str = ""
    compared_at: datetime | None = None
    pages: int = 0
    dpi: int = 0
    faults: tuple[tuple[int, str], ...] = ()
    why: str = ""
    sign: bool = False
    source: str = ""
    source_of: str = ""
    body: str = ""

    def to_json(self) -> dict[str, Any]:
        """Only what is known, for the row of the paper."""
        found: dict[str, Any] = {
            "kind": str(self.kind) if self.kind else "",
            "compared_by": self.compared_by,
            "compared_at": self.compared_at.isoformat() if self.compared_at else "",
            "pages": self.pages,
            "dpi": self.dpi,
            "faults": [list(one) for one in self.faults],
            "why": self.why,
            "sign": self.sign,
            "source": self.source,
            "source_of": self.source_of,
            "body": self.body,
        }
        return {name: value for name, value in found.items() if value}

    def recorded(self) -> dict[str, Any]:
        """What the journal's chain covers: all but the reason, which stands among the personal values."""
        return {name: value for name, value in self.to_json().items() if name != "why"}


NOTHING = PaperFacts()


def from_json(kept: Mapping[str, Any]) -> PaperFacts:
    """The facts of a stored paper. Raises ValueError for what no paper says."""
    at = kept.get("compared_at", "")
    return PaperFacts(
        kind=Kind(kept["kind"]) if kept.get("kind") else None,
        compared_by=kept.get("compared_by", ""),
        compared_at=datetime.fromisoformat(at) if at else None,
        pages=kept.get("pages", 0),
        dpi=kept.get("dpi", 0),
        faults=tuple((int(page), str(what)) for page, what in kept.get("faults", ())),
        why=kept.get("why", ""),
        sign=kept.get("sign", False),
        source=kept.get("source", ""),
        source_of=kept.get("source_of", ""),
        body=kept.get("body", ""),
    )
