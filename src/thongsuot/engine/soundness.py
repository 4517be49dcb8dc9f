"""The check that a process passes before it can be used: every fault is named with its place."""

from __future__ import annotations

from collections.abc import Iterator

from thongsuot.engine.process import OFFICER, At, Clock, Exposure, Move, NeedKind, Process

# Where a role's posts let their holders see cases: see access.scope.
SEES = {
    "intake": frozenset({At.RECEIVING, At.SUPPORTING}),
    "specialist": frozenset({At.EXECUTING, At.RECEIVING}),
    "head": frozenset({At.EXECUTING, At.RECEIVING}),
    "chair": frozenset({At.COMPETENT}),
    "clerk": frozenset({At.COMPETENT}),
    "reception": frozenset({At.RECEIVING}),
    "applicant": frozenset({At.SUBJECT}),
    "system": frozenset({At.RECEIVING}),  # it sees everything; one way to write it is enough
}
# What each effect asks of the clock and makes of it; an effect that is not here takes any and changes nothing.
CLOCK_FROM = {Clock.PAUSE: "running", Clock.RESUME: "paused", Clock.EXTEND: "running"}
CLOCK_TO = {
    Clock.START: "running",
    Clock.PROMISE: "running",
    Clock.PAUSE: "paused",
    Clock.RESUME: "running",
    Clock.STOP: "stopped",
}

BODIES = frozenset({At.RECEIVING, At.SUPPORTING, At.EXECUTING, At.COMPETENT})
# Work between offices is seen by every post of its bodies; what is sealed, by reception and the sender.
SEES_BY: dict[Exposure, dict[str, frozenset[At]]] = {
    Exposure.PERSONAL: SEES,
    Exposure.OFFICE: {
        **dict.fromkeys(("intake", "specialist", "head", "chair", "clerk", "reception", OFFICER), BODIES),
        "system": frozenset({At.RECEIVING}),
    },
    Exposure.SEALED: {
        "reception": frozenset({At.RECEIVING}),
        "applicant": frozenset({At.SUBJECT}),
        "system": frozenset({At.RECEIVING}),
    },
}
ROLES = frozenset({"intake", "specialist", "head", "chair", "clerk", "reception", OFFICER, "applicant", "system"})
STATUSES = frozenset(range(1, 11))


class Unsound(Exception):
    """A process that cannot be published; `faults` are sentences, each naming the place."""

    def __init__(self, process: Process, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(f"{process.pin}: " + "; ".join(faults))


def check(process: Process, letters: frozenset[str] = frozenset(), exposure: Exposure = Exposure.PERSONAL) -> None:
    """Raise Unsound when any rule is broken. `letters` are the forms that the area can print."""
    faults = [
        *_names(process),
        *_seen(process, SEES_BY[exposure]),
        *_ways(process),
        *_needs(process),
        *_clock(process),
        *_letters(process, letters),
    ]
    if not any("unknown state" in fault or "leads nowhere" in fault for fault in faults):
        faults += [*_reach(process), *_shares(process), *_clock_walk(process)]
    if faults:
        raise Unsound(process, faults)


def _names(process: Process) -> Iterator[str]:
    keys = [state.key for state in process.states]
    names = [move.name for move in process.moves]
    yield from (f"state {key}: declared twice" for key in sorted({k for k in keys if keys.count(k) > 1}))
    yield from (f"move {name}: declared twice" for name in sorted({n for n in names if names.count(n) > 1}))
    if not process.openings:
        yield "no opening move"
    for move in process.moves:
        for key in (*move.sources, move.target):
            if key and key not in keys:
                yield f"move {move.name}: unknown state {key}"
        if move.opens and move.stays:
            yield f"move {move.name}: opens a case and leads nowhere"
        if move.role.name not in ROLES:
            yield f"move {move.name}: unknown role {move.role.name or '(none)'}"
        if move.opens and move.numbers:
            yield f"move {move.name}: opens a case and draws a number, which has no case to stand in"
    for state in process.states:
        if state.status not in STATUSES:
            yield f"state {state.key}: unknown status {state.status}"


def _seen(process: Process, sees: dict[str, frozenset[At]]) -> Iterator[str]:
    for move in process.moves:
        if move.role.name in ROLES and move.role.at not in sees.get(move.role.name, frozenset()):
            yield f"move {move.name}: {move.role} does not see the case"
    for state in process.states:
        if state.queue is not None and (state.queue.at not in sees.get(state.queue.name, frozenset())):
            yield f"state {state.key}: {state.queue} is no queue that anybody sees"


def _ways(process: Process) -> Iterator[str]:
    for state in process.states:
        leaving = process.leaving(state.key)
        if state.terminal and any(move.target != state.key for move in leaving if not move.irrevocable):
            yield f"state {state.key}: terminal, yet {leaving[0].name} leaves it"
        if not state.terminal and not leaving:
            yield f"state {state.key}: no way out"
        if not state.terminal and state.queue is None:
            yield f"state {state.key}: open, yet nobody's queue holds it"


def _needs(process: Process) -> Iterator[str]:
    bounded = {move.name for move in process.moves if move.at_most}
    for move in process.moves:
        yield from _routes(move)
        if move.allows and move.allows not in bounded:
            yield f"move {move.name}: allows {move.allows}, which has no bound"
        yield from _assigns(process, move)
        names = [need.name for need in move.needs]
        for need in move.needs:
            if names.count(need.name) > 1:
                yield f"move {move.name}: need {need.name} declared twice"
            if (need.kind is NeedKind.CHOICE) != bool(need.choices):
                yield f"move {move.name}: need {need.name} can be met by nobody: its choices do not fit its kind"
            if need.longest < 1:
                yield f"move {move.name}: need {need.name} can be met by nobody: no room"
        for kept in move.keeps:
            if kept not in names:
                yield f"move {move.name}: keeps {kept}, which it does not need"
            elif next(need for need in move.needs if need.name == kept).personal:
                yield f"move {move.name}: keeps {kept}, which is personal"
        numbers = {need.name for need in move.needs if need.kind in (NeedKind.NUMBER, NeedKind.MONEY)}
        yield from (f"move {move.name}: adds up {one}, which is no number" for one in move.adds if one not in numbers)


def _assigns(process: Process, move: Move) -> Iterator[str]:
    """Who gets a case by name must be one who could have taken it from a queue there."""
    if not move.assigns:
        return
    if not any(n.name == move.assigns and n.kind is NeedKind.PERSON for n in move.needs):
        yield f"move {move.name}: assigns by {move.assigns}, which is no person"
    target = next((state for state in process.states if state.key == move.target), None)
    if target is None or target.queue is None:
        yield f"move {move.name}: assigns, yet leads to no queue"


def _routes(move: Move) -> Iterator[str]:
    """Who sent a case elsewhere no longer sees it, so cannot take that back; and it must go to a step there."""
    if not move.routes:
        return
    if not any(n.name == move.routes and n.kind is NeedKind.BODY and n.required for n in move.needs):
        yield f"move {move.name}: routes by {move.routes}, which is no required body"
    if not move.irrevocable or move.opens or move.stays:
        yield f"move {move.name}: routes, yet it opens, stays or could be taken back"


def _clock(process: Process) -> Iterator[str]:
    pausing = {move.target for move in process.moves if move.clock is Clock.PAUSE}
    for key in sorted(pausing):
        ends = [m for m in process.leaving(key) if m.clock in (Clock.RESUME, Clock.STOP)]
        if not ends:
            yield f"state {key}: the clock pauses and nothing lets it go on"
    for move in process.moves:
        target = next((s for s in process.states if s.key == move.target), None)
        if move.limit and move.limit not in dict(process.limits):
            yield f"move {move.name}: unknown limit {move.limit}"
        if move.after and (move.opens or move.after not in dict(process.limits)):
            yield f"move {move.name}: waits for the unknown limit {move.after}"
        if move.silent and (move.role.name != "system" or move.clock is not Clock.STOP):
            yield f"move {move.name}: answers by silence, yet is not the system's or lets the clock run"
        if move.silent and not any(n.name == "outcome" and n.kind is NeedKind.CHOICE for n in move.needs):
            yield f"move {move.name}: answers by silence and does not need to be told what the answer is"
        if move.limit and move.clock is not Clock.START:
            yield f"move {move.name}: names the limit {move.limit} and starts no clock"
        if move.clock in (Clock.EXTEND, Clock.PROMISE) and not _names_a_day(move):
            yield f"move {move.name}: {move.clock}s the clock and does not need the moment “until”"
        if target is not None and target.terminal and move.clock is not Clock.STOP:
            yield f"move {move.name}: closes the case and leaves its clock running"


def _names_a_day(move: Move) -> bool:
    return any(n.name == "until" and n.kind is NeedKind.MOMENT and n.required for n in move.needs)


def _clock_walk(process: Process) -> Iterator[str]:
    """Along every way through the table: a clock is paused only while it runs, resumed only while it is paused."""
    seen: set[tuple[str, str]] = set()
    todo = [("", "not begun")]
    faults: dict[str, None] = {}
    while todo:
        state, clock = todo.pop()
        for move in process.leaving(state) if state else process.openings:
            if CLOCK_FROM.get(move.clock, clock) != clock:
                faults[f"move {move.name}: {move.clock} of a clock that is {clock}, at {state or 'the opening'}"] = None
                continue
            after = (move.target or state, CLOCK_TO.get(move.clock, clock))
            if after not in seen:
                seen.add(after)
                todo.append(after)
    yield from faults


def _letters(process: Process, letters: frozenset[str]) -> Iterator[str]:
    for move in process.moves:
        if move.letter and move.letter not in letters:
            yield f"move {move.name}: unknown letter {move.letter}"


def _reach(process: Process) -> Iterator[str]:
    seen: set[str] = set()
    todo = [move.target for move in process.openings]
    while todo:
        key = todo.pop()
        if key not in seen:
            seen.add(key)
            todo += [move.target for move in process.leaving(key) if not move.stays]
    yield from (f"state {s.key}: unreachable" for s in process.states if s.key not in seen)
    ending = {state.key for state in process.states if state.terminal}
    grown = True
    while grown:
        more = {s.key for s in process.states if any(m.target in ending for m in process.leaving(s.key))}
        grown = not more <= ending
        ending |= more
    yield from (f"state {s.key}: no way to an end" for s in process.states if s.key not in ending)


def _shares(process: Process) -> Iterator[str]:
    """The heaviest path that visits no state twice may not plan more than the whole legal limit."""

    def heaviest(key: str, path: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        here = (*path, key)
        best = (0, here)
        for move in process.leaving(key):
            if not move.stays and move.target not in here:
                best = max(best, heaviest(move.target, here))
        return process.state(key).share + best[0], best[1]

    for opening in process.openings:
        total, path = heaviest(opening.target, ())
        if total > 100:
            yield f"opening {opening.name}: the steps {' → '.join(path)} plan {total} % of the legal limit"
