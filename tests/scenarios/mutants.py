"""Tables with one thing wrong: what a suite worth its name must notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from thongsuot.engine.process import At, Clock, Move, Need, Process, Role, State, Waits

ROLES = ("intake", "specialist", "head", "chair", "clerk", "applicant", "system")


@dataclass(frozen=True)
class Mutant:
    """A process with one fault; `moves` and `states` are where it shows."""

    fault: str
    process: Process
    moves: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()


def mutants(process: Process, letters: frozenset[str]) -> Iterator[Mutant]:
    """Every edge, role, need, clock effect, letter and mark of a move, and every mark of a state, each wrong once."""
    for move in process.moves:
        for fault, changed in _moves(move, process, sorted(letters)):
            moves = tuple(changed if one is move else one for one in process.moves)
            wrong = replace(process, moves=tuple(one for one in moves if one is not None))
            yield Mutant(f"{move.name}: {fault}", wrong, moves=frozenset({move.name}))
    for state in process.states:
        for fault, changed_state in _states(state, process):
            states = tuple(changed_state if one is state else one for one in process.states)
            yield Mutant(f"{state.key}: {fault}", replace(process, states=states), states=frozenset({state.key}))


def _moves(move: Move, process: Process, letters: list[str]) -> Iterator[tuple[str, Move | None]]:
    yield from _edges(move, process)
    yield from _roles(move)
    for need in move.needs:
        yield from _needs(move, need)
    for clock in Clock:
        if clock is not move.clock:
            yield f"clock {clock} for {move.clock}", replace(move, clock=clock)
    if move.letter:
        yield "no letter", replace(move, letter="")
    another = next((letter for letter in letters if letter != move.letter), "")
    if another:
        yield "another letter", replace(move, letter=another)
    yield from _marks(move)


def _edges(move: Move, process: Process) -> Iterator[tuple[str, Move | None]]:
    yield "gone", None
    for source in move.sources:
        rest = tuple(one for one in move.sources if one != source)
        if rest:
            yield f"not from {source}", replace(move, sources=rest)
    for state in process.states:
        if move.sources and state.key not in move.sources:
            yield f"from {state.key} too", replace(move, sources=(*move.sources, state.key))
    others = [state.key for state in process.states if state.key != move.target]
    elsewhere = next((key for key in others if key not in move.sources), others[0])
    yield f"leads to {elsewhere}", replace(move, target=elsewhere)


def _roles(move: Move) -> Iterator[tuple[str, Move]]:
    for name in ROLES:
        for at in At:
            role = Role(name, at)
            if role != move.role and (name == move.role.name or at == move.role.at):
                yield f"by {role}", replace(move, role=role)


def _needs(move: Move, need: Need) -> Iterator[tuple[str, Move]]:
    rest = tuple(one for one in move.needs if one is not need)
    kept, added = (tuple(name for name in names if name != need.name) for names in (move.keeps, move.adds))
    yield f"without {need.name}", replace(move, needs=rest, keeps=kept, adds=added)
    turned = replace(need, required=not need.required)
    word = "optional" if need.required else "required"
    yield f"{need.name} {word}", replace(move, needs=(*rest, turned))


def _marks(move: Move) -> Iterator[tuple[str, Move]]:
    if not move.opens:  # an opening is never undone
        yield "irrevocable" if not move.irrevocable else "revocable", replace(move, irrevocable=not move.irrevocable)
    if not move.stays:  # what stays on its step has no outcome
        yield "another outcome", replace(move, outcome="" if move.outcome else "lost")
    yield "a number" if not move.numbers else "no number", replace(move, numbers="" if move.numbers else "other")
    if move.at_most:
        yield "as often as one likes", replace(move, at_most=0)
    if move.after:
        yield "at once", replace(move, after="")
    if move.allows:
        yield "allows nothing", replace(move, allows="")
    if move.until_due:
        yield "late too", replace(move, until_due=False)
    if move.silent:
        yield "whatever the law says", replace(move, silent=False)
    if move.routes:
        yield "stays in its body", replace(move, routes="")
    if move.limit:
        yield "by the case's limit", replace(move, limit="")
    for name in move.keeps:
        yield f"{name} not kept", replace(move, keeps=tuple(one for one in move.keeps if one != name))
    for name in move.adds:
        yield f"{name} not added up", replace(move, adds=tuple(one for one in move.adds if one != name))


def _states(state: State, process: Process) -> Iterator[tuple[str, State]]:
    yield "another status", replace(state, status=state.status % 10 + 1)
    for waits in Waits:
        if waits is not state.waits_for:
            yield f"waits for {waits}", replace(state, waits_for=waits)
    for queue in {one.queue for one in process.states if one.queue} - {state.queue}:
        yield f"in the queue of {queue}", replace(state, queue=queue)
    for at in At:
        if at is not state.responsible:
            yield f"answered for at {at}", replace(state, responsible=at)
    yield "terminal" if not state.terminal else "open", replace(state, terminal=not state.terminal)
    if state.queue:
        yield "other return", replace(state, returns_to_holder=not state.returns_to_holder)
