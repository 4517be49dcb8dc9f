"""The rules of obstacles, pure: which tier comes next, what is the same matter, whether a promise was kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from thongsuot.register.folding import fold
from thongsuot.register.houses import TIERS

# Words that every obstacle has: they say nothing of whether two are the same.
COMMON = frozenset(fold(
    "chưa có không và của cho ở tại về được các những là do thì khi để theo với đến từ một hai bị vì nên thủ tục hồ sơ"
    " xã phường tỉnh thành phố vướng mắc khó khăn thực hiện giải quyết"
).split())  # fmt: skip
LEAST = 0.25


@dataclass(frozen=True, slots=True)
class Matter:
    """What of an obstacle tells whether another one is the same."""

    id: UUID
    title: str
    procedure: str = ""
    article: str = ""
    field: str = ""


class Way(StrEnum):
    """How a body stands to the one that has the obstacle now."""

    DOWN = "down"
    BESIDE = "beside"
    UP = "up"
    SKIPS = "skips"


def way(now: int, to: int) -> Way:
    """From the tier that has it to another one. Raises ValueError for a tier that there is not."""
    steps = TIERS.index(to) - TIERS.index(now)
    if steps == 0:
        return Way.BESIDE
    return Way.DOWN if steps < 0 else Way.UP if steps == 1 else Way.SKIPS


def words(text: str) -> frozenset[str]:
    """The telling words of a text, folded."""
    return frozenset(word for word in fold(text).split() if len(word) > 1 and word not in COMMON)


def likeness(one: Matter, other: Matter) -> float:
    """How much two obstacles are the same matter, 0 to 1: shared words, the procedure and the article of law.

    The same whichever of the two is named first; without a shared word or reference it is 0.
    """
    mine, theirs = words(one.title), words(other.title)
    shared = len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
    procedure = 0.25 if one.procedure and fold(one.procedure) == fold(other.procedure) else 0.0
    article = 0.25 if one.article and fold(one.article) == fold(other.article) else 0.0
    if not shared + procedure + article:
        return 0.0
    field = 0.1 if one.field and one.field == other.field else 0.0
    return min(1.0, shared + procedure + article + field)


def ranked(one: Matter, others: Iterable[Matter], most: int = 5) -> Sequence[Matter]:
    """Those that may be the same matter, the likeliest first; equal ones the older first. Never itself."""
    found = [(likeness(one, other), other) for other in others if other.id != one.id]
    close = sorted((pair for pair in found if pair[0] >= LEAST), key=lambda pair: (-pair[0], str(pair[1].id)))
    return [other for _, other in close[:most]]
