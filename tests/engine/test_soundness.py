"""A table is checked before any case can use it, and every fault is named with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from thongsuot.areas.dossiers.process import DOSSIER
from thongsuot.engine import process as processes
from thongsuot.engine import registry
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import At, Clock, Move, Need, NeedKind, Process, Role, State, Waits
from thongsuot.engine.registry import Area
from thongsuot.engine.soundness import Unsound, check

INTAKE, CHAIR = Role("intake", At.RECEIVING), Role("chair", At.COMPETENT)
WHY = Need("why", "Lý do", NeedKind.TEXT)
UNTIL = Need("until", "Hẹn mới", NeedKind.MOMENT)
HOW = Need("how", "Cách trả", NeedKind.CHOICE, choices=(("post", "Bưu chính"), ("counter", "Tại quầy")))

HEALTHY = Process(
    key="petition",
    version=1,
    title="Phản ánh, kiến nghị",
    product="Văn bản trả lời",
    legal_basis="NĐ 20/2008/NĐ-CP",
    limits=(("answer", Limit(LimitUnit.WORKING_HOUR, 8)),),
    states=(
        State("heard", "Đã nghe", 2, queue=INTAKE, share=30),
        State("asking", "Chờ người phản ánh", 5, Waits.APPLICANT, queue=INTAKE),
        State("weighed", "Đã xem xét", 4, queue=CHAIR, share=70),
        State("answered", "Đã trả lời", 10, Waits.NOBODY, terminal=True),
    ),
    moves=(
        Move("hear", "Nghe", (), "heard", INTAKE, clock=Clock.START, limit="answer"),
        Move("ask", "Hỏi lại", ("heard",), "asking", INTAKE, needs=(WHY,), clock=Clock.PAUSE),
        Move("listen", "Nghe tiếp", ("asking",), "heard", INTAKE, clock=Clock.RESUME),
        Move("weigh", "Xem xét", ("heard",), "weighed", INTAKE, needs=(HOW,), keeps=("how",)),
        Move("extend", "Gia hạn", ("weighed",), "", CHAIR, needs=(UNTIL,), clock=Clock.EXTEND, letter="04"),
        Move("answer", "Trả lời", ("weighed",), "answered", CHAIR, clock=Clock.STOP),
    ),
)
LETTERS = frozenset({"04"})


def state(key: str, **changed: Any) -> Process:
    return replace(HEALTHY, states=tuple(replace(s, **changed) if s.key == key else s for s in HEALTHY.states))


def move(name: str, **changed: Any) -> Process:
    return replace(HEALTHY, moves=tuple(replace(m, **changed) if m.name == name else m for m in HEALTHY.moves))


def with_move(*new: Move) -> Process:
    return replace(HEALTHY, moves=(*HEALTHY.moves, *new))


def with_state(*new: State) -> Process:
    return replace(HEALTHY, states=(*HEALTHY.states, *new))


def without(*names: str) -> Process:
    return replace(HEALTHY, moves=tuple(one for one in HEALTHY.moves if one.name not in names))


ATTIC = State("attic", "Gác xép", 4, queue=CHAIR)
FAULTS: dict[str, tuple[Callable[[], Process], str]] = {
    "a state twice": (lambda: with_state(HEALTHY.states[0]), "state heard: declared twice"),
    "a move twice": (lambda: with_move(HEALTHY.moves[1]), "move ask: declared twice"),
    "nothing opens it": (lambda: without("hear"), "no opening move"),
    "from nowhere known": (lambda: move("weigh", sources=("heard", "moon")), "move weigh: unknown state moon"),
    "words added up": (lambda: move("weigh", adds=("how",)), "move weigh: adds up how, which is no number"),
    "a sum of nothing": (lambda: move("weigh", adds=("sum",)), "move weigh: adds up sum, which is no number"),
    "to nowhere known": (lambda: move("weigh", target="moon"), "move weigh: unknown state moon"),
    "an opening to nothing": (lambda: move("hear", target=""), "move hear: opens a case and leads nowhere"),
    "no role": (lambda: move("weigh", role=Role("", At.RECEIVING)), "move weigh: unknown role (none)"),
    "a role nobody has": (lambda: move("weigh", role=Role("king", At.RECEIVING)), "move weigh: unknown role king"),
    "a role that does not see": (
        lambda: move("weigh", role=Role("intake", At.EXECUTING)),
        "move weigh: intake@executing does not see the case",
    ),
    "an opening that draws a number": (lambda: move("hear", numbers="in"), "move hear: opens a case and draws"),
    "a code the portal has not": (lambda: state("heard", status=11), "state heard: unknown status 11"),
    "an end that goes on": (
        lambda: with_move(Move("wake", "Mở lại", ("answered",), "heard", CHAIR)),
        "state answered: terminal, yet wake leaves it",
    ),
    "no way out": (lambda: without("listen"), "state asking: no way out"),
    "nobody's queue": (lambda: state("weighed", queue=None), "state weighed: open, yet nobody's queue holds it"),
    "a need twice": (lambda: move("ask", needs=(WHY, WHY)), "move ask: need why declared twice"),
    "a choice of nothing": (
        lambda: move("weigh", needs=(replace(HOW, choices=()),)),
        "move weigh: need how can be met by nobody: its choices",
    ),
    "choices for a text": (
        lambda: move("ask", needs=(replace(WHY, choices=HOW.choices),)),
        "move ask: need why can be met by nobody: its choices",
    ),
    "no room for a text": (
        lambda: move("ask", needs=(replace(WHY, longest=0),)),
        "move ask: need why can be met by nobody: no room",
    ),
    "keeps what it does not need": (lambda: move("weigh", keeps=("voice",)), "move weigh: keeps voice, which it does"),
    "keeps what is personal": (lambda: move("ask", keeps=("why",)), "move ask: keeps why, which is personal"),
    "a pause for ever": (lambda: move("listen", clock=Clock.NONE), "state asking: the clock pauses and nothing"),
    "a limit it has not": (lambda: move("hear", limit="patience"), "move hear: unknown limit patience"),
    "a limit for no clock": (
        lambda: move("weigh", limit="answer"),
        "move weigh: names the limit answer and starts no clock",
    ),
    "an extension to no day": (
        lambda: move("extend", needs=(replace(UNTIL, required=False),)),
        "move extend: extends the clock and does not need the moment",
    ),
    "an end with the clock running": (
        lambda: move("answer", clock=Clock.NONE),
        "move answer: closes the case and leaves its clock running",
    ),
    "a letter nobody prints": (lambda: move("extend", letter="99"), "move extend: unknown letter 99"),
    "a state that nothing reaches": (
        lambda: replace(with_state(ATTIC), moves=(*HEALTHY.moves, Move("leap", "Nhảy", ("attic",), "weighed", CHAIR))),
        "state attic: unreachable",
    ),
    "a circle without an end": (
        lambda: replace(
            with_state(ATTIC),
            moves=(
                *HEALTHY.moves,
                Move("climb", "Lên", ("heard",), "attic", INTAKE),
                Move("stay", "Ở lại", ("attic",), "attic", CHAIR),
            ),
        ),
        "state attic: no way to an end",
    ),
    "steps longer than the law": (
        lambda: state("weighed", share=71),
        "opening hear: the steps heard → weighed → answered plan 101 % of the legal limit",
    ),
    "a pause while paused": (
        lambda: with_move(Move("sigh", "Thở dài", ("asking",), "asking", INTAKE, clock=Clock.PAUSE)),
        "move sigh: pause of a clock that is paused, at asking",
    ),
    "a resumption of what runs": (
        lambda: move("weigh", clock=Clock.RESUME),
        "move weigh: resume of a clock that is running, at heard",
    ),
    "an extension before the beginning": (
        lambda: move("hear", clock=Clock.EXTEND, limit="", needs=(UNTIL,)),
        "move hear: extend of a clock that is not begun, at the opening",
    ),
}


def test_a_healthy_table_passes() -> None:
    check(HEALTHY, LETTERS)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_named_with_its_place(fault: str) -> None:
    made, sentence = FAULTS[fault]
    with pytest.raises(Unsound) as refused:
        check(made(), LETTERS)
    assert [one for one in refused.value.faults if one.startswith(sentence)], refused.value.faults
    assert str(refused.value).startswith("petition@1: ")


def test_every_fault_is_told_at_once() -> None:
    wrong = replace(move("extend", letter="99"), states=state("heard", status=0).states)
    with pytest.raises(Unsound) as refused:
        check(wrong, LETTERS)
    assert len(refused.value.faults) == 2


def test_an_unsound_table_is_not_declared() -> None:
    before = registry.areas()
    with pytest.raises(Unsound):
        registry.declare(Area(process=without("listen"), letters=LETTERS))
    assert registry.areas() == before


def test_a_table_survives_its_publication_word_for_word() -> None:
    for process in (HEALTHY, DOSSIER):
        assert processes.from_json(processes.to_json(process)) == process


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"clock":"pause"', '"clock":"nap"'),
        ('"kind":"text"', '"kind":"song"'),
        ('"at":"receiving"', '"at":"moon"'),
        ('"batch":false', '"batch":false,"haste":true'),
        ('"share":30', '"share":30,"colour":"red"'),
        ('"version":1', '"version":1,"mood":"good"'),
        ('"longest":2000', '"longest":"long"'),
    ],
)
def test_a_published_table_with_anything_unknown_is_an_error(was: str, becomes: str) -> None:
    text = processes.to_json(HEALTHY)
    assert was in text
    with pytest.raises(ValueError, match="validation error"):
        processes.from_json(text.replace(was, becomes, 1))


def test_a_version_is_published_once_and_never_altered(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that was opened under version 1 stays on it, even where the code knows version 2 only."""
    monkeypatch.setattr(registry, "_areas", {})
    monkeypatch.setattr(registry, "_versions", {})
    registry.declare(Area(process=HEALTHY, letters=LETTERS))
    assert registry.publish() == ["petition@1"]
    assert registry.publish() == []
    registry.declare(Area(process=move("weigh", label="Cân nhắc"), letters=LETTERS))
    with pytest.raises(registry.Changed, match="petition@1"):
        registry.publish()
    second = replace(move("weigh", label="Cân nhắc"), version=2)
    monkeypatch.setattr(registry, "_versions", {})
    registry.declare(Area(process=second, letters=LETTERS))
    assert registry.publish() == ["petition@2"]
    assert registry.process_of("petition@1") == HEALTHY
    assert registry.process_of("petition@2") is second
    with pytest.raises(registry.UnknownKind):
        registry.process_of("petition@3")
    with pytest.raises(registry.UnknownKind):
        registry.area("complaint")
