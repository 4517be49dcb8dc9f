"""What areas and the register tell: all their statements as one, by place, for one or more spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from thongsuot.engine import briefed, registry, sql
from thongsuot.engine.briefed import Figure, Ratio, Rows, Span, Told
from thongsuot.engine.process import Exposure
from thongsuot.measures.briefing.dossiers import digest
from thongsuot.measures.briefing.places import COMMUNE, NATION, Place
from thongsuot.measures.briefing.values import CASES, ROWS, SHARE, TOLD, Value

NAMES = ("start", "as_of", "place")
_MIX = "bit_xor(('x' || substr(md5(d.id::text), 1, 16))::bit(64)::bigint)"


@dataclass
class Counted:
    """How many rows a statement gave, by what stands beneath the place, and the digest of their ids."""

    number: int = 0
    places: dict[str, int] = field(default_factory=dict)
    mixed: int | None = None


def dated(statement: str) -> bool:
    """Whether the statement asks for a span that can be asked again. What asks which cases are open is as of now: for
    an earlier span it would leave out those that ended since, and every comparison would look worse than it was."""
    return ("%(start)s" in statement or "%(as_of)s" in statement) and "is_open" not in statement


def for_span(statement: str, place: int) -> str:
    """A statement with the parameters of the span at that place of a list."""
    for name in NAMES:
        statement = statement.replace(f"%({name})s", f"%({name}_{place})s")
    return statement


def parameters(spans: Sequence[Span]) -> dict[str, Any]:
    """The parameters of `for_span` for every span of a list."""
    return {f"{name}_{at}": value for at, span in enumerate(spans) for name, value in span.parameters().items()}


def cases_of(statement: str) -> str:
    """The cases of a figure's statement, each once; what is sealed is counted in no figure."""
    return f"""SELECT d.id, c.province_code, c.place_code, c.executing_body, c.due_at
 FROM (SELECT DISTINCT f.id FROM ({statement}) f (id)) d JOIN engine_case c ON c.id = d.id
  AND c.kind <> ALL(%(sealed)s)"""


def beneath(place: Place) -> str:
    """The column of a case by which a place's figures are laid out."""
    return {NATION: "province_code", COMMUNE: "executing_body"}.get(place.tier, "place_code")


def counts(place: Place, spans: Sequence[Span], *, digests: bool = False) -> list[Mapping[str, Counted]]:
    """Every figure told by statement in each of the spans: one statement. Undated ones are asked for the first only."""
    pieces, keys = [], [key for key, one in briefed.told().items() if isinstance(one, Figure | Rows)]
    for place_of_key, key in enumerate(keys):
        one = briefed.told()[key]
        assert isinstance(one, Figure | Rows)
        for at in range(len(spans) if dated(one.statement) else 1):
            asked = for_span(one.statement, at)
            head = f"SELECT {place_of_key}, {at}"
            if isinstance(one, Rows):
                pieces.append(f"{head}, '', count(*), NULL::bigint FROM ({asked}) f")
            else:
                mixed = _MIX if digests else "NULL::bigint"
                pieces.append(f"{head}, d.{beneath(place)}, count(*), {mixed} FROM ({cases_of(asked)}) d GROUP BY 3")
    found: list[dict[str, Counted]] = [{} for _ in spans]
    if pieces:
        given = {**parameters(spans), "sealed": registry.exposed(Exposure.SEALED)}
        for number, at, where, count, mixed in sql.run(" UNION ALL ".join(pieces), given):
            _add(found[at].setdefault(keys[number], Counted()), where, count, mixed)
    return found  # type: ignore[return-value]


def _add(counted: Counted, where: str, count: int, mixed: int | None) -> None:
    counted.number += count
    if where:
        counted.places[where] = count
    if mixed is not None:
        counted.mixed = mixed if counted.mixed is None else counted.mixed ^ mixed


def values(place: Place, now: Span, before: Span, *, digests: bool = False) -> list[Value]:
    """All that was told, in the order in which it was told: one statement, and what a `Told` asks itself."""
    here, then = counts(place, [now, before], digests=digests)
    found: dict[str, Value] = {}
    for key, one in briefed.told().items():
        match one:
            case Figure() | Rows():
                found[key] = _counted(one, here.get(key, Counted()), then.get(key, Counted()))
            case Told():
                found[key] = _told(one, now, before)
    for key, one in briefed.told().items():
        if isinstance(one, Ratio):
            found[key] = _ratio(one, found)
    return [found[key] for key in briefed.told()]


def _counted(one: Figure | Rows, here: Counted, then: Counted) -> Value:
    asked = dated(one.statement)
    return Value(
        one.key, int(one.section), one.label, one.meaning, one.unit, ROWS if isinstance(one, Rows) else CASES,
        here.number, then.number if asked else None, bad=one.bad, decide=isinstance(one, Figure) and one.decide,
        dated=asked, places=here.places, digest=digest(here.mixed),
    )  # fmt: skip


def _told(one: Told, now: Span, before: Span) -> Value:
    return Value(
        one.key, int(one.section), one.label, one.meaning, one.unit, TOLD, _plain(one.value(now)),
        _plain(one.value(before)), bad=one.bad, address=one.address,
    )  # fmt: skip


def _plain(value: float | None) -> float | None:
    """A number as it can be frozen: what the database gave exactly (a mean) is kept as a float."""
    return value if value is None or isinstance(value, int) else float(value)


def share(above: float | None, below: float | None) -> float | None:
    """A share, or None when there is nothing to divide by: no data is not full marks."""
    return above / below if above is not None and below else None


def _ratio(one: Ratio, known: Mapping[str, Value]) -> Value:
    above, below = known[one.above], known[one.below]
    made = Value(
        one.key, int(one.section), one.label, one.meaning, "%", SHARE, share(above.value, below.value),
        share(above.before, below.before), share_of=(one.above, one.below),
    )  # fmt: skip
    return replace(made, dated=above.dated and below.dated)
