"""The rules of obstacles, pure: which tier comes next, what is the same matter, whether a promise was kept."""

from __future__ import annotations

import re
from enum import StrEnum

from thongsuot.register.folding import fold
from thongsuot.register.houses import TIERS

# Words that every obstacle has: they say nothing of whether two are the same.
COMMON = frozenset(fold(
    "chưa có không và của cho ở tại về được các những là do thì khi để theo với đến từ một hai bị vì nên thủ tục hồ sơ"
    " xã phường tỉnh thành phố vướng mắc khó khăn thực hiện giải quyết"
).split())  # fmt: skip
WORD = re.compile(r"\w+")
# The marks of a reference, which no word has.
PROCEDURE, ARTICLE, FIELD = "=p ", "=a ", "=f "


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
    return frozenset(word for word in WORD.findall(fold(text)) if len(word) > 1 and word not in COMMON)


def telling(title: str, procedure: str = "", article: str = "", field: str = "") -> list[str]:
    """What tells whether two obstacles are the same matter: the title's words and, marked, what it refers to.

    Kept with the case, so that the database compares with all open ones; see `similar`.
    """
    marked = ((PROCEDURE, procedure), (ARTICLE, article), (FIELD, field))
    return [*sorted(words(title)), *(mark + fold(said) for mark, said in marked if fold(said))]
