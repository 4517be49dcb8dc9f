"""A process drawn as boxes and arrows, as wide as a telephone; the same in sentences stands beside it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from thongsuot.engine.access import role_words
from thongsuot.engine.process import Move, Process, State, Waits
from thongsuot.web.speech import say as _

WIDTH, LEFT, BOX, LINE, GAP = 360, 44, 272, 20, 46
LETTERS_A_LINE = 32
INK, PAPER, MIST, LINE_COLOUR, RIVER, SLATE = "#1F1B18", "#FFFFFF", "#F6F3EE", "#8C857B", "#0A4C66", "#4A5058"


@dataclass(frozen=True)
class Box:
    """One state with its lines of text, where it stands."""

    state: State
    lines: tuple[str, ...]
    top: int

    @property
    def height(self) -> int:
        return 16 + LINE * len(self.lines)

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


def draw(process: Process, times: dict[str, str]) -> Markup:
    """The main way downwards, ways back at the left. `times` are words for how long a state may take."""
    boxes = _boxes(process, times)
    height = boxes[-1].top + boxes[-1].height + 8 if boxes else 8
    parts = [*_arrows(boxes, process), *_back(boxes, process), *(part for box in boxes for part in _box(box))]
    title = escape(_("Sơ đồ quy trình: %(title)s", title=process.title))
    # Every text in the parts is escaped where it is put in.
    return Markup(  # noqa: S704
        f'<svg class="process" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' aria-label="{title}" font-size="15" fill="{INK}"><defs><marker id="mui-ten" viewBox="0 0 10 10" refX="9"'
        f' refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z"'
        f' fill="{SLATE}"/></marker></defs>{"".join(parts)}</svg>'
    )


def sentences(process: Process) -> list[tuple[str, str, list[str]]]:
    """For each state in order: its label, who holds it, and each way on as a sentence. The picture's text."""
    told = []
    for state in process.states:
        ways = []
        for move in process.leaving(state.key):
            target = _(process.state(move.target).label) if move.target else _("vẫn ở bước này")
            ways.append(f"{_(move.label)} ({_(role_words(move.role))}) → {target}")
        told.append((_(state.label), holder(state), ways))
    return told


def holder(state: State) -> str:
    if state.waits_for is Waits.APPLICANT:
        return _("chờ người nộp hồ sơ")
    return _(role_words(state.queue)) if state.queue else _("đã kết thúc")


def main_way(process: Process) -> list[str]:
    """The states from receipt to the hand-over, in the order in which a dossier meets them."""
    order = {state.key: place for place, state in enumerate(process.states)}
    way = [next(move.target for move in process.openings)]
    while True:
        ahead = [
            move.target
            for move in process.leaving(way[-1])
            if move.target and order[move.target] > order[way[-1]] and _leads_on(process, move)
        ]
        if not ahead or ahead[0] in way:
            return way
        way.append(ahead[0])


def _leads_on(process: Process, move: Move) -> bool:
    target = process.state(move.target)
    return len(move.sources) == 1 and target.status not in (3, 5, 6, 7, 8)


def _boxes(process: Process, times: dict[str, str]) -> list[Box]:
    boxes: list[Box] = []
    top = 4
    for key in main_way(process):
        state = process.state(key)
        under = ", ".join(part for part in (holder(state), times.get(key, "")) if part)
        lines = (*_wrapped(_(state.label)), *_wrapped(under))
        boxes.append(Box(state, lines, top))
        top += boxes[-1].height + GAP
    return boxes


def _wrapped(text: str) -> list[str]:
    """At most three lines; what is longer ends in an ellipsis, and the list beside the picture says it whole."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LETTERS_A_LINE or not lines[-1]:
            lines[-1] = longer[:LETTERS_A_LINE]
        else:
            lines.append(word[:LETTERS_A_LINE])
    return lines if len(lines) <= 3 else [*lines[:2], f"{lines[2][: LETTERS_A_LINE - 1]}…"]


def _box(box: Box) -> Iterator[str]:
    ends = box.state.terminal
    fill, edge = (MIST, RIVER) if ends else (PAPER, LINE_COLOUR)
    yield (
        f'<rect x="{LEFT}" y="{box.top}" width="{BOX}" height="{box.height}" fill="{fill}" stroke="{edge}"'
        f' stroke-width="{3 if ends else 1.5}"/>'
    )
    named = len(_wrapped(_(box.state.label)))
    for place, line in enumerate(box.lines):
        weight, colour = ("600", INK) if place < named else ("400", SLATE)
        top = box.top + 8 + LINE * place + 15
        yield f'<text x="{LEFT + 12}" y="{top}" font-weight="{weight}" fill="{colour}">{escape(line)}</text>'


def _arrows(boxes: list[Box], process: Process) -> Iterator[str]:
    for here, there in itertools.pairwise(boxes):
        move = next(m for m in process.leaving(here.state.key) if m.target == there.state.key)
        x, start = LEFT + 24, here.top + here.height
        words = _(move.label)
        label = escape(words if len(words) <= 34 else f"{words[:33]}…")
        yield (
            f'<path d="M{x} {start}V{there.top - 1}" stroke="{SLATE}" stroke-width="1.5" fill="none"'
            f' marker-end="url(#mui-ten)"/>'
            f'<text x="{x + 10}" y="{start + 28}" font-size="14" fill="{SLATE}">{label}</text>'
        )


def _back(boxes: list[Box], process: Process) -> Iterator[str]:
    """Ways back to an earlier box, each in a lane of its own at the left."""
    at = {box.state.key: place for place, box in enumerate(boxes)}
    ways = [
        (place, at[move.target])
        for place, box in enumerate(boxes)
        for move in process.leaving(box.state.key)
        if move.target in at and at[move.target] < place
    ]
    for lane, (here, there) in enumerate(ways[:4]):
        x = LEFT - 12 - 9 * lane
        yield (
            f'<path d="M{LEFT} {boxes[here].middle}H{x}V{boxes[there].middle + 6}H{LEFT - 1}" stroke="{SLATE}"'
            f' stroke-width="1.5" stroke-dasharray="5 3" fill="none" marker-end="url(#mui-ten)"/>'
        )
