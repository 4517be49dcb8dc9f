"""The scenario suite is tried itself: a table with one edge, role, need, clock or letter wrong must fail it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from zlib import crc32

import pytest
from django.db import transaction

import scenarios
from scenarios.coverage import untold
from scenarios.mutants import Mutant, mutants
from scenarios.playing import Play
from scenarios.walking import Walk
from thongsuot.engine import registry
from thongsuot.engine.process import Process
from thongsuot.engine.registry import Area
from thongsuot.engine.soundness import Unsound

KINDS = [area.process.key for area in registry.areas()]

# What may be wrong without anybody seeing a difference, kind by kind, and why.
STOPPED = "the clock was stopped when the result was issued, or settled elsewhere"
OWN_HOUSE = "the house that receives an announcement is the one that decides on it"
ONE_BODY = "the body that examines a practice is the one that publishes it"
OWN_COUNTER = "the centre that receives an interlinked request is the one that has it in hand"
OWN_DAY = "the house whose reception plans a day is the one whose chair receives"
OWN_PETITION = "the house that receives a petition answers it, and supports the office to which it gave it"
OWN_RECEPTION = "the house that receives it has all parts of it: it is decided on elsewhere, in no case here"
OWN_MEETING = "a house prepares, holds and concludes its own meetings"
SYSTEM_QUEUE = "nobody can take a request from the system's queue, so nobody had it before"
EQUIVALENT = {
    "dossier": {
        **{
            f"{name}: clock stop for none": STOPPED
            for name in (
                "rate", "rate_by_code", "send_to_point", "result_at_point", "send_back_result", "post_arrived",
                "post_came_back",
            )
        },
        "propose: another outcome": "the outcome that Minh gives goes before the move's own",
        "settle_by_silence: another outcome": "the outcome that the law gives goes before the move's own",
        "settled_outside: another outcome": "the outcome that the other system gives goes before the move's own",
    },
    "interlinked": {
        **{
            f"{key}: answered for at executing": OWN_COUNTER
            for key in (
                "submitted", "under_way", "partly_done", "withdrawing", "done", "done_in_part", "failed", "withdrawn",
            )
        },
        **{
            f"{key}: other return": SYSTEM_QUEUE
            for key in ("submitted", "under_way", "partly_done", "withdrawing")
        },
    },
    "consultation": {
        "answer: another outcome": "the outcome that Yến gives goes before the move's own",
    },
    "announcement": {
        **{f"{name}: by chair@receiving": OWN_HOUSE for name in ("publish", "send_back", "take_down")},
        "publish_as_head: by head@supporting": "the office that drafts is the one whose head publishes",
        **{
            f"{key}: answered for at receiving": OWN_HOUSE
            for key in ("drafted", "published", "returned", "taken_down")
        },
        "withdrawn: answered for at competent": OWN_HOUSE,
        "drafted: other return": "nothing leads back to the draft",
    },
    "guidance": {"owed: other return": "nothing leads back to what is owed"},
    "practice": {
        **{f"{name}: by head@competent": ONE_BODY for name in ("examine", "decline")},
        **{f"{name}: by chair@executing": ONE_BODY for name in ("publish", "retire")},
        **{
            f"{key}: answered for at executing": ONE_BODY
            for key in ("offered", "examined", "published", "declined", "retired")
        },
        "examined: other return": "no move leads there from where its holder had it before",
    },
    "reception_day": {
        f"{key}: answered for at competent": OWN_DAY for key in ("planned", "held", "cancelled")
    },
    "petition": {
        **{f"{name}: clock stop for none": STOPPED for name in ("rate", "rate_unsigned", "publish", "unpublish")},
        **{
            f"{key}: answered for at competent": OWN_PETITION
            for key in ("received", "waiting", "merged", "stored", "withdrawn")
        },
        **{
            f"{key}: answered for at {at}": OWN_PETITION
            for key in ("processing", "drafted", "proposed", "answered", "published")
            for at in ("supporting", "receiving")
            if (key, at) != ("answered", "supporting")  # one that was joined was given to no office
        },
    },
    **{
        kind: {
            f"{key}: answered for at {at}": OWN_RECEPTION
            for key in ("received", "passed", "declined", "withdrawn")
            for at in ("executing", "competent")
        }
        for kind in ("complaint", "denunciation")
    },
    "meeting": {
        **{f"conclude: by chair@{at}": OWN_MEETING for at in ("receiving", "executing")},
        **{
            f"{key}: answered for at {at}": OWN_MEETING
            for key in ("planned", "held", "called_off")
            for at in ("receiving", "competent")
        },
        **{f"concluded: answered for at {at}": OWN_MEETING for at in ("receiving", "executing")},
        "held: other return": "nothing leads back to what was held",
    },
    "budget_support": {"decided: other return": "nothing leads back to what was decided"},
    "severance": {
        f"{key}: other return": "nothing leads back there" for key in ("applied", "decided")
    },
    "coordination": {"asked: other return": "nothing leads back to what was asked"},
}  # fmt: skip


# A third of the mutants, the same each time; THONGSUOT_MUTANTS=all tries every one, for whoever changes a table.
# Where the system's moves lead from nearly every step to every other one, each mutant plays every story: fewer still.
SPREAD, WIDER = 3, {"interlinked": 8}


def sample(kind: str, made: list[Mutant]) -> list[Mutant]:
    """All mutants, or the same part of them each time, spread over all moves and states."""
    spread = 1 if os.environ.get("THONGSUOT_MUTANTS") == "all" else WIDER.get(kind, SPREAD)
    return [mutant for mutant in made if crc32(mutant.fault.encode()) % spread == 0]


class _RolledBack(Exception):
    pass


@contextmanager
def declared(area: Area, process: Process) -> Iterator[None]:
    """The area with another table, until the end. Raises Unsound when the engine itself refuses the table."""
    try:
        registry.declare(replace(area, process=process))
        yield
    finally:
        registry.declare(area)


def noticed(area: Area, tales: scenarios.Tales, mutant: Mutant) -> str:
    """Who notices the fault first: the soundness check, what is untold, or a story; empty when nobody does."""
    try:
        with declared(area, mutant.process):
            if untold(mutant.process, tales):
                return "untold"
            return _stories(tales, mutant)
    except Unsound:
        return "unsound"


def _stories(tales: scenarios.Tales, mutant: Mutant) -> str:
    walk = Walk(places=tales.places, only=mutant.moves)
    for story in sorted(tales.stories, key=lambda one: len(one.steps)):
        told = any(step.does in mutant.moves or step.to in mutant.states for step in story.steps)
        if not told and not any(refusal.does in mutant.moves for refusal in story.end):
            continue
        try:
            with transaction.atomic():
                Play(tales, story, walk.around, walk.after, walk.end).run()
                raise _RolledBack
        except _RolledBack:
            continue
        except Exception as error:
            return f"story: {error}"
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_with_one_thing_wrong_fails_the_suite(thuan_hoa: None, kind: str) -> None:
    area, tales = registry.area(kind), scenarios.tales(kind)
    assert tales is not None
    made = list(mutants(area.process, area.letters))
    assert len(made) > 20 * len(area.process.moves)
    tried = sample(kind, made)
    seen = {mutant.fault: noticed(area, tales, mutant) for mutant in tried}
    equivalent = EQUIVALENT.get(kind, {})
    survivors = [fault for fault, by in seen.items() if not by and fault not in equivalent]
    assert not survivors, "\n".join(survivors)
    assert not [fault for fault in equivalent if seen.get(fault)], "no longer equivalent"
    assert len(seen) == len(tried)


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_as_it_is_passes_and_stays_declared(thuan_hoa: None, kind: str) -> None:
    area, tales = registry.area(kind), scenarios.tales(kind)
    assert tales is not None
    everywhere = Mutant("none", area.process, states=frozenset(state.key for state in area.process.states))
    assert noticed(area, tales, everywhere) == ""
    assert registry.area(kind) is area


def test_a_kind_of_case_that_nobody_tells_of_fails_the_suite() -> None:
    process = replace(registry.area("dossier").process, key="untold")
    assert scenarios.tales("untold") is None
    assert untold(process, None) == ["untold: no stories are told of it"]
