"""The archive's list of a house: what is due, handed over, refused; and what the archive takes over soon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from thongsuot.areas.dossiers.keeping import archiving, erasing
from thongsuot.engine import sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed

READERS = frozenset({"clerk", "chair"})
PAGE = 50
# A tab and the states of a package in it.
TABS: dict[str, tuple[str, ...]] = {
    "due": ("waiting", "packed"), "taken": ("taken",), "refused": ("refused",), "erased": ("erased",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One closed dossier on its way to the archive."""

    case_id: UUID
    code: str
    closed_at: datetime
    rule: str
    keep_until: date | None
    state: str
    digest: str
    size: int
    tries: int
    reason: str
    receipt: str
    taken_at: datetime | None


_COLUMNS = (
    "case_id, code, closed_at, rule, keep_until, state, coalesce(encode(digest, 'hex'), ''), size, tries, reason,"
    " receipt, taken_at"
)


def counts(actor: Actor) -> dict[str, int]:
    """How many dossiers of the actor's houses stand in each tab."""
    rows = sql.run(
        "SELECT state, count(*) FROM keeping_package WHERE body = ANY(%s) GROUP BY state", [erasing.readable(actor)]
    )
    found = dict(rows)
    return {tab: sum(found.get(state, 0) for state in states) for tab, states in TABS.items()}


def lines(actor: Actor, tab: str, first: int = 0, most: int = PAGE) -> list[Line]:
    """The dossiers of a tab, the longest closed first. Raises KeyError for an unknown tab."""
    rows = sql.run(
        f"SELECT {_COLUMNS} FROM keeping_package WHERE body = ANY(%s) AND state = ANY(%s)"
        " ORDER BY closed_at, case_id LIMIT %s OFFSET %s",
        [erasing.readable(actor), list(TABS[tab]), most, first],
    )
    return [Line(*row) for row in rows]


def every(actor: Actor, tab: str) -> Iterator[Line]:
    """All of a tab, for a workbook."""
    first = 0
    while found := lines(actor, tab, first, 500):
        yield from found
        first += len(found)


def again(actor: Actor, now: datetime) -> int:
    """Have everything packed anew that the archive refused of the clerk's houses; how many. Raises NotAllowed."""
    if not erasing.houses(actor, erasing.PROPOSES):
        raise NotAllowed("Văn thư của cơ quan giao nộp hồ sơ vào lưu trữ.")
    return archiving.again([one.case_id for one in lines(actor, "refused", most=1000)], now)
