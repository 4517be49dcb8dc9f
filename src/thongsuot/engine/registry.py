"""Where areas announce themselves: their processes, forms and words. Nothing here knows an area by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from thongsuot.engine import process as processes
from thongsuot.engine import published as publishing
from thongsuot.engine import soundness, sql
from thongsuot.engine.internal.definition import Path
from thongsuot.engine.process import Exposure, Process
from thongsuot.engine.published import Audience, Steps
from thongsuot.engine.routing import Routing
from thongsuot.engine.warning_levels import LEVELS, Level

if TYPE_CHECKING:
    from datetime import datetime

    from thongsuot.engine.actor import Actor
    from thongsuot.engine.case import Case
    from thongsuot.engine.faces import Face
    from thongsuot.engine.making import Opening
    from thongsuot.engine.ordering import Ordered
    from thongsuot.engine.retiming import Retimed


def _everything(case: Case, move: str) -> bool:
    return True


def _as_before(case: Case, move: str, given: Mapping[str, Any]) -> None:
    return None


def _nobody(actor: Actor, case: Case) -> None:
    return None


@dataclass(frozen=True)
class Area:
    """One kind of work as it declares itself.

    `letters` are the keys of the forms that it prints. `refuses` are its own rules about a move, beyond the table:
    given the case, the move's name and the given values, each returns a sentence or None. `path` is the main way that
    internal processes of procedures are woven into; without one the kind has none. `routing` says where its cases may
    go when a move routes them. `exposure` says who sees them, `face` how the desk shows them; dossiers have pages of
    their own. `warnings` are raised before and after their due moments. `others` are further tables of the kind,
    which an opening may name. `orders` makes the opening of a case that another area's case is to have as its part
    (`ordering.Ordered`). `offers` says whether a page shows a move that the table allows: not what makes no sense for
    this case. `published` are the steps at which others than its own bodies may read a case, and who they are.
    `retimes` says when a move finds the case to be of another kind, with other limits. `bars` is why somebody whose
    posts would let them may still not work on this case: it concerns them.
    """

    process: Process
    letters: frozenset[str] = frozenset()
    refuses: tuple[Callable[[Case, str, Mapping[str, Any]], str | None], ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None
    routing: Routing | None = None
    exposure: Exposure = Exposure.PERSONAL
    face: Face | None = None
    warnings: tuple[Level, ...] = LEVELS
    others: tuple[Process, ...] = ()
    orders: Callable[[Ordered, datetime], Opening] | None = None
    offers: Callable[[Case, str], bool] = _everything
    published: Steps = field(default_factory=dict)
    retimes: Callable[[Case, str, Mapping[str, Any]], Retimed | None] = _as_before
    bars: Callable[[Actor, Case], str | None] = _nobody


Hindrance = Callable[["Case"], str | None]
Known = Callable[[Mapping[str, Any]], str | None]

_areas: dict[str, Area] = {}
_hindrances: dict[tuple[str, str], list[tuple[Hindrance, Known | None]]] = {}
_versions: dict[str, Process] = {}


class UnknownKind(Exception):
    """No area declared this kind of case."""


class Changed(Exception):
    """A published version of a process was altered in the code: it needs a new version number."""


def declare(area: Area) -> None:
    """Announce an area. Raises soundness.Unsound when its process cannot be used."""
    soundness.check(area.process, area.letters, area.exposure)
    faults = list(publishing.faults(area.process, area.exposure, area.published))
    if area.routing is None:
        faults += [f"move {m.name}: routes, yet its area knows no way" for m in area.process.moves if m.routes]
    if faults:
        raise soundness.Unsound(area.process, faults)
    for other in area.others:
        soundness.check(other, area.letters, area.exposure)
        _versions[other.pin] = other
    _areas[area.process.key] = area
    _versions[area.process.pin] = area.process


def area(kind: str) -> Area:
    try:
        return _areas[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def exposed(exposure: Exposure) -> list[str]:
    """The kinds of case of that exposure."""
    return [kind for kind, one in _areas.items() if one.exposure is exposure]


def exposure_of(pin: str) -> Exposure:
    """Who sees the cases that are pinned to this version. A kind that no area declares any more is personal."""
    found = _areas.get(pin.partition("@")[0])
    return found.exposure if found else Exposure.PERSONAL


def published(kind: str, to: Audience) -> frozenset[str]:
    """The steps at which cases of this kind may be read by that audience; none of a kind that no area declares."""
    found = _areas.get(kind)
    return publishing.to(to, found.published) if found else frozenset()


def by_slug(slug: str) -> Area | None:
    """The area whose pages stand under this word."""
    return next((one for one in _areas.values() if one.face is not None and one.face.slug == slug), None)


def areas() -> tuple[Area, ...]:
    return tuple(_areas.values())


def hinder(kind: str, move: str, rule: Hindrance, known: Known | None = None) -> None:
    """Let another area hold up a move of that kind while its rule gives a sentence: areas know one another by name.

    `known` gives the same sentence from what is kept beside the case (`reading.beside`), where a page has read that.
    """
    rules = _hindrances.setdefault((kind, move), [])
    if (rule, known) not in rules:
        rules.append((rule, known))


def hindered(case: Case, move: str, kept: Mapping[str, Any] | None = None) -> str | None:
    """Why another area's work holds up this move now; None when nothing does. `kept` is what a page has read beside."""
    for rule, known in _hindrances.get((case.kind, move), ()):
        sentence = rule(case) if known is None or kept is None else known(kept)
        if sentence:
            return sentence
    return None


def barred(actor: Actor, case: Case) -> str | None:
    """Why somebody may not work on a case though their posts would let them; None when nothing is against it."""
    found = _areas.get(case.kind)
    return found.bars(actor, case) if found else None


def process_of(pin: str) -> Process:
    """The version that a case is pinned to, from the code or, when the code has moved on, as published."""
    found = _versions.get(pin)
    if found is None:
        found = _published(pin)
        if found is None:
            raise UnknownKind(pin)
        _versions[pin] = found
    return found


def keep(process: Process) -> Process:
    """Record a woven version under its pin, once and for ever. Raises Changed when another one stands there."""
    sql.run(
        "INSERT INTO engine_process (pin, definition, published_at) VALUES (%s, %s, now())"
        " ON CONFLICT (pin) DO NOTHING",
        [process.pin, processes.to_json(process)],
    )
    if _published(process.pin) != process:
        raise Changed(process.pin)
    return process


def _published(pin: str) -> Process | None:
    rows = sql.run("SELECT definition FROM engine_process WHERE pin = %s", [pin])
    return processes.from_json(rows[0][0]) if rows else None


def publish() -> list[str]:
    """Record every declared version once; a version that was altered since raises Changed. Returns the new pins."""
    new = []
    for process in (process for one in areas() for process in (one.process, *one.others)):
        rows = sql.run(
            "INSERT INTO engine_process (pin, definition, published_at) VALUES (%s, %s, now())"
            " ON CONFLICT (pin) DO NOTHING RETURNING pin",
            [process.pin, processes.to_json(process)],
        )
        if rows:
            new.append(process.pin)
        elif _published(process.pin) != process:
            raise Changed(process.pin)
    return new
