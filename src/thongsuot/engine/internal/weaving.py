"""An internal process woven into the table of its kind: the result is a process like any other, and as sound.

Each step stands on a state of the kind's main way. The first step on a state keeps that state's key, so letters,
lists and tallies go on knowing it; further steps become states between; an optional state without a step is left
out. Side ways (supplement, payment, withdrawal, extension) and the proofs apart (sign, number, seal, issue) stay.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor

from thongsuot.engine import soundness
from thongsuot.engine.internal.definition import BadInternal, Internal, Path, Step, available, check
from thongsuot.engine.process import At, Move, Need, NeedKind, Process, Role, State

NOTE = Need("note", "Ghi chú khi chuyển", NeedKind.TEXT, required=False, longest=1000)


def process_key(base: Process, internal: Internal) -> str:
    """The key under which versions of this internal process are published: it names the table it was woven into."""
    return f"{base.pin}/{internal.procedure}/{internal.place or 'vn'}"


def kind_of(pin: str) -> str:
    """The kind of case that a pin belongs to, woven or not."""
    return pin.partition("@")[0]


def named_by(pin: str) -> tuple[str, str, int] | None:
    """The procedure, place and number of the published version that a pin was woven from; None for a table itself."""
    _base, slash, rest = pin.partition("/")
    if not slash:
        return None
    procedure, _slash, where = rest.rpartition("/")
    place, _at, number = where.partition("@")
    return procedure, "" if place == "vn" else place, int(number)


def weave(
    base: Process, path: Path, internal: Internal, version: int, letters: frozenset[str] = frozenset()
) -> Process:
    """The process of this version. Raises BadInternal with a sentence for every fault."""
    check(internal, path)
    woven = _Weaving(base, path, internal).process(version)
    try:
        soundness.check(woven, letters)
    except soundness.Unsound as unsound:
        raise BadInternal([f"Quy trình không dùng được: {fault}." for fault in unsound.faults]) from unsound
    return woven


@dataclass(frozen=True)
class _Place:
    """One step where it stands: its state's key, its holder and the step itself; `step` is None for a plain state."""

    key: str
    role: Role
    step: Step | None


class _Weaving:
    def __init__(self, base: Process, path: Path, internal: Internal) -> None:
        self.base, self.path, self.internal = base, path, internal
        self.room = available(internal.limit)
        self.skipped = {
            key for key in path.states if key in path.optional and not any(s.on == key for s in internal.steps)
        }
        self.ahead = {key: self._next(at) for at, key in enumerate(path.states)}
        self.places = {key: self._places(key) for key in path.states if key not in self.skipped}

    def process(self, version: int) -> Process:
        faults = [*self._faults()]
        if faults:
            raise BadInternal(faults)
        return replace(
            self.base,
            key=process_key(self.base, self.internal),
            version=version,
            title=self.internal.title or self.base.title,
            states=tuple(self._states()),
            moves=tuple(self._moves()),
        )

    def _next(self, at: int) -> str:
        """The first state after this one on the main way that is not left out."""
        return next((key for key in self.path.states[at + 1 :] if key not in self.skipped), "")

    def _main(self, key: str) -> Move | None:
        """The move of the kind's own table that leads on from a state of the main way."""
        at = self.path.states.index(key)
        after = self.path.states[at + 1] if at + 1 < len(self.path.states) else ""
        return next((m for m in self.base.moves if m.sources == (key,) and m.target == after), None) if after else None

    def _places(self, key: str) -> list[_Place]:
        own = self.base.state(key).queue
        assert own is not None, "a state of the main way waits in a queue"
        steps = [step for step in self.internal.steps if step.on == key]
        if not steps:
            return [_Place(key, own, None)]
        return [
            _Place(key if place == 0 else step.key, Role(step.role, At(step.at)) if step.role else own, step)
            for place, step in enumerate(steps)
        ]

    def _faults(self) -> Iterator[str]:
        keys = {state.key for state in self.base.states}
        for key, places in self.places.items():
            main, own = self._main(key), self.base.state(key).queue
            for place in places:
                name = f"Bước “{place.step.label}”" if place.step else key
                if place.key != key and place.key in keys:
                    yield f"{name}: mã “{place.key}” trùng với một giai đoạn của quy trình điện tử."
                if main is not None and main.evidence and place.role != own:
                    label = self.base.state(key).label
                    yield f"{name}: giai đoạn “{label}” phải do đúng vai trò đã quy định thực hiện."

    # States.

    def _states(self) -> Iterator[State]:
        for state in self.base.states:
            if state.key in self.skipped:
                continue
            if state.key not in self.places:
                yield state
                continue
            for place in self.places[state.key]:
                yield self._state(state, place)

    def _state(self, state: State, place: _Place) -> State:
        step = place.step
        if step is None:
            return replace(state, share=0)
        return replace(state, key=place.key, label=step.label, queue=place.role, share=self._share(step))

    def _share(self, step: Step) -> int:
        if step.span is None or not self.room:
            return 0
        return floor(100 * step.span.days / self.room)

    # Moves.

    def _moves(self) -> Iterator[Move]:
        for move in self.base.moves:
            changed = self._move(move)
            if changed is not None:
                yield changed
        for places in self.places.values():
            for here, there in itertools.pairwise(places):
                yield self._forward(here, there)

    def _forward(self, here: _Place, there: _Place) -> Move:
        label = there.step.label if there.step else there.key
        return Move(
            f"forward_{there.key}", f"Chuyển bước: {label}", (here.key,), there.key, here.role,
            needs=(NOTE,), letter=self.path.letter, batch=True, basis="Quy trình nội bộ",
        )  # fmt: skip

    def _move(self, move: Move) -> Move | None:
        target = self.ahead[move.target] if move.target in self.skipped else move.target
        if move.opens:
            return replace(move, target=target)
        if len(move.sources) == 1 and (place := self._leads_on(move)):
            return replace(move, sources=(place.key,), target=target, role=place.role)
        sources, role = self._sources(move)
        if not sources or (target != move.target and target in sources):
            return None
        return replace(move, sources=sources, target=target, role=role)

    def _leads_on(self, move: Move) -> _Place | None:
        """The last step of the state that this move leads on from, if it is on the main way."""
        key = move.sources[0]
        if key not in self.places or self._main(key) is not move:
            return None
        return self.places[key][-1]

    def _sources(self, move: Move) -> tuple[tuple[str, ...], Role]:
        """From every step on its states; a move of their own holder alone only from the steps that he still holds."""
        found: list[str] = []
        role = move.role
        own = all(self.base.state(key).queue == move.role for key in move.sources)
        for key in move.sources:
            if key in self.skipped:
                continue
            if key not in self.places:
                found.append(key)
                continue
            held = [place.key for place in self.places[key] if not own or place.role == move.role]
            if not held and len(move.sources) == 1:
                held, role = [key], self.places[key][0].role
            found += held
        return tuple(found), role
