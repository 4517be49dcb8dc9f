"""Counting and listing the shares that areas declare, over the same received cases as the figure “tiếp nhận”."""

from __future__ import annotations

from dataclasses import dataclass

from thongsuot.engine import reading, shares, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.reading import PAGE
from thongsuot.engine.shares import Share
from thongsuot.measures.counting import HOLDS, MATTERS, PERIODS, Listed, Slice, of_periods, sight
from thongsuot.measures.definitions import FIGURES, HELD, Period


@dataclass(frozen=True, slots=True)
class Shared:
    """One share: `part` of `whole`. Without a whole there is none: no data is not full marks."""

    share: Share
    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


def _received(seen: str, part: Slice) -> str:
    # The conditions are ours and the areas' own: nothing that somebody typed stands in them.
    return f"""FROM (SELECT s.case_id, s.due_at, s.bucket, s.channel, {HELD} FROM {PERIODS}
    JOIN measures_stretch s ON {HOLDS} AND {MATTERS} WHERE {seen} AND {part.conditions()}) h
  JOIN engine_case c ON c.id = h.case_id WHERE {FIGURES["received"].test}"""  # noqa: S608 - the conditions are ours


def counted(actor: Actor, period: Period, part: Slice) -> tuple[Shared, ...]:
    """Every declared share of a part, in one statement; nothing is asked where none is declared."""
    known = shares.known()
    if not known:
        return ()
    seen, parameters = sight(actor)
    sums = ", ".join(
        f"count(*) FILTER (WHERE ({one.whole}) AND ({one.part})), count(*) FILTER (WHERE {one.whole})" for one in known
    )
    statement = f"SELECT {sums} {_received(seen, part)}"
    row = sql.run(statement, {**parameters, **part.parameters(), **of_periods([period])})[0]
    return tuple(Shared(one, row[2 * place], row[2 * place + 1]) for place, one in enumerate(known))


def listing(actor: Actor, key: str, period: Period, part: Slice, *, such: bool, page: int = 1) -> Listed:
    """The cases behind a share: those that are such, or those of the whole that are not. Raises KeyError."""
    one = shares.share(key)
    seen, parameters = sight(actor)
    statement = f"""
SELECT c.id, count(*) OVER () {_received(seen, part)} AND ({one.whole}) AND ({one.part}) = %(such)s
ORDER BY c.opened_at, c.id LIMIT {PAGE} OFFSET %(offset)s
"""
    given = {**parameters, **part.parameters(), **of_periods([period]), "such": such, "offset": (page - 1) * PAGE}
    rows = sql.run(statement, given)
    return Listed(reading.rows_of(actor, [row[0] for row in rows]), rows[0][1] if rows else 0, page)
