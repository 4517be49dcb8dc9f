"""Every kind of case that an area declares is told in stories: every edge, role and need, done and refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import people
import scenarios
from scenarios.coverage import untold
from scenarios.playing import Play
from scenarios.walking import Walk
from thongsuot.engine import registry, verify
from thongsuot.register import calendar

KINDS = [area.process.key for area in registry.areas()]


def tales_of(kind: str) -> scenarios.Tales:
    found = scenarios.tales(kind)
    assert found is not None, f"{kind}: no stories are told of it; write tests/scenarios/{kind}.py"
    return found


@pytest.fixture
def thuan_hoa(db: None) -> Iterator[None]:
    """The people in their posts, and the country's calendar."""
    people.settle()
    people.empower()
    calendar.load_calendar_rows()
    yield
    calendar.forget()
    people.forget()


def test_areas_have_declared_themselves() -> None:
    assert "dossier" in KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_edge_state_and_need_of_the_table_is_told(kind: str) -> None:
    assert untold(registry.area(kind).process, tales_of(kind)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_story_goes_as_told_and_nobody_else_may_take_its_steps(thuan_hoa: None, kind: str) -> None:
    tales = tales_of(kind)
    walk = Walk(places=tales.places)
    for story in tales.stories:
        Play(tales, story, walk.around, walk.after, walk.end).run()
    table = registry.area(kind).process
    walked = {(move, state) for move, state in walk.edges if not move.startswith("undo ")}
    assert walked == {(move.name, state) for move in table.moves for state in move.sources or ("",)}
    assert walk.states == {state.key for state in table.states}
    assert walk.tried > 40 * len(walked)
    assert verify.verify_site("vn").faults == ()
