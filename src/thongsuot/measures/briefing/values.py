"""One figure of a briefing as it was asked: with what it means, its value, the one before, and what it is by place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

CASES, DOSSIERS, ROWS, SHARE, TOLD = "cases", "dossiers", "rows", "share", "told"
LISTED = frozenset({CASES, DOSSIERS, ROWS})


@dataclass(frozen=True)
class Value:
    """`value` is None where the system has nothing to count; `before` where there is nothing to compare with.

    `kind` says where its list is. `dated` is false for what is asked as of now: a period that is over cannot be asked
    again. `share_of` are the keys above and below the line. `digest` is of its list's ids, once it was issued.
    """

    key: str
    section: int
    label: str
    meaning: str
    unit: str
    kind: str
    value: float | None
    before: float | None = None
    bad: bool = False
    decide: bool = False
    dated: bool = True
    places: Mapping[str, int] = field(default_factory=dict)
    share_of: tuple[str, ...] = ()
    address: str = ""
    digest: str = ""

    @property
    def share(self) -> bool:
        return self.kind == SHARE

    @property
    def difference(self) -> float:
        """By how much it differs from the one before; 0 where there is none."""
        return (self.value or 0) - self.before if self.value is not None and self.before is not None else 0

    @property
    def weight(self) -> float:
        """How much more than chance the difference is: a count varies by about its square root.

        A sum of money or a mean does not, and says nothing here.
        """
        if self.kind not in LISTED or not self.difference:
            return 0
        return abs(self.difference) / math.sqrt((self.before or 0) + 1)

    @property
    def worse(self) -> bool:
        return self.bad and self.difference > 0

    def kept(self) -> dict[str, Any]:
        """As it is frozen."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Value:
        """One that was frozen, by this release or an earlier one. Raises TypeError for a foreign one."""
        return cls(**{**kept, "share_of": tuple(kept.get("share_of", ()))})
