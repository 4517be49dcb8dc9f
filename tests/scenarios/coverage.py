"""What the stories leave untold of a table: an edge, a need given and left out, a state, an opening."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios import Story, Tales
from thongsuot.engine.process import Process

Edge = tuple[str, str]
"""A move and the state that it leaves; an opening leaves ""."""


def edges(story: Story) -> list[Edge]:
    """The edges that a story goes along, in its order."""
    before = ["", *(step.to for step in story.steps)]
    return [(step.does, source) for step, source in zip(story.steps, before, strict=False) if step.is_move]


def untold(process: Process, tales: Tales | None) -> list[str]:
    """What the table has and no story exercises, and what stories tell that the table has not: one line each."""
    if tales is None:
        return [f"{process.key}: no stories are told of it"]
    return [*_edges(process, tales), *_states(process, tales), *_needs(process, tales)]


def _edges(process: Process, tales: Tales) -> Iterator[str]:
    told = {edge for story in tales.stories for edge in edges(story)}
    table = {(move.name, source) for move in process.moves for source in move.sources or ("",)}
    yield from (f"edge {move} from {source or 'nothing'}: in the table, in no story" for move, source in table - told)
    yield from (
        f"edge {move} from {source or 'nothing'}: in a story, not in the table" for move, source in told - table
    )


def _states(process: Process, tales: Tales) -> Iterator[str]:
    table = {state.key for state in process.states}
    yield from (f"state {key}: nobody says how a case stands there" for key in table - tales.standing.keys())
    yield from (f"state {key}: told, not in the table" for key in tales.standing.keys() - table)


def _needs(process: Process, tales: Tales) -> Iterator[str]:
    for move in process.moves:
        steps = [step for story in tales.stories for step in story.steps if step.does == move.name]
        for need in move.needs:
            given = [step for step in steps if need.name in step.given]
            if not given:
                yield f"move {move.name}: nobody ever gives {need.name}"
            elif need.required and all(need.name in step.optional for step in given):
                yield f"move {move.name}: {need.name} is required, the stories say it is not"
            elif not need.required and len(given) == len(steps):
                yield f"move {move.name}: nobody ever leaves {need.name} out"
