"""The list behind a figure: cases through the door, or rows of the register; as many as the figure says."""

from __future__ import annotations

from dataclasses import dataclass

from thongsuot.engine import access, briefed, reading, registry, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.briefed import Figure, Rows, Span
from thongsuot.engine.process import Exposure
from thongsuot.engine.reading import PAGE, Row
from thongsuot.measures import counting, external
from thongsuot.measures.briefing import dossiers, told
from thongsuot.measures.briefing.dossiers import PREFIX, SHOWN
from thongsuot.measures.briefing.places import Place
from thongsuot.measures.briefing.reading import period_of
from thongsuot.measures.definitions import FIGURES
from thongsuot.measures.external import SIMULATED


@dataclass(frozen=True)
class Listed:
    """One page. `total` is the figure, `seen` how many of its rows this reader may see."""

    label: str
    meaning: str
    unit: str
    total: int
    seen: int
    cases: tuple[Row, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


def listing(actor: Actor, key: str, place: Place, span: Span, page: int = 1) -> Listed:
    """A page of the rows behind a figure, for who may open the place. Raises KeyError for what has no list."""
    if key.startswith(PREFIX) and key.removeprefix(PREFIX) in SHOWN:
        return _dossiers(actor, key.removeprefix(PREFIX), place, span, page)
    # What the simulation made stands for a figure of the nation: no other place has it.
    one = external.simulated()[key] if key.startswith(SIMULATED) and not place.code else briefed.told()[key]
    if isinstance(one, Figure):
        return _cases(actor, one, span, page)
    if isinstance(one, Rows):
        return _rows(one, span, page)
    raise KeyError(key)


def _dossiers(actor: Actor, key: str, place: Place, span: Span, page: int) -> Listed:
    figure, period, part = FIGURES[key], period_of(span), dossiers.slice_of(place)
    found = counting.listing(actor, key, period, part, page)
    seen = found.total or counting.count(actor, [period], "nation", part).total()[key]
    total = seen
    if counting.sight(actor)[0] != "true":
        total = dossiers.counted(place, [(span.start, span.as_of)]).total()[key]
    return Listed(figure.label, figure.meaning, "hồ sơ", total, seen, cases=found.rows)


def _cases(actor: Actor, one: Figure, span: Span, page: int) -> Listed:
    statement = f"""
WITH d AS MATERIALIZED ({told.cases_of(one.statement)}),
 v AS MATERIALIZED (SELECT c.id, c.due_at FROM engine_case c WHERE c.id IN (SELECT id FROM d) AND {access.VISIBLE})
SELECT (SELECT count(*) FROM d), (SELECT count(*) FROM v), (SELECT array_agg(o.id) FROM (
  SELECT id FROM v ORDER BY due_at NULLS LAST, id LIMIT {PAGE} OFFSET %(offset)s) o)
"""
    given = {**access.scope(actor).parameters(), **span.parameters(), "offset": reading.offset(page)}
    given["sealed"] = registry.exposed(Exposure.SEALED)
    total, seen, ids = sql.run(statement, given)[0]
    return Listed(one.label, one.meaning, one.unit, total, seen, cases=reading.rows_of(actor, list(ids or [])))


def _rows(one: Rows, span: Span, page: int) -> Listed:
    statement = f"""
SELECT f.name::text, f.detail::text, count(*) OVER () FROM ({one.statement}) f (name, detail)
ORDER BY 1, 2 LIMIT {PAGE} OFFSET %(offset)s"""
    found = sql.run(statement, {**span.parameters(), "offset": reading.offset(page)})
    total = found[0][2] if found else 0
    rows = tuple((name or "", detail or "") for name, detail, _total in found)
    return Listed(one.label, one.meaning, one.unit, total, total, rows=rows)
