"""What petitions tell the briefing equals its lists, on petitions whose fate is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from thongsuot.areas.complaints import seeding as grievances
from thongsuot.areas.petitions import seeding
from thongsuot.areas.petitions.figures import FIGURES
from thongsuot.engine import sql
from thongsuot.engine.briefed import Figure, Span
from thongsuot.register import demo

NOW = datetime.now(UTC)
EXPECTED = {
    "petitions_received": 10,
    "petitions_procedure": 5,
    "petitions_behaviour": 1,
    "petitions_field": 4,
    "petitions_answered": 1,
    "petitions_stored": 1,
    "petitions_hints": 1,
    "petitions_766": 1,
    "petitions_766_in_time": 1,
    "petitions_rated": 1,
    "petitions_satisfied": 1,
}


@pytest.fixture
def seeded(desk: Any) -> None:
    seeding.seed(NOW)
    grievances.seed(NOW)


def counted(key: str, place: str = "", days: int = 30) -> int:
    figure = next(one for one in FIGURES if isinstance(one, Figure) and one.key == key)
    span = Span(NOW - timedelta(days=days), NOW + timedelta(minutes=1), place)
    rows = sql.run(figure.statement, span.parameters())
    assert len({row[0] for row in rows}) == len(rows)
    return len(rows)


@pytest.mark.parametrize(("key", "number"), EXPECTED.items())
def test_each_figure_is_as_long_as_its_list(seeded: None, key: str, number: int) -> None:
    assert counted(key) == number
    assert counted(key, "96") == 0
    assert counted(key, "46") == number


def test_a_place_and_a_span_narrow_the_figures(seeded: None) -> None:
    assert counted("petitions_received", demo.MOUNTAIN) == 2
    assert counted("petitions_received", days=5) < 10


def test_the_late_are_those_whose_limit_has_passed(seeded: None) -> None:
    rows = sql.run(
        "SELECT count(*) FROM engine_case WHERE kind = 'petition' AND is_open AND waits_for = 'body' AND due_at < %s",
        [NOW + timedelta(minutes=1)],
    )

    assert counted("petitions_late") == rows[0][0] > 0
